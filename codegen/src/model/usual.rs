//! What nearly all requests of an API carry: it is said once, for the client, and by those requests alone that differ.

use indexmap::IndexMap;

use super::{Constant, ConstantTarget, Operation, OperationAuth};

/// In a smaller collection nothing is usual.
const FEWEST_REQUESTS: usize = 4;

/// What requests carry that say nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usual {
    /// The auth of most of them.
    pub auth: OperationAuth,
    /// Headers that three quarters of them have, or more.
    pub headers: Vec<Constant>,
}

impl Usual {
    /// Counts what requests carry.
    pub fn of(operations: &[Operation]) -> Self {
        let mut auth: IndexMap<&OperationAuth, usize> = IndexMap::new();
        let mut headers: IndexMap<(&str, &super::ConstantValue), (usize, &Constant)> =
            IndexMap::new();
        for operation in operations {
            if operation.auth != OperationAuth::None {
                *auth.entry(&operation.auth).or_default() += 1;
            }
            for constant in only_headers(operation) {
                let known = headers.entry((&constant.wire, &constant.value));
                known.or_insert((0, constant)).0 += 1;
            }
        }
        // Of several that are as common, the one that comes first.
        let most = auth.values().copied().max().unwrap_or_default();
        let auth = auth.into_iter().find(|(_, count)| *count == most);
        let total = operations.len();
        let is_usual = |count: usize| total >= FEWEST_REQUESTS && count * 4 >= total * 3;
        let headers = headers.into_values();
        let headers = headers.filter(|(count, _)| is_usual(*count));
        Self {
            auth: auth.map_or(OperationAuth::Unstated, |(auth, _)| auth.clone()),
            headers: headers.map(|(_, constant)| constant.clone()).collect(),
        }
    }

    /// Whether a header of an operation is one of the usual ones.
    pub fn has(&self, operation: &Operation, constant: &Constant) -> bool {
        self.headers
            .iter()
            .any(|usual| is_same(usual, constant) && is_alone(operation, constant))
    }

    /// The usual headers that an operation does not have.
    pub fn lacking(&self, operation: &Operation) -> impl Iterator<Item = &Constant> {
        self.headers
            .iter()
            .filter(|usual| !only_headers(operation).any(|own| is_same(usual, own)))
    }
}

fn is_same(usual: &Constant, own: &Constant) -> bool {
    (&usual.wire, &usual.value) == (&own.wire, &own.value) && own.target == ConstantTarget::Header
}

/// The constant headers of an operation of whose names it has no other.
fn only_headers(operation: &Operation) -> impl Iterator<Item = &Constant> {
    let constants = operation.constants.iter();
    constants.filter(|constant| {
        constant.target == ConstantTarget::Header && is_alone(operation, constant)
    })
}

/// Whether no other header of an operation has the name of this one.
fn is_alone(operation: &Operation, constant: &Constant) -> bool {
    let is_same = |wire: &str| wire.eq_ignore_ascii_case(&constant.wire);
    let constants = operation.constants.iter();
    let constants = constants.filter(|other| other.target == ConstantTarget::Header);
    constants.filter(|other| is_same(&other.wire)).count() == 1
        && !operation.headers.iter().any(|param| is_same(&param.wire))
}
