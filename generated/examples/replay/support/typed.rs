//! Text -> typed values, by serde: what a type cannot hold exactly is an error.

use std::fmt::Display;
use std::str::FromStr;

use serde::Deserializer;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Error as _, IntoDeserializer, Visitor};

/// Text, or a nested value that keys in brackets spell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Text.
    Text(String),
    /// Members by name.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// The nested value of keys in brackets: each with the steps below the root, and its text.
    pub fn of<'a>(leaves: impl Iterator<Item = (Vec<&'a str>, String)>) -> Self {
        let mut root = Self::Map(Vec::new());
        for (steps, text) in leaves {
            let mut at = &mut root;
            for step in steps {
                at = at.member(step);
            }
            *at = Self::Text(text);
        }
        root
    }

    fn member(&mut self, name: &str) -> &mut Self {
        if let Self::Text(_) = self {
            *self = Self::Map(Vec::new());
        }
        let Self::Map(members) = self else {
            return self;
        };
        let known = members.iter().position(|(known, _)| known == name);
        let at = known.unwrap_or_else(|| {
            members.push((name.to_owned(), Self::Map(Vec::new())));
            members.len() - 1
        });
        &mut members[at].1
    }

    /// The typed value.
    ///
    /// # Errors
    /// If the type does not hold it.
    pub fn typed<T: DeserializeOwned>(self) -> Result<T, String> {
        T::deserialize(self).map_err(|error| error.to_string())
    }
}

type Error = serde::de::value::Error;

impl<'de> IntoDeserializer<'de, Error> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Tree {
    /// The number that a text spells in the very way in which it will be sent.
    fn number<T: FromStr + Display>(&self, what: &str) -> Result<T, Error> {
        let Self::Text(text) = self else {
            return Err(Error::custom(format!("nested keys are no {what}")));
        };
        let number = text.parse::<T>().ok();
        let exact = number.filter(|number| number.to_string() == *text);
        exact.ok_or_else(|| Error::custom(format!("{text:?} is no {what} as it would be sent")))
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => visitor.visit_string(text),
            Self::Map(members) => {
                let numbered = members.iter().enumerate().all(|(index, (key, _))| *key == index.to_string());
                if numbered && !members.is_empty() {
                    let items = members.into_iter().map(|(_, item)| item);
                    return visitor.visit_seq(SeqDeserializer::new(items));
                }
                visitor.visit_map(MapDeserializer::new(members.into_iter()))
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.number("boolean")?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_i64(self.number("integer")?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_u64(self.number("integer")?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_f64(self.number("number")?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u128 f32 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
