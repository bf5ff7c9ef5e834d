//! What of a collection a lock knows: the old path of each folder and request, the old names of each type.
//!
//! An id says most, as long as it is on both sides once. Without one a request is known by folder, name, method, path and
//! mark; then by less and less of that, where only one can be meant. Who moved to another folder is looked for last.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::pairing::Pairing;
use super::{Folder, Lock, Part, Request, spelling, split};
use crate::infer::{TypeId, Types};
use crate::model::{Api, Credential, CredentialId, GroupId, OperationId};

/// The things of an API that a lock knows, by id.
#[derive(Debug)]
pub(crate) struct Memory<'l> {
    lock: Option<&'l Lock>,
    groups: Vec<Option<&'l str>>,
    methods: Vec<Option<&'l str>>,
    /// What each definition was called; what most uses say comes first.
    pub(super) found: Vec<(TypeId, &'l str)>,
    types: Vec<Vec<&'l str>>,
    /// By server id.
    pub(crate) servers: Vec<Option<&'l str>>,
    /// By credential id.
    pub(crate) credentials: Vec<Option<&'l str>>,
    /// By setting id.
    pub(crate) settings: Vec<Option<&'l str>>,
    /// By environment.
    pub(crate) environments: Vec<Option<&'l str>>,
}

/// The members of a type that a lock knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Remembered<'l> {
    lock: Option<&'l Lock>,
    types: Vec<&'l str>,
}

impl<'l> Memory<'l> {
    /// Looks everything up. Without a lock nothing is known.
    pub(crate) fn of(lock: Option<&'l Lock>, api: &Api, types: &Types) -> Self {
        let mut memory = Self {
            lock,
            groups: vec![None; api.groups.len()],
            methods: vec![None; api.operations.len()],
            found: Vec::new(),
            types: vec![Vec::new(); types.defs.len()],
            servers: vec![None; api.servers.len()],
            credentials: vec![None; api.credentials.len()],
            settings: vec![None; api.settings.len()],
            environments: vec![None; api.environments.len()],
        };
        if let Some(lock) = lock {
            memory.groups = groups(lock, api);
            memory.methods = methods(lock, api, &memory.groups);
            memory.find_types(lock, api, types);
            memory.find_parts(lock, api);
        }
        memory
    }

