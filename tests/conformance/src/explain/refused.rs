//! Requests that one side refuses, and is meant to.

use super::{Explanation, rule};

/// A request that newman refuses, for what it says.
pub(super) fn refused_by_postman(said: &str) -> Option<Explanation> {
    let says = |words: &str| said.contains(words);
    if says("request url is empty") || says("ENOTFOUND") {
        return rule(1, "the client has a server of its own");
    }
    if says("Request path contains unescaped characters") {
        return rule(9, "the client always escapes what no URL may hold");
    }
    if says("Method must be a valid HTTP token") {
        return rule(
            14,
            "what is no method is sent as POST or GET, with a warning",
        );
    }
    if says("Invalid character in header content") {
        return rule(17, "a header that cannot be sent is up to the caller");
    }
    if says("Header name must be a valid HTTP token") {
        return rule(
            17,
            "what cannot be the name of a header is left out, with a warning",
        );
    }
    None
}

/// A request that the client refuses, for what it says.
pub(super) fn refused(said: &str) -> Option<Explanation> {
    if said.ends_with("is empty") || said.contains("is not set: ") {
        return rule(8, "an empty argument of a path is refused");
    }
    if said.contains("No such file or directory") {
        return rule(
            27,
            "a file that is not there is refused, and nothing is sent",
        );
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_of_newman() {
        for (said, wanted) in [
            ("runtime:extensions~request: request url is empty", Some(1)),
            ("getaddrinfo ENOTFOUND example.com", Some(1)),
            ("Request path contains unescaped characters", Some(9)),
            (
                "Method must be a valid HTTP token [\"{{METHOD}}\"]",
                Some(14),
            ),
            ("Invalid character in header content [\"X\"]", Some(17)),
            ("Header name must be a valid HTTP token [\"X Y\"]", Some(17)),
            ("connect ECONNREFUSED", None),
            ("", None),
        ] {
            let rule = refused_by_postman(said).map(|why| why.rule);
            assert_eq!(rule, wanted, "{said}");
        }
    }

    #[test]
    fn refusals() {
        for (said, wanted) in [
            ("argument `id` is empty", Some(8)),
            (
                "argument `account` is not set: the client's builder sets it",
                Some(8),
            ),
            ("a.txt: No such file or directory (os error 2)", Some(27)),
            ("no connection to the server", None),
            ("", None),
        ] {
            assert_eq!(refused(said).map(|why| why.rule), wanted, "{said}");
        }
    }
}
