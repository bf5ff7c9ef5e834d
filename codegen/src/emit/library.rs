//! The library part of a generated crate: which runtime files are there and when, the module that holds them, and the crate
//! that holds everything.

mod files;
mod needs;

use proc_macro2::TokenStream;
use quote::quote;

pub use self::files::{Presence, RUNTIME, RuntimeFile};
pub use self::needs::Needs;
use super::{docs, ident};
use Presence::{Core, Feature, Needed, NeededFeature};

/// An API of a crate, as far as the library part knows it.
#[derive(Debug, Clone)]
pub struct Member {
    /// Module and feature.
    pub name: String,
    /// The collection's name.
    pub title: String,
    /// The runtime files it needs.
    pub needs: Needs,
}

/// The runtime files of a crate with these members.
pub fn runtime_files(
    members: &[Member],
    gates: Gates,
) -> impl Iterator<Item = &'static RuntimeFile> {
    RUNTIME
        .iter()
        .filter(move |file| gates.holds(file))
        .filter(|file| match file.presence {
            Core | Feature(_) => true,
            Needed | NeededFeature(_) => members
                .iter()
                .any(|member| member.needs.contains(file.name)),
        })
}

/// Whose features say which runtime files there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gates {
    /// A file is there with the feature of any member that needs it.
    PerMember,
    /// A file that is needed is always there.
    None,
    /// The module is part of a crate whose features are not ours: no file is behind one. The test server is left out.
    Foreign {
        /// Whether calls can be waited for without `async`.
        blocking: bool,
    },
}

impl Gates {
    fn holds(self, file: &RuntimeFile) -> bool {
        match (self, file.presence) {
            (Gates::Foreign { blocking }, Feature(name) | NeededFeature(name)) => {
                blocking && name == "blocking"
            }
            _ => true,
        }
    }
}

/// The runtime's own module.
pub fn runtime_module(members: &[Member], gates: Gates) -> TokenStream {
    let condition = |file, members| condition(file, members, gates);
    let about = docs::inner([
        "What the clients of this crate have in common: transport, credentials, encoding, errors.",
        "The files of this module are the same in every generated crate; those that no collection needs are left out.",
    ]);
    let modules = runtime_files(members, gates).map(|file| {
        let condition = condition(file, members);
        let hidden = file.hidden.then(|| quote!(#[doc(hidden)]));
        let name = ident(file.name);
        quote!(#condition #hidden pub mod #name;)
    });
    let exports = runtime_files(members, gates)
        .filter(|file| !file.exports.is_empty())
        .map(|file| {
            let condition = condition(file, members);
            let name = ident(file.name);
            let exports = file.exports.iter().map(|name| ident(name));
            quote!(#condition pub use self::#name::{#(#exports),*};)
        });
    let macros = ["error_body", "secret_debug", "string_enum"]
        .into_iter()
        .filter_map(|name| {
            let file = RUNTIME
                .iter()
                .find(|file| file.name == name && members.iter().any(|m| m.needs.contains(name)))?;
            let (condition, name) = (condition(file, members), ident(name));
            Some(quote!(#condition pub(crate) use self::#name::#name;))
        });
    let installed = installed(gates);
    quote!(#about #(#modules)* #(#exports)* #(#macros)* #installed)
}

/// What is around every try of every client: what the features of the crate bring.
fn installed(gates: Gates) -> TokenStream {
    let about = docs::outer([
        "What is around every try of every client: what the features of the crate bring.",
    ]);
    let function = |items| quote!(#about fn installed() -> Vec<Box<dyn Middleware>> { #items });
    let none = function(quote!(Vec::new()));
    if matches!(gates, Gates::Foreign { .. }) {
        return none;
    }
    let tracing = function(quote!(vec![Box::new(self::tracing::Tracing)]));
    quote! {
        #[cfg(feature = "tracing")]
        #tracing
        #[cfg(not(feature = "tracing"))]
        #none
    }
}

fn condition(file: &RuntimeFile, members: &[Member], gates: Gates) -> Option<TokenStream> {
    let feature = match file.presence {
        Feature(name) | NeededFeature(name) if !matches!(gates, Gates::Foreign { .. }) => {
            Some(quote!(feature = #name))
        }
        _ => None,
    };
    let of_members = match file.presence {
        Needed | NeededFeature(_) if gates == Gates::PerMember => {
            let features: Vec<&String> = members
                .iter()
                .filter(|m| m.needs.contains(file.name))
                .map(|m| &m.name)
                .collect();
            Some(match features.as_slice() {
                [one] => quote!(feature = #one),
                many => quote!(any(#(feature = #many),*)),
            })
        }
        _ => None,
    };
    match (feature, of_members) {
        (Some(one), Some(other)) => Some(quote!(#[cfg(all(#one, #other))])),
        (Some(one), None) | (None, Some(one)) => Some(quote!(#[cfg(#one)])),
        (None, None) => None,
    }
}

/// The root of a crate with a feature for each member.
pub fn root(members: &[Member]) -> TokenStream {
    let mut about = vec![
        "Typed clients, generated from Postman collections.".to_owned(),
        "Each collection is a module behind the cargo feature of the same name:".to_owned(),
    ];
    let list = members
        .iter()
        .map(|member| format!("* `{}`: {}", member.name, docs::title(&member.title)));
    about.push(list.collect::<Vec<_>>().join("\n"));
    let about = docs::inner(about);
    let modules = members.iter().map(|member| {
        let (feature, name) = (&member.name, ident(&member.name));
        quote! {
            #[cfg(feature = #feature)]
            #[rustfmt::skip]
            pub mod #name;
        }
    });
    quote! {
        #about
        #![warn(missing_docs)]
        #(#modules)*
        #[rustfmt::skip]
        pub mod runtime;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands before the module of a file, in a crate of two members of which one needs it.
    fn check(file: &str, gates: Gates, expected: Option<&str>) {
        let member = |name: &str, needs: &[&'static str]| Member {
            name: name.to_owned(),
            title: String::new(),
            needs: Needs(needs.iter().copied().collect()),
        };
        let members = [
            member("shop", &["pages", "blocking_pages"]),
            member("zoo", &[]),
        ];
        let mut files = runtime_files(&members, gates);
        let condition = files
            .find(|known| known.name == file)
            .map(|known| condition(known, &members, gates))
            .map(|tokens| {
                tokens.map_or(String::new(), |tokens| tokens.to_string().replace(' ', ""))
            });
        assert_eq!(condition.as_deref(), expected, "{file} {gates:?}");
    }

    #[test]
    fn which_files_are_there_and_when() {
        let foreign = |blocking| Gates::Foreign { blocking };
        for (file, gates, expected) in [
            ("call", Gates::PerMember, Some("")),
            ("link", Gates::PerMember, None),
            ("pages", Gates::PerMember, Some("#[cfg(feature=\"shop\")]")),
            ("pages", Gates::None, Some("")),
            (
                "blocking",
                Gates::None,
                Some("#[cfg(feature=\"blocking\")]"),
            ),
            ("blocking", foreign(false), None),
            (
                "blocking_pages",
                Gates::PerMember,
                Some("#[cfg(all(feature=\"blocking\",feature=\"shop\"))]"),
            ),
            (
                "blocking_pages",
                Gates::None,
                Some("#[cfg(feature=\"blocking\")]"),
            ),
            ("blocking_pages", foreign(true), Some("")),
            ("blocking_pages", foreign(false), None),
        ] {
            check(file, gates, expected);
        }
    }
}
