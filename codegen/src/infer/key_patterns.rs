//! What a key looks like that is data: an id, a date, a language.

use super::format::{Format, Formats};

/// What Postman's OpenAPI converter calls the keys of a map: `key_0`.
pub(super) fn is_numbered(key: &str) -> bool {
    key.strip_prefix("key_").is_some_and(is_number)
}

pub(super) fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_digit())
}

pub(super) fn is_of_a_format(key: &str) -> bool {
    let one = Formats::of_text(key).one();
    matches!(
        one,
        Some(
            Format::Uuid
                | Format::Date
                | Format::DateTime
                | Format::LooseDateTime
                | Format::Email
                | Format::Uri
                | Format::Ipv4
                | Format::Ipv6
        )
    )
}

/// A part of a year (ISO 8601, and quarters): `2024-01`, `2024-W05`, `2024-Q1`.
pub(super) fn is_part_of_a_year(key: &str) -> bool {
    let Some((year, part)) = key.split_once('-') else {
        return false;
    };
    let within = |digits: &str, most: u8| {
        let number: Option<u8> = digits.parse().ok().filter(|_| is_number(digits));
        number.is_some_and(|number| (1..=most).contains(&number))
    };
    let is_year = year.len() == 4 && is_number(year) && year.starts_with(['1', '2']);
    is_year
        && match (part.len(), part.as_bytes()[..].first()) {
            (2, Some(b'Q')) => within(&part[1..], 4),
            (2, _) => within(part, 12),
            (3, Some(b'W')) => within(&part[1..], 53),
            _ => false,
        }
}

/// A long hexadecimal id.
pub(super) fn is_long_id(key: &str) -> bool {
    key.len() >= 16
        && key.bytes().all(|b| b.is_ascii_hexdigit())
        && key.bytes().any(|b| b.is_ascii_digit())
}

/// An id of a prefix and characters at random: `usr_8fk2`. The prefix.
pub(super) fn prefix_of_id(key: &str) -> Option<&str> {
    let (prefix, random) = key.rsplit_once('_')?;
    let is_prefix = (1..=16).contains(&prefix.len())
        && prefix.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    (is_prefix && is_random(random)).then_some(prefix)
}

/// Letters and digits that follow each other as in no word and no size: `8fk2`, but neither `line2` nor `720p` nor `10x10`.
fn is_random(text: &str) -> bool {
    let bytes = text.as_bytes();
    let changes = bytes
        .windows(2)
        .filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit());
    let is_size = bytes
        .iter()
        .all(|b| b.is_ascii_digit() || b"xXpP".contains(b));
    bytes.len() >= 4
        && bytes.iter().all(u8::is_ascii_alphanumeric)
        && changes.count() >= 2
        && !is_size
}

/// A language with a region: `en-US`, `de_AT`.
pub(super) fn is_region(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() == 5
        && bytes[..2].iter().all(u8::is_ascii_lowercase)
        && matches!(bytes[2], b'-' | b'_')
        && bytes[3..].iter().all(u8::is_ascii_uppercase)
}

/// The codes of widely written languages (ISO 639-1).
const LANGUAGES: [&str; 40] = [
    "ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
    "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "nb", "nl", "no", "pl", "pt", "ro", "ru", "sk",
    "sl", "sr", "sv", "th", "tr", "uk", "vi", "zh",
];

pub(super) fn is_language(key: &str) -> bool {
    LANGUAGES.contains(&key)
}

/// A language, with a region or without; no `id`.
pub(super) fn is_locale(key: &str) -> bool {
    is_region(key) || is_language(key) && key != "id"
}

/// A language whose code is nothing else that a member may be called: no `id`, no country, no unit.
pub(super) fn is_surely_language(key: &str) -> bool {
    const ALSO_WORDS: [&str; 12] = [
        "ca", "el", "et", "fa", "he", "hi", "id", "it", "no", "th", "tr", "uk",
    ];
    is_language(key) && !ALSO_WORDS.contains(&key)
}

/// A currency (ISO 4217): three capitals.
pub(super) fn is_currency(key: &str) -> bool {
    key.len() == 3 && key.bytes().all(|b| b.is_ascii_uppercase())
}

