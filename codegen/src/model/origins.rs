//! Where credentials come from: of one kind there may be several secrets, told apart by the variables that stand for them.
//!
//! A secret that is no variable (a literal, which was taken out, or an empty one) is taken for that which goes to the same host. So is the
//! token of an OAuth 2 block; those of two authorization servers are two.

use std::collections::HashMap;

use indexmap::IndexMap;
use url::Url;

use super::secrets::Source;
use super::{Api, Credential, CredentialId, Server, ServerId};

/// Where the secret of a credential comes from, and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Credentials with one number are sent in the same way.
    pub kind: usize,
    /// The variables that stand for it; none if the collection has none.
    pub variables: Vec<String>,
    /// The token URL of the OAuth 2 blocks that get it, as far as it is known.
    pub token_url: Option<String>,
    /// Whether OAuth 2 blocks get it.
    pub is_fetched: bool,
    /// The host that most requests with it go to, by its first server.
    pub home: ServerId,
    /// The server of that host that most requests send it to; of those in the clear, if there are any. What it stands in for goes to the
    /// host of this one as it is set.
    pub home_server: ServerId,
    /// The servers that it goes to, one for each host.
    pub servers: Vec<ServerId>,
    /// Whether requests send it to the host of its home in the clear: by a URL with `http`.
    pub is_plain_at_home: bool,
}

impl Api {
    /// Whether one credential may go in the place of another that is not set: they are of one kind, and it goes to no host but the one that
    /// it is made for, in the clear only if it goes there so anyway. That is so by the URLs of the collection; a client whose servers are
    /// set otherwise sees to it by those.
    pub fn may_stand_in(&self, one: CredentialId, other: CredentialId) -> bool {
        let (one, other) = (&self.origins[one.0], &self.origins[other.0]);
        let is_there_alone = other.servers == [one.home];
        let is_no_plainer = one.is_plain_at_home || !other.is_plain_at_home;
        one.kind == other.kind && is_there_alone && is_no_plainer
    }

    /// Whether no other credential is sent in the way that this one is.
    pub fn is_only_of_kind(&self, id: CredentialId) -> bool {
        let kind = self.origins[id.0].kind;
        let mut others = self.origins.iter().enumerate();
        !others.any(|(at, other)| at != id.0 && other.kind == kind)
    }
}

/// The credentials seen so far, with where they come from and where they go.
#[derive(Debug, Default)]
pub(super) struct Seen {
    kinds: Vec<Credential>,
    uses: Vec<Use>,
    index: HashMap<(usize, String, ServerId), usize>,
}

/// The requests that send a credential of one kind and source to one server.
#[derive(Debug)]
struct Use {
    kind: usize,
    source: Source,
    server: ServerId,
    count: usize,
    /// Whether the collection's own auth block is among what says so.
    is_root: bool,
    is_fetched: bool,
}

/// A credential as a request shows it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) credential: Credential,
    pub(super) source: Source,
    /// Whether the collection's own auth block says it.
    pub(super) is_root: bool,
    pub(super) is_fetched: bool,
}

/// The credentials of a collection.
pub(super) struct Settled {
    /// What most requests of a kind use stands where its kind was first seen; all others come after those.
    pub(super) credentials: Vec<Credential>,
    /// Where each comes from.
    pub(super) origins: Vec<Origin>,
    /// The credential of each id that was given meanwhile.
    pub(super) of: Vec<CredentialId>,
}

impl Seen {
    /// Notes a credential of a request to a server. Its id counts until all requests have been seen.
    pub(super) fn add(&mut self, found: Found, server: ServerId) -> CredentialId {
        let known = self.kinds.iter();
        let known = known
            .clone()
            .position(|known| known.is_same(&found.credential));
        let kind = known.unwrap_or_else(|| {
            self.kinds.push(found.credential);
            self.kinds.len() - 1
        });
        let key = (kind, found.source.key(), server);
        let at = *self.index.entry(key).or_insert_with(|| {
            self.uses.push(Use {
                kind,
                source: found.source,
                server,
                count: 0,
                is_root: false,
                is_fetched: false,
            });
            self.uses.len() - 1
        });
        let used = &mut self.uses[at];
        used.count += 1;
        used.is_root |= found.is_root;
        used.is_fetched |= found.is_fetched;
        CredentialId(at)
    }

