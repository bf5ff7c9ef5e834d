//! Names of types that several operations share: a person would name them after none of these.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::things::Rank;
use super::types::Naming;
use super::{ident, resource, things, types};
use crate::infer::{Origin, Position, TypeDef, TypeId, TypeKind, Types};
use crate::model::{OperationId, Role, Status};

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

/// Which party of a clash keeps its name: what is read as such, then by the number of operations that each is in. Of what
/// several operations answer, that which most of them do; if they only send it, that which most of them send. Of things
/// that one operation has, that which it answers.
pub(super) fn keeper(naming: &Naming<'_>, parties: &[usize]) -> Option<usize> {
    let rank = |party: usize| {
        let thing = naming.things.get(TypeId(party))?;
        (thing.rank >= Rank::Item).then_some(thing.rank)
    };
    let of_role = |role: Role| {
        let parties = parties.iter().copied();
        parties.filter(move |party| naming.types.defs[*party].role == role)
    };
    let shared = |role: Role| {
        let counted = of_role(role).map(|party| ((rank(party), naming.uses[party]), party));
        let mut shared: Vec<_> = counted.filter(|((_, count), _)| *count > 1).collect();
        shared.sort_unstable_by(|a, b| b.cmp(a));
        shared
    };
    let mut parties = shared(Role::Response);
    if parties.is_empty() {
        parties = shared(Role::Request);
    }
    if let [(most, party), rest @ ..] = parties.as_slice() {
        return rest.iter().all(|(other, _)| other < most).then_some(*party);
    }
    let mut answered: Vec<_> = of_role(Role::Response)
        .map(|party| (rank(party), party))
        .collect();
    answered.sort_unstable_by(|a, b| b.cmp(a));
    match answered[..] {
        [(_, party)] if is_neutral(naming, TypeId(party)) => Some(party),
        [(first, party), (second, _), ..] if first > second => Some(party),
        _ => None,
    }
}

/// Whether a type is named after what it is rather than after its operation.
pub(super) fn is_neutral(naming: &Naming<'_>, id: TypeId) -> bool {
    naming.uses[id.0] > 1 || naming.things.get(id).is_some() || is_part(naming.types.def(id))
}

/// Whether the member that holds a type says nothing of it.
pub(super) fn is_part(def: &TypeDef) -> bool {
    let word = def.origin.path.last();
    word.is_some_and(|word| things::says_nothing(word)) && member_word(def).is_none()
}

/// The name of a type that several operations share, with what tells it from others of its name: the member around it
/// wherever it was found, the status code that it always comes with, or that it is sent. Nothing if there is no such thing.
pub(super) fn qualified(
    def: &TypeDef,
    own: &str,
    variant: impl Fn(&Status) -> String,
) -> Option<String> {
    if let Some(around) = common(def, around).filter(|around| !own.starts_with(around)) {
        return Some(format!("{around}{own}"));
    }
    // What an error holds may stand in others, too.
    let status = common(def, error_status).filter(|_| def.origin.path.is_empty());
    if let Some(status) = status {
        let own = if own == ANY_ERROR { "Error" } else { own };
        return Some(format!("{}{own}", variant(&status)));
    }
    (def.role == Role::Request && !own.ends_with("Request")).then(|| format!("{own}Request"))
}

