//! The OAuth 2 blocks of a collection: joined by authorization server, of which the client offers the one that most requests use.

use indexmap::IndexMap;

use super::OAuth2;
use super::joining::Joining;
use super::settings::Settings;
use crate::diag::{Diagnostics, Place};
use crate::model::CredentialId;
use crate::model::servers::Servers;
use crate::resolve::Resolved;

/// The blocks seen so far, by credential and token URL.
#[derive(Debug, Default)]
pub(in crate::model) struct Blocks(IndexMap<(CredentialId, Option<String>), Block>);

#[derive(Debug)]
struct Block {
    server: Option<Joining>,
    uses: usize,
    place: Place,
    /// What another block says otherwise, and where that is.
    differing: IndexMap<String, Place>,
}

impl Blocks {
    /// Notes that a request has a block.
    pub(in crate::model) fn add(
        &mut self,
        credential: CredentialId,
        settings: &IndexMap<String, String>,
        place: Place,
        resolved: &Resolved,
        servers: &Servers,
    ) {
        let server = Settings::new(settings, resolved, servers).server();
        let url = server.as_ref().map(|server| server.token_url.clone());
        let known = self.0.entry((credential, url)).or_insert_with(|| Block {
            server: None,
            uses: 0,
            place,
            differing: IndexMap::new(),
        });
        known.uses += 1;
        match (&mut known.server, server) {
            (Some(joined), Some(server)) => {
                for name in joined.join(server) {
                    known.differing.entry(name).or_insert(place);
                }
            }
            (known @ None, server) => *known = server.map(Joining::of),
            (Some(_), None) => {}
        }
    }

    /// The one that most requests use, of those that say who gives the tokens if there are any.
    pub(in crate::model) fn main(self, diagnostics: &mut Diagnostics) -> Option<OAuth2> {
        let rank = |block: &Block| (block.server.is_some(), block.uses);
        let best = self.0.values().map(rank).max()?;
        let at = self.0.values().position(|block| rank(block) == best)?;
        let of_main = self.0.get_index(at).map(|((credential, _), _)| *credential);
        let mut main = None;
        for (index, ((credential, _), block)) in self.0.into_iter().enumerate() {
            if index == at {
                for (name, place) in block.differing {
                    diagnostics.note(
                        place,
                        format!("OAuth 2 blocks of one authorization server say different things of `{name}`: what the first says counts"),
                        "set it on the grant that `oauth2` takes, if the other is meant",
                    );
                }
                main = Some(OAuth2 {
                    credential,
                    server: block.server.map(Joining::joined),
                });
            } else if block.server.is_some() {
                let help = match Some(credential) == of_main {
                    true => "give its tokens by a provider of your own",
                    false => {
                        "its tokens are a credential of their own: set one, or what gets them by the method of the builder with `_provider` behind that name"
                    }
                };
                diagnostics.note(
                    block.place,
                    "another authorization server than that of most requests: the client has no grants for it",
                    help,
                );
            }
        }
        main
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn blocks_that_say_different_things() {
        let block = |client: &str, refresh: &str, audience: &str| {
            json!({ "type": "oauth2", "oauth2": {
                "grant_type": "client_credentials",
                "accessTokenUrl": "https://login.example.com/token",
                "refreshTokenUrl": refresh,
                "client_authentication": client,
                "audience": audience,
            } })
        };
        let item = |name: &str, auth: Value| {
            let url = format!("https://api.example.com/{name}");
            json!({ "name": name, "request": { "method": "GET", "url": url, "auth": auth } })
        };
        let one = || block("header", "https://login.example.com/one", "a");
        for (other, expected) in [
            (one(), vec![]),
            (
                block("body", "https://login.example.com/two", "b"),
                vec!["refreshTokenUrl", "client_authentication", "audience"],
            ),
            (block("header", "", ""), vec![]),
        ] {
            let items = json!([item("a", one()), item("b", other), item("c", one())]);
            let text = json!({ "info": { "name": "Shop" }, "item": items }).to_string();
            let path = "shop.json".into();
            let understood = crate::understand(crate::diag::Source { path, text }, "shop");
            let (_, _, diagnostics) = understood.unwrap_or_else(|failure| panic!("{failure}"));
            let said = format!("{diagnostics:?}");
            let count = said.matches("say different things of").count();
            assert_eq!(count, expected.len(), "{said}");
            for name in expected {
                let told = format!("say different things of `{name}`");
                assert!(said.contains(&told), "{said}");
            }
        }
    }
}
