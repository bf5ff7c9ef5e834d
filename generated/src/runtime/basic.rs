//! Basic authentication (RFC 7617).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;

use super::auth::{Authenticate, Secret, sensitive_value};
use super::failure::RequestError;
use super::request::Parts;

/// User name and password, in UTF-8, in the place of any other `Authorization` header.
#[derive(Clone, Debug)]
pub struct Basic {
    user_and_password: Secret,
}

impl Basic {
    /// Either may be empty. A user name cannot hold a colon: what follows it would be read as the password.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        let (username, password) = (username.into(), password.into());
        Self {
            user_and_password: Secret::new(format!("{username}:{password}")),
        }
    }
}

impl Authenticate for Basic {
    fn apply(&self, parts: &mut Parts) -> Result<(), RequestError> {
        let encoded = STANDARD.encode(self.user_and_password.expose());
        let value = sensitive_value("Authorization", &format!("Basic {encoded}"))?;
        parts.headers.insert(AUTHORIZATION, value);
        Ok(())
    }
}
