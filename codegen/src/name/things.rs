//! What bodies are about: the type of an API's things, however they are wrapped.
//!
//! `GET /payments/{id}` answers a payment, `GET /payments` a list of them, whether they stand in the body as such or
//! under a member that only says that there is something (`data`, `items`). A person would call both `Payment`.

use std::cmp::Reverse;
use std::collections::HashMap;

use indexmap::IndexMap;

use super::ident;
use super::resource::{self, Resource};
use crate::infer::{Field, Origin, Position, Type, TypeId, TypeKind, Types};
use crate::model::{Api, Body, Operation, OperationId, ResponseBody};
use crate::words::letters;

/// How sure it is that a type is the thing of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// What holds things, of which one or many.
    Wrapper,
    /// Something is done with the thing: what is sent, or answered, may be that.
    Likely,
    /// It is in the list that a search finds.
    Found,
    /// It is in the list that is read.
    Item,
    /// It is what is read.
    One,
}

/// What a type is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Thing {
    pub(super) word: String,
    pub(super) rank: Rank,
}

/// The things of an API.
#[derive(Debug, Default)]
pub(super) struct Things {
    types: Vec<Option<Thing>>,
    parts: HashMap<(OperationId, Position), String>,
}

impl Things {
    /// Looks at every body that is sent, and at every answer of success.
    pub(super) fn of(api: &Api, types: &Types) -> Self {
        let mut said: Vec<Vec<Thing>> = vec![Vec::new(); types.defs.len()];
        let mut parts = HashMap::new();
        for (index, operation) in api.operations.iter().enumerate() {
            let Some(resource) = resource::of(operation) else {
                continue;
            };
            let id = OperationId(index);
            let look = Look {
                types,
                operation,
                resource: &resource,
            };
            if let Some(Body::Json { slot, .. }) = operation.body {
                look.at(types.slot(slot), false, &mut said);
            }
            parts.insert((id, Position::Body), resource.word());
            for response in operation.successes() {
                if let ResponseBody::Json(slot) = response.body {
                    look.at(types.slot(slot), true, &mut said);
                }
                parts.insert((id, Position::Response(response.status)), resource.word());
            }
        }
        let types = said.into_iter().map(most_said).collect();
        Self { types, parts }
    }

    /// What a type is, if it is the thing of a path.
    pub(super) fn get(&self, id: TypeId) -> Option<&Thing> {
        self.types[id.0].as_ref()
    }

    /// Whether a type is only there to hold things.
    pub(super) fn is_wrapper(&self, id: TypeId) -> bool {
        self.get(id)
            .is_some_and(|thing| thing.rank == Rank::Wrapper)
    }

    /// What a part of an operation is about.
    pub(super) fn around(&self, origin: &Origin) -> Option<&str> {
        let position = match &origin.position {
            Position::Param(_) => Position::Body,
            position => position.clone(),
        };
        let word = self.parts.get(&(origin.operation, position));
        word.map(String::as_str)
    }
}

/// Of what is said of a type, the surest; of that what is said most often, and then first.
fn most_said(said: Vec<Thing>) -> Option<Thing> {
    let rank = said.iter().map(|thing| thing.rank).max()?;
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    for thing in said.into_iter().filter(|thing| thing.rank == rank) {
        *counts.entry(thing.word).or_default() += 1;
    }
    let most = counts.into_iter().min_by_key(|(_, count)| Reverse(*count));
    most.map(|(word, _)| Thing { word, rank })
}

/// Looks for the thing in the bodies of an operation.
struct Look<'a> {
    types: &'a Types,
    operation: &'a Operation,
    resource: &'a Resource,
}

