//! Example values as Rust expressions.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use super::{Scope, ident};
use crate::infer::{Literal, TypeId, TypeKind};

/// Longer texts are cut: an example is to be read.
const LONGEST: usize = 200;

/// How an example names things, and how much of it is written.
#[derive(Clone, Copy)]
pub(super) struct Style<'a> {
    pub(super) scope: Scope<'a>,
    /// Whether long texts are written as they are.
    pub(super) whole: bool,
    /// Whether a struct of parameters is written in which none has a value, to show that there is one.
    pub(super) shows_empty: bool,
    /// Whether it stands in a module of the API's own.
    below_api: bool,
}

impl<'a> Style<'a> {
    /// For readers: long texts are cut.
    pub(super) fn short(scope: Scope<'a>) -> Self {
        Self {
            scope,
            whole: false,
            shows_empty: true,
            below_api: false,
        }
    }

    /// For a first program: with nothing that may be left out.
    pub(super) fn bare(scope: Scope<'a>) -> Self {
        Self {
            shows_empty: false,
            ..Self::short(scope)
        }
    }

    /// For tests: every text is whole.
    pub(super) fn whole(scope: Scope<'a>) -> Self {
        Self {
            scope,
            whole: true,
            shows_empty: false,
            below_api: false,
        }
    }

    /// For a module directly below the API's own: every text is whole.
    pub(super) fn below_api(scope: Scope<'a>) -> Self {
        Self {
            below_api: true,
            ..Self::whole(scope)
        }
    }

