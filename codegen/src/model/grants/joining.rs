//! What several OAuth 2 blocks say of one authorization server, made one. Any number of requests may have a block of their own,
//! so what is known is looked up, and scopes are written once, at the end.

use std::collections::HashMap;
use std::mem::take;

use indexmap::IndexSet;

use super::{AuthorizationServer, Grant, GrantParameter, GrantType};

/// A server, and where in it what is known stands.
#[derive(Debug)]
pub(super) struct Joining {
    server: AuthorizationServer,
    auth_parameters: Keys,
    refresh_parameters: Keys,
    kinds: HashMap<GrantType, usize>,
    /// For each grant of the server.
    grants: Vec<JoiningGrant>,
}

#[derive(Debug, Default)]
struct JoiningGrant {
    /// The words of all scopes, once there is a second one.
    scopes: Option<IndexSet<String>>,
    parameters: Keys,
}

impl Joining {
    /// What the first block says.
    pub(super) fn of(mut server: AuthorizationServer) -> Self {
        let grants = take(&mut server.grants);
        let mut joining = Self {
            auth_parameters: Keys::of(&server.auth_parameters, parameter_key),
            refresh_parameters: Keys::of(&server.refresh_parameters, grant_key),
            server,
            kinds: HashMap::new(),
            grants: Vec::new(),
        };
        for grant in grants {
            joining.add(grant);
        }
        joining
    }

    /// Takes over what another block says of the same server, as far as nothing is said of it yet. Gives the names of what they
    /// say different things of.
    pub(super) fn join(&mut self, other: AuthorizationServer) -> IndexSet<String> {
        let mut differing = IndexSet::new();
        let known = &mut self.server;
        let urls = [
            (
                (&mut known.refresh_url, other.refresh_url),
                (&mut known.at.refresh, other.at.refresh),
                "refreshTokenUrl",
            ),
            (
                (&mut known.auth_url, other.auth_url),
                (&mut known.at.auth, other.at.auth),
                "authUrl",
            ),
        ];
        for ((known, new), (known_at, new_at), name) in urls {
            match (&known, &new) {
                (Some(known), Some(new)) if known != new => _ = differing.insert(name.to_owned()),
                (None, _) => (*known, *known_at) = (new, new_at),
                _ => {}
            }
        }
        let (list, new) = (&mut known.auth_parameters, other.auth_parameters);
        let keys = &mut self.auth_parameters;
        keys.add_new(list, new, parameter_key, &mut differing);
        let (list, new) = (&mut known.refresh_parameters, other.refresh_parameters);
        let keys = &mut self.refresh_parameters;
        keys.add_new(list, new, grant_key, &mut differing);
        for grant in other.grants {
            match self.kinds.get(&grant.kind) {
                Some(at) => {
                    let known = &mut self.server.grants[*at];
                    self.grants[*at].join(known, grant, &mut differing);
                }
                None => self.add(grant),
            }
        }
        differing
    }

    /// What all blocks say.
    pub(super) fn joined(mut self) -> AuthorizationServer {
        for (grant, joining) in self.server.grants.iter_mut().zip(self.grants) {
            if let Some(words) = joining.scopes {
                grant.scope = Some(words.into_iter().collect::<Vec<_>>().join(" "));
            }
        }
        self.server
    }

    fn add(&mut self, grant: Grant) {
        let at = self.grants.len();
        self.kinds.entry(grant.kind.clone()).or_insert(at);
        self.grants.push(JoiningGrant {
            scopes: None,
            parameters: Keys::of(&grant.parameters, grant_key),
        });
        self.server.grants.push(grant);
    }
}

impl JoiningGrant {
    fn join(&mut self, known: &mut Grant, other: Grant, differing: &mut IndexSet<String>) {
        match (&known.scope, other.scope) {
            (Some(one), Some(other)) => {
                let words = self.scopes.get_or_insert_with(|| words(one).collect());
                words.extend(self::words(&other));
            }
            (None, other) => known.scope = other,
            (Some(_), None) => {}
        }
        if known.in_body != other.in_body {
            differing.insert("client_authentication".to_owned());
        }
        let list = &mut known.parameters;
        let keys = &mut self.parameters;
        keys.add_new(list, other.parameters, grant_key, differing);
    }
}

/// Where in a list the first with each key stands.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<String, usize>);

impl Keys {
    pub(super) fn of<T>(list: &[T], key: impl Fn(&T) -> &String) -> Self {
        let mut keys = HashMap::new();
        for (at, one) in list.iter().enumerate() {
            keys.entry(key(one).clone()).or_insert(at);
        }
        Self(keys)
    }

    /// Adds those of which there is none with the same key. Of others the first stays, and the key is kept of what differs.
    pub(super) fn add_new<T: PartialEq>(
        &mut self,
        known: &mut Vec<T>,
        more: Vec<T>,
        key: impl Fn(&T) -> &String,
        differing: &mut IndexSet<String>,
    ) {
        for one in more {
            match self.0.get(key(&one)) {
                Some(at) if known[*at] != one => _ = differing.insert(key(&one).clone()),
                Some(_) => {}
                None => {
                    self.0.insert(key(&one).clone(), known.len());
                    known.push(one);
                }
            }
        }
    }
}

pub(super) fn parameter_key(parameter: &(String, String)) -> &String {
    &parameter.0
}

pub(super) fn grant_key(parameter: &GrantParameter) -> &String {
    &parameter.name
}

fn words(scope: &str) -> impl Iterator<Item = String> {
    scope.split_whitespace().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_of_several_blocks() {
        let server = |scope: Option<&str>| AuthorizationServer {
            grants: vec![Grant {
                kind: GrantType::Password,
                scope: scope.map(str::to_owned),
                in_body: false,
                parameters: Vec::new(),
            }],
            ..AuthorizationServer::default()
        };
        for (scopes, expected) in [
            (vec![Some("b  c")], Some("b  c")),
            (vec![None, Some("b  c"), None], Some("b  c")),
            (vec![Some("a b"), Some("b  c")], Some("a b c")),
            (vec![Some("c"), None, Some("b c"), Some("a")], Some("c b a")),
            (vec![None, None], None),
        ] {
            let mut joining = Joining::of(server(scopes[0]));
            for scope in &scopes[1..] {
                assert!(joining.join(server(*scope)).is_empty());
            }
            let joined = joining.joined();
            assert_eq!(joined.grants[0].scope.as_deref(), expected, "{scopes:?}");
        }
    }
}
