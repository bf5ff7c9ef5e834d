//! The request of an operation: making it, and everything that is put into it.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, ident, presets};
use crate::infer::Type;
use crate::model::{
    Body, Constant, ConstantTarget, ConstantValue, FormField, Fresh, Operation, OperationAuth,
    OperationId, Param, PathPiece, SettingId,
};
use crate::name::OperationNames;

/// `self.core.request("PUT", "/meetings/{meetingId}", &[("meetingId", &meeting_id)])`
pub(super) fn new_request(
    scope: Scope<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let method = &operation.method;
    let template = template(scope, operation);
    let placeholders = operation.placeholders();
    let arguments = placeholders
        .iter()
        .zip(&names.path_args)
        .map(|(wire, name)| {
            let name = ident(name);
            quote!((#wire, &#name))
        });
    let mut settings: Vec<SettingId> = operation
        .path
        .iter()
        .flatten()
        .filter_map(|piece| match piece {
            PathPiece::Setting(id) => Some(*id),
            _ => None,
        })
        .collect();
    settings.dedup();
    let settings = settings.into_iter().map(|id| {
        let (wire, value) = (setting_placeholder(scope, id), setting(scope, id));
        quote!((#wire, &#value))
    });
    let arguments = arguments.chain(settings);
    if operation.server.0 == 0 {
        quote!(self.core.request(#method, #template, &[#(#arguments),*]))
    } else {
        let server = scope.names.servers[operation.server.0].trim_start_matches("r#");
        quote!(self.core.request_to(#server, #method, #template, &[#(#arguments),*]))
    }
}

/// What a literal of a path needs encoded so that it reaches the server as Postman sends it: braces above all, which
/// would be taken for a placeholder.
const LITERAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'?')
    .add(b'#');

fn template(scope: Scope<'_>, operation: &Operation) -> String {
    operation.spelled_path(
        |text, template| template.extend(utf8_percent_encode(text, LITERAL)),
        |id| setting_placeholder(scope, id),
    )
}

/// The value of a client setting.
fn setting(scope: Scope<'_>, id: SettingId) -> TokenStream {
    let key = scope.names.settings[id.0].trim_start_matches("r#");
    quote!(self.core.setting(#key))
}

/// Everything between making the request and calling it.
pub(super) fn steps(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let auth = match &operation.auth {
        OperationAuth::Unstated => quote!(),
        OperationAuth::None => quote!(request.no_auth();),
        OperationAuth::Credentials(ids) => {
            let keys = ids
                .iter()
                .map(|id| scope.names.credentials[id.0].key.trim_start_matches("r#"));
            quote!(#(request.auth(#keys);)*)
        }
    };
    let inputs = inputs(scope, operation, names);
    let body = body(scope, id);
    let untyped = operation.body.is_some() && !operation.behavior.types_bodies();
    let untyped = untyped.then(|| quote!(request.untyped();));
    quote!(#auth #inputs #body #untyped)
}

/// A line that puts something into query or headers.
enum Line {
    /// It is always there.
    Always(TokenStream),
    /// It takes a parameter.
    Given(TokenStream),
}

/// Query and headers. Parts of the query are sent in the order of the collection, constant or not.
fn inputs(scope: Scope<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let constants = |target, behind: Option<usize>| {
        let constants = operation.constants.iter();
        constants
            .filter(move |constant| {
                constant.target == target && behind.is_none_or(|at| constant.behind == at)
            })
            .map(|constant| Line::Always(self::constant(scope, constant)))
    };
    let mut params = params(scope, operation, names).into_iter();
    let mut lines: Vec<Line> = constants(ConstantTarget::Header, None).collect();
    for at in 0..=operation.query.len() {
        lines.extend(constants(ConstantTarget::Query, Some(at)));
        if at < operation.query.len() {
            lines.extend(params.next());
        }
    }
    lines.extend(params);
    let required = operation.requires_params();
    blocks(lines, required)
}

/// Whether the type of the body is a header of its own.
fn states_type(operation: &Operation) -> bool {
    let is_type = |wire: &str| wire.eq_ignore_ascii_case("content-type");
    let constants = operation.constants.iter();
    let mut constants = constants.filter(|constant| constant.target == ConstantTarget::Header);
    constants.any(|constant| is_type(&constant.wire))
        || operation.headers.iter().any(|param| is_type(&param.wire))
}

/// What the caller gives, else a fresh value.
fn or_fresh(given: &TokenStream, fresh: &Fresh) -> TokenStream {
    let make = presets::make(fresh);
    quote!(runtime::fresh::or(#given, #make))
}

/// Lines, with those that take a parameter in blocks that ask whether there are any.
fn blocks(lines: Vec<Line>, required: bool) -> TokenStream {
    let mut out = TokenStream::new();
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        match line {
            Line::Always(line) => out.extend(line),
            Line::Given(line) if required => out.extend(line),
            Line::Given(mut block) => {
                while let Some(Line::Given(line)) =
                    lines.next_if(|line| matches!(line, Line::Given(_)))
                {
                    block.extend(line);
                }
                out.extend(quote!(if let Some(params) = params { #block }));
            }
        }
    }
    out
}

fn constant(scope: Scope<'_>, constant: &Constant) -> TokenStream {
    let wire = &constant.wire;
    let value = match &constant.value {
        ConstantValue::Literal(text) => quote!(#text),
        ConstantValue::Setting(id) => setting(scope, *id),
    };
    match constant.target {
        ConstantTarget::Query => quote!(request.query(#wire, &#value);),
        ConstantTarget::Header => quote!(request.header(#wire, &#value);),
    }
}

/// A line for each query parameter and each header.
fn params(scope: Scope<'_>, operation: &Operation, names: &OperationNames) -> Vec<Line> {
    let queries = operation.query.len();
    let required = operation.requires_params();
    let lines = operation
        .optional_params()
        .zip(&names.param_fields)
        .enumerate()
        .map(|(index, (param, field))| {
            let (wire, field) = (&param.wire, ident(field));
            if let Some(fresh) = &param.fresh {
                let method = if index < queries {
                    quote!(query)
                } else {
                    quote!(header)
                };
                let given = if required {
                    quote!(params.#field.as_ref())
                } else {
                    quote!(params.and_then(|params| params.#field.as_ref()))
                };
                let value = or_fresh(&given, fresh);
                return Line::Always(quote!(request.#method(#wire, &#value);));
            }
            Line::Given(
                match (index < queries, scope.types.is_json_text(param.slot)) {
                    (true, true) if param.required => {
                        quote!(request.query_json(#wire, Some(&params.#field));)
                    }
                    (true, true) => quote!(request.query_json(#wire, params.#field.as_ref());),
                    (true, false) if is_indexed(scope, param) => {
                        quote!(request.query(#wire, &Indexed(&params.#field));)
                    }
                    (true, false) => quote!(request.query(#wire, &params.#field);),
                    (false, _) => quote!(request.header(#wire, &params.#field);),
                },
            )
        });
    lines.collect()
}

fn body(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    match &operation.body {
        None => TokenStream::new(),
        Some(Body::Json { media_type, .. }) => {
            let is_usual = media_type == "application/json"
                || !operation.behavior.types_bodies()
                || states_type(operation);
            let content_type =
                (!is_usual).then(|| quote!(request.header("Content-Type", &#media_type);));
            match presets::fill(scope, id) {
                Some(fill) => quote!(#content_type #fill request.json(&body);),
                None => quote!(#content_type request.json(body);),
            }
        }
        Some(Body::Text { media_type, .. }) => quote!(request.text(#media_type, body);),
        Some(Body::File) => quote!(request.file(body);),
        Some(Body::Form { multipart, fields }) => {
            let (ty, send) = if *multipart {
                (quote!(Multipart), quote!(multipart))
            } else {
                (quote!(Form), quote!(form))
            };
            let lines = fields
                .iter()
                .zip(&names.form_fields)
                .map(|(field, name)| form_field(scope, field, name, *multipart));
            quote! {
                let mut form = #ty::new();
                #(#lines)*
                request.#send(form);
            }
        }
    }
}

fn form_field(scope: Scope<'_>, field: &FormField, name: &str, multipart: bool) -> TokenStream {
    let name = ident(name);
    match field {
        FormField::File {
            wire,
            required,
            many,
            ..
        } => {
            if *required && !many {
                quote!(form.file(#wire, Some(&body.#name));)
            } else {
                quote!(form.file(#wire, &body.#name);)
            }
        }
        FormField::Constant { wire, value } if multipart => quote!(form.text(#wire, &#value);),
        FormField::Constant { wire, value } => quote!(form.field(#wire, &#value);),
        FormField::Text { param, .. } if is_indexed(scope, param) => {
            let (wire, method) = (
                &param.wire,
                if multipart {
                    quote!(text)
                } else {
                    quote!(field)
                },
            );
            quote!(form.#method(#wire, &Indexed(&body.#name));)
        }
        FormField::Text {
            param,
            content_type,
        } => {
            let wire = &param.wire;
            if let Some(fresh) = &param.fresh {
                let method = if multipart {
                    quote!(text)
                } else {
                    quote!(field)
                };
                let value = or_fresh(&quote!(body.#name.as_ref()), fresh);
                return quote!(form.#method(#wire, &#value););
            }
            if is_json_field(scope, param) {
                let value = if param.required {
                    quote!(Some(&body.#name))
                } else {
                    quote!(body.#name.as_ref())
                };
                return match content_type {
                    Some(media_type) if multipart => {
                        quote!(form.json_as(#wire, #value, #media_type);)
                    }
                    _ => quote!(form.json(#wire, #value);),
                };
            }
            match content_type {
                Some(media_type) if multipart => {
                    quote!(form.text_as(#wire, &body.#name, #media_type);)
                }
                _ if multipart => quote!(form.text(#wire, &body.#name);),
                _ => quote!(form.field(#wire, &body.#name);),
            }
        }
    }
}

/// Whether a parameter is a list whose keys are numbered: `expand[0]`.
fn is_indexed(scope: Scope<'_>, param: &Param) -> bool {
    param.brackets && matches!(scope.types.slot(param.slot), Type::List(_))
}

/// Whether a field is JSON in one text part. A repeated one is text: each part would be JSON of its own.
fn is_json_field(scope: Scope<'_>, param: &Param) -> bool {
    scope.types.is_json_text(param.slot) && !param.repeated
}

/// A setting as it stands in a template: no path parameter of the same name is taken for it.
fn setting_placeholder(scope: Scope<'_>, id: SettingId) -> String {
    let name = scope.api.settings[id.0].name.replace(['{', '}', '/'], "_");
    format!("client.{name}")
}
