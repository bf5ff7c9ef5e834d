//! The request that a first program makes: one that shows something, and needs little.

use super::{Api, Body, FormField, Operation, OperationId, PathPiece, ServerId};

/// Segments of paths at which clients get their credentials.
const OF_AUTH: [&str; 9] = [
    "auth",
    "authenticate",
    "authorize",
    "login",
    "logout",
    "oauth",
    "oauth2",
    "signin",
    "token",
];

impl Api {
    /// The request that a first program makes, if there is any. It is none that only gets credentials; it goes to the main server as it
    /// stands in the collection, reads, has a saved success, and needs few arguments: what comes first of this counts most.
    pub fn first_request(&self) -> Option<OperationId> {
        let all = self.operations.iter().enumerate();
        let best = all.min_by_key(|(_, operation)| {
            (
                is_helper(operation),
                operation.server != ServerId(0),
                operation.scripted.is_some(),
                operation.method != "GET",
                !has_success(operation),
                operation.path_params.len(),
            )
        });
        best.map(|(index, _)| OperationId(index))
    }
}

/// Whether a request gets credentials for others.
fn is_helper(operation: &Operation) -> bool {
    let is_of_auth = |piece: &PathPiece| match piece {
        PathPiece::Literal(text) => OF_AUTH.contains(&&*text.to_ascii_lowercase()),
        PathPiece::Param(_) | PathPiece::Setting(_) => false,
    };
    let is_grant = |field: &FormField| match field {
        FormField::Constant { wire, .. } => wire == "grant_type",
        FormField::Text { param, .. } => param.wire == "grant_type",
        FormField::File { .. } => false,
    };
    let mut pieces = operation.path.iter().flatten();
    let has_grant = match &operation.body {
        Some(Body::Form { fields, .. }) => fields.iter().any(is_grant),
        _ => false,
    };
    has_grant || pieces.any(is_of_auth)
}

fn has_success(operation: &Operation) -> bool {
    let mut examples = operation.examples.iter();
    examples.any(|example| example.status.is_success() && !example.body.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diag::Source;

    /// A request: its name, method and URL; and whether a response is saved.
    fn item(name: &str, method: &str, url: &str, is_saved: bool) -> Value {
        let saved = json!([{ "name": "OK", "code": 200, "body": "{\"id\": 1}" }]);
        json!({
            "name": name,
            "request": { "method": method, "url": url },
            "response": if is_saved { saved } else { json!([]) },
        })
    }

    fn check(items: Value, expected: &str) {
        let text = json!({ "info": { "name": "Shop" }, "item": items }).to_string();
        let path = "shop.json".into();
        let understood = crate::understand(Source { path, text }, "shop");
        let (_, understood, _) = understood.unwrap_or_else(|failure| panic!("{failure}"));
        let id = understood.api.first_request().expect("a request");
        assert_eq!(understood.api.operations[id.0].name, expected);
    }

    #[test]
    fn what_shows_most_and_needs_least() {
        let (main, other) = ("https://api.example.com", "https://login.example.com");
        let url = |path: &str| format!("{main}{path}");
        let orders = || item("Orders", "GET", &url("/orders"), true);
        let order = || item("Order", "GET", &url("/orders/:id"), true);
        let create = || item("Create", "POST", &url("/orders"), true);
        check(json!([create(), order(), orders()]), "Orders");
        check(json!([create(), order()]), "Order");
        check(
            json!([create(), item("Ping", "GET", &url("/ping"), false)]),
            "Ping",
        );
        // What gets credentials, and what goes elsewhere.
        let token = item("Token", "GET", &url("/oauth/token"), true);
        check(json!([token.clone(), create()]), "Create");
        let elsewhere = item("Elsewhere", "GET", &format!("{other}/users"), true);
        check(json!([elsewhere.clone(), create(), order()]), "Order");
        // What a script changes.
        let mut scripted = orders();
        scripted["event"] = json!([{
            "listen": "prerequest",
            "script": { "exec": ["pm.request.url = pm.variables.get('next');"] },
        }]);
        check(json!([scripted, order()]), "Order");
        check(json!([token, elsewhere]), "Elsewhere");
    }
}
