//! Postman's dynamic variables: values of their kind, made anew each time.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

/// A value for a dynamic variable; `None` for any other name.
pub fn value(name: &str) -> Option<String> {
    Some(match name {
        "$guid" | "$randomUUID" => guid(),
        "$timestamp" => seconds().to_string(),
        "$isoTimestamp" => iso_timestamp(seconds()),
        "$randomInt" => (random() % 1001).to_string(),
        "$randomBoolean" => (random() & 1 == 0).to_string(),
        "$randomPrice" => format!("{}.{:02}", random() % 1000, random() % 100),
        "$randomLatitude" => format!("{}.{:04}", random() % 90, random() % 10_000),
        "$randomLongitude" => format!("{}.{:04}", random() % 180, random() % 10_000),
        "$randomBankAccount" => format!("{:08}", random() % 100_000_000),
        "$randomCreditCardMask" => format!("{:04}", random() % 10_000),
        other => format!("{}-{}", other.strip_prefix("$random")?.to_lowercase(), random() % 10_000),
    })
}

/// A random UUID (RFC 9562, section 5.4).
fn guid() -> String {
    let (high, low) = (random(), random());
    let (first, second, third) = (high >> 32, high >> 16 & 0xFFFF, high & 0xFFF);
    format!("{first:08x}-{second:04x}-4{third:03x}-{:04x}-{:012x}", low >> 48 & 0x3FFF | 0x8000, low & 0xFFFF_FFFF_FFFF)
}

/// The standard library seeds its hashers from the system's source of randomness.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// The time as `2024-02-29T12:34:56.000Z` (RFC 3339).
pub fn iso_timestamp(now: u64) -> String {
    // Until 2100 every fourth year is a leap year.
    let is_leap = |year: u64| year & 3 == 0;
    let (mut days, mut year) = (now / 86_400, 1970);
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (now / 3600 % 24, now / 60 % 60, now % 60);
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}.000Z", days + 1)
}
