//! Tokens told by their shape, what looks random, and what is said of either.

use postwright::diag::Step;
use postwright::read::redact::{Findings, Kind, REDACTED, redact};
use serde_json::{Value, json};

use crate::{LONG, RANDOM, redacted};

#[test]
fn tokens_by_their_shape() {
    let hex = "0123456789abcdef0123456789abcdef";
    let rows = [
        (
            format!("{}{}", "AKIA", "ABCDEFGH23456789"),
            "AWS access key",
        ),
        (format!("{}{RANDOM}", "ghp_"), "GitHub token"),
        (format!("{}{RANDOM}", "github_pat_"), "GitHub token"),
        (format!("{}{RANDOM}", "glpat-"), "GitLab token"),
        (format!("{}{RANDOM}", "xoxb-"), "Slack token"),
        (format!("{}{RANDOM}", "sk_live_"), "Stripe key"),
        (format!("{}{RANDOM}", "rk_live_"), "Stripe key"),
        (format!("{}{RANDOM}", "AIza"), "Google API key"),
        (format!("eyJ{RANDOM}.{RANDOM}.{RANDOM}"), "JSON Web Token"),
        (format!("{}.{RANDOM}.{RANDOM}", "SG"), "SendGrid key"),
        (format!("{}{hex}", "SK"), "Twilio key"),
        (format!("{}{RANDOM}", "npm_"), "npm token"),
        (format!("{}{RANDOM}", "PMAK-"), "Postman key"),
        (format!("{}{hex}", "shpat_"), "Shopify token"),
        (format!("{}{RANDOM}", "sq0atp-"), "Square token"),
        (format!("{}{hex}", "key-"), "Mailgun key"),
        (format!("{}{hex}{hex}", "dop_v1_"), "DigitalOcean token"),
        (format!("{}{RANDOM}{RANDOM}", "sk-"), "OpenAI key"),
        (format!("{}{RANDOM}", "sk-ant-"), "Anthropic key"),
        (format!("123456789:AA{RANDOM}x"), "Telegram bot token"),
        (
            format!("https://{}/T0/B0/{RANDOM}", "hooks.slack.com/services"),
            "Slack webhook",
        ),
        (
            format!(
                "-----BEGIN {0} KEY-----\n{RANDOM}\n-----END {0} KEY-----",
                "PRIVATE"
            ),
            "private key",
        ),
    ];
    for (token, kind) in rows {
        let text = format!("Say {token} and go on.");
        let mut document = json!({ "item": [{ "name": "One", "description": text }] });
        let found = redact(&mut document);
        let left = document["item"][0]["description"].as_str().expect("text");
        assert!(
            left.starts_with("Say ") && left.ends_with(" and go on."),
            "{kind}: {left}"
        );
        assert!(
            left.contains(REDACTED) && !left.contains(&RANDOM[..8]) && !left.contains(&hex[..8]),
            "{kind}: {left}"
        );
        assert_eq!(kinds(&found), [Kind::Shape(kind)], "{kind}");
    }
    for word in [
        "AKIAABC",
        "ghp_short",
        "task-list-of-things-that-are-long-enough-1",
        "key-word",
        "SKU-1234",
        "eyJ.a.b",
        "a:AAA",
    ] {
        let document = json!({ "description": format!("Say {word} and go on.") });
        assert_eq!(redacted(document.clone()), document, "{word}");
    }
}

fn kinds(found: &Findings) -> Vec<Kind> {
    found
        .list()
        .iter()
        .map(|finding| finding.kind.clone())
        .collect()
}

#[test]
fn random_values_are_taken_where_secrets_stand_and_reported_elsewhere() {
    let found = |mut document: Value| {
        let found = redact(&mut document);
        (document, kinds(&found))
    };
    for list in ["header", "variable", "query", "urlencoded"] {
        let (document, kinds) = found(json!({ list: [{ "key": "thing", "value": RANDOM }] }));
        assert_eq!(document[list][0]["value"], REDACTED, "{list}");
        assert_eq!(kinds, [Kind::Random], "{list}");
    }
    for document in [
        json!({ "raw": format!("{{\"thing\":\"{RANDOM}\"}}") }),
        json!({ "description": format!("such as {RANDOM}") }),
    ] {
        let (after, kinds) = found(document.clone());
        assert_eq!((after, kinds), (document, vec![Kind::Suspicious]));
    }
    for dull in [
        json!({ "raw": format!("{{\"node_id\":\"{RANDOM}\"}}") }),
        json!({ "description": "MDY6Q29tbWl0NmRjYjA5YjViNTc4NzVmMzM0ZjYxYWVi" }),
        json!({ "description": "1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0 and 0123456789abcdef0123456789abcdef" }),
        json!({ "description": format!("data:image/png;base64,iVBOR{}", RANDOM.repeat(40)) }),
    ] {
        assert_eq!(found(dull.clone()), (dull, Vec::new()));
    }
}

