//! Laws: a planted secret never survives, and what has been redacted stays as it is.

use postwright::read::redact::{Kind, redact};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::redacted;

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// A secret under a secret name never survives, wherever it stands and whatever is around it.
    #[test]
    fn a_planted_secret_never_survives(
        secret in "[a-z]{3}[A-Za-z0-9_+/-]{6,30}[0-9][a-z]",
        name in prop::sample::select(vec!["password", "api_key", "X-Auth-Token", "clientSecret"]),
        around in "[ a-z0-9.,:='\"<>&?{}\n-]{0,40}",
        place in 0..12_usize,
    ) {
        prop_assume!(!around.contains(name) && !around.contains("{{"));
        let mut document = planted(place, name, &secret, &around);
        redact(&mut document);
        let left = document.to_string();
        prop_assert!(!left.contains(&secret), "{left}");
        let once = document.clone();
        let again = redact(&mut document);
        prop_assert_eq!(&document, &once);
        prop_assert!(again.list().iter().all(|finding| finding.kind == Kind::Suspicious), "{:?}", again.list());
    }

    /// Any document: what has been redacted stays as it is.
    #[test]
    fn redaction_is_idempotent(
        key in "[a-zA-Z_-]{0,12}",
        text in "(password|token|key|Authorization|-u |://|<secret>|</secret>|a:b@|[a-z0-9 :='\",;{}\\\\\n@/-]){0,14}",
    ) {
        for member in ["raw", "description", "exec", "value"] {
            let once = redacted(json!({ "header": [{ "key": key, member: text }], key.as_str(): { member: text } }));
            prop_assert_eq!(redacted(once.clone()), once);
        }
    }
}

/// A document with a secret at one of several places.
fn planted(place: usize, name: &str, secret: &str, around: &str) -> Value {
    match place {
        0 => json!({ "header": [{ "key": name, "value": secret }] }),
        1 => {
            json!({ "variable": [{ "key": name, "value": secret }], "description": format!("{around} {secret}") })
        }
        2 => json!({ "raw": json!({ "a": [{ name: secret }], "b": around }).to_string() }),
        3 => json!({ "raw": format!("{around}\n{name}: {secret}\n{around}") }),
        4 => json!({ "raw": format!("<{name}>{secret}</{name}>{around}") }),
        5 => json!({ "raw": format!("{{\"{name}\": \"{secret}\", {{{{x}}}} }}{around}") }),
        6 => json!({ "url": format!("https://x.example/?{name}={secret}&a=b") }),
        7 => {
            json!({ "description": format!("{around}\ncurl -H '{name}: {secret}' https://x.example") })
        }
        8 => json!({ "description": format!("{around}\ncurl -u ann:{secret} https://x.example") }),
        9 => json!({ "exec": [format!("pm.environment.set(\"{name}\", \"{secret}\");")] }),
        10 => json!({ "auth": { "type": "oauth2", "oauth2": [{ "key": name, "value": secret }] } }),
        _ => {
            json!({ "urlencoded": [{ "key": name, "value": secret }], "raw": format!("{around} {secret}") })
        }
    }
}

/// What the law has found.
#[test]
fn redaction_was_not_idempotent() {
    let text = "://passwordAuthorizationa:b@passwordAuthorization";
    let once = redacted(json!({ "raw": text, "description": text }));
    assert_eq!(redacted(once.clone()), once);
}