    /// Decides which of them are one.
    pub(super) fn settle(self, servers: &[Server]) -> Settled {
        let hosts = hosts(servers);
        let mut by_kind: Vec<Vec<usize>> = vec![Vec::new(); self.kinds.len()];
        for (at, used) in self.uses.iter().enumerate() {
            by_kind[used.kind].push(at);
        }
        let mut secrets: Vec<Secret<'_>> = Vec::new();
        let mut mains = Vec::new();
        for uses in &by_kind {
            let mut own = told_apart(&self.uses, uses, &hosts);
            let rank = |secret: &Secret<'_>| (secret.count(), secret.is_root);
            let best = own.iter().map(rank).max();
            let main = own.iter().position(|one| Some(rank(one)) == best);
            mains.extend(main.map(|at| own.remove(at)));
            secrets.append(&mut own);
        }
        let all: Vec<Secret<'_>> = mains.into_iter().chain(secrets).collect();
        let mut of = vec![CredentialId(0); self.uses.len()];
        for (id, secret) in all.iter().enumerate() {
            for at in &secret.uses {
                of[*at] = CredentialId(id);
            }
        }
        let origins = all.iter().map(Secret::origin).collect();
        let kinds = all.iter().map(|secret| secret.kind);
        Settled {
            credentials: kinds.map(|kind| self.kinds[kind].clone()).collect(),
            origins,
            of,
        }
    }
}

/// A secret of one kind.
struct Secret<'s> {
    kind: usize,
    sources: Vec<&'s Source>,
    /// What is known of it, by index.
    uses: Vec<usize>,
    /// How many requests send it to each host.
    hosts: IndexMap<ServerId, usize>,
    /// The servers that they send it to, with the host and how many there are.
    servers: IndexMap<ServerId, (Host, usize)>,
    is_root: bool,
    is_fetched: bool,
}

impl<'s> Secret<'s> {
    fn of(source: &'s Source, kind: usize) -> Self {
        Self {
            kind,
            sources: vec![source],
            uses: Vec::new(),
            hosts: IndexMap::new(),
            servers: IndexMap::new(),
            is_root: false,
            is_fetched: false,
        }
    }

    fn add(&mut self, at: usize, used: &Use, host: Host) {
        self.uses.push(at);
        *self.hosts.entry(host.first).or_default() += used.count;
        self.servers.entry(used.server).or_insert((host, 0)).1 += used.count;
        self.is_root |= used.is_root;
        self.is_fetched |= used.is_fetched;
    }

    fn join(&mut self, other: Self) {
        self.sources.extend(other.sources);
        self.uses.extend(other.uses);
        for (host, count) in other.hosts {
            *self.hosts.entry(host).or_default() += count;
        }
        for (server, (host, count)) in other.servers {
            self.servers.entry(server).or_insert((host, 0)).1 += count;
        }
        self.is_root |= other.is_root;
        self.is_fetched |= other.is_fetched;
    }

    fn count(&self) -> usize {
        self.hosts.values().sum()
    }

    fn count_at(&self, host: ServerId) -> usize {
        self.hosts.get(&host).copied().unwrap_or_default()
    }

    /// Where most of the requests go; of several hosts the first.
    fn home(&self) -> ServerId {
        let most = self.hosts.values().max();
        let mut hosts = self.hosts.iter();
        let home = hosts.find(|(_, count)| Some(*count) == most);
        home.map_or(ServerId(0), |(host, _)| *host)
    }

    fn has_variables(&self) -> bool {
        let mut sources = self.sources.iter();
        sources.any(|source| matches!(source, Source::Variables(_)))
    }

    fn token_url(&self) -> Option<&str> {
        self.sources.iter().find_map(|source| match source {
            Source::Fetched(url) => Some(url.as_str()),
            Source::Unsaid | Source::Variables(_) => None,
        })
    }

    fn origin(&self) -> Origin {
        let names = self.sources.iter().find_map(|source| match source {
            Source::Variables(names) => Some(names.clone()),
            Source::Unsaid | Source::Fetched(_) => None,
        });
        let home = self.home();
        let there = self.servers.iter();
        let there = there.filter(|(_, (host, _))| host.first == home);
        let is_plain = there.clone().any(|(_, (host, _))| host.is_plain);
        let alike = there.filter(|(_, (host, _))| host.is_plain == is_plain);
        let home_server = best(alike.map(|(server, (_, count))| (server.0, *count)));
        Origin {
            kind: self.kind,
            variables: names.unwrap_or_default(),
            token_url: self.token_url().map(str::to_owned),
            is_fetched: self.is_fetched,
            home,
            home_server: home_server.map_or(home, ServerId),
            servers: self.hosts.keys().copied().collect(),
            is_plain_at_home: is_plain,
        }
    }
}

