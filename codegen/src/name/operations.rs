//! Names of operations: the method, its arguments, and the types that belong to it alone.

use std::collections::{BTreeMap, HashMap};

use super::lock::{Kept, KeptOwn, Memory};
use super::scope::Scope;
use super::{Chosen, GroupNames, ident, lock, members};
use crate::address::Part;
use crate::infer::Types;
use crate::model::{
    Api, Body, ConstantTarget, ConstantValue, GroupId, Operation, OperationId, PathPiece,
    ResponseBody, Status, Success,
};

/// The names of an operation.
#[derive(Debug, Clone)]
pub struct OperationNames {
    /// The method.
    pub method: String,
    /// The method that gives the pages; empty if there are none.
    pub pages: String,
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
    /// The constant with the GraphQL document that is sent (used if there is one).
    pub document: String,
    /// The constant with the text that is saved as the body (used if it is text).
    pub saved_text: String,
    /// Path arguments, in order.
    pub path_args: Vec<String>,
    /// Fields of the params type: query, then headers.
    pub param_fields: Vec<String>,
    /// Fields of a form body.
    pub form_fields: Vec<String>,
    /// Variants for status codes, of answers and of errors alike.
    pub variants: BTreeMap<Status, String>,
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

/// What comes before any name that an operation would have by itself.
pub(super) struct Context<'a> {
    pub(super) chosen: &'a Chosen,
    pub(super) memory: &'a Memory<'a>,
    pub(super) kept: &'a Kept,
    /// The names of the settings.
    pub(super) settings: &'a [String],
    /// Which operations give their answers in pages.
    pub(super) types: &'a Types,
}

impl Context<'_> {
    /// Names all operations; `scopes` hold the type names taken in each group.
    pub(super) fn name(
        &self,
        api: &Api,
        groups: &[GroupNames],
        scopes: &mut [Scope],
    ) -> Vec<OperationNames> {
        let methods = self.methods(api, groups);
        let operations = api.operations.iter().zip(methods).enumerate();
        operations
            .map(|(index, (operation, (method, pages)))| {
                let mut namer = Namer {
                    id: OperationId(index),
                    handle: &groups[operation.group.0].handle,
                    scope: &mut scopes[operation.group.0],
                    chosen: self.chosen,
                    memory: self.memory,
                };
                let mut names = namer.name(operation, method, &self.kept.own[index]);
                names.pages = pages;
                names
            })
            .collect()
    }
}

/// Names what belongs to one operation.
struct Namer<'a> {
    id: OperationId,
    /// What the handle of its folder is called.
    handle: &'a str,
    scope: &'a mut Scope,
    chosen: &'a Chosen,
    memory: &'a Memory<'a>,
}

impl Namer<'_> {
    fn name(&mut self, operation: &Operation, method: String, kept: &KeptOwn) -> OperationNames {
        let base = ident::pascal(method.trim_start_matches("r#"));
        let body = match operation.body_argument() {
            Some(Body::Json { .. } | Body::Form { .. }) => {
                let name = if is_reserved(&base) || base == self.handle {
                    format!("{base}Body")
                } else {
                    base.clone()
                };
                self.claim(&kept.body, name, format!("{base}Body"))
            }
            _ => String::new(),
        };
        let params = if operation.optional_params().next().is_some() {
            let name = format!("{base}Params");
            self.claim(&kept.params, name, format!("{base}Parameters"))
        } else {
            String::new()
        };
        let needs_response = matches!(
            operation.success(),
            Success::Several | Success::One(ResponseBody::Json(_))
        );
        let response = if needs_response {
            let name = format!("{base}Response");
            self.claim(&kept.response, name, format!("{base}Answer"))
        } else {
            String::new()
        };
        let error = if operation.errors().next().is_some() {
            let name = format!("{base}Error");
            self.claim(&kept.error, name, format!("{base}Failure"))
        } else {
            String::new()
        };
        let chosen = |part, index| {
            let name = self.chosen.params.get(&(self.id, part, index));
            name.map(String::as_str)
        };
        let of_params = |index: usize| match index.checked_sub(operation.query.len()) {
            Some(index) => chosen(Part::Header, index),
            None => chosen(Part::Query, index),
        };
        let params_known = self.memory.own_members(self.id, "params");
        let form_known = self.memory.own_members(self.id, "body");
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
            param_fields: members::name(
                &members::of_params(operation),
                Scope::default(),
                of_params,
                &params_known,
            ),
            form_fields: members::name(
                &members::of_form(operation),
                Scope::default(),
                |index| chosen(Part::Form, index),
                &form_known,
            ),
            variants: variants(operation),
            document: format!("{}_QUERY", method.trim_start_matches("r#").to_uppercase()),
            saved_text: format!("{}_BODY", method.trim_start_matches("r#").to_uppercase()),
            method,
            pages: String::new(),
            base,
        }
    }

    /// The name that is kept, else this one; where somebody else keeps that, the second, for they stay and a newcomer goes.
    fn claim(&mut self, kept: &Option<String>, name: String, second: String) -> String {
        if let Some(name) = kept {
            return name.clone();
        }
        let gives_way = self.memory.lock().is_some() && self.scope.contains(&name);
        self.scope.unique(if gives_way { second } else { name })
    }
}

