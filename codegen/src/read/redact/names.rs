//! Which names stand for secrets.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::value::looks_random;

/// Members of an auth block that say how a credential is sent, not what it is.
const AUTH_SETTINGS: [&str; 28] = [
    "type",
    "in",
    "addTokenTo",
    "tokenType",
    "headerPrefix",
    "queryParamKey",
    "algorithm",
    "alg",
    "signatureMethod",
    "version",
    "service",
    "region",
    "grant_type",
    "grantType",
    "audience",
    "resource",
    "prompt",
    "access_type",
    "scope",
    "client_authentication",
    "addParamsToHeader",
    "qop",
    "addAuthDataToQuery",
    "includePayloadHash",
    "includeBodyHash",
    "headersToSign",
    "maxBodySize",
    // Servers tell it to everyone who asks.
    "realm",
];

/// Each secret-looking name holds one of these, in whatever case.
static STEMS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    const STEMS: [&str; 14] = [
        "pass",
        "pwd",
        "secret",
        "token",
        "key",
        "auth",
        "cookie",
        "jwt",
        "otp",
        "pin",
        "sig",
        "session",
        "assertion",
        "verifier",
    ];
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(STEMS)
        .ok()
});

/// Whether a header, parameter, variable or member of this name usually holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    // Most names are settled without a look at their words.
    if !STEMS.as_ref().is_none_or(|stems| stems.is_match(name)) {
        return false;
    }
    let words = words(name);
    let has = |word: &str| words.iter().any(|w| w == word);
    let joined = words.concat();
    // What a token is for, how long it is and how it is made is said by other words behind it.
    const ABOUT: [&str; 22] = [
        "page",
        "next",
        "cursor",
        "continuation",
        "type",
        "url",
        "uri",
        "expires",
        "expiry",
        "name",
        "limit",
        "count",
        "algorithm",
        "method",
        "length",
        "amount",
        "status",
        "date",
        "format",
        "version",
        "enabled",
        "required",
    ];
    if words.iter().any(|word| ABOUT.contains(&word.as_str())) {
        return false;
    }
    const WORDS: [&str; 16] = [
        "password",
        "passwd",
        "pwd",
        "secret",
        "token",
        "apikey",
        "authorization",
        "cookie",
        "passphrase",
        "jwt",
        "passcode",
        "otp",
        "pin",
        "sig",
        "signature",
        "assertion",
    ];
    const JOINED: [&str; 17] = [
        "apikey",
        "accesskey",
        "secretkey",
        "privatekey",
        "accesstoken",
        "refreshtoken",
        "idtoken",
        "clientsecret",
        "sessionid",
        "setcookie",
        "subscriptionkey",
        "authkey",
        "encryptionkey",
        "signingkey",
        "authtoken",
        "apitoken",
        "codeverifier",
    ];
    WORDS.iter().any(|word| has(word)) || JOINED.iter().any(|part| joined.contains(part))
}

/// Whether a member of an auth block says how or where, rather than what. URLs are no secrets either.
pub(super) fn is_auth_setting(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    AUTH_SETTINGS.contains(&name) || lower.ends_with("url") || lower.ends_with("uri")
}

/// Where a pair of name and value stands: what its name has to say to make the value a secret depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A header.
    Header,
    /// A parameter of a query or a field of a form.
    Parameter,
    /// A variable.
    Variable,
    /// A value of a path.
    Path,
    /// A member of any other object.
    Other,
}

impl Field {
    /// What the pairs of a list or an object of this name are.
    pub(super) fn of(list: &str, outer: Self) -> Self {
        match list {
            "header" | "headers" | "headerData" => Self::Header,
            "query" | "queryParams" | "urlencoded" | "formdata" | "data" | "params" => {
                Self::Parameter
            }
            "pathVariables" | "pathVariableData" | "url" => Self::Path,
            "variable" if outer == Self::Path => Self::Path,
            "variable" | "variables" | "values" => Self::Variable,
            _ => Self::Other,
        }
    }
}

/// Whether a name makes a secret of what stands there, although the same name says nothing elsewhere: `X-Session` of a
/// header, `sid` of a query.
pub(super) fn is_secret_field(name: &str, field: Field, value: &str) -> bool {
    let words = words(name);
    let last = words.last().map_or("", String::as_str);
    let is_random = || looks_random(value);
    let harmless = words.iter().any(|word| {
        matches!(
            word.as_str(),
            "idempotency"
                | "idempotence"
                | "sort"
                | "partition"
                | "cache"
                | "surrogate"
                | "routing"
                | "page"
                | "next"
                | "cursor"
        )
    });
    if harmless {
        return false;
    }
    match last {
        "pass" => true,
        "auth" | "session" | "credential" | "credentials" | "sess" => match field {
            Field::Header => true,
            _ => is_random(),
        },
        "key" | "sid" | "hmac" => match field {
            Field::Header if last == "key" => words.len() > 1 || is_random(),
            Field::Other | Field::Path => false,
            _ => is_random(),
        },
        "user" | "username" | "userid" | "email" => false,
        _ => field == Field::Header && words.iter().any(|word| word == "session") && is_random(),
    }
}

/// Whether a name is that of many secrets, `api_keys`, and whether each of them is one whatever it says. Elements of
/// `tokens` may be words of a text.
pub(super) fn is_plural(name: &str) -> Option<bool> {
    const ENDINGS: [&str; 8] = [
        "passwords",
        "secrets",
        "apikeys",
        "accesskeys",
        "secretkeys",
        "privatekeys",
        "cookies",
        "tokens",
    ];
    if !name.ends_with(['s', 'S']) {
        return None;
    }
    let joined = words(name).concat();
    ENDINGS
        .iter()
        .any(|ending| joined.ends_with(ending))
        .then(|| joined != "tokens" && joined != "secrets")
}

/// Whether a name says that random letters identify something: an id, a hash, a page.
pub(super) fn is_identifying(name: &str) -> bool {
    const WORDS: [&str; 25] = [
        "id",
        "ids",
        "uuid",
        "guid",
        "hash",
        "md5",
        "sha",
        "sha1",
        "sha256",
        "etag",
        "checksum",
        "digest",
        "cursor",
        "page",
        "next",
        "continuation",
        "fingerprint",
        "ref",
        "reference",
        "slug",
        "url",
        "uri",
        "boundary",
        "trace",
        "ray",
    ];
    let words = words(name);
    words.iter().any(|word| WORDS.contains(&word.as_str()))
        || words
            .last()
            .is_some_and(|word| word.ends_with("id") || word.ends_with("hash"))
}

/// The lower-case words of a name: `X-Api-Key`, `clientSecret` and `ACCESS_TOKEN` alike.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
            previous_lower = false;
            continue;
        }
        if words.is_empty() || (c.is_uppercase() && previous_lower) {
            words.push(String::new());
        }
        previous_lower = c.is_lowercase() || c.is_numeric();
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
