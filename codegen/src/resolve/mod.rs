//! Flattens the raw collection: folders and requests as lists, each request with the auth that counts for it, and the
//! variables of the collection at hand by name.

mod duplicates;
mod javascript;
mod keys;
mod scripts;
mod statuses;

use std::collections::BTreeSet;
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::{Map, Value};

pub use self::scripts::Change;

use crate::diag::{Diagnostics, Place};
use crate::read::raw;

/// The flat collection.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The collection's name.
    pub title: String,
    /// Its description, as written.
    pub description: String,
    /// Enabled variables by name; of two with one name the last counts.
    pub variables: IndexMap<String, String>,
    /// Environments by name, each with all variables that count in it.
    pub environments: Vec<(String, IndexMap<String, String>)>,
    /// The collection's own auth block.
    pub auth: Auth,
    /// Folders in depth-first order; the first stands for the collection itself.
    pub folders: Vec<Folder>,
    /// Requests in depth-first order.
    pub requests: Vec<Request>,
    /// How many requests were the same as an earlier one, and are one with it.
    pub merged: usize,
}

/// A folder.
#[derive(Debug, Clone)]
pub struct Folder {
    /// What Postman knows it by.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its description, as written.
    pub description: String,
    /// Index of the folder around it.
    pub parent: Option<usize>,
    /// Where it stands.
    pub place: Place,
}

/// A request with what it inherits.
#[derive(Debug, Clone)]
pub struct Request {
    /// Index of its folder.
    pub folder: usize,
    /// How it is authorised.
    pub auth: Auth,
    /// `protocolProfileBehavior`, with what the folders around it and the collection say of the keys that it lacks.
    pub profile: Map<String, Value>,
    /// The request as read.
    pub raw: raw::Request,
    /// What tells it from requests of the same name, method and path: a number made of its query keys and the shape of its body.
    pub mark: u32,
    /// Later requests that are the same.
    pub duplicates: Vec<raw::Request>,
    /// What a script changes before it is sent.
    pub scripted: Option<Change>,
    /// The status codes that test scripts expect.
    pub expected: BTreeSet<u16>,
}

/// The auth that counts for a request: the nearest of request, folders and collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// No auth block anywhere.
    Unstated,
    /// `noauth`: inheritance stops.
    None,
    /// A credential of this kind; `settings` say how it is sent.
    Kind {
        /// `bearer`, `basic`, `apikey`, `oauth2`, ….
        kind: String,
        /// The parameters that are not secret.
        settings: IndexMap<String, String>,
        /// The block that counts.
        place: Place,
    },
}

/// Flattens a collection. Folders without any request below them are left out.
pub fn resolve(collection: raw::Collection, diagnostics: &mut Diagnostics) -> Resolved {
    let mut resolved = Resolved {
        title: collection.name.unwrap_or_default(),
        description: collection.description.unwrap_or_default(),
        variables: variables(collection.variables),
        environments: collection
            .environments
            .into_iter()
            .map(|scope| (scope.name, variables(scope.variables)))
            .collect(),
        auth: own_auth(collection.auth).unwrap_or(Auth::Unstated),
        folders: Vec::new(),
        requests: Vec::new(),
        merged: 0,
    };
    let root = Folder {
        id: None,
        name: resolved.title.clone(),
        description: resolved.description.clone(),
        parent: None,
        place: collection.place,
    };
    resolved.folders.push(root);
    let inherited = Inherited {
        auth: resolved.auth.clone(),
        scripts: Scripts::default().with(&collection.scripts),
        profile: collection.profile.into_iter().collect(),
    };
    flatten(collection.items, 0, &inherited, &mut resolved, diagnostics);
    duplicates::merge(&mut resolved, diagnostics);
    scripts::note(&resolved.requests, diagnostics);
    if resolved.requests.is_empty() {
        diagnostics.warning(
            collection.place,
            "the collection holds no request",
            "add one, or check that this is the right file",
        );
    }
    resolved
}

/// What a request inherits from the folders around it.
struct Inherited {
    auth: Auth,
    scripts: Scripts,
    profile: Map<String, Value>,
}