    /// The API's own module.
    pub(super) fn api(&self) -> TokenStream {
        if self.below_api {
            return quote!(super);
        }
        let alias = self.scope.api_alias();
        quote!(#alias)
    }

    /// Text, as long as it is to be.
    pub(super) fn text(&self, text: &str) -> String {
        if self.whole {
            text.to_owned()
        } else {
            cut(text)
        }
    }

    /// The path of a generated type from outside: `meetings::Action`.
    pub(super) fn path(&self, id: TypeId) -> TokenStream {
        let group = self.scope.types.def(id).home;
        self.item(group, &self.scope.names.types[id.0].name)
    }

    /// The path of an item of a group's module from outside.
    pub(super) fn item(&self, group: crate::model::GroupId, name: &str) -> TokenStream {
        let modules = self.scope.names.groups[group.0]
            .path
            .iter()
            .map(|module| ident(module));
        let name = ident(name);
        if group.0 == 0 || self.below_api {
            let api = self.api();
            quote!(#api::#(#modules::)* #name)
        } else {
            quote!(#(#modules::)* #name)
        }
    }

    /// An owned value.
    pub(super) fn value(&self, literal: &Literal) -> TokenStream {
        match literal {
            Literal::Bool(flag) => quote!(#flag),
            Literal::Int(digits) => number(digits),
            Literal::Float(value) => number(&format!("{value:?}")),
            Literal::Str(text) => {
                let text = self.text(text);
                quote!(#text.to_owned())
            }
            Literal::Json(text) => json(text, self.whole),
            Literal::List(items) => {
                let items = items.iter().map(|item| self.value(item));
                quote!(vec![#(#items),*])
            }
            Literal::Some(inner) => {
                let inner = self.value(inner);
                quote!(Some(#inner))
            }
            Literal::None => quote!(None),
            Literal::Struct(id, values) => self.structure(*id, values),
            Literal::Enum(id, value) => self.variant(*id, value),
            Literal::Map(members) if members.is_empty() => quote!(Default::default()),
            Literal::Map(members) => {
                let members = members.iter().map(|(key, value)| {
                    let value = self.value(value);
                    quote!((#key.to_owned(), #value))
                });
                quote!(std::collections::BTreeMap::from([#(#members),*]))
            }
            Literal::Union(id, index, value) => {
                let (path, value) = (self.path(*id), self.value(value));
                match self.scope.names.types[id.0].members.get(*index) {
                    Some(member) => {
                        let member = ident(member);
                        quote!(#path::#member(#value))
                    }
                    None => value,
                }
            }
            Literal::Number(number) => converted(number),
            Literal::JsonText(inner) => {
                let text = match &**inner {
                    Literal::Json(text) => Some(text.as_str()),
                    Literal::Map(members) if members.is_empty() => Some("{}"),
                    _ => None,
                };
                // Of what type the value is, the text need not say.
                match text {
                    Some(text) => written(text),
                    None => {
                        let inner = self.value(inner);
                        quote!(#inner.into())
                    }
                }
            }
            Literal::WrittenText(text) => written(text),
            Literal::Boxed(inner) => {
                let inner = self.value(inner);
                quote!(Box::new(#inner))
            }
        }
    }

    fn structure(&self, id: TypeId, values: &[Literal]) -> TokenStream {
        let path = self.path(id);
        let names = &self.scope.names.types[id.0].members;
        let required = self.scope.types.required(id);
        let has_rest = !required.is_empty() || self.scope.types.has_default(id);
        let is_absent = |value: &Literal| *value == Literal::None && has_rest;
        let absent = values.iter().filter(|value| is_absent(value)).count();
        // Where nothing is absent, all can be said by name.
        let by_new = |index: &usize| absent > 0 && required.contains(index);
        let members = names.iter().zip(values).enumerate();
        let given = members.filter(|(index, (_, value))| !is_absent(value) && !by_new(index));
        let given: Vec<TokenStream> = given
            .map(|(_, (name, value))| {
                let (name, value) = (ident(name), self.value(value));
                quote!(#name: #value)
            })
            .collect();
        let arguments = required.iter().filter_map(|index| values.get(*index));
        let arguments = arguments.map(|value| match value {
            Literal::Str(text) => {
                let text = self.text(text);
                quote!(#text)
            }
            other => self.value(other),
        });
        match (absent > 0, required.is_empty(), given.is_empty()) {
            (false, _, _) => quote!(#path { #(#given),* }),
            (true, true, _) => quote!(#path { #(#given,)* ..Default::default() }),
            (true, false, true) => quote!(#path::new(#(#arguments),*)),
            (true, false, false) => quote!(#path { #(#given,)* ..#path::new(#(#arguments),*) }),
        }
    }

    fn variant(&self, id: TypeId, value: &str) -> TokenStream {
        let path = self.path(id);
        let TypeKind::Enum(values) = &self.scope.types.def(id).kind else {
            return quote!(#value.into());
        };
        match values.iter().position(|known| known == value) {
            Some(index) => {
                let member = ident(&self.scope.names.types[id.0].members[index]);
                quote!(#path::#member)
            }
            None => quote!(#path::Other(#value.to_owned())),
        }
    }
}

/// JSON in text, as it is written.
fn written(text: &str) -> TokenStream {
    quote!(#text.parse().expect("any text"))
}

/// Text of a readable length.
fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        text.to_owned()
    } else {
        text.chars().take(LONGEST).collect()
    }
}

fn number(digits: &str) -> TokenStream {
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => (quote!(-), digits),
        None => (quote!(), digits),
    };
    match digits.parse::<Token>() {
        Ok(token) => quote!(#sign #token),
        Err(_) => quote!(0),
    }
}

/// A number that becomes one of JSON, whose own type says which.
fn converted(number: &serde_json::Number) -> TokenStream {
    let (is_negative, token) = match (number.as_i64(), number.as_u64()) {
        (Some(whole), _) => (whole < 0, Token::i64_suffixed(whole.saturating_abs())),
        (None, Some(whole)) => (false, Token::u64_suffixed(whole)),
        (None, None) => {
            let value = number.as_f64().unwrap_or_default();
            (value < 0.0, Token::f64_suffixed(value.abs()))
        }
    };
    match is_negative {
        true => quote!((-#token).into()),
        false => quote!(#token.into()),
    }
}

/// `serde_json::json!(…)` where JSON is valid Rust as it is written; else the text, parsed.
fn json(text: &str, whole: bool) -> TokenStream {
    // An integer literal without a suffix is an `i32`, and the macro recurses over long lists.
    let has_long_number = text
        .split(|c: char| !c.is_ascii_digit())
        .any(|digits| digits.len() > 9);
    match text.parse::<TokenStream>() {
        Ok(tokens) if text.len() <= LONGEST && !has_long_number => {
            quote!(serde_json::json!(#tokens))
        }
        _ if whole || text.len() <= 10 * LONGEST => {
            quote!(serde_json::from_str(#text).unwrap_or_default())
        }
        _ => quote!(serde_json::Value::Null),
    }
}
