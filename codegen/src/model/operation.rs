//! A request of the API: where it goes, what it takes, what it sends and what it gets.

use indexmap::IndexMap;

use super::{
    Api, Asked, Behavior, CredentialId, Fresh, GroupId, Original, Preset, Response, ServerId,
    SettingId, SlotId, Status,
};
use crate::diag::Place;
use crate::read::redact::REDACTED;
use crate::unique::Unique;

/// A request.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The folder it is in.
    pub group: GroupId,
    /// What Postman knows the request by, if the collection says it.
    pub id: Option<String>,
    /// A number that tells it from requests of the same name, method and path.
    pub mark: u32,
    /// The request's name.
    pub name: String,
    /// Its description, as clean Markdown.
    pub docs: String,
    /// The method, upper case.
    pub method: String,
    /// The server it goes to.
    pub server: ServerId,
    /// The path below the server's URL, segment by segment.
    pub path: Vec<Vec<PathPiece>>,
    /// Path parameters in the order of the path; each once.
    pub path_params: Vec<Param>,
    /// Query parameters in the order of the collection.
    pub query: Vec<Param>,
    /// Header parameters in the order of the collection.
    pub headers: Vec<Param>,
    /// Headers that are left out, because what their name holds is a secret or has no value: as they are written.
    pub unnamed_headers: Vec<String>,
    /// Query entries and headers that are always sent as they are.
    pub constants: Vec<Constant>,
    /// The body, if it has one.
    pub body: Option<Body>,
    /// Members of a JSON body that are sent unless the caller sets them.
    pub presets: Vec<Preset>,
    /// Documented answers by status code, ascending.
    pub responses: Vec<Response>,
    /// How it is authorised.
    pub auth: OperationAuth,
    /// How the collection tells Postman to send it.
    pub behavior: Behavior,
    /// What a script of the collection changes before the request is sent, and the client does not.
    pub scripted: Option<&'static str>,
    /// Its saved examples, for the reference and for tests.
    pub examples: Vec<Example>,
    /// Where it stands.
    pub place: Place,
    /// Where each of its requests stands: there, and where the same request stands again.
    pub items: Vec<Place>,
}

/// A piece of a path segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPiece {
    /// Text, as written in the collection.
    Literal(String),
    /// The value of the path parameter with this index.
    Param(usize),
    /// The value of a client setting.
    Setting(SettingId),
}

/// A path, query or header parameter, or a form field that is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Param {
    /// Its name on the wire.
    pub wire: String,
    /// Its description, as clean Markdown.
    pub docs: String,
    /// Whether every call must give it.
    pub required: bool,
    /// Whether several values may be given: the key is repeated.
    pub repeated: bool,
    /// Whether its name says that it is a secret: it is kept out of `Debug`.
    pub secret: bool,
    /// Whether it is a nested value, spelled by keys in brackets (`wire[member]`).
    pub brackets: bool,
    /// Whether it stands in the path as `{{wire}}`, not as `:wire`.
    pub variable: bool,
    /// What is sent where the caller gives nothing, made anew for each call.
    pub fresh: Option<Fresh>,
    /// What the collection sends, if that is a short text and no secret: an example, which a client sends only if it is given.
    pub sent: Option<String>,
    /// The position that types it.
    pub slot: SlotId,
}

impl Param {
    /// What is worth to be told of a value that the collection sends; its variables have been replaced.
    pub(super) fn told(text: String) -> Option<String> {
        const LONGEST: usize = 40;
        let is_value = !text.trim().is_empty() && !text.contains("{{") && !text.starts_with('<');
        let is_short = text.chars().count() <= LONGEST && !text.contains(char::is_control);
        (is_value && is_short && !text.contains(REDACTED)).then_some(text)
    }
}

/// Something that is sent with every call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// Query entry or header.
    pub target: ConstantTarget,
    /// Its name on the wire.
    pub wire: String,
    /// Its value.
    pub value: ConstantValue,
    /// How many of the query parameters are sent before it.
    pub behind: usize,
    /// What the collection says of it, as written there.
    pub prose: String,
}

/// What a [`Constant`] holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConstantValue {
    /// Text.
    Literal(String),
    /// The value of a client setting; without one nothing is sent.
    Setting(SettingId),
}

/// Where a [`Constant`] goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstantTarget {
    /// The query.
    Query,
    /// The headers.
    Header,
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// JSON.
    Json {
        /// The position that types it.
        slot: SlotId,
        /// The media type.
        media_type: String,
    },
    /// `application/x-www-form-urlencoded` or `multipart/form-data`.
    Form {
        /// Multipart instead of urlencoded.
        multipart: bool,
        /// Its fields, in order; each key once, but for one that takes a file or a text: it is two fields.
        fields: Vec<FormField>,
    },
    /// Text of any other kind.
    Text {
        /// The media type.
        media_type: String,
        /// As it is saved, with its variables; empty if it is too long to be shown.
        saved: String,
    },
    /// A file, sent as it is.
    File,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormField {
    /// A text field.
    Text {
        /// Name, description, position.
        param: Param,
        /// Content-Type of the part, if the collection gives one.
        content_type: Option<String>,
    },
    /// A field that is always sent as it is.
    Constant {
        /// Its name on the wire.
        wire: String,
        /// Its value.
        value: String,
        /// Content-Type of the part, if the collection gives one.
        content_type: Option<String>,
    },
    /// A file field (multipart only).
    File {
        /// Its name on the wire.
        wire: String,
        /// Its description.
        docs: String,
        /// Whether every call must give it.
        required: bool,
        /// Whether it takes several files.
        many: bool,
        /// Content-Type of the part where the file itself states none, if the collection gives one.
        content_type: Option<String>,
    },
}

