//! Names of types that several operations share: a person would name them after none of these.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::{ident, types};
use crate::infer::{Origin, Position, TypeDef, TypeId, TypeKind, Types};
use crate::model::{Api, OperationId, Role, Status};

/// In how many operations each type is: found there, or held by one that was.
pub(super) fn operations(types: &Types) -> Vec<usize> {
    let mut found: HashMap<OperationId, Vec<TypeId>> = HashMap::new();
    for (index, def) in types.defs.iter().enumerate() {
        for origin in origins(def) {
            found
                .entry(origin.operation)
                .or_default()
                .push(TypeId(index));
        }
    }
    let mut counts = vec![0; types.defs.len()];
    for mut left in found.into_values() {
        let mut seen = HashSet::new();
        while let Some(id) = left.pop() {
            if seen.insert(id) {
                counts[id.0] += 1;
                left.extend(types.def(id).held());
            }
        }
    }
    counts
}

fn origins(def: &TypeDef) -> impl Iterator<Item = &Origin> {
    std::iter::once(&def.origin).chain(&def.also)
}

/// Which party of a clash keeps its name, by the number of operations that each is in: of what several operations answer, that which most of them do; if they only send
/// it, that which most of them send.
pub(super) fn keeper(types: &Types, operations: &[usize], parties: &[usize]) -> Option<usize> {
    let of_role = |role: Role| {
        let parties = parties.iter().copied();
        let parties = parties.filter(|party| types.defs[*party].role == role);
        let counted = parties.map(|party| (operations[party], party));
        let mut shared: Vec<_> = counted.filter(|(count, _)| *count > 1).collect();
        shared.sort_unstable_by(|a, b| b.cmp(a));
        shared
    };
    let mut shared = of_role(Role::Response);
    if shared.is_empty() {
        shared = of_role(Role::Request);
    }
    match shared.as_slice() {
        [(most, party), rest @ ..] if rest.iter().all(|(count, _)| count < most) => Some(*party),
        _ => None,
    }
}

/// The name of a type that several operations share, with what tells it from others of its name: the member around it
/// wherever it was found, the status code that it always comes with, or that it is sent. Nothing if there is no such thing.
pub(super) fn qualified(
    def: &TypeDef,
    own: &str,
    variant: impl Fn(&Status) -> String,
) -> Option<String> {
    if let Some(around) = common(def, around).filter(|around| *around != own) {
        return Some(format!("{around}{own}"));
    }
    // What an error holds may stand in others, too.
    let status = common(def, error_status).filter(|_| def.origin.path.is_empty());
    if let Some(status) = status {
        let own = if own == ANY_ERROR { "Error" } else { own };
        return Some(format!("{}{own}", variant(&status)));
    }
    (def.role == Role::Request).then(|| format!("{own}Request"))
}

