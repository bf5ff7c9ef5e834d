//! Names of operations: the method, its arguments, and the types that belong to it alone.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::scope::Scope;
use super::{Chosen, GroupNames, ident};
use crate::address::Part;
use crate::model::{
    Api, Body, FormField, GroupId, Operation, OperationId, PathPiece, ResponseBody,
};

/// The names of an operation.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// The method.
    pub method: String,
    /// The method's words in `UpperCamelCase`: what the types of the operation are named after.
    pub base: String,
    /// The body type (used if the operation has a structured body).
    pub body: String,
    /// The type of optional query and header parameters.
    pub params: String,
    /// The type of an answer: of the body, or an enum of several.
    pub response: String,
    /// The enum of documented errors.
    pub error: String,
    /// Path arguments, in order.
    pub path_args: Vec<String>,
    /// Fields of the params type: query, then headers.
    pub param_fields: Vec<String>,
    /// Fields of a form body.
    pub form_fields: Vec<String>,
    /// Variants for status codes, of answers and of errors alike.
    pub variants: BTreeMap<u16, String>,
}

impl OperationNames {
    /// The body type's name; that of the operation where it has none of its own.
    pub fn body_or_default(&self) -> String {
        if self.body.is_empty() {
            self.base.clone()
        } else {
            self.body.clone()
        }
    }
}

/// Names all operations; `scopes` hold the type names taken in each group.
pub(super) fn name(
    api: &Api,
    groups: &[GroupNames],
    chosen: &Chosen,
    scopes: &mut [Scope],
) -> Vec<OperationNames> {
    let methods = methods(api, groups, chosen).into_iter().enumerate();
    let named = methods.map(|(index, method)| {
        let operation = &api.operations[index];
        let scope = &mut scopes[operation.group.0];
        let of_part = |part, at| {
            let key = (OperationId(index), part, at);
            chosen.params.get(&key).map(String::as_str)
        };
        of_operation(operation, method, &of_part, scope)
    });
    named.collect()
}

/// The name that was chosen for a parameter.
type OfPart<'a> = dyn Fn(Part, usize) -> Option<&'a str> + 'a;

fn of_operation(
    operation: &Operation,
    method: String,
    chosen: &OfPart<'_>,
    scope: &mut Scope,
) -> OperationNames {
    let base = ident::pascal(method.trim_start_matches("r#"));
    let mut claim = |name: String| scope.unique(name);
    let body = match operation.body_argument() {
        Some(Body::Json { .. } | Body::Form { .. }) => claim(if is_reserved(&base) {
            format!("{base}Body")
        } else {
            base.clone()
        }),
        _ => String::new(),
    };
    let params = if operation.optional_params().next().is_some() {
        claim(format!("{base}Params"))
    } else {
        String::new()
    };
    let mut successes = operation.successes();
    let needs_response =
        successes.clone().count() > 1 || successes.any(|r| matches!(r.body, ResponseBody::Json(_)));
    let response = if needs_response {
        claim(format!("{base}Response"))
    } else {
        String::new()
    };
    let error = if operation.errors().next().is_some() {
        claim(format!("{base}Error"))
    } else {
        String::new()
    };
    OperationNames {
        body,
        params,
        response,
        error,
        path_args: distinct(
            operation
                .path_params
                .iter()
                .map(|param| param.wire.as_str()),
            &["body", "params", "self_"],
            |index| chosen(Part::Path, index),
        ),
        param_fields: distinct(
            operation.optional_params().map(|param| param.wire.as_str()),
            &[],
            |index| match index.checked_sub(operation.query.len()) {
                Some(index) => chosen(Part::Header, index),
                None => chosen(Part::Query, index),
            },
        ),
        form_fields: form_fields(operation, chosen),
        variants: variants(operation),
        method,
        base,
    }
}

fn is_reserved(name: &str) -> bool {
    super::RESERVED_TYPES.contains(&name)
}

fn form_fields(operation: &Operation, chosen: &OfPart<'_>) -> Vec<String> {
    let Some(Body::Form { fields, .. }) = &operation.body else {
        return Vec::new();
    };
    let takes_a_file = |key: &str| {
        fields
            .iter()
            .any(|field| matches!(field, FormField::File { wire, .. } if wire == key))
    };
    let wires = fields.iter().map(|field| match field {
        // The other way to send what may be a file.
        FormField::Text { param, .. } if takes_a_file(&param.wire) => {
            Cow::Owned(format!("{} text", param.wire))
        }
        FormField::Text { param, .. } => Cow::Borrowed(param.wire.as_str()),
        FormField::File { wire, .. } | FormField::Constant { wire, .. } => {
            Cow::Borrowed(wire.as_str())
        }
    });
    let wires: Vec<Cow<'_, str>> = wires.collect();
    distinct(wires.iter().map(AsRef::as_ref), &[], |index| {
        chosen(Part::Form, index)
    })
}

/// Snake-case names for a list of wire names, each once. Chosen ones come first.
pub(super) fn distinct<'a, 'c>(
    wires: impl Iterator<Item = &'a str>,
    reserved: &'static [&'static str],
    chosen: impl Fn(usize) -> Option<&'c str>,
) -> Vec<String> {
    let mut taken = Scope::without(reserved);
    let wires: Vec<&str> = wires.collect();
    let claim = |index: usize| {
        let name = ident::snake(chosen(index)?);
        taken.insert(&name).then_some(name)
    };
    let claimed: Vec<Option<String>> = (0..wires.len()).map(claim).collect();
    let named = wires.into_iter().zip(claimed);
    named
        .map(|(wire, claimed)| claimed.unwrap_or_else(|| taken.unique(ident::snake(wire))))
        .collect()
}

