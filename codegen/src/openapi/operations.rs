//! Paths with their operations. OpenAPI has room for one operation of each method and path: several become one.

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value, json};

use super::bodies::{Answer, Contents};
use super::document::{insert_list, insert_map, insert_text};
use super::parameters::Parameters;
use super::paths::Template;
use super::{Context, bodies, document, parameters, security};
use crate::diag::one_line;
use crate::model::{Behavior, Operation, OperationId, ServerId};

/// The methods that a path may have (OpenAPI 3.1.0 §4.8.9.1).
const METHODS: [&str; 8] = [
    "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE",
];

/// More requests than this are not named in a message; the document lists all of them.
const NAMED: usize = 10;

/// The operations of a path by method.
struct Path {
    template: Template,
    methods: IndexMap<String, Vec<OperationId>>,
}

/// All paths.
pub(super) fn paths(context: &mut Context<'_>) -> Value {
    let api = &context.understood.api;
    let mut paths: IndexMap<String, Path> = IndexMap::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let template = Template::of(api, operation);
        let path = paths.entry(template.shape()).or_insert_with(|| Path {
            template,
            methods: IndexMap::new(),
        });
        let method = path.methods.entry(operation.method.clone()).or_default();
        method.push(OperationId(index));
    }
    let tags = document::tag_names(context.understood);
    let paths = paths.into_values().map(|path| {
        let item = item(context, &path, &tags);
        (path.template.text(), Value::Object(item))
    });
    paths.collect()
}

fn item(context: &mut Context<'_>, path: &Path, tags: &[String]) -> Map<String, Value> {
    let mut item = Map::new();
    let mut others = Map::new();
    for (method, ids) in &path.methods {
        let operation = operation(context, &path.template, ids, tags);
        if METHODS.contains(&method.as_str()) {
            item.insert(method.to_ascii_lowercase(), operation);
            continue;
        }
        others.insert(method.clone(), operation);
        for id in ids {
            let place = context.understood.api.operations[id.0].place;
            let message = format!("OpenAPI knows no method {method}");
            let help = "the document has it under `x-postwright-methods`";
            context.diagnostics.warning(place, message, help);
        }
    }
    insert_map(&mut item, "x-postwright-methods", others);
    item
}

/// What is sent and received by the operations of one method and path.
struct Joined {
    parameters: Parameters,
    body: Option<Contents>,
    body_required: bool,
    answers: IndexMap<String, Answer>,
    /// Each way, by its text.
    security: Option<IndexMap<String, Value>>,
    servers: IndexSet<ServerId>,
}

impl Joined {
    fn of(context: &mut Context<'_>, id: OperationId, base: &Template) -> Self {
        let understood = context.understood;
        let operation = &understood.api.operations[id.0];
        let own = Template::of(&understood.api, operation);
        let body = bodies::request(context, id);
        Self {
            parameters: parameters::of_operation(context, operation, &own, base),
            body_required: body.is_some(),
            body,
            answers: bodies::answers(context, operation).collect(),
            security: security::requirement(understood, operation).map(|ways| {
                let ways = ways.into_iter();
                ways.map(|way| (way.to_string(), way)).collect()
            }),
            servers: IndexSet::from([operation.server]),
        }
    }

    fn join(&mut self, other: Self) {
        parameters::join(&mut self.parameters, other.parameters);
        self.body_required &= other.body_required;
        match (&mut self.body, other.body) {
            (Some(known), Some(body)) => bodies::join_contents(known, body),
            (none, body) => *none = none.take().or(body),
        }
        for (status, answer) in other.answers {
            match self.answers.get_mut(&status) {
                Some(known) => known.join(answer),
                None => _ = self.answers.insert(status, answer),
            }
        }
        self.join_security(other.security);
        self.servers.extend(other.servers);
    }

    /// Each way of any of the operations; none at all is written `{}` beside others.
    fn join_security(&mut self, other: Option<IndexMap<String, Value>>) {
        if self.security == other {
            return;
        }
        let none = || IndexMap::from([("{}".to_owned(), json!({}))]);
        let of = |ways: Option<IndexMap<String, Value>>| {
            ways.filter(|ways| !ways.is_empty()).unwrap_or_else(none)
        };
        let mut all = of(self.security.take());
        all.extend(of(other));
        self.security = Some(all);
    }
}

