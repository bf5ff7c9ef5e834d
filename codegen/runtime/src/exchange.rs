//! How a request goes onto the wire: its credentials, one try, all tries.

use http::StatusCode;
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::Url;

use super::answer::Answer;
use super::attempts::{self, Extent};
use super::auth::{Authenticate, Carried};
use super::failure::{RequestError, TransportError, TransportErrorKind, Unanswered};
use super::redirect;
use super::request::{Parts, Request, replace};
use super::response::Unset;
use super::transport::Incoming;
use super::wire::Wire;

impl Request {
    /// Adds the credentials, sends the request and waits for status and headers: one try.
    pub(super) async fn exchange(
        &self,
        wire: &Wire,
        mut parts: Parts,
    ) -> Result<http::Response<Incoming>, Unanswered> {
        let credentials = self.credentials(&parts.url);
        // A header that the call sets by itself stays, so nothing is done for another. What the signer sets counts in any case.
        let own = self.overrides().contains_key(AUTHORIZATION);
        let counting = credentials.iter().copied().filter(|_| !own);
        let carried = Carried {
            credentials: counting.collect(),
            signer: self.core().signer(),
            carrier: self.core().carrier().silent_for(self.limits().silence()),
        };
        let unset = self.unset(&parts);
        carried.prepare().await?;
        let mut signing = credentials.iter().copied().chain(self.core().signer());
        if signing.any(|known| known.reads_body(&parts)) {
            let read = parts.body.load().await;
            read.map_err(|error| TransportError::because(TransportErrorKind::Content, error))?;
        }
        // Some credentials are written into the body, which then is for this server alone.
        let plain = parts.body.clone();
        self.authenticate(&credentials, &mut parts)?;
        let mut answer = redirect::follow(wire, parts, plain, &carried).await?;
        if let Some(unset) = unset.filter(|_| answer.status() == StatusCode::UNAUTHORIZED) {
            answer.extensions_mut().insert(unset);
        }
        Ok(answer)
    }

    /// The first credential that the request should carry and the client does not have, unless there is another proof of who asks.
    fn unset(&self, parts: &Parts) -> Option<Unset> {
        if self.core().signer().is_some() || parts.headers.contains_key(AUTHORIZATION) {
            return None;
        }
        let mut names = self.credential_names().iter();
        let name = names.find(|name| self.core().credential(name, &parts.url).is_none())?;
        Some(Unset(name))
    }

    /// Sends the request and waits for the whole answer.
    pub(super) async fn send(self) -> Result<Answer, Unanswered> {
        let (head, body) = self.answer(Extent::Whole).await?.into_parts();
        // It is in memory already, and no longer than it may be.
        let bytes = body.collect(u64::MAX).await?;
        Ok(Answer::of(head, bytes))
    }

    /// Sends the request, again where its failure may pass, and waits for the answer.
    pub(super) async fn answer(
        self,
        extent: Extent,
    ) -> Result<http::Response<Incoming>, Unanswered> {
        attempts::answer(self, extent).await
    }

    /// Those credentials of the client that the request carries to this URL.
    fn credentials(&self, url: &Url) -> Vec<&dyn Authenticate> {
        let names = self.credential_names().iter();
        names
            .filter_map(|name| self.core().credential(name, url))
            .collect()
    }

    /// Adds the credentials to a request that has everything else, for some sign all of it.
    fn authenticate(
        &self,
        credentials: &[&dyn Authenticate],
        parts: &mut Parts,
    ) -> Result<(), RequestError> {
        for credential in credentials {
            credential.apply(parts)?;
        }
        // The call's own headers count, but for those of the body, which `describe_body` has settled.
        let mut overrides = self.overrides().clone();
        overrides.remove(CONTENT_TYPE);
        overrides.remove(CONTENT_LENGTH);
        replace(&mut parts.headers, &overrides);
        match self.core().signer() {
            Some(signer) => signer.apply(parts),
            None => Ok(()),
        }
    }
}
