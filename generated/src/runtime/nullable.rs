//! Members that may be `null`: reading them so that `null` and absence stay apart.

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