fn operation(
    context: &mut Context<'_>,
    base: &Template,
    ids: &[OperationId],
    tags: &[String],
) -> Value {
    let api = &context.understood.api;
    let Some((first, others)) = ids.split_first() else {
        return Value::Null;
    };
    let mut joined = Joined::of(context, *first, base);
    for id in others {
        let other = Joined::of(context, *id, base);
        joined.join(other);
    }
    let mut object = about(context, *first, tags);
    insert_list(
        &mut object,
        "parameters",
        parameters::into_list(joined.parameters, ids.len()),
    );
    if let Some(contents) = joined.body {
        let content = bodies::contents_value(contents);
        let body = json!({ "required": joined.body_required, "content": content });
        object.insert("requestBody".to_owned(), body);
    }
    joined.answers.sort_unstable_keys();
    let answers = joined.answers.into_iter();
    let answers = answers.map(|(status, answer)| (status, answer.into_value()));
    insert_map(&mut object, "responses", answers.collect());
    if let Some(security) = joined.security {
        object.insert("security".to_owned(), security.into_values().collect());
    }
    if !joined.servers.iter().eq([&ServerId(0)]) {
        let servers = joined.servers.iter();
        let servers = servers.filter_map(|id| match document::servers(api, *id) {
            Value::Array(list) => Some(list),
            _ => None,
        });
        let servers: Vec<Value> = servers.flatten().collect();
        object.insert("servers".to_owned(), Value::Array(servers));
    }
    if !others.is_empty() {
        let parties = ids
            .iter()
            .map(|id| Value::Object(about(context, *id, tags)));
        insert_list(&mut object, "x-postwright-operations", parties.collect());
        note_joined(context, base, ids);
    }
    Value::Object(object)
}

/// What an operation is called, and what is said of it.
fn about(context: &Context<'_>, id: OperationId, tags: &[String]) -> Map<String, Value> {
    let understood = context.understood;
    let operation: &Operation = &understood.api.operations[id.0];
    let mut object = Map::new();
    object.insert("operationId".to_owned(), json!(operation_id(context, id)));
    insert_text(&mut object, "summary", &one_line(&operation.name));
    insert_text(&mut object, "description", &operation.docs);
    if operation.group.0 != 0 {
        object.insert("tags".to_owned(), json!([tags[operation.group.0]]));
    }
    let headers = parameters::other_headers(context, &operation.constants);
    insert_map(&mut object, "x-postwright-headers", headers);
    insert_map(
        &mut object,
        "x-postwright-behavior",
        behavior(&operation.behavior),
    );
    if let Some(scripted) = operation.scripted {
        object.insert("x-postwright-script".to_owned(), json!(scripted));
    }
    object
}

/// How Postman is told to send it, in Postman's words.
fn behavior(behavior: &Behavior) -> Map<String, Value> {
    let Behavior {
        follow_redirects,
        follow_original_method,
        follow_authorization,
        remove_referer,
        max_redirects,
        strict_ssl,
        disable_body_pruning,
        disable_url_encoding,
        disable_cookies,
        disabled_system_headers,
    } = behavior;
    let flags = [
        ("followRedirects", follow_redirects),
        ("followOriginalHttpMethod", follow_original_method),
        ("followAuthorizationHeader", follow_authorization),
        ("removeRefererHeaderOnRedirect", remove_referer),
        ("strictSSL", strict_ssl),
        ("disableBodyPruning", disable_body_pruning),
        ("disableUrlEncoding", disable_url_encoding),
        ("disableCookies", disable_cookies),
    ];
    let stated = flags
        .into_iter()
        .filter_map(|(key, flag)| Some((key, (*flag)?)));
    let mut object: Map<String, Value> = stated
        .map(|(key, flag)| (key.to_owned(), json!(flag)))
        .collect();
    if let Some(most) = max_redirects {
        object.insert("maxRedirects".to_owned(), json!(most));
    }
    let headers = disabled_system_headers.iter().map(|name| json!(name));
    insert_list(&mut object, "disabledSystemHeaders", headers.collect());
    object
}

/// The path of the method: unique, and as stable as the Rust names.
fn operation_id(context: &Context<'_>, id: OperationId) -> String {
    let names = &context.understood.names;
    let group = context.understood.api.operations[id.0].group;
    let mut parts: Vec<&str> = names.groups[group.0]
        .path
        .iter()
        .map(String::as_str)
        .collect();
    parts.push(&names.operations[id.0].method);
    parts.join(".").replace("r#", "")
}

fn note_joined(context: &mut Context<'_>, base: &Template, ids: &[OperationId]) {
    let api = &context.understood.api;
    let first = &api.operations[ids[0].0];
    let named = ids.iter().take(NAMED);
    let mut names: Vec<String> = named
        .map(|id| format!("`{}`", one_line(&api.operations[id.0].name)))
        .collect();
    if ids.len() > NAMED {
        names.push(format!("and {} more", ids.len() - NAMED));
    }
    let message = format!(
        "OpenAPI has room for one {} {}: {} requests are one operation of the document, which takes what any of them takes: {}",
        first.method,
        base.text(),
        ids.len(),
        names.join(", ")
    );
    context.diagnostics.warning(
        first.place,
        message,
        "`x-postwright-operations` lists them; the generated client has a method for each",
    );
}