    /// The lock.
    pub(crate) fn lock(&self) -> Option<&'l Lock> {
        self.lock
    }

    /// The old path of a folder's module.
    pub(crate) fn group(&self, id: GroupId) -> Option<&'l str> {
        self.groups[id.0]
    }

    /// The old path of an operation's method.
    pub(crate) fn method(&self, id: OperationId) -> Option<&'l str> {
        self.methods[id.0]
    }

    /// The old path of a type that an operation has as such: its `params`, `error`, `body` or `response`.
    pub(super) fn own(&self, id: OperationId, role: &str) -> Option<&'l str> {
        let method = self.method(id)?;
        let path = self.lock?.types.get(&format!("{method} {role}"))?;
        Some(path.as_str())
    }

    /// The members of such a type.
    pub(crate) fn own_members(&self, id: OperationId, role: &str) -> Remembered<'l> {
        Remembered {
            lock: self.lock,
            types: self.own(id, role).into_iter().collect(),
        }
    }

    /// The old path of a definition, as most of its uses have it.
    pub(crate) fn definition(&self, id: TypeId) -> Option<&'l str> {
        self.types[id.0].first().copied()
    }

    /// The members of a definition.
    pub(crate) fn members(&self, id: TypeId) -> Remembered<'l> {
        Remembered {
            lock: self.lock,
            types: self.types[id.0].clone(),
        }
    }

    /// From the operations down: a member of a known type has the name that it had there, whoever else holds it now.
    fn find_types(&mut self, lock: &'l Lock, api: &Api, types: &Types) {
        let mut uses = self.uses_in(api, types);
        let mut seen: HashSet<(TypeId, &str)> = HashSet::new();
        let mut weighed: Vec<(usize, TypeId, &str)> = Vec::new();
        while !uses.is_empty() {
            // What each definition is called, and how often that is said.
            let mut called: BTreeMap<(&str, TypeId), usize> = BTreeMap::new();
            for (used, id, weight) in uses.drain(..) {
                if let Some(path) = lock.types.get(&used) {
                    *called.entry((path, id)).or_default() += weight;
                }
            }
            for ((path, id), weight) in called {
                if seen.insert((id, path)) {
                    weighed.push((weight, id, path));
                    let parts = spelling::parts(types.def(id)).into_iter();
                    uses.extend(
                        parts.map(|(member, part)| (format!("{path} {member}"), part, weight)),
                    );
                }
            }
        }
        // Of a type that has become two, the name stays where most uses are.
        weighed.sort_by_key(|(weight, id, path)| (Reverse(*weight), *path, *id));
        for (_, id, path) in weighed {
            self.types[id.0].push(path);
            self.found.push((id, path));
        }
    }

    /// Where known operations have a type.
    fn uses_in(&self, api: &Api, types: &Types) -> Vec<(String, TypeId, usize)> {
        let mut uses = Vec::new();
        for (operation, method) in api.operations.iter().zip(&self.methods) {
            let Some(method) = method else {
                continue;
            };
            let positions = spelling::positions(operation).into_iter();
            uses.extend(positions.filter_map(|(position, slot)| {
                Some((
                    format!("{method} {position}"),
                    spelling::at(types, slot)?,
                    1,
                ))
            }));
        }
        uses
    }

    fn find_parts(&mut self, lock: &'l Lock, api: &Api) {
        let client: Vec<(&str, &Part)> = lock.client.iter().map(|(k, v)| (k.as_str(), v)).collect();
        let server = |old: usize| match client[old].1 {
            Part::Server { name, url } => Some((name.clone(), url.clone())),
            _ => None,
        };
        let new_server = |new: usize| {
            let server = &api.servers[new];
            Some((server.name.clone(), server.url.clone().unwrap_or_default()))
        };
        let mut pairing = Pairing::of(client.len(), api.servers.len());
        pairing.unique(server, new_server);
        let name = |pair: Option<(String, String)>| pair.map(|(name, _)| name);
        pairing.in_order(|old| name(server(old)), |new| name(new_server(new)));
        self.servers = named(&pairing, &client);

        let credential = |old: usize| match client[old].1 {
            Part::Credential(text) => Some(text.clone()),
            _ => None,
        };
        let new_credential = |new: usize| Some(spelling::credential(api, CredentialId(new)));
        let mut pairing = Pairing::of(client.len(), api.credentials.len());
        pairing.unique(credential, new_credential);
        // The only one of its kind, by another variable. An older lock does not say which of several it was: what most requests use.
        let kind_of = |text: String| spelling::kind_of_credential(&text).0.to_owned();
        pairing.unique_of_all(
            |old| credential(old).map(kind_of),
            |new| new_credential(new).map(kind_of),
        );
        let is_unsaid = |text: &String| !spelling::kind_of_credential(text).1;
        pairing.in_order(
            |old| credential(old).filter(is_unsaid),
            |new| new_credential(new).map(kind_of),
        );
        // A signature whose block has been changed.
        let kind = |text: String| text.split(' ').next().unwrap_or_default().to_owned();
        let is_signature =
            |new: usize| matches!(api.credentials[new], Credential::Signature(_)).then_some(());
        pairing.unique(
            |old| credential(old).map(kind),
            |new| is_signature(new).and(new_credential(new)).map(kind),
        );
        self.credentials = named(&pairing, &client);

        let mut pairing = Pairing::of(client.len(), api.settings.len());
        let setting = |old: usize| match client[old].1 {
            Part::Setting(name) => Some(name.as_str()),
            _ => None,
        };
        pairing.unique(setting, |new| Some(api.settings[new].name.as_str()));
        self.settings = named(&pairing, &client);

        let environments: Vec<(&str, &String)> = lock
            .environments
            .iter()
            .map(|(k, v)| (k.as_str(), v))
            .collect();
        let mut pairing = Pairing::of(environments.len(), api.environments.len());
        pairing.in_order(
            |old| Some(environments[old].1.as_str()),
            |new| Some(api.environments[new].name.as_str()),
        );
        self.environments = named(&pairing, &environments);
    }
}

/// The old name of each new thing.
fn named<'l, V>(pairing: &Pairing, old: &[(&'l str, V)]) -> Vec<Option<&'l str>> {
    let pairs = pairing.old_of.iter();
    pairs.map(|at| at.map(|at| old[at].0)).collect()
}

/// The old path of each folder: from the top down, for a folder without an id is known by the one around it.
fn groups<'l>(lock: &'l Lock, api: &Api) -> Vec<Option<&'l str>> {
    let old: Vec<(&str, &Folder)> = lock.modules.iter().map(|(k, v)| (k.as_str(), v)).collect();
    let index: HashMap<&str, usize> = old
        .iter()
        .enumerate()
        .map(|(i, (path, _))| (*path, i))
        .collect();
    let mut pairing = Pairing::of(old.len(), api.groups.len());
    pairing.unique(
        |at| old[at].1.id.as_deref(),
        |new| api.groups[new].id.as_deref(),
    );
    let mut levels: Vec<Vec<usize>> = Vec::new();
    let mut depths: Vec<usize> = Vec::with_capacity(api.groups.len());
    for (id, group) in api.groups.iter().enumerate() {
        let depth = group.parent.map_or(0, |parent| depths[parent.0] + 1);
        depths.push(depth);
        levels.resize_with(levels.len().max(depth + 1), Vec::new);
        levels[depth].push(id);
    }
    let by_name = |at: usize| Some((split(old[at].0).0, old[at].1.name.as_str()));
    for depth in 1..levels.len() {
        let paths = with_root(&pairing, &old);
        let by_new_name = |new: usize| {
            let parent = api.groups[new].parent.filter(|_| depths[new] == depth)?;
            Some((paths[parent.0]?, api.groups[new].name.as_str()))
        };
        pairing.unique(by_name, by_new_name);
        let alike = pairing.sides(by_name, by_new_name, false);
        for (old, new) in most_in_common(lock, api, &alike, &index) {
            pairing.pair(old, new);
        }
        pairing.in_order(by_name, by_new_name);
    }
    with_root(&pairing, &old)
}

