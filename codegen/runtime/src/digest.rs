//! Digest authentication (RFC 7616): user name and password, hashed with what the server asks for.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::HeaderMap;
use http::header::AUTHORIZATION;
use md5::Md5;
use reqwest::Url;
use sha2::digest::Digest as _;
use sha2::{Sha256, Sha512_256};

use super::auth::{Authenticate, Secret, sensitive_value};
use super::challenge::Challenge;
use super::failure::RequestError;
use super::fresh;
use super::request::Parts;
use super::signature::{escaped, hex, target, within_quotes};

#[derive(Clone, Copy)]
enum Hash {
    Md5,
    Sha256,
    Sha512To256,
}

impl Hash {
    fn hex(self, bytes: &[u8]) -> String {
        match self {
            Self::Md5 => hex(Md5::digest(bytes)),
            Self::Sha256 => hex(Sha256::digest(bytes)),
            Self::Sha512To256 => hex(Sha512_256::digest(bytes)),
        }
    }
}

/// A hash, and whether its key lasts for a session (RFC 7616 §3.4.2).
#[derive(Clone, Copy)]
struct Algorithm {
    hash: Hash,
    session: bool,
}

impl Algorithm {
    /// Without a name it is MD5.
    fn named(name: Option<&str>) -> Option<Self> {
        let name = name.unwrap_or("MD5").to_ascii_uppercase();
        let (hash, session) = match name.strip_suffix("-SESS") {
            Some(hash) => (hash, true),
            None => (&*name, false),
        };
        let hash = match hash {
            "" | "MD5" => Hash::Md5,
            "SHA-256" => Hash::Sha256,
            "SHA-512-256" => Hash::Sha512To256,
            _ => return None,
        };
        Some(Self { hash, session })
    }
}

/// User name and password. They are hashed with a challenge of the server, so the first call is sent twice: without them, and then
/// with the answer to the challenge. What is a file is read again for it. The next calls to that origin answer the same challenge,
/// counting on (RFC 7616 §3.4, `nc`), until the server gives another one.
///
/// MD5, SHA-256 and SHA-512-256 are known, each also with `-sess`; a challenge that asks for another is left alone, and so is
/// one that wants the user name hashed (`userhash`).
#[derive(Clone, Debug)]
pub struct Digest {
    username: String,
    password: Secret,
    known: Option<Challenge>,
    client_nonce: Option<String>,
    nonce_count: Option<String>,
    sessions: Arc<Mutex<Vec<Session>>>,
}

/// The last challenge of an origin, and what has been answered.
#[derive(Clone, Debug)]
struct Session {
    origin: String,
    challenge: Challenge,
    client_nonce: String,
    count: u32,
}

