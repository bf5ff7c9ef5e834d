//! What becomes of paths, queries and headers: names, evidence, and what is always sent.

use std::path::Path;

use postwright::model::{ConstantValue, Operation, Param, PathPiece, Sample};
use postwright::{Understood, read};
use serde_json::{Value, json};

fn understood(document: &Value) -> Understood {
    let bytes = document.to_string().into_bytes();
    let source = read::source(bytes, Path::new("x.json")).expect("text");
    let (_, understood, _) = postwright::understand(source, "inputs").expect("a collection");
    understood
}

/// The only operation of a collection with this request and these variables.
fn of_request(request: Value, variables: Value) -> (Understood, Operation) {
    let document = json!({
        "info": { "name": "Inputs" },
        "item": [{ "name": "Get", "request": request }],
        "variable": variables,
    });
    let understood = understood(&document);
    let operation = understood.api.operations[0].clone();
    (understood, operation)
}

fn samples<'a>(understood: &'a Understood, param: &Param) -> Vec<&'a str> {
    let samples = understood.api.slot(param.slot).samples.iter();
    let texts = samples.map(|sample| match sample {
        Sample::Text(text) => text.as_str(),
        Sample::Json(_) => panic!("text"),
    });
    texts.collect()
}

fn wires(params: &[Param]) -> Vec<&str> {
    params.iter().map(|param| param.wire.as_str()).collect()
}

#[test]
fn a_variable_in_the_name_of_another_counts_with_its_value() {
    let url = "https://a.test/x-{{hello_{{var}}}}/{{p_{{none}}}}";
    let variables = json!([{ "key": "var", "value": "world" }]);
    let (_, operation) = of_request(json!({ "url": url }), variables);
    assert_eq!(wires(&operation.path_params), ["hello_world", "none"]);
    let literal = |text: &str| PathPiece::Literal(text.into());
    assert_eq!(
        operation.path,
        [
            vec![literal("x-"), PathPiece::Param(0)],
            vec![literal("{{p_"), PathPiece::Param(1), literal("}}")],
        ]
    );
    let variables =
        json!([{ "key": "var", "value": "world" }, { "key": "hello_world", "value": "7" }]);
    let (understood, operation) = of_request(json!({ "url": url }), variables);
    assert_eq!(samples(&understood, &operation.path_params[0]), ["7"]);
}

#[test]
fn samples_of_a_url_are_decoded() {
    for (written, sample) in [
        ("nose%20hair", "nose hair"),
        ("nose+hair", "nose hair"),
        ("a%2Bb", "a+b"),
        ("100%", "100%"),
        ("100%zz%41", "100%zzA"),
        ("%FF", "%FF"),
        ("+49301234", "+49301234"),
        ("C++", "C++"),
        ("2024-01-02T03:04:05+02:00", "2024-01-02T03:04:05+02:00"),
        (
            "2024-01-02T03%3A04%3A05%2B02%3A00",
            "2024-01-02T03:04:05+02:00",
        ),
        ("{{v}}", "x y"),
    ] {
        let variables = || json!([{ "key": "v", "value": "x%20y" }]);
        let text = json!({ "url": format!("https://a.test/b?q={written}") });
        let list = json!({ "url": { "raw": "", "host": "https://a.test", "query": [{ "key": "q", "value": written }] } });
        for request in [text, list] {
            let (understood, operation) = of_request(request, variables());
            assert_eq!(
                samples(&understood, &operation.query[0]),
                [sample],
                "{written}"
            );
        }
    }
    let url = json!({
        "host": "https://a.test", "path": ":p/{{v}}",
        "variable": [{ "key": "p", "value": "a%20b+c" }],
    });
    let variables = json!([{ "key": "v", "value": "x%20y+z" }]);
    let (understood, operation) = of_request(json!({ "url": url }), variables);
    assert_eq!(samples(&understood, &operation.path_params[0]), ["a b+c"]);
    assert_eq!(samples(&understood, &operation.path_params[1]), ["x y+z"]);
    // Headers and forms hold no escapes.
    let header = json!([{ "key": "X-A", "value": "a%20b+c" }]);
    let (understood, operation) = of_request(
        json!({ "url": "https://a.test", "header": header }),
        json!([]),
    );
    assert_eq!(samples(&understood, &operation.headers[0]), ["a%20b+c"]);
}

#[test]
fn what_is_always_sent_in_a_query_is_encoded_once() {
    let url = "https://a.test/b?api-version=2024%2D01+preview%20%2B1";
    let (_, operation) = of_request(json!({ "url": url }), json!([]));
    let values: Vec<_> = operation.constants.iter().map(|one| &one.value).collect();
    assert_eq!(
        values,
        [&ConstantValue::Literal("2024-01 preview +1".into())]
    );
    let header = json!([{ "key": "Notion-Version", "value": "a%20b+c" }]);
    let (_, operation) = of_request(
        json!({ "url": "https://a.test", "header": header }),
        json!([]),
    );
    assert_eq!(
        operation.constants[0].value,
        ConstantValue::Literal("a%20b+c".into())
    );
}

