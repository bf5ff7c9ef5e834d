//! Tokens that are fetched: how often, when, and where they go.
#![allow(missing_docs)]

#[path = "../common/mod.rs"]
mod common;

mod kept;
mod refused;
mod sent;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::{TOKEN, builder};
use postwright_runtime::Core;
use postwright_runtime::testing::{Canned, Received, Server};
use postwright_runtime::token::{Fetched, Token, TokenError, TokenProvider};

/// Counts how often it is asked, and makes each token another.
#[derive(Clone, Default)]
struct Mint {
    asked: Arc<AtomicUsize>,
    lifetime: Option<Duration>,
    delay: Duration,
    refuses: bool,
}

impl Mint {
    fn lasting(lifetime: Duration) -> Self {
        Self {
            lifetime: Some(lifetime),
            ..Self::default()
        }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn provider(&self) -> impl TokenProvider {
        let mint = self.clone();
        move || {
            let number = mint.asked.fetch_add(1, Ordering::SeqCst) + 1;
            let mint = mint.clone();
            async move {
                tokio::time::sleep(mint.delay).await;
                if mint.refuses {
                    return Err(TokenError::new("not today"));
                }
                let token = Token::new(format!("{TOKEN}-{number}"));
                Ok(match mint.lifetime {
                    Some(lifetime) => token.lasting(lifetime),
                    None => token,
                })
            }
        }
    }
}

fn core(server: &Server, credential: Fetched) -> Core {
    let mut builder = builder(&server.url());
    builder.credential("bearer", credential);
    builder.build().expect("a client")
}

fn ok() -> Canned {
    Canned::new(200, &[], "")
}

fn unauthorized() -> Canned {
    Canned::new(
        401,
        &[("WWW-Authenticate", "Bearer error=\"invalid_token\"")],
        "",
    )
}

/// The tokens that arrived, by their numbers.
fn tokens(received: &[Received]) -> Vec<Option<String>> {
    let prefix = format!("Bearer {TOKEN}-");
    let all = received
        .iter()
        .map(|request| request.header("authorization"));
    all.map(|value| Some(value?.strip_prefix(&prefix)?.to_owned()))
        .collect()
}

fn numbers<const N: usize>(numbers: [&str; N]) -> Vec<Option<String>> {
    numbers.map(|number| Some(number.to_owned())).to_vec()
}
