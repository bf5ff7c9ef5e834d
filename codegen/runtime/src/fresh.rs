//! Values that are made anew for each call: what the collection writes as `{{$guid}}` and the like.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use super::param::{Pairs, ToParam};

/// What the caller gives, else a fresh value.
#[derive(Clone, Copy, Debug)]
pub struct Or<'a, T> {
    given: Option<&'a T>,
    make: fn() -> String,
}

/// What the caller gives, else what `make` makes.
pub fn or<T>(given: Option<&T>, make: fn() -> String) -> Or<'_, T> {
    Or { given, make }
}

impl<T: ToParam> ToParam for Or<'_, T> {
    fn add_to(&self, key: &str, pairs: &mut Pairs) {
        match self.given {
            Some(given) => given.add_to(key, pairs),
            None => pairs.push(key, (self.make)()),
        }
    }
}

/// A fresh value as a number.
#[must_use]
pub fn whole<T: FromStr>(make: fn() -> String) -> Option<T> {
    make().parse().ok()
}

/// A random UUID (RFC 9562 §5.4).
#[must_use]
pub fn guid() -> String {
    let (high, low) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xFFFF,
        high & 0xFFF,
        low >> 48 & 0x3FFF | 0x8000,
        low & 0xFFFF_FFFF_FFFF
    )
}

/// The time in seconds since 1970.
#[must_use]
pub fn timestamp() -> String {
    now().to_string()
}

/// The time as `2024-02-29T12:34:56.000Z` (RFC 3339).
#[must_use]
pub fn iso_timestamp() -> String {
    let now = now();
    let (days, second) = (now / 86_400, now % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z")
}

/// A whole number from 0 to 1000.
#[must_use]
pub fn random_int() -> String {
    (random() % 1001).to_string()
}

/// The standard library seeds its hashers from the system's source of randomness.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// Year, month and day, so many days after 1970-01-01, in the Gregorian calendar.
#[must_use]
pub fn date(days: u64) -> (u64, u64, u64) {
    // Years that begin in March have their leap day at the end; 719,468 days before 1970 one began an era of 400 years.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, late) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + late, month, day)
}
