//! Formats of text: what the values seen at a place have in common, by the names that JSON Schema has for them
//! (draft 2020-12, Validation §7.3).

// The mock server of generated crates looks at values in the same way.
#[path = "../../runtime/src/formats.rs"]
pub(crate) mod formats;

use self::formats::{is_date, is_date_time, is_email, is_rfc3339, is_uri, is_uuid};

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Format {
    /// A date with a time and an offset (RFC 3339).
    DateTime,
    /// A date with a time that is written otherwise: without an offset, or with a space.
    LooseDateTime,
    /// A date: `2024-01-31`.
    Date,
    /// A time of day: `12:00:00Z`.
    Time,
    /// A length of time (ISO 8601): `P3DT12H`.
    Duration,
    /// A UUID (RFC 9562).
    Uuid,
    /// An absolute URL.
    Uri,
    /// An email address.
    Email,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// The name of a host.
    Hostname,
    /// Base64 (RFC 4648 §4).
    Byte,
    /// Bytes.
    Binary,
    /// Something to be typed unseen.
    Password,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 14] = [
        Self::DateTime,
        Self::LooseDateTime,
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Uuid,
        Self::Uri,
        Self::Email,
        Self::Ipv4,
        Self::Ipv6,
        Self::Hostname,
        Self::Byte,
        Self::Binary,
        Self::Password,
    ];

    /// Whether JSON Schema has it.
    pub fn is_standard(self) -> bool {
        self != Self::LooseDateTime
    }

    /// Its name, in JSON Schema if that has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::LooseDateTime => "loose-date-time",
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Uuid => "uuid",
            Self::Uri => "uri",
            Self::Email => "email",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Hostname => "hostname",
            Self::Byte => "byte",
            Self::Binary => "binary",
            Self::Password => "password",
        }
    }

    /// What a reader of documentation is told.
    pub fn prose(self) -> &'static str {
        match self {
            Self::DateTime => "a date with time (RFC 3339)",
            Self::LooseDateTime => "a date with time, not as RFC 3339 writes it",
            Self::Date => "a date (`YYYY-MM-DD`)",
            Self::Time => "a time of day",
            Self::Duration => "a duration (ISO 8601)",
            Self::Uuid => "a UUID",
            Self::Uri => "a URL",
            Self::Email => "an email address",
            Self::Ipv4 => "an IPv4 address",
            Self::Ipv6 => "an IPv6 address",
            Self::Hostname => "the name of a host",
            Self::Byte => "Base64",
            Self::Binary => "bytes",
            Self::Password => "a password",
        }
    }

    /// The format that a placeholder of Postman's OpenAPI converter is called by: `dateTime`, `uri`.
    pub fn of_placeholder(word: &str) -> Option<Self> {
        match word {
            "dateTime" => Some(Self::DateTime),
            "url" => Some(Self::Uri),
            _ => Self::ALL
                .into_iter()
                .find(|format| format.is_standard() && format.name() == word),
        }
    }
}

/// Formats that all values seen so far have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats(u16);

impl Formats {
    /// No value has been seen that says anything.
    pub const ALL: Self = Self(u16::MAX);
    /// Plain text.
    pub const NONE: Self = Self(0);

    /// One, and what it is a case of.
    pub fn only(format: Format) -> Self {
        let one = |format: Format| 1 << format as u16;
        match format {
            Format::DateTime => Self(one(format) | one(Format::LooseDateTime)),
            _ => Self(one(format)),
        }
    }

    fn contains(self, format: Format) -> bool {
        self.0 & (1 << format as u16) != 0
    }

    /// Those in both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The format that is left, if it is one.
    pub fn one(self) -> Option<Format> {
        let mut left = Format::ALL.into_iter().filter(|one| self.contains(*one));
        let first = left.next()?;
        let others = Self(self.0 & !Self::only(first).0);
        (self != Self::ALL && others == Self::NONE).then_some(first)
    }

    /// Those that one value has. Only what cannot well be anything else counts: any word is the name of a host.
    pub fn of_text(text: &str) -> Self {
        let found = [
            (Format::DateTime, is_rfc3339 as fn(&str) -> bool),
            (Format::LooseDateTime, is_date_time),
            (Format::Date, is_date),
            (Format::Uuid, is_uuid),
            (Format::Uri, is_uri),
            (Format::Email, is_email),
            (Format::Byte, is_file_in_base64),
            (Format::Ipv4, |text| {
                text.parse::<std::net::Ipv4Addr>().is_ok()
            }),
            (Format::Ipv6, |text| {
                text.contains("::") && text.parse::<std::net::Ipv6Addr>().is_ok()
            }),
        ];
        let first = found.into_iter().find(|(_, is)| is(text));
        first.map_or(Self::NONE, |(format, _)| Self::only(format))
    }
}

