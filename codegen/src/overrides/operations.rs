//! Folders and requests: which ones are renamed, and which are left out.

use std::collections::BTreeMap;

use super::entry::Said;
use super::file::File;
use super::pages::Wanted;
use super::problems::{Problems, did_you_mean, line};
use crate::Understood;
use crate::address::{Address, AddressError, Addresses, Target};
use crate::diag::Diagnostics;
use crate::infer;
use crate::model::{Api, GroupId, OperationId, Skipped, Usual};

/// What is said of folders and requests; requests by their ids before any was left out.
#[derive(Debug, Default)]
pub(super) struct Operations {
    pub(super) groups: BTreeMap<GroupId, Said<String>>,
    pub(super) names: BTreeMap<OperationId, Said<String>>,
    pub(super) pages: BTreeMap<OperationId, Said<Wanted>>,
    skipped: BTreeMap<OperationId, Skip>,
    skipped_groups: BTreeMap<GroupId, Skip>,
}

#[derive(Debug, Clone)]
struct Skip {
    address: Address,
    reason: Said<String>,
}

/// An API without the requests that are left out.
pub(super) struct Rest {
    /// The API; its names are those without overrides.
    pub(super) understood: Understood,
    /// The ids of the requests that are left, by those before.
    pub(super) left: BTreeMap<OperationId, OperationId>,
}

/// Looks up the addresses of folders and requests.
pub(super) fn find(
    file: &File,
    base: &Understood,
    text: &str,
    problems: &mut Problems,
) -> Operations {
    let addresses = Addresses::of(base);
    let mut found = Operations::default();
    for entry in &file.groups {
        let Some((address, target)) = resolve(&addresses, &entry.address, problems) else {
            continue;
        };
        let Target::Group(id) = target else {
            elsewhere(&entry.address, &target, problems);
            continue;
        };
        match (&entry.name, &entry.skip) {
            (Some(name), Some(skip)) => {
                let at = line(text, name.at.min(skip.at));
                let message = format!("the folder is left out and renamed; see also line {at}");
                problems.add(name.at.max(skip.at), message, "say one of both");
            }
            (Some(name), None) => _ = found.groups.insert(id, name.clone()),
            (None, Some(skip)) => {
                _ = found.skipped_groups.insert(
                    id,
                    Skip {
                        address,
                        reason: skip.clone(),
                    },
                );
            }
            (None, None) => {}
        }
    }
    for entry in &file.operations {
        let Some((address, target)) = resolve(&addresses, &entry.address, problems) else {
            continue;
        };
        let Target::Operation(id) = target else {
            elsewhere(&entry.address, &target, problems);
            continue;
        };
        match (&entry.pages, &entry.skip) {
            (Some(pages), Some(skip)) => {
                let at = line(text, pages.at.min(skip.at));
                let message = format!("the request is left out and has pages; see also line {at}");
                problems.add(pages.at.max(skip.at), message, "say one of both");
            }
            (Some(pages), None) => _ = found.pages.insert(id, pages.clone()),
            (None, _) => {}
        }
        if let (Some(name), Some(skip)) = (&entry.name, &entry.skip) {
            let at = line(text, name.at.min(skip.at));
            let message = format!("the request is left out and renamed; see also line {at}");
            problems.add(name.at.max(skip.at), message, "say one of both");
        } else if let Some(name) = &entry.name {
            found.names.insert(id, name.clone());
        } else if let Some(reason) = entry.skip.clone() {
            found.skipped.insert(id, Skip { address, reason });
        }
    }
    found.reject_within_skipped(base, text, problems);
    found.skip_groups(&base.api);
    found
}

/// What stands at an address of the file.
pub(super) fn resolve(
    addresses: &Addresses<'_>,
    said: &Said<String>,
    problems: &mut Problems,
) -> Option<(Address, Target)> {
    let found = said.value.parse::<Address>().and_then(|address| {
        let target = addresses.resolve(&address)?;
        Ok((address, target))
    });
    match found {
        Ok(found) => Some(found),
        Err(AddressError::Malformed { .. }) => {
            let message = found.err()?.to_string();
            let help = addresses.guess(&said.value);
            let help = help.map(|meant| did_you_mean(&meant.to_string()));
            let help =
                help.unwrap_or_else(|| "`postwright inspect` shows the addresses".to_owned());
            problems.add(said.at, message, &help);
            None
        }
        Err(AddressError::Unknown { address, nearest }) => {
            let help = nearest.map(|nearest| did_you_mean(&nearest.to_string()));
            let help = help.unwrap_or_default();
            problems.add(said.at, format!("there is no `{address}`"), &help);
            None
        }
    }
}

/// The address is that of something else than its section is for.
pub(super) fn elsewhere(said: &Said<String>, target: &Target, problems: &mut Problems) {
    let (what, section) = match target {
        Target::Group(_) => ("a folder", "groups"),
        Target::Operation(_) => ("a request", "operations"),
        _ => ("a part of a request", "fields"),
    };
    let address = &said.value;
    let message = format!("`{address}` is {what}");
    let quoted = address.replace('\\', "\\\\").replace('"', "\\\"");
    problems.add(
        said.at,
        message,
        &format!("write `[{section}.\"{quoted}\"]`"),
    );
}

