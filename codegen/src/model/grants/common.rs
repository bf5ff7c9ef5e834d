//! What the collection says of a request for a token: of all grants of a server alike, and of one beside that.

use super::{AuthorizationServer, Grant, GrantParameter, GrantType};

/// What a request for a token has where the caller says nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common<'a> {
    /// The scope to ask for.
    pub scope: Option<&'a str>,
    /// Whether the client says who it is in the form.
    pub in_body: bool,
    /// Further parameters, each with a value.
    pub parameters: Vec<&'a GrantParameter>,
}

impl AuthorizationServer {
    /// What is said of all grants.
    pub fn common(&self) -> Common<'_> {
        let mut grants = self.grants.iter();
        let Some(first) = grants.next() else {
            return Common {
                scope: None,
                in_body: false,
                parameters: Vec::new(),
            };
        };
        let asking = self.grants.iter();
        let asking = asking.filter(|grant| grant.kind != GrantType::AuthorizationCode);
        let scopes: Vec<_> = asking.map(|grant| grant.scope.as_deref()).collect();
        let scope = scopes.first().copied().flatten();
        let mut parameters = first.settled();
        parameters.retain(|one| grants.clone().all(|grant| grant.parameters.contains(one)));
        Common {
            scope: scope.filter(|one| scopes.iter().all(|other| *other == Some(one))),
            in_body: self.grants.iter().all(|grant| grant.in_body),
            parameters,
        }
    }
}

impl Grant {
    /// What is said of this grant beside what is said of all.
    pub fn beside<'a>(&'a self, common: &Common<'_>) -> Common<'a> {
        // The scope of a code is settled when the user agrees.
        let scope = match self.kind {
            GrantType::AuthorizationCode => None,
            _ => self.scope.as_deref(),
        };
        let mut parameters = self.settled();
        parameters.retain(|one| !common.parameters.contains(one));
        Common {
            scope: scope.filter(|_| common.scope.is_none()),
            in_body: self.in_body && !common.in_body,
            parameters,
        }
    }

    /// The parameters whose value the collection says.
    fn settled(&self) -> Vec<&GrantParameter> {
        let parameters = self.parameters.iter();
        parameters.filter(|one| one.value.is_some()).collect()
    }
}