impl Look<'_> {
    /// What a body says of the types in it.
    fn at(&self, body: &Type, is_answer: bool, said: &mut [Vec<Thing>]) {
        let mut in_list = false;
        let mut ty = body;
        let mut around: Vec<TypeId> = Vec::new();
        let found = loop {
            match ty {
                Type::Option(inner) | Type::Boxed(inner) | Type::JsonText(inner) => ty = inner,
                Type::List(inner) | Type::Map(inner) => (ty, in_list) = (inner, true),
                Type::Def(id) if around.contains(id) => return,
                Type::Def(id) => match self.wrapped(*id, is_answer, in_list) {
                    Some(inner) => {
                        around.push(*id);
                        ty = inner;
                    }
                    None => break *id,
                },
                _ => return,
            }
        };
        let word = self.resource.word();
        for id in around {
            let word = match (is_answer, in_list) {
                (_, true) => format!("{word} list"),
                (true, false) => format!("{word} response"),
                (false, false) => format!("{word} request"),
            };
            let rank = Rank::Wrapper;
            said[id.0].push(Thing { word, rank });
        }
        said[found.0].push(self.thing(found, is_answer, in_list));
    }

    /// What a type is that is all of a body, wrappers aside.
    fn thing(&self, id: TypeId, is_answer: bool, in_list: bool) -> Thing {
        let resource = self.resource;
        let is_read = is_answer && self.reads();
        let many = is_read && !in_list && !resource.is_one && resource.is_plural();
        let (word, rank) = match many {
            // Whatever else an answer holds, a list of things is no thing.
            true if self.holds_list(id) => (format!("{} list", resource.word()), Rank::Wrapper),
            true => (resource.name.clone(), Rank::Likely),
            false if is_read && in_list && resource.is_search => (resource.word(), Rank::Found),
            false if is_read && in_list => (resource.word(), Rank::Item),
            false if is_read => (resource.word(), Rank::One),
            // Who captures a payment sends no payment.
            false => match resource.action.as_ref().filter(|_| !is_answer) {
                Some(action) => (format!("{action} {}", resource.word()), Rank::Likely),
                None => (resource.word(), Rank::Likely),
            },
        };
        Thing { word, rank }
    }

    /// Whether the operation reads something.
    fn reads(&self) -> bool {
        self.operation.method == "GET" || self.resource.is_search
    }

    /// What a type holds, if it is only there to hold that: no thing of its own, with one member that says nothing or
    /// is called as the resource.
    /// One of a list is, if that member is its only one.
    fn wrapped(&self, id: TypeId, is_answer: bool, in_list: bool) -> Option<&Type> {
        let TypeKind::Struct(fields) = &self.types.def(id).kind else {
            return None;
        };
        let is_thing = fields.iter().any(|field| is_identity(&field.wire));
        if is_thing || in_list && fields.len() > 1 {
            return None;
        }
        let is_listing = is_answer && self.reads() && !self.resource.is_one;
        let holds = |field: &&Field| {
            let is_list = self.types.item(&field.ty).is_some();
            let name = letters(&field.wire);
            let is_wrapper = WRAPPERS.contains(&name.as_str());
            let is_list_of = is_list && is_listing && LISTS.contains(&name.as_str());
            let is_named = letters(&ident::singular(&field.wire)) == letters(&self.resource.word());
            let is_object = matches!(field.ty.innermost(), Type::Def(_));
            is_object && (is_wrapper || is_list_of || is_named)
        };
        let mut holders = fields.iter().filter(holds);
        let holder = holders.next()?;
        holders.next().is_none().then_some(&holder.ty)
    }

    fn holds_list(&self, id: TypeId) -> bool {
        let is_list = |field: &Field| {
            let item = self.types.item(&field.ty);
            item.is_some_and(|item| matches!(item.innermost(), Type::Def(_)))
        };
        match &self.types.def(id).kind {
            TypeKind::Struct(fields) => fields.iter().any(is_list),
            _ => false,
        }
    }
}

/// Whether a member says which thing it is: then what it stands in is one.
fn is_identity(wire: &str) -> bool {
    ["id", "uuid", "guid", "uid"].contains(&letters(wire).as_str())
}

/// Whether a name says nothing but that there is something: no type is called so alone.
pub(super) fn says_nothing(name: &str) -> bool {
    let name = letters(&ident::singular(name));
    let is_one_of = |names: &[&str]| {
        names
            .iter()
            .any(|one| letters(&ident::singular(one)) == name)
    };
    is_one_of(&WRAPPERS) || is_one_of(&LISTS) || is_one_of(&PARTS)
}

/// Whether a member of this name can hold what a body is about.
pub(super) fn wraps(name: &str) -> bool {
    let name = letters(name);
    WRAPPERS.contains(&name.as_str()) || LISTS.contains(&name.as_str())
}

/// Members that hold what a body is about.
const WRAPPERS: [&str; 9] = [
    "data",
    "payload",
    "records",
    "response",
    "resource",
    "resources",
    "result",
    "results",
    "rows",
];

/// Members that do so where a list is read. Elsewhere they are a part of the thing: an order has items.
const LISTS: [&str; 11] = [
    "body", "content", "contents", "elements", "entries", "hits", "items", "list", "objects",
    "value", "values",
];

/// Members that say as little of what they hold.
const PARTS: [&str; 6] = ["attributes", "edges", "element", "node", "nodes", "object"];
