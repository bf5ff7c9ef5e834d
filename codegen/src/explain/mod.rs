//! Why a value has the type that it has: where it was seen, what it held, and which rules said what.
//!
//! The samples are walked once more for it, so that inference need not remember where anything came from.

mod json;
mod positions;
mod rules;
mod samples;
mod sightings;
mod suggest;
mod text;

use serde_json::Value;

use crate::Understood;
use crate::address::{Address, AddressError, Addresses, Target};
use crate::diag::Place;
use crate::emit::type_text;
use crate::infer::evidence::Evidence;
use crate::infer::{Options, identifiers, kept};

pub use self::json::json;
pub use self::suggest::suggest;
pub use self::text::text;

/// Why a value has its type.
#[derive(Debug)]
pub struct Explanation {
    /// The address of the value.
    pub address: Address,
    /// Its Rust type.
    pub ty: String,
    /// All places whose examples count: the address itself, then the others where values of the same type hold it.
    pub positions: Vec<Position>,
    /// How often it was seen at all of them.
    pub counts: Counts,
    /// The different values, in the order in which they turn up.
    pub values: Vec<Seen>,
    /// What the rules say, also those that nearly apply.
    pub facts: Vec<Fact>,
}

/// A place whose examples count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Its address.
    pub address: Address,
    /// How often the value was seen there.
    pub counts: Counts,
}

/// How often a value was seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// The objects that it may be in, for a member.
    pub objects: usize,
    /// Those of them that it is in.
    pub present: usize,
    /// Further objects that do not count: copies of another in the same list, equal but for identifiers.
    pub copies: usize,
    /// All values, `null` included.
    pub values: usize,
    /// How many of them are `null`.
    pub nulls: usize,
    /// How many are an empty list or object.
    pub hollow: usize,
}

/// A value that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The value, as JSON, shortened.
    pub text: String,
    /// How often it was seen.
    pub times: usize,
    /// Where first: the request or the saved response.
    pub place: Place,
}

/// What a rule says of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The rule.
    pub rule: &'static str,
    /// What it says, with the numbers.
    pub says: String,
    /// The override that says otherwise, as a line of TOML.
    pub other: Option<String>,
}

/// Why a value cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// There is none.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// There is something that has no type.
    #[error("`{0}` has no type that examples decide")]
    NoType(Address),
}

/// The values of an API, with what is asked of all its addresses alike made once.
pub(crate) struct Values<'a> {
    understood: &'a Understood,
    addresses: Addresses<'a>,
    evidence: Vec<Evidence>,
    samples: samples::Samples<'a>,
}

impl<'a> Values<'a> {
    pub(crate) fn of(understood: &'a Understood) -> Self {
        Self {
            understood,
            addresses: Addresses::of(understood),
            evidence: kept::evidence(&understood.api, &understood.types, &Options::default()),
            samples: samples::Samples::of(understood),
        }
    }

    /// The different values that decide the type of what stands at an address, each with the place where it was seen first.
    pub(crate) fn at(&self, address: &Address) -> Vec<(Value, Place)> {
        let addresses = &self.addresses;
        let Ok(target) = addresses.resolve(address) else {
            return Vec::new();
        };
        let Some((spot, ty)) = positions::Spot::of(&target).zip(addresses.type_of(&target)) else {
            return Vec::new();
        };
        let evidence = &self.evidence;
        let positions = positions::of(self.understood, addresses, evidence, address, spot, &ty);
        let found = sightings::of(&self.samples, &positions);
        let values = found.values.into_iter();
        values.map(|(value, (_, place))| (value, place)).collect()
    }
}

/// Explains the type of what stands at an address.
///
/// # Errors
///
/// If there is nothing, or if it is a folder, a request, a file, or a body that is no JSON.
pub fn explain(understood: &Understood, address: &Address) -> Result<Explanation, ExplainError> {
    let options = Options::default();
    let addresses = Addresses::of(understood);
    let target = addresses.resolve(address)?;
    let Some((spot, ty)) = positions::Spot::of(&target).zip(addresses.type_of(&target)) else {
        return Err(ExplainError::NoType(address.clone()));
    };
    let evidence = kept::evidence(&understood.api, &understood.types, &options);
    let positions = positions::of(understood, &addresses, &evidence, address, spot, &ty);
    let samples = samples::Samples::of(understood);
    let found = sightings::of(&samples, &positions);
    let case = rules::Case {
        understood,
        address,
        target: &target,
        ty: &ty,
        shape: sightings::shape(&evidence, &positions),
        evidence: &evidence[positions.first().map_or(0, |(_, spot)| spot.slot.0)],
        found: &found,
        shared: rules::def_of(&ty)
            .map(|id| positions::of_type(understood, &addresses, &evidence, id))
            .unwrap_or_default(),
        options: &options,
        spelled: match target {
            Target::Param {
                slot: Some(slot), ..
            } => identifiers::witness(&understood.api, &evidence, slot),
            _ => None,
        },
        addresses: &addresses,
    };
    Ok(Explanation {
        facts: case.facts(),
        address: address.clone(),
        ty: type_text(understood.scope(), &ty),
        positions: positions
            .into_iter()
            .zip(&found.by_position)
            .map(|((address, _), counts)| Position {
                address,
                counts: *counts,
            })
            .collect(),
        counts: found.counts,
        values: found.seen(),
    })
}
