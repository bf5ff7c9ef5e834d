//! Laws that hold for whatever a collection says: the reader always answers, and what is generated is Rust in harmless files,
//! the same every time, with an operation for each request.

#[path = "properties/collections.rs"]
mod collections;
#[path = "hostile/judge.rs"]
mod judge;

use std::collections::HashSet;
use std::path::Path;

use postwright::diag::{Diagnostics, Source};
use postwright::{concretize, read};
use proptest::prelude::*;
use serde_json::Value;

use collections::{any_collection, any_json, mutated};
use judge::files_of;

fn read(text: String) -> Result<(), TestCaseError> {
    let path = Path::new("x.json").to_path_buf();
    let mut diagnostics = Diagnostics::default();
    match read::document(Source { path, text }, &mut diagnostics) {
        Ok(document) => {
            for entry in diagnostics.entries() {
                let shown = postwright::diag::render(entry, &document.source, &document.places);
                prop_assert!(shown.contains("  --> x.json:"), "{}", shown);
            }
        }
        Err(error) => {
            let shown = error.to_string();
            prop_assert!(
                shown.contains("  --> x.json") && shown.lines().count() == 3,
                "{}",
                shown
            );
        }
    }
    Ok(())
}

/// The names of a kind of items, each once.
fn each_once<'a>(
    items: impl Iterator<Item = &'a syn::Ident>,
    what: &str,
) -> Result<(), TestCaseError> {
    let mut seen = HashSet::new();
    for name in items {
        prop_assert!(seen.insert(name), "two of {} are called {}", what, name);
    }
    Ok(())
}

fn type_name(item: &syn::Item) -> Option<&syn::Ident> {
    match item {
        syn::Item::Struct(item) => Some(&item.ident),
        syn::Item::Enum(item) => Some(&item.ident),
        syn::Item::Type(item) => Some(&item.ident),
        _ => None,
    }
}

/// Types of a module, modules of a module, fields of a struct, variants of an enum, and methods of a type.
fn names_are_unique(file: &syn::File) -> Result<(), TestCaseError> {
    each_once(file.items.iter().filter_map(type_name), "the types")?;
    let modules = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(item) => Some(&item.ident),
        _ => None,
    });
    each_once(modules, "the modules")?;
    for item in &file.items {
        match item {
            syn::Item::Struct(item) => {
                let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
                each_once(fields, "the fields")?;
            }
            syn::Item::Enum(item) => {
                each_once(
                    item.variants.iter().map(|variant| &variant.ident),
                    "the variants",
                )?;
            }
            _ => {}
        }
    }
    let inherent = file.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) if item.trait_.is_none() => Some(item),
        _ => None,
    });
    let mut methods: HashSet<(String, String)> = HashSet::new();
    for item in inherent {
        let syn::Type::Path(path) = &*item.self_ty else {
            continue;
        };
        let segments = path.path.segments.iter();
        let name: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
        for member in &item.items {
            if let syn::ImplItem::Fn(method) = member {
                let method = (name.join("::"), method.sig.ident.to_string());
                prop_assert!(methods.insert(method.clone()), "two methods {:?}", method);
            }
        }
    }
    Ok(())
}

fn pipeline(document: &Value) -> Result<(), TestCaseError> {
    let krate = files_of(document, "generated");
    let again = files_of(document, "generated again");
    prop_assert_eq!(&krate.files, &again.files);
    prop_assert_eq!(&krate.notices, &again.notices);
    let counts = krate.report.counts;
    prop_assert_eq!(counts.requests, counts.operations + counts.merged);
    prop_assert_eq!(counts.requests, collections::requests(document));
    for (path, text) in krate.files.iter() {
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        let is_generated = path.starts_with("src") && !path.starts_with("src/runtime");
        if is_generated && is_rust {
            names_are_unique(&syn::parse_file(text).expect("parsed before"))?;
        }
    }
    let mock = krate
        .files
        .get("src/mock.jsonc")
        .expect("what the mock server reads");
    let (_, mock) = mock.split_once('\n').expect("a banner");
    let mock = serde_json::from_str::<postwright::mock::data::Description>(mock);
    let mock = mock.map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(mock.operations.len(), counts.operations);
    let source = read::source(document.to_string().into_bytes(), Path::new("x.json"));
    let shared = postwright::generate(source.expect("text"), "shared", "krate");
    let shared = shared.map_err(|error| TestCaseError::fail(error.to_string()))?;
    for text in shared
        .modules
        .iter()
        .map(|(_, text)| text)
        .chain(shared.tests.as_deref())
    {
        prop_assert!(syn::parse_file(text).is_ok(), "no Rust: {}", text);
    }
    let source = read::source(document.to_string().into_bytes(), Path::new("x.json"));
    let concrete = concretize::concretize(source.expect("text").into());
    let concrete = concrete.map_err(|error| TestCaseError::fail(error.to_string()))?;
    let copy = serde_json::from_str::<Value>(&concrete.text);
    prop_assert!(copy.is_ok(), "no JSON: {}", concrete.text);
    for (path, _) in shared.reference.iter() {
        prop_assert!(judge::is_harmless(path), "{}", path.display());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in "\\PC{0,60}|[\\[\\]{}\":,0-9a-z\\\\ \n]{0,80}") {
        read(text)?;
    }

    #[test]
    fn any_json_is_answered(value in any_json()) {
        read(value.to_string())?;
    }

    #[test]
    fn a_damaged_collection_is_answered(value in mutated()) {
        read(value.to_string())?;
    }

    #[test]
    fn a_cut_collection_is_answered(value in any_collection(), at in 0.0..1.0f64) {
        let text = value.to_string();
        let end = (text.len() as f64 * at) as usize;
        read(text[..text.floor_char_boundary(end)].to_owned())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        // Each case is generated three times, which takes a while in a debug build.
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48),
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_collection_becomes_a_client(document in any_collection()) {
        pipeline(&document)?;
    }

    #[test]
    fn a_damaged_collection_becomes_a_client_or_is_refused(document in mutated()) {
        let source = read::source(document.to_string().into_bytes(), Path::new("x.json"));
        if postwright::standalone::generate(source.expect("text"), "damaged").is_ok() {
            files_of(&document, "damaged");
        }
    }
}