/// What the scripts of folders say, found once for all requests below.
#[derive(Clone, Default)]
struct Scripts {
    /// What those that run before a request do, outermost first.
    before: Vec<Rc<scripts::Effect>>,
    /// The status codes that tests name.
    codes: BTreeSet<u16>,
}

impl Scripts {
    /// These and those of an inner folder.
    fn with(&self, inner: &[raw::Script]) -> Self {
        let mut all = self.clone();
        all.before
            .extend(scripts::effects(inner).into_iter().map(Rc::new));
        all.codes.extend(statuses::of_scripts(inner));
        all
    }
}

/// The inner keys, and of the outer ones those that are not among them.
fn merged(outer: &Map<String, Value>, inner: Vec<(String, Value)>) -> Map<String, Value> {
    let mut merged = outer.clone();
    merged.extend(inner);
    merged
}

fn flatten(
    items: Vec<raw::Item>,
    folder: usize,
    inherited: &Inherited,
    resolved: &mut Resolved,
    diagnostics: &mut Diagnostics,
) {
    for item in items {
        match item {
            raw::Item::Folder(raw) if !holds_requests(&raw) => {
                diagnostics.note(raw.place, "the folder holds no request and is left out", "");
            }
            raw::Item::Folder(raw) => {
                let auth = own_auth(raw.auth).unwrap_or_else(|| inherited.auth.clone());
                let scripts = inherited.scripts.with(&raw.scripts);
                let profile = merged(&inherited.profile, raw.profile);
                let inner = resolved.folders.len();
                resolved.folders.push(Folder {
                    id: raw.id,
                    name: raw.name,
                    description: raw.description.unwrap_or_default(),
                    parent: Some(folder),
                    place: raw.place,
                });
                flatten(
                    raw.items,
                    inner,
                    &Inherited {
                        auth,
                        scripts,
                        profile,
                    },
                    resolved,
                    diagnostics,
                );
            }
            raw::Item::Request(mut raw) => {
                keys::settle(&mut raw, &resolved.variables);
                resolved.requests.push(request(*raw, folder, inherited));
            }
        }
    }
}

fn request(mut raw: raw::Request, folder: usize, inherited: &Inherited) -> Request {
    let auth = own_auth(raw.auth.take()).unwrap_or_else(|| inherited.auth.clone());
    let own = scripts::effects(&raw.scripts);
    let effects = own
        .iter()
        .chain(inherited.scripts.before.iter().map(Rc::as_ref));
    let scripted = scripts::change(effects, || {
        format!("{:?} {:?} {:?}", raw.url, raw.headers, raw.body)
    });
    let expected = statuses::expected(&raw.scripts, &inherited.scripts.codes);
    Request {
        folder,
        auth,
        profile: merged(&inherited.profile, std::mem::take(&mut raw.profile)),
        mark: duplicates::mark(&raw),
        raw,
        duplicates: Vec::new(),
        scripted,
        expected,
    }
}

fn holds_requests(folder: &raw::Folder) -> bool {
    folder.items.iter().any(|item| match item {
        raw::Item::Folder(inner) => holds_requests(inner),
        raw::Item::Request(_) => true,
    })
}

/// What a block says by itself; `None` if it inherits (absent, or without a type).
fn own_auth(auth: Option<raw::Auth>) -> Option<Auth> {
    let auth = auth.filter(|auth| !auth.kind.is_empty())?;
    if auth.kind == "noauth" {
        return Some(Auth::None);
    }
    let settings = auth
        .params
        .iter()
        .filter_map(|(key, value)| Some((key.clone(), setting(value)?)));
    Some(Auth::Kind {
        kind: auth.kind,
        settings: settings.collect(),
        place: auth.place,
    })
}

/// A setting as text; a list as its JSON.
fn setting(value: &Value) -> Option<String> {
    match value {
        Value::Array(_) => Some(value.to_string()),
        scalar => raw::text_of(scalar),
    }
}

fn variables(list: Vec<raw::Variable>) -> IndexMap<String, String> {
    let enabled = list.into_iter().filter(|variable| !variable.disabled);
    enabled
        .map(|variable| {
            let value = match &variable.value {
                Value::Object(_) | Value::Array(_) => variable.value.to_string(),
                scalar => raw::text_of(scalar).unwrap_or_default(),
            };
            (variable.key, value)
        })
        .collect()
}
