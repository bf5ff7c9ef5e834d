//! Names of nested types: by the member that holds them, qualified where two would clash.

use std::collections::HashMap;

use super::lock::{Kept, Memory};
use super::members::{self, Member};
use super::operations::OperationNames;
use super::scope::Scope;
use super::things::{self, Things};
use super::{Chosen, ident, shared};
use crate::infer::{Origin, Position, Type, TypeDef, TypeId, TypeKind, Types};
use crate::model::{Api, Role, Status};

/// The names of a struct or an enum.
#[derive(Debug, Clone)]
pub struct TypeNames {
    /// The type.
    pub name: String,
    /// Its fields or variants, in order.
    pub members: Vec<String>,
}

/// How far a name is qualified.
const LAST_LEVEL: usize = 4;

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
    /// In how many operations each type is.
    pub(super) uses: Vec<usize>,
    /// What the bodies are about.
    pub(super) things: Things,
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
                .unwrap_or_else(|| scopes[def.home.0].unique(candidate(self, id, level)));
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

    /// One round: every party of a clash is qualified further. Whether anything changed.
    fn qualify_clashes(&self, scopes: &[Scope], levels: &mut [usize]) -> bool {
        let mut holders: HashMap<(usize, String), Vec<usize>> = HashMap::new();
        for (index, def) in self.types.defs.iter().enumerate() {
            if self.fixed(TypeId(index)).is_none() {
                let key = (def.home.0, candidate(self, TypeId(index), levels[index]));
                holders.entry(key).or_default().push(index);
            }
        }
        let mut changed = false;
        for ((group, name), parties) in holders {
            if parties.len() == 1 && !scopes[group].contains(&name) {
                continue;
            }
            let keeps = shared::keeper(self, &parties).filter(|_| !scopes[group].contains(&name));
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
    if !path.is_empty() || *in_list || *alternative || shared::is_root_elsewhere(def) {
        return None;
    }
    match position {
        Position::Body => Some(Own::Body),
        Position::Response(status)
            if status.is_success() && api.operations[operation.0].successes().count() == 1 =>
        {
            Some(Own::Response)
        }
        _ => None,
    }
}

fn candidate(naming: &Naming<'_>, id: TypeId, level: usize) -> String {
    let Naming {
        api, operations, ..
    } = naming;
    let def = naming.types.def(id);
    let origin = &def.origin;
    let names = &operations[origin.operation.0];
    let variant = |status: &Status| names.variants.get(status).cloned().unwrap_or_default();
    let shared_word = shared::word(naming, id);
    // One of several kinds of values leaves the name to the union of all.
    let kind = match def.kind {
        _ if !origin.alternative => "",
        TypeKind::Struct(_) => "Object",
        TypeKind::Union(_) | TypeKind::Enum(_) => "Item",
    };
    let own = match (origin.path.last(), &origin.position) {
        _ if shared_word.is_some() => shared_word.clone().unwrap_or_default(),
        (Some(last), _) => shared::member_word(def).unwrap_or_else(|| word(last, origin.in_list)),
        (None, Position::Param(wire)) => word(wire, origin.in_list),
        // A whole body: nothing but the operation can name it.
        (None, Position::Body) => {
            let part = match (kind, origin.in_list) {
                ("Object", _) => kind.to_owned(),
                (_, true) => format!("Item{kind}"),
                (_, false) => format!("Body{kind}"),
            };
            let role = if level == 0 { "" } else { "Request" };
            return format!("{}{role}{part}", names.base);
        }
        (None, Position::Response(status)) => {
            let role = if status.is_success()
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
            // Of one name with what is sent, in lists or among several kinds of values.
            let answer = match (level, role.is_empty()) {
                (0, _) | (_, false) => "",
                (_, true) => "Response",
            };
            // Names are put together from finished parts: a long operation must not push out what tells them apart.
            return format!("{}{role}{answer}{item}", names.base);
        }
    };
    let role = match (&origin.position, def.role) {
        (Position::Response(status), _) if !status.is_success() => variant(status),
        (_, Role::Response) => "Response".to_owned(),
        (_, Role::Request) => "Request".to_owned(),
    };
    let bare = own;
    let own = match shared_word {
        // Nor is one that several operations share called as all the kinds are.
        Some(_) if origin.alternative && !origin.in_list => {
            format!("{}Object", ident::pascal(&bare))
        }
        Some(_) => ident::pascal(&bare),
        None => format!("{}{kind}", ident::pascal(&bare)),
    };
    // One whose member says nothing is a part of what is around it.
    let says_nothing = shared_word.is_none() && things::says_nothing(&bare);
    let whole = || Some(ident::pascal(&shared::whole(naming, def)?));
    let whole = says_nothing.then(whole).flatten();
    let of_whole = whole.as_ref().map(|whole| format!("{whole}{own}"));
    if level == 0 {
        return match of_whole {
            Some(name) => name,
            None if says_nothing && naming.uses[id.0] < 2 => format!("{}{own}", names.base),
            None => own,
        };
    }
    // What several operations share is none of theirs, as long as there is another way.
    let neutral = shared::qualified(def, of_whole.as_ref().unwrap_or(&own), variant)
        .filter(|_| shared::is_neutral(naming, id))
        .or_else(|| shared::qualified_thing(naming, id, &own));
    let level = match neutral {
        Some(name) if level == 1 => return name,
        Some(_) => level - 1,
        None => level,
    };
    match level {
        1 => {
            let base = shared::holder(naming, def);
            format!("{}{own}", base.as_deref().unwrap_or(&names.base))
        }
        2 => format!("{}{role}{own}", names.base),
        _ => {
            let around = &origin.path[..origin.path.len().saturating_sub(1)];
            let param = match &origin.position {
                Position::Param(wire) if !origin.path.is_empty() => Some(wire),
                _ => None,
            };
            let around = param.into_iter().chain(around);
            let around: String = around.map(|name| ident::pascal(name)).collect();
            format!("{}{role}{around}{own}", names.base)
        }
    }
}

/// What a member says of what it holds: in the singular, if that is an item of a list.
pub(super) fn word(wire: &str, in_list: bool) -> String {
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
            // A variant named like an import would look like a use of it, and one named almost like that for all other
            // values would be mistaken for it.
            let base = |value: &str| {
                let name = ident::pascal(value);
                if value.is_empty() {
                    "Empty".to_owned()
                } else if name == OTHER || super::RESERVED_TYPES.contains(&name.as_str()) {
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
        Type::String | Type::JsonText(_) => "Text",
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

/// The variant for all values that are not known.
const OTHER: &str = "Other";

/// What no member of a type may be called.
fn member_scope(kind: &TypeKind) -> Scope {
    match kind {
        TypeKind::Struct(_) => Scope::default(),
        TypeKind::Enum(_) | TypeKind::Union(_) => {
            let mut taken = Scope::without(&super::RESERVED_TYPES);
            taken.insert(OTHER);
            taken
        }
    }
}
