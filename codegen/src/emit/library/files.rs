//! Every file of the runtime: its text, what it gives on, and when it is part of a crate.

/// A file of the runtime.
#[derive(Debug)]
pub struct RuntimeFile {
    /// Module name; the file is `<name>.rs`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    /// Whether rustdoc leaves it out.
    pub(super) hidden: bool,
    /// What the runtime's module gives on.
    pub(super) exports: &'static [&'static str],
    /// Crates that only this file needs.
    pub dependencies: &'static [&'static str],
    /// When it is there.
    pub presence: Presence,
}

/// When a runtime file is part of a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always.
    Core,
    /// If an API needs it.
    Needed,
    /// Behind the cargo feature of this name.
    Feature(&'static str),
    /// Behind the cargo feature of this name, if an API needs it.
    NeededFeature(&'static str),
}

macro_rules! file {
    ($name:literal, $hidden:literal, $exports:expr, $dependencies:expr, $presence:expr) => {
        RuntimeFile {
            name: $name,
            text: include_str!(concat!("../../../runtime/src/", $name, ".rs")),
            hidden: $hidden,
            exports: &$exports,
            dependencies: &$dependencies,
            presence: $presence,
        }
    };
}

use Presence::{Core, Feature, Needed, NeededFeature};

/// Every file of the runtime, sorted by name.
pub const RUNTIME: [RuntimeFile; 78] = [
    file!(
        "answer",
        true,
        ["Answer", "Decoded", "ErrorBody", "Mismatch"],
        [],
        Core
    ),
    file!("api_key", false, [], [], Needed),
    file!("attempts", true, [], [], Core),
    file!("auth", false, ["Authenticate", "Secret"], [], Core),
    file!("aws_v4", false, ["AwsV4"], ["sha2"], Needed),
    file!("basic", false, [], ["base64"], Needed),
    file!("blocking", false, [], [], Feature("blocking")),
    file!("blocking_pages", false, [], [], NeededFeature("blocking")),
    file!("body", false, ["Body"], [], Core),
    file!("builder", false, ["ClientBuilder"], [], Core),
    file!("call", false, ["Call", "Download"], [], Core),
    file!("canned", true, [], [], Feature("testing")),
    file!("carrier", false, ["Carrier"], [], Core),
    file!("challenge", true, [], [], Needed),
    file!("clients", true, [], [], Core),
    file!("core", false, ["Core"], [], Core),
    file!("core_builder", false, ["CoreBuilder"], [], Core),
    file!("digest", false, ["Digest"], ["md-5", "sha2"], Needed),
    file!("edgegrid", false, ["EdgeGrid"], ["sha2"], Needed),
    file!("encode", true, [], [], Core),
    file!("error", false, ["DecodeError", "Error"], [], Core),
    file!("error_body", true, [], [], Needed),
    file!("exchange", true, [], [], Core),
    file!(
        "failure",
        true,
        [
            "BuildError",
            "RequestError",
            "TransportError",
            "TransportErrorKind",
            "Unanswered"
        ],
        [],
        Core
    ),
    file!("fetched", true, [], ["futures-util"], Needed),
    file!("file", false, ["File"], ["mime_guess", "tokio"], Needed),
    file!("form", false, ["Form"], [], Needed),
    file!("formats", true, [], [], Feature("mock")),
    file!("fresh", false, [], [], Needed),
    file!("hawk", false, ["Hawk"], ["sha1", "sha2"], Needed),
    file!("headers", true, [], [], Core),
    file!("json_text", false, ["JsonText"], [], Needed),
    file!("jwt", false, ["Jwt"], ["base64", "sha2"], Needed),
    file!("limits", true, [], [], Core),
    file!("link", true, [], [], Needed),
    file!(
        "middleware",
        false,
        ["Attempt", "Handling", "Middleware"],
        [],
        Core
    ),
    file!("mock", false, [], [], Feature("mock")),
    file!("mock_check", true, [], [], Feature("mock")),
    file!("mock_data", true, [], [], Feature("mock")),
    file!("mock_engine", true, [], [], Feature("mock")),
    file!("mock_match", true, [], [], Feature("mock")),
    file!("mock_pages", true, [], [], Feature("mock")),
    file!("mock_request", true, [], [], Feature("mock")),
    file!("mock_route", true, [], [], Feature("mock")),
    file!("mock_saved", true, [], [], Feature("mock")),
    file!("mock_tokens", true, [], [], Feature("mock")),
    file!("mock_transport", true, [], [], Feature("mock")),
    file!("mock_values", true, [], [], Feature("mock")),
    file!("multipart", false, ["Multipart"], [], Needed),
    file!("multipart_file", true, [], [], Needed),
    file!("nullable", true, [], [], Needed),
    file!("number", false, ["Number"], [], Needed),
    file!("oauth1", false, ["OAuth1"], ["sha1", "sha2"], Needed),
    file!("oauth2", false, ["Grant"], [], Needed),
    file!("oauth2_answer", false, ["GrantError"], [], Needed),
    file!(
        "oauth2_code",
        false,
        [],
        ["base64", "getrandom", "sha2"],
        Needed
    ),
    file!("oauth2_request", true, [], ["base64"], Needed),
    file!("oauth2_tokens", true, [], [], Needed),
    file!("pages", false, ["Items", "Pages"], ["futures-core"], Needed),
    file!("paging", false, ["Paging"], [], Needed),
    file!(
        "param",
        false,
        ["Indexed", "Joined", "Pairs", "Setting", "ToParam"],
        [],
        Core
    ),
    file!("received", true, [], [], Feature("testing")),
    file!("redirect", true, [], [], Core),
    file!("request", true, ["Parts", "Request"], [], Core),
    file!("response", false, ["AnyBody", "Response"], [], Core),
    file!("retry", false, ["Retries"], [], Core),
    file!("saved", false, [], [], Feature("testing")),
    file!("secret_debug", true, [], [], Needed),
    file!("sent", false, [], [], Feature("testing")),
    file!("signature", true, [], ["base64", "hmac"], Needed),
    file!("string_enum", true, [], [], Needed),
    file!("target", true, [], [], Core),
    file!("testing", false, [], [], Feature("testing")),
    file!(
        "token",
        false,
        ["Token", "TokenError", "TokenProvider"],
        [],
        Needed
    ),
    file!("tracing", false, [], [], Feature("tracing")),
    file!("transport", false, ["Incoming", "Transport"], [], Core),
    file!("walk", true, [], [], Needed),
    file!("wire", true, [], [], Core),
];
