//! Format v1: flat lists of requests and folders, headers as lines of text, bodies under `data` and `rawModeData`.

use postwright::read::raw::{Item, Request};

use crate::read_as::{
    document, outline, read_table, show_auth, show_body, show_pairs, show_response, show_url,
    with_warnings,
};

#[test]
fn v1_orders_cannot_be_trusted() {
    let rows = [
        (
            r#""order": ["2", "9", "2"], "folders_order": ["f"], "folders": [{"id": "f", "name": "F", "order": ["1"]}]"#,
            "F(one), two, three",
        ),
        (
            r#""folders": [{"id": "f", "name": "F", "order": ["1", "2", "3"]}]"#,
            "F(one, two, three)",
        ),
        // Folders that hold each other, and one that holds itself.
        (
            r#""folders": [{"id": "f", "name": "F", "folders_order": ["g"]}, {"id": "g", "name": "G", "folders_order": ["f"]},
                {"id": "h", "name": "H", "folders_order": ["h"]}]"#,
            "one, two, three, F(G()), H() !a folder is listed more than once, or inside itself \
             !a folder is listed more than once, or inside itself",
        ),
        // No list names them; they say themselves where they belong.
        (
            r#""folders": [{"id": "g", "name": "G", "folder": "f"}, {"id": "f", "name": "F", "order": null}], "order": ["1", "2"]"#,
            "F(G()), one, two, three",
        ),
        (
            r#""folders": [null, 1], "order": ["3", "2", "1"]"#,
            "three, two, one !an entry of folders is null, not an object !an entry of folders is a number, not an object",
        ),
    ];
    read_table(&rows, |json| {
        let requests = r#"[{"id": "1", "name": "one"}, {"id": "2", "name": "two"}, {"id": "3", "name": "three", "folder": "x"}]"#;
        let (document, warnings) = document(&format!(
            r#"{{"name": "N", "requests": {requests}, {json}}}"#
        ));
        let first: Vec<String> = warnings
            .iter()
            .map(|w| w.lines().next().unwrap_or_default().into())
            .collect();
        with_warnings(outline(&document.collection.items), &first)
    });
}

#[test]
fn v1_folders_that_chain_without_end_are_cut() {
    let folders: Vec<String> = (0..5000)
        .map(|i| {
            format!(
                r#"{{"id": "{i}", "name": "{i}", "folders_order": ["{}"]}}"#,
                i + 1
            )
        })
        .collect();
    let json = format!(
        r#"{{"folders_order": ["0"], "requests": [], "folders": [{}]}}"#,
        folders.join(",")
    );
    let (document, warnings) = document(&json);
    assert_eq!(
        outline(&document.collection.items).matches('(').count(),
        5000
    );
    assert_eq!(warnings.len(), 78);
}

fn v1_request(members: &str) -> (Request, Vec<String>) {
    let (mut document, warnings) = document(&format!(
        r#"{{"requests": [{{"id": "1", "name": "R", {members}}}]}}"#
    ));
    let Some(Item::Request(request)) = document.collection.items.pop() else {
        panic!("no request")
    };
    (
        *request,
        warnings
            .iter()
            .map(|w| w.lines().next().unwrap_or_default().to_string())
            .collect(),
    )
}

#[test]
fn v1_bodies() {
    let rows = [
        (
            r#""dataMode": "raw", "rawModeData": "x", "data": [], "dataOptions": {"raw": {"language": "json"}}"#,
            r#"raw "x" json"#,
        ),
        (r#""dataMode": "raw", "data": "x""#, r#"raw "x""#),
        (r#""dataMode": "raw", "data": []"#, r#"raw """#),
        (
            r#""dataMode": "params", "data": [{"key": "a", "value": "1", "type": "text", "enabled": false}]"#,
            r#"formdata -a="1""#,
        ),
        (
            r#""dataMode": "urlencoded", "data": [{"key": "a", "value": "1"}], "dataDisabled": true"#,
            r#"off urlencoded a="1""#,
        ),
        (r#""dataMode": "binary", "rawModeData": "/x""#, "file /x"),
        (
            r#""dataMode": "graphql", "graphqlModeData": {"query": "{a}"}"#,
            r#"graphql "{a}" - null"#,
        ),
        (
            r#""dataMode": "odd", "data": "x""#,
            "none !dataMode `odd` is unknown",
        ),
        (r#""data": null, "rawModeData": """#, "none"),
        (r#""data": [], "rawModeData": "x""#, r#"raw "x""#),
        (
            r#""data": [{"key": "a", "value": "1"}]"#,
            r#"formdata a="1""#,
        ),
    ];
    read_table(&rows, |members| {
        let (request, warnings) = v1_request(members);
        with_warnings(show_body(&request.body), &warnings)
    });
}

#[test]
fn v1_requests() {
    let (request, warnings) = v1_request(
        r#""method": "PUT", "url": "http://h/a/:id?q=1", "headers": "A: 1\n//B: 2\n", "headerData": [], "pathVariables": {"id": "7"},
            "queryParams": [{"key": "q", "value": "1", "enabled": false}], "preRequestScript": "p", "tests": "t", "events": null,
            "currentHelper": "basicAuth", "helperAttributes": "{\"id\": \"basic\", \"username\": \"u\"}",
            "responses": [{"name": "made", "responseCode": {"code": 201, "name": "Created"}, "text": "{}", "language": "json",
                "headers": [{"key": "A", "value": "1"}], "request": "{\"url\": \"h/b\"}"}, {"request": "some-id"}]"#,
    );
    assert_eq!(warnings, [""; 0]);
    assert_eq!(
        show_url(&request.url),
        r#"http | h ["a", ":id"] ? -q="1" vars id="7""#
    );
    assert_eq!(show_pairs(&request.headers), r#"A="1", -B="2""#);
    assert_eq!(show_auth(&request.auth), r#"basic username="u""#);
    let scripts: Vec<_> = request
        .scripts
        .iter()
        .map(|s| format!("{} {}", s.listen, s.code))
        .collect();
    assert_eq!(scripts, ["prerequest p", "test t"]);
    let responses: Vec<_> = request.responses.iter().map(show_response).collect();
    let made = r#""made" 201 Some("Created") [A="1"] Some("{}") Some("json") Some("h [\"b\"]")"#;
    assert_eq!(responses, [made, r#""" default None [] None None None"#]);
}

#[test]
fn v1_helpers() {
    let rows = [
        (r#""currentHelper": null"#, "inherit"),
        (r#""currentHelper": "normal""#, "inherit"),
        (
            r#""auth": {"type": "noauth"}, "currentHelper": "basicAuth""#,
            "noauth",
        ),
        (
            r#""currentHelper": "awsSigV4", "helperAttributes": {"region": "r"}"#,
            r#"awsv4 region="r""#,
        ),
        (
            r#""currentHelper": "oAuth1", "helperAttributes": {"header": true, "token": ""}"#,
            r#"oauth1 addParamsToHeader=true token="""#,
        ),
    ];
    read_table(&rows, |members| show_auth(&v1_request(members).0.auth));
}
