//! The reading stage: every shape that occurs, told by tables of input and expected reading.

use std::fmt::Write as _;
use std::path::Path;

use postwright::diag::{Diagnostics, Places, Source, Step, render};
use postwright::read::raw::{
    Auth, Body, BodyContent, Item, Pair, Request, Response, Url, Variable,
};
use postwright::read::{self, Document, locate};
use serde_json::Value;

// ---- helpers: read a piece, show it in one line -------------------------------------------------------------------

fn source(text: &str) -> Source {
    Source {
        path: "c.json".into(),
        text: text.to_string(),
    }
}

fn document(text: &str) -> (Document, Vec<String>) {
    let mut diagnostics = Diagnostics::default();
    let document = read::document(source(text), &mut diagnostics).expect("a collection");
    let warnings = diagnostics
        .entries()
        .iter()
        .map(|d| render(d, &document.source, &document.places))
        .collect();
    (document, warnings)
}

/// The only request of a collection whose item is `item`, and the first lines of all warnings.
fn item(item: &str) -> (Option<Request>, Vec<String>) {
    let (mut document, warnings) = document(&format!(r#"{{"item": [{item}]}}"#));
    let request = match document.collection.items.pop() {
        Some(Item::Request(request)) => Some(*request),
        _ => None,
    };
    (
        request,
        warnings
            .iter()
            .map(|w| w.lines().next().unwrap_or_default().to_string())
            .collect(),
    )
}

fn request(members: &str) -> (Request, Vec<String>) {
    let (request, warnings) = item(&format!(r#"{{"name": "R", "request": {{{members}}}}}"#));
    (request.expect("a request"), warnings)
}

fn with_warnings(shown: String, warnings: &[String]) -> String {
    warnings.iter().fold(shown, |mut out, warning| {
        let _ = write!(out, " !{}", warning.trim_start_matches("warning: "));
        out
    })
}

fn show_pair(pair: &Pair) -> String {
    let key = pair.key.as_deref().unwrap_or("<none>");
    let off = if pair.disabled { "-" } else { "" };
    let description = pair
        .description
        .as_ref()
        .map(|d| format!(" ({d})"))
        .unwrap_or_default();
    format!("{off}{key}={}{description}", pair.value)
}

fn show_pairs(pairs: &[Pair]) -> String {
    pairs.iter().map(show_pair).collect::<Vec<_>>().join(", ")
}

fn show_url(url: &Url) -> String {
    let mut out = String::new();
    for (label, part) in [("", &url.protocol), ("user ", &url.user_info)] {
        if let Some(part) = part {
            let _ = write!(out, "{label}{part} | ");
        }
    }
    let _ = write!(out, "{}", url.host);
    if let Some(port) = &url.port {
        let _ = write!(out, " :{port}");
    }
    if !url.path.is_empty() {
        let _ = write!(out, " {:?}", url.path);
    }
    for (label, pairs) in [("?", &url.query), ("vars", &url.variables)] {
        if !pairs.is_empty() {
            let _ = write!(out, " {label} {}", show_pairs(pairs));
        }
    }
    out
}

fn show_body(body: &Option<Body>) -> String {
    let Some(body) = body else {
        return "none".into();
    };
    let form = |entries: &[read::raw::FormEntry]| {
        let one = |e: &read::raw::FormEntry| {
            let flags = [(e.disabled, "-"), (e.is_file, "@"), (e.many_files, "*")];
            let flags: String = flags
                .into_iter()
                .filter(|(on, _)| *on)
                .map(|(_, flag)| flag)
                .collect();
            let key = e.key.as_deref().unwrap_or("<none>");
            let extra = [&e.content_type, &e.description].into_iter().flatten();
            format!(
                "{flags}{key}={}{}",
                e.value,
                extra.map(|x| format!(" ({x})")).collect::<String>()
            )
        };
        entries.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let shown = match &body.content {
        BodyContent::Raw { text, language } => {
            format!("raw {text:?} {}", language.as_deref().unwrap_or(""))
        }
        BodyContent::Urlencoded(entries) => format!("urlencoded {}", form(entries)),
        BodyContent::Formdata(entries) => format!("formdata {}", form(entries)),
        BodyContent::File(source) => format!("file {}", source.as_deref().unwrap_or("")),
        BodyContent::Graphql {
            query,
            operation_name,
            variables,
        } => {
            format!(
                "graphql {query:?} {} {variables}",
                operation_name.as_deref().unwrap_or("-")
            )
        }
    };
    let off = if body.disabled { "off " } else { "" };
    format!("{off}{}", shown.trim_end())
}

fn show_auth(auth: &Option<Auth>) -> String {
    let Some(auth) = auth else {
        return "inherit".into();
    };
    let params = auth
        .params
        .iter()
        .map(|(key, value)| format!(" {key}={value}"));
    format!("{}{}", auth.kind, params.collect::<String>())
}

fn show_response(response: &Response) -> String {
    let original = response.original_request.as_ref().map(|r| show_url(&r.url));
    format!(
        "{:?} {:?} {:?} [{}] {:?} {:?} {original:?}",
        response.name,
        response.code,
        response.status,
        show_pairs(&response.headers),
        response.body,
        response.preview_language
    )
}

fn show_variables(variables: &[Variable]) -> String {
    let one = |v: &Variable| {
        let flags = [(v.disabled, "-"), (v.secret, "*")];
        let flags: String = flags
            .into_iter()
            .filter(|(on, _)| *on)
            .map(|(_, flag)| flag)
            .collect();
        format!("{flags}{}={}", v.key, v.value)
    };
    variables.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// `Folder(a, b), c`
fn outline(items: &[Item]) -> String {
    let one = |item: &Item| match item {
        Item::Folder(folder) => format!("{}({})", folder.name, outline(&folder.items)),
        Item::Request(request) => request.name.clone(),
    };
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn table(rows: &[(&str, &str)], read: impl Fn(&str) -> String) {
    for (input, expected) in rows {
        assert_eq!(read(input), *expected, "\nreading {input}");
    }
}

// ---- URLs ---------------------------------------------------------------------------------------------------------

#[test]
fn url_text_is_split() {
    let rows = [
        (
            "https://api.zoom.us/v2/meetings/:id",
            r#"https | api.zoom.us ["v2", "meetings", ":id"]"#,
        ),
        ("{{baseUrl}}/x?y={{z}}", r#"{{baseUrl}} ["x"] ? y="{{z}}""#),
        ("{{envUrl}}api", "{{envUrl}}api"),
        ("{{apihost/a", r#"{{apihost ["a"]"#),
        ("postman-echo.com/get", r#"postman-echo.com ["get"]"#),
        ("localhost:3000", "localhost :3000"),
        ("{{host}}:{{port}}/", r#"{{host}} :{{port}} [""]"#),
        ("h:/a", r#"h ["a"]"#),
        ("h:x/a", r#"h:x ["a"]"#),
        ("http://[::1]:80/a", r#"http | [::1] :80 ["a"]"#),
        ("http://[::1]/a", r#"http | [::1] ["a"]"#),
        ("//h/a", r#"h ["a"]"#),
        ("/only/path/", r#" ["only", "path", ""]"#),
        ("h/a//b/", r#"h ["a", "", "b", ""]"#),
        (r"h\a\b?c=\d", r#"h ["a", "b"] ? c="\\d""#),
        ("h/a#frag?x=1", r#"h ["a"]"#),
        ("h/a?x=1#frag", r#"h ["a"] ? x="1""#),
        (
            "h?a=1&&b&=c&d=",
            r#"h ? a="1", <none>=null, b=null, ="c", d="""#,
        ),
        ("h?a=b=c?", r#"h ? a="b=c?""#),
        ("h?", "h"),
        (
            "https://us@r:p@h/",
            r#"https | user us@r:redacted | h [""]"#,
        ),
        (
            "{{p://}}://{{@}}:{{###}}@{{host.name}}:{{:p}}/{{f/o/o}}?{{?}}={{&}}",
            r#"{{p://}} | user {{@}}:{{###}} | {{host.name}} :{{:p}} ["{{f/o/o}}"] ? {{?}}="{{&}}""#,
        ),
        (
            "h/{{policyId}}}/{{{x/y}}}/{t}",
            r#"h ["{{policyId}}}", "{{{x/y}}}", "{t}"]"#,
        ),
        (
            "h/{{model}}:generateContent/:id.json",
            r#"h ["{{model}}:generateContent", ":id.json"]"#,
        ),
        (
            "{{u}}/redirect/http://x",
            r#"{{u}} ["redirect", "http:", "", "x"]"#,
        ),
        ("  h/a", r#"h ["a"]"#),
        ("", ""),
    ];
    table(&rows, |text| {
        let (request, warnings) = request(&format!(r#""url": {}"#, Value::from(text)));
        // A password is taken out before anything is read.
        let raw = text.replace(":p@", ":redacted@");
        assert_eq!(request.url.raw.as_deref(), Some(raw.as_str()));
        with_warnings(show_url(&request.url), &warnings)
    });
}

#[test]
fn url_objects_count_by_their_parts() {
    let rows = [
        (
            r#"{"raw": "x://no/no", "protocol": "https", "host": ["api", "zoom", "us"], "path": ["v2", ":id"]}"#,
            r#"https | api.zoom.us ["v2", ":id"]"#,
        ),
        (
            r#"{"raw": "https://h:1/a?b=1#c"}"#,
            r#"https | h :1 ["a"] ? b="1""#,
        ),
        (
            r#"{"raw": "h/a?b=1", "host": "", "path": [], "query": [{"key": "c"}]}"#,
            r#"h ["a"] ? c=null"#,
        ),
        (
            r#"{"host": "sub.example.com.", "path": "path/to/document"}"#,
            r#"sub.example.com. ["path", "to", "document"]"#,
        ),
        (r#"{"host": ["h"], "path": "/a/"}"#, r#"h ["a", ""]"#),
        (r#"{"host": ["h"], "path": [""]}"#, r#"h [""]"#),
        (
            r#"{"host": ["h"], "path": [{"type": "string", "value": "a"}, 1, null]}"#,
            r#"h ["a", "1", ""]"#,
        ),
        (
            r#"{"host": ["h"], "path": [[]]}"#,
            r#"h [""] !path is a list, not text"#,
        ),
        (
            r#"{"host": ["h"], "path": ["a/b", ":7543"]}"#,
            r#"h ["a", "b", ":7543"]"#,
        ),
        (
            r#"{"host": ["{{url}}{{site}}"], "port": 8080}"#,
            "{{url}}{{site}} :8080",
        ),
        (
            r#"{"host": ["{{apihost"], "path": ["a", "{{b}}"]}"#,
            r#"{{apihost ["a", "{{b}}"]"#,
        ),
        (
            r#"{"host": ["https://api", "x", "com/v1/"], "path": ["a"]}"#,
            r#"https | api.x.com ["v1", "a"]"#,
        ),
        (
            r#"{"protocol": "http://", "host": ["h"], "port": " "}"#,
            "http | h",
        ),
        (
            r#"{"host": ["h"], "auth": {"user": "{{u}}", "password": "{{p}}"}}"#,
            "user {{u}}:{{p}} | h",
        ),
        (
            r#"{"host": ["h"], "query": "a=1&b"}"#,
            r#"h ? a="1", b=null"#,
        ),
        (
            r#"{"host": ["h"], "query": {"a": 1, "b": null}}"#,
            "h ? a=1, b=null",
        ),
        (r#"{"host": ["h"], "query": null, "variable": null}"#, "h"),
        (
            r#"{"host": ["h"], "query": [{"key": null, "value": null}, {"key": "a[]", "value": true, "enabled": false},
                {"key": "a[]", "value": "", "disabled": true}, {}, "x=1", 5]}"#,
            r#"h ? <none>=null, -a[]=true, -a[]="", x="1" !query is a number, not an object with a key and a value"#,
        ),
        (
            r#"{"host": ["h"], "path": [":a", ":b", ":c"], "variable": [{"key": "a", "value": ""}, {"id": "b", "value": null},
                {"key": "c", "description": {"content": "the c", "type": "text/plain"}}]}"#,
            r#"h [":a", ":b", ":c"] vars a="", b=null, c=null (the c)"#,
        ),
        (r#"{"host": ["h"], "variable": {"a": 1}}"#, "h vars a=1"),
        ("{}", ""),
        ("[1]", " !url is a list, not text or an object"),
        ("null", ""),
    ];
    table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""url": {json}"#));
        with_warnings(show_url(&request.url), &warnings)
    });
}

// ---- the other parts of a request ---------------------------------------------------------------------------------

#[test]
fn headers() {
    let rows = [
        (
            r#"[{"key": "A", "value": 1}, {"key": "", "value": "x"}, {}, null]"#,
            r#"A=1, ="x""#,
        ),
        (
            r#"[{"key": "A", "value": "1", "description": null, "disabled": true}]"#,
            r#"-A="1""#,
        ),
        (
            r#"[{"name": "A", "value": "1", "description": "why"}]"#,
            r#"A="1" (why)"#,
        ),
        (
            r#""A: 1\r\n//B: x:y\n\n  more\nC""#,
            r#"A="1", -B="x:y more", C="""#,
        ),
        (r#"["A: 1"]"#, r#"A="1""#),
        (r#"{"A": "1"}"#, r#"A="1""#),
        ("null", ""),
        (r#""""#, ""),
        ("7", " !header is a number, not a list"),
        (
            "[[]]",
            " !header is a list, not an object with a key and a value",
        ),
        (
            r#"[{"key": ["A"], "value": "1"}]"#,
            r#"<none>="1" !key is a list, not text"#,
        ),
    ];
    table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""header": {json}"#));
        with_warnings(show_pairs(&request.headers), &warnings)
    });
}

#[test]
fn methods() {
    let rows = [
        (r#""get""#, r#"Some("get")"#),
        (r#"" PURGE ""#, r#"Some("PURGE")"#),
        (r#""""#, "None"),
        (r#""  ""#, "None"),
        ("null", "None"),
        ("{}", "None !method is an object, not text"),
    ];
    table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""method": {json}"#));
        with_warnings(format!("{:?}", request.method), &warnings)
    });
}

#[test]
fn bodies() {
    let rows = [
        ("null", "none"),
        ("{}", "none"),
        (r#"{"mode": "none"}"#, "none"),
        ("[]", "none !body is a list, not an object"),
        (r#""text""#, r#"raw "text""#),
        (r#"{"mode": "raw"}"#, r#"raw """#),
        (
            r#"{"mode": "raw", "raw": "{{body}}", "options": {"raw": {"language": "json"}}}"#,
            r#"raw "{{body}}" json"#,
        ),
        (
            r#"{"mode": "raw", "raw": {"a": 1}, "options": {}}"#,
            r#"raw "{\n  \"a\": 1\n}""#,
        ),
        (
            r#"{"mode": "raw", "raw": "x", "formdata": [{"key": "a"}], "disabled": true}"#,
            r#"off raw "x""#,
        ),
        (r#"{"mode": "formdata", "formdata": ""}"#, "formdata"),
        (r#"{"mode": "urlencoded", "urlencoded": ""}"#, "urlencoded"),
        (
            r#"{"mode": "urlencoded", "urlencoded": "a=1&b"}"#,
            r#"urlencoded a="1", b=null"#,
        ),
        (
            r#"{"mode": "urlencoded", "urlencoded": {"a": 1}}"#,
            "urlencoded a=1",
        ),
        (
            r#"{"mode": "urlencoded", "urlencoded": [{"key": "a", "value": 5, "enabled": false}, {}, {"key": null}]}"#,
            "urlencoded -a=5, <none>=null",
        ),
        (
            r#"{"mode": "formdata", "formdata": 1}"#,
            "formdata !form is a number, not a list",
        ),
        (
            r#"{"mode": "formdata", "formdata": [
                {"key": "a", "type": "file", "src": "/x"}, {"key": "b", "type": "file", "src": []},
                {"key": "c", "type": "file", "src": ["/x", "/y"]}, {"key": "d", "type": "file", "src": null},
                {"key": "e", "src": "/x"}, {"key": "f", "value": "{}", "contentType": "application/json"},
                {"key": "g", "value": "1", "type": "default", "description": {"content": "G"}}]}"#,
            r#"formdata @a=null, @b=null, @*c=null, @d=null, @e=null, f="{}" (application/json), g="1" (G)"#,
        ),
        (r#"{"mode": "file", "file": {"src": "/x"}}"#, "file /x"),
        (r#"{"mode": "file", "file": {"src": null}}"#, "file"),
        (r#"{"mode": "file", "file": {"src": ["/x"]}}"#, "file /x"),
        (r#"{"mode": "file", "file": "/x"}"#, "file /x"),
        (r#"{"mode": "file"}"#, "file"),
        (
            r#"{"mode": "graphql", "graphql": {"query": "{a}", "variables": "{}"}}"#,
            r#"graphql "{a}" - "{}""#,
        ),
        (
            r#"{"mode": "graphql", "graphql": {"query": "{a}", "operationName": "A", "variables": {"b": 1}}}"#,
            r#"graphql "{a}" A {"b":1}"#,
        ),
        (
            r#"{"mode": "graphql", "graphql": "{a}"}"#,
            r#"graphql "{a}" - null"#,
        ),
        (
            r#"{"mode": "graphql", "graphql": "{\"query\": \"{a}\"}"}"#,
            r#"graphql "{a}" - null"#,
        ),
        (r#"{"mode": "graphql"}"#, r#"graphql "" - null"#),
        (
            r#"{"mode": "xml", "raw": "x"}"#,
            "none !body mode `xml` is unknown",
        ),
        (
            r#"{"raw": "x"}"#,
            r#"raw "x" !the body has no mode; it is read as `raw`"#,
        ),
        (r#"{"mode": null, "raw": ""}"#, "none"),
    ];
    table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""body": {json}"#));
        with_warnings(show_body(&request.body), &warnings)
    });
    let (request, warnings) = request(r#""data": {"mode": "raw", "raw": "x"}"#);
    let expected = "none !the request has its body under `data`, which Postman does not send";
    assert_eq!(with_warnings(show_body(&request.body), &warnings), expected);
}

#[test]
fn auth() {
    let rows = [
        ("null", "inherit"),
        ("{}", "inherit"),
        (r#"{"type": "noauth"}"#, "noauth"),
        (r#"{"type": "bearer"}"#, "bearer"),
        (
            r#"{"type": "Bearer", "bearer": [{"key": "token", "value": "{{t}}", "type": "string"}]}"#,
            r#"bearer token="{{t}}""#,
        ),
        (
            r#"{"type": "basic", "basic": {"username": "{{u}}", "showPassword": false}}"#,
            r#"basic username="{{u}}" showPassword=false"#,
        ),
        (
            r#"{"type": "jwt", "jwt": [{"key": "payload", "value": {"a": "{{a}}"}}, {}]}"#,
            r#"jwt payload={"a":"{{a}}"}"#,
        ),
        (
            r#"{"type": "odd", "odd": [{"value": 1}]}"#,
            "odd !auth parameter without a key",
        ),
        (
            r#"{"type": "odd", "odd": true}"#,
            "odd !the list of auth parameters is true or false, not a list",
        ),
        (
            r#"{"type": null, "basic": [{"key": "username", "value": "{{u}}"}]}"#,
            r#"basic username="{{u}}""#,
        ),
        (
            r#"{"type": null, "basic": [], "bearer": []}"#,
            "inherit !auth has no type",
        ),
        (r#""noauth""#, "noauth"),
        ("1", "inherit !auth is a number, not an object"),
    ];
    table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""auth": {json}"#));
        with_warnings(show_auth(&request.auth), &warnings)
    });
}

#[test]
fn responses() {
    let rows = [
        (
            r#"{"name": "ok", "code": 200, "status": "OK", "header": [{"key": "A", "value": "1"}], "body": "{}",
                "_postman_previewlanguage": "json", "originalRequest": {"method": "GET", "url": "h/a"}, "responseTime": "12"}"#,
            r#""ok" Some(200) Some("OK") [A="1"] Some("{}") Some("json") Some("h [\"a\"]")"#,
        ),
        (
            r#"{"code": "404", "header": "A: 1"}"#,
            r#""" Some(404) None [A="1"] None None None"#,
        ),
        (
            r#"{"code": "", "originalRequest": {}}"#,
            r#""" None None [] None None None"#,
        ),
        (
            r#"{"code": null, "status": null, "body": null, "header": null, "originalRequest": null,
                "_postman_previewlanguage": null}"#,
            r#""" None None [] None None None"#,
        ),
        (
            r#"{"code": 999, "originalRequest": "http://h/a"}"#,
            r#""" Some(999) None [] None None Some("http | h [\"a\"]")"#,
        ),
        (
            r#"{"body": {"a": [1]}}"#,
            r#""" None None [] Some("{\n  \"a\": [\n    1\n  ]\n}") None None"#,
        ),
        (
            r#"{"code": "4xx"}"#,
            r#""" None None [] None None None !status code "4xx" is not a number"#,
        ),
        (
            r#"{"code": 1.5}"#,
            r#""" None None [] None None None !status code 1.5 is not a number"#,
        ),
        (
            r#"{"originalRequest": 1}"#,
            r#""" None None [] None None None !originalRequest is a number, not an object or text"#,
        ),
        ("null", ""),
        ("1", " !saved response is a number, not an object"),
    ];
    table(&rows, |json| {
        let (request, warnings) = item(&format!(r#"{{"request": "h", "response": [{json}]}}"#));
        let shown: Vec<_> = request
            .expect("a request")
            .responses
            .iter()
            .map(show_response)
            .collect();
        with_warnings(shown.join("; "), &warnings)
    });
}

#[test]
fn scripts_and_descriptions() {
    let (request, warnings) = item(
        r#"{"name": 5, "description": "the item", "request": {"description": {"content": " "}},
            "event": [{"listen": "test", "script": {"exec": ["a", "b"]}}, {"listen": "prerequest", "script": {"exec": "c"}},
                {"listen": "test", "script": "d"}, {"listen": "test", "script": {"exec": []}},
                {"listen": "test", "disabled": true, "script": {"exec": "e"}}, null, 1]}"#,
    );
    let request = request.expect("a request");
    assert_eq!(
        (request.name.as_str(), request.description.as_deref()),
        ("5", Some("the item"))
    );
    let scripts: Vec<_> = request
        .scripts
        .iter()
        .map(|s| format!("{}: {:?}", s.listen, s.code))
        .collect();
    assert_eq!(
        scripts,
        [r#"test: "a\nb""#, r#"prerequest: "c""#, r#"test: "d""#]
    );
    assert_eq!(warnings, ["warning: event is a number, not an object"]);
}

// ---- collections --------------------------------------------------------------------------------------------------

#[test]
fn collections_of_all_kinds() {
    let rows = [
        (
            r#"{"info": {"name": "N", "version": {}}, "item": []}"#,
            "N: ",
        ),
        (
            r#"{"item": [{"name": "a", "request": "h"}, {"name": "F", "item": [{"name": "b", "request": {}}]}]}"#,
            "-: a, F(b)",
        ),
        (
            r#"{"collection": {"info": {"name": "N"}, "items": [{"name": "a", "request": "h"}]}, "run": {}}"#,
            "N: a",
        ),
        (
            r#"{"info": {"schema": "v999.0.0"}, "item": [{"name": "F", "item": []}]}"#,
            "-: F()",
        ),
        (r#"{"info": {"name": "N", "_postman_id": "1"}}"#, "N: "),
        (
            r#"{"name": "N", "info": null, "item": [{"name": "x"}, "y", {"name": "z", "request": 1}, {"name": "a", "request": "h"}]}"#,
            "N: a !this item is neither a request nor a folder !item is text, not an object !this item is neither a request nor a folder",
        ),
        (
            r#"{"item": [{"name": "F", "item": {}}, {"name": "a", "item": {}, "request": "h"}, {"name": "G", "item": [], "request": "h"}]}"#,
            "-: F(), a, G() !item is an object, not a list !a folder has a request of its own (text)",
        ),
    ];
    table(&rows, |json| {
        let (document, warnings) = document(json);
        let collection = &document.collection;
        let first: Vec<String> = warnings
            .iter()
            .map(|w| w.lines().next().unwrap_or_default().into())
            .collect();
        let name = collection.name.as_deref().unwrap_or("-");
        with_warnings(format!("{name}: {}", outline(&collection.items)), &first)
    });
}

#[test]
fn collection_variables() {
    let rows = [
        (
            r#""variable": [{"key": "a", "value": 1}, {"id": "b", "disabled": true}]"#,
            "a=1, -b=null",
        ),
        (
            r#""variables": [{"key": "a", "value": "x", "type": "secret"}], "variable": null"#,
            r#"*a="redacted""#,
        ),
        (r#""variable": {"a": "x"}"#, r#"a="x""#),
        (r#""variable": [{}, null, {"key": "", "value": ""}]"#, ""),
        (
            r#""variable": [{"value": "x"}, 1]"#,
            " !variable without a key !variable is a number, not an object with a key and a value",
        ),
    ];
    table(&rows, |json| {
        let (document, warnings) = document(&format!(r#"{{"item": [], {json}}}"#));
        let first: Vec<String> = warnings
            .iter()
            .map(|w| w.lines().next().unwrap_or_default().into())
            .collect();
        with_warnings(show_variables(&document.collection.variables), &first)
    });
}

#[test]
fn environments() {
    let rows = [
        (
            r#"{"name": "E", "values": [{"key": "a", "value": "1", "enabled": false}, {"key": "b", "value": "2", "type": "secret"}]}"#,
            r#"-a="1", *b="2""#,
        ),
        (r#"{"environment": {"values": []}}"#, ""),
        (r#"[{"key": "a", "value": null}]"#, "a=null"),
        (
            r#"{"item": []}"#,
            "error: this is a collection, not an environment\n  --> c.json\n  help: name it `collection.json`, or put the exported environment here",
        ),
        (
            "{}",
            "error: this is not a Postman environment: there is no list `values`\n  --> c.json\n  help: export the environment from Postman",
        ),
    ];
    table(&rows, |json| {
        match read::environment(
            &source(json),
            &mut Places::default(),
            &mut Diagnostics::default(),
        ) {
            Ok(variables) => show_variables(&variables),
            Err(error) => error.to_string(),
        }
    });
}

// ---- v1 -----------------------------------------------------------------------------------------------------------

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
    table(&rows, |json| {
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
    table(&rows, |members| {
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
    let made =
        r#""made" Some(201) Some("Created") [A="1"] Some("{}") Some("json") Some("h [\"b\"]")"#;
    assert_eq!(responses, [made, r#""" None None [] None None None"#]);
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
    table(&rows, |members| show_auth(&v1_request(members).0.auth));
}

// ---- places -------------------------------------------------------------------------------------------------------

#[test]
fn locate_finds_line_and_column() {
    let text = "{\n  \"a\": [1, {\"b\\u0041/\": \"x\\\"]}\"}, [[], {}]],\n  \"日本\": {\"é\": 1, \"é\": {\"é\": true}},\n  \"a b\": null }";
    let key = |key: &str| Step::Key(key.into());
    let rows: [(Vec<Step>, (usize, usize)); 12] = [
        (vec![], (1, 1)),
        (vec![key("a")], (2, 8)),
        (vec![key("a"), Step::Index(0)], (2, 9)),
        (vec![key("a"), Step::Index(1), key("bA/")], (2, 25)),
        (vec![key("a"), Step::Index(2)], (2, 35)),
        (vec![key("a"), Step::Index(2), Step::Index(1)], (2, 40)),
        (vec![key("日本")], (3, 9)),
        (vec![key("日本"), key("é"), key("é")], (3, 29)),
        (vec![key("a b")], (4, 10)),
        // Where a step leads nowhere, the deepest value found.
        (vec![key("a"), Step::Index(3)], (2, 8)),
        (
            vec![key("a"), Step::Index(2), Step::Index(0), Step::Index(0)],
            (2, 36),
        ),
        (vec![key("a"), key("x"), key("y")], (2, 8)),
    ];
    for (steps, expected) in rows {
        let found = locate::line_and_column(text, &steps.iter().collect::<Vec<_>>());
        assert_eq!(found, Some(expected), "{steps:?}");
    }
}

#[test]
fn locate_survives_any_text() {
    let steps = [Step::Key("a".into()), Step::Index(1), Step::Key("b".into())];
    let steps: Vec<&Step> = steps.iter().collect();
    let text = r#"{"a": [{"x": "\\"}, {"b": 1}]}"#;
    for end in 0..text.len() {
        locate::line_and_column(&text[..end], &steps);
    }
    assert_eq!(locate::line_and_column(" \n", &steps), None);
    let deep = "[".repeat(1_000_000);
    assert_eq!(
        locate::line_and_column(&deep, &[&Step::Index(0), &Step::Index(1)]),
        Some((1, 2))
    );
}

#[test]
fn warnings_say_where_they_stand() {
    let json = "{\"item\": [\n  {\"name\": \"Orders\", \"item\": [\n    {\"name\": \"Create\", \"request\": {\"url\": 5}}\n  ]}\n]}";
    let (_, warnings) = document(json);
    let expected = "warning: url is a number, not text or an object\n  --> c.json:3:43  Orders > Create > request > url\n  \
                    help: it is left out; correct it in Postman and export again\n";
    assert_eq!(warnings, [expected]);
}

// ---- files that cannot be read ------------------------------------------------------------------------------------

fn failure(bytes: &[u8]) -> String {
    let source = read::source(bytes.to_vec(), Path::new("c.json"));
    match source.and_then(|source| read::document(source, &mut Diagnostics::default())) {
        Ok(_) => "read".into(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn bad_text() {
    let deep = "[".repeat(200);
    let again = "correct the file at this place, or export it from Postman again";
    let rows: Vec<(&[u8], &str, &str, &str)> = vec![
        (
            b"",
            "the file is empty",
            "c.json",
            "export the collection from Postman into this file",
        ),
        (
            b"\xEF\xBB\xBF \n",
            "the file is empty",
            "c.json",
            "export the collection from Postman into this file",
        ),
        (
            b"\xFF\xFE{\0}\0",
            "the file is encoded as UTF-16, not as UTF-8",
            "c.json",
            "save it as UTF-8",
        ),
        (
            b"{\n\"\xC3\xA9\xE9\"}",
            "the file is not UTF-8",
            "c.json:2:3",
            "save it as UTF-8",
        ),
        (
            b"{\n  \"a\" 1}",
            "not valid JSON: expected `:`",
            "c.json:2:7",
            again,
        ),
        (
            "{\"日本\" 1}".as_bytes(),
            "not valid JSON: expected `:`",
            "c.json:1:7",
            again,
        ),
        (
            b"{\"a\": \"\x01\"}",
            "not valid JSON: control character (\\u0000-\\u001F) found while parsing a string",
            "c.json:1:8",
            again,
        ),
        (
            b"<html>",
            "this is HTML or XML, not a JSON file",
            "c.json:1:1",
            "export the collection from Postman as JSON (v2.1)",
        ),
        (
            b"{\n<<<<<<< HEAD\n",
            "the file holds merge-conflict markers (`<<<<<<<`)",
            "c.json:2:1",
            "resolve the conflict, then try again",
        ),
        (
            b"{\"item\": [",
            "the file ends in the middle of the JSON document: EOF while parsing a list",
            "c.json:1:10",
            "the file is cut off; export or download it again",
        ),
        (
            b"{}\n{}",
            "the file holds several JSON documents, one after the other",
            "c.json:2:1",
            "put each collection into a file of its own",
        ),
        (
            b"{} }",
            "there is text after the end of the JSON document",
            "c.json:1:4",
            "delete everything from this place on",
        ),
        (
            deep.as_bytes(),
            "the JSON is nested more than 127 levels deep",
            "c.json:1:128",
            "shorten the value at this place",
        ),
    ];
    for (bytes, message, spot, help) in rows {
        assert_eq!(
            failure(bytes),
            format!("error: {message}\n  --> {spot}\n  help: {help}")
        );
    }
}

#[test]
fn other_documents() {
    let import = "import it in Postman, then export the collection (v2.1)";
    let export = "export the collection from Postman (… > Export > Collection v2.1)";
    let own = "put each collection into a file of its own";
    let neither = "this is not a Postman collection: it has neither `item` nor `requests`";
    let rows = [
        (
            r#"{"name": "E", "values": []}"#,
            "this is a Postman environment, not a collection",
            "name it `environment.json` and put the collection beside it",
        ),
        (
            r#"{"openapi": "3.0.0", "info": {}}"#,
            "this is an OpenAPI document, not a Postman collection",
            import,
        ),
        (
            r#"{"swagger": "2.0"}"#,
            "this is an OpenAPI document, not a Postman collection",
            import,
        ),
        (
            r#"{"_type": "export", "resources": []}"#,
            "this is an Insomnia export, not a Postman collection",
            import,
        ),
        (
            r#"{"log": {"entries": []}}"#,
            "this is a HAR recording, not a Postman collection",
            import,
        ),
        (
            r#"{"collections": [], "environments": []}"#,
            "this holds several collections (a Postman data dump)",
            own,
        ),
        ("{}", neither, export),
        (r#"{"info": {"name": "N"}}"#, neither, export),
        ("[]", "this is a list, not a Postman collection", export),
        ("5", "this is a number, not a Postman collection", export),
        (r#""x""#, "this is text, not a Postman collection", export),
        ("null", "this is null, not a Postman collection", export),
    ];
    for (json, message, help) in rows {
        assert_eq!(
            failure(json.as_bytes()),
            format!("error: {message}\n  --> c.json\n  help: {help}")
        );
    }
}

#[test]
fn files() {
    let folder = tempfile::tempdir().expect("a folder");
    let load = |name: &str| match read::load(&folder.path().join(name), Path::new("c.json")) {
        Ok(source) => source.text,
        Err(error) => error.to_string(),
    };
    std::fs::write(folder.path().join("bom"), "\u{FEFF}{}").expect("written");
    assert_eq!(load("bom"), "{}");
    let expected = "error: this is a folder, not a file\n  --> c.json\n  help: name a collection file inside of it";
    assert_eq!(load(""), expected);
    assert!(
        load("none").starts_with("error: the file cannot be read: "),
        "{}",
        load("none")
    );
}
