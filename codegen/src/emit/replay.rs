//! The requests of the program that sends every request of a collection through the typed methods, with the values that
//! the collection file holds at run time: none of them are in the program.

mod arguments;
mod client;
mod program;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub use self::program::{program, support_files};
use super::library::Needs;
use super::{Layout, Scope, docs, ident, snippet};
use crate::diag::Places;
use crate::model::{Body, FormField, Operation, OperationId};

/// The requests of an API.
pub fn module(scope: Scope<'_>, krate: &str, places: &Places) -> TokenStream {
    let about = docs::inner([format!(
        "The requests of {}, each with its values read from the collection file.",
        docs::title(&scope.api.title)
    )]);
    let krate = ident(krate);
    let module = (scope.layout == Layout::Shared).then(|| ident(&scope.names.module));
    let module = module.map(|module| quote!(::#module));
    let api = quote!(::#krate #module);
    let operations = scope.api.operations.iter().enumerate();
    let table = operations.clone().flat_map(|(index, operation)| {
        let name = format_ident!("request_{index}");
        let title = &operation.name;
        let pointers = operation.items.iter().map(|place| places.pointer(*place));
        pointers.map(move |pointer| quote!((#pointer, #title, #name),))
    });
    let requests = operations.map(|(index, _)| request(scope, OperationId(index)));
    let skipped = scope.api.skipped.iter().flat_map(|skipped| {
        let title = &skipped.name;
        let pointers = skipped.items.iter().map(|place| places.pointer(*place));
        pointers.map(move |pointer| quote!((#pointer, #title, left_out),))
    });
    let left_out = (!scope.api.skipped.is_empty()).then(left_out);
    if scope.api.operations.is_empty() {
        return quote! {
            #about
            use crate::support::run::Request;

            /// There are none.
            pub const REQUESTS: &[Request] = &[];
        };
    }
    let client = client::of(scope);
    let needs = Needs::of(scope.api, scope.types);
    let (files, uploads) = (needs.contains("file"), has_untyped_file(scope));
    let (file, upload) = (files.then(file), uploads.then(upload));
    let file_import = files.then(|| quote!(, Source));
    let upload_import = uploads.then(|| quote!(, Upload));
    quote! {
        #about
        use #api as api;
        use crate::support::item::{Inexpressible, Item, Outcome #file_import #upload_import};
        use crate::support::run::Request;

        /// Every request, by the JSON pointer and the name of its item.
        pub const REQUESTS: &[Request] = &[#(#table)* #(#skipped)*];

        #client
        #file
        #upload
        #left_out
        #(#requests)*
    }
}

/// What becomes of requests that the client was told to leave out.
fn left_out() -> TokenStream {
    quote! {
        fn left_out(_: &Item<'_>) -> Outcome {
            Err(Inexpressible::new("request", "it is left out of this client"))
        }
    }
}

/// A file of either kind.
fn file() -> TokenStream {
    quote! {
        fn file(source: Source, name: Option<String>) -> api::File {
            match (source, name) {
                (Source::Path(path), None) => api::File::path(path),
                (Source::Path(path), Some(name)) => api::File::path(path).named(name),
                (Source::Bytes(bytes), name) => api::File::bytes(name.unwrap_or_default(), bytes),
            }
        }
    }
}

/// Whether there is a file of a form whose type the method does not know.
fn has_untyped_file(scope: Scope<'_>) -> bool {
    let untyped = |field: &FormField| {
        matches!(
            field,
            FormField::File {
                content_type: None,
                ..
            }
        )
    };
    let bodies = scope.api.operations.iter().map(|operation| &operation.body);
    let mut fields = bodies.filter_map(|body| match body {
        Some(Body::Form { fields, .. }) => Some(fields),
        _ => None,
    });
    fields.any(|fields| fields.iter().any(untyped))
}

/// A file of a form of which the method does not know the type.
fn upload() -> TokenStream {
    quote! {
        fn upload(upload: Upload) -> api::File {
            let file = file(upload.source, upload.name);
            match upload.content_type {
                Some(content_type) => file.with_content_type(content_type),
                None => file,
            }
        }
    }
}

fn request(scope: Scope<'_>, id: OperationId) -> TokenStream {
    let operation = &scope.api.operations[id.0];
    let names = &scope.names.operations[id.0];
    let name = format_ident!("request_{}", id.0);
    let about = docs::outer([title(scope, operation)]);
    let folders = snippet::folders(scope, operation.group);
    let method = ident(&names.method);
    let (lets, arguments) = arguments::of(scope, id);
    quote! {
        #about
        fn #name(item: &Item<'_>) -> Outcome {
            #(#lets)*
            item.send(client(item)? #folders .#method(#(#arguments),*))
        }
    }
}

fn title(scope: Scope<'_>, operation: &Operation) -> String {
    let path = format!(
        "{} {}",
        operation.method,
        operation.path_template(scope.api)
    );
    format!("{}: {}", docs::title(&operation.name), docs::code(&path))
}