/// The secrets behind the uses of one kind, in the order of the collection.
fn told_apart<'s>(all: &'s [Use], uses: &[usize], hosts: &[Host]) -> Vec<Secret<'s>> {
    let mut by_source: IndexMap<String, Secret<'s>> = IndexMap::new();
    let unknown = Host {
        first: ServerId(0),
        is_plain: false,
    };
    let host = |used: &Use| hosts.get(used.server.0).copied().unwrap_or(unknown);
    for at in uses {
        let used = &all[*at];
        let secret = by_source
            .entry(used.source.key())
            .or_insert_with(|| Secret::of(&used.source, used.kind));
        secret.add(*at, used, host(used));
    }
    let unsaid = by_source.shift_remove("");
    let mut secrets: Vec<Secret<'s>> = by_source.into_values().collect();
    // A token that is fetched for a host, and the variable for tokens that go there most, are one.
    let (mut fetched, mut named): (Vec<_>, Vec<_>) = secrets
        .drain(..)
        .partition(|secret| !secret.has_variables());
    fetched.sort_by_key(|secret| std::cmp::Reverse(secret.count()));
    let mut apart = Vec::new();
    for secret in fetched {
        let host = secret.home();
        let free = named.iter().enumerate();
        let free = free.filter(|(_, one)| one.token_url().is_none() && one.home() == host);
        match best(free.map(|(at, one)| (at, one.count_at(host)))) {
            Some(at) => named[at].join(secret),
            None => apart.push(secret),
        }
    }
    named.append(&mut apart);
    // What has no name is what has one and goes to the same host.
    let mut rest: Option<Secret<'s>> = None;
    for at in unsaid.iter().flat_map(|unsaid| &unsaid.uses) {
        let used = &all[*at];
        let here = named
            .iter()
            .map(|one| one.count_at(host(used).first))
            .enumerate()
            .filter(|(_, count)| *count > 0);
        match best(here) {
            Some(known) => named[known].add(*at, used, host(used)),
            None => rest
                .get_or_insert_with(|| Secret::of(&used.source, used.kind))
                .add(*at, used, host(used)),
        }
    }
    named.extend(rest);
    named.sort_by_key(|secret| secret.uses.iter().min().copied());
    named
}

/// The first of those with the highest count.
fn best(counts: impl Iterator<Item = (usize, usize)>) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (at, count) in counts {
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((at, count));
        }
    }
    best.map(|(at, _)| at)
}

/// The host of a server.
#[derive(Debug, Clone, Copy)]
struct Host {
    /// Its first server.
    first: ServerId,
    /// Whether this server is spoken to in the clear.
    is_plain: bool,
}

/// The host of each server. By `http` and by `https` it is one: a collection that writes both means one service, and a secret without a
/// name that it sends in the clear is the one that has a name there. No secret goes in the clear that the collection does not send so
/// itself: what stands in for another may not ([`Api::may_stand_in`]).
fn hosts(servers: &[Server]) -> Vec<Host> {
    let mut known: HashMap<String, ServerId> = HashMap::new();
    let servers = servers.iter().enumerate();
    let hosts = servers.map(|(at, server)| Host {
        first: *known.entry(host(server)).or_insert(ServerId(at)),
        is_plain: is_plain(server),
    });
    hosts.collect()
}

/// Whether a server is spoken to in the clear: by its URL, where that is known. What the collection writes may leave the scheme to a
/// variable.
fn is_plain(server: &Server) -> bool {
    let url = server.url.as_deref().and_then(|url| Url::parse(url).ok());
    let scheme = match &url {
        Some(url) => Some(url.scheme()),
        None => server.scheme.as_deref(),
    };
    scheme == Some("http")
}

/// The host of a server with its port, or its name if that is not known.
fn host(server: &Server) -> String {
    let url = server.url.as_deref().and_then(|url| Url::parse(url).ok());
    let host = url
        .as_ref()
        .and_then(|url| Some((url.host_str()?, url.port())));
    match host {
        Some((host, port)) => format!("{host}:{}", port.unwrap_or_default()),
        None => server.name.clone(),
    }
}
