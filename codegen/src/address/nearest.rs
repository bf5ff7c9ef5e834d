//! What was meant: the address that is most like one of nothing.

use super::resolve::Spot;
use super::target::{is_part, parts};
use super::within::inside;
use super::{Address, AddressError, Addresses, Segment, Target};
use crate::infer::TypeId;
use crate::model::{GroupId, Operation, OperationId};
use crate::name::ident;

impl Addresses<'_> {
    /// The error for an address of nothing.
    pub(super) fn unknown(&self, address: &Address) -> AddressError {
        AddressError::Unknown {
            nearest: self.nearest(address),
            address: address.clone(),
        }
    }

    /// What is most like an address of nothing: right as far as it was, with the nearest name behind that, and with
    /// the rest if that leads somewhere.
    fn nearest(&self, address: &Address) -> Option<Address> {
        let segments = address.segments();
        if let Some(found) = self.by_type(segments) {
            return Some(found);
        }
        let mut at = Spot::Target(Target::Group(GroupId(0)));
        let mut right = 0;
        while let Some(next) = segments
            .get(right)
            .and_then(|segment| self.step(&at, segment))
        {
            at = next;
            right += 1;
        }
        if let Spot::Target(Target::Group(_)) = at {
            return self.nearest_operation(segments);
        }
        let is_part_wrong = matches!(at, Spot::Target(Target::Operation(_)) | Spot::Part(..));
        if let Some(found) = self.by_end(&at, segments).filter(|_| is_part_wrong) {
            return Some(found);
        }
        let known = self.next_segments(&at);
        let wanted = segments.get(right);
        let name = match wanted {
            Some(Segment::Name(name)) => most_alike(name, &names_of(&known)).map(Segment::name),
            _ => None,
        };
        let better = name.or_else(|| known.first().cloned());
        let mut found = segments[..right].to_vec();
        let Some(better) = better else {
            return Address::of(found);
        };
        let is_inner = !matches!(better, Segment::Name(_));
        found.push(better);
        // Whoever forgets `[]` means what follows.
        let rest = segments.get(right + usize::from(!is_inner)..);
        let whole: Vec<Segment> = found
            .iter()
            .chain(rest.unwrap_or_default())
            .cloned()
            .collect();
        let whole = Address { segments: whole };
        match self.resolve(&whole) {
            Ok(_) => Some(whole),
            Err(AddressError::Unknown { nearest, .. }) if is_inner => nearest,
            Err(_) => self.first_below(&Address::of(found)?),
        }
    }

    /// What begins with the name of a type: the first place where that was found, with the rest.
    fn by_type(&self, segments: &[Segment]) -> Option<Address> {
        let (first, rest) = segments.split_first()?;
        let Segment::Name(name) = first else {
            return None;
        };
        let names = &self.understood.names.types;
        let id = names.iter().position(|known| known.name == *name)?;
        let place = self.of_type(TypeId(id)).into_iter().next()?;
        let whole = rest
            .iter()
            .cloned()
            .fold(place.clone(), |at, step| at.then(step));
        Some(if self.resolve(&whole).is_ok() {
            whole
        } else {
            place
        })
    }

    /// What of an operation ends as an address does: whoever gets the part wrong knows the name. The most of its last names
    /// count, without case and signs.
    fn by_end(&self, at: &Spot, segments: &[Segment]) -> Option<Address> {
        let id = match at {
            Spot::Target(target) => target.operation()?,
            Spot::Part(id, _) => *id,
        };
        let ends = |segments: &[Segment]| -> Vec<String> {
            names_of(segments)
                .iter()
                .rev()
                .map(|name| ident::snake(name))
                .collect()
        };
        let wanted = ends(segments);
        let score = |known: &Address| {
            let same = ends(known.segments()).into_iter().zip(&wanted);
            same.take_while(|(known, wanted)| known == *wanted).count()
        };
        let all = self.within_operation(id);
        let best = all.iter().map(score).max().filter(|most| *most > 0)?;
        // The operation itself is no part of it.
        all.into_iter().skip(1).find(|known| score(known) == best)
    }

    /// An address, if it leads somewhere, or else the first that goes on from there.
    fn first_below(&self, address: &Address) -> Option<Address> {
        if self.resolve(address).is_ok() {
            return Some(address.clone());
        }
        self.all().into_iter().find(|known| address.leads_to(known))
    }

    /// What was meant by a text that is no address: one with the index of an item, the names as Postman shows them, or a
    /// request by method and path.
    pub(crate) fn guess(&self, text: &str) -> Option<Address> {
        let api = &self.understood.api;
        let is_request = |operation: &Operation| {
            let line = format!("{} {}", operation.method, operation.path_template(api));
            line.eq_ignore_ascii_case(text.trim())
        };
        if let Some(id) = api.operations.iter().position(is_request) {
            return Some(self.of_operation(OperationId(id)));
        }
        let inside = |piece: &str| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit());
        let mut pieces = text.split('[');
        let mut plain = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            plain.push('[');
            plain.push_str(match piece.split_once(']') {
                Some((index, _)) if inside(index) => &piece[index.len()..],
                _ => piece,
            });
        }
        let as_written = plain.parse::<Address>();
        let address = as_written.or_else(|_| {
            let names = plain
                .split('.')
                .map(|name| match name.contains(char::is_whitespace) {
                    true => ident::snake(name),
                    false => name.to_owned(),
                });
            names.collect::<Vec<_>>().join(".").parse()
        });
        match self.resolve(address.as_ref().ok()?) {
            Ok(_) => address.ok(),
            Err(AddressError::Unknown { nearest, .. }) => nearest,
            Err(AddressError::Malformed { .. }) => None,
        }
    }

    /// The operation or folder that is most like the beginning of an address, with what follows if that is there.
    fn nearest_operation(&self, segments: &[Segment]) -> Option<Address> {
        let is_part = |segment: &Segment| match segment {
            Segment::Name(name) => is_part(name),
            _ => true,
        };
        let end = segments.iter().skip(1).position(is_part);
        let (beginning, rest) = segments.split_at(end.map_or(segments.len(), |end| end + 1));
        let wanted = Address::of(beginning.iter().cloned())?.to_string();
        let known = self.operations_and_groups();
        let texts: Vec<String> = known.iter().map(Address::to_string).collect();
        let last = beginning.last();
        let mut elsewhere = known.iter().filter(|known| known.segments.last() == last);
        // A method that only one folder has is meant, whatever stands before it.
        let nearest = match (elsewhere.next(), elsewhere.next()) {
            (Some(only), None) => only,
            _ => {
                let text = most_alike(&wanted, &texts)?;
                &known[texts.iter().position(|known| known == text)?]
            }
        };
        let mut whole = nearest.segments.clone();
        whole.extend_from_slice(rest);
        let whole = Address { segments: whole };
        let is_there = self.resolve(&whole).is_ok();
        Some(if is_there { whole } else { nearest.clone() })
    }

    fn operations_and_groups(&self) -> Vec<Address> {
        let api = &self.understood.api;
        let operations = (0..api.operations.len()).map(|id| self.of_operation(OperationId(id)));
        let groups = (0..api.groups.len()).filter_map(|id| self.of_group(GroupId(id)));
        operations.chain(groups).collect()
    }

    /// The steps that lead further from behind the folders.
    fn next_segments(&self, at: &Spot) -> Vec<Segment> {
        let api = &self.understood.api;
        match at {
            Spot::Part(operation, part) => {
                let fields = part.fields(&api.operations[operation.0]).into_iter();
                fields.map(|(name, ..)| Segment::Name(name)).collect()
            }
            Spot::Target(Target::Operation(id)) => parts(&api.operations[id.0]),
            Spot::Target(target) => match self.type_of(target) {
                Some(ty) => inside(&self.understood.types, &ty),
                None => Vec::new(),
            },
        }
    }
}

