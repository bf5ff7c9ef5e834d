//! Scripts that change what is sent: every request that they change is named.

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
        let line = format!("//! * `request_number_{n}`: sets headers\n");
        assert!(client.contains(&line), "{line}");
    }
    assert!(entry.message.ends_with("`GET h/nameless`"));
    // A terminal has room for some.
    let summary = generated.report.summary();
    assert!(
        summary.contains("`Request number 1`, ") && summary.contains('…'),
        "{summary}"
    );
    assert!(summary.len() < 600, "{summary}");
}