#[test]
fn random_values_of_urls_hosts_and_names_are_reported() {
    let lower = "q7zt3kpw9xlm2vbn8crf4tyh6sdg1jqa";
    let found = |mut document: Value| {
        let found = redact(&mut document);
        (document, kinds(&found))
    };
    for document in [
        json!({ "url": format!("https://a.test/v1/{RANDOM}/items") }),
        json!({ "url": format!("https://a.test/v1/{lower}/items") }),
        json!({ "url": format!("https://{RANDOM}.a.test/items") }),
        json!({ "url": format!("https://{lower}.a.test/items") }),
        json!({ "url": format!("https://a.test/items?thing={RANDOM}") }),
        json!({ "url": { "path": ["v1", RANDOM, "items"] } }),
        json!({ "url": { "host": [lower, "a", "test"] } }),
        json!({ "item": [{ "name": format!("get {RANDOM}") }] }),
        json!({ "item": [{ "name": lower }] }),
    ] {
        let (after, kinds) = found(document.clone());
        assert_eq!((after, kinds), (document, vec![Kind::Suspicious]));
    }
    for dull in [
        json!({ "url": "https://a.test/v1/1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/items" }),
        json!({ "url": "https://a.test/v1/0123456789abcdef0123456789abcdef/items" }),
        json!({ "url": format!("https://a.test/items?cursor={RANDOM}") }),
        json!({ "item": [{ "name": "get-all-orders-of-the-user-by-date-2024" }] }),
    ] {
        assert_eq!(found(dull.clone()), (dull, Vec::new()));
    }
}

#[test]
fn a_description_with_a_secret_loses_random_words_too() {
    let short = &RANDOM[..24];
    for word in [RANDOM, short] {
        let text = format!("Send token: abcd1234efgh5678, then {word} and {word}.");
        let mut document = json!({ "description": text, "name": "a" });
        let found = redact(&mut document);
        assert_eq!(
            document["description"],
            "Send token: redacted, then redacted and redacted."
        );
        assert_eq!(kinds(&found), [Kind::Field("token".into()), Kind::Random]);
    }
    let dull = "Send token: redacted to 1f0e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
    let mut document = json!({ "description": dull.replace("redacted", "abcd1234efgh5678") });
    redact(&mut document);
    assert_eq!(document["description"], dull);
}

#[test]
fn placeholders_are_no_reason_for_a_warning() {
    for value in [
        "",
        "{{token}}",
        "Bearer {{token}}",
        "<token>",
        "your-api-key",
        "YOUR_API_KEY",
        "xxxx",
        "xxxxxxxxxxxxxxxx",
        "string",
        "********",
        "${TOKEN}",
        "$TOKEN",
        "%TOKEN%",
        "[token]",
        "Bearer token",
        "secret",
        "API key goes here",
        "...",
        "null",
    ] {
        let mut document = json!({ "header": [{ "key": "Authorization", "value": value }] });
        assert!(redact(&mut document).list().is_empty(), "{value}");
    }
    for value in ["hunter2", "letmein", "Bearer 7fq2kd81", "12345678"] {
        let mut document = json!({ "header": [{ "key": "Authorization", "value": value }] });
        let found = redact(&mut document);
        assert_eq!(
            kinds(&found),
            [Kind::Field("Authorization".to_owned())],
            "{value}"
        );
    }
}

#[test]
fn findings_say_where() {
    let mut document = json!({
        "item": [{ "name": "One", "request": { "body": { "mode": "raw", "raw": "{\"password\":\"hunter2\"}" } } }],
        "variable": [{ "key": "a", "value": "1" }, { "key": "token", "value": LONG }],
        "info": { "description": format!("or {LONG}") },
    });
    let found = redact(&mut document);
    let shown: Vec<(String, Kind)> = found
        .list()
        .iter()
        .map(|finding| {
            let steps = finding.steps.iter().map(|step| match step {
                Step::Key(key) => format!("/{key}"),
                Step::Index(index) => format!("/{index}"),
            });
            (steps.collect(), finding.kind.clone())
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "/item/0/request/body/raw".to_owned(),
                Kind::Field("password".to_owned())
            ),
            (
                "/variable/1/value".to_owned(),
                Kind::Field("token".to_owned())
            ),
            ("/info/description".to_owned(), Kind::Copy),
        ]
    );
}

#[test]
fn copies_in_urls_and_in_json_are_found() {
    let secret = "a1/b2+c3=d4\"e5";
    let document = redacted(json!({
        "variable": [{ "key": "token", "value": secret }],
        "url": "https://x.example/a1%2Fb2%2Bc3%3Dd4%22e5/b",
        "raw": "{ \"a\": \"a1/b2+c3=d4\\\"e5\", {{x}} }",
    }));
    assert_eq!(document["url"], "https://x.example/redacted/b");
    assert_eq!(document["raw"], "{ \"a\": \"redacted\", {{x}} }");
}

#[test]
fn what_a_cookie_says_of_itself_is_no_secret() {
    let cookie = "sid=7fq2kd81xx; Expires=Wed, 21-Oct-2026 07:28:00 GMT; Path=/app-v2-x1";
    let document = redacted(json!({
        "header": [{ "key": "Set-Cookie", "value": cookie }],
        "description": "Since 21-Oct-2026 below /app-v2-x1: 7fq2kd81xx",
    }));
    assert_eq!(
        document["description"],
        "Since 21-Oct-2026 below /app-v2-x1: redacted"
    );
}

/// Thousands of secrets in one text, and thousands that are looked for everywhere: the time grows with the text.
#[test]
fn many_secrets_are_taken_out() {
    let text: String = (0..20_000)
        .map(|index| format!("password=hunter{index:06} token: 'k{index:06}z'\n"))
        .collect();
    let variables: Vec<Value> = (0..5_000)
        .map(|index| json!({ "key": format!("token{index}_password"), "value": format!("variable{index:06}") }))
        .collect();
    let document =
        redacted(json!({ "raw": text.clone(), "variable": variables, "description": text }));
    let raw = document["raw"].as_str().expect("text");
    assert!(!raw.contains("hunter0") && !raw.contains("'k0"));
    assert_eq!(raw.matches(REDACTED).count(), 40_000);
}