/// What all places where a type was found have in common.
fn common<T: PartialEq>(def: &TypeDef, of: fn(&Origin) -> Option<T>) -> Option<T> {
    let mut all = origins(def).map(of);
    let first = all.next()??;
    all.all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

/// The name of the member or parameter around one.
fn around(origin: &Origin) -> Option<String> {
    let names = &origin.path[..origin.path.len().checked_sub(1)?];
    let name = match (names.last(), &origin.position) {
        (Some(name), _) | (None, Position::Param(name)) => name,
        _ => return None,
    };
    Some(ident::pascal(&ident::singular(name.trim_end_matches("[]"))))
}

/// The status code of an error.
fn error_status(origin: &Origin) -> Option<Status> {
    match origin.position {
        Position::Response(status) if !status.is_success() => Some(status),
        _ => None,
    }
}

/// What an error is called that several operations answer.
const ANY_ERROR: &str = "ApiError";

/// Whether a type is also the whole of another body.
pub(super) fn is_root_elsewhere(def: &TypeDef) -> bool {
    def.also.iter().any(|other| {
        let is_root = other.path.is_empty() && !matches!(other.position, Position::Param(_));
        is_root
            && (other.operation != def.origin.operation || other.position != def.origin.position)
    })
}

/// What a type that several operations share is called: as a member that holds it, or else as the resource.
pub(super) fn word(api: &Api, def: &TypeDef) -> Option<String> {
    if !is_root_elsewhere(def) {
        return None;
    }
    let member = member_word(def);
    if member.is_none() && origins(def).all(|origin| error_status(origin).is_some()) {
        return Some(ANY_ERROR.to_owned());
    }
    let resource = |origin: &Origin| {
        Some(ident::singular(
            &api.operations[origin.operation.0].resource()?,
        ))
    };
    let resource = || most_frequent(origins(def).filter_map(resource));
    let word = member.or_else(resource)?;
    (!ident::is_empty(&word)).then_some(word)
}

/// What the members that hold a type are called, most of them.
pub(super) fn member_word(def: &TypeDef) -> Option<String> {
    let words = origins(def);
    most_frequent(words.filter_map(|origin| Some(types::word(origin.path.last()?, origin.in_list))))
}

/// The most frequent of some words; of several such the first.
fn most_frequent(words: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    let best = counts.into_iter().min_by_key(|(_, count)| Reverse(*count));
    best.map(|(word, _)| word)
}

/// What the closest type around another that several operations share is called: no single operation names what it holds.
pub(super) fn holder(api: &Api, types: &Types, def: &TypeDef) -> Option<String> {
    let origin = &def.origin;
    let holders = types.of_operation(origin.operation).iter().rev();
    let mut holders = holders
        .map(|id| types.def(*id))
        .filter(|holder| matches!(holder.kind, TypeKind::Struct(_)));
    let holder = holders.find(|holder| {
        let around = &holder.origin;
        around.position == origin.position
            && around.path.len() < origin.path.len()
            && origin.path.starts_with(&around.path)
            && word(api, holder).is_some()
    })?;
    let word = ident::pascal(&word(api, holder)?);
    Some(match holder.role {
        Role::Request => format!("{word}Request"),
        Role::Response => word,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diag::Source;

    /// The names of the types of a collection: of each request its method and path, body, and answer.
    #[track_caller]
    fn check(requests: &[(&str, Value, Value)], expected: &[&str]) {
        let item = |(line, body, answer): &(&str, Value, Value)| {
            let (method, path) = line.split_once(' ').expect("method and path");
            let body = (!body.is_null()).then(|| json!({ "mode": "raw", "raw": body.to_string() }));
            json!({
                "name": line,
                "request": { "method": method, "url": format!("https://shop.example{path}"), "body": body },
                "response": [{ "code": 200, "body": answer.to_string() }],
            })
        };
        let items: Vec<Value> = requests.iter().map(item).collect();
        let source = Source {
            path: "shop.json".into(),
            text: json!({ "info": { "name": "Shop" }, "item": items }).to_string(),
        };
        let (_, understood, _) = crate::understand(source, "shop").expect("a collection");
        let names = understood.names.types.iter();
        let mut names: Vec<&str> = names.map(|names| names.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, expected);
    }

    #[test]
    fn what_several_operations_share_is_named_after_none() {
        let (sent, answered) = (
            json!({ "amount": { "value": 1, "unit": "EUR" } }),
            json!({ "total": 1, "amount": { "value": 1, "scale": 2 } }),
        );
        let other = json!({ "fee": true, "amount": { "net": 1 } });
        check(
            &[
                (
                    "POST /captures",
                    sent.clone(),
                    json!({ "id": 1, "amount": { "value": 1, "scale": 2 } }),
                ),
                (
                    "POST /refunds",
                    json!({ "why": "", "amount": { "value": 1, "unit": "EUR" } }),
                    answered,
                ),
                ("POST /fees", other, json!({ "done": true })),
            ],
            &[
                "Amount",
                "AmountRequest",
                "PostCaptures",
                "PostCapturesResponse",
                "PostFees",
                "PostFeesAmount",
                "PostFeesResponse",
                "PostRefunds",
                "PostRefundsResponse",
            ],
        );
    }

    #[test]
    fn the_member_around_tells_apart() {
        let one = |owner: Value, site: Value| json!({ "owner": { "address": owner }, "site": { "address": site } });
        let (owner, site) = (json!({ "street": "" }), json!({ "lat": 1 }));
        let with = |more: &str| {
            let mut answer = one(owner.clone(), site.clone());
            answer[more] = json!(1);
            answer
        };
        let third = json!({ "n": true, "a": 1, "owner": { "address": owner, "since": 1 } });
        check(
            &[
                ("GET /shops", Value::Null, with("x")),
                ("GET /stalls", Value::Null, with("y")),
                ("GET /stands", Value::Null, third),
            ],
            &[
                "Address",
                "GetShopsResponse",
                "GetStallsResponse",
                "GetStandsOwner",
                "GetStandsResponse",
                "Owner",
                "Site",
                "SiteAddress",
            ],
        );
    }
}
