//! Fields and variants: each named after what it is on the wire, once in its type.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::lock::Remembered;
use super::scope::Scope;
use super::{ident, writing};
use crate::model::{Body, FormField, Operation};

/// A field or a variant to be named.
#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    /// What tells it from the others of its type, also where two have one wire name.
    pub(super) key: Cow<'a, str>,
    /// Its name on the wire.
    pub(super) wire: &'a str,
    /// The name that it has where nothing else wants it.
    pub(super) base: String,
}

/// The fields of the params type: query, then headers.
pub(super) fn of_params(operation: &Operation) -> Vec<Member<'_>> {
    let queries = operation.query.iter().map(|param| ("query", param));
    let headers = operation.headers.iter().map(|param| ("header", param));
    let members = queries.chain(headers).map(|(kind, param)| Member {
        key: Cow::from(format!("{kind} {}", param.wire)),
        wire: &param.wire,
        base: ident::snake(&param.wire),
    });
    members.collect()
}

/// The fields of a form.
pub(super) fn of_form(operation: &Operation) -> Vec<Member<'_>> {
    let Some(Body::Form { fields, .. }) = &operation.body else {
        return Vec::new();
    };
    let files = fields.iter().filter_map(|field| match field {
        FormField::File { wire, .. } => Some(wire.as_str()),
        _ => None,
    });
    let files: std::collections::HashSet<&str> = files.collect();
    let members = fields.iter().map(|field| {
        let (kind, wire) = match field {
            FormField::Text { param, .. } => ("field", param.wire.as_str()),
            FormField::File { wire, .. } => ("file", wire.as_str()),
            FormField::Constant { wire, .. } => ("always", wire.as_str()),
        };
        let base = match kind {
            // The other way to send what may be a file.
            "field" if files.contains(wire) => ident::snake(&format!("{wire} text")),
            _ => ident::snake(wire),
        };
        let key = Cow::from(format!("{kind} {wire}"));
        Member { key, wire, base }
    });
    members.collect()
}

/// Names for the members of a type: first for those of which one is chosen, then for those that have one, then for those that are as usual, then for the others.
pub(super) fn name<'c>(
    members: &[Member<'_>],
    mut taken: Scope,
    chosen: impl Fn(usize) -> Option<&'c str>,
    remembered: &Remembered<'_>,
) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; members.len()];
    for (index, name) in names.iter_mut().enumerate() {
        let wanted = chosen(index).map(ident::snake);
        *name = wanted.filter(|wanted| taken.insert(wanted));
    }
    if remembered.is_known() {
        for (member, name) in members.iter().zip(&mut names) {
            if name.is_none() {
                let old = remembered.name(&member.key);
                *name = old.filter(|old| taken.insert(old)).map(str::to_owned);
            }
        }
        for (member, name) in members.iter().zip(&mut names) {
            let is_usual = name.is_none() && remembered.is_usual(&member.base, member.wire);
            if is_usual && taken.insert(&member.base) {
                *name = Some(member.base.clone());
            }
        }
    }
    newcomers(members, &mut taken, &mut names);
    let names = members.iter().zip(names);
    names
        .map(|(member, name)| name.unwrap_or_else(|| taken.unique(member.base.clone())))
        .collect()
}

/// Names for those that have none yet. Who is alone in wanting a name has it, and who is written like it on the wire; the
/// others say how they are written: `iban_upper`. What nothing tells apart is left.
fn newcomers(members: &[Member<'_>], taken: &mut Scope, names: &mut [Option<String>]) {
    let mut parties: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, member) in members.iter().enumerate() {
        parties.entry(&member.base).or_default().push(index);
    }
    for (index, member) in members.iter().enumerate() {
        let is_alone = parties[member.base.as_str()].len() == 1;
        let plain = member.base.trim_start_matches("r#");
        let is_wire = plain.trim_end_matches('_') == member.wire;
        if names[index].is_none() && (is_alone || is_wire) && taken.insert(&member.base) {
            names[index] = Some(member.base.clone());
        }
    }
    for (index, member) in members.iter().enumerate() {
        let of_base = &parties[member.base.as_str()];
        // The first of all parties is asked for all of them.
        if of_base.len() < 2 || of_base[0] != index {
            continue;
        }
        let all: Vec<&Member<'_>> = of_base.iter().map(|index| &members[*index]).collect();
        for (word, index) in told_apart(&all).into_iter().zip(of_base) {
            if names[*index].is_none() {
                let name = qualified(&member.base, &word);
                names[*index] = taken.insert(&name).then_some(name);
            }
        }
    }
}

/// A word for each of some members with one name: how it is written, or which part of the request it is. Nothing if no
/// words tell all of them apart.
fn told_apart(members: &[&Member<'_>]) -> Vec<String> {
    let wires: Vec<&str> = members.iter().map(|member| member.wire).collect();
    let kinds = || {
        let kinds = members.iter();
        let kinds = kinds.map(|member| member.key.strip_suffix(member.wire).unwrap_or_default());
        let kinds: Vec<String> = kinds.map(|kind| kind.trim().to_owned()).collect();
        let distinct: HashSet<&String> = kinds.iter().collect();
        (distinct.len() == kinds.len()).then_some(kinds)
    };
    writing::apart(&wires).or_else(kinds).unwrap_or_default()
}

/// A name with a word behind it.
fn qualified(base: &str, word: &str) -> String {
    let plain = base.trim_start_matches("r#").trim_end_matches('_');
    match base.starts_with(|c: char| c.is_ascii_uppercase()) {
        true => format!("{plain}{}", ident::pascal(word)),
        false => format!("{plain}_{}", ident::snake(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of members that are fields or, with a capital, variants.
    #[track_caller]
    fn check(wires: &[&str], make: fn(&str) -> String, expected: &[&str]) {
        let named = |wires: &[&str]| {
            let members = wires.iter().map(|wire| Member {
                key: Cow::from(*wire),
                wire,
                base: make(wire),
            });
            let members: Vec<Member<'_>> = members.collect();
            name(&members, Scope::default(), |_| None, &Remembered::default())
        };
        assert_eq!(named(wires), expected, "{wires:?}");
        // The order has no say.
        let back: Vec<&str> = wires.iter().rev().copied().collect();
        let mut names = named(&back);
        names.reverse();
        assert_eq!(names, expected, "{back:?}");
    }

    #[test]
    fn members_that_only_their_writing_tells_apart() {
        check(&["iban", "IBAN"], ident::snake, &["iban", "iban_upper"]);
        check(
            &["iban", "IBAN"],
            ident::pascal,
            &["IbanLower", "IbanUpper"],
        );
        check(
            &["private", "Private"],
            ident::pascal,
            &["PrivateLower", "Private"],
        );
        check(
            &["firstName", "first_name"],
            ident::snake,
            &["first_name_camel", "first_name"],
        );
        check(&["value", ""], ident::snake, &["value", "value_empty"]);
        check(&["type", "Type"], ident::snake, &["r#type", "type_capital"]);
        check(
            &["a", "A", "a_upper"],
            ident::snake,
            &["a", "a_2", "a_upper"],
        );
        check(&["id", "name"], ident::snake, &["id", "name"]);
    }
}
