//! Any bytes are one clear error or a client: files of Rust, below the folder they belong to, with each request accounted for.

use std::path::Component;

use postwright::read;
use postwright::standalone;

use super::{reader, tree};

/// The first byte says how the others are read: as they stand, or as a tree of what collections are made of.
pub(crate) fn check(bytes: &[u8]) {
    let text = match bytes.split_first() {
        Some((b'\x01', mut rest)) => tree::value(&mut rest, 0).to_string().into_bytes(),
        _ => bytes.to_vec(),
    };
    let source = match read::source(text, super::shown()) {
        Ok(source) => source,
        Err(error) => return reader::clear(&error.to_string()),
    };
    let krate = match standalone::generate(source, "fuzzed") {
        Ok(krate) => krate,
        Err(error) => {
            let error = error.to_string();
            assert!(!error.contains("internal error"), "{error}");
            return reader::clear(&error);
        }
    };
    for (path, text) in krate.files.iter() {
        let mut parts = path.components();
        assert!(
            parts.all(|part| matches!(part, Component::Normal(_))),
            "{}",
            path.display()
        );
        // The runtime's files are written by hand, and the same for every collection.
        let is_own =
            !path.starts_with("src/runtime") && !path.starts_with("examples/replay/support");
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        if is_own
            && is_rust
            && let Err(error) = syn::parse_file(text)
        {
            panic!("{} is no Rust: {error}", path.display());
        }
    }
    let counts = &krate.report.counts;
    assert!(
        counts.operations + counts.merged >= counts.requests,
        "{counts:?}"
    );
}
