//! Example code that reads a documented answer, field by field.
//!
//! The reference shows these lines, and the generated tests run the very same ones.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::literal::Style;
use super::operation::answer_is_enum;
use super::{Scope, ident};
use crate::infer::{Type, TypeKind};
use crate::model::{OperationId, Response, ResponseBody};

/// How deep the reading of an answer goes.
const DEEPEST: usize = 3;

/// A statement, so that conditions within conditions can become one.
enum Statement {
    /// `if a && b { … }`
    If(Vec<TokenStream>, Vec<Statement>),
    /// Anything else.
    Plain(TokenStream),
}

impl Statement {
    /// A condition around statements; one that is alone within joins it.
    fn condition(condition: TokenStream, mut inner: Vec<Statement>) -> Self {
        let mut conditions = vec![condition];
        if let [Statement::If(..)] = inner.as_slice()
            && let Some(Statement::If(more, statements)) = inner.pop()
        {
            conditions.extend(more);
            inner = statements;
        }
        Self::If(conditions, inner)
    }

    fn tokens(&self) -> TokenStream {
        match self {
            Self::Plain(tokens) => tokens.clone(),
            Self::If(conditions, inner) => {
                let inner = inner.iter().map(Self::tokens);
                quote!(if #(#conditions)&&* { #(#inner)* })
            }
        }
    }
}

/// The lines that read one documented answer from `outcome`.
pub fn of_response(scope: Scope<'_>, id: OperationId, response: &Response) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let read = read_body(scope, &response.body);
    let statement = if !response.status.is_success() {
        let api = scope.api_alias();
        let pattern = pattern(scope, id, response);
        let inner = Statement::condition(quote!(let #pattern = error.body()), read);
        Statement::condition(
            quote!(let Err(#api::Error::Api(error)) = &outcome),
            vec![inner],
        )
    } else if answer_is_enum(operation) {
        let pattern = pattern(scope, id, response);
        let inner = Statement::condition(quote!(let #pattern = answer.body()), read);
        Statement::condition(quote!(let Ok(answer) = &outcome), vec![inner])
    } else {
        let mut lines = vec![Statement::Plain(quote!(println!("{}", answer.status());))];
        if response.body != ResponseBody::Empty {
            lines = vec![Statement::Plain(quote!(let body = answer.body();))];
            lines.extend(read);
        }
        Statement::condition(quote!(let Ok(answer) = &outcome), lines)
    };
    statement.tokens()
}

/// `meetings::UpdateRegistrantStatusError::NotFound(body)`
fn pattern(scope: Scope<'_>, id: OperationId, response: &Response) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let owner = if response.status.is_success() {
        &names.response
    } else {
        &names.error
    };
    let path = Style::short(scope).item(operation.group, owner);
    let variant = ident(&names.variants[&response.status]);
    if response.body == ResponseBody::Empty {
        quote!(#path::#variant)
    } else {
        quote!(#path::#variant(body))
    }
}

fn read_body(scope: Scope<'_>, body: &ResponseBody) -> Vec<Statement> {
    let plain = |tokens| vec![Statement::Plain(tokens)];
    match body {
        ResponseBody::Empty => plain(quote!(println!("nothing more is said");)),
        ResponseBody::Text => plain(quote!(println!("{body}");)),
        ResponseBody::Any => plain(quote!(println!("{body:?}");)),
        ResponseBody::Bytes => plain(quote!(println!("{} bytes", body.len());)),
        ResponseBody::Json(slot) => read(scope, scope.types.slot(*slot), &quote!(body), 0),
    }
}

/// Prints a value of a type, field by field. At depth 0 the place is a reference already.
fn read(scope: Scope<'_>, ty: &Type, place: &TokenStream, depth: usize) -> Vec<Statement> {
    if depth >= DEEPEST {
        return vec![Statement::Plain(quote!(println!("{:?}", #place);))];
    }
    match ty {
        Type::Boxed(inner) => read(scope, inner, place, depth),
        Type::Map(_) | Type::JsonText(_) => {
            vec![Statement::Plain(quote!(println!("{:?}", #place);))]
        }
        Type::Bool
        | Type::I64
        | Type::U64
        | Type::F64
        | Type::Number
        | Type::String
        | Type::Json => {
            vec![Statement::Plain(quote!(println!("{}", #place);))]
        }
        Type::Option(inner) => {
            let inner = read(scope, inner, &quote!(value), depth + 1);
            let place = if depth == 0 {
                quote!(#place)
            } else {
                quote!(&#place)
            };
            vec![Statement::condition(
                quote!(let Some(value) = #place),
                inner,
            )]
        }
        Type::List(item) => {
            let name = format_ident!("item");
            let lines = read(scope, item, &quote!(#name), depth + 1);
            let lines = lines.iter().map(Statement::tokens);
            // What a name stands for is a reference already.
            let is_name = place.clone().into_iter().count() == 1;
            let list = if is_name {
                quote!(#place)
            } else {
                quote!(&#place)
            };
            vec![Statement::Plain(quote!(for #name in #list { #(#lines)* }))]
        }
        Type::Def(id) => match &scope.types.def(*id).kind {
            TypeKind::Enum(_) => vec![Statement::Plain(quote!(println!("{}", #place);))],
            TypeKind::Union(_) => vec![Statement::Plain(quote!(println!("{:?}", #place);))],
            TypeKind::Struct(fields) => {
                let members = &scope.names.types[id.0].members;
                let shown = fields
                    .iter()
                    .zip(members)
                    .filter(|(field, _)| !field.secret);
                let lines = shown.flat_map(|(field, member)| {
                    let member = ident(member);
                    let deeper = if matches!(field.ty, Type::Def(_)) {
                        depth + 1
                    } else {
                        depth.max(1)
                    };
                    read(scope, &field.ty, &quote!(#place.#member), deeper)
                });
                let lines: Vec<Statement> = lines.collect();
                // With every field a secret, `Debug` shows that there is something.
                let whole = || vec![Statement::Plain(quote!(println!("{:?}", #place);))];
                if lines.is_empty() { whole() } else { lines }
            }
        },
    }
}
