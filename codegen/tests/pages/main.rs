//! Pages: which evidence shows a scheme, which shows none, what an override says instead, and how the methods are named.

mod counted;
mod items;
mod overrides;
mod tokens;
mod urls;

use postwright::diag::Source;
use postwright::emit::pages_text;
use postwright::model::OperationId;
use postwright::read::Input;
use postwright::{Generated, generate};
use serde_json::{Value, json};

/// A request of a collection, with the body of its saved response.
#[derive(Clone)]
struct Asked<'a> {
    name: &'a str,
    /// `GET /users?page=1`; behind the value of a parameter, ` # ` and what is said of it.
    line: &'a str,
    body: &'a str,
    answer: &'a str,
    link: &'a str,
}

impl Asked<'_> {
    fn item(&self) -> Value {
        let (method, target) = self.line.split_once(' ').expect("a method");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pairs = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (pair, docs) = pair.split_once(" # ").unwrap_or((pair, ""));
                let (key, value) = pair.split_once('=').expect("a pair");
                json!({ "key": key, "value": value, "description": docs })
            });
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let mut request = json!({
            "method": method,
            "url": { "raw": "", "host": ["{{base_url}}"], "path": segments,
                "query": pairs.collect::<Vec<_>>() },
        });
        if !self.body.is_empty() {
            let language = json!({ "raw": { "language": "json" } });
            request["body"] = json!({ "mode": "raw", "raw": self.body, "options": language });
        }
        let link = json!([{ "key": "Link", "value": self.link }]);
        json!({
            "name": self.name,
            "request": request,
            "response": [{ "code": 200, "body": self.answer,
                "header": if self.link.is_empty() { json!([]) } else { link } }],
        })
    }
}

fn collection(asked: &[Asked<'_>]) -> String {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let items: Vec<Value> = asked.iter().map(Asked::item).collect();
    json!({
        "info": { "name": "Pages", "schema": schema },
        "variable": [{ "key": "base_url", "value": "https://api.example.com/v1" }],
        "item": items,
    })
    .to_string()
}

fn generated(
    asked: &[Asked<'_>],
    overrides: &str,
    lock: Option<&str>,
) -> Result<Generated, String> {
    let source = |path: &str, text: &str| Source {
        path: path.into(),
        text: text.to_owned(),
    };
    let input = Input {
        source: source("collection.json", &collection(asked)),
        environments: Vec::new(),
        overrides: Some(source("postwright.toml", overrides)).filter(|one| !one.text.is_empty()),
        names_lock: lock.map(|text| source("names.lock", text)),
    };
    generate(input, "api", "generated").map_err(|failure| failure.to_string())
}

/// The pages of the first request.
fn pages(generated: &Generated) -> String {
    let scope = generated.understood.scope();
    let text = pages_text(scope, OperationId(0), str::to_owned);
    let text = text.map(|text| text.split_once(": ").expect("a method").1.to_owned());
    text.unwrap_or_else(|| "none".to_owned())
}

fn check(line: &str, answer: &str, expected: &str) {
    check_all(line, "", answer, "", expected);
}

fn check_all(line: &str, body: &str, answer: &str, link: &str, expected: &str) {
    let asked = Asked {
        name: "Get it",
        line,
        body,
        answer,
        link,
    };
    let generated = generated(&[asked], "", None).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(pages(&generated), expected, "{line} {body} -> {answer}");
}

const USERS: Asked<'static> = Asked {
    name: "List users",
    line: "GET /users?page=1&per_page=5",
    body: "",
    answer: r#"{"users":[{"id":1}],"admins":[{"id":1}],"total_pages":3,"meta":{"next":"x","pages":2,"left":true}}"#,
    link: "",
};
