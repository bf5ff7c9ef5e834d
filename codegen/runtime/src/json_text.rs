//! JSON that is written as text within JSON: `"payload": "{\"id\":1}"`.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A string that holds JSON. What was received is kept as it came, to the last blank; what is made of a value is
/// written as compact JSON.
///
/// No text is refused: one that holds something else than a `T` is there as [text](Self::text), without a
/// [value](Self::value).
#[derive(Clone, PartialEq)]
pub struct JsonText<T> {
    /// At least one of the two is there.
    value: Option<T>,
    text: Option<String>,
}

impl<T> JsonText<T> {
    /// The text that a value makes.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self {
            value: Some(value),
            text: None,
        }
    }

    /// Any text, sent as it is.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self {
            value: None,
            text: Some(text.into()),
        }
    }

    /// What the text says; `None` if it is no `T`.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The value, to be changed: the text as it came is forgotten. `None` if the text is no `T`.
    pub fn value_mut(&mut self) -> Option<&mut T> {
        if self.value.is_some() {
            self.text = None;
        }
        self.value.as_mut()
    }

    /// The value alone; `None` if the text is no `T`.
    #[must_use]
    pub fn into_value(self) -> Option<T> {
        self.value
    }

    /// The text as it came or was given; `None` if it is yet to be made of the value.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

impl<T> From<T> for JsonText<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// Any text, sent as it is.
impl<T> FromStr for JsonText<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from_text(text))
    }
}

/// The value, whose own `Debug` keeps secrets out; of text that holds no such value, the text.
impl<T: fmt::Debug> fmt::Debug for JsonText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.value, &self.text) {
            (Some(value), _) => value.fmt(f),
            (None, text) => text.as_deref().unwrap_or_default().fmt(f),
        }
    }
}

impl<T: Serialize> Serialize for JsonText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.text {
            Some(text) => serializer.serialize_str(text),
            None => {
                let text = serde_json::to_string(&self.value).map_err(S::Error::custom)?;
                serializer.serialize_str(&text)
            }
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for JsonText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self {
            value: serde_json::from_str(&text).ok(),
            text: Some(text),
        })
    }
}