fn is_reserved(name: &str) -> bool {
    super::RESERVED_TYPES.contains(&name)
}

/// Snake-case names for a list of wire names, each once. Chosen ones come first.
fn distinct<'a, 'c>(
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

/// The variant of each documented status code: its reason phrase (RFC 9110), or the number where it has none. What has no
/// code is `Default` among the errors, as OpenAPI calls it.
fn variants(operation: &Operation) -> BTreeMap<Status, String> {
    let name = |status: Status| match status {
        Status::Code(code) => status
            .phrase()
            .map_or_else(|| format!("Status{code}"), ident::pascal),
        Status::AnySuccess => "Success".to_owned(),
        Status::OtherError => "Default".to_owned(),
    };
    operation
        .responses
        .iter()
        .map(|response| (response.status, name(response.status)))
        .collect()
}

/// How far a name is qualified.
const LAST_LEVEL: usize = 4;

/// Names that mean something else to every reader, and to clippy: no method takes one.
const RESERVED_METHODS: [&str; 12] = [
    "new", "clone", "core", "fmt", "default", "deref", "borrow", "as_ref", "eq", "cmp", "hash",
    "index",
];

/// The methods that each group has beside those of its operations.
fn method_scopes(api: &Api, groups: &[GroupNames], settings: &[String]) -> Vec<Scope> {
    let mut scopes = vec![Scope::without(&RESERVED_METHODS); api.groups.len()];
    for (index, group) in api.groups.iter().enumerate() {
        if let Some(parent) = group.parent {
            scopes[parent.0].insert(&groups[index].module);
        }
    }
    if let Some(client) = scopes.first_mut() {
        client.insert("builder");
        client.insert("request");
        for name in settings {
            client.insert(&format!("with_{}", name.trim_start_matches("r#")));
        }
    }
    scopes
}

impl Context<'_> {
    /// Method names, unique in their group. Who has one keeps it. Other operations of one name are told apart by their HTTP
    /// method, then by their path, then by their query. Each with the method that gives its pages: that of a kept name is published, too.
    fn methods(&self, api: &Api, groups: &[GroupNames]) -> Vec<(String, String)> {
        let mut scopes = method_scopes(api, groups, self.settings);
        let mut kept = claim_methods(api, self.chosen, &mut scopes);
        keep_methods(api, &mut scopes, self.memory, &mut kept);
        let pages = self.keep_pages(api, &kept, &mut scopes);
        let mut levels = vec![0usize; api.operations.len()];
        let mut names: Vec<String> = api
            .operations
            .iter()
            .map(|operation| candidate(operation, 0))
            .collect();
        loop {
            let moved = qualify_clashes(api, &scopes, &names, &kept, &mut levels);
            for id in &moved {
                names[id.0] = candidate(&api.operations[id.0], levels[id.0]);
            }
            if moved.is_empty() {
                break;
            }
        }
        let operations = api.operations.iter().zip(names).zip(kept);
        let methods: Vec<String> = operations
            .map(|((operation, name), kept)| {
                kept.unwrap_or_else(|| scopes[operation.group.0].unique(name))
            })
            .collect();
        let pages = pages.into_iter().zip(&methods).enumerate();
        let pages: Vec<String> = pages
            .map(|(index, (kept, method))| {
                let scope = &mut scopes[api.operations[index].group.0];
                let own = self.types.pages(OperationId(index));
                own.map_or_else(String::new, |_| {
                    kept.unwrap_or_else(|| claim_pages(method, scope))
                })
            })
            .collect();
        methods.into_iter().zip(pages).collect()
    }

    /// The methods that give the pages of operations that have their names already.
    fn keep_pages(
        &self,
        api: &Api,
        kept: &[Option<String>],
        scopes: &mut [Scope],
    ) -> Vec<Option<String>> {
        let kept = kept.iter().enumerate();
        kept.map(|(index, method)| {
            self.types.pages(OperationId(index))?;
            let scope = &mut scopes[api.operations[index].group.0];
            Some(claim_pages(method.as_ref()?, scope))
        })
        .collect()
    }
}

