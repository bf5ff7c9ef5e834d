//! Folders and requests: which ones are renamed, and which are left out.

use std::collections::BTreeMap;

use super::file::{File, Said};
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
}

#[derive(Debug)]
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
        let Some((_, target)) = resolve(&addresses, &entry.address, problems) else {
            continue;
        };
        match (target, &entry.name) {
            (Target::Group(id), Some(name)) => {
                found.groups.insert(id, name.clone());
            }
            (Target::Group(_), None) => {}
            (other, _) => elsewhere(&entry.address, &other, problems),
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
            problems.add(said.at, message, "`postwright inspect` shows the addresses");
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
    /// The byte at which the file leaves out the request of an address, or of what is in it.
    pub(super) fn left_out(&self, address: &Address) -> Option<usize> {
        let mut skipped = self.skipped.values();
        let skip = skipped.find(|skip| skip.address.leads_to(address))?;
        Some(skip.reason.at)
    }
}

/// Leaves requests out, and infers the types of the others without them.
pub(super) fn leave_out(
    mut base: Understood,
    operations: &Operations,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Rest {
    let all = (0..base.api.operations.len()).map(OperationId);
    let left = all.filter(|id| !operations.skipped.contains_key(id));
    let left: BTreeMap<OperationId, OperationId> = left
        .enumerate()
        .map(|(new, old)| (old, OperationId(new)))
        .collect();
    if operations.skipped.is_empty() {
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
