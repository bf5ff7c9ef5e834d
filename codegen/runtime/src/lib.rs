//! The hand-written part of every client that Postwright generates.
//!
//! Each file but this one is copied into a generated crate, beside a `mod.rs` with the lines below for the files
//! that the API needs. So the files speak of each other as `super::`, know no cargo features and carry their
//! tests in `crate/tests/`.

// Core: in every generated client.
#[doc(hidden)]
pub mod answer;
pub mod auth;
pub mod body;
pub mod call;
pub mod core;
#[doc(hidden)]
pub mod encode;
pub mod error;
#[doc(hidden)]
pub mod failure;
pub mod fresh;
#[doc(hidden)]
pub mod nullable;
pub mod param;
#[doc(hidden)]
pub mod redirect;
#[doc(hidden)]
pub mod request;
pub mod response;
#[doc(hidden)]
pub mod target;
pub mod transport;
pub use self::answer::{Answer, Decoded, ErrorBody, Mismatch};
pub use self::auth::{Authenticate, Secret};
pub use self::body::Body;
pub use self::call::{Call, Download};
pub use self::core::{Core, CoreBuilder};
pub use self::error::{DecodeError, Error};
pub use self::failure::{BuildError, RequestError, TransportError, TransportErrorKind};
pub use self::param::{Indexed, Pairs, ToParam};
pub use self::request::{Parts, Request};
pub use self::response::{AnyBody, Response};
pub use self::transport::{Incoming, Transport};

// Optional: where an API needs them.
pub mod api_key;
pub mod aws_v4;
pub mod basic;
pub mod blocking;
#[doc(hidden)]
pub mod challenge;
pub mod digest;
pub mod edgegrid;
pub mod file;
pub mod form;
#[doc(hidden)]
pub mod formats;
pub mod hawk;
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
pub mod mock_request;
#[doc(hidden)]
pub mod mock_transport;
#[doc(hidden)]
pub mod mock_values;
pub mod multipart;
#[doc(hidden)]
pub mod multipart_file;
pub mod number;
pub mod oauth1;
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
pub use self::aws_v4::AwsV4;
pub use self::digest::Digest;
pub use self::edgegrid::EdgeGrid;
pub use self::file::File;
pub use self::form::Form;
pub use self::hawk::Hawk;
pub use self::jwt::Jwt;
pub use self::multipart::Multipart;
pub use self::number::Number;
pub use self::oauth1::OAuth1;
