//! Status codes that test scripts expect: whoever wrote the test knows what the server answers.
//!
//! Only what names a code beyond doubt counts; what is denied, and whole classes (`to.be.success`), name none.

use std::collections::BTreeSet;

use super::javascript::{Token, tokens};
use crate::read::raw;

/// What stands for the code of the answer.
const SUBJECTS: [&str; 3] = [
    "pm.response.code",
    "responseCode.code",
    "pm.response.status",
];

/// What an expectation is followed by if it is of one code.
const EQUALS: [&str; 12] = [
    ".to.equal(",
    ".to.equals(",
    ".to.eql(",
    ".to.eqls(",
    ".to.eq(",
    ".to.be.equal(",
    ".to.be.equals(",
    ".to.be.eql(",
    ".to.be.eq(",
    ".to.be.oneOf(",
    ".to.deep.equal(",
    ".equal(",
];

/// Expectations of the answer itself that stand for one code each.
const NAMED: [(&str, u16); 6] = [
    ("pm.response.to.be.accepted", 202),
    ("pm.response.to.be.badRequest", 400),
    ("pm.response.to.be.unauthorized", 401),
    ("pm.response.to.be.forbidden", 403),
    ("pm.response.to.be.notFound", 404),
    ("pm.response.to.be.rateLimited", 429),
];

/// The codes that the test scripts of a request expect. Those that the scripts around it name count if its own name none, and if
/// they are a single code of success: what a script makes of errors for a whole folder says little of a single request.
pub(super) fn expected(own: &[raw::Script], inherited: &BTreeSet<u16>) -> BTreeSet<u16> {
    let codes = of_scripts(own);
    if !codes.is_empty() {
        return codes;
    }
    match inherited.first() {
        Some(200..300) if inherited.len() == 1 => inherited.clone(),
        _ => BTreeSet::new(),
    }
}

/// The codes that the tests among these scripts name.
pub(super) fn of_scripts(scripts: &[raw::Script]) -> BTreeSet<u16> {
    let tests = scripts.iter().filter(|script| script.listen == "test");
    tests.flat_map(|script| of_code(&script.code)).collect()
}

/// The codes that a script names.
fn of_code(code: &str) -> Vec<u16> {
    let tokens = tokens(code);
    let mut codes = Vec::new();
    for at in 0..tokens.len() {
        let before = &tokens[..at];
        // What is part of a longer chain is something else.
        if !before.ends_with(&[Token::Sign(".")]) {
            codes.extend(at_start(before, &tokens[at..]));
        }
    }
    codes
}

/// The codes that an expression named by its first token expects.
fn at_start(before: &[Token<'_>], tokens: &[Token<'_>]) -> Vec<u16> {
    if let Some((_, code)) = NAMED
        .iter()
        .find(|(chain, _)| after(tokens, chain).is_some())
    {
        return vec![*code];
    }
    if let Some(argument) = after(tokens, "pm.response.to.have.status(") {
        return argument_codes(argument);
    }
    let expected = after(tokens, "pm.expect(").or_else(|| after(tokens, "expect("));
    if let Some(inner) = expected {
        return expectation(inner);
    }
    comparison(before, tokens)
}

/// `expect(` is followed by the code and what it is to be, or by codes of which it is to be one.
fn expectation(inner: &[Token<'_>]) -> Vec<u16> {
    if let Some(rest) = subject(inner) {
        let rest = after_message(rest);
        let argument = EQUALS.iter().find_map(|equals| after(rest?, equals));
        return argument.map(argument_codes).unwrap_or_default();
    }
    let Some((codes, rest)) = list(inner) else {
        return Vec::new();
    };
    let member = [").to.include(", ").to.contain(", ").to.includes("];
    let is_member = member
        .iter()
        .filter_map(|chain| after(rest, chain))
        .any(|argument| subject(argument).is_some());
    if is_member { codes } else { Vec::new() }
}

/// What follows the closing bracket of `expect(code` or `expect(code, "message"`.
fn after_message<'t, 's>(rest: &'t [Token<'s>]) -> Option<&'t [Token<'s>]> {
    match rest {
        [Token::Sign(")"), rest @ ..]
        | [
            Token::Sign(","),
            Token::Text(_),
            Token::Sign(")"),
            rest @ ..,
        ] => Some(rest),
        _ => None,
    }
}

