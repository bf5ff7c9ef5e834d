//! Which names stand for secrets.

/// Members of an auth block that say how a credential is sent, not what it is.
const AUTH_SETTINGS: [&str; 19] = [
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
    "scope",
    "client_authentication",
    "addParamsToHeader",
    "qop",
    "addAuthDataToQuery",
    "includePayloadHash",
];

/// Whether a header, parameter, variable or member of this name usually holds a secret.
pub fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    let has = |word: &str| words.iter().any(|w| w == word);
    let joined = words.concat();
    if has("page")
        || has("next")
        || has("cursor")
        || has("continuation")
        || has("type")
        || has("url")
        || has("uri")
        || has("expires")
        || has("expiry")
        || has("name")
        || has("limit")
        || has("count")
    {
        return false;
    }
    const WORDS: [&str; 15] = [
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
    ];
    const JOINED: [&str; 12] = [
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
    ];
    WORDS.iter().any(|word| has(word)) || JOINED.iter().any(|part| joined.contains(part))
}

/// Whether a member of an auth block says how or where, rather than what. URLs are no secrets either.
pub(super) fn is_auth_setting(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    AUTH_SETTINGS.contains(&name) || lower.ends_with("url") || lower.ends_with("uri")
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