#[test]
fn blanks_around_the_name_of_a_header_are_no_part_of_it() {
    let header = json!([
        { "key": " X-Foo ", "value": "1" },
        { "key": "X-Foo", "value": "2", "disabled": true },
        { "key": " Notion-Version\t", "value": "2022" },
    ]);
    let (understood, operation) = of_request(
        json!({ "url": "https://a.test", "header": header }),
        json!([]),
    );
    assert_eq!(wires(&operation.headers), ["X-Foo"]);
    assert_eq!(samples(&understood, &operation.headers[0]), ["1", "2"]);
    assert_eq!(operation.constants.len(), 1);
    assert_eq!(operation.constants[0].wire, "Notion-Version");
}

#[test]
fn headers_with_a_secret_in_them_are_hidden() {
    let secret = ["X-Auth", "X-Client-Key", "X-Session", "X-Signature"];
    let plain = [
        "X-Request-Id",
        "Idempotency-Key",
        "Idempotence-Key",
        "X-Page",
    ];
    for (names, expected) in [(secret, true), (plain, false)] {
        for name in names {
            let header = json!([{ "key": name, "value": "abc", "disabled": true }]);
            let (_, operation) = of_request(
                json!({ "url": "https://a.test", "header": header }),
                json!([]),
            );
            assert_eq!(operation.headers[0].secret, expected, "{name}");
        }
    }
}

#[test]
fn many_parameters_take_little_time() {
    const MANY: usize = 20_000;
    let list = |write: fn(usize) -> Value| (0..MANY).map(write).collect::<Vec<_>>();
    let path: Vec<String> = (0..MANY)
        .map(|index| format!(":p{index}/{{{{v}}}}"))
        .collect();
    let request = json!({
        "url": {
            "host": "https://a.test",
            "path": path.join("/"),
            "variable": list(|index| json!({ "key": format!("p{index}"), "value": "1" })),
            "query": list(|index| json!({ "key": if index % 2 == 0 { "api-version".into() } else { format!("q{index}") }, "value": "1" })),
        },
        "header": list(|index| json!({ "key": format!("x{index}-version"), "value": "1" })),
    });
    let (understood, operation) = of_request(request, json!([]));
    assert_eq!(operation.path_params.len(), MANY + 1);
    assert_eq!(operation.query.len(), MANY / 2);
    assert_eq!(operation.constants.len(), MANY / 2 + MANY);
    let placeholders = operation.placeholders(&understood.api);
    assert_eq!(placeholders.params.len(), MANY + 1);
}

#[test]
fn placeholders_of_one_name_are_numbered() {
    let url = "https://a.test/:a/{{a}}/:a{/{{a_}}/:a_2/:a_3";
    let (understood, operation) = of_request(json!({ "url": url }), json!([]));
    assert_eq!(
        operation.placeholders(&understood.api).params,
        ["a", "a_2", "a_", "a__2", "a_2_2", "a_3"]
    );
}

#[test]
fn settings_and_path_variables_have_placeholders_of_their_own() {
    for (path, expected, settings) in [
        ("{{a/b}}/{{a_b}}", "/{a_b}/{a_b_2}", 2),
        ("{{a}}/:a/{{a}}", "/{a_2}/{a}/{a_2}", 1),
        ("{{a}}/x/{{b}}/{{a}}", "/{a}/x/{b}/{a}", 2),
    ] {
        let url = format!("https://a.test/{path}");
        let items: Vec<Value> = (0..4)
            .map(|n| json!({ "name": format!("R{n}"), "request": { "url": format!("{url}/{n}") } }))
            .collect();
        let document = json!({ "info": { "name": "Settings" }, "item": items });
        let understood = understood(&document);
        let operation = &understood.api.operations[0];
        let template = operation.path_template(&understood.api);
        assert_eq!(template, format!("{expected}/0"), "{path}");
        let placeholders = operation.placeholders(&understood.api);
        assert_eq!(placeholders.settings.len(), settings, "{path}");
    }
}

/// Requests whose method and path are one are told apart by their words, however method, path variables and headers are written.
#[test]
fn requests_of_one_method_and_path() {
    for (paths, methods, is_one) in [
        (["/a/:id", "/a/:key"], ["GET", "GET"], true),
        (["/a/:id", "/a/:key"], ["GET", " get"], true),
        (["/a/:id", "/a/:key"], ["GET", "{{m}}"], true),
        (["/a/:id", "/a/<key>"], ["GET", "GET"], true),
        (["/a/:id.json", "/a/:key.json"], ["GET", "GET"], true),
        (["/a/:id.json", "/a/:id.xml"], ["GET", "GET"], false),
        (["/a/:", "/a/:id"], ["GET", "GET"], false),
        (["/a/:id", "/a/:key"], ["GET", "POST"], false),
    ] {
        let item = |at: usize, header: &str, word: &str| {
            let header = json!([{ "key": header, "value": word }]);
            let url = format!("https://a.test{}?action={word}", paths[at]);
            json!({ "name": word, "request": { "method": methods[at], "url": url, "header": header } })
        };
        let document = json!({
            "info": { "name": "Words" },
            "item": [item(0, "X-Action", "list"), item(1, " x-action ", "clear")],
            "variable": [{ "key": "m", "value": "get" }],
        });
        for operation in understood(&document).api.operations {
            let expected = if is_one { 2 } else { 0 };
            assert_eq!(operation.constants.len(), expected, "{paths:?} {methods:?}");
        }
    }
}
