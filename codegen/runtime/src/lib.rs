//! The hand-written part of every client that Postwright generates.
//!
//! Each file but this one is copied into a generated crate, beside a `mod.rs` with the lines below for the files
//! that the API needs. So the files speak of each other as `super::`, know no cargo features and carry their
//! tests in `crate/tests/`.

// Core: in every generated client.
#[doc(hidden)]
pub mod answer;
#[doc(hidden)]
pub mod attempts;
pub mod auth;
pub mod body;
pub mod builder;
pub mod call;
pub mod carrier;
#[doc(hidden)]
pub mod clients;
pub mod core;
pub mod core_builder;
#[doc(hidden)]
pub mod encode;
pub mod error;
#[doc(hidden)]
pub mod exchange;
#[doc(hidden)]
pub mod failure;
#[doc(hidden)]
pub mod headers;
#[doc(hidden)]
pub mod limits;
#[doc(hidden)]
pub mod link;
pub mod middleware;
pub mod param;
#[doc(hidden)]
pub mod redirect;
#[doc(hidden)]
pub mod request;
pub mod response;
pub mod retry;
#[doc(hidden)]
pub mod target;
pub mod transport;
#[doc(hidden)]
pub mod wire;
pub use self::answer::{Answer, Decoded, ErrorBody, Mismatch};
pub use self::auth::{Authenticate, Secret};
pub use self::body::Body;
pub use self::builder::ClientBuilder;
pub use self::call::{Call, Download};
pub use self::carrier::Carrier;
pub use self::core::Core;
pub use self::core_builder::CoreBuilder;
pub use self::error::{DecodeError, Error};
pub use self::failure::{BuildError, RequestError, TransportError, TransportErrorKind, Unanswered};
pub use self::middleware::{Attempt, Handling, Middleware};
pub use self::param::{Indexed, Joined, Pairs, Setting, ToParam};
pub use self::request::{Parts, Request};
pub use self::response::{AnyBody, Response};
pub use self::retry::Retries;
pub use self::transport::{Incoming, Transport};

// Optional: where an API needs them.
pub mod api_key;
pub mod aws_v4;
pub mod basic;
pub mod blocking;
pub mod blocking_pages;
#[doc(hidden)]
pub mod canned;
#[doc(hidden)]
pub mod challenge;
pub mod digest;
pub mod edgegrid;
#[doc(hidden)]
#[expect(unused_imports, unused_macros, reason = "for the generated code alone")]
pub mod error_body;
#[doc(hidden)]
pub mod fetched;
pub mod file;
pub mod form;
#[doc(hidden)]
pub mod formats;
pub mod fresh;
pub mod hawk;
pub mod json_text;
pub mod jwt;
pub mod mock;
#[doc(hidden)]
pub mod mock_check;
#[doc(hidden)]
pub mod mock_data;
#[doc(hidden)]
pub mod mock_engine;
#[doc(hidden)]
pub mod mock_match;
#[doc(hidden)]
pub mod mock_pages;
#[doc(hidden)]
pub mod mock_request;
#[doc(hidden)]
pub mod mock_route;
#[doc(hidden)]
pub mod mock_saved;
#[doc(hidden)]
pub mod mock_tokens;
#[doc(hidden)]
pub mod mock_transport;
#[doc(hidden)]
pub mod mock_values;
pub mod multipart;
#[doc(hidden)]
pub mod multipart_file;
#[doc(hidden)]
pub mod nullable;
pub mod number;
pub mod oauth1;
pub mod oauth2;
pub mod oauth2_answer;
pub mod oauth2_code;
#[doc(hidden)]
pub mod oauth2_request;
#[doc(hidden)]
pub mod oauth2_tokens;
pub mod pages;
pub mod paging;
#[doc(hidden)]
pub mod received;
pub mod saved;
#[doc(hidden)]
#[expect(unused_imports, unused_macros, reason = "for the generated code alone")]
pub mod secret_debug;
pub mod sent;
#[doc(hidden)]
pub mod signature;
#[doc(hidden)]
#[expect(unused_imports, unused_macros, reason = "for the generated code alone")]
pub mod string_enum;
pub mod testing;
pub mod token;
pub mod tracing;
#[doc(hidden)]
pub mod walk;
pub use self::aws_v4::AwsV4;
pub use self::digest::Digest;
pub use self::edgegrid::EdgeGrid;
pub use self::file::File;
pub use self::form::Form;
pub use self::hawk::Hawk;
pub use self::json_text::JsonText;
pub use self::jwt::Jwt;
pub use self::multipart::Multipart;
pub use self::number::Number;
pub use self::oauth1::OAuth1;
pub use self::oauth2::Grant;
pub use self::oauth2_answer::GrantError;
pub use self::pages::{Items, Pages};
pub use self::paging::Paging;
pub use self::token::{Token, TokenError, TokenProvider};

/// What is around every try of every client: in a generated crate, what its features say.
fn installed() -> Vec<Box<dyn Middleware>> {
    Vec::new()
}
