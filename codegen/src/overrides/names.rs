//! Overrides of names: what is called what, and whether it could be called so.

use std::collections::{BTreeMap, HashMap};

use super::entry::Said;
use super::evictions::Holder;
use super::fields::Found;
use super::merge::Merged;
use super::operations::Operations;
use super::problems::Problems;
use super::spot::{Root, Spot};
use crate::Understood;
use crate::address::{Part, Target};
use crate::infer::{Type, TypeId, Types};
use crate::model::{Api, OperationId};
use crate::name::{Chosen, Names};

/// All names that a file gives, and where what they name has come to.
pub(super) struct Given<'a> {
    pub(super) operations: &'a Operations,
    pub(super) fields: &'a [Found<'a>],
    /// The requests that are left, by their ids before.
    pub(super) left: &'a BTreeMap<OperationId, OperationId>,
    pub(super) merged: &'a Merged,
    /// The types that are left, by their ids before.
    pub(super) ids: &'a HashMap<TypeId, TypeId>,
}

impl Given<'_> {
    /// The names for the naming stage.
    pub(super) fn chosen(&self, types: &Types) -> Chosen {
        let mut chosen = Chosen::default();
        for (id, name) in &self.operations.groups {
            chosen.groups.insert(*id, name.value.clone());
        }
        for (id, name) in &self.operations.names {
            if let Some(id) = self.left.get(id) {
                chosen.operations.insert(*id, name.value.clone());
            }
        }
        for (id, name) in &self.merged.names {
            if let Some(id) = self.ids.get(id) {
                chosen.types.insert(*id, name.clone());
            }
        }
        for found in self.fields {
            let Some(name) = &found.entry.name else {
                continue;
            };
            match (&found.target, self.member(found, types)) {
                (
                    Target::Param {
                        operation,
                        part,
                        index,
                        ..
                    },
                    _,
                ) => {
                    let key = (*operation, *part, *index);
                    chosen.params.insert(key, name.value.clone());
                }
                (_, Some(member)) => {
                    chosen.members.insert(member, name.value.clone());
                }
                _ => {}
            }
        }
        chosen
    }

    /// The member of a struct that an override is about.
    fn member(&self, found: &Found<'_>, types: &Types) -> Option<(TypeId, usize)> {
        found.member(types, |id| self.ids.get(&self.merged.now(id)).copied())
    }

    /// Tells which names could not be used: each scope has a name but once, and some are reserved.
    pub(super) fn check(&self, understood: &Understood, problems: &mut Problems) {
        let Understood {
            api, types, names, ..
        } = understood;
        let said = self.said();
        let mut taken = |wanted: &Said<String>, used: Option<&String>| {
            let is_used = used.is_none_or(|used| used.trim_start_matches("r#") == wanted.value);
            if !is_used {
                let message = format!("nothing can be called `{}` here", wanted.value);
                let is_twice = said.get(wanted.value.as_str()) > Some(&1);
                problems.add(wanted.at, message, why_taken(is_twice));
            }
        };
        for (id, name) in &self.operations.groups {
            taken(name, Some(&names.groups[id.0].module));
        }
        for (id, name) in &self.operations.names {
            let id = self.left.get(id);
            taken(name, id.map(|id| &names.operations[id.0].method));
        }
        for found in self.fields {
            if let Some(name) = &found.entry.name {
                let used = match (&found.target, self.member(found, types)) {
                    (
                        Target::Param {
                            operation,
                            part,
                            index,
                            ..
                        },
                        _,
                    ) => param(api, names, *operation, *part, *index),
                    (_, Some((id, index))) => names.types[id.0].members.get(index),
                    _ => None,
                };
                taken(name, used);
            }
            if let (Some(name), Some(spot)) = (&found.entry.type_name, &found.spot)
                && let Some(Type::Def(id)) = self.now(spot, types)
            {
                taken(name, Some(&names.types[id.0].name));
            }
        }
    }

    /// What the file names, with the name and where it says so.
    pub(super) fn holders(&self, types: &Types) -> Vec<(Holder, String, usize)> {
        let mut holders = Vec::new();
        let mut add = |holder: Option<Holder>, name: &Said<String>| {
            holders.extend(holder.map(|holder| (holder, name.value.clone(), name.at)));
        };
        for (id, name) in &self.operations.groups {
            add(Some(Holder::Group(*id)), name);
        }
        for (id, name) in &self.operations.names {
            add(self.left.get(id).copied().map(Holder::Method), name);
        }
        for found in self.fields {
            if let Some(name) = &found.entry.name {
                let holder = match &found.target {
                    Target::Param {
                        operation,
                        part,
                        index,
                        ..
                    } => Some(Holder::Param(*operation, *part, *index)),
                    _ => {
                        let member = self.member(found, types);
                        member.map(|(id, index)| Holder::Member(id, index))
                    }
                };
                add(holder, name);
            }
            if let (Some(name), Some(spot)) = (&found.entry.type_name, &found.spot)
                && let Some(Type::Def(id)) = self.now(spot, types)
            {
                add(Some(Holder::Type(id)), name);
            }
        }
        holders
    }

    /// How often the file gives each name.
    fn said(&self) -> HashMap<&str, usize> {
        let of_fields = self.fields.iter().flat_map(|found| {
            let names = [&found.entry.name, &found.entry.type_name];
            names.into_iter().flatten()
        });
        let groups = self.operations.groups.values();
        let all = groups
            .chain(self.operations.names.values())
            .chain(of_fields);
        let mut said = HashMap::new();
        for name in all {
            *said.entry(name.value.as_str()).or_default() += 1;
        }
        said
    }

    /// The type at a spot of the types before.
    fn now(&self, spot: &Spot, types: &Types) -> Option<Type> {
        let root = match spot.root {
            Root::Slot(id) => Root::Slot(id),
            Root::Field(id, index) => Root::Field(*self.ids.get(&self.merged.now(id))?, index),
        };
        let inner = spot.inner.clone();
        Spot { root, inner }.core(types)
    }
}

/// What an argument, or a field of the parameters or of a form is called.
fn param<'n>(
    api: &Api,
    names: &'n Names,
    operation: OperationId,
    part: Part,
    index: usize,
) -> Option<&'n String> {
    let of_operation = &names.operations[operation.0];
    match part {
        Part::Path => of_operation.path_args.get(index),
        Part::Query => of_operation.param_fields.get(index),
        Part::Header => {
            let queries = api.operations[operation.0].query.len();
            of_operation.param_fields.get(queries + index)
        }
        Part::Form => of_operation.form_fields.get(index),
    }
}

/// Why a name could not be used.
fn why_taken(is_twice: bool) -> &'static str {
    match is_twice {
        true => "another override has taken the name; choose another",
        false => "Rust, the handle of a folder or the client itself uses the name; choose another",
    }
}
