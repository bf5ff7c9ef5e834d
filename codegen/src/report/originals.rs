//! What became of the requests behind saved responses: how many generated tests make, and why not the others.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diag::{Place, Places};
use crate::infer::Types;
use crate::model::{Api, OperationId, Original, Refusal};

/// The requests behind the saved responses of an API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Originals {
    /// Those that their operations can make.
    pub expressed: usize,
    /// Those that are the same as an earlier one of their operation that is expressed.
    pub same: usize,
    /// Those that their operations cannot make, by reason.
    pub refused: Vec<Refused>,
}

/// Requests that are not expressed, for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The reason.
    pub reason: Refusal,
    /// How many there are.
    pub count: usize,
    /// The JSON pointer of the first saved response.
    pub pointer: String,
    /// The names of folders and requests that lead to it.
    pub trail: String,
}

impl Originals {
    /// Counts those of an API.
    pub fn of(api: &Api, types: &Types, places: &Places) -> Self {
        let mut originals = Self::default();
        let mut refused: BTreeMap<Refusal, (usize, Place)> = BTreeMap::new();
        for (index, operation) in api.operations.iter().enumerate() {
            let mut refusals: Vec<Option<Refusal>> = Vec::with_capacity(operation.examples.len());
            for (at, example) in operation.examples.iter().enumerate() {
                let refusal = match (&example.original, types.replayed(OperationId(index), at)) {
                    (Some(Original::SameAs(first)), _) => refusals[*first],
                    (_, Some(Err(refusal))) => Some(*refusal),
                    _ => None,
                };
                refusals.push(refusal);
                match (&example.original, refusal) {
                    (None, _) => {}
                    (_, Some(refusal)) => {
                        refused.entry(refusal).or_insert((0, example.place)).0 += 1;
                    }
                    (Some(Original::SameAs(_)), None) => originals.same += 1,
                    (Some(_), None) => originals.expressed += 1,
                }
            }
        }
        let refused = refused.into_iter();
        let refused = refused.map(|(reason, (count, first))| Refused {
            reason,
            count,
            pointer: places.pointer(first),
            trail: places.trail(first),
        });
        originals.refused = refused.collect();
        originals
    }

    /// For programs.
    pub(super) fn to_json(&self) -> Value {
        let refused = self.refused.iter();
        let refused = refused.map(|one| {
            json!({
                "reason": one.reason.to_string(),
                "count": one.count,
                "first": { "pointer": one.pointer, "trail": one.trail },
            })
        });
        json!({
            "expressed": self.expressed,
            "same": self.same,
            "not_expressed": refused.collect::<Vec<_>>(),
        })
    }
}
