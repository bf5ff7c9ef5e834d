//! Example code for an operation: the call with the collection's values, and the reading of each documented answer.
//!
//! The reference shows these lines, and the generated tests run the very same ones.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::literal::{Style, cut};
use super::operation::{answer_is_enum, documents_errors};
use super::{Scope, ident};
use crate::infer::{Literal, Type, TypeKind, example};
use crate::model::{Body, FormField, GroupId, Operation, OperationId, Param, Response, ResponseBody};

/// How deep the reading of an answer goes.
const DEEPEST: usize = 3;

/// `let outcome = client.meetings().perform_batch_registration(…).await;`
pub fn call(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let groups = scope.names.groups[operation.group.0].path.iter().map(|module| {
        let module = ident(module);
        quote!(.#module())
    });
    let method = ident(&scope.names.operations[id.0].method);
    let arguments = arguments(scope, id);
    quote!(let outcome = client #(#groups)* .#method(#(#arguments),*).await;)
}

fn arguments(scope: Scope<'_>, id: OperationId) -> Vec<TokenStream> {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let style = Style { scope };
    let mut arguments: Vec<TokenStream> = operation.path_params.iter().map(|param| argument(style, param.slot)).collect();
    match operation.body_argument() {
        Some(Body::Json { slot, .. }) => arguments.push(argument(style, *slot)),
        Some(Body::Form { fields, .. }) => {
            let path = style.item(operation.group, &names.body);
            let inputs = fields.iter().zip(&names.form_fields).filter_map(|(field, name)| input_of_field(style, field, name));
            let form = inputs_struct(&path, inputs.collect());
            arguments.push(quote!(&#form));
        }
        Some(Body::Text { .. }) => arguments.push(quote!("text")),
        Some(Body::File) => {
            let file = file(style);
            arguments.push(quote!(&#file));
        }
        None => {}
    }
    if operation.optional_params().next().is_some() {
        let path = style.item(operation.group, &names.params);
        let inputs = operation.optional_params().zip(&names.param_fields).map(|(param, name)| input(style, param, name));
        let params = inputs_struct(&path, inputs.collect());
        let required = operation.optional_params().any(|param| param.required);
        arguments.push(if required { quote!(&#params) } else { quote!(Some(&#params)) });
    }
    arguments
}

/// An argument, passed the way the method takes it.
fn argument(style: Style<'_>, slot: crate::model::SlotId) -> TokenStream {
    let types = style.scope.types;
    let literal = types.example(slot).cloned().unwrap_or_else(|| example::filler(types, types.slot(slot)));
    match &literal {
        Literal::Str(text) => {
            let text = cut(text);
            quote!(#text)
        }
        Literal::Bool(_) | Literal::Int(_) | Literal::Float(_) => style.value(&literal),
        Literal::List(items) => {
            let items = items.iter().map(|item| style.value(item));
            quote!(&[#(#items),*])
        }
        other => {
            let value = style.value(other);
            quote!(&#value)
        }
    }
}

/// A field of an input struct: its name and value, or nothing if it is left out.
struct Given {
    name: String,
    value: Option<TokenStream>,
    required: bool,
}

fn inputs_struct(path: &TokenStream, inputs: Vec<Given>) -> TokenStream {
    let required: Vec<_> = inputs.iter().filter(|given| given.required).filter_map(|given| given.value.as_ref()).collect();
    let given: Vec<_> = inputs
        .iter()
        .filter(|given| !given.required)
        .filter_map(|given| {
            let (name, value) = (ident(&given.name), given.value.as_ref()?);
            Some(quote!(#name: #value))
        })
        .collect();
    let all = given.len() + required.len() == inputs.len();
    match (required.is_empty(), given.is_empty()) {
        (false, true) => quote!(#path::new(#(#required),*)),
        (false, false) => quote!(#path { #(#given,)* ..#path::new(#(#required),*) }),
        (true, true) => quote!(#path::default()),
        (true, false) => {
            let rest = (!all).then(|| quote!(..Default::default()));
            quote!(#path { #(#given,)* #rest })
        }
    }
}

fn input_of_field(style: Style<'_>, field: &FormField, name: &str) -> Option<Given> {
    Some(match field {
        FormField::Constant { .. } => return None,
        FormField::Text { param, .. } => input(style, param, name),
        FormField::File { required, many, .. } => {
            let file = file(style);
            let value = match (many, required) {
                (true, _) => quote!(vec![#file]),
                (false, true) => file,
                (false, false) => quote!(Some(#file)),
            };
            Given { name: name.to_owned(), value: Some(value), required: *required && !many }
        }
    })
}

fn file(style: Style<'_>) -> TokenStream {
    let api = ident(&style.scope.names.module);
    quote!(#api::File::bytes("example.txt", "example"))
}

fn input(style: Style<'_>, param: &Param, name: &str) -> Given {
    let types = style.scope.types;
    let required = param.required && !param.repeated;
    let known = types.example(param.slot).cloned();
    let literal = if required { known.or_else(|| Some(example::filler(types, types.slot(param.slot)))) } else { known };
    let value = literal.map(|literal| match (&literal, required, param.repeated) {
        (Literal::List(_), _, _) if param.brackets => style.value(&literal),
        (Literal::Str(text), true, _) => {
            let text = cut(text);
            quote!(#text)
        }
        (_, true, _) => style.value(&literal),
        (_, _, true) => {
            let value = style.value(&literal);
            quote!(vec![#value])
        }
        _ => {
            let value = style.value(&literal);
            quote!(Some(#value))
        }
    });
    Given { name: name.to_owned(), value, required }
}

/// The lines that read one documented answer from `outcome`.
pub fn reading(scope: Scope<'_>, id: OperationId, response: &Response) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let style = Style { scope };
    let variant = || {
        let variant = ident(&names.variants[&response.status]);
        let owner = if Operation::is_success(response.status) { &names.response } else { &names.error };
        let path = style.item(operation.group, owner);
        quote!(#path::#variant)
    };
    let body = format_ident!("body");
    let read = read_body(scope, operation, &response.body, &body);
    if !Operation::is_success(response.status) {
        debug_assert!(documents_errors(operation));
        let (pattern, api) = (pattern(&variant(), &response.body), ident(&scope.names.module));
        return quote! {
            if let Err(#api::Error::Api(error)) = &outcome
                && let #pattern = error.body()
            {
                #read
            }
        };
    }
    if answer_is_enum(operation) {
        let pattern = pattern(&variant(), &response.body);
        return quote! {
            if let Ok(answer) = &outcome
                && let #pattern = answer.body()
            {
                #read
            }
        };
    }
    match response.body {
        ResponseBody::Empty => {
            let status = proc_macro2::Literal::u16_unsuffixed(response.status);
            quote! {
                if let Ok(answer) = &outcome {
                    println!("done: {} of {}", answer.status(), #status);
                }
            }
        }
        _ => quote! {
            if let Ok(answer) = &outcome {
                let body = answer.body();
                #read
            }
        },
    }
}

fn pattern(variant: &TokenStream, body: &ResponseBody) -> TokenStream {
    if *body == ResponseBody::Empty { quote!(#variant) } else { quote!(#variant(body)) }
}

fn read_body(scope: Scope<'_>, operation: &Operation, body: &ResponseBody, name: &syn::Ident) -> TokenStream {
    match body {
        ResponseBody::Empty => quote!(println!("nothing more is said");),
        ResponseBody::Text => quote!(println!("{body}");),
        ResponseBody::Bytes => quote!(println!("{} bytes", #name.len());),
        ResponseBody::Json(slot) => read(scope, operation.group, scope.types.slot(*slot), &quote!(#name), 0),
    }
}

/// Prints a value of a type, field by field.
fn read(scope: Scope<'_>, group: GroupId, ty: &Type, place: &TokenStream, depth: usize) -> TokenStream {
    if depth >= DEEPEST {
        return quote!(println!("{:?}", #place););
    }
    match ty {
        Type::Bool | Type::I64 | Type::U64 | Type::F64 | Type::String => quote!(println!("{}", #place);),
        Type::Json => quote!(println!("{}", #place);),
        Type::Option(inner) => {
            let name = format_ident!("value");
            let read = read(scope, group, inner, &quote!(#name), depth + 1);
            quote!(if let Some(#name) = &#place { #read })
        }
        Type::List(item) => {
            let name = format_ident!("item");
            let read = read(scope, group, item, &quote!(#name), depth + 1);
            let list = if depth == 0 { quote!(#place) } else { quote!(&#place) };
            quote!(for #name in #list { #read })
        }
        Type::Def(id) => match &scope.types.def(*id).kind {
            TypeKind::Enum(_) => quote!(println!("{}", #place);),
            TypeKind::Struct(fields) => {
                let members = &scope.names.types[id.0].members;
                let shown = fields.iter().zip(members).filter(|(field, _)| !field.secret);
                let lines = shown.map(|(field, member)| {
                    let member = ident(member);
                    let is_nested = matches!(field.ty, Type::Def(_));
                    read(scope, group, &field.ty, &quote!(#place.#member), if is_nested { depth + 1 } else { depth.max(1) })
                });
                quote!(#(#lines)*)
            }
        },
    }
}
