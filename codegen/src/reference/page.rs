//! What the pages of the reference show: plain texts, gathered from model, types and names.

use askama::Template;

use super::curl;
use crate::emit::{Scope, joined_docs, pages_text, reading, snippet, type_text};
use crate::format;
use crate::infer::{Type, TypeKind};
use crate::model::{
    Body, FormField, GroupId, Operation, OperationAuth, OperationId, Param, Status,
};
use crate::read::Document;

/// The index of a collection.
#[derive(Template)]
#[template(path = "reference_index.md")]
pub(super) struct Index<'a> {
    title: &'a str,
    docs: &'a str,
    module: &'a str,
    servers: Vec<(String, String)>,
    credentials: Vec<String>,
    folders: &'a [Folder],
}

/// A page.
#[derive(Template)]
#[template(path = "reference_folder.md")]
pub(super) struct Folder {
    pub(super) file: String,
    title: String,
    docs: String,
    requests: Vec<Request>,
}

struct Request {
    title: String,
    anchor: String,
    docs: String,
    method: String,
    url: String,
    credential: String,
    params: Vec<Row>,
    call: String,
    curl: String,
    /// How the answer comes in pages; empty if it does not.
    pages: String,
    /// The status codes that are known from test scripts alone.
    expected: String,
    answers: Vec<Answer>,
    item: String,
    item_fence: String,
}

/// A row of the parameter table.
struct Row {
    name: String,
    place: &'static str,
    ty: String,
    required: &'static str,
    docs: String,
}

/// A saved response.
struct Answer {
    status: Status,
    reason: String,
    docs: String,
    body: String,
    language: &'static str,
    fence: String,
    reading: String,
}

/// The index.
pub(super) fn index<'a>(scope: Scope<'a>, folders: &'a [Folder]) -> Index<'a> {
    let names = scope.names;
    let servers = scope.api.servers.iter().zip(&names.servers);
    Index {
        title: if scope.api.title.is_empty() {
            &scope.api.name
        } else {
            &scope.api.title
        },
        docs: &scope.api.docs,
        module: &names.module,
        servers: servers
            .map(|(server, name)| {
                (
                    name.clone(),
                    server.url.clone().unwrap_or_else(|| "to be set".to_owned()),
                )
            })
            .collect(),
        credentials: names
            .credentials
            .iter()
            .map(|credential| credential.method.clone())
            .collect(),
        folders,
    }
}

/// A longer name of a page is cut, and numbered.
const LONGEST_NAME: usize = 120;

/// The page of a folder.
pub(super) fn folder(scope: Scope<'_>, document: &Document, id: GroupId) -> Folder {
    let path = &scope.names.groups[id.0].path;
    // The index and the page of the root have names of their own, whatever a folder is called.
    let file = match path.join("-") {
        // No file system takes names without end.
        name if name.len() > LONGEST_NAME => format!("{}-{}.md", &name[..LONGEST_NAME], id.0),
        name if name.is_empty() => "requests.md".to_owned(),
        name if matches!(name.as_str(), "readme" | "requests") => format!("{name}-folder.md"),
        name => format!("{name}.md"),
    };
    let mut titles: Vec<&str> = Vec::new();
    let mut at = id;
    while let Some(parent) = scope.api.groups[at.0].parent {
        titles.push(&scope.api.groups[at.0].name);
        at = parent;
    }
    titles.reverse();
    Folder {
        file,
        title: if titles.is_empty() {
            "Requests outside of folders".to_owned()
        } else {
            line(&titles.join(" / "))
        },
        docs: scope.api.groups[id.0].docs.clone(),
        requests: scope
            .api
            .operations_of(id)
            .map(|(operation, _)| request(scope, document, operation))
            .collect(),
    }
}

fn request(scope: Scope<'_>, document: &Document, id: OperationId) -> Request {
    let operation = &scope.api.operations[id.0];
    let item = document.text_at(operation.place);
    Request {
        title: match line(&operation.name) {
            name if name.is_empty() => format!(
                "`{} {}`",
                operation.method,
                operation.path_template(scope.api)
            ),
            name => name,
        },
        anchor: scope.names.operations[id.0]
            .method
            .trim_start_matches("r#")
            .to_owned(),
        docs: operation.docs.clone(),
        method: operation.method.clone(),
        url: curl::template(scope, operation),
        credential: match &operation.auth {
            OperationAuth::Unstated => {
                "not stated; the bearer token is sent if the client has one".to_owned()
            }
            OperationAuth::None => "none".to_owned(),
            OperationAuth::Credentials(ids) => {
                let methods: Vec<String> = ids
                    .iter()
                    .map(|id| format!("`{}`", scope.names.credentials[id.0].method))
                    .collect();
                methods.join(", ")
            }
        },
        params: rows(scope, id),
        call: format::statements(snippet::call(scope, id)),
        curl: curl::command(scope, operation),
        pages: pages_text(scope, id, |name| format!("`{name}`")).unwrap_or_default(),
        expected: expected(operation),
        answers: answers(scope, id),
        item_fence: fence(&item),
        item,
    }
}

