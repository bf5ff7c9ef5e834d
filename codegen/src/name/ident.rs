//! Words -> one Rust identifier. Total: any text gives an identifier that compiles.

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::capitals;

/// Longer names are cut at a word.
const LONGEST: usize = 60;

/// After so many letters and digits nothing more of a text can be in a name.
const ENOUGH: usize = 4 * LONGEST;

/// `snake_case`, for functions, arguments, fields and modules. A keyword becomes a raw identifier, or gets a `_` where
/// it cannot be raw.
pub fn snake(text: &str) -> String {
    let snake = shorten(&plain(text).to_snake_case(), '_');
    finish(snake, "value", "n")
}

/// `snake_case` of a name and of what tells it from others of that name. Of what is too long the beginning of the name and
/// the last words of the other stay: those of paths tell most.
pub fn qualified(name: &str, by: &str) -> String {
    let (name, by) = (plain(name).to_snake_case(), plain(by).to_snake_case());
    let whole = match (name.is_empty(), by.is_empty()) {
        (false, false) => format!("{name}_{by}"),
        _ => format!("{name}{by}"),
    };
    if whole.len() <= LONGEST || by.is_empty() {
        return finish(shorten(&whole, '_'), "value", "n");
    }
    let room = (LONGEST / 2).max(LONGEST.saturating_sub(name.len() + 1));
    let by = last_words(&by, room);
    let name = match name.len() + 1 + by.len() > LONGEST {
        true => first_words(&name, LONGEST - 1 - by.len()),
        false => &name,
    };
    let parts = [name, by].into_iter().filter(|part| !part.is_empty());
    finish(parts.collect::<Vec<_>>().join("_"), "value", "n")
}

/// The name of a module or a file: no raw identifier, so keywords get a `_`, and so do names that Windows keeps for devices.
pub fn module(text: &str) -> String {
    let snake = snake(text);
    match snake.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_"),
        None if is_device(&snake) => format!("{snake}_"),
        None => snake,
    }
}

/// Whether Windows takes a file of this name for a device, with any extension.
pub fn is_device(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let numbered = |port: &str| {
        lower
            .strip_prefix(port)
            .is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    let named = ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&lower.as_str());
    named || numbered("com") || numbered("lpt")
}

/// `UpperCamelCase`, for types and variants.
pub fn pascal(text: &str) -> String {
    let snake = shorten(&plain(text).to_snake_case(), '_');
    finish(snake.to_upper_camel_case(), "Value", "N")
}

/// Whether a text is an identifier for types: a capital letter, then letters and digits.
pub fn is_pascal(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let begins = text.starts_with(|c: char| c.is_ascii_uppercase());
    begins && is_plain && text != "Self" && text.len() <= LONGEST
}

/// Whether nothing of the text can be said in an identifier.
pub fn is_empty(text: &str) -> bool {
    plain(text).to_snake_case().is_empty()
}

/// The singular of an English plural, by the regular rules and those of common words; other words stay.
pub fn singular(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    for (plural, singular) in IRREGULAR {
        if let Some(stem) = lower.strip_suffix(plural) {
            let is_word = !stem.ends_with(|c: char| c.is_ascii_alphanumeric())
                || text[stem.len()..].starts_with(|c: char| c.is_ascii_uppercase());
            let first = &text[stem.len()..][..1];
            if is_word && singular.starts_with(&first.to_ascii_lowercase()) {
                return format!("{}{first}{}", &text[..stem.len()], &singular[1..]);
            }
        }
    }
    let keep = ["ss", "us", "is", "news", "series", "species", "os", "as"]
        .iter()
        .any(|end| lower.ends_with(end));
    if keep || !lower.ends_with('s') || lower.len() < 3 {
        return text.to_owned();
    }
    if let Some(stem) = lower.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{}y", &text[..stem.len()]);
    }
    let drops = DROPS
        .iter()
        .find(|(end, _)| lower.ends_with(end))
        .map_or(1, |(_, drops)| *drops);
    text[..text.len() - drops].to_owned()
}

/// Plurals by no rule.
const IRREGULAR: [(&str, &str); 9] = [
    ("people", "person"),
    ("children", "child"),
    ("criteria", "criterion"),
    ("indices", "index"),
    ("matrices", "matrix"),
    ("vertices", "vertex"),
    ("analyses", "analysis"),
    ("movies", "movie"),
    ("cookies", "cookie"),
];

