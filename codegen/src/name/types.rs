//! Names of nested types: by the member that holds them, qualified where two would clash.

use std::collections::HashMap;

use super::operations::{OperationNames, distinct};
use super::scope::Scope;
use super::{Chosen, ident};
use crate::infer::{Origin, Position, Type, TypeDef, TypeId, TypeKind, Types};
use crate::model::{Api, Operation, Role};

/// The names of a struct or an enum.
#[derive(Debug, Clone)]
pub struct TypeNames {
    /// The type.
    pub name: String,
    /// Its fields or variants, in order.
    pub members: Vec<String>,
}

/// How far a name is qualified.
const LAST_LEVEL: usize = 3;

/// The chosen names that are free in their modules: they are taken first.
pub(super) fn claim(
    types: &Types,
    chosen: &Chosen,
    scopes: &mut [Scope],
) -> HashMap<TypeId, String> {
    let mut claimed = HashMap::new();
    for (id, name) in &chosen.types {
        if scopes[types.def(*id).origin.group.0].insert(name) {
            claimed.insert(*id, name.clone());
        }
    }
    claimed
}

/// Chosen names of types that belong to an operation as such.
pub(super) fn rename_owned(
    api: &Api,
    types: &Types,
    chosen: &HashMap<TypeId, String>,
    operations: &mut [OperationNames],
) {
    for (id, name) in chosen {
        let def = types.def(*id);
        if owned_name(api, def, operations).is_some() {
            let names = &mut operations[def.origin.operation.0];
            match def.origin.position {
                Position::Body => names.body.clone_from(name),
                _ => names.response.clone_from(name),
            }
        }
    }
}

/// What the names of types are made of.
pub(super) struct Naming<'a> {
    pub(super) api: &'a Api,
    pub(super) types: &'a Types,
    pub(super) operations: &'a [OperationNames],
    pub(super) chosen: &'a Chosen,
    /// Chosen names that are taken for their types.
    pub(super) chosen_types: HashMap<TypeId, String>,
}

impl Naming<'_> {
    /// Names all types of the table; `scopes` hold the names taken in each group.
    pub(super) fn names(&self, scopes: &mut [Scope]) -> Vec<TypeNames> {
        let mut levels = vec![0usize; self.types.defs.len()];
        while self.qualify_clashes(scopes, &mut levels) {}
        let mut names = Vec::with_capacity(self.types.defs.len());
        for (index, def) in self.types.defs.iter().enumerate() {
            let id = TypeId(index);
            let name = self.fixed(id).unwrap_or_else(|| {
                let name = candidate(self.api, def, self.operations, levels[index]);
                scopes[def.origin.group.0].unique(name)
            });
            let chosen = |member| {
                let name = self.chosen.members.get(&(id, member));
                name.map(String::as_str)
            };
            names.push(TypeNames {
                name,
                members: members(&def.kind, chosen),
            });
        }
        names
    }

    /// A name that no clash changes.
    fn fixed(&self, id: TypeId) -> Option<String> {
        let owned = || owned_name(self.api, self.types.def(id), self.operations);
        self.chosen_types.get(&id).cloned().or_else(owned)
    }

    /// One round: every party of a clash is qualified further. Whether anything changed.
    fn qualify_clashes(&self, scopes: &[Scope], levels: &mut [usize]) -> bool {
        let mut holders: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for (index, def) in self.types.defs.iter().enumerate() {
            if self.fixed(TypeId(index)).is_none() {
                let name = candidate(self.api, def, self.operations, levels[index]);
                let key = (def.origin.group.0, name);
                holders.entry(key).or_default().push(index);
            }
        }
        let mut changed = false;
        for ((group, name), parties) in holders {
            if parties.len() == 1 && !scopes[group].contains(&name) {
                continue;
            }
            for party in parties {
                if levels[party] < LAST_LEVEL {
                    levels[party] += 1;
                    changed = true;
                }
            }
        }
        changed
    }
}

/// The name of a type that belongs to an operation as such: its body, or its only answer of success.
fn owned_name(api: &Api, def: &TypeDef, operations: &[OperationNames]) -> Option<String> {
    let Origin {
        operation,
        position,
        path,
        in_list,
        ..
    } = &def.origin;
    // One that several operations share is no one's own.
    if !path.is_empty() || *in_list || is_root_elsewhere(def) {
        return None;
    }
    let names = &operations[operation.0];
    match position {
        Position::Body => Some(names.body.clone()),
        Position::Response(status)
            if Operation::is_success(*status)
                && api.operations[operation.0].successes().count() == 1 =>
        {
            Some(names.response.clone())
        }
        _ => None,
    }
}

