//! JavaScript as words: scripts are searched token by token, so that comments and strings are never taken for code.

/// A token of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'s> {
    /// A name, a keyword or a number.
    Word(&'s str),
    /// What stands between quotes or backticks, as written.
    Text(&'s str),
    /// An operator or a bracket; of those made of several characters only comparisons are one token.
    Sign(&'s str),
}

/// Comparisons and what looks like the beginning of one, longest first.
const SIGNS: [&str; 7] = ["===", "!==", "==", "!=", "=>", "<=", ">="];

/// The tokens of a script. Comments and regular expressions are left out.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let length = if c.is_whitespace() {
            c.len_utf8()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.find("*/").map_or(rest.len(), |end| end + 4)
        } else if matches!(c, '"' | '\'' | '`') {
            let end = closing(rest, c);
            tokens.push(Token::Text(&rest[1..end]));
            // A text that nobody closes ends with the script.
            (end + 1).min(rest.len())
        } else if c == '/' && begins_pattern(tokens.last()) {
            (closing(rest, '/') + 1).min(rest.len())
        } else if is_of_word(c) {
            let length = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            tokens.push(Token::Word(&rest[..length]));
            length
        } else {
            let known = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let length = known.map_or(c.len_utf8(), |sign| sign.len());
            tokens.push(Token::Sign(&rest[..length]));
            length
        };
        rest = &rest[length..];
    }
    tokens
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Where the text that begins with `quote` ends: at the next one that is not escaped.
fn closing(text: &str, quote: char) -> usize {
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            // Neither a string nor a regular expression spans lines; one that seems to is none.
            '\n' if quote != '`' => return at,
            c if c == quote => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether a slash behind this token begins a regular expression: a value there would be divided.
fn begins_pattern(before: Option<&Token<'_>>) -> bool {
    match before {
        None => true,
        Some(Token::Sign(sign)) => !matches!(*sign, ")" | "]" | "}"),
        Some(Token::Word(word)) => *word == "return",
        Some(Token::Text(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, expected: &str) {
        let words = tokens(code).into_iter().map(|token| match token {
            Token::Word(word) => word.to_owned(),
            Token::Text(text) => format!("<{text}>"),
            Token::Sign(sign) => sign.to_owned(),
        });
        assert_eq!(words.collect::<Vec<_>>().join(" "), expected, "{code}");
    }

    #[test]
    fn scripts_are_split() {
        check("a.b===200;", "a . b === 200 ;");
        check("a // b\nc /* d\n */ e", "a c e");
        check(
            "a(\"// \\\" b\", 'c', `d\n${e}`)",
            "a ( <// \\\" b> , <c> , <d\n${e}> )",
        );
        check("x = /\"[/]a/.test(b) / 2", "x = ] a / . test ( b ) / 2");
        check("x = y / 2 / z", "x = y / 2 / z");
        check("a !== b != c => d", "a !== b != c => d");
        check("/* open", "");
        check("'open", "<open>");
        check("'open\nb", "<open> b");
        check("\"\\", "<\\>");
    }
}
