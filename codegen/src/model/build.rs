//! Flat requests -> the API model.

use std::collections::{HashMap, HashSet};

use super::codes::{self, Codes};
use super::literals::Literals;
use super::servers::Servers;
use super::settings::Settings;
use super::{
    Api, Asked, Behavior, Environment, Example, Group, GroupId, OAuth2, Operation, OperationAuth,
    OperationId, Original, Role, Sample, Sent, ServerId, Slot, SlotId, Usual, body, credentials,
    docs, grants, headers, keys, method, origins, params, path, presets, responses,
};
use crate::diag::{Diagnostics, Place};
use crate::read::raw;
use crate::resolve::{self, Resolved};

/// Builds the model of a collection. `name` is that of the module to be.
pub fn build(name: &str, resolved: &Resolved, diagnostics: &mut Diagnostics) -> Api {
    let servers = Servers::of(resolved);
    servers.warn_of_flaws(resolved, diagnostics);
    servers.warn_of_plain(resolved, diagnostics);
    servers.note_parts(resolved, diagnostics);
    let settings = Settings::of(resolved);
    settings.note_left_out(resolved, diagnostics);
    let mut builder = Builder {
        resolved,
        servers: &servers,
        settings: &settings,
        literals: Literals::of(resolved),
        slots: Slots::default(),
        credentials: origins::Seen::default(),
        left_out: headers::LeftOut::default(),
        diagnostics,
    };
    let mut operations: Vec<Operation> = resolved
        .requests
        .iter()
        .map(|request| builder.operation(request))
        .collect();
    for (operation, request) in operations.iter_mut().zip(&resolved.requests) {
        let originals = builder.originals(operation, request);
        let asked = builder.all_asked(operation, request);
        let behind = originals.into_iter().zip(asked);
        for (example, (original, asked)) in operation.examples.iter_mut().zip(behind) {
            example.original = original;
            example.asked = asked;
        }
    }
    builder.left_out.note(builder.diagnostics);
    let settled = builder.credentials.settle(servers.list());
    for operation in &mut operations {
        if let OperationAuth::Credentials(ids) = &mut operation.auth {
            ids.iter_mut().for_each(|id| *id = settled.of[id.0]);
            ids.dedup();
        }
    }
    let slots = builder.slots.all;
    let oauth2 = oauth2(resolved, &servers, &operations, builder.diagnostics);
    Api {
        name: name.to_owned(),
        title: resolved.title.clone(),
        docs: docs::markdown(&resolved.description),
        groups: groups(resolved, &operations),
        environments: environments(resolved, &servers, &settings),
        servers: servers.into_list(),
        credentials: settled.credentials,
        origins: settled.origins,
        oauth2,
        settings: settings.into_list(),
        usual: Usual::of(&operations),
        operations,
        slots,
        merged: resolved.merged,
        skipped: Vec::new(),
    }
}

/// What OAuth 2 blocks say. A block is the first of the credentials of its request.
fn oauth2(
    resolved: &Resolved,
    servers: &Servers,
    operations: &[Operation],
    diagnostics: &mut Diagnostics,
) -> Option<OAuth2> {
    let mut blocks = grants::Blocks::default();
    for (request, operation) in resolved.requests.iter().zip(operations) {
        if let (
            resolve::Auth::Kind {
                kind,
                settings,
                place,
            },
            OperationAuth::Credentials(ids),
        ) = (&request.auth, &operation.auth)
            && let (true, Some(id)) = (kind == "oauth2", ids.first())
        {
            blocks.add(*id, settings, *place, resolved, servers);
        }
    }
    blocks.main(diagnostics)
}

/// The saved responses of a request and of those that are the same.
fn saved(request: &resolve::Request) -> impl Iterator<Item = &raw::Response> {
    let requests = std::iter::once(&request.raw).chain(&request.duplicates);
    requests.flat_map(|raw| &raw.responses)
}

/// The folders, each with what stands directly in it.
fn groups(resolved: &Resolved, operations: &[Operation]) -> Vec<Group> {
    let mut groups: Vec<Group> = resolved.folders.iter().map(group).collect();
    for (index, operation) in operations.iter().enumerate() {
        groups[operation.group.0]
            .operations
            .push(OperationId(index));
    }
    for (index, folder) in resolved.folders.iter().enumerate() {
        if let Some(parent) = folder.parent {
            groups[parent].children.push(GroupId(index));
        }
    }
    groups
}

