//! Names that somebody else would lose to a chosen one: that is refused, for nobody asked for it.

use std::collections::{HashMap, HashSet};

use super::names::Given;
use super::problems::Problems;
use crate::Understood;
use crate::address::{Addresses, Part, Segment};
use crate::infer::{TypeId, TypeKind, Types};
use crate::model::{Api, Body, GroupId, OperationId};
use crate::name::Names;

/// What has a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Holder {
    Group(GroupId),
    Method(OperationId),
    /// The method that gives the pages.
    Pages(OperationId),
    Type(TypeId),
    /// A type that an operation has as such, by what it is.
    Own(OperationId, &'static str),
    Member(TypeId, usize),
    Param(OperationId, Part, usize),
}

/// Where a name is but once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Scope {
    /// The handle of a folder: methods of its own, and for its folders.
    Methods(GroupId),
    /// The types of a module.
    Types(GroupId),
    Members(TypeId),
    Arguments(OperationId),
    Params(OperationId),
    Form(OperationId),
}

/// Tells whose name a chosen one takes away. `understood` has the names by which people write addresses; `without` are the
/// names if none were chosen, `with` those that are.
pub(super) fn refuse(
    given: &Given<'_>,
    understood: &Understood,
    without: &Names,
    with: &Names,
    problems: &mut Problems,
) {
    let Understood { api, types, .. } = understood;
    let said = given.holders(types);
    let is_chosen: HashSet<&Holder> = said.iter().map(|(holder, _, _)| holder).collect();
    let after: HashMap<Holder, (Scope, String)> = all(api, types, with).into_iter().collect();
    let mut had: HashMap<(Scope, String), Holder> = HashMap::new();
    for (holder, name) in all(api, types, without) {
        let has_lost = after.get(&holder).is_some_and(|now| *now != name);
        if has_lost && !is_chosen.contains(&holder) {
            had.insert(name, holder);
        }
    }
    for (holder, name, at) in &said {
        let now = after.get(holder);
        let Some(loser) = now.and_then(|now| had.get(now)) else {
            continue;
        };
        let message = format!(
            "`{name}` is the name of {}",
            described(loser, understood, without)
        );
        problems.add(*at, message, help(loser));
    }
}

fn help(loser: &Holder) -> &'static str {
    match loser {
        Holder::Pages(_) | Holder::Own(..) => "choose another name",
        _ => "choose another name, or give that one another, too",
    }
}

/// What has lost its name, as people find it.
fn described(loser: &Holder, understood: &Understood, names: &Names) -> String {
    let addresses = Addresses::of(understood);
    let Understood { api, types, .. } = understood;
    let operation = |id: &OperationId| addresses.of_operation(*id);
    match loser {
        Holder::Group(id) => match addresses.of_group(*id) {
            Some(address) => format!("the folder `{address}`"),
            None => "the client".to_owned(),
        },
        Holder::Method(id) => format!("`{}`", operation(id)),
        Holder::Pages(id) => format!("what gives the pages of `{}`", operation(id)),
        Holder::Own(id, what) => format!("the {what} of `{}`", operation(id)),
        Holder::Type(id) => match addresses.of_type(*id).first() {
            Some(address) => format!("the type of `{address}`"),
            None => format!("the type `{}`", names.types[id.0].name),
        },
        Holder::Member(id, index) => {
            let wire = match &types.def(*id).kind {
                TypeKind::Struct(fields) => fields.get(*index).map(|field| field.wire.as_str()),
                TypeKind::Enum(_) | TypeKind::Union(_) => None,
            };
            let wire = Segment::name(wire.unwrap_or_default());
            match addresses.of_type(*id).first() {
                Some(address) => format!("`{}`", address.then(wire)),
                None => "another member".to_owned(),
            }
        }
        Holder::Param(id, part, index) => {
            let fields = part.fields(&api.operations[id.0]);
            let wire = fields.into_iter().find(|(_, at, _)| at == index);
            let wire = wire.map(|(wire, _, _)| wire).unwrap_or_default();
            let address = operation(id).then(Segment::name(part.name()));
            format!("`{}`", address.then(Segment::name(wire)))
        }
    }
}

/// Everything that has a name in a scope with others that people can choose.
fn all(api: &Api, types: &Types, names: &Names) -> Vec<(Holder, (Scope, String))> {
    let mut all = Vec::new();
    let mut add = |holder: Holder, scope: Scope, name: &str| {
        if !name.is_empty() {
            let name = name.trim_start_matches("r#").to_owned();
            all.push((holder, (scope, name)));
        }
    };
    for (index, (group, named)) in api.groups.iter().zip(&names.groups).enumerate() {
        if let Some(parent) = group.parent {
            add(
                Holder::Group(GroupId(index)),
                Scope::Methods(parent),
                &named.module,
            );
        }
    }
    for (index, (operation, named)) in api.operations.iter().zip(&names.operations).enumerate() {
        let id = OperationId(index);
        let methods = Scope::Methods(operation.group);
        add(Holder::Method(id), methods, &named.method);
        add(Holder::Pages(id), methods, &named.pages);
        let home = Scope::Types(operation.group);
        add(Holder::Own(id, "parameters"), home, &named.params);
        add(Holder::Own(id, "errors"), home, &named.error);
        // Others are types of the table.
        if operation.successes().count() > 1 {
            add(Holder::Own(id, "answers"), home, &named.response);
        }
        if matches!(operation.body_argument(), Some(Body::Form { .. })) {
            add(Holder::Own(id, "form"), home, &named.body);
        }
        for (at, name) in named.path_args.iter().enumerate() {
            add(
                Holder::Param(id, Part::Path, at),
                Scope::Arguments(id),
                name,
            );
        }
        let queries = operation.query.len();
        for (at, name) in named.param_fields.iter().enumerate() {
            let holder = match at.checked_sub(queries) {
                None => Holder::Param(id, Part::Query, at),
                Some(at) => Holder::Param(id, Part::Header, at),
            };
            add(holder, Scope::Params(id), name);
        }
        for (at, name) in named.form_fields.iter().enumerate() {
            add(Holder::Param(id, Part::Form, at), Scope::Form(id), name);
        }
    }
    for (index, (def, named)) in types.defs.iter().zip(&names.types).enumerate() {
        let id = TypeId(index);
        add(Holder::Type(id), Scope::Types(def.home), &named.name);
        for (at, name) in named.members.iter().enumerate() {
            add(Holder::Member(id, at), Scope::Members(id), name);
        }
    }
    all
}
