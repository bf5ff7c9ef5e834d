//! Lists whose items stand in one value, with commas between them: `fields=id,name`. OpenAPI 3.1 calls it `style: form` with
//! `explode: false` (§4.8.12.3).
//!
//! A comma alone says nothing: `Doe, John`, `52.5,13.4`, `2024-01-01,2024-01-31` and `name,asc` are each one value. That there
//! are several has to be said: by prose, by placeholders, or by a name together with items that are words or identifiers.

use std::collections::HashSet;

use super::{choice, reading, text};
use crate::prose;

/// What says that a value is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// A description says that commas separate the items.
    Prose,
    /// Each item is the same placeholder: `<uuid>,<uuid>`.
    Placeholders,
    /// A description lists values, and all items are among them.
    Stated,
    /// The name speaks of several (`ids`, `fields`), and the items are what such a name has.
    Name,
    /// Another parameter of the same name is one, and a value has several items.
    Elsewhere,
}

/// What is known of a parameter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence<'a> {
    /// Its name on the wire.
    pub(crate) name: &'a str,
    pub(crate) prose: &'a [String],
    /// Its values.
    pub(crate) texts: &'a [&'a str],
}

/// What stands between the commas.
pub(crate) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
}

/// The items of a value as evidence: those with something in them.
pub(crate) fn shown(text: &str) -> Vec<&str> {
    match placeholders(text) {
        Some(all) => all,
        None if reading::is_placeholder(text) => vec![text],
        None => items(text).filter(|item| !item.is_empty()).collect(),
    }
}

/// What says that a parameter is a list, if anything does. `named`: whether another of its name is said to be one.
pub(crate) fn sign(evidence: Evidence<'_>, named: bool) -> Option<Sign> {
    let Evidence { name, prose, texts } = evidence;
    // JSON is a list of its own.
    if texts.iter().any(|text| text::composite(text).is_some()) {
        return None;
    }
    if prose.iter().any(|prose| prose::is_comma_list(prose)) {
        return Some(Sign::Prose);
    }
    let lists: Vec<Vec<&str>> = texts
        .iter()
        .filter(|text| text.contains(',') && !reading::is_placeholder(text))
        .map(|text| shown(text))
        .collect();
    if lists.is_empty() || lists.iter().any(|items| items.len() < 2) {
        return None;
    }
    let all = |is: &dyn Fn(&str) -> bool| lists.iter().flatten().all(|item| is(item));
    if lists.iter().all(|items| {
        reading::is_placeholder(items[0]) && items.iter().all(|item| *item == items[0])
    }) {
        return Some(Sign::Placeholders);
    }
    // A way to sort is one value.
    if !all(&|item| !is_direction(item)) {
        return None;
    }
    let mut whole = texts.iter().filter(|text| text.contains(','));
    let stated = stated(prose);
    let is_stated = |text: &str| stated.iter().any(|known| known == text);
    if !whole.any(|text| is_stated(text)) && all(&is_stated) {
        return Some(Sign::Stated);
    }
    let is_id = |item: &str| is_word(item) || item.bytes().all(|b| b.is_ascii_digit());
    let by_name = match plural(name) {
        Some(Plural::Identifiers) => all(&is_id),
        Some(Plural::Words) => all(&is_word),
        None => false,
    };
    if by_name {
        return Some(Sign::Name);
    }
    let is_plain = |item: &str| !item.contains(char::is_whitespace);
    (named && all(&is_plain)).then_some(Sign::Elsewhere)
}

/// The values that prose lists.
fn stated(prose: &[String]) -> Vec<String> {
    let listed = prose.iter().filter_map(|text| prose::one_of(text));
    let marked = prose.iter().flat_map(|text| prose::stated(text));
    listed.flatten().chain(marked.map(str::to_owned)).collect()
}

/// The placeholders that a value consists of, if there are several.
fn placeholders(text: &str) -> Option<Vec<&str>> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let ends: HashSet<usize> = inner.match_indices(">,<").map(|(at, _)| at + 2).collect();
    let is_between = |(at, c): (usize, char)| c == ',' && ends.contains(&at);
    let mut all = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices().filter(|found| is_between(*found)) {
        all.push(&text[start..at]);
        start = at + 1;
    }
    all.push(&text[start..]);
    let are = all.len() > 1 && all.iter().all(|one| reading::is_placeholder(one));
    are.then_some(all)
}

fn is_direction(item: &str) -> bool {
    ["asc", "desc", "ascending", "descending"].contains(&item.to_ascii_lowercase().as_str())
}