/// How an operation is authorised.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OperationAuth {
    /// The collection says nothing: the client's bearer token, if it has one.
    Unstated,
    /// Explicitly none.
    None,
    /// These credentials; rarely more than one.
    Credentials(Vec<CredentialId>),
}

/// A saved response with the request that led to it.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// The status codes that it is for.
    pub status: Status,
    /// Whether it is saved with a code.
    pub has_code: bool,
    /// The reason phrase.
    pub reason: String,
    /// Headers as name and value.
    pub headers: Vec<(String, String)>,
    /// The body as saved; secrets are redacted.
    pub body: String,
    /// Whether the body is JSON: without a bare variable, a comment, a key given twice or anything else that no server sends.
    pub is_json: bool,
    /// The request that led to it, if it is saved.
    pub original: Option<Original>,
    /// The same request as it is written, whether the operation can make it or not.
    pub asked: Option<Asked>,
    /// Where it stands.
    pub place: Place,
}

impl ConstantValue {
    /// The value as people read it.
    pub fn text(&self, api: &Api) -> String {
        match self {
            Self::Literal(text) => text.clone(),
            Self::Setting(id) => {
                let setting = &api.settings[id.0];
                setting
                    .default
                    .clone()
                    .unwrap_or_else(|| format!("<{}>", setting.name))
            }
        }
    }
}

impl Body {
    /// Whether the caller gives anything of it: a form may be made of constants alone.
    pub fn has_inputs(&self) -> bool {
        match self {
            Self::Form { fields, .. } => fields
                .iter()
                .any(|field| !matches!(field, FormField::Constant { .. })),
            Self::Json { .. } | Self::Text { .. } | Self::File => true,
        }
    }
}

/// What stands in braces in the template of a path. No two are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholders {
    /// That of each path parameter.
    pub params: Vec<String>,
    /// That of each setting in the path.
    pub settings: IndexMap<SettingId, String>,
}

impl Operation {
    /// Whether a setting of the client is part of its requests.
    pub fn uses_setting(&self, id: SettingId) -> bool {
        let mut pieces = self.path.iter().flatten();
        let mut constants = self.constants.iter();
        pieces.any(|piece| *piece == PathPiece::Setting(id))
            || constants.any(|constant| constant.value == ConstantValue::Setting(id))
    }

    /// What stands in braces in a template: the names of path parameters and of settings, told apart by a number where
    /// two have one name.
    pub fn placeholders(&self, api: &Api) -> Placeholders {
        let mut unique = Unique::default();
        // Without what means something in a template.
        let plain = |wire: &str| wire.replace(['{', '}', '/'], "_");
        let params = self.path_params.iter();
        let params = params
            .map(|param| unique.name(plain(&param.wire)))
            .collect();
        let mut settings = IndexMap::new();
        for piece in self.path.iter().flatten() {
            if let PathPiece::Setting(id) = piece {
                let name = &api.settings[id.0].name;
                settings
                    .entry(*id)
                    .or_insert_with(|| unique.name(plain(name)));
            }
        }
        Placeholders { params, settings }
    }

    /// The path as people read it: `/meetings/{meetingId}/registrants`.
    pub fn path_template(&self, api: &Api) -> String {
        self.spelled_path(api, |text, template| template.push_str(text))
    }

    /// The path with its placeholders in braces. How literal text is written is for the caller to say.
    pub fn spelled_path(&self, api: &Api, literal: impl Fn(&str, &mut String)) -> String {
        let placeholders = self.placeholders(api);
        let mut template = String::new();
        for segment in &self.path {
            template.push('/');
            for piece in segment {
                let name = match piece {
                    PathPiece::Literal(text) => {
                        literal(text, &mut template);
                        continue;
                    }
                    PathPiece::Param(index) => &placeholders.params[*index],
                    PathPiece::Setting(id) => &placeholders.settings[id],
                };
                template.push_str(&format!("{{{name}}}"));
            }
        }
        template
    }

    /// What the path ends with, arguments aside: `meetings` of `/users/{id}/meetings/{id}`.
    pub fn resource(&self) -> Option<String> {
        self.path
            .iter()
            .rev()
            .find_map(|segment| match &segment[..] {
                [PathPiece::Literal(text)] if !text.is_empty() => Some(text.clone()),
                _ => None,
            })
    }

    /// Whether every call must give some query or header parameter.
    pub fn requires_params(&self) -> bool {
        self.optional_params().any(|param| param.required)
    }

    /// Query and header parameters: the fields of the params type.
    pub fn optional_params(&self) -> impl Iterator<Item = &Param> {
        self.query.iter().chain(&self.headers)
    }

    /// The text fields of the form, if the body is one.
    pub fn form_params(&self) -> impl Iterator<Item = &Param> {
        let fields = match &self.body {
            Some(Body::Form { fields, .. }) => fields.as_slice(),
            _ => &[],
        };
        fields.iter().filter_map(|field| match field {
            FormField::Text { param, .. } => Some(param),
            FormField::File { .. } | FormField::Constant { .. } => None,
        })
    }

    /// The body, if the caller gives anything of it.
    pub fn body_argument(&self) -> Option<&Body> {
        self.body.as_ref().filter(|body| body.has_inputs())
    }
}
