//! Names of nested types: by the member that holds them, qualified where two would clash.

use std::collections::HashMap;

use super::lock::{Kept, Memory};
use super::members::{self, Member};
use super::operations::OperationNames;
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
pub(super) fn claim(types: &Types, chosen: &Chosen, scopes: &mut [Scope]) -> Vec<Option<String>> {
    let mut claimed = vec![None; types.defs.len()];
    for (id, name) in &chosen.types {
        if scopes[types.def(*id).home.0].insert(name) {
            claimed[id.0] = Some(name.clone());
        }
    }
    claimed
}

/// What the names of types are made of.
pub(super) struct Naming<'a> {
    pub(super) api: &'a Api,
    pub(super) types: &'a Types,
    pub(super) operations: &'a [OperationNames],
    pub(super) chosen: &'a Chosen,
    pub(super) memory: &'a Memory<'a>,
    pub(super) kept: &'a Kept,
}

impl Naming<'_> {
    /// Names all types of the table; `scopes` hold the names taken in each group.
    pub(super) fn names(&self, scopes: &mut [Scope]) -> Vec<TypeNames> {
        let mut levels = vec![0usize; self.types.defs.len()];
        while self.qualify_clashes(scopes, &mut levels) {}
        let mut names = Vec::with_capacity(self.types.defs.len());
        for (index, (def, level)) in self.types.defs.iter().zip(levels).enumerate() {
            let id = TypeId(index);
            let name = self
                .fixed(id)
                .unwrap_or_else(|| scopes[def.home.0].unique(self.candidate(def, level)));
            let chosen = |member| {
                let name = self.chosen.members.get(&(id, member));
                name.map(String::as_str)
            };
            names.push(TypeNames {
                name,
                members: members::name(
                    &members(&def.kind),
                    member_scope(&def.kind),
                    chosen,
                    &self.memory.members(id),
                ),
            });
        }
        names
    }

    /// A name that no clash changes.
    fn fixed(&self, id: TypeId) -> Option<String> {
        let owned = || owned_name(self.api, self.types.def(id), self.operations);
        self.kept.types[id.0].clone().or_else(owned)
    }

    fn candidate(&self, def: &TypeDef, level: usize) -> String {
        candidate(self.api, self.types, def, self.operations, level)
    }

    /// One round: every party of a clash is qualified further. Whether anything changed.
    fn qualify_clashes(&self, scopes: &[Scope], levels: &mut [usize]) -> bool {
        let mut holders: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for (index, def) in self.types.defs.iter().enumerate() {
            if self.fixed(TypeId(index)).is_none() {
                let key = (def.home.0, self.candidate(def, levels[index]));
                holders.entry(key).or_default().push(index);
            }
        }
        let mut changed = false;
        for ((group, name), parties) in holders {
            if parties.len() == 1 && !scopes[group].contains(&name) {
                continue;
            }
            let keeps =
                keeper(self.api, self.types, &parties).filter(|_| !scopes[group].contains(&name));
            for party in parties {
                if levels[party] < LAST_LEVEL && keeps != Some(party) {
                    levels[party] += 1;
                    changed = true;
                }
            }
        }
        changed
    }
}

/// Which party of a clash keeps its name: the answer of several operations, if it is the only such.
fn keeper(api: &Api, types: &Types, parties: &[usize]) -> Option<usize> {
    let mut shared = parties.iter().copied().filter(|party| {
        let def = &types.defs[*party];
        def.role == Role::Response && shared_word(api, def).is_some()
    });
    shared.next().filter(|_| shared.next().is_none())
}

/// A type that an operation has as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    /// Its body.
    Body,
    /// Its only answer of success.
    Response,
}

/// The name of a type that belongs to an operation as such.
fn owned_name(api: &Api, def: &TypeDef, operations: &[OperationNames]) -> Option<String> {
    let names = &operations[def.origin.operation.0];
    Some(match own(api, def)? {
        Own::Body => names.body.clone(),
        Own::Response => names.response.clone(),
    })
}