fn names_of(segments: &[Segment]) -> Vec<String> {
    let names = segments.iter().filter_map(|segment| match segment {
        Segment::Name(name) => Some(name.clone()),
        _ => None,
    });
    names.collect()
}

/// The most alike of some names; the first of several.
pub(crate) fn most_alike<'a, T: AsRef<str>>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a T>,
) -> Option<&'a T> {
    let wanted = wanted.to_lowercase();
    known.into_iter().min_by_key(|name| {
        let name = name.as_ref().to_lowercase();
        // Whoever leaves out a word leaves out many signs.
        let is_part = wanted.len() > 1 && name.contains(&wanted);
        (!is_part, distance(&wanted, &name))
    })
}

/// How many signs have to be added, left out or changed.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    // Nobody mistypes names that are longer than this at their ends.
    const LONGEST: usize = 100;
    let a: Vec<char> = a.chars().take(LONGEST).collect();
    let b: Vec<char> = b.chars().take(LONGEST).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, from) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (to_at, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != to);
            diagonal = row[to_at + 1];
            row[to_at + 1] = changed.min(diagonal + 1).min(row[to_at] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, expected) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "abc", 3),
            ("email", "emial", 2),
            ("kitten", "sitting", 3),
            ("é", "e", 1),
        ] {
            assert_eq!(distance(a, b), expected, "{a} {b}");
            assert_eq!(distance(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn the_nearest() {
        let known = ["id", "name", "pageSize"].map(String::from);
        assert_eq!(most_alike("page_size", &known), Some(&known[2]));
        assert_eq!(most_alike("size", &known), Some(&known[2]));
        assert_eq!(most_alike("nme", &known), Some(&known[1]));
        assert_eq!(most_alike::<String>("x", &[]), None);
    }
}