/// A word or an identifier that a program would choose, or that one has given out.
fn is_word(item: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"_-.:/@*".contains(&b);
    let is_uuid = || item.len() == 36 && item.bytes().filter(|b| *b == b'-').count() == 4;
    item.bytes().all(is_part)
        && (item.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') || is_uuid())
}

/// What a name that speaks of several is about.
enum Plural {
    Identifiers,
    Words,
}

/// Names of which one value has always several: what programs choose or give out, never what people write.
fn plural(name: &str) -> Option<Plural> {
    const IDENTIFIERS: [&str; 3] = ["ids", "uuids", "guids"];
    const WORDS: [&str; 26] = [
        "fields",
        "columns",
        "include",
        "includes",
        "expand",
        "expands",
        "expansions",
        "select",
        "embed",
        "embeds",
        "attributes",
        "properties",
        "metrics",
        "dimensions",
        "scopes",
        "types",
        "statuses",
        "states",
        "roles",
        "tags",
        "symbols",
        "currencies",
        "languages",
        "locales",
        "permissions",
        "events",
    ];
    let last = choice::last_word(name.trim_start_matches('$'));
    match last.as_str() {
        last if IDENTIFIERS.contains(&last) => Some(Plural::Identifiers),
        last if WORDS.contains(&last) => Some(Plural::Words),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, prose: &str, texts: &[&str], expected: Option<Sign>) {
        let prose = [prose.to_owned()];
        let evidence = Evidence {
            name,
            prose: &prose,
            texts,
        };
        assert_eq!(
            sign(evidence, false),
            expected,
            "{name} {texts:?} {prose:?}"
        );
    }

    #[test]
    fn prose_says_so() {
        let says = Some(Sign::Prose);
        check("x", "Comma-separated list of ids.", &["1"], says);
        check("x", "Comma-separated list of ids.", &[], says);
        check("x", "Comma-separated list of ids.", &[r#"["a","b"]"#], None);
    }

    #[test]
    fn placeholders_are_items() {
        let says = Some(Sign::Placeholders);
        check("x", "", &["<uuid>,<uuid>"], says);
        check("x", "", &["<integer>,<integer>,<integer>"], says);
        check("x", "", &["<string,null>,<string,null>"], says);
        check("x", "", &["<string,null>"], None);
        check("x", "", &["<integer>"], None);
        check("x", "", &["<integer>,<string>"], None);
        check("x", "", &["a,<string>,b,<integer>"], None);
        check("x", "", &["<b>,</b>"], None);
        check("x", "", &["<uuid>,<uuid>", "one, or another"], None);
    }

    #[test]
    fn values_are_stated() {
        let says = Some(Sign::Stated);
        let bold = "Possible statuses:\n- **done**: It is.\n- **failed**: It is not.";
        check("results", bold, &["done,failed"], says);
        check("results", bold, &["done,done"], says);
        check("results", bold, &["done"], None);
        check("results", bold, &["done,skipped"], None);
        check("results", bold, &["done, failed"], None);
        check("results", bold, &["done,failed", "Doe, John"], None);
        check("x", "`a`, `b` or `c`", &["a,c", "b"], says);
        check("x", "`a`, `b` or `a,b`", &["a,b"], None);
        check("x", "created,updated,closed", &["created,closed"], says);
        check("x", "(This can only be one of a,b,c)", &["a,c"], says);
        check("x", "(This can only be one of a,b,c)", &["a"], None);
        check("x", "First, last and all", &["First,last"], None);
        check("sort", "`name`, then `asc` or `desc`", &["name,desc"], None);
    }

    #[test]
    fn a_name_speaks_of_several() {
        let says = Some(Sign::Name);
        check("ids", "", &["1,2"], says);
        check("userIds", "", &["20,100"], says);
        check("user_ids", "", &["a1,b2"], says);
        check(
            "ids",
            "",
            &["76a9e843-0d33-6e01-8909-1881d04983e2,427e1a7b-4e2b-e410-73d8-e9e600da71d8"],
            says,
        );
        check("fields", "", &["id,name,schema"], says);
        check("tweet.fields", "", &["author_id,geo"], says);
        check("$select", "", &["Email,Event"], says);
        check("include", "", &["author,comments.author"], says);
        check("ids", "", &["1"], None);
        check("ids", "", &["1, 2"], None);
        check("ids", "", &["1,2", "5;6"], says);
        check("ids", "", &[",", "1,2"], None);
        check("fields", "", &["5,6"], None);
        check("fields", "", &["comments{id,name}"], None);
        check("id", "", &["1,2"], None);
    }

    #[test]
    fn a_comma_says_nothing() {
        for (name, value) in [
            ("name", "Doe, John"),
            ("name", "Doe,John"),
            ("amount", "1,5"),
            ("location", "52.5,13.4"),
            ("coordinates", "52,13"),
            ("bbox", "1,2,3,4"),
            ("date", "2024-01-01,2024-01-31"),
            ("dates", "2024-01-01,2024-01-31"),
            ("sort", "name,asc"),
            ("address", "Berlin,Germany"),
            ("filter", "firstName==John,lastName==Smith"),
            ("filter", "eq(name,'x')"),
            (
                "cursor",
                "1547486297000,5bea1c1e-612c-4f1d-b310-75fd31385b15",
            ),
            ("q", "cats,dogs"),
            ("image", "data:image/gif;base64,R0lGOD"),
            ("price", "1,000"),
            ("x", ","),
            ("x", "a,"),
        ] {
            check(name, "", &[value], None);
        }
    }

    #[test]
    fn another_of_the_name_is_one() {
        let check = |texts: &[&str], expected| {
            let (name, prose) = ("expansion", &[] as &[String]);
            let evidence = Evidence { name, prose, texts };
            assert_eq!(sign(evidence, true), expected, "{texts:?}");
        };
        check(&["all,internal"], Some(Sign::Elsewhere));
        check(&["all"], None);
        check(&["all, or none"], None);
        check(&[], None);
    }
}