/// What of its operation a type is, if it is that as such.
pub(super) fn own(api: &Api, def: &TypeDef) -> Option<Own> {
    let Origin {
        operation,
        position,
        path,
        in_list,
        alternative,
        ..
    } = &def.origin;
    // One that several operations share is no one's own.
    if !path.is_empty() || *in_list || *alternative || is_root_elsewhere(def) {
        return None;
    }
    match position {
        Position::Body => Some(Own::Body),
        Position::Response(status)
            if Operation::is_success(*status)
                && api.operations[operation.0].successes().count() == 1 =>
        {
            Some(Own::Response)
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

/// What the closest type around another that several operations share is called: no single operation names what it holds.
fn shared_holder(api: &Api, types: &Types, def: &TypeDef) -> Option<String> {
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
            && shared_word(api, holder).is_some()
    })?;
    let word = ident::pascal(&shared_word(api, holder)?);
    Some(match holder.role {
        Role::Request => format!("{word}Request"),
        Role::Response => word,
    })
}

fn candidate(
    api: &Api,
    types: &Types,
    def: &TypeDef,
    operations: &[OperationNames],
    level: usize,
) -> String {
    let origin = &def.origin;
    let names = &operations[origin.operation.0];
    let variant = |status: &u16| names.variants.get(status).cloned().unwrap_or_default();
    let shared = shared_word(api, def);
    // One of several kinds of values leaves the name to the union of all.
    let kind = match def.kind {
        _ if !origin.alternative => "",
        TypeKind::Struct(_) => "Object",
        TypeKind::Union(_) | TypeKind::Enum(_) => "Item",
    };
    let own = match (origin.path.last(), &origin.position) {
        _ if shared.is_some() => shared.clone().unwrap_or_default(),
        (Some(last), _) => word(last, origin.in_list),
        (None, Position::Param(wire)) => word(wire, origin.in_list),
        // A whole body: nothing but the operation can name it.
        (None, Position::Body) => {
            let part = match (kind, origin.in_list) {
                ("Object", _) => kind.to_owned(),
                (_, true) => format!("Item{kind}"),
                (_, false) => format!("Body{kind}"),
            };
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
            let item = match (kind, origin.in_list) {
                ("Object", _) => kind.to_owned(),
                (_, true) => format!("Item{kind}"),
                (_, false) => kind.to_owned(),
            };
            // Names are put together from finished parts: a long operation must not push out what tells them apart.
            return format!("{}{role}{item}", names.base);
        }
    };
    let role = match (&origin.position, def.role) {
        (Position::Response(status), _) if !Operation::is_success(*status) => variant(status),
        (_, Role::Response) => "Response".to_owned(),
        (_, Role::Request) => "Request".to_owned(),
    };
    let own = match shared {
        // Nor is one that several operations share called as all the kinds are.
        Some(_) if origin.alternative && !origin.in_list => {
            format!("{}Object", ident::pascal(&own))
        }
        Some(_) => ident::pascal(&own),
        None => format!("{}{kind}", ident::pascal(&own)),
    };
    match level {
        0 => own,
        // What several operations send, beside what they answer.
        1 if shared.is_some() && def.role == Role::Request => format!("{own}Request"),
        1 => {
            let base = shared_holder(api, types, def);
            format!("{}{own}", base.as_deref().unwrap_or(&names.base))
        }
        2 => format!("{}{role}{own}", names.base),
        _ => {
            let around = &origin.path[..origin.path.len().saturating_sub(1)];
            let around: String = around.iter().map(|name| ident::pascal(name)).collect();
            format!("{}{role}{around}{own}", names.base)
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

/// The fields or variants of a type.
pub(super) fn members(kind: &TypeKind) -> Vec<Member<'_>> {
    match kind {
        TypeKind::Struct(fields) => {
            let wires = fields.iter().map(|field| field.wire.as_str());
            wires.map(|wire| member(wire, ident::snake(wire))).collect()
        }
        TypeKind::Union(kinds) => {
            let kinds = kinds.iter().map(variant);
            kinds.map(|kind| member(kind, kind.to_owned())).collect()
        }
        TypeKind::Enum(values) => {
            // A variant named like an import would look like a use of it.
            let base = |value: &str| {
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
                .map(|value| member(value, base(value)))
                .collect()
        }
    }
}

/// The variant of a union that holds values of a type.
fn variant(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "Bool",
        Type::I64 | Type::U64 | Type::F64 | Type::Number => "Numeric",
        Type::String => "Text",
        Type::List(_) => "List",
        Type::Map(_) | Type::Def(_) | Type::Boxed(_) => "Object",
        Type::Json | Type::Option(_) => "Any",
    }
}

fn member(wire: &str, base: String) -> Member<'_> {
    Member {
        key: wire.into(),
        wire,
        base,
    }
}

/// What no member of a type may be called.
fn member_scope(kind: &TypeKind) -> Scope {
    match kind {
        TypeKind::Struct(_) => Scope::default(),
        TypeKind::Enum(_) | TypeKind::Union(_) => {
            let mut taken = Scope::without(&super::RESERVED_TYPES);
            taken.insert("Other");
            taken
        }
    }
}
