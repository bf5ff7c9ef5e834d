//! The hand-written part of the program that generated crates have as the example `replay`: tables for what it reads.
#![allow(missing_docs)]

mod runtime {
    pub use postwright_runtime::{Call, Error, Retries};
}

#[path = "../../replay/mod.rs"]
#[rustfmt::skip]
#[allow(unreachable_pub)]
mod support;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use support::collection::Collection;
use support::comments::without_comments;
use support::item::{Item, Source};
use support::nearly_json::strict;
use support::run::Options;
use support::saved::{Entry, Saved};
use support::typed::Tree;
use support::url;
use support::variables::Variables;

fn typed<T: DeserializeOwned>(text: &str) -> Option<T> {
    Tree::Text(text.to_owned()).typed().ok()
}

#[test]
fn text_is_typed_if_it_would_be_sent_as_it_is() {
    let integers = [
        ("1", Some(1)),
        ("-1", Some(-1)),
        ("01", None),
        ("+1", None),
        ("1.0", None),
        (" 1", None),
        ("", None),
    ];
    for (text, expected) in integers {
        assert_eq!(typed::<i64>(text), expected, "{text:?}");
    }
    let floats = [("1.5", Some(1.5)), ("1.50", None), ("1e3", None)];
    for (text, expected) in floats {
        assert_eq!(typed::<f64>(text), expected, "{text:?}");
    }
    let booleans = [("true", Some(true)), ("TRUE", None), ("1", None)];
    for (text, expected) in booleans {
        assert_eq!(typed::<bool>(text), expected, "{text:?}");
    }
    assert_eq!(typed::<String>(" x "), Some(" x ".to_owned()));
    assert_eq!(typed::<Option<u64>>("7"), Some(Some(7)));
}

#[test]
fn keys_in_brackets_are_nested_values() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Page {
        size: i64,
        sort: Vec<String>,
    }
    let leaves = [
        (vec!["size"], "10"),
        (vec!["sort", "0"], "name"),
        (vec!["sort", "1"], "date"),
    ];
    let tree = Tree::of(
        leaves
            .map(|(steps, text)| (steps, text.to_owned()))
            .into_iter(),
    );
    let expected = Page {
        size: 10,
        sort: vec!["name".to_owned(), "date".to_owned()],
    };
    assert_eq!(tree.typed(), Ok(expected));
    let number = Tree::of([(vec!["a"], "1".to_owned())].into_iter());
    assert!(number.typed::<i64>().is_err());
}

/// Server, path, query, as one text.
fn shown(url: &url::Url) -> String {
    let query = url.query.iter().map(|entry| match &entry.value {
        Some(value) => format!("{}={}", entry.key, support::saved::text(value)),
        None => entry.key.clone(),
    });
    let query = query.collect::<Vec<_>>();
    format!(
        "{} | {} | {}",
        url.server,
        url.path.join(" "),
        query.join(" ")
    )
}

#[test]
fn urls_are_split() {
    let table = [
        (
            "https://a.example/b/c?d=1&e#f",
            "https://a.example | b c | d=1 e",
        ),
        ("{{baseUrl}}/a", "{{baseUrl}} | a | "),
        ("{{base/Url?}}/a?{{b&c}}=1", "{{base/Url?}} | a | {{b&c}}=1"),
        ("a.example", "a.example |  | "),
        ("http://a.example//b/", "http://a.example |  b  | "),
        ("http:\\\\a.example\\b?c=\\", "http://a.example | b | c=\\"),
        ("u:p@a.example:80/b", "a.example:80 | b | "),
        ("//a.example/b", "a.example | b | "),
        ("", " |  | "),
    ];
    for (text, expected) in table {
        assert_eq!(shown(&url::of_value(&json!(text))), expected, "{text}");
    }
    let user = url::Url::parse("u:p@x@a.example").user_info;
    assert_eq!(user.as_deref(), Some("u:p@x"));
}

