//! Where examples contradict each other: values of several kinds at one place, and the type that came of it.
//!
//! Nothing is lost by it, for such a type takes any value; but one of the examples may be a mistake.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};
use serde_json::{Value, json};

use crate::Understood;
use crate::address::{Address, Addresses, Segment};
use crate::diag::{Place, Places};
use crate::emit::type_text;
use crate::infer::text::composite;
use crate::infer::{Type, TypeId, TypeKind, Types, reading};
use crate::model::{Body, Operation, OperationId, ResponseBody, Sample, SlotId};
use crate::template_json;

/// Values of several kinds where one was to be expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The addresses where values of the type stand, in the order of the collection.
    pub addresses: Vec<String>,
    /// The Rust type that came of it.
    pub ty: String,
    /// The kinds of values, in the order in which they turn up.
    pub kinds: Vec<Kind>,
}

/// One kind of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its name in JSON: `object`, `string`.
    pub name: &'static str,
    /// How many values there are of it.
    pub count: usize,
    /// The JSON pointer of the first request or saved response that has one.
    pub pointer: String,
    /// The names of folders and requests that lead to it.
    pub trail: String,
}

impl Contradiction {
    /// Those of an API, in the order of the collection.
    pub(super) fn all(understood: &Understood, places: &Places) -> Vec<Self> {
        let reaching = reaching(&understood.types);
        if !reaching.contains(&true) {
            return Vec::new();
        }
        let mut walk = Walk {
            types: &understood.types,
            reaching,
            found: IndexMap::new(),
        };
        let addresses = Addresses::of(understood);
        for (index, operation) in understood.api.operations.iter().enumerate() {
            let address = addresses.of_operation(OperationId(index));
            walk.operation(understood, operation, &address);
        }
        let found = walk.found.into_iter();
        let all = found.map(|(id, found)| {
            let kinds = found.kinds.into_iter();
            let kinds = kinds.map(|(name, (count, first))| Kind::of(name, count, first, places));
            Self {
                addresses: found.addresses.into_iter().collect(),
                ty: type_text(understood.scope(), &Type::Def(id)),
                kinds: kinds.collect(),
            }
        });
        all.collect()
    }

    /// For programs.
    pub(super) fn to_json(&self) -> Value {
        let kinds = self.kinds.iter().map(|kind| {
            json!({
                "kind": kind.name,
                "count": kind.count,
                "first": { "pointer": kind.pointer, "trail": kind.trail },
            })
        });
        json!({
            "addresses": self.addresses,
            "type": self.ty,
            "kinds": kinds.collect::<Vec<_>>(),
        })
    }
}

/// Which definitions are a type of several kinds of values, or hold one.
fn reaching(types: &Types) -> Vec<bool> {
    let mut holders: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    for (index, def) in types.defs.iter().enumerate() {
        for held in def.held() {
            holders.entry(held).or_default().push(TypeId(index));
        }
    }
    let mut reaching = vec![false; types.defs.len()];
    let ids = (0..types.defs.len()).map(TypeId);
    let mut left: Vec<TypeId> = ids.filter(|id| is_union(types, *id)).collect();
    while let Some(id) = left.pop() {
        if !std::mem::replace(&mut reaching[id.0], true) {
            left.extend(holders.get(&id).into_iter().flatten());
        }
    }
    reaching
}

fn is_union(types: &Types, id: TypeId) -> bool {
    matches!(types.def(id).kind, TypeKind::Union(_))
}

/// What was found of one type.
#[derive(Default)]
struct Found {
    addresses: IndexSet<String>,
    kinds: IndexMap<&'static str, (usize, Place)>,
}

impl Kind {
    fn of(name: &'static str, count: usize, first: Place, places: &Places) -> Self {
        Self {
            name,
            count,
            pointer: places.pointer(first),
            trail: places.trail(first),
        }
    }
}

/// A walk through values and their types at once.
struct Walk<'a> {
    types: &'a Types,
    reaching: Vec<bool>,
    found: IndexMap<TypeId, Found>,
}

impl Walk<'_> {
    fn operation(&mut self, understood: &Understood, operation: &Operation, address: &Address) {
        if let Some(Body::Json { slot, .. }) = operation.body {
            self.sent(understood, slot, &address.then(Segment::name("body")));
        }
        for response in &operation.responses {
            let ResponseBody::Json(slot) = response.body else {
                continue;
            };
            if !self.reaches(self.types.slot(slot)) {
                continue;
            }
            let at = address.then(Segment::name(response.status.to_string()));
            let examples = operation.examples.iter();
            for example in examples.filter(|example| example.status == response.status) {
                if let Some(value) = template_json::parse(&example.body) {
                    self.value(self.types.slot(slot), &value, &at, example.place);
                }
            }
        }
    }

    /// The values of a body that is sent, and of the requests behind its saved responses.
    fn sent(&mut self, understood: &Understood, id: SlotId, address: &Address) {
        let (ty, slot) = (self.types.slot(id), understood.api.slot(id));
        if !self.reaches(ty) {
            return;
        }
        let distinct: IndexSet<&Sample> = slot.samples.iter().collect();
        for sample in distinct {
            if let Sample::Json(value) = sample {
                self.value(ty, value, address, slot.place);
            }
        }
    }

    fn reaches(&self, ty: &Type) -> bool {
        ty.definition().is_some_and(|id| self.reaching[id.0])
    }

    fn value(&mut self, ty: &Type, value: &Value, address: &Address, place: Place) {
        if !self.reaches(ty) {
            return;
        }
        match (ty, value) {
            (Type::Option(inner) | Type::Boxed(inner), _) => {
                self.value(inner, value, address, place);
            }
            (Type::JsonText(inner), Value::String(text)) => {
                if let Some(value) = composite(text) {
                    self.value(inner, &value, address, place);
                }
            }
            (Type::List(item), Value::Array(values)) => {
                let address = address.then(Segment::Items);
                for value in values {
                    self.value(item, value, &address, place);
                }
            }
            (Type::Map(inner), Value::Object(members)) => {
                let address = address.then(Segment::Values);
                for value in members.values() {
                    self.value(inner, value, &address, place);
                }
            }
            (Type::Def(id), _) => self.definition(*id, value, address, place),
            _ => {}
        }
    }

    fn definition(&mut self, id: TypeId, value: &Value, address: &Address, place: Place) {
        match (&self.types.def(id).kind, value) {
            (TypeKind::Union(kinds), _) => {
                let found = self.found.entry(id).or_default();
                found.addresses.insert(address.to_string());
                for kind in kinds_of(value) {
                    found.kinds.entry(kind).or_insert((0, place)).0 += 1;
                }
                for kind in kinds {
                    self.value(kind, value, address, place);
                }
            }
            (TypeKind::Struct(fields), Value::Object(members)) => {
                for field in fields {
                    if let Some(value) = members.get(&field.wire) {
                        let address = address.then(Segment::name(&*field.wire));
                        self.value(&field.ty, value, &address, place);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a value is; of a placeholder, what it stands for.
fn kinds_of(value: &Value) -> impl Iterator<Item = &'static str> {
    const NAMES: [&str; 5] = ["boolean", "number", "string", "array", "object"];
    let shape = reading::shape(value, true);
    let which = NAMES.into_iter().zip(shape.which());
    which.filter_map(|(name, is)| is.then_some(name))
}
