//! The API model: what a collection says, as plain data. No tokens, no Rust identifiers, no decisions about types.
//!
//! Everything that will need a Rust type is a [`Slot`]: a position with its evidence (example values and prose).
//! Types and names are side tables by id, made by the stages after this one.

mod answer;
mod asked;
mod behavior;
mod body;
mod brackets;
pub mod build;
mod codes;
mod credentials;
pub mod docs;
mod first;
mod fixed_ids;
mod form;
mod fresh;
mod grants;
mod headers;
mod holes;
mod hosts;
mod keys;
mod literals;
mod method;
mod operation;
mod original;
mod origins;
mod params;
mod path;
mod presets;
mod recorded;
mod responses;
mod secrets;
mod servers;
mod settings;
mod signature;
mod status;
mod usual;

use serde_json::Value;

pub use self::answer::{Response, ResponseBody, Success};
pub use self::asked::{Asked, AskedBody};
pub use self::behavior::Behavior;
pub(crate) use self::credentials::composed;
pub use self::fresh::{Fresh, FreshPiece, Made};
pub use self::grants::{
    AtServer, AtServers, AuthorizationServer, Common, Grant, GrantParameter, GrantType, OAuth2,
    ParameterPlace,
};
pub(crate) use self::headers::same_name;
pub(crate) use self::hosts::is_local;
pub use self::operation::{
    Body, Constant, ConstantTarget, ConstantValue, Example, FormField, Operation, OperationAuth,
    Param, PathPiece,
};
pub use self::original::{BodyValues, Original, Recorded, Refusal, Sent, SentBody};
pub use self::origins::Origin;
pub(crate) use self::path::path_variable;
pub use self::presets::{Preset, PresetValue};
pub(crate) use self::servers::form as server_form;
pub use self::settings::STAND_IN;
pub use self::signature::{Signature, TokenPlace};
pub use self::status::Status;
pub use self::usual::Usual;

use crate::diag::Place;

/// Index of a [`Group`] in [`Api::groups`]. The root group is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub usize);

/// Index of an [`Operation`] in [`Api::operations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub usize);

/// Index of a [`Slot`] in [`Api::slots`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SlotId(pub usize);

/// Index of a [`Server`] in [`Api::servers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ServerId(pub usize);

/// Index of a [`Credential`] in [`Api::credentials`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CredentialId(pub usize);

/// Index of a [`Setting`] in [`Api::settings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SettingId(pub usize);

/// One collection, understood.
#[derive(Debug, Clone)]
pub struct Api {
    /// Name of the module and of the cargo feature, as given by the folder or the user.
    pub name: String,
    /// The collection's own name.
    pub title: String,
    /// Its description, as clean Markdown.
    pub docs: String,
    /// The servers, the one that most requests use first. Never empty.
    pub servers: Vec<Server>,
    /// The credentials that requests ask for. Of one kind there are as many as there are secrets, the one that most requests use first.
    pub credentials: Vec<Credential>,
    /// Where they come from, by credential id.
    pub origins: Vec<Origin>,
    /// What OAuth 2 blocks say, if there are any.
    pub oauth2: Option<OAuth2>,
    /// The variables that are set once for a client.
    pub settings: Vec<Setting>,
    /// The environments that a client can be built for.
    pub environments: Vec<Environment>,
    /// Folders; the first is the root.
    pub groups: Vec<Group>,
    /// Requests in the order of the collection.
    pub operations: Vec<Operation>,
    /// What they carry unless they say otherwise.
    pub usual: Usual,
    /// Positions that need a type.
    pub slots: Vec<Slot>,
    /// How many requests were the same as an earlier one, and are one operation with it.
    pub merged: usize,
    /// Requests that were left out because somebody said so.
    pub skipped: Vec<Skipped>,
}

/// A request that was left out because somebody said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
    /// Where it stands; and those that are the same.
    pub items: Vec<Place>,
}

/// A variable that is set once for a client, because most requests use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The variable's name.
    pub name: String,
    /// Its value in the collection.
    pub default: Option<String>,
}

/// An exported environment: what it says of servers and settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// URLs of servers.
    pub servers: Vec<(ServerId, String)>,
    /// Values of settings.
    pub settings: Vec<(SettingId, String)>,
}

