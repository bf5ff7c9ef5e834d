//! Laws: what holds for any input. Each takes bytes, makes of them what it needs, and panics where the law is broken.
//!
//! The fuzzers in `fuzz/` try them with inputs that they make up; the tests of this package with those in `fuzz/seeds/`, which
//! hold everything that a fuzzer has ever found.

use std::path::Path;

mod multipart;
mod pipeline;
mod reader;
mod response;
mod template;
mod tree;

/// A law.
pub type Law = fn(&[u8]);

/// All laws, by the name of their fuzzer and of their folder of seeds.
pub const ALL: [(&str, Law); 5] = [
    ("multipart", multipart::check),
    ("pipeline", pipeline::check),
    ("reader", reader::check),
    ("response", response::check),
    ("template_json", template::check),
];

/// Holds the law of this name against an input.
///
/// # Panics
/// If the law is broken, or there is none of this name.
pub fn hold(name: &str, bytes: &[u8]) {
    let law = ALL.iter().find(|(known, _)| *known == name);
    let (_, law) = law.unwrap_or_else(|| panic!("no law is called {name}"));
    law(bytes);
}

/// The name under which inputs are shown.
fn shown() -> &'static Path {
    Path::new("collection.json")
}

/// The next bytes of an input, up to a length that its first byte says.
fn take<'b>(bytes: &mut &'b [u8]) -> &'b [u8] {
    let Some((length, rest)) = bytes.split_first() else {
        return &[];
    };
    let (taken, rest) = rest.split_at(usize::from(*length).min(rest.len()));
    *bytes = rest;
    taken
}

/// The same as text.
fn take_text(bytes: &mut &[u8]) -> String {
    String::from_utf8_lossy(take(bytes)).into_owned()
}

/// The next byte; 0 at the end.
fn take_byte(bytes: &mut &[u8]) -> u8 {
    let Some((first, rest)) = bytes.split_first() else {
        return 0;
    };
    *bytes = rest;
    *first
}
