//! Members that may be `null`: reading them so that `null` and absence stay apart, or are both empty.

use serde::{Deserialize, Deserializer};

/// Reads a member that is there. `null` is a value of it; one that is not there is what the field's default says.
///
/// # Errors
/// If the value is not of the type.
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads a list or a map. `null` is an empty one: servers in Go and PHP write it for a list without items.
///
/// # Errors
/// If the value is neither `null` nor of the type.
pub fn or_empty<'de, T: Deserialize<'de> + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
