//! The values that prose lists as the only ones: ``One of `a`, `b` or `c`.``, `Allowed values: **A**, **B**`, and lists with an
//! item for each. A list counts if it ends its sentence: ``one of `a` or `b` must be given`` is about something else.

/// What stands before a list of all values.
const LEADS: [&str; 17] = [
    "must be either",
    "can be either",
    "is either",
    "one of",
    "allowed values",
    "accepted values",
    "possible values",
    "supported values",
    "permitted values",
    "available values",
    "valid values",
    "allowed value",
    "possible value",
    "valid options",
    "available options",
    "options are",
    "enum",
];

/// More values than this are data, not a choice.
const MOST: usize = 100;

/// The longest value that is a word of a choice.
const LONGEST: usize = 60;

/// The values that prose lists as the only ones, in its order.
pub fn listed(prose: &str) -> Option<Vec<String>> {
    // Only ASCII changes, so that places stay.
    let lower = prose.to_ascii_lowercase();
    let mut leads: Vec<usize> = Vec::new();
    for lead in LEADS {
        let found = lower.match_indices(lead);
        let whole = found.filter(|(at, _)| is_word(&lower, *at, lead.len()));
        leads.extend(whole.map(|(at, _)| at + lead.len()));
    }
    leads.sort_unstable();
    leads.dedup();
    let mut lists = leads.into_iter().filter_map(|at| values(prose.get(at..)?));
    let first = lists.next()?;
    // Two lists that differ are of two things.
    lists.all(|other| other == first).then_some(first)
}

/// Whether what stands there is no part of a longer word.
fn is_word(text: &str, at: usize, length: usize) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let (before, after) = (&text[..at], &text[at + length..]);
    !before.ends_with(is_letter) && !after.starts_with(is_letter)
}

/// The values of the list that follows a lead.
fn values(rest: &str) -> Option<Vec<String>> {
    let list = after_filling(rest);
    let found = in_items(list).or_else(|| in_line(list))?;
    let mut distinct: Vec<String> = Vec::with_capacity(found.len());
    for value in found {
        if !distinct.iter().any(|known| known == value) {
            distinct.push(value.to_owned());
        }
    }
    let is_usable = |value: &String| value.chars().count() <= LONGEST && !value.contains("{{");
    let is_number = |value: &String| value.parse::<f64>().is_ok();
    let is_choice = (2..=MOST).contains(&distinct.len());
    let is_words = distinct.iter().all(is_usable) && !distinct.iter().all(is_number);
    (is_choice && is_words).then_some(distinct)
}

/// What follows the words and marks between a lead and its list: `(not case-sensitive): `, ` are `, ` the following:`.
fn after_filling(text: &str) -> &str {
    const WORDS: [&str; 5] = [
        "is ",
        "are ",
        "the following values",
        "the following",
        "these",
    ];
    let mut rest = text;
    loop {
        let before = rest;
        // A bold lead ends in `**`, which is no item of a list.
        rest = rest.strip_prefix("**").unwrap_or(rest);
        rest = rest.trim_start_matches([':', '=', '_']).trim_start();
        rest = without_note(rest);
        for word in WORDS.into_iter().chain(["<br/>", "<br />", "<br>"]) {
            rest = rest.strip_prefix(word).unwrap_or(rest).trim_start();
        }
        if rest == before || is_bullet(rest) || marked(rest).is_some() {
            return rest;
        }
    }
}

/// What follows a note in brackets.
fn without_note(text: &str) -> &str {
    let note = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    note.map_or(text, |(_, rest)| rest)
}

fn is_bullet(text: &str) -> bool {
    after_bullet(text).is_some()
}

/// What follows the mark of an item.
fn after_bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['*', '-', '+', '\u{2022}'])?;
    rest.starts_with(' ').then(|| rest.trim_start())
}

/// A value in a pair of marks, and what follows it.
fn marked(text: &str) -> Option<(&str, &str)> {
    const MARKS: [(&str, &str); 7] = [
        ("**`", "`**"),
        ("`", "`"),
        ("**", "**"),
        ("\u{201c}", "\u{201d}"),
        ("\u{2018}", "\u{2019}"),
        ("\"", "\""),
        ("'", "'"),
    ];
    let open = MARKS.iter().find(|(open, _)| text.starts_with(open))?;
    let (value, rest) = text[open.0.len()..].split_once(open.1)?;
    let is_one = !value.trim().is_empty() && !value.contains(['\n', ',', '/', '|']);
    is_one.then_some((value.trim(), rest))
}

/// A value without marks, and what follows it: one word.
fn bare(text: &str) -> Option<(&str, &str)> {
    let is_inner = |c: char| c.is_ascii_alphanumeric() || "_-.:+".contains(c);
    let end = text.find(|c: char| !is_inner(c)).unwrap_or(text.len());
    let value = text[..end].trim_end_matches(['.', ':', '-']);
    let begins = value.starts_with(|c: char| c.is_ascii_alphanumeric());
    begins.then(|| (value, &text[value.len()..]))
}

/// The values of a list in a sentence: all marked in one way, or none.
fn in_line(list: &str) -> Option<Vec<&str>> {
    let read: fn(&str) -> Option<(&str, &str)> = match marked(list) {
        Some(_) => marked,
        None => bare,
    };
    let mut values = Vec::new();
    let mut rest = list;
    loop {
        // Who leaves a list open has said enough.
        if !values.is_empty() && rest.starts_with(['\u{2026}', '.']) {
            return Some(values);
        }
        let (value, after) = read(rest)?;
        values.push(value);
        let after = after.trim_start_matches([' ', '\t']);
        let after = without_note(after).trim_start_matches([' ', '\t']);
        match after_separator(after) {
            Some(next) => rest = next,
            None => return is_end(after).then_some(values),
        }
    }
}

