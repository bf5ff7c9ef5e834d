//! What the headers of an answer say: the request's name at the server, when to come again, and what the body is.

use std::time::Duration;

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, DATE, RETRY_AFTER};

/// Headers by which servers name a request, none of which is a standard.
const REQUEST_IDS: [&str; 10] = [
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-github-request-id",
    "x-zm-trackingid",
    "x-trace-id",
    "cf-ray",
];

/// Codings that compress (RFC 9110 §8.4.1, RFC 7932, RFC 8878). Servers write other things there, such as `utf-8`, and mean nothing by it.
const COMPRESSIONS: [&str; 7] = [
    "gzip",
    "x-gzip",
    "deflate",
    "compress",
    "x-compress",
    "br",
    "zstd",
];

/// The name of a request at the server: the first of the known headers.
#[must_use]
pub fn request_id(headers: &HeaderMap) -> Option<&str> {
    let mut values = REQUEST_IDS.iter().filter_map(|name| headers.get(*name));
    values.find_map(|value| value.to_str().ok().filter(|text| !text.is_empty()))
}

/// Whether a body is compressed: the headers say so, and it is no text.
#[must_use]
pub fn is_compressed(headers: &HeaderMap, body: &[u8]) -> bool {
    let codings = headers.get_all(CONTENT_ENCODING).iter();
    let mut codings = codings.filter_map(|value| value.to_str().ok());
    let compress = |list: &str| {
        let mut names = list.split(',').map(str::trim);
        names.any(|name| COMPRESSIONS.contains(&&*name.to_ascii_lowercase()))
    };
    codings.any(compress) && std::str::from_utf8(body).is_err()
}

/// The media type of a body without its parameters, in lower case; `None` where that is no media type.
#[must_use]
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    essence(headers.get(CONTENT_TYPE)?.to_str().ok()?)
}

/// The same of a `Content-Type`. Neither half of a media type is longer than 127 characters (RFC 6838 §4.2).
#[must_use]
pub fn essence(content_type: &str) -> Option<String> {
    let name = content_type.split(';').next()?.trim().to_ascii_lowercase();
    let (kind, subtype) = name.split_once('/')?;
    let is_name = |text: &str| {
        let mut bytes = text.bytes();
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
        (1..=127).contains(&text.len()) && bytes.all(is_part)
    };
    (is_name(kind) && is_name(subtype)).then_some(name)
}

/// How long the server asks to wait, from the time of the answer (RFC 9110 §10.2.3).
///
/// A date is taken against the `Date` of the same answer, so that no clock of this machine has a say; without one it counts for
/// nothing. Fractions of a second, which the RFC does not know, are read too.
#[must_use]
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        // What no duration holds is longer than anyone waits.
        let asked = Duration::try_from_secs_f64(text.parse().ok()?);
        return Some(asked.unwrap_or(Duration::MAX));
    }
    let now = date(headers.get(DATE)?.to_str().ok()?)?;
    Some(Duration::from_secs(date(text)?.saturating_sub(now)))
}

/// Seconds since 1970 of a date as HTTP writes it, in any of its three forms (RFC 9110 §5.6.7):
/// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
fn date(text: &str) -> Option<u64> {
    let words: Vec<&str> = text
        .split([' ', ',', '-', ':'])
        .filter(|word| !word.is_empty())
        .collect();
    let (day, month, year, time) = match words[..] {
        [_, day, month, year, hour, minute, second, "GMT"] => {
            (day, month, year, [hour, minute, second])
        }
        [_, month, day, hour, minute, second, year] => (day, month, year, [hour, minute, second]),
        _ => return None,
    };
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = MONTHS.iter().position(|name| *name == month)? as u64;
    let year = match (year.len(), number(year, 9999)?) {
        // Of two digits: in the century in which no year is long past.
        (2, year) if year < 70 => year + 2000,
        (2, year) => year + 1900,
        (_, year) => year,
    };
    let days = days_before(year, month)? + number(day, 31)?.checked_sub(1)?;
    let [hour, minute, second] = time;
    let seconds = number(hour, 23)? * 3600 + number(minute, 59)? * 60 + number(second, 60)?;
    Some(days * 86_400 + seconds)
}

/// A number of digits alone, up to a greatest.
fn number(text: &str, greatest: u64) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| digits)?;
    (number <= greatest).then_some(number)
}

/// Days from 1970-01-01 to the first of a month (January is 0) in the Gregorian calendar; `None` before 1970.
fn days_before(year: u64, month: u64) -> Option<u64> {
    const DAYS: [u64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let past = year.checked_sub(1)?;
    let leap_days = past / 4 - past / 100 + past / 400;
    // 719,162 days of that calendar lie before 1970.
    let days = (past * 365 + leap_days).checked_sub(719_162)?;
    let leap_day = u64::from(is_leap && month > 1);
    Some(days + DAYS[month as usize] + leap_day)
}
