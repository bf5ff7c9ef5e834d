//! Flat requests -> the API model.

use std::collections::BTreeMap;

use super::servers::Servers;
use super::{
    Api, Credential, CredentialId, Example, Group, GroupId, Operation, OperationAuth, Role, Sample, ServerId, Slot, SlotId,
    body, docs, params, responses,
};
use crate::diag::{Diagnostics, Place};
use crate::read::raw;
use crate::resolve::{self, Resolved};

/// Builds the model of a collection. `name` is that of the module to be.
pub fn build(name: &str, resolved: &Resolved, diagnostics: &mut Diagnostics) -> Api {
    let servers = Servers::of(resolved);
    let mut builder = Builder { resolved, servers: &servers, slots: Slots::default(), credentials: Vec::new(), diagnostics };
    let operations = resolved.requests.iter().map(|request| builder.operation(request)).collect();
    let (slots, credentials) = (builder.slots.all, builder.credentials);
    Api {
        name: name.to_owned(),
        title: resolved.title.clone(),
        docs: docs::markdown(&resolved.description),
        groups: resolved.folders.iter().map(group).collect(),
        servers: servers.into_list(),
        credentials,
        operations,
        slots,
    }
}

fn group(folder: &resolve::Folder) -> Group {
    Group {
        name: folder.name.clone(),
        docs: if folder.parent.is_some() { docs::markdown(&folder.description) } else { String::new() },
        parent: folder.parent.map(GroupId),
        place: folder.place,
    }
}

/// The slots made so far; those of path parameters can be found again, for evidence is shared between requests to the
/// same resource.
#[derive(Default)]
pub(super) struct Slots {
    all: Vec<Slot>,
    path: BTreeMap<(ServerId, String, String), SlotId>,
}

impl Slots {
    /// A new slot.
    pub(super) fn add(&mut self, role: Role, place: Place, samples: Vec<Sample>, prose: Vec<String>) -> SlotId {
        let prose = prose.into_iter().filter(|text| !text.trim().is_empty()).collect();
        self.all.push(Slot { role, samples, prose, place });
        SlotId(self.all.len() - 1)
    }

    /// The slot of the path parameter `name` behind `prefix`: one for all requests in which it stands there.
    pub(super) fn path_param(&mut self, server: ServerId, prefix: &str, name: &str, place: Place) -> SlotId {
        let key = (server, prefix.to_owned(), name.to_owned());
        if let Some(slot) = self.path.get(&key) {
            return *slot;
        }
        let slot = self.add(Role::Request, place, Vec::new(), Vec::new());
        self.path.insert(key, slot);
        slot
    }

    /// Adds evidence to a slot.
    pub(super) fn witness(&mut self, slot: SlotId, sample: Option<Sample>, prose: Option<&str>) {
        let slot = &mut self.all[slot.0];
        slot.samples.extend(sample);
        let new = prose.filter(|text| !text.trim().is_empty() && !slot.prose.iter().any(|known| known == text));
        slot.prose.extend(new.map(str::to_owned));
    }
}

/// What every part of building needs.
pub(super) struct Builder<'a> {
    pub(super) resolved: &'a Resolved,
    pub(super) servers: &'a Servers,
    pub(super) slots: Slots,
    pub(super) credentials: Vec<Credential>,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Builder<'_> {
    fn operation(&mut self, request: &resolve::Request) -> Operation {
        let raw = &request.raw;
        let originals: Vec<&raw::Request> = raw.responses.iter().filter_map(|r| r.original_request.as_deref()).collect();
        let (server, segments) = self.servers.split(&raw.url);
        let path = params::path(self, server, &segments, raw, &originals);
        let (headers, constants) = params::headers(self, raw, &originals);
        Operation {
            group: GroupId(request.folder),
            name: raw.name.clone(),
            docs: docs::markdown(raw.description.as_deref().unwrap_or_default()),
            method: raw.method.as_deref().unwrap_or("GET").trim().to_uppercase(),
            server,
            path: path.segments,
            path_params: path.params,
            query: params::query(self, raw, &originals),
            headers,
            constants,
            body: body::body(self, raw, &originals),
            responses: responses::responses(self, raw),
            auth: self.auth(&request.auth),
            examples: raw.responses.iter().filter_map(example).collect(),
            place: raw.place,
        }
    }

    fn auth(&mut self, auth: &resolve::Auth) -> OperationAuth {
        let (kind, settings, place) = match auth {
            resolve::Auth::Unstated => return OperationAuth::Unstated,
            resolve::Auth::None => return OperationAuth::None,
            resolve::Auth::Kind { kind, settings, place } => (kind, settings, *place),
        };
        let credential = match kind.as_str() {
            // A token that was fetched by whatever grant goes out as a bearer token (RFC 6750).
            "bearer" | "oauth2" => Credential::Bearer,
            "basic" => Credential::Basic,
            "apikey" => Credential::ApiKey {
                key: settings.get("key").filter(|key| !key.is_empty()).cloned().unwrap_or_else(|| "X-Api-Key".to_owned()),
                in_query: settings.get("in").is_some_and(|place| place == "query"),
            },
            other => {
                let message = format!("auth of the type `{other}` is not signed yet");
                self.diagnostics.warning(place, message, "give the header per call with `.header(…)`");
                return OperationAuth::Unstated;
            }
        };
        let known = self.credentials.iter().position(|known| *known == credential);
        let index = known.unwrap_or_else(|| {
            self.credentials.push(credential);
            self.credentials.len() - 1
        });
        OperationAuth::Credential(CredentialId(index))
    }
}

fn example(response: &raw::Response) -> Option<Example> {
    Some(Example {
        status: responses::status(response)?,
        reason: response.status.clone().unwrap_or_default(),
        headers: response
            .headers
            .iter()
            .filter(|header| !header.disabled)
            .filter_map(|header| Some((header.key.clone()?, raw::text_of(&header.value).unwrap_or_default())))
            .collect(),
        body: response.body.clone().unwrap_or_default(),
        place: response.place,
    })
}
