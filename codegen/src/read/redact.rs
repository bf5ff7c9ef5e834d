//! Takes secrets out of a parsed document, before anything else sees it, and says where they were.
//!
//! Collections in the wild hold live tokens and passwords. Working on the parsed JSON, ahead of every other stage,
//! makes one promise easy to keep: no value from an auth block, from a variable that credentials use, from a header,
//! parameter or JSON member with a secret-looking name, and no token of a known shape exists after this function, in
//! whatever format version the file is. The same holds inside text: JSON, YAML, XML, queries, curl commands, prose. A
//! value that has been taken out is replaced wherever else it turns up, too (a URL, a description, a script, a saved
//! body). Templates (`{{token}}`) and placeholders (`<token>`) say nothing and stay.
//!
//! What only looks random is taken out of headers, variables, queries and forms, unless its name says that it
//! identifies something. Elsewhere, ids and hashes look the same: there it stays, and is reported.

mod findings;
mod names;
mod shapes;
mod spot;
mod take;
mod text;
mod trace;
mod users;
mod value;
mod variables;
mod walk;

use serde_json::Value;

use self::findings::Trail;
pub use self::findings::{Finding, Findings, Kind};
pub use self::names::is_secret_name;
use self::names::{Field, is_secret_field};
use self::spot::Spot;
use self::trace::Traced;
use self::variables::Variables;
use self::walk::Collector;

/// What stands where a secret was.
pub const REDACTED: &str = "redacted";

/// A random-looking value of a header, a variable or a parameter that is shorter may be anything.
const SHORTEST_RANDOM: usize = 20;

/// Replaces every secret in the document, and says where they were.
pub fn redact(document: &mut Value) -> Findings {
    let found = redact_together(&mut [document]);
    found.into_iter().next().unwrap_or_default()
}

/// Replaces every secret in a collection and in the environments that go with it: what one of them shows to be a
/// secret is taken out of all.
pub fn redact_together(documents: &mut [&mut Value]) -> Vec<Findings> {
    let mut collector = Collector {
        names: Variables::of(documents),
        ..Collector::default()
    };
    let found = documents.iter_mut().map(|document| {
        collector.visit_values(document);
        collector.visit(document, Spot::new(&Trail::ROOT));
        std::mem::take(&mut collector.findings)
    });
    let mut findings: Vec<Findings> = found.collect();
    if let Some(traced) = Traced::new(&collector.found) {
        for (document, findings) in documents.iter_mut().zip(&mut findings) {
            traced.replace(document, &Trail::ROOT, findings);
        }
    }
    findings
}

/// Whether a header of this name usually holds a secret: some names say so in headers alone.
pub(crate) fn is_secret_header(name: &str) -> bool {
    is_secret_name(name) || is_secret_field(name, Field::Header, "")
}