/// The code or the codes that are the first argument of a call.
fn argument_codes(argument: &[Token<'_>]) -> Vec<u16> {
    let ends = |rest: &[Token<'_>]| matches!(rest, [Token::Sign(")" | ","), ..]);
    if let Some((codes, rest)) = list(argument) {
        return if ends(rest) { codes } else { Vec::new() };
    }
    match argument {
        [value, rest @ ..] if ends(rest) => code(value).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// `code === 200`, `200 === code`, `[200, 201].includes(code)`.
fn comparison(before: &[Token<'_>], tokens: &[Token<'_>]) -> Vec<u16> {
    let is_denied = matches!(
        before,
        [.., Token::Sign("!")] | [.., Token::Sign("!"), Token::Sign("(")]
    );
    let (codes, rest) = match tokens {
        [value, Token::Sign("===" | "=="), rest @ ..] if code(value).is_some() => {
            (code(value).into_iter().collect(), subject(rest))
        }
        [Token::Sign("["), ..] => match list(tokens) {
            Some((codes, rest)) => (
                codes,
                after(rest, ".includes(")
                    .and_then(subject)
                    .and_then(|rest| after(rest, ")")),
            ),
            None => return Vec::new(),
        },
        _ => match subject(tokens) {
            Some([Token::Sign("===" | "=="), value, rest @ ..]) => {
                (code(value).into_iter().collect(), Some(rest))
            }
            _ => return Vec::new(),
        },
    };
    match rest {
        Some(rest) if !is_denied && !is_denied_after(rest) => codes,
        _ => Vec::new(),
    }
}

/// `expect(code === 200).to.be.false`, and whatever else says that it is not so.
fn is_denied_after(rest: &[Token<'_>]) -> bool {
    let chain = match rest {
        [Token::Sign(")"), Token::Sign("."), chain @ ..] => chain,
        _ => return false,
    };
    let is_of_chain = |token: &&Token<'_>| matches!(token, Token::Word(_) | Token::Sign("." | "("));
    let mut words = chain.iter().take_while(is_of_chain);
    words.any(|token| matches!(token, Token::Word("not" | "false")))
}

/// What follows the code of the answer, if that is what stands here.
fn subject<'t, 's>(tokens: &'t [Token<'s>]) -> Option<&'t [Token<'s>]> {
    SUBJECTS.iter().find_map(|subject| after(tokens, subject))
}

/// A list of codes, and what follows it.
fn list<'t, 's>(tokens: &'t [Token<'s>]) -> Option<(Vec<u16>, &'t [Token<'s>])> {
    let mut rest = after(tokens, "[")?;
    let mut codes = Vec::new();
    loop {
        match rest {
            [Token::Sign("]"), rest @ ..] => return Some((codes, rest)),
            [Token::Sign(","), tail @ ..] => rest = tail,
            [value, tail @ ..] => {
                codes.push(code(value)?);
                rest = tail;
            }
            [] => return None,
        }
    }
}

/// What follows a chain of words and signs, if the tokens begin with it.
fn after<'t, 's>(tokens: &'t [Token<'s>], chain: &str) -> Option<&'t [Token<'s>]> {
    let mut rest = tokens;
    let mut chain = chain;
    while !chain.is_empty() {
        let (token, tail) = rest.split_first()?;
        let (Token::Word(text) | Token::Sign(text)) = token else {
            return None;
        };
        chain = chain.strip_prefix(text)?;
        // `response` is not the beginning of `responseCode`.
        if matches!(token, Token::Word(_)) && chain.starts_with(char::is_alphanumeric) {
            return None;
        }
        rest = tail;
    }
    Some(rest)
}

/// The code that a token stands for: a number from 200 to 599, or a reason phrase. Interim answers are never the last.
fn code(token: &Token<'_>) -> Option<u16> {
    match token {
        Token::Word(number) if number.len() == 3 => {
            number.parse().ok().filter(|code| (200..600).contains(code))
        }
        Token::Text(text) => of_phrase(text),
        Token::Word(_) | Token::Sign(_) => None,
    }
}