fn expected(operation: &Operation) -> String {
    let saved = |status: Status| {
        operation
            .examples
            .iter()
            .any(|saved| saved.status == status)
    };
    let statuses = operation.responses.iter().map(|answer| answer.status);
    let unsaved = statuses.filter(|status| !saved(*status));
    let unsaved: Vec<String> = unsaved.map(|status| status.to_string()).collect();
    unsaved.join(", ")
}

fn answers(scope: Scope<'_>, id: OperationId) -> Vec<Answer> {
    let operation = &scope.api.operations[id.0];
    let known = operation.examples.iter().filter_map(|example| {
        let response = operation
            .responses
            .iter()
            .find(|response| response.status == example.status)?;
        let is_json = example.body.trim_start().starts_with(['{', '[']);
        Some(Answer {
            status: example.status,
            reason: line(&example.reason),
            docs: response.docs.join("\n\n"),
            fence: fence(&example.body),
            body: example.body.clone(),
            language: if is_json { "json" } else { "text" },
            reading: format::statements(reading::of_response(scope, id, response)),
        })
    });
    known.collect()
}

fn rows(scope: Scope<'_>, id: OperationId) -> Vec<Row> {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let mut rows: Vec<Row> = Vec::new();
    rows.extend(
        operation
            .path_params
            .iter()
            .zip(&names.path_args)
            .map(|(param, name)| row(scope, param, name, "path")),
    );
    let places = operation
        .query
        .iter()
        .map(|_| "query")
        .chain(operation.headers.iter().map(|_| "header"));
    let params = operation
        .optional_params()
        .zip(&names.param_fields)
        .zip(places);
    rows.extend(params.map(|((param, name), place)| row(scope, param, name, place)));
    match &operation.body {
        Some(Body::Form { fields, .. }) => {
            rows.extend(fields.iter().zip(&names.form_fields).filter_map(
                |(field, name)| match field {
                    FormField::Constant { .. } => None,
                    FormField::Text { param, .. } => Some(row(scope, param, name, "form")),
                    FormField::File {
                        docs,
                        required,
                        many,
                        ..
                    } => Some(Row {
                        name: name.clone(),
                        place: "form",
                        ty: if *many { "Vec<File>" } else { "File" }.to_owned(),
                        required: yes(*required),
                        docs: cell(docs),
                    }),
                },
            ))
        }
        Some(Body::Json { slot, .. }) => rows.push(Row {
            name: "body".to_owned(),
            place: "body",
            ty: cell(&type_name(scope, scope.types.slot(*slot))),
            required: "yes",
            docs: String::new(),
        }),
        Some(Body::Text { media_type, .. }) => rows.push(Row {
            name: "body".to_owned(),
            place: "body",
            ty: "String".to_owned(),
            required: "yes",
            docs: cell(media_type),
        }),
        Some(Body::File) => {
            let (name, ty) = ("body".to_owned(), "File".to_owned());
            rows.push(Row {
                name,
                place: "body",
                ty,
                required: "yes",
                docs: String::new(),
            });
        }
        None => {}
    }
    rows
}

fn row(scope: Scope<'_>, param: &Param, name: &str, place: &'static str) -> Row {
    let ty = cell(&type_name(scope, scope.types.slot(param.slot)));
    Row {
        name: name.trim_start_matches("r#").to_owned(),
        place,
        ty: if param.repeated {
            format!("Vec<{ty}>")
        } else {
            ty
        },
        required: yes(param.required),
        docs: cell(format!("{} {}", param.docs, joined_docs(scope, param)).trim()),
    }
}

fn yes(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// A type with the values of an enum.
fn type_name(scope: Scope<'_>, ty: &Type) -> String {
    let name = type_text(scope, ty);
    match ty {
        Type::Def(id) => match &scope.types.def(*id).kind {
            TypeKind::Enum(values) => format!("{name}: {}", values.join(", ")),
            TypeKind::Struct(_) | TypeKind::Union(_) => name,
        },
        _ => name,
    }
}

/// Text on one line.
fn line(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean
        .replace('<', "\\<")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Markdown in a cell of a table: on one line, with every bar escaped once.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if c == '|' && !escaped {
            cell.push('\\');
        }
        cell.push(c);
        escaped = c == '\\' && !escaped;
    }
    cell
}

/// A fence that the text does not hold.
fn fence(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(if longest < 3 { 3 } else { longest + 1 })
}
