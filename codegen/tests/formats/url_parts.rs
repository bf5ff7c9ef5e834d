//! How URLs are split into parts, and parts are put together.

use serde_json::Value;

use crate::read_as::{read_table, request, show_url, with_warnings};

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
    read_table(&rows, |text| {
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
    read_table(&rows, |json| {
        let (request, warnings) = request(&format!(r#""url": {json}"#));
        with_warnings(show_url(&request.url), &warnings)
    });
}