/// The name of the method that gives the pages of another.
fn claim_pages(method: &str, scope: &mut Scope) -> String {
    let method = method.trim_start_matches("r#");
    let name = format!("{method}_pages");
    match scope.insert(&name) {
        true => name,
        false => scope.unique(format!("{method}_all_pages")),
    }
}

/// The chosen methods that are free: they are taken first.
fn claim_methods(api: &Api, chosen: &Chosen, scopes: &mut [Scope]) -> Vec<Option<String>> {
    let mut claimed = vec![None; api.operations.len()];
    for (id, name) in &chosen.operations {
        let name = ident::snake(name);
        if scopes[api.operations[id.0].group.0].insert(&name) {
            claimed[id.0] = Some(name);
        }
    }
    claimed
}

/// Adds the names that other operations have: first in their own folders, then of those that have moved.
fn keep_methods(api: &Api, scopes: &mut [Scope], memory: &Memory<'_>, kept: &mut [Option<String>]) {
    let known = (0..api.operations.len())
        .filter(|index| kept[*index].is_none())
        .filter_map(|index| Some((memory.method(OperationId(index))?, index)));
    let mut known: Vec<(&str, usize)> = known.collect();
    known.sort_unstable();
    for at_home in [true, false] {
        for (path, index) in &known {
            let group = api.operations[*index].group;
            let (module, name) = lock::split(path);
            let is_at_home = memory.group(group) == Some(module);
            if is_at_home == at_home && scopes[group.0].insert(name) {
                kept[*index] = Some(name.to_owned());
            }
        }
    }
}

/// One round: every party of a clash is qualified further. Which operations that were.
fn qualify_clashes(
    api: &Api,
    scopes: &[Scope],
    names: &[String],
    kept: &[Option<String>],
    levels: &mut [usize],
) -> Vec<OperationId> {
    let mut holders: HashMap<(GroupId, &str), Vec<OperationId>> = HashMap::new();
    let all = api.operations.iter().zip(names).enumerate();
    for (index, (operation, name)) in all.filter(|(index, _)| kept[*index].is_none()) {
        let key = (operation.group, name.as_str());
        holders.entry(key).or_default().push(OperationId(index));
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
    let method = operation.method.to_lowercase();
    match level {
        0 => ident::snake(&name),
        1 => ident::qualified(&name, &method),
        2 => ident::qualified(&name, &path_words(operation)),
        3 => ident::qualified(&name, &format!("{method} {}", path_words(operation))),
        _ => ident::qualified(&name, &format!("{method} {}", query_words(operation))),
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
    let segments = operation.path.iter();
    let words = segments.map(|segment| segment_words(operation, segment));
    words.collect::<Vec<_>>().join(" ")
}

/// What a segment of a path says.
pub(super) fn segment_words(operation: &Operation, segment: &[PathPiece]) -> String {
    let words = segment.iter().map(|piece| match piece {
        PathPiece::Literal(text) => text.as_str(),
        PathPiece::Param(index) => &operation.path_params[*index].wire,
        PathPiece::Setting(_) => "",
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The keys of a query, with the values that are always sent.
fn query_words(operation: &Operation) -> String {
    let params = operation.query.iter().map(|param| param.wire.clone());
    let constants = operation.constants.iter().filter_map(|constant| {
        let value = match &constant.value {
            ConstantValue::Literal(value) => value.as_str(),
            ConstantValue::Setting(_) => "",
        };
        (constant.target == ConstantTarget::Query).then(|| format!("{} {value}", constant.wire))
    });
    constants.chain(params).collect::<Vec<_>>().join(" ")
}