fn of_phrase(text: &str) -> Option<u16> {
    (200..600).find(|code| {
        let status = http::StatusCode::from_u16(*code).ok();
        let phrase = status.and_then(|status| status.canonical_reason());
        phrase.is_some_and(|phrase| phrase.eq_ignore_ascii_case(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Places;

    #[track_caller]
    fn check(code: &str, expected: &[u16]) {
        assert_eq!(of_code(code), expected, "{code}");
    }

    #[test]
    fn expectations_name_codes() {
        check("pm.response.to.have.status(201);", &[201]);
        check("pm.response.to.have.status(\"Created\")", &[201]);
        check("pm.response.to.have.status('no content')", &[204]);
        check("pm.response.to.have.status(200, 'why')", &[200]);
        check("pm.response\n  .to.have\n  .status( 200 )", &[200]);
        check("pm.response.to.be.notFound;", &[404]);
        check("pm.expect(pm.response.code).to.equal(200)", &[200]);
        check("pm.expect(pm.response.code).to.eql(404)", &[404]);
        check("pm.expect(pm.response.code, \"code\").to.eq(404)", &[404]);
        check(
            "pm.expect(pm.response.code).to.be.oneOf([200,201, 202])",
            &[200, 201, 202],
        );
        check("pm.expect(pm.response.status).to.equal('OK')", &[200]);
        check("pm.expect(responseCode.code).to.be.equal(200)", &[200]);
        check(
            "pm.expect([200, 201]).to.include(pm.response.code)",
            &[200, 201],
        );
        check("pm.expect(pm.response.code === 200).to.be.true", &[200]);
    }

    #[test]
    fn comparisons_name_codes() {
        check(
            "tests[\"Status code is 200\"] = responseCode.code === 200;",
            &[200],
        );
        check("tests['a'] = (responseCode.code===200)", &[200]);
        check("return pm.response.code == 204", &[204]);
        check("200 === pm.response.code", &[200]);
        check(
            "responseCode.code === 200 || responseCode.code === 201",
            &[200, 201],
        );
        check("[200, 201].includes(pm.response.code)", &[200, 201]);
    }

    #[test]
    fn anything_else_names_none() {
        for code in [
            "pm.response.to.not.have.status(500)",
            "pm.response.to.have.status(200 || 201)",
            "pm.response.to.have.status(expected)",
            "pm.response.to.be.ok",
            "pm.response.to.be.success",
            "pm.expect(pm.response.code).to.not.equal(500)",
            "pm.expect(pm.response.code).not.to.equal(500)",
            "pm.expect(pm.response.code).to.be.below(300)",
            "pm.expect(pm.response.code).to.be.oneOf([200, other])",
            "pm.expect(pm.response.code === 500).to.be.false",
            "pm.expect(pm.response.code === 500).to.not.be.true",
            "pm.expect([500]).to.not.include(pm.response.code)",
            "pm.expect(pm.response.json().code).to.equal(200)",
            "pm.expect(pm.response.codes).to.equal(200)",
            "pm.response.code !== 200",
            "pm.response.code >= 200",
            "!(pm.response.code === 500)",
            "![500].includes(pm.response.code)",
            "other.pm.response.code === 200",
            "// pm.response.to.have.status(200)",
            "/* pm.response.to.have.status(200) */",
            "console.log('pm.response.to.have.status(200)')",
            "pm.response.to.have.status(99)",
            "pm.response.to.have.status(700)",
            "pm.response.to.have.status(\"Splendid\")",
            "pm.response.to.have.status(",
            "pm.expect([200",
        ] {
            check(code, &[]);
        }
    }

    #[test]
    fn inherited_scripts_count_for_one_code_of_success() {
        let script = |code: &str| raw::Script {
            listen: "test".to_owned(),
            code: code.to_owned(),
            place: Places::ROOT,
        };
        let two_hundred = [script("pm.response.to.have.status(200)")];
        let missing = [script("pm.response.to.have.status(404)")];
        let both = [two_hundred[0].clone(), missing[0].clone()];
        let codes = |own, inherited| Vec::from_iter(expected(own, &of_scripts(inherited)));
        assert_eq!(codes(&[], &two_hundred), [200]);
        assert!(codes(&[], &missing).is_empty());
        assert!(codes(&[], &both).is_empty());
        assert_eq!(codes(&both, &[]), [200, 404]);
        assert_eq!(codes(&missing, &two_hundred), [404]);
    }
}
