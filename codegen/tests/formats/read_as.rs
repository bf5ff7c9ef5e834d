//! The reading stage by itself: reads a piece, and shows in one line what was read.

use std::fmt::Write as _;

use postwright::diag::{Diagnostics, Source, render};
use postwright::read::raw::{
    Auth, Body, BodyContent, Code, Item, Pair, Request, Response, Url, Variable,
};
use postwright::read::{self, Document};

pub fn source(text: &str) -> Source {
    Source {
        path: "c.json".into(),
        text: text.to_string(),
    }
}

pub fn document(text: &str) -> (Document, Vec<String>) {
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
pub fn item(item: &str) -> (Option<Request>, Vec<String>) {
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

pub fn request(members: &str) -> (Request, Vec<String>) {
    let (request, warnings) = item(&format!(r#"{{"name": "R", "request": {{{members}}}}}"#));
    (request.expect("a request"), warnings)
}

pub fn with_warnings(shown: String, warnings: &[String]) -> String {
    warnings.iter().fold(shown, |mut out, warning| {
        let _ = write!(out, " !{}", warning.trim_start_matches("warning: "));
        out
    })
}

pub fn show_pair(pair: &Pair) -> String {
    let key = pair.key.as_deref().unwrap_or("<none>");
    let off = if pair.disabled { "-" } else { "" };
    let description = pair
        .description
        .as_ref()
        .map(|d| format!(" ({d})"))
        .unwrap_or_default();
    format!("{off}{key}={}{description}", pair.value)
}

pub fn show_pairs(pairs: &[Pair]) -> String {
    pairs.iter().map(show_pair).collect::<Vec<_>>().join(", ")
}

pub fn show_url(url: &Url) -> String {
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

pub fn show_body(body: &Option<Body>) -> String {
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

pub fn show_auth(auth: &Option<Auth>) -> String {
    let Some(auth) = auth else {
        return "inherit".into();
    };
    let params = auth
        .params
        .iter()
        .map(|(key, value)| format!(" {key}={value}"));
    format!("{}{}", auth.kind, params.collect::<String>())
}

pub fn show_response(response: &Response) -> String {
    let original = response.original_request.as_ref().map(|r| show_url(&r.url));
    let code = response.code.map(|code| match code {
        Code::Number(number) => number.to_string(),
        Code::Unreadable => "?".to_owned(),
    });
    format!(
        "{:?} {} {:?} [{}] {:?} {:?} {original:?}",
        response.name,
        code.as_deref().unwrap_or("default"),
        response.status,
        show_pairs(&response.headers),
        response.body,
        response.preview_language
    )
}

pub fn show_variables(variables: &[Variable]) -> String {
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
pub fn outline(items: &[Item]) -> String {
    let one = |item: &Item| match item {
        Item::Folder(folder) => format!("{}({})", folder.name, outline(&folder.items)),
        Item::Request(request) => request.name.clone(),
    };
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[track_caller]
pub fn read_table(rows: &[(&str, &str)], read: impl Fn(&str) -> String) {
    for (input, expected) in rows {
        assert_eq!(read(input), *expected, "\nreading {input}");
    }
}