#[test]
fn the_parts_of_a_url_count_before_its_text() {
    let table = [
        (
            json!({"raw": "http://wrong.example", "protocol": "https", "host": ["a", "example"], "path": ["b", "c"], "port": "81", "query": [{"key": "d", "value": 1}]}),
            "https://a.example:81 | b c | d=1",
        ),
        (
            json!({"raw": "http://a.example/b?c=1"}),
            "http://a.example | b | c=1",
        ),
        (
            json!({"raw": "http://a.example/b?c=1", "query": [{"key": "d", "value": null}]}),
            "http://a.example | b | d=",
        ),
        (
            json!({"host": "{{baseUrl}}/", "path": "/a"}),
            "{{baseUrl}} | a | ",
        ),
        (
            json!({"host": ["a"], "path": [{"value": "b"}, ""]}),
            "a | b  | ",
        ),
        (json!(null), " |  | "),
    ];
    for (value, expected) in table {
        assert_eq!(shown(&url::of_value(&value)), expected, "{value}");
    }
}

fn variables(values: &Value) -> Variables {
    let mut variables = Variables::default();
    variables.add_file(&json!({"values": values}));
    variables
}

#[test]
fn variables_are_replaced() {
    let known = variables(&json!([
        {"key": "a", "value": "1"},
        {"key": "b", "value": "{{a}}{{a}}"},
        {"key": "n", "value": 4.5},
        {"key": "f", "value": false},
        {"key": "z", "value": null},
        {"key": "o", "value": {"x": 1}},
        {"key": "off", "value": "1", "disabled": true},
        {"key": "on", "value": "1", "enabled": false},
        {"key": "twice", "value": "first"},
        {"key": "twice", "value": "second"},
        {"key": "x1", "value": "found"},
        {"key": "loop", "value": "{{loop}}"},
    ]));
    let table = [
        ("{{a}}-{{b}}", "1-11"),
        ("{{n}} {{f}} {{z}} {{o}}", "4.5 false null [object Object]"),
        ("{{off}} {{unknown}} {{ a }}", "{{off}} {{unknown}} {{ a }}"),
        ("{{on}}", "1"),
        ("{{twice}}", "second"),
        ("{{x{{a}}}}", "found"),
        ("{{{a}}}", "{{{a}}}"),
        ("{{loop}}", "{{loop}}"),
        ("{{a", "{{a"),
        ("a}}", "a}}"),
    ];
    for (text, expected) in table {
        let found = known.replace(text);
        // Three braces: the innermost two are a variable.
        let expected = if text == "{{{a}}}" { "{1}" } else { expected };
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn variables_do_not_grow_without_end() {
    let known = variables(&json!([
        {"key": "a", "value": "{{a}}{{a}}x"},
        {"key": "b", "value": "{{c}}".repeat(2000)},
        {"key": "c", "value": "y".repeat(2000)},
    ]));
    for text in ["{{a}}", "{{b}}", &"{{c}}".repeat(10_000)] {
        let found = known.replace(text);
        assert!(found.len() <= text.len() + (1 << 20), "{}", found.len());
    }
    let long = "z".repeat(3 << 20) + "{{c}}";
    assert_eq!(known.replace(&long).len(), (3 << 20) + 2000);
}

#[test]
fn later_scopes_count_first() {
    let mut known = variables(&json!([{"key": "a", "value": "global"}]));
    let entry = |value: &str| Entry {
        key: "a".to_owned(),
        value: Some(json!(value)),
        ..Entry::default()
    };
    known.add(&[entry("collection")]);
    assert_eq!(known.replace("{{a}}"), "collection");
    known.add_file(&json!({"environment": {"values": [{"key": "a", "value": "environment"}]}}));
    assert_eq!(known.replace("{{a}}"), "environment");
}

#[test]
fn nearly_json_becomes_json() {
    let table = [
        ("{\"a\": 1}", "{\"a\": 1}"),
        ("{\"a\": 1,}", "{\"a\": 1}"),
        ("[1, 2 , \n]", "[1, 2 ]"),
        ("[1] // end", "[1] "),
        ("[/* one */1]", "[1]"),
        ("[\"// no /* comment */\"]", "[\"// no /* comment */\"]"),
        ("[\"a\tb\"]", "[\"a\\u0009b\"]"),
        ("[\"a\\\"b,]\"]", "[\"a\\\"b,]\"]"),
        ("\u{FEFF}[]", "[]"),
        ("[1, // one\n 2,]", "[1, \n 2]"),
    ];
    for (text, expected) in table {
        let found = strict(text);
        let same = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(same(&found), same(expected), "{text:?} became {found:?}");
    }
}

#[test]
fn comments_go_and_all_else_stays() {
    let table = [
        ("a // b\nc", "a \nc"),
        ("a /* b\n */c", "a c"),
        ("\"// a\" //", "\"// a\" "),
        ("\"\\\"// a\" // b", "\"\\\"// a\" "),
        ("\"\\\\\"// a", "\"\\\\\""),
        ("/* no end", ""),
        ("1 / 2\\é", "1 / 2\\é"),
        ("\"\\é\"//", "\"\\é\""),
        ("\"\\", "\"\\"),
    ];
    for (text, expected) in table {
        assert_eq!(without_comments(text), expected, "{text:?}");
    }
}

/// Number, pointer, title and kind of auth of each request.
fn listed(value: &Value) -> Vec<String> {
    let collection = Collection::read(value).expect("a collection");
    let requests = collection.requests.iter().map(|saved| match saved {
        None => "none".to_owned(),
        Some(saved) => {
            let auth = saved.auth.as_ref().map_or("-", |auth| auth.kind.as_str());
            format!("{} {} {auth}", saved.pointer, saved.title)
        }
    });
    requests.collect()
}

#[test]
fn collections_of_v2_are_read_depth_first() {
    let request = json!({"method": "GET", "url": "http://a.example"});
    let value = json!({
        "auth": {"type": "basic"},
        "item": [
            {"name": "Folder", "auth": {"type": "bearer"}, "item": [
                {"name": "Inner", "request": request},
                {"name": "Own", "request": {"url": "", "auth": {"type": "noauth"}}},
            ]},
            {"name": "Text", "request": "http://a.example"},
            {"name": "Empty"},
            {"name": "Number", "request": 1},
            "no item",
            {"name": 5, "request": request},
            {"name": "Request and item", "item": null, "request": request},
        ],
    });
    let expected = [
        "/item/0/item/0 Folder / Inner bearer",
        "/item/0/item/1 Folder / Own noauth",
        "/item/1 Text basic",
        "none",
        "none",
        "/item/5 5 basic",
        "/item/6 Request and item basic",
    ];
    assert_eq!(listed(&value), expected);
    let wrapped = json!({"collection": {"item": [{"name": "A", "request": request}]}});
    assert_eq!(listed(&wrapped), ["/collection/item/0 A -"]);
}

#[test]
fn collections_of_v1_are_read_in_order_and_as_a_whole() {
    let request = |id: &str| json!({"id": id, "name": id, "url": "http://a.example"});
    let value = json!({
        "order": ["b", "gone", "b"],
        "folders_order": ["f"],
        "folders": [
            {"id": "f", "name": "F", "order": ["a"], "folders_order": ["f", "g"]},
            {"id": "g", "name": "G", "order": ["c"], "auth": {"type": "bearer"}},
            {"id": "h", "name": "Unlisted", "order": ["e"]},
        ],
        "requests": [request("a"), request("b"), request("c"), request("d"), request("e"), request("a"), 7],
    });
    let expected = [
        "/requests/2 F / G / c bearer",
        "/requests/0 F / a -",
        "/requests/1 b -",
        "/requests/4 Unlisted / e -",
        "/requests/3 d -",
        "/requests/5 a -",
    ];
    assert_eq!(listed(&value), expected);
}

#[test]
fn folders_of_v1_that_chain_without_end_are_read() {
    let folders = (0..20_000).map(
        |index| json!({"id": index, "name": "f", "folders_order": [index + 1], "order": [index]}),
    );
    let requests = (0..20_000).map(|index| json!({"id": index, "name": "r", "url": "x"}));
    let value = json!({
        "folders_order": [0],
        "folders": folders.collect::<Vec<_>>(),
        "requests": requests.collect::<Vec<_>>(),
    });
    assert_eq!(listed(&value).len(), 20_000);
}

#[test]
fn old_auth_has_its_names_of_today() {
    let table = [
        ("basicAuth", "basic"),
        ("oAuth1", "oauth1"),
        ("oAuth2", "oauth2"),
        ("awsSigV4", "awsv4"),
        ("bearerAuth", "bearer"),
        ("digestAuth", "digest"),
        ("normal", "-"),
        ("noauth", "-"),
    ];
    for (helper, kind) in table {
        let value = json!({
            "order": ["a"],
            "requests": [{"id": "a", "name": "a", "url": "x", "currentHelper": helper, "helperAttributes": {"id": "x"}}],
        });
        assert_eq!(
            listed(&value),
            [format!("/requests/0 a {kind}")],
            "{helper}"
        );
    }
}

#[test]
fn the_command_line_says_what_is_wrong() {
    let collection = ["--collection", "c.json"];
    let table: [(&[&str], &str); 8] = [
        (&[], "--collection is missing"),
        (&collection, "--base-url is missing"),
        (
            &["--base-url", "http://127.0.0.1:1"],
            "--collection is missing",
        ),
        (
            &["--base-url", "nonsense"],
            "--base-url: \"nonsense\" is no URL",
        ),
        (
            &["--base-url", "mailto:x"],
            "--base-url: \"mailto:x\" is no URL",
        ),
        (&["--only", "x"], "--only: x is no number"),
        (&["--only"], "--only needs a value"),
        (&["--wrong"], "--wrong is unknown"),
    ];
    let read = |arguments: &[&str]| {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned());
        Options::read(arguments)
    };
    for (arguments, expected) in table {
        let error = read(arguments).expect_err("it is wrong");
        assert!(error.starts_with(expected), "{arguments:?}: {error}");
    }
    let right = [&collection[..], &["--base-url", "http://127.0.0.1:1"]].concat();
    assert!(matches!(read(&right), Ok(Some(_))));
    assert!(matches!(read(&["--help"]), Ok(None)));
}

#[test]
fn auth_that_signs() {
    use support::block::Settings;
    use support::saved::Auth;

    let variables = Variables::default();
    let auth = |kind: &str, params: Value| Auth {
        kind: kind.to_owned(),
        params: params
            .as_object()
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .collect(),
    };
    // Whether it has its keys, whether a plain header goes out in its place, whether the client knows it.
    let table = [
        ("oauth1", json!({}), false, true, true),
        (
            "oauth1",
            json!({"consumerKey": "k", "consumerSecret": "s"}),
            true,
            false,
            true,
        ),
        (
            "oauth1",
            json!({"signatureMethod": "RSA-SHA1", "consumerKey": "k"}),
            false,
            false,
            false,
        ),
        ("awsv4", json!({}), true, false, true),
        (
            "awsv4",
            json!({"addAuthDataToQuery": true}),
            true,
            false,
            false,
        ),
        (
            "digest",
            json!({"username": "u", "realm": "r"}),
            true,
            true,
            true,
        ),
        (
            "digest",
            json!({"username": "u", "realm": "r", "nonce": "n"}),
            true,
            false,
            true,
        ),
        ("hawk", json!({"authId": "i"}), false, true, true),
        (
            "edgegrid",
            json!({"accessToken": "a", "clientToken": "c", "clientSecret": "s"}),
            true,
            false,
            true,
        ),
        (
            "jwt",
            json!({"secret": "s", "algorithm": "HS256", "payload": "no JSON"}),
            false,
            true,
            true,
        ),
        (
            "jwt",
            json!({"privateKey": "s", "algorithm": "RS256"}),
            false,
            false,
            false,
        ),
        ("bearer", json!({"token": ""}), false, false, true),
        ("ntlm", json!({"username": "u"}), false, false, false),
    ];
    for (kind, params, whole, nothing, known) in table {
        let auth = auth(kind, params);
        let block = Settings::new(&auth, &variables);
        assert_eq!(block.is_whole(), whole, "{auth:?}");
        assert_eq!(block.signs_nothing(), nothing, "{auth:?}");
        assert_eq!(block.is_known(), known, "{auth:?}");
    }
}

#[test]
fn tokens_of_a_block() {
    use support::block::Settings;
    use support::saved::Auth;

    let variables = Variables::default();
    for (header, payload, expected_header, expected_payload) in [
        ("", "", "{\"alg\":\"HS256\"}", "{}"),
        (
            "{ }",
            " {\"b\" : \"x \\\" y\",\n\"a\": 1} ",
            "{\"alg\":\"HS256\"}",
            "{\"b\":\"x \\\" y\",\"a\":1}",
        ),
        (
            "{\"typ\": \"JWT\"}",
            "{}",
            "{\"typ\":\"JWT\",\"alg\":\"HS256\"}",
            "{}",
        ),
        (
            "{\"alg\": \"HS256\", \"kid\": \"1\"}",
            "{}",
            "{\"alg\":\"HS256\",\"kid\":\"1\"}",
            "{}",
        ),
        ("{\"alg\": \"none\"}", "{}", "{\"alg\":\"HS256\"}", "{}"),
        ("no JSON", "{}", "{\"alg\":\"HS256\"}", "{}"),
    ] {
        let text = |key: &str, value: &str| (key.to_owned(), json!(value));
        let auth = Auth {
            kind: "jwt".to_owned(),
            params: vec![
                text("algorithm", "HS256"),
                text("header", header),
                text("payload", payload),
                text("secret", "c2VjcmV0"),
                ("isSecretBase64Encoded".to_owned(), json!(true)),
            ],
        };
        let block = Settings::new(&auth, &variables);
        assert_eq!(block.token_header(), expected_header, "{header}");
        assert_eq!(block.compact("payload"), expected_payload, "{payload}");
        assert_eq!(block.secret("secret", "isSecretBase64Encoded"), b"secret");
        assert_eq!(block.secret("secret", "nothing"), b"c2VjcmV0");
    }
}

/// What is made of a saved request, with the value `COLL` for the variable `coll`.
fn with_item<T>(request: &Value, use_it: impl FnOnce(&Item<'_>) -> T) -> T {
    let (saved, variables) = (Saved::v2(request), variables(&json!({"coll": "COLL"})));
    let (options, http) = (Options::default(), reqwest::Client::new());
    use_it(&Item {
        index: 0,
        saved: &saved,
        variables: &variables,
        options: &options,
        http: &http,
    })
}

#[test]
fn names_of_headers_are_the_same_in_any_case() {
    let request = json!({
        "url": {"host": ["x"], "query": [{"key": "a", "value": "1"}, {"key": "A", "value": "2"}]},
        "header": [{"key": "X-A", "value": "1"}, {"key": "x-a", "value": "2"}],
    });
    with_item(&request, |item| {
        let all = item.headers().all::<String>("X-A").unwrap();
        assert_eq!(all, ["1", "2"]);
        assert_eq!(item.query().all::<String>("a").unwrap(), ["1"]);
    });
}

#[test]
fn keys_that_are_variables_are_known_by_what_the_client_knows() {
    let key = |key: &str| {
        let query = json!([{"key": key, "value": "1"}]);
        json!({"url": {"host": ["x"], "query": query}})
    };
    for (saved, known, expected) in [
        ("{{coll}}", "COLL", Some(Some(1))),
        ("{{coll}}", "{{coll}}", None),
        ("{{none}}", "{{none}}", Some(Some(1))),
        ("a", "{{coll}}", Some(None)),
    ] {
        let value = with_item(&key(saved), |item| item.query().get::<i64>(known).ok());
        assert_eq!(value, expected, "{saved} {known}");
    }
}

#[test]
fn files_are_paths_or_base64() {
    let form = |part: Value| json!({"url": "x", "body": {"mode": "formdata", "formdata": [part]}});
    let body = |file: Value| json!({"url": "x", "body": {"mode": "file", "file": file}});
    let shown = |source: &Source| match source {
        Source::Path(path) => path.display().to_string(),
        Source::Bytes(bytes) => format!("= {}", String::from_utf8_lossy(bytes)),
    };
    for (part, expected) in [
        (json!({"src": "a.txt", "value": "aGVsbG8="}), vec!["a.txt"]),
        (json!({"src": ["a.txt", "b.txt"]}), vec!["a.txt", "b.txt"]),
        (json!({"src": null, "value": "aGVsbG8="}), vec!["= hello"]),
        (json!({"src": null, "value": "no Base64"}), vec!["= "]),
        (json!({"src": []}), vec!["= "]),
        (json!({}), vec!["= "]),
    ] {
        let mut entry = json!({"key": "f", "type": "file"});
        let members = part.as_object().cloned().unwrap_or_default();
        entry.as_object_mut().unwrap().extend(members);
        let found = with_item(&form(entry), |item| {
            let files = item.files("f").into_iter();
            files.map(|file| shown(&file.source)).collect::<Vec<_>>()
        });
        assert_eq!(found, expected, "{part}");
    }
    for (file, expected) in [
        (json!({"src": "a.txt"}), "a.txt"),
        (json!({"content": "aGVsbG8="}), "= hello"),
        (json!("a.txt"), "a.txt"),
        (json!({}), "= "),
    ] {
        let found = with_item(&body(file.clone()), |item| shown(&item.file()));
        assert_eq!(found, expected, "{file}");
    }
}

#[test]
fn dynamic_variables_have_a_value_of_their_kind() {
    let none = Variables::default();
    let sizes = [
        ("{{$guid}}", 36),
        ("{{$isoTimestamp}}", 24),
        ("{{$timestamp}}", 10),
    ];
    for (text, size) in sizes {
        assert_eq!(none.replace(text).len(), size, "{text}");
    }
    assert_ne!(none.replace("{{$guid}}"), none.replace("{{$guid}}"));
    assert!(none.replace("{{$randomInt}}").parse::<u64>().is_ok());
    assert!(none.replace("{{$randomCity}}").starts_with("city-"));
    assert_eq!(none.replace("{{$filter}}"), "{{$filter}}");
    let set = variables(&json!([{"key": "$guid", "value": "one"}]));
    assert_eq!(set.replace("{{$guid}}"), "one");
    let of_variable = variables(&json!([{"key": "id", "value": "{{$guid}}"}]));
    assert_eq!(of_variable.replace("{{id}}").len(), 36);
    let request = json!({"body": {"mode": "raw", "raw": "{\"n\": {{$randomInt}}}"}});
    let read = with_item(&request, |item| {
        item.json::<Value>().map(|value| value["n"].is_u64())
    });
    assert!(read.is_ok_and(|is_number| is_number));
}

#[test]
fn times_are_written_as_dates() {
    use support::dynamic::iso_timestamp;
    let table = [
        (0, "1970-01-01T00:00:00.000Z"),
        (951_782_400, "2000-02-29T00:00:00.000Z"),
        (1_700_000_000, "2023-11-14T22:13:20.000Z"),
        (1_735_689_599, "2024-12-31T23:59:59.000Z"),
    ];
    for (now, expected) in table {
        assert_eq!(iso_timestamp(now), expected);
    }
}

#[test]
fn secrets_are_found_in_the_text_around_them() {
    let header = |value: &str| json!({"header": [{"key": "Authorization", "value": value}]});
    let token = |value: &str, scheme: &str| with_item(&header(value), |item| item.token(scheme));
    assert_eq!(token("SSWS {{coll}}", "SSWS").as_deref(), Some("COLL"));
    assert_eq!(token("ssws 123", "SSWS").as_deref(), Some("123"));
    assert_eq!(token("Token 123", "SSWS"), None);
    let composed = |value: &str, texts: &[&str]| {
        with_item(&header(value), |item| {
            item.composed::<2>("authorization", texts)
        })
    };
    let texts = ["Token token=", ", email=", ""];
    let values = ["{{a}}", "{{b}}"].map(str::to_owned);
    let found = composed("Token token={{a}}, email={{b}}", &texts);
    assert_eq!(found, Some(values));
    for other in [
        "Token {{a}}",
        "Token token={{a}}, email={{b}}!",
        "Token token=1, email=2",
    ] {
        assert_eq!(composed(other, &texts), None, "{other}");
    }
}