/// A currency of much trade, in capitals or without.
pub(super) fn is_surely_currency(key: &str) -> bool {
    const CURRENCIES: [&str; 34] = [
        "AED", "AUD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP",
        "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "MXN", "MYR", "NGN", "NOK", "NZD",
        "PLN", "RUB", "SEK", "SGD", "THB", "USD", "VND", "ZAR",
    ];
    let is_in_one_case = is_currency(key) || key.bytes().all(|b| b.is_ascii_lowercase());
    is_in_one_case
        && CURRENCIES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(key))
}

/// A name with an extension: `hello_world.rb`.
pub(super) fn is_file_name(key: &str) -> bool {
    const EXTENSIONS: [&str; 24] = [
        "c", "css", "csv", "gif", "go", "html", "java", "jpeg", "jpg", "js", "json", "md", "pdf",
        "php", "png", "py", "rb", "rs", "sh", "svg", "ts", "txt", "xml", "yml",
    ];
    let is_word = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_- ".contains(&b))
    };
    key.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && is_word(stem) && EXTENSIONS.contains(&extension)
    })
}

pub(super) fn is_path(key: &str) -> bool {
    key.len() > 1 && key.starts_with('/')
}

/// The words of `lorem ipsum`.
const LOREM: [&str; 63] = [
    "ad",
    "adipisicing",
    "aliqua",
    "aliquip",
    "amet",
    "anim",
    "aute",
    "cillum",
    "commodo",
    "consectetur",
    "consequat",
    "culpa",
    "cupidatat",
    "deserunt",
    "do",
    "dolor",
    "dolore",
    "duis",
    "ea",
    "eiusmod",
    "elit",
    "enim",
    "esse",
    "est",
    "et",
    "eu",
    "ex",
    "excepteur",
    "exercitation",
    "fugiat",
    "id",
    "in",
    "incididunt",
    "ipsum",
    "irure",
    "labore",
    "laboris",
    "laborum",
    "lorem",
    "magna",
    "minim",
    "mollit",
    "nisi",
    "non",
    "nostrud",
    "nulla",
    "occaecat",
    "officia",
    "pariatur",
    "proident",
    "qui",
    "quis",
    "reprehenderit",
    "sed",
    "sint",
    "sit",
    "sunt",
    "tempor",
    "ullamco",
    "ut",
    "velit",
    "veniam",
    "voluptate",
];

/// A key that a generator of examples has made up, for a schema that leaves the keys open: a word of `lorem ipsum` and
/// some characters at random (json-schema-faker).
pub(super) fn is_faked(key: &str) -> bool {
    parts_of_faked(key).next().is_some()
}

/// The same, of a long word, and with more than letters.
pub(super) fn is_surely_faked(key: &str) -> bool {
    parts_of_faked(key).any(|(word, random)| {
        word.len() > 3 && random.bytes().any(|b| b == b'_' || b.is_ascii_digit())
    })
}

/// The ways to part such a key into the word and the rest.
fn parts_of_faked(key: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = (1..=4).filter_map(|random| key.split_at_checked(key.len().checked_sub(random)?));
    parts.filter(|(word, random)| {
        let is_random = |b: u8| b == b'_' || b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        let known = || LOREM.iter().any(|known| known.eq_ignore_ascii_case(word));
        random.bytes().all(is_random) && known()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_years() {
        for (key, expected) in [
            ("2024-01", true),
            ("2024-12", true),
            ("2024-W53", true),
            ("2024-Q4", true),
            ("2024-13", false),
            ("2024-00", false),
            ("2024-Q5", false),
            ("2024-é", false),
            ("2024", false),
            ("3024-01", false),
            ("20-24", false),
        ] {
            assert_eq!(is_part_of_a_year(key), expected, "{key}");
        }
    }

    #[test]
    fn ids_with_a_prefix() {
        for (key, expected) in [
            ("usr_8fk2", Some("usr")),
            ("price_1MoBy5LkdIwHu7ix", Some("price")),
            ("sk_test_4eC39HqL", Some("sk_test")),
            ("address_line1", None),
            ("sha_256a", None),
            ("video_720p", None),
            ("thumb_100x100", None),
            ("order_id", None),
            ("a1b2", None),
            ("usr_", None),
        ] {
            assert_eq!(prefix_of_id(key), expected, "{key}");
        }
    }
}