/// The name of a thing of which another type, or the handle of the folder, has the name.
pub(super) fn qualified_thing(naming: &Naming<'_>, id: TypeId, own: &str) -> Option<String> {
    let thing = naming.things.get(id)?;
    match (thing.rank, naming.types.def(id).role) {
        (Rank::Wrapper, _) | (_, Role::Request) => None,
        (Rank::Found | Rank::Item, _) => Some(format!("{own}Item")),
        (Rank::Likely | Rank::One, _) => Some(format!("{own}Response")),
    }
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
    if things::says_nothing(name) {
        return None;
    }
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

/// Whether a type is also the whole of another body, wrappers that say nothing aside.
pub(super) fn is_root_elsewhere(def: &TypeDef) -> bool {
    def.also.iter().any(|other| {
        let is_root = other.path.iter().all(|name| things::wraps(name))
            && !matches!(other.position, Position::Param(_));
        is_root
            && (other.operation != def.origin.operation || other.position != def.origin.position)
    })
}

/// What a type is called that is none of one operation: as the thing that it is, as a member that holds it, or else as the
/// resource.
pub(super) fn word(naming: &Naming<'_>, id: TypeId) -> Option<String> {
    let def = naming.types.def(id);
    let is_shared = is_root_elsewhere(def);
    let is_body = def.origin.path.is_empty() && !def.origin.in_list;
    // One of several answers of an operation is called after its status code.
    let thing = naming.things.get(id).filter(|_| is_shared || !is_body);
    if let Some(thing) = thing.filter(|thing| thing.rank >= Rank::Item) {
        return Some(thing.word.clone());
    }
    if !is_shared && thing.is_none() {
        return None;
    }
    let member = member_word(def);
    if member.is_none() && origins(def).all(|origin| error_status(origin).is_some()) {
        return Some(ANY_ERROR.to_owned());
    }
    let resource = |origin: &Origin| {
        let operation = &naming.api.operations[origin.operation.0];
        match resource::of(operation) {
            Some(resource) => Some(resource.word()),
            None => Some(ident::singular(&operation.resource()?)),
        }
    };
    let resource = || most_frequent(origins(def).filter_map(resource));
    let thing = thing.map(|thing| thing.word.clone());
    let word = member.or(thing).or_else(resource)?;
    (!ident::is_empty(&word)).then_some(word)
}

/// What the members that hold a type are called, most of those that say something. Those within the type itself say what it is
/// to itself.
pub(super) fn member_word(def: &TypeDef) -> Option<String> {
    let known: HashSet<_> = origins(def)
        .map(|one| (one.operation, &one.position, &one.path[..]))
        .collect();
    let is_outermost = |one: &&Origin| {
        let mut around = (0..one.path.len()).map(|end| &one.path[..end]);
        !around.any(|path| known.contains(&(one.operation, &one.position, path)))
    };
    let words = origins(def).filter(is_outermost);
    let words = words.filter_map(|origin| Some(types::word(origin.path.last()?, origin.in_list)));
    most_frequent(words.filter(|word| !things::says_nothing(word)))
}

/// What a part is of whose member says nothing: the closest member around it that says something, or the thing that its
/// operation is about. Nothing if it is a part of several things.
pub(super) fn whole(naming: &Naming<'_>, def: &TypeDef) -> Option<String> {
    let of = |origin: &Origin| {
        let mut around = origin.path.iter().rev().skip(1);
        match around.find(|name| !things::says_nothing(name)) {
            Some(name) => Some(ident::singular(name.trim_end_matches("[]"))),
            None => naming.things.around(origin).map(str::to_owned),
        }
    };
    let mut all = origins(def).map(of);
    let first = all.next()??;
    all.all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

/// The most frequent of some words; of several such the first.
fn most_frequent(words: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    let best = counts.into_iter().min_by_key(|(_, count)| Reverse(*count));
    best.map(|(word, _)| word)
}

/// What the closest type around another that several operations share is called: no single operation names what it holds.
pub(super) fn holder(naming: &Naming<'_>, def: &TypeDef) -> Option<String> {
    let types_of = naming.types;
    let origin = &def.origin;
    let holders = types_of.of_operation(origin.operation).iter().rev();
    let mut holders = holders.filter(|id| matches!(types_of.def(**id).kind, TypeKind::Struct(_)));
    let holder = holders.find(|id| {
        let around = &types_of.def(**id).origin;
        around.position == origin.position
            && around.path.len() < origin.path.len()
            && origin.path.starts_with(&around.path)
            && word(naming, **id).is_some()
            && types::own(naming.api, types_of.def(**id)).is_none()
            && !naming.things.is_wrapper(**id)
    })?;
    let word = ident::pascal(&word(naming, *holder)?);
    Some(match types_of.def(*holder).role {
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

    #[test]
    fn types_are_called_as_the_things_that_they_are() {
        let card = json!({ "id": "c1", "brand": "visa", "month": 1, "year": 2, "name": "" });
        let order =
            json!({ "id": "o1", "total": 1, "paid": true, "note": "", "items": [{ "sku": "a" }] });
        check(
            &[
                ("GET /v1/cards/{{id}}", Value::Null, card.clone()),
                ("GET /v1/cards", Value::Null, json!({ "data": [card] })),
                ("GET /v1/orders/{{id}}", Value::Null, order.clone()),
                ("POST /v1/orders/{{id}}/cancel", Value::Null, order),
                ("GET /v1/people", Value::Null, json!([{ "name": "Ada" }])),
                (
                    "POST /v1/tags/search",
                    json!({ "text": "" }),
                    json!({ "results": [{ "tag": 1 }] }),
                ),
                (
                    "GET /v1/events",
                    Value::Null,
                    json!({ "data": [{ "id": 1, "data": { "x": 1 } }] }),
                ),
            ],
            &[
                "Card",
                "Event",
                "EventData",
                "GetV1CardsResponse",
                "GetV1EventsResponse",
                "Order",
                "OrderItem",
                "Person",
                "PostV1TagsSearch",
                "PostV1TagsSearchResponse",
                "Tag",
            ],
        );
    }
}
