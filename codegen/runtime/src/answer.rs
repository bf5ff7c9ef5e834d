//! The answer before its body has a type, and the decoders that generated code chooses from by status code.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::value::Error as NoValue;
use serde::de::{DeserializeOwned, Deserializer, Error as _, IgnoredAny, Visitor};
use serde_path_to_error::Segment;

use super::error::{DecodeError, Error};
use super::headers::is_compressed;
use super::response::{AnyBody, Response, Unset, lossy_text, without_bom};

/// Status, headers and the whole body of an answer.
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Bytes,
    unset: Option<Unset>,
}

/// What a decoder makes of an answer.
pub type Decoded<T> = Result<T, Mismatch>;

/// Why a decoder made nothing of an answer.
pub enum Mismatch {
    /// The collection says nothing about this status code.
    Undocumented,
    /// The body is not what the collection says.
    Decode(Box<DecodeFailure>),
}

/// Where a body does not fit its type, and how.
pub struct DecodeFailure {
    /// A JSON path such as `$.registrants[0].email`.
    pub path: String,
    /// What serde_json says of it.
    pub cause: serde_json::Error,
}

/// The errors that the collection documents for an operation, chosen by status code.
///
/// Only for generated types. That [`AnyBody`] is none of them is what lets every [`Error<E>`](Error) become an
/// [`Error`].
pub trait ErrorBody: Sized {
    /// Decodes an answer that is not a success.
    ///
    /// # Errors
    /// If the status code is not documented or the body is not as documented.
    fn decode(answer: &Answer) -> Decoded<Self>;
}

/// What the errors of an operation are decoded to: those that the collection documents, or [`AnyBody`] where it documents none.
pub trait Failure: Sized {
    /// Decodes an answer that is not a success.
    ///
    /// # Errors
    /// If the status code is not documented or the body is not as documented.
    fn decode(answer: &Answer) -> Decoded<Self>;
}

impl<E: ErrorBody> Failure for E {
    fn decode(answer: &Answer) -> Decoded<Self> {
        ErrorBody::decode(answer)
    }
}

impl Failure for AnyBody {
    fn decode(answer: &Answer) -> Decoded<Self> {
        answer.undocumented()
    }
}

impl Answer {
    /// Puts an answer together.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, bytes: Bytes) -> Self {
        Self {
            status,
            headers,
            bytes,
            unset: None,
        }
    }

    /// Puts it together from what came.
    pub(super) fn of(head: http::response::Parts, bytes: Bytes) -> Self {
        let unset = head.extensions.get().copied();
        Self {
            unset,
            ..Self::new(head.status, head.headers, bytes)
        }
    }

    /// The status code as a number.
    #[must_use]
    pub fn code(&self) -> u16 {
        self.status.as_u16()
    }

    /// Whether the status code is 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// If it is not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Decoded<T> {
        let mut reader = serde_json::Deserializer::from_slice(without_bom(&self.bytes));
        let value = serde_path_to_error::deserialize(&mut reader)
            .map_err(|failure| mismatch(&failure.path().clone(), failure.into_inner()))?;
        reader.end().map_err(|cause| {
            Mismatch::Decode(Box::new(DecodeFailure {
                path: "$".to_owned(),
                cause,
            }))
        })?;
        Ok(value)
    }

    /// Whether there is no body.
    pub(super) fn has_no_body(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Whether the body has a member that the type knows by name: one whose members may all be absent takes any object. True also for a
    /// type without such members.
    pub(super) fn is_known<T: DeserializeOwned>(&self) -> bool {
        let mut names: &'static [&'static str] = &[];
        // Nothing comes of it but the names.
        let _ = T::deserialize(Names(&mut names));
        let body = without_bom(&self.bytes);
        let members = serde_json::from_slice::<BTreeMap<String, IgnoredAny>>(body);
        let is_known = |members: BTreeMap<String, IgnoredAny>| {
            names.iter().any(|name| members.contains_key(*name))
        };
        names.is_empty() || members.is_ok_and(is_known)
    }

    /// The body as JSON, of which `null` is a list or a map without anything in it.
    ///
    /// # Errors
    /// If it is not JSON of this type.
    pub fn json_or_empty<T: DeserializeOwned + Default>(&self) -> Decoded<T> {
        self.json().map(Option::unwrap_or_default)
    }

    /// The body as UTF-8 text, without a byte order mark, invalid sequences replaced.
    ///
    /// # Errors
    /// If it is no text because it is compressed, which nobody asked for.
    pub fn text(&self) -> Decoded<String> {
        if is_compressed(&self.headers, &self.bytes) {
            let path = "$".to_owned();
            let cause = serde_json::Error::custom("the text is compressed");
            return Err(Mismatch::Decode(Box::new(DecodeFailure { path, cause })));
        }
        Ok(lossy_text(&self.bytes))
    }

    /// The body as it came.
    ///
    /// # Errors
    /// Never.
    pub fn bytes(&self) -> Decoded<Bytes> {
        Ok(self.bytes.clone())
    }

    /// Nothing: the body does not matter.
    ///
    /// # Errors
    /// Never.
    pub fn empty(&self) -> Decoded<()> {
        Ok(())
    }

    /// The body as it came, with its type.
    ///
    /// # Errors
    /// Never.
    pub fn any(&self) -> Decoded<AnyBody> {
        Ok(AnyBody::new(&self.headers, self.bytes.clone()))
    }

    /// For a status code that the collection says nothing about.
    ///
    /// # Errors
    /// Always [`Mismatch::Undocumented`].
    pub fn undocumented<T>(&self) -> Decoded<T> {
        Err(Mismatch::Undocumented)
    }

    /// The answer with a body that was decoded from it.
    pub fn with<T>(self, body: T) -> Response<T> {
        let mut response = Response::new(self.status, self.headers, self.bytes, body);
        response.unset = self.unset;
        response
    }

    /// The error for an answer that the collection says nothing about.
    #[must_use]
    pub fn into_undocumented<E>(self) -> Error<E> {
        let body = AnyBody::new(&self.headers, self.bytes.clone());
        Error::Undocumented(Box::new(self.with(body)))
    }

    /// The error for an answer that a decoder failed on.
    #[must_use]
    pub fn into_decode_error<E>(self, failure: DecodeFailure) -> Error<E> {
        Error::Decode(Box::new(DecodeError::new(self.with(()), failure)))
    }
}

/// A failure at a place. Not generic: this is the same for every type.
#[cold]
fn mismatch(path: &serde_path_to_error::Path, cause: serde_json::Error) -> Mismatch {
    let path = json_path(path);
    Mismatch::Decode(Box::new(DecodeFailure { path, cause }))
}

/// Writes a path in JSONPath notation (RFC 9535).
fn json_path(path: &serde_path_to_error::Path) -> String {
    let mut text = String::from("$");
    for segment in path {
        match segment {
            Segment::Seq { index } => text.push_str(&format!("[{index}]")),
            Segment::Map { key } if is_plain(key) => text.push_str(&format!(".{key}")),
            Segment::Map { key } => text.push_str(&format!("[{key:?}]")),
            Segment::Enum { variant } => text.push_str(&format!(".{variant}")),
            Segment::Unknown => text.push_str(".?"),
        }
    }
    text
}

/// Whether a key can stand behind a dot.
fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Asks a type for the names of its members, and gives it nothing.
struct Names<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = NoValue;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NoValue> {
        Err(NoValue::custom("no value"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NoValue> {
        *self.0 = names;
        self.deserialize_any(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}
