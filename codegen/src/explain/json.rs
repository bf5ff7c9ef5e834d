//! An explanation as JSON for programs.

use serde_json::{Value, json};

use super::text::written;
use super::{Counts, Explanation, Fact, Position, Seen};
use crate::diag::Place;
use crate::read::Document;

/// The explanation as JSON:
///
/// * `address`, `type`; `positions`: `address` and `counts` of each place whose examples count, the address itself first;
/// * `counts`: of all of them: `objects` that may hold it, `present` in how many, `copies` in lists that do not count; `values`, of which `nulls` and `hollow`
///   (empty);
/// * `values`: `value` (shortened JSON), `times` and `place` of each;
/// * `facts`: `rule`, `says` and `otherwise` (a line for the overrides, or null).
pub fn json(explanation: &Explanation, document: &Document) -> Value {
    let places: Vec<Place> = explanation.values.iter().map(|seen| seen.place).collect();
    let places = written(&places, document);
    let seen = |(seen, place): (&Seen, String)| json!({ "value": seen.text, "times": seen.times, "place": place });
    let fact =
        |fact: &Fact| json!({ "rule": fact.rule, "says": fact.says, "otherwise": fact.other });
    let position = |one: &Position| json!({ "address": one.address.to_string(), "counts": counts(&one.counts) });
    json!({
        "address": explanation.address.to_string(),
        "type": explanation.ty,
        "positions": explanation.positions.iter().map(position).collect::<Vec<_>>(),
        "counts": counts(&explanation.counts),
        "values": explanation.values.iter().zip(places).map(seen).collect::<Vec<_>>(),
        "facts": explanation.facts.iter().map(fact).collect::<Vec<_>>(),
    })
}

fn counts(counts: &Counts) -> Value {
    json!({
        "objects": counts.objects,
        "present": counts.present,
        "copies": counts.copies,
        "values": counts.values,
        "nulls": counts.nulls,
        "hollow": counts.hollow,
    })
}