impl Operations {
    /// What is said of folders and requests within a folder that is left out.
    fn reject_within_skipped(&self, base: &Understood, text: &str, problems: &mut Problems) {
        let groups = self.groups.iter();
        let renamed =
            groups.filter_map(|(id, name)| Some((base.api.groups[id.0].parent?, name.at)));
        let of = |id: &OperationId| base.api.operations[id.0].group;
        let names = self.names.iter().map(|(id, name)| (of(id), name.at));
        let pages = self.pages.iter().map(|(id, pages)| (of(id), pages.at));
        for (group, at) in renamed.chain(names).chain(pages) {
            if let Some(skip) = self.skip_around(&base.api, group) {
                let line = line(text, skip.reason.at);
                let message = format!("the folder around it is left out by line {line}");
                problems.add(at, message, "remove this override");
            }
        }
    }

    /// Whether a folder, or one around it, is left out.
    fn skip_around(&self, api: &Api, group: GroupId) -> Option<&Skip> {
        let mut around = std::iter::successors(Some(group), |id| api.groups[id.0].parent);
        around.find_map(|id| self.skipped_groups.get(&id))
    }

    /// Leaves out what is in folders that are left out; a reason of its own counts before that of the folder.
    fn skip_groups(&mut self, api: &Api) {
        for (index, operation) in api.operations.iter().enumerate() {
            if let Some(skip) = self.skip_around(api, operation.group).cloned() {
                self.skipped.entry(OperationId(index)).or_insert(skip);
            }
        }
    }

    /// Takes folders that are left out, empty by now, out of the API.
    fn leave_folders_out(&mut self, base: &mut Understood) {
        let all = (0..base.api.groups.len()).map(GroupId);
        let left = all.filter(|id| self.skip_around(&base.api, *id).is_none());
        let left: BTreeMap<GroupId, GroupId> = left
            .enumerate()
            .map(|(new, old)| (old, GroupId(new)))
            .collect();
        let mut at = 0;
        base.api.groups.retain(|_| {
            at += 1;
            left.contains_key(&GroupId(at - 1))
        });
        let mut at = 0;
        base.names.groups.retain(|_| {
            at += 1;
            left.contains_key(&GroupId(at - 1))
        });
        let new = |id: &GroupId| left.get(id).copied();
        for group in &mut base.api.groups {
            group.parent = group.parent.as_ref().and_then(new);
            group.children = group.children.iter().filter_map(new).collect();
        }
        for operation in &mut base.api.operations {
            operation.group = new(&operation.group).unwrap_or(GroupId(0));
        }
        let names = std::mem::take(&mut self.groups).into_iter();
        self.groups = names
            .filter_map(|(id, name)| Some((new(&id)?, name)))
            .collect();
    }

    /// The byte at which the file leaves out the request of an address, or of what is in it.
    pub(super) fn left_out(&self, address: &Address) -> Option<usize> {
        let mut skipped = self.skipped_groups.values().chain(self.skipped.values());
        let skip = skipped.find(|skip| skip.address.leads_to(address))?;
        Some(skip.reason.at)
    }
}

/// Leaves requests out, and infers the types of the others without them.
pub(super) fn leave_out(
    mut base: Understood,
    operations: &mut Operations,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Rest {
    let all = (0..base.api.operations.len()).map(OperationId);
    let left = all.filter(|id| !operations.skipped.contains_key(id));
    let left: BTreeMap<OperationId, OperationId> = left
        .enumerate()
        .map(|(new, old)| (old, OperationId(new)))
        .collect();
    if operations.skipped.is_empty() && operations.skipped_groups.is_empty() {
        return Rest {
            understood: base,
            left,
        };
    }
    for (id, skip) in &operations.skipped {
        let reason = &skip.reason.value;
        let operation = &base.api.operations[id.0];
        let message = format!("the request is left out, as it is said to be: {reason}");
        let help = format!(
            "line {} of `{}` says so",
            line(text, skip.reason.at),
            super::FILE
        );
        diagnostics.note(operation.place, message, help);
        let (name, items) = (operation.name.clone(), operation.items.clone());
        let reason = reason.clone();
        base.api.skipped.push(Skipped {
            name,
            reason,
            items,
        });
    }
    retain(&mut base.api, &left);
    base.api.usual = Usual::of(&base.api.operations);
    let mut at = 0;
    base.names.operations.retain(|_| {
        at += 1;
        left.contains_key(&OperationId(at - 1))
    });
    operations.leave_folders_out(&mut base);
    base.types = infer::infer(&base.api);
    Rest {
        understood: base,
        left,
    }
}

fn retain(api: &mut Api, left: &BTreeMap<OperationId, OperationId>) {
    let mut at = 0;
    api.operations.retain(|_| {
        at += 1;
        left.contains_key(&OperationId(at - 1))
    });
    for group in &mut api.groups {
        let ids = group.operations.iter();
        group.operations = ids.filter_map(|id| left.get(id).copied()).collect();
    }
}
