//! The request of an operation: making it, and everything that is put into it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Scope, ident, presets};
use crate::encode;
use crate::infer::Type;
use crate::model::{
    Body, Constant, ConstantTarget, ConstantValue, FormField, Fresh, Operation, OperationAuth,
    OperationId, Param, PathPiece, SettingId,
};
use crate::name::OperationNames;

/// `self.core.request("PUT", "/meetings/{meetingId}", &[&meeting_id])`: arguments in the order of the template.
pub(super) fn new_request(
    scope: Scope<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> TokenStream {
    let method = &operation.method;
    let template = template(scope, operation);
    let pieces = operation.path.iter().flatten();
    let arguments = pieces.filter_map(|piece| match piece {
        PathPiece::Literal(_) => None,
        PathPiece::Param(index) => {
            let name = ident(&names.path_args[*index]);
            Some(quote!(&#name))
        }
        PathPiece::Setting(id) => {
            let value = setting(scope, *id);
            Some(quote!(&#value))
        }
    });
    if operation.server.0 == 0 {
        quote!(self.core.request(#method, #template, &[#(#arguments),*]))
    } else {
        let server = scope.names.servers[operation.server.0].trim_start_matches("r#");
        quote!(self.core.request_to(#server, #method, #template, &[#(#arguments),*]))
    }
}

/// The template of the path. Literals are encoded as the client would: braces in them are no placeholder's.
fn template(scope: Scope<'_>, operation: &Operation) -> String {
    operation.spelled_path(scope.api, encode::path_literal)
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
    let auth = match carried(scope, &operation.auth) {
        keys if keys == carried(scope, &scope.api.usual.auth) => quote!(),
        keys if keys.is_empty() => quote!(request.no_auth();),
        keys => quote!(#(request.auth(#keys);)*),
    };
    let inputs = inputs(scope, operation, names);
    let body = body(scope, id);
    let untyped = operation.body.is_some() && !operation.behavior.types_bodies();
    let untyped = untyped.then(|| quote!(request.untyped();));
    quote!(#auth #inputs #body #untyped)
}

/// The keys of the credentials that a request carries.
pub(super) fn carried<'a>(scope: Scope<'a>, auth: &OperationAuth) -> Vec<&'a str> {
    match auth {
        OperationAuth::None => Vec::new(),
        OperationAuth::Unstated => vec!["bearer"],
        OperationAuth::Credentials(ids) => {
            let credentials = ids.iter().map(|id| &scope.names.credentials[id.0]);
            let keys = credentials.map(|names| names.key.trim_start_matches("r#"));
            keys.collect()
        }
    }
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
            .filter(|constant| !scope.api.usual.has(operation, constant))
            .map(|constant| Line::Always(self::constant(scope, constant)))
    };
    let mut params = params(scope, operation, names).into_iter();
    let lacking = scope.api.usual.lacking(operation).map(|usual| {
        let wire = &usual.wire;
        Line::Always(quote!(request.without(#wire);))
    });
    let mut lines: Vec<Line> = lacking
        .chain(constants(ConstantTarget::Header, None))
        .collect();
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
                    (true, false) if scope.types.is_joined(param.slot) => {
                        quote!(request.query_list(#wire, &params.#field);)
                    }
                    (true, false) => quote!(request.query(#wire, &params.#field);),
                    (false, _) => {
                        let value = text(scope, param, &quote!(params.#field));
                        match param.secret {
                            true => quote!(request.secret_header(#wire, &#value);),
                            false => quote!(request.header(#wire, &#value);),
                        }
                    }
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
            content_type,
            ..
        } => {
            let files = match *required && !many {
                true => quote!(Some(&body.#name)),
                false => quote!(&body.#name),
            };
            match content_type {
                Some(media_type) => quote!(form.file_as(#wire, #files, #media_type);),
                None => quote!(form.file(#wire, #files);),
            }
        }
        FormField::Constant {
            wire,
            value,
            content_type,
        } => text_part(wire, &quote!(#value), content_type.as_ref(), multipart),
        FormField::Text {
            param,
            content_type,
        } => {
            let wire = &param.wire;
            let content_type = content_type.as_ref();
            if is_json_field(scope, param) && param.fresh.is_none() && !is_indexed(scope, param) {
                let value = match param.required {
                    true => quote!(Some(&body.#name)),
                    false => quote!(body.#name.as_ref()),
                };
                return match content_type.filter(|_| multipart) {
                    Some(media_type) => quote!(form.json_as(#wire, #value, #media_type);),
                    None => quote!(form.json(#wire, #value);),
                };
            }
            let value = match &param.fresh {
                Some(fresh) => or_fresh(&quote!(body.#name.as_ref()), fresh),
                None if is_indexed(scope, param) => quote!(Indexed(&body.#name)),
                None => text(scope, param, &quote!(body.#name)),
            };
            text_part(wire, &value, content_type, multipart)
        }
    }
}

/// A line for a field that is text.
fn text_part(
    wire: &str,
    value: &TokenStream,
    content_type: Option<&String>,
    multipart: bool,
) -> TokenStream {
    match content_type {
        Some(media_type) if multipart => quote!(form.text_as(#wire, &#value, #media_type);),
        _ if multipart => quote!(form.text(#wire, &#value);),
        _ => quote!(form.field(#wire, &#value);),
    }
}

/// A value as text: of a list that stands in one value, the items with commas between them.
fn text(scope: Scope<'_>, param: &Param, value: &TokenStream) -> TokenStream {
    match scope.types.is_joined(param.slot) {
        true => quote!(Joined(&#value)),
        false => value.clone(),
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