/// Ends of plurals, and how many letters more than the word they have.
const DROPS: [(&str, usize); 8] = [
    ("caches", 1),
    ("sses", 2),
    ("shes", 2),
    ("ches", 2),
    ("xes", 2),
    ("zzes", 3),
    ("aliases", 2),
    ("statuses", 2),
];

/// Latin letters, digits and blanks: other scripts are transliterated, signs that tell names apart become words, the
/// possessive `'s` goes.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(2 * ENOUGH));
    let mut previous = ' ';
    let mut letters = 0;
    let is_sign = text.chars().nth(2).is_none();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next().filter(|_| letters < ENOUGH) {
        let next = chars.peek().copied().unwrap_or(' ');
        let end = out.len();
        match c {
            '\'' | '\u{2019}' if previous.is_alphanumeric() => {
                if next == 's' {
                    let mut ahead = chars.clone();
                    ahead.next();
                    if !ahead.peek().is_some_and(|c| c.is_alphanumeric()) {
                        chars.next();
                    }
                }
            }
            '+' if next.is_ascii_digit() && !previous.is_alphanumeric() => out.push_str(" plus "),
            '-' if next.is_ascii_digit() && !previous.is_alphanumeric() => out.push_str(" minus "),
            '.' if next.is_ascii_digit() && previous.is_ascii_digit() => out.push('_'),
            '<' | '>' | '=' | '*' | '!' if is_sign => out.push_str(match c {
                '<' => " less ",
                '>' => " greater ",
                '=' => " equal ",
                '*' => " any ",
                _ => " not ",
            }),
            c if c.is_ascii_alphanumeric() => out.push(c),
            c if c.is_ascii() => out.push(' '),
            c if c.is_alphanumeric() => {
                let latin = deunicode::deunicode_char(c).unwrap_or("");
                out.extend(
                    latin
                        .chars()
                        .map(|l| if l.is_ascii_alphanumeric() { l } else { ' ' }),
                );
                if !c.is_lowercase() && !c.is_uppercase() {
                    out.push(' ');
                }
            }
            _ => out.push(' '),
        }
        let written = out[end..].bytes();
        letters += written.filter(u8::is_ascii_alphanumeric).count();
        previous = c;
    }
    capitals::whole_words(&out)
}

/// As many of the first words as there is room for; a part of the first if that is none.
fn first_words(snake: &str, room: usize) -> &str {
    match snake.as_bytes().get(room) {
        None => snake,
        Some(b'_') => &snake[..room],
        Some(_) => snake[..room]
            .rfind('_')
            .map_or(&snake[..room], |at| &snake[..at]),
    }
}

/// As many of the last words as there is room for; a part of the last if that is none.
fn last_words(snake: &str, room: usize) -> &str {
    let Some(start) = snake.len().checked_sub(room).filter(|start| *start > 0) else {
        return snake;
    };
    if snake.as_bytes()[start - 1] == b'_' {
        return &snake[start..];
    }
    snake[start..]
        .find('_')
        .map_or(&snake[start..], |at| &snake[start + at + 1..])
}

fn shorten(snake: &str, separator: char) -> String {
    if snake.len() <= LONGEST {
        return snake.to_owned();
    }
    let cut = &snake[..LONGEST];
    cut.rfind(separator)
        .filter(|at| *at > LONGEST / 2)
        .map_or(cut, |at| &cut[..at])
        .to_owned()
}

fn finish(name: String, empty: &str, digit_prefix: &str) -> String {
    if name.is_empty() {
        return empty.to_owned();
    }
    let name = if name.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{digit_prefix}{name}")
    } else {
        name
    };
    if name == "Self" {
        return "ItSelf".to_owned();
    }
    if matches!(name.as_str(), "self" | "super" | "crate") {
        return format!("{name}_");
    }
    if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// Whether a word is an identifier only with `r#` before it.
