//! How Postman is told to send a request: `protocolProfileBehavior`, as plain data.

use serde_json::{Map, Value};

/// What the collection says of sending. `None` is Postman's default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behavior {
    /// `followRedirects`.
    pub follow_redirects: Option<bool>,
    /// `followOriginalHttpMethod`: a redirected request keeps its method.
    pub follow_original_method: Option<bool>,
    /// `followAuthorizationHeader`: credentials go along to another host.
    pub follow_authorization: Option<bool>,
    /// `removeRefererHeaderOnRedirect`.
    pub remove_referer: Option<bool>,
    /// `maxRedirects`.
    pub max_redirects: Option<u64>,
    /// `strictSSL`: certificates are verified.
    pub strict_ssl: Option<bool>,
    /// `disableBodyPruning`: a body is sent whatever the method.
    pub disable_body_pruning: Option<bool>,
    /// `disableUrlEncoding`: the URL goes out as it is.
    pub disable_url_encoding: Option<bool>,
    /// `disableCookies`.
    pub disable_cookies: Option<bool>,
    /// `disabledSystemHeaders`: headers that Postman does not add by itself, lower case, in order.
    pub disabled_system_headers: Vec<String>,
}

impl Behavior {
    /// Whether a body brings a `Content-Type` of its own, where the headers state none.
    pub fn types_bodies(&self) -> bool {
        let mut disabled = self.disabled_system_headers.iter();
        !disabled.any(|name| name == "content-type")
    }

    /// Reads the keys that are known; others say nothing.
    pub(super) fn of(profile: &Map<String, Value>) -> Self {
        let flag = |key: &str| profile.get(key).and_then(Value::as_bool);
        let headers = profile
            .get("disabledSystemHeaders")
            .and_then(Value::as_object);
        let disabled = headers
            .into_iter()
            .flatten()
            .filter(|(_, value)| value.as_bool() == Some(true));
        let mut disabled: Vec<String> = disabled
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        disabled.sort_unstable();
        Self {
            follow_redirects: flag("followRedirects"),
            follow_original_method: flag("followOriginalHttpMethod"),
            follow_authorization: flag("followAuthorizationHeader"),
            remove_referer: flag("removeRefererHeaderOnRedirect"),
            max_redirects: profile.get("maxRedirects").and_then(Value::as_u64),
            strict_ssl: flag("strictSSL"),
            disable_body_pruning: flag("disableBodyPruning"),
            disable_url_encoding: flag("disableUrlEncoding"),
            disable_cookies: flag("disableCookies"),
            disabled_system_headers: disabled,
        }
    }
}
