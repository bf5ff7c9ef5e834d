//! A URL that the generator gives to a server is one that the client takes: no client fails for a default of its own.
#![allow(missing_docs)]

use generated::runtime::CoreBuilder;
use postwright::diag::Source;
use serde_json::json;

/// The URL that a collection's only server has.
fn default_of(url: &str) -> Option<String> {
    let collection = json!({
        "info": { "name": "Hosts" },
        "variable": [{ "key": "server", "value": url }],
        "item": [{ "name": "Get", "request": { "method": "GET", "url": "{{server}}/a" } }],
    });
    let source = Source {
        path: "collection.json".into(),
        text: collection.to_string(),
    };
    let (_, understood, diagnostics) =
        postwright::understand(source, "hosts").expect("a collection");
    let server = understood.api.servers.into_iter().next();
    let known = server.expect("a server").url;
    let mut told = diagnostics.entries().iter();
    let is_told = told.any(|entry| entry.message.to_string().contains("no request can be sent"));
    assert_eq!(known.is_none(), is_told, "{url}");
    known
}

#[test]
fn what_is_no_url_is_no_default() {
    for (url, expected) in [
        ("https://api.example.com/v1", true),
        ("http://127.0.0.1:8080", true),
        ("http://[::1]:80/x", true),
        ("https://пример.рф", true),
        ("api.example.com", true),
        ("http://256.256.256.256", false),
        ("http://1.2.3.4.5", false),
        ("1.2.3.4.5", false),
        ("http://[zz]", false),
        ("http://[::1", false),
        ("http://a:70000", false),
        ("http://a b", false),
        ("http://a{b", false),
        ("http://https://a.example", false),
        ("http://xn--a", false),
        ("ftp://a.example", false),
        ("https:///v1", false),
    ] {
        let known = default_of(url);
        assert_eq!(known.is_some(), expected, "{url}");
        let built = |url: &str| {
            let mut core = CoreBuilder::new(&[("server", None)]);
            core.server("server", "http", url.to_owned());
            core.build().map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(built(url).is_ok(), expected, "{url}: {:?}", built(url));
        if let Some(known) = known {
            assert_eq!(built(&known), Ok(()), "{url}");
        }
    }
}
