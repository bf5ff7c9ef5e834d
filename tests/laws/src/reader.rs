//! Any bytes are a collection or one clear error: what is wrong, where, and what to do.

use postwright::diag::Diagnostics;
use postwright::read::{self, Input};

pub(crate) fn check(bytes: &[u8]) {
    let source = match read::source(bytes.to_vec(), super::shown()) {
        Ok(source) => source,
        Err(error) => return clear(&error.to_string()),
    };
    let mut diagnostics = Diagnostics::default();
    if let Err(error) = read::document(Input::from(source), &mut diagnostics) {
        clear(&error.to_string());
    }
}

/// Holds an error against the form that all errors have.
pub(crate) fn clear(error: &str) {
    assert!(error.starts_with("error: "), "{error}");
    assert!(error.contains("\n  --> "), "{error}");
    assert!(error.contains("\n  help: "), "{error}");
    let is_plain = |c: char| !c.is_control() || c == '\n';
    assert!(error.chars().all(is_plain), "{error:?}");
}
