//! Model, types and names -> tokens. Decides nothing: what is sent, typed and named is settled by the stages before.
//!
//! An API becomes a client module and a module for each folder. The functions here are total: emission cannot fail.

pub mod bodies;
mod client;
mod credentials;
mod docs;
mod errors;
mod grants;
mod group;
mod imports;
mod inputs;
pub mod library;
mod literal;
mod members;
mod mock;
mod operation;
mod pages;
mod presets;
pub mod program;
pub mod reading;
pub mod replay;
mod request;
mod signing;
pub mod snippet;
mod structs;
pub mod tests;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

pub(crate) use docs::joined as joined_docs;

use crate::infer::pages::shown;
use crate::infer::{Type, TypeId, Types};
use crate::model::{Api, GroupId, OperationId};
use crate::name::Names;

/// Everything that emission reads.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The model.
    pub api: &'a Api,
    /// Its types.
    pub types: &'a Types,
    /// Their names.
    pub names: &'a Names,
    /// Where the runtime is.
    pub layout: Layout,
}

/// Where the runtime of an API's module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Beside the module: several APIs share it.
    Shared,
    /// Within the module.
    Own,
    /// Within the module, which is part of a crate whose cargo features are not ours.
    Foreign,
}

impl Layout {
    /// Whether the runtime is within the module.
    fn holds_runtime(self) -> bool {
        self != Self::Shared
    }
}

/// A module to be written.
#[derive(Debug)]
pub struct Module {
    /// Its path below the API's own module; empty for that itself.
    pub path: Vec<String>,
    /// Whether modules stand below it.
    pub has_children: bool,
    /// What is in it.
    pub tokens: TokenStream,
}

/// All modules of an API, the client first. Each is emitted when its turn comes: tokens take far more memory than text.
pub fn modules(scope: Scope<'_>) -> impl Iterator<Item = Module> {
    let ids = (0..scope.api.groups.len()).map(GroupId);
    let examples = std::iter::once_with(move || bodies::module(scope)).flatten();
    let examples = examples.map(|tokens| Module {
        path: vec![bodies::MODULE.to_owned()],
        has_children: false,
        tokens,
    });
    let modules = ids.map(move |id| Module {
        path: scope.names.groups[id.0].path.clone(),
        has_children: scope.api.children_of(id).next().is_some(),
        tokens: if id.0 == 0 {
            client::module(scope)
        } else {
            group::module(scope, id)
        },
    });
    modules.chain(examples)
}

impl Scope<'_> {
    /// What examples call the API's own module: its name, unless a folder has the same.
    fn api_alias(&self) -> Ident {
        let module = &self.names.module;
        let is_taken = self
            .api
            .children_of(GroupId(0))
            .any(|(id, _)| self.names.groups[id.0].module == *module);
        if is_taken {
            format_ident!("{module}_api")
        } else {
            ident(module)
        }
    }

    /// A type as written in the module of a group.
    fn ty(&self, ty: &Type, at: GroupId) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::I64 => quote!(i64),
            Type::U64 => quote!(u64),
            Type::F64 => quote!(f64),
            Type::String => quote!(String),
            Type::Number => quote!(Number),
            Type::Json => quote!(serde_json::Value),
            Type::Map(value) => {
                let value = self.ty(value, at);
                quote!(BTreeMap<String, #value>)
            }
            Type::Boxed(inner) => {
                let inner = self.ty(inner, at);
                quote!(Box<#inner>)
            }
            Type::JsonText(inner) => {
                let inner = self.ty(inner, at);
                quote!(JsonText<#inner>)
            }
            Type::List(item) => {
                let item = self.ty(item, at);
                quote!(Vec<#item>)
            }
            Type::Option(inner) => {
                let inner = self.ty(inner, at);
                quote!(Option<#inner>)
            }
            Type::Def(id) => self.def_path(*id, at),
        }
    }

    /// The path of a generated type, seen from the module of a group.
    fn def_path(&self, id: TypeId, at: GroupId) -> TokenStream {
        let name = ident(&self.names.types[id.0].name);
        let home = self.types.def(id).home;
        if home == at {
            return quote!(#name);
        }
        let [from, to] = [at, home].map(|group| &self.names.groups[group.0].path);
        let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let here = (common == from.len()).then(|| quote!(self::));
        let up = from[common..].iter().map(|_| quote!(super::));
        let down = to[common..].iter().map(|module| {
            let module = ident(module);
            quote!(#module::)
        });
        quote!(#here #(#up)* #(#down)* #name)
    }
}

/// A type as people read it, without the modules it is in.
pub fn type_text(scope: Scope<'_>, ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::U64 => "u64".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::Json => "serde_json::Value".to_owned(),
        Type::Map(value) => format!("BTreeMap<String, {}>", type_text(scope, value)),
        Type::Boxed(inner) => format!("Box<{}>", type_text(scope, inner)),
        Type::JsonText(inner) => format!("JsonText<{}>", type_text(scope, inner)),
        Type::List(item) => format!("Vec<{}>", type_text(scope, item)),
        Type::Option(inner) => format!("Option<{}>", type_text(scope, inner)),
        Type::Def(id) => scope.names.types[id.0].name.clone(),
    }
}

/// How an operation gives its answer in pages, as people read it: the method, what leads to the next page, the items.
pub fn pages_text(
    scope: Scope<'_>,
    id: OperationId,
    code: impl Fn(&str) -> String,
) -> Option<String> {
    let pages = scope.types.pages(id)?;
    let method = code(scope.names.operations[id.0].pages.trim_start_matches("r#"));
    let items = pages.items.as_ref().map(|items| {
        let ty = code(&type_text(scope, &items.ty));
        match items.way.is_empty() {
            true => format!("; items: {ty}"),
            false => format!("; items in {}: {ty}", code(&shown(&items.way))),
        }
    });
    let phrase = pages.phrase(&code);
    Some(format!("{method}: {phrase}{}", items.unwrap_or_default()))
}

/// An identifier that naming has made, raw or not.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => format_ident!("r#{keyword}"),
        None => format_ident!("{name}"),
    }
}