/// The variant of each documented status code: its reason phrase (RFC 9110), or the number where it has none.
fn variants(operation: &Operation) -> BTreeMap<u16, String> {
    let name = |status: u16| {
        let phrase = http::StatusCode::from_u16(status)
            .ok()
            .and_then(|code| code.canonical_reason());
        phrase.map_or_else(|| format!("Status{status}"), ident::pascal)
    };
    operation
        .responses
        .iter()
        .map(|response| (response.status, name(response.status)))
        .collect()
}

/// How far a name is qualified.
const LAST_LEVEL: usize = 3;

/// Names that mean something else to every reader, and to clippy: no method takes one.
const RESERVED_METHODS: [&str; 12] = [
    "new", "clone", "core", "fmt", "default", "deref", "borrow", "as_ref", "eq", "cmp", "hash",
    "index",
];

/// The methods that each group has beside those of its operations.
fn method_scopes(api: &Api, groups: &[GroupNames]) -> Vec<Scope> {
    let mut scopes = vec![Scope::without(&RESERVED_METHODS); api.groups.len()];
    for (index, group) in api.groups.iter().enumerate() {
        if let Some(parent) = group.parent {
            scopes[parent.0].insert(&groups[index].module);
        }
    }
    if let Some(client) = scopes.first_mut() {
        client.insert("builder");
        client.insert("request");
        for setting in &api.settings {
            let name = ident::snake(&setting.name);
            client.insert(&format!("with_{}", name.trim_start_matches("r#")));
        }
    }
    scopes
}

/// Method names, unique in their group. Operations of one name are told apart by their HTTP method, then by their path.
fn methods(api: &Api, groups: &[GroupNames], chosen: &Chosen) -> Vec<String> {
    let mut scopes = method_scopes(api, groups);
    let claimed = claim_methods(api, chosen, &mut scopes);
    let mut levels = vec![0usize; api.operations.len()];
    let mut names: Vec<String> = api
        .operations
        .iter()
        .map(|operation| candidate(operation, 0))
        .collect();
    loop {
        let moved = qualify_clashes(api, &scopes, &names, &claimed, &mut levels);
        for id in &moved {
            names[id.0] = candidate(&api.operations[id.0], levels[id.0]);
        }
        if moved.is_empty() {
            break;
        }
    }
    let operations = api.operations.iter().zip(names).enumerate();
    operations
        .map(
            |(index, (operation, name))| match claimed.get(&OperationId(index)) {
                Some(chosen) => chosen.clone(),
                None => scopes[operation.group.0].unique(name),
            },
        )
        .collect()
}

/// The chosen methods that are free: they are taken first.
fn claim_methods(api: &Api, chosen: &Chosen, scopes: &mut [Scope]) -> HashMap<OperationId, String> {
    let mut claimed = HashMap::new();
    for (id, name) in &chosen.operations {
        let name = ident::snake(name);
        if scopes[api.operations[id.0].group.0].insert(&name) {
            claimed.insert(*id, name);
        }
    }
    claimed
}

/// One round: every party of a clash is qualified further. Which operations that were.
fn qualify_clashes(
    api: &Api,
    scopes: &[Scope],
    names: &[String],
    claimed: &HashMap<OperationId, String>,
    levels: &mut [usize],
) -> Vec<OperationId> {
    let mut holders: HashMap<(GroupId, &str), Vec<OperationId>> = HashMap::new();
    for (index, (operation, name)) in api.operations.iter().zip(names).enumerate() {
        let (id, key) = (OperationId(index), (operation.group, name.as_str()));
        if !claimed.contains_key(&id) {
            holders.entry(key).or_default().push(id);
        }
    }
    let mut moved: Vec<OperationId> = Vec::new();
    for ((group, name), ids) in &holders {
        if ids.len() > 1 || scopes[group.0].contains(name) {
            moved.extend(ids.iter().filter(|id| levels[id.0] < LAST_LEVEL));
        }
    }
    moved.iter().for_each(|id| levels[id.0] += 1);
    moved
}

fn candidate(operation: &Operation, level: usize) -> String {
    let name = if ident::is_empty(&operation.name) || is_url(&operation.name) {
        from_path(operation)
    } else {
        operation.name.clone()
    };
    match level {
        0 => ident::snake(&name),
        1 => ident::snake(&format!("{name} {}", operation.method.to_lowercase())),
        2 => ident::snake(&format!("{name} {}", path_words(operation))),
        _ => ident::snake(&format!(
            "{name} {} {}",
            operation.method.to_lowercase(),
            path_words(operation)
        )),
    }
}

/// Whether a name is a URL: Postman calls a request so until somebody gives it a name.
fn is_url(name: &str) -> bool {
    let name = name.trim();
    let is_variable = || {
        name.split_once("}}")
            .is_some_and(|(_, path)| path.starts_with('/'))
    };
    name.starts_with("http://")
        || name.starts_with("https://")
        || name.starts_with("{{") && is_variable()
}

/// The name of a request that has none: its method and path.
fn from_path(operation: &Operation) -> String {
    format!(
        "{} {}",
        operation.method.to_lowercase(),
        path_words(operation)
    )
}

fn path_words(operation: &Operation) -> String {
    let mut words = String::new();
    for piece in operation.path.iter().flatten() {
        words.push(' ');
        words.push_str(match piece {
            PathPiece::Literal(text) => text,
            PathPiece::Param(index) => &operation.path_params[*index].wire,
            PathPiece::Setting(_) => "",
        });
    }
    words
}