/// A request that stands in more folders of one name says nothing of which is which.
const FEW: usize = 4;

/// Folders of one name in one folder: each is the one with which it has most requests in common. The best pairs first.
fn most_in_common(
    lock: &Lock,
    api: &Api,
    alike: &[(Vec<usize>, Vec<usize>)],
    index: &HashMap<&str, usize>,
) -> Vec<(usize, usize)> {
    let mut side_of: HashMap<usize, usize> = HashMap::new();
    for (side, (olds, _)) in alike.iter().enumerate() {
        side_of.extend(olds.iter().map(|old| (*old, side)));
    }
    let mut holders: HashMap<(usize, &str, &str), Vec<usize>> = HashMap::new();
    for (path, request) in &lock.methods {
        let module = index.get(split(path).0);
        if let Some((old, side)) = module.and_then(|old| Some((*old, *side_of.get(old)?))) {
            let key = (side, request.name.as_str(), request.request.as_str());
            holders.entry(key).or_default().push(old);
        }
    }
    let mut votes: HashMap<(usize, usize), usize> = HashMap::new();
    for (side, (_, news)) in alike.iter().enumerate() {
        for new in news {
            for (_, operation) in api.operations_of(GroupId(*new)) {
                let request = spelling::request(api, operation);
                let olds = holders.get(&(side, operation.name.as_str(), request.as_str()));
                for old in olds.filter(|olds| olds.len() <= FEW).into_iter().flatten() {
                    *votes.entry((*old, *new)).or_default() += 1;
                }
            }
        }
    }
    let mut pairs: Vec<((usize, usize), usize)> = votes.into_iter().collect();
    pairs.sort_by_key(|(pair, count)| (Reverse(*count), *pair));
    pairs.into_iter().map(|(pair, _)| pair).collect()
}

fn with_root<'l>(pairing: &Pairing, old: &[(&'l str, &Folder)]) -> Vec<Option<&'l str>> {
    let mut paths = named(pairing, old);
    if let Some(root) = paths.first_mut() {
        *root = Some("");
    }
    paths
}

/// The old path of each operation's method.
fn methods<'l>(lock: &'l Lock, api: &Api, groups: &[Option<&'l str>]) -> Vec<Option<&'l str>> {
    let old: Vec<(&str, &Request)> = lock.methods.iter().map(|(k, v)| (k.as_str(), v)).collect();
    let requests = api.operations.iter();
    let requests: Vec<String> = requests.map(|one| spelling::request(api, one)).collect();
    let marks: Vec<String> = api.operations.iter().map(spelling::mark).collect();
    let module = |at: usize| split(old[at].0).0;
    let new_module = |new: usize| groups[api.operations[new].group.0];
    let known = |at: usize| (old[at].1.name.as_str(), old[at].1.request.as_str());
    let new_known = |new: usize| (api.operations[new].name.as_str(), requests[new].as_str());
    let mark = |at: usize| old[at].1.mark.as_str();
    let new_mark = |new: usize| marks[new].as_str();

    let mut pairing = Pairing::of(old.len(), api.operations.len());
    pairing.unique(
        |at| old[at].1.id.as_deref(),
        |new| api.operations[new].id.as_deref(),
    );
    let exact = |at| Some((module(at), known(at), mark(at)));
    let new_exact = |new| Some((new_module(new)?, new_known(new), new_mark(new)));
    pairing.unique(exact, new_exact);
    pairing.in_order(exact, new_exact);
    let there = |at| Some((module(at), known(at)));
    let new_there = |new| Some((new_module(new)?, new_known(new)));
    pairing.unique(there, new_there);
    // Method or path of a request that has a name of its own.
    pairing.unique_of_all(
        |at| Some((module(at), old[at].1.name.as_str())),
        |new| Some((new_module(new)?, api.operations[new].name.as_str())),
    );
    // Moved to another folder.
    pairing.unique(
        |at| Some((known(at), mark(at))),
        |new| Some((new_known(new), new_mark(new))),
    );
    pairing.in_order(there, new_there);
    named(&pairing, &old)
}

impl<'l> Remembered<'l> {
    /// Whether the lock knows the type at all.
    pub(crate) fn is_known(&self) -> bool {
        !self.types.is_empty()
    }

    /// The name that it says a member has.
    pub(crate) fn name(&self, key: &str) -> Option<&'l str> {
        let members = &self.lock?.members;
        let mut types = self.types.iter();
        types.find_map(|path| members.get(&format!("{path} {key}")).map(String::as_str))
    }

    /// Whether a member had this name if the lock says nothing of it.
    pub(crate) fn is_usual(&self, name: &str, wire: &str) -> bool {
        self.is_known() && self.lock.is_some_and(|lock| lock.style.writes(name, wire))
    }
}