pub(super) fn is_raw(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Strict and reserved keywords of every edition that may be raw identifiers.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn obstacle_course() {
        // text, function, type
        for (text, function, ty) in [
            (
                "Update registrant's status",
                "update_registrant_status",
                "UpdateRegistrantStatus",
            ),
            ("meetingId", "meeting_id", "MeetingId"),
            ("type", "r#type", "Type"),
            ("gen", "r#gen", "Gen"),
            ("self", "self_", "ItSelf"),
            ("crate", "crate_", "Crate"),
            ("2FA setup", "n2fa_setup", "N2faSetup"),
            ("404", "n404", "N404"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("v1.2", "v1_2", "V12"),
            ("", "value", "Value"),
            ("🔐", "value", "Value"),
            (
                "🔐 Quick Auth Setup → Then Run APIs",
                "quick_auth_setup_then_run_apis",
                "QuickAuthSetupThenRunApis",
            ),
            (
                "GET URLs (v2.1) & APIs",
                "get_urls_v2_1_apis",
                "GetUrlsV21Apis",
            ),
            ("OAuth2Token", "oauth2_token", "Oauth2Token"),
            (
                "/payments/:ref/captures",
                "payments_ref_captures",
                "PaymentsRefCaptures",
            ),
            ("Список заказов", "spisok_zakazov", "SpisokZakazov"),
            ("日本", "ri_ben", "RiBen"),
            ("../../etc/passwd", "etc_passwd", "EtcPasswd"),
            ("a\u{202e}b\u{0}c", "a_b_c", "ABC"),
            ("@odata.type", "odata_type", "OdataType"),
            ("$filter", "filter", "Filter"),
            ("Größe", "grosse", "Grosse"),
        ] {
            assert_eq!(
                (snake(text).as_str(), pascal(text).as_str()),
                (function, ty),
                "{text:?}"
            );
        }
    }

    #[test]
    fn names_are_cut_at_a_word() {
        let name = snake(&"word ".repeat(100));
        assert!(name.len() <= LONGEST && name.ends_with("word"), "{name}");
        assert!(snake(&"x".repeat(300)).len() <= LONGEST);
    }

    #[test]
    fn what_tells_apart_is_not_cut() {
        let long = "find-all-things-that-anybody-has-ever-put-there-by-hand";
        for (name, by, expected) in [
            ("get", "", "get"),
            ("", "/orders", "orders"),
            ("", "", "value"),
            ("type", "", "r#type"),
            ("get", "/orders/{id}", "get_orders_id"),
            (
                "get",
                "/merchants/{merchantId}/splitConfigurations/{splitConfigurationId}/rules/{ruleId}",
                "get_configurations_split_configuration_id_rules_rule_id",
            ),
            (
                long,
                "/orders/{id}",
                "find_all_things_that_anybody_has_ever_put_there_by_orders_id",
            ),
            (
                long,
                "/shops/{shop}/departments/{department}/orders/{order}",
                "find_all_things_that_anybody_has_department_orders_order",
            ),
        ] {
            assert_eq!(qualified(name, by), expected, "{name} {by}");
        }
    }

    #[test]
    fn every_text_gives_an_identifier() {
        for text in [
            "Option", "🙂🙃", "\u{0}", "___", "r#type", "\"#", "*/", "]", "{{", "true",
        ] {
            for name in [snake(text), pascal(text), module(text)] {
                assert!(
                    syn::parse_str::<syn::Ident>(&name).is_ok() || name.starts_with("r#"),
                    "{text:?} -> {name}"
                );
            }
        }
    }

    #[test]
    fn modules_are_files_everywhere() {
        for (text, expected) in [
            ("mod", "mod_"),
            ("con", "con_"),
            ("AUX", "aux_"),
            ("Nul", "nul_"),
            ("com1", "com1_"),
            ("LPT9", "lpt9_"),
            ("com10", "com10"),
            ("console", "console"),
            ("../..", "value"),
        ] {
            assert_eq!(module(text), expected, "{text}");
        }
    }

    #[test]
    fn singulars() {
        for (plural, expected) in [
            ("registrants", "registrant"),
            ("categories", "category"),
            ("addresses", "address"),
            ("boxes", "box"),
            ("status", "status"),
            ("analysis", "analysis"),
            ("houses", "house"),
            ("news", "news"),
            ("data", "data"),
            ("people", "person"),
            ("salesPeople", "salesPerson"),
            ("child_indices", "child_index"),
            ("townspeople", "townspeople"),
            ("statuses", "status"),
            ("caches", "cache"),
            ("quizzes", "quiz"),
            ("databases", "database"),
        ] {
            assert_eq!(singular(plural), expected);
        }
    }
}
