//! Which answers a documented answer stands for: those with one status code, or those that no other is documented for.

use std::fmt;

/// The status codes that a documented answer is for.
///
/// What has no code of its own is OpenAPI's `default`: "the responses other than the ones declared for specific HTTP response
/// codes". An operation has one such answer at most, and it is either what success comes with or what errors come with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// This one, from 100 to 599.
    Code(u16),
    /// Every code of success: none is documented.
    AnySuccess,
    /// Every code but those of success, as far as no other answer has it.
    OtherError,
}

impl Status {
    /// What the answer without a code is called, in OpenAPI as in addresses.
    pub const DEFAULT: &'static str = "default";

    /// Whether it is success (2xx).
    pub fn is_success(self) -> bool {
        match self {
            Self::Code(code) => (200..300).contains(&code),
            Self::AnySuccess => true,
            Self::OtherError => false,
        }
    }

    /// Whether such an answer is an interim one, which is never the last (RFC 9110 §15.2).
    pub fn is_interim(self) -> bool {
        self.code().is_some_and(|code| code < 200)
    }

    /// Its code, if it is for one.
    pub fn code(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code),
            Self::AnySuccess | Self::OtherError => None,
        }
    }

    /// The reason phrase of its code (RFC 9110), if it has one.
    pub fn phrase(self) -> Option<&'static str> {
        let code = http::StatusCode::from_u16(self.code()?).ok()?;
        code.canonical_reason()
    }
}

/// As in addresses and in OpenAPI: the code, or `default`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code() {
            Some(code) => write!(f, "{code}"),
            None => f.write_str(Self::DEFAULT),
        }
    }
}
