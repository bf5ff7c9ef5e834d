//! Scripts that change what is sent: the report names every request that they change, and its method says so.

use postwright::generate;

use crate::read_as::source;

#[test]
fn every_request_that_a_script_changes_is_named() {
    let items: Vec<String> = (1..=40)
        .map(|n| format!(r#"{{"name": "Request number {n}", "request": "http://h/{n}"}}"#))
        .chain([r#"{"request": "http://h/nameless"}"#.to_owned()])
        .collect();
    let json = format!(
        r#"{{"event": [{{"listen": "prerequest", "script": {{"exec": "pm.request.headers.add({{key: 'X'}})"}}}}], "item": [{}]}}"#,
        items.join(", ")
    );
    let generated = generate(source(&json), "c", "generated").expect("a collection");
    let [entry] = generated.report.entries.as_slice() else {
        panic!("{:?}", generated.report.entries)
    };
    let client = generated.modules.get("mod.rs").expect("the client");
    for n in 1..=40 {
        assert!(
            entry.message.contains(&format!("`Request number {n}`")),
            "{}",
            entry.message
        );
    }
    assert!(entry.message.ends_with("`GET h/nameless`"));
    assert!(
        client.contains("//! Scripts of the collection change 41 requests before they are sent")
    );
    let line = "    /// A script of the collection sets headers before this request; the client does not.\n";
    assert_eq!(client.matches(line).count(), 41);
    // A terminal has room for some.
    let summary = generated.report.summary();
    assert!(
        summary.contains("`Request number 1`, ") && summary.contains('…'),
        "{summary}"
    );
    assert!(summary.len() < 600, "{summary}");
}