/// A server that requests go to: one for each form of host in the collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The variable's name, or the host where it is a literal.
    pub name: String,
    /// The URL that the collection gives, if it gives one.
    pub url: Option<String>,
    /// The scheme that the collection writes: `https` of `https://{{host}}`, or that of the URL.
    pub scheme: Option<String>,
}

/// A credential that the client is built with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: <prefix> …`: a token behind another word than `Bearer`, or by itself if that is empty.
    Token {
        /// The word.
        prefix: String,
    },
    /// `Authorization: Basic …`.
    Basic,
    /// A key in a header or in the query.
    ApiKey {
        /// Name of the header or query parameter.
        key: String,
        /// In the query instead of a header.
        in_query: bool,
    },
    /// A header of text and secrets: `Authorization: Token token=…, email=…`.
    Composed {
        /// Name of the header.
        key: String,
        /// The text before the first secret, between two of them, and behind the last one.
        texts: Vec<String>,
        /// The variables that stand for the secrets: one fewer than texts.
        variables: Vec<String>,
    },
    /// What signs each request, in a way that the client knows.
    Signature(Signature),
    /// Any other kind of auth, by its name in Postman (`ntlm`, `asap`, …): the caller says what signs a request.
    Signed {
        /// The name.
        kind: String,
    },
}

/// A folder.
#[derive(Debug, Clone)]
pub struct Group {
    /// What Postman knows it by, if the collection says it.
    pub id: Option<String>,
    /// Its name; that of the collection for the root.
    pub name: String,
    /// Its description, as clean Markdown.
    pub docs: String,
    /// The folder around it; `None` for the root.
    pub parent: Option<GroupId>,
    /// Its own requests, in order.
    pub operations: Vec<OperationId>,
    /// The folders directly inside, in order.
    pub children: Vec<GroupId>,
    /// Where it stands.
    pub place: Place,
}

/// A position that needs a type, with the evidence for it.
#[derive(Debug, Clone)]
pub struct Slot {
    /// Sent or received.
    pub role: Role,
    /// Example values.
    pub samples: Vec<Sample>,
    /// What the prose says, as written in the collection.
    pub prose: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// Which way a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// From caller to server.
    Request,
    /// From server to caller.
    Response,
}

/// An example value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Sample {
    /// A JSON value.
    Json(Value),
    /// Text at a place that only holds text (path, query, header, form).
    Text(String),
}

impl Sample {
    /// The text at a place that only holds text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Json(_) => None,
        }
    }
}

impl Credential {
    /// Whether two credentials are sent in the same way: they are of one kind. Schemes are the same in any case (RFC 9110 §11.1).
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Token { prefix: one }, Self::Token { prefix: other }) => {
                one.eq_ignore_ascii_case(other)
            }
            (
                Self::Composed { key, texts, .. },
                Self::Composed {
                    key: other,
                    texts: others,
                    ..
                },
            ) => key.eq_ignore_ascii_case(other) && texts == others,
            _ => self == other,
        }
    }
}

impl Api {
    /// The slot of an id.
    pub fn slot(&self, id: SlotId) -> &Slot {
        &self.slots[id.0]
    }

    /// The credential whose tokens can be fetched: that of OAuth 2 blocks, else the bearer token.
    pub fn token_credential(&self) -> Option<CredentialId> {
        let bearer = |credential: &Credential| *credential == Credential::Bearer;
        let of_blocks = self.oauth2.as_ref().map(|oauth2| oauth2.credential);
        of_blocks.or_else(|| self.credentials.iter().position(bearer).map(CredentialId))
    }

    /// The operations of a group, in order, with their ids.
    pub fn operations_of(&self, group: GroupId) -> impl Iterator<Item = (OperationId, &Operation)> {
        let ids = self.groups[group.0].operations.iter();
        ids.map(|id| (*id, &self.operations[id.0]))
    }

    /// The groups directly inside a group.
    pub fn children_of(&self, group: GroupId) -> impl Iterator<Item = (GroupId, &Group)> {
        let ids = self.groups[group.0].children.iter();
        ids.map(|id| (*id, &self.groups[id.0]))
    }
}
