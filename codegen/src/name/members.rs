//! Fields and variants: each named after what it is on the wire, once in its type.

use std::borrow::Cow;

use super::ident;
use super::lock::Remembered;
use super::scope::Scope;
use crate::model::{Body, FormField, Operation};

/// A field or a variant to be named.
#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    /// What tells it from the others of its type, also where two have one wire name.
    pub(super) key: Cow<'a, str>,
    /// Its name on the wire.
    pub(super) wire: &'a str,
    /// The name that it has where nothing else wants it.
    pub(super) base: String,
}

/// The fields of the params type: query, then headers.
pub(super) fn of_params(operation: &Operation) -> Vec<Member<'_>> {
    let queries = operation.query.iter().map(|param| ("query", param));
    let headers = operation.headers.iter().map(|param| ("header", param));
    let members = queries.chain(headers).map(|(kind, param)| Member {
        key: Cow::from(format!("{kind} {}", param.wire)),
        wire: &param.wire,
        base: ident::snake(&param.wire),
    });
    members.collect()
}

/// The fields of a form.
pub(super) fn of_form(operation: &Operation) -> Vec<Member<'_>> {
    let Some(Body::Form { fields, .. }) = &operation.body else {
        return Vec::new();
    };
    let files = fields.iter().filter_map(|field| match field {
        FormField::File { wire, .. } => Some(wire.as_str()),
        _ => None,
    });
    let files: std::collections::HashSet<&str> = files.collect();
    let members = fields.iter().map(|field| {
        let (kind, wire) = match field {
            FormField::Text { param, .. } => ("field", param.wire.as_str()),
            FormField::File { wire, .. } => ("file", wire.as_str()),
            FormField::Constant { wire, .. } => ("always", wire.as_str()),
        };
        let base = match kind {
            // The other way to send what may be a file.
            "field" if files.contains(wire) => ident::snake(&format!("{wire} text")),
            _ => ident::snake(wire),
        };
        let key = Cow::from(format!("{kind} {wire}"));
        Member { key, wire, base }
    });
    members.collect()
}

/// Names for the members of a type: first for those of which one is chosen, then for those that have one, then for those that are as usual, then for the others.
pub(super) fn name<'c>(
    members: &[Member<'_>],
    mut taken: Scope,
    chosen: impl Fn(usize) -> Option<&'c str>,
    remembered: &Remembered<'_>,
) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; members.len()];
    for (index, name) in names.iter_mut().enumerate() {
        let wanted = chosen(index).map(ident::snake);
        *name = wanted.filter(|wanted| taken.insert(wanted));
    }
    if remembered.is_known() {
        for (member, name) in members.iter().zip(&mut names) {
            if name.is_none() {
                let old = remembered.name(&member.key);
                *name = old.filter(|old| taken.insert(old)).map(str::to_owned);
            }
        }
        for (member, name) in members.iter().zip(&mut names) {
            let is_usual = name.is_none() && remembered.is_usual(&member.base, member.wire);
            if is_usual && taken.insert(&member.base) {
                *name = Some(member.base.clone());
            }
        }
    }
    let names = members.iter().zip(names);
    names
        .map(|(member, name)| name.unwrap_or_else(|| taken.unique(member.base.clone())))
        .collect()
}