/// What follows `, `, ` or `, ` / ` and the like.
fn after_separator(text: &str) -> Option<&str> {
    let rest = text.strip_prefix([',', '/', '|']).map(str::trim_start);
    let words = rest.unwrap_or(text);
    let word = ["or ", "and ", "nor "]
        .iter()
        .find_map(|word| words.strip_prefix(word));
    word.map(str::trim_start).or(rest)
}

/// Whether a sentence ends here.
fn is_end(text: &str) -> bool {
    match text.strip_prefix('.') {
        Some(rest) => rest.is_empty() || rest.starts_with([' ', '\n', '\r', '.', '<']),
        None => text.is_empty() || text.starts_with(['\n', '\r', ';', ')', ']', '<']),
    }
}

/// The values of a list with an item for each, which may go on after its value.
fn in_items(list: &str) -> Option<Vec<&str>> {
    let mut values = Vec::new();
    let mut rest = Some(list).filter(|list| is_bullet(list));
    while let Some(item) = rest {
        let item = after_bullet(item)?;
        let (value, after) = match marked(item) {
            Some(found) => found,
            None => bare(item).filter(|(_, after)| is_told(after))?,
        };
        values.push(value);
        rest = next_item(after);
    }
    (!values.is_empty()).then_some(values)
}

/// Whether what follows a value says what that means, or nothing does.
fn is_told(text: &str) -> bool {
    let rest = text.trim_start_matches([' ', '\t']);
    let marks = [":", "- ", "\u{2013}", "\u{2014}", "(", "\n", "\r"];
    rest.is_empty() || marks.iter().any(|mark| rest.starts_with(mark))
}

/// The next item: on the next line that is not empty, or in the same line, where its value is marked.
fn next_item(text: &str) -> Option<&str> {
    let (line, below) = text.split_once('\n').unwrap_or((text, ""));
    let spaces = line
        .match_indices(' ')
        .map(|(at, _)| line[at..].trim_start());
    let is_item = |rest: &&str| after_bullet(rest).is_some_and(|item| marked(item).is_some());
    let here = spaces.filter(is_item);
    let mut here = here.take(1);
    match here.next() {
        Some(rest) => Some(&text[line.len() - rest.len()..]),
        None => Some(below.trim_start()).filter(|below| is_bullet(below)),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn lists_of_all_values() {
        let check = |prose: &str, expected: &str| {
            let found = listed(prose).map(|values| values.join(" | "));
            assert_eq!(found.unwrap_or_default(), expected, "{prose}");
        };
        check("One of `automatic`, `manual`", "automatic | manual");
        check(
            "The order. Can be one of `asc` or `desc`. Default: `asc`",
            "asc | desc",
        );
        check(
            "required - one of `EXPRESS`, `ECONOMY`.",
            "EXPRESS | ECONOMY",
        );
        check(
            "Can be either `open`, `closed`, or `all`.",
            "open | closed | all",
        );
        check(
            "must be one of `duplicate`, `fraudulent`, `requested_by_customer`",
            "duplicate | fraudulent | requested_by_customer",
        );
        check(
            "One of `asc` (ascending) or `desc` (descending).",
            "asc | desc",
        );
        check(
            "Possible values: **JSON**, **PDF**, or **TXT**.",
            "JSON | PDF | TXT",
        );
        check(
            "Accepted values are **US1099k** and **US1099nec**.",
            "US1099k | US1099nec",
        );
        check(
            "One of: \u{201c}unknown\u{201d}, \u{201c}mobile\u{201d}, or \u{201c}landline\u{201d}.",
            "unknown | mobile | landline",
        );
        check(
            "Possible values (not case-sensitive): Placed, Confirmed, Shipped",
            "Placed | Confirmed | Shipped",
        );
        check(
            "Valid values are created_at, not_before, not_after.",
            "created_at | not_before | not_after",
        );
        check("Valid values are `GTC`/`FOK`/`IOC`.", "GTC | FOK | IOC");
        check("Enum: `ASC`, `DESC`", "ASC | DESC");
        check("One of succeeded, failed, \u{2026}", "succeeded | failed");
        check("One of: en_US (English), ca_ES (Catalan)", "en_US | ca_ES");
        check(
            "Allowed values: <br/> `ACK`, `RESULT`, `FULL` <br/> `MARKET` orders default to `FULL`",
            "ACK | RESULT | FULL",
        );
        check(
            "**Possible values:**\n\n* **instant**: at once.\n* **slow**: some day.\n\nMore.",
            "instant | slow",
        );
        check(
            "Possible values: * **active**: it is. * **inactive**: it is not.",
            "active | inactive",
        );
        check("Valid values:\n- asc: up\n- desc: down", "asc | desc");
        check(
            "Allowed values: \u{2022} `a`: one \u{2022} `b`: two",
            "a | b",
        );
        check("One of `a`, `b`, `a`.", "a | b");
    }

    #[test]
    fn what_is_no_list_of_all_values() {
        for prose in [
            "one of `email`, `account_id` or `domain_id` must be specified",
            "One of the specified statuses",
            "Valid values are created_at",
            "Can be used if `type` is `A`, `B`",
            "One of `1`, `2`, `3`",
            "Someone of `a`, `b`",
            "Not one of these",
            "Possible values depend on the account.",
            "The enumeration of `a`, `b`",
            "One of `a` or `b`. Where it is `a`, one of `x`, `y`.",
            "Possible values:\n- see the list of countries",
            "An address, e.g. `a`, `b`",
            "one of our 20, 30 or 40 offices",
            "one of",
            "",
        ] {
            assert_eq!(listed(prose), None, "{prose}");
        }
    }
}