/// What each environment gives to the servers and settings of the API.
fn environments(resolved: &Resolved, servers: &Servers, settings: &Settings) -> Vec<Environment> {
    let environments = resolved
        .environments
        .iter()
        .map(|(name, variables)| Environment {
            name: name.clone(),
            servers: servers.urls(variables),
            settings: settings.values(variables),
        });
    environments.collect()
}

fn group(folder: &resolve::Folder) -> Group {
    Group {
        id: folder.id.clone(),
        name: folder.name.clone(),
        docs: if folder.parent.is_some() {
            docs::markdown(&folder.description)
        } else {
            String::new()
        },
        parent: folder.parent.map(GroupId),
        operations: Vec::new(),
        children: Vec::new(),
        place: folder.place,
    }
}

/// The slots made so far; those of path parameters can be found again, for evidence is shared between requests to the
/// same resource.
#[derive(Default)]
pub(super) struct Slots {
    all: Vec<Slot>,
    path: HashMap<(ServerId, usize, String), SlotId>,
    /// What prose those hold to which evidence has been added.
    told: HashMap<SlotId, HashSet<String>>,
    /// Numbers for the beginnings of paths up to a parameter: by that of the parameter before, and what stands between.
    prefixes: HashMap<(usize, String), usize>,
}

/// What stands in a path before a parameter.
pub(super) struct Prefix {
    server: ServerId,
    /// The number of the prefix of the parameter before, or 0.
    before: usize,
    /// What came since.
    since: String,
}

impl Prefix {
    /// That of an empty path.
    pub(super) fn of(server: ServerId) -> Self {
        Self {
            server,
            before: 0,
            since: String::new(),
        }
    }

    /// Adds to it.
    pub(super) fn push(&mut self, text: &str) {
        self.since.push_str(text);
    }
}

impl Slots {
    /// A new slot.
    pub(super) fn add(
        &mut self,
        role: Role,
        place: Place,
        samples: Vec<Sample>,
        prose: Vec<String>,
    ) -> SlotId {
        let prose = prose
            .into_iter()
            .filter(|text| !text.trim().is_empty())
            .collect();
        self.all.push(Slot {
            role,
            samples,
            prose,
            place,
        });
        SlotId(self.all.len() - 1)
    }

    /// The slot of the path parameter `name` behind `prefix`: one for all requests in which it stands there.
    pub(super) fn path_param(&mut self, prefix: &mut Prefix, name: &str, place: Place) -> SlotId {
        let key = (prefix.server, self.prefix(prefix), name.to_owned());
        if let Some(slot) = self.path.get(&key) {
            return *slot;
        }
        let slot = self.add(Role::Request, place, Vec::new(), Vec::new());
        self.path.insert(key, slot);
        slot
    }

    /// The first text seen at a place, placeholders aside.
    pub(super) fn text(&self, slot: SlotId) -> Option<&str> {
        let mut samples = self.all[slot.0].samples.iter();
        samples.find_map(|sample| match sample {
            Sample::Text(text) if !text.starts_with('<') => Some(text.as_str()),
            _ => None,
        })
    }

    /// The number of a prefix, which is that of the one before it and what has been added since.
    fn prefix(&mut self, prefix: &mut Prefix) -> usize {
        let since = std::mem::take(&mut prefix.since);
        let next = self.prefixes.len() + 1;
        let id = self.prefixes.entry((prefix.before, since)).or_insert(next);
        prefix.before = *id;
        *id
    }

    /// Adds evidence to a slot.
    pub(super) fn witness(&mut self, slot: SlotId, sample: Option<Sample>, prose: Option<&str>) {
        let id = slot;
        let slot = &mut self.all[id.0];
        slot.samples.extend(sample);
        let Some(text) = prose.filter(|text| !text.trim().is_empty()) else {
            return;
        };
        let told = self.told.entry(id);
        let told = told.or_insert_with(|| slot.prose.iter().cloned().collect());
        if told.insert(text.to_owned()) {
            slot.prose.push(text.to_owned());
        }
    }
}