/// Whether a type is also the whole of another body.
fn is_root_elsewhere(def: &TypeDef) -> bool {
    def.also.iter().any(|other| {
        let is_root = other.path.is_empty() && !matches!(other.position, Position::Param(_));
        is_root
            && (other.operation != def.origin.operation || other.position != def.origin.position)
    })
}

/// What a type that several operations share is called: as a member that holds it, or else as the resource.
fn shared_word(api: &Api, def: &TypeDef) -> Option<String> {
    if !is_root_elsewhere(def) {
        return None;
    }
    let all = || std::iter::once(&def.origin).chain(&def.also);
    let member = all().find_map(|origin| Some(word(origin.path.last()?, origin.in_list)));
    let is_error = |origin: &Origin| matches!(origin.position, Position::Response(status) if !Operation::is_success(status));
    if member.is_none() && all().all(is_error) {
        return Some("ApiError".to_owned());
    }
    let resource = || api.operations[def.origin.operation.0].resource();
    let word = member.or_else(|| Some(ident::singular(&resource()?)))?;
    (!ident::is_empty(&word)).then_some(word)
}

fn candidate(api: &Api, def: &TypeDef, operations: &[OperationNames], level: usize) -> String {
    let origin = &def.origin;
    let names = &operations[origin.operation.0];
    let variant = |status: &u16| names.variants.get(status).cloned().unwrap_or_default();
    let shared = shared_word(api, def);
    let own = match (origin.path.last(), &origin.position) {
        _ if shared.is_some() => shared.unwrap_or_default(),
        (Some(last), _) => word(last, origin.in_list),
        (None, Position::Param(wire)) => word(wire, origin.in_list),
        // A whole body: nothing but the operation can name it.
        (None, Position::Body) => {
            let part = if origin.in_list { "Item" } else { "Body" };
            return format!("{}{part}", names.base);
        }
        (None, Position::Response(status)) => {
            let role = if Operation::is_success(*status)
                && api.operations[origin.operation.0].successes().count() == 1
            {
                String::new()
            } else {
                variant(status)
            };
            let item = if origin.in_list { "Item" } else { "" };
            // Names are put together from finished parts: a long operation must not push out what tells them apart.
            return format!("{}{role}{item}", names.base);
        }
    };
    let role = match (&origin.position, def.role) {
        (Position::Response(status), _) if !Operation::is_success(*status) => variant(status),
        (_, Role::Response) => "Response".to_owned(),
        (_, Role::Request) => "Request".to_owned(),
    };
    match level {
        0 => ident::pascal(&own),
        1 => format!("{}{}", names.base, ident::pascal(&own)),
        2 => format!("{}{role}{}", names.base, ident::pascal(&own)),
        _ => {
            let around = &origin.path[..origin.path.len().saturating_sub(1)];
            let around: String = around.iter().map(|name| ident::pascal(name)).collect();
            format!("{}{role}{around}{}", names.base, ident::pascal(&own))
        }
    }
}

fn word(wire: &str, in_list: bool) -> String {
    let wire = wire.trim_end_matches("[]");
    if in_list {
        ident::singular(wire)
    } else {
        wire.to_owned()
    }
}

fn members<'c>(kind: &TypeKind, chosen: impl Fn(usize) -> Option<&'c str>) -> Vec<String> {
    match kind {
        TypeKind::Struct(fields) => {
            let wires = fields.iter().map(|field| field.wire.as_str());
            distinct(wires, &[], chosen)
        }
        TypeKind::Union(kinds) => kinds.iter().map(|ty| variant(ty).to_owned()).collect(),
        TypeKind::Enum(values) => {
            // A variant named like an import would look like a use of it.
            let mut taken = Scope::without(&super::RESERVED_TYPES);
            taken.insert("Other");
            let base = |value: &String| {
                let name = ident::pascal(value);
                if value.is_empty() {
                    "Empty".to_owned()
                } else if super::RESERVED_TYPES.contains(&name.as_str()) {
                    format!("{name}Value")
                } else {
                    name
                }
            };
            values
                .iter()
                .map(|value| taken.unique(base(value)))
                .collect()
        }
    }
}

/// The variant of a union that holds values of a type.
fn variant(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "Bool",
        Type::I64 | Type::U64 | Type::F64 | Type::Number => "Number",
        Type::String => "Text",
        Type::List(_) => "List",
        Type::Map(_) | Type::Def(_) | Type::Boxed(_) => "Object",
        Type::Json | Type::Option(_) => "Any",
    }
}
