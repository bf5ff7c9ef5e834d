//! Names of operations: the method, its arguments, and the types that belong to it alone.

use std::collections::BTreeMap;

use super::lock::{Kept, KeptOwn, Memory};
use super::scope::Scope;
use super::{Chosen, GroupNames, ident, members};
use crate::address::Part;
use crate::infer::Types;
use crate::model::{Api, Body, Operation, OperationId, ResponseBody, Status, Success};

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