/// What every part of building needs.
pub(super) struct Builder<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) servers: &'a Servers,
    pub(super) settings: &'a Settings,
    pub(super) literals: Literals,
    pub(super) slots: Slots,
    pub(super) credentials: origins::Seen,
    pub(super) left_out: headers::LeftOut,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Builder<'_> {
    fn operation(&mut self, request: &resolve::Request) -> Operation {
        let raw = &request.raw;
        let saved: Vec<&raw::Response> = saved(request).collect();
        let originals = saved
            .iter()
            .filter_map(|response| response.original_request.as_deref());
        let originals: Vec<&raw::Request> = request.duplicates.iter().chain(originals).collect();
        let (server, segments) = self.servers.split(&raw.url);
        let path = path::path(self, server, &segments, raw, &originals);
        let query = params::query(self, raw, &originals);
        let method = method::method(self, raw);
        let behavior = Behavior::of(&request.profile);
        let body = body::body(self, raw, &method, &originals, &behavior);
        let codes = Codes::of(&saved, &request.expected);
        let headers = headers::headers(self, raw, &originals, body.as_ref(), &behavior);
        Operation {
            group: GroupId(request.folder),
            id: raw.id.clone(),
            mark: request.mark,
            name: raw.name.clone(),
            docs: docs::markdown(raw.description.as_deref().unwrap_or_default()),
            responses: responses::responses(self, &method, &saved, codes, &request.expected),
            method,
            server,
            path: path.segments,
            path_params: path.params,
            query: query.params,
            headers: headers.params,
            unnamed_headers: headers::unnamed(raw),
            constants: query
                .constants
                .into_iter()
                .chain(headers.constants)
                .collect(),
            presets: presets::presets(self, raw, body.as_ref()),
            body,
            auth: credentials::auth(self, request, server),
            behavior,
            scripted: request.scripted.as_ref().map(|change| change.what),
            examples: saved
                .iter()
                .filter_map(|response| self.example(response, codes))
                .collect(),
            place: raw.place,
            items: std::iter::once(raw)
                .chain(&request.duplicates)
                .map(|raw| raw.place)
                .collect(),
        }
    }

    /// The requests behind the saved responses of an operation. All operations have been read, so that evidence for a path
    /// is complete.
    fn originals(
        &self,
        operation: &Operation,
        request: &resolve::Request,
    ) -> Vec<Option<Original>> {
        let mut originals: Vec<Option<Original>> = Vec::with_capacity(operation.examples.len());
        let mut known: HashMap<Sent, Vec<usize>> = HashMap::new();
        for response in saved(request).filter(|response| codes::is_known(response)) {
            let original = response.original_request.as_deref();
            let mut original =
                original.map(|original| self.original(operation, &request.raw, original));
            if let Some(Original::Recorded(recorded)) = &original {
                let same = known.entry(recorded.sent.clone()).or_default();
                let is_same = |at: &&usize| originals[**at] == original;
                match same.iter().find(is_same).copied() {
                    Some(at) => original = Some(Original::SameAs(at)),
                    None => same.push(originals.len()),
                }
            }
            originals.push(original);
        }
        originals
    }

    /// The same requests as they are written.
    fn all_asked(&self, operation: &Operation, request: &resolve::Request) -> Vec<Option<Asked>> {
        let saved = saved(request).filter(|response| codes::is_known(response));
        let asked = saved.map(|response| {
            let original = response.original_request.as_deref()?;
            Some(self.asked(operation, &request.raw, original))
        });
        asked.collect()
    }

    fn example(&mut self, response: &raw::Response, codes: Codes) -> Option<Example> {
        let status = codes.status(response)?;
        let body = response.body.as_deref().unwrap_or_default();
        let repeats = keys::repeats(body);
        let is_json = serde_json::from_str::<serde_json::Value>(body).is_ok();
        if is_json && repeats {
            self.diagnostics.note(
                response.place,
                "the saved body has a key twice in one object; the last one counts, and no test is made of it",
                "correct the saved response",
            );
        }
        let headers = response.headers.iter().filter(|header| !header.disabled);
        let headers = headers.filter_map(|header| {
            let value = raw::text_of(&header.value).unwrap_or_default();
            Some((header.key.clone()?, value))
        });
        Some(Example {
            status,
            has_code: response.code.is_some(),
            reason: response.status.clone().unwrap_or_default(),
            headers: headers.collect(),
            is_json: is_json && !repeats,
            original: None,
            asked: None,
            name: response.name.clone(),
            body: body.to_owned(),
            place: response.place,
        })
    }
}
