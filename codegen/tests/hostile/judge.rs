//! What output must be like, whatever the input is.

use std::path::{Component, Path};

use postwright::read;
use postwright::standalone::{self, Standalone};
use serde_json::Value;

/// The crate that a collection becomes. Its files are Rust, and stand where they should.
pub fn files_of(document: &Value, what: &str) -> Standalone {
    let source = read::source(document.to_string().into_bytes(), Path::new("x.json"));
    let krate = standalone::generate(source.expect("text"), "hostile");
    let krate = krate.unwrap_or_else(|error| panic!("{what:?}: {error}"));
    for (path, text) in krate.files.iter() {
        assert!(is_harmless(path), "{what:?}: {}", path.display());
        assert!(
            !path.starts_with("src/bin"),
            "{what:?}: cargo takes {} for a program",
            path.display()
        );
        // The runtime's files are written by hand, and the same for every collection.
        let is_own = !path.starts_with("src/runtime") || path.ends_with("mod.rs");
        if is_own
            && path.extension().is_some_and(|extension| extension == "rs")
            && let Err(error) = syn::parse_file(text)
        {
            panic!("{what:?}: {} is no Rust: {error}", path.display());
        }
    }
    krate
}

/// Below the output folder, and a file on every platform.
pub fn is_harmless(path: &Path) -> bool {
    path.components().all(|part| {
        let Component::Normal(name) = part else {
            return false;
        };
        let name = name.to_str().unwrap_or_default();
        let stem = name
            .split('.')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let is_port = matches!(stem.get(..3), Some("com" | "lpt"))
            && stem.len() == 4
            && stem.ends_with(|c: char| c.is_ascii_digit());
        let is_device = is_port || ["con", "prn", "aux", "nul"].contains(&stem.as_str());
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        !is_device
            && !name.is_empty()
            && name.len() <= 140
            && name.chars().all(plain)
            && !name.ends_with('.')
    })
}