impl Digest {
    /// Answers the challenge of each request. A name with a colon makes no sense to servers.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: Secret::new(password),
            known: None,
            client_nonce: None,
            nonce_count: None,
            sessions: Arc::default(),
        }
    }

    /// Sends the answer to this challenge with each request at once, as Postman does where both are saved.
    /// A challenge of the server is still answered.
    #[must_use]
    pub fn challenge(mut self, realm: impl Into<String>, nonce: impl Into<String>) -> Self {
        let mut challenge = Challenge::new("digest");
        challenge.set("realm", realm);
        challenge.set("nonce", nonce);
        self.known = Some(challenge);
        self
    }

    /// Sets a further parameter of the challenge that is answered at once: `qop`, `algorithm`, `opaque`. Empty text is none.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if let Some(known) = self.known.as_mut().filter(|_| !value.is_empty()) {
            known.set(name, value);
        }
        self
    }

    /// Sets the client's nonce, and how often it has been used, in eight hexadecimal digits: for tests. Empty text is none.
    #[must_use]
    pub fn client_nonce(mut self, nonce: impl Into<String>, count: impl Into<String>) -> Self {
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        self.client_nonce = given(nonce.into());
        self.nonce_count = given(count.into());
        self
    }

    /// Begins to answer a challenge of the origin of a URL.
    fn begin(&self, url: &Url, challenge: Challenge) -> Session {
        let client_nonce = self.client_nonce.clone();
        Session {
            origin: url.origin().ascii_serialization(),
            challenge,
            client_nonce: client_nonce.unwrap_or_else(|| fresh::guid().replace('-', "")),
            count: 1,
        }
    }

    fn sessions(&self) -> MutexGuard<'_, Vec<Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on with the last challenge of the origin of a URL, if there was one.
    fn go_on(&self, url: &Url) -> Option<Session> {
        let origin = url.origin().ascii_serialization();
        let mut sessions = self.sessions();
        let session = sessions.iter_mut().find(|known| known.origin == origin)?;
        session.count = session.count.saturating_add(1);
        Some(session.clone())
    }

    fn forget(&self, url: &Url) {
        let origin = url.origin().ascii_serialization();
        self.sessions().retain(|known| known.origin != origin);
    }

    /// The header that answers a challenge (RFC 7616 §3.4); `None` if this client cannot.
    fn header(&self, begun: &Session, parts: &Parts) -> Option<String> {
        let (challenge, client_nonce) = (&begun.challenge, &*begun.client_nonce);
        let (realm, nonce) = (challenge.get("realm")?, challenge.get("nonce")?);
        let name = challenge.get("algorithm");
        let Algorithm { hash, session } = Algorithm::named(name)?;
        if challenge
            .get("userhash")
            .is_some_and(|wanted| wanted.eq_ignore_ascii_case("true"))
        {
            return None;
        }
        let hashed = |texts: &[&str]| hash.hex(texts.join(":").as_bytes());
        let qop = quality(challenge, parts)?;
        let uri = target(&parts.url);
        let count = self.nonce_count.clone();
        let count = &*count.unwrap_or_else(|| format!("{:08x}", begun.count));

        let mut user = hashed(&[&self.username, realm, self.password.expose()]);
        if session {
            user = hashed(&[&user, nonce, client_nonce]);
        }
        let request = match qop {
            Quality::AuthInt => {
                let body = hash.hex(&parts.body.bytes()?);
                hashed(&[parts.method.as_str(), &uri, &body])
            }
            Quality::None | Quality::Auth => hashed(&[parts.method.as_str(), &uri]),
        };
        let response = match qop.name() {
            Some(qop) => hashed(&[&user, nonce, count, client_nonce, qop, &request]),
            None => hashed(&[&user, nonce, &request]),
        };
        let counted = qop.name().is_some();
        let fields = [
            Some(user_name(&self.username)),
            Some(format!("realm={}", quoted(realm))),
            Some(format!("nonce={}", quoted(nonce))),
            Some(format!("uri={}", quoted(&uri))),
            name.map(|name| format!("algorithm={name}")),
            qop.name().map(|qop| format!("qop={qop}")),
            counted.then(|| format!("nc={count}")),
            (counted || session).then(|| format!("cnonce={}", quoted(client_nonce))),
            Some(format!("response={}", quoted(&response))),
            challenge
                .get("opaque")
                .map(|text| format!("opaque={}", quoted(text))),
        ];
        let fields: Vec<String> = fields.into_iter().flatten().collect();
        Some(format!("Digest {}", fields.join(", ")))
    }

    /// Sets the header; `false` if the challenge cannot be answered.
    fn respond(&self, session: &Session, parts: &mut Parts) -> Result<bool, RequestError> {
        let Some(value) = self.header(session, parts) else {
            return Ok(false);
        };
        parts
            .headers
            .insert(AUTHORIZATION, sensitive_value("Authorization", &value)?);
        Ok(true)
    }
}

/// What is protected (RFC 7616 §3.4.3).
#[derive(Clone, Copy)]
enum Quality {
    None,
    Auth,
    AuthInt,
}

impl Quality {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Auth => Some("auth"),
            Self::AuthInt => Some("auth-int"),
        }
    }
}

/// What to protect: the body only where the server insists, for it has to be at hand.
fn quality(challenge: &Challenge, parts: &Parts) -> Option<Quality> {
    let Some(offered) = challenge.get("qop") else {
        return Some(Quality::None);
    };
    let offers = |wanted: &str| {
        let mut words = offered.split(',').map(str::trim);
        words.any(|word| word.eq_ignore_ascii_case(wanted))
    };
    match () {
        () if offers("auth") => Some(Quality::Auth),
        () if offers("auth-int") => parts.body.bytes().map(|_| Quality::AuthInt),
        () => None,
    }
}

/// The user name: in quotes, or escaped where it is not ASCII (RFC 7616 §3.4 and RFC 8187).
fn user_name(name: &str) -> String {
    match name.is_ascii() {
        true => format!("username={}", quoted(name)),
        false => format!("username*=UTF-8''{}", escaped(name)),
    }
}

/// A value in quotes (RFC 9110 §5.6.4).
fn quoted(text: &str) -> String {
    format!("\"{}\"", within_quotes(text))
}

impl Authenticate for Digest {
    fn reads_body(&self, parts: &Parts) -> bool {
        let origin = parts.url.origin().ascii_serialization();
        let sessions = self.sessions();
        let session = sessions.iter().find(|known| known.origin == origin);
        let challenge = session.map(|session| &session.challenge);
        let challenge = challenge.or(self.known.as_ref());
        challenge.and_then(|challenge| challenge.get("qop")) == Some("auth-int")
    }

    fn signs(&self) -> bool {
        true
    }

    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        let known = || Some(self.begin(&parts.url, self.known.clone()?));
        match self.go_on(&parts.url).or_else(known) {
            Some(session) => self.respond(&session, parts).map(|_| ()),
            None => Ok(()),
        }
    }

    fn answer(&self, headers: &HeaderMap, parts: &mut Parts) -> Result<bool, RequestError> {
        let digests = Challenge::all(headers).into_iter();
        // Of several the server prefers the first (RFC 7616 §3.7).
        for challenge in digests.filter(|challenge| challenge.scheme == "digest") {
            let session = self.begin(&parts.url, challenge);
            if self.respond(&session, parts)? {
                self.forget(&parts.url);
                self.sessions().push(session);
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn refused(&self, parts: &Parts) {
        self.forget(&parts.url);
    }
}