/// A file in Base64 (RFC 4648 §4), told by the bytes that files of its kind begin with. Other texts of the same alphabet
/// are ids, cursors and keys: what they hold is nobody's business.
fn is_file_in_base64(text: &str) -> bool {
    /// PDF, PNG, JPEG, GIF, ZIP, gzip, TIFF (two kinds), RIFF; certificates.
    const BEGINNINGS: [(&str, usize); 10] = [
        ("JVBERi0", 24),
        ("iVBORw0KGgo", 24),
        ("/9j/", 24),
        ("R0lGODlh", 24),
        ("UEsDB", 24),
        ("H4sIA", 24),
        ("SUkqA", 24),
        ("TU0AK", 24),
        ("UklGR", 24),
        ("MII", 200),
    ];
    let mut beginnings = BEGINNINGS.iter();
    let is_file = beginnings.any(|(start, least)| text.len() >= *least && text.starts_with(start));
    is_file && is_base64(text)
}

fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    let is_whole = match padding {
        0 => digits.len() % 4 != 1,
        1 | 2 => text.len().is_multiple_of(4),
        _ => false,
    };
    is_whole && digits.bytes().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (text, expected) in [
            ("2024-01-31T12:00:00Z", Some(Format::DateTime)),
            ("2024-01-31T12:00:00.123456+02:00", Some(Format::DateTime)),
            ("2024-01-31t12:00:00.5-09:30", Some(Format::DateTime)),
            ("2024-01-31 12:00:00", Some(Format::LooseDateTime)),
            ("2024-01-31 12:00:00Z", Some(Format::LooseDateTime)),
            ("2024-01-31T12:00:00", Some(Format::LooseDateTime)),
            ("2024-01-31T12:00:00.5", Some(Format::LooseDateTime)),
            ("2024-01-31T12:00:00+0000", Some(Format::LooseDateTime)),
            ("2024-01-31T12:00:00 Z", None),
            ("2024-13-31T12:00:00Z", None),
            ("2024-01-31", Some(Format::Date)),
            ("2024-1-31", None),
            ("3f2504e0-4f89-41d3-9a0c-0305e82c3301", Some(Format::Uuid)),
            ("3f2504e0-4f89-41d3-9a0c-0305e82c330", None),
            ("https://example.com/a?b=c", Some(Format::Uri)),
            ("urn://", None),
            ("see https://example.com", None),
            ("ada@example.com", Some(Format::Email)),
            ("Ada <ada@example.com>", None),
            ("@example.com", None),
            ("192.0.2.1", Some(Format::Ipv4)),
            ("1.2.3", None),
            ("2001:db8::1", Some(Format::Ipv6)),
            (
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwC",
                Some(Format::Byte),
            ),
            ("JVBERi0xLjQKJcOkw7zDtsOfCg==", Some(Format::Byte)),
            ("JVBERi0xLjQKJcOkw7zDtsOfCjI...", None),
            ("JVBERi0=", None),
            ("MDEwOlJlcG9zaXRvcnkxMjk2MjY5", None),
            ("BVrqzwVx0JK3mr3pXstPnKJnGrLf53rQ", None),
            ("12:30", None),
            ("é", None),
            ("2024-01-3é", None),
            ("", None),
        ] {
            assert_eq!(Formats::of_text(text).one(), expected, "{text:?}");
        }
    }

    #[test]
    fn what_all_have_is_left() {
        let (uuid, date) = (Formats::only(Format::Uuid), Formats::only(Format::Date));
        let strict = Formats::only(Format::DateTime);
        let loose = Formats::only(Format::LooseDateTime);
        for (formats, expected) in [
            (Formats::ALL, None),
            (Formats::NONE, None),
            (Formats::ALL.and(uuid), Some(Format::Uuid)),
            (uuid.and(uuid), Some(Format::Uuid)),
            (uuid.and(date), None),
            (strict.and(strict), Some(Format::DateTime)),
            (strict.and(loose), Some(Format::LooseDateTime)),
            (loose.and(date), None),
        ] {
            assert_eq!(formats.one(), expected, "{formats:?}");
        }
    }

    #[test]
    fn placeholders() {
        for (word, expected) in [
            ("dateTime", Some(Format::DateTime)),
            ("date-time", Some(Format::DateTime)),
            ("uuid", Some(Format::Uuid)),
            ("url", Some(Format::Uri)),
            ("string", None),
        ] {
            assert_eq!(Format::of_placeholder(word), expected, "{word}");
        }
    }
}
