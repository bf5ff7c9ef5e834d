//! Requests and saved responses of format v1.

use serde_json::Value;

use super::body::raw_body;
use super::pair::{HEADERS, Kind, PATH_VARIABLES, QUERY};
use super::raw::{Auth, Body, BodyContent, Pair, Request, Response, Script, Url};
use super::reader::{Node, Object, Reader, id_of, text_or_json};
use super::response::request_to;
use crate::diag::Place;

impl Reader<'_> {
    /// A request.
    pub(super) fn request_v1(&mut self, object: &Object, place: Place) -> Request {
        let name = self.text(object, place, &["name"]).unwrap_or_default();
        self.label(place, &name);
        Request {
            id: id_of(object),
            name,
            description: self.description(object, place),
            method: self
                .filled_text(object, place, &["method"])
                .map(|method| method.trim().to_string()),
            url: self.url_v1(object, place),
            headers: self.listed_or_text(object, place, ["headerData", "headers"], HEADERS),
            body: self.body_v1(object, place),
            auth: self
                .auth(object, place)
                .or_else(|| self.helper(object, place)),
            responses: self.responses_v1(object, place),
            scripts: self.scripts_v1(object, place),
            profile: self.profile(object, place),
            place,
        }
    }

    fn url_v1(&mut self, object: &Object, place: Place) -> Url {
        let url = match self.member(object, place, &["url"]) {
            Some(node) => self.url(node),
            None => Url {
                place: Some(place),
                ..Url::default()
            },
        };
        let query = self.listed_or_text(object, place, ["queryParams", ""], QUERY);
        Url {
            query: if query.is_empty() { url.query } else { query },
            variables: self.listed_or_text(
                object,
                place,
                ["pathVariableData", "pathVariables"],
                PATH_VARIABLES,
            ),
            ..url
        }
    }

    /// The detailed list, if it is filled; else the plain form.
    fn listed_or_text(
        &mut self,
        object: &Object,
        place: Place,
        keys: [&str; 2],
        kind: Kind,
    ) -> Vec<Pair> {
        let filled = object
            .get(keys[0])
            .and_then(Value::as_array)
            .is_some_and(|list| !list.is_empty());
        let key = if filled { keys[0] } else { keys[1] };
        self.member(object, place, &[key])
            .map_or_else(Vec::new, |node| self.pairs(node, kind))
    }

    fn body_v1(&mut self, object: &Object, place: Place) -> Option<Body> {
        let raw = self.member(object, place, &["rawModeData"]);
        let data = self.member(object, place, &["data"]);
        let mode = self.filled_text(object, place, &["dataMode"]);
        let at = data.or(raw).map_or(place, |node| node.place);
        let content = match mode.as_deref() {
            Some("params") => BodyContent::Formdata(self.form(data)),
            Some("urlencoded") => BodyContent::Urlencoded(self.form(data)),
            Some("binary") => BodyContent::File(
                raw.map(|node| text_or_json(node.value))
                    .filter(|path| !path.is_empty()),
            ),
            Some("graphql") => {
                let node = self.member(object, place, &["graphqlModeData"]).or(data);
                self.graphql(node)
            }
            Some("raw") => self.raw_v1(object, place, raw, data).content,
            Some(other) => {
                let message = format!("dataMode `{other}` is unknown");
                self.diagnostics.warning(
                    at,
                    message,
                    "the body is left out; open the collection in Postman and export it",
                );
                return None;
            }
            None => self.raw_or_form(object, place, raw, data)?,
        };
        let disabled = object.get("dataDisabled") == Some(&Value::Bool(true));
        Some(Body {
            content,
            disabled,
            place: at,
        })
    }

    /// The text, which older exports keep under `data`.
    fn raw_v1(
        &mut self,
        object: &Object,
        place: Place,
        raw: Option<Node<'_>>,
        data: Option<Node<'_>>,
    ) -> Body {
        let data = data.filter(|node| !matches!(node.value, Value::Array(list) if list.is_empty()));
        let text = raw
            .or(data)
            .map(|node| text_or_json(node.value))
            .unwrap_or_default();
        let language = self
            .member(object, place, &["dataOptions"])
            .and_then(|node| {
                let raw = self.member(node.value.as_object()?, node.place, &["raw"])?;
                self.filled_text(raw.value.as_object()?, raw.place, &["language"])
            });
        raw_body(text, language, place)
    }

    /// Without a mode the filled member decides.
    fn raw_or_form(
        &mut self,
        object: &Object,
        place: Place,
        raw: Option<Node<'_>>,
        data: Option<Node<'_>>,
    ) -> Option<BodyContent> {
        let filled = |node: Option<Node<'_>>| match node.map(|node| node.value) {
            Some(Value::String(text)) => !text.is_empty(),
            Some(Value::Array(list)) => !list.is_empty(),
            value => value.is_some(),
        };
        if filled(raw) || data.is_some_and(|node| node.value.is_string() && filled(data)) {
            return Some(
                self.raw_v1(object, place, raw.filter(|_| filled(raw)), data)
                    .content,
            );
        }
        filled(data).then(|| BodyContent::Formdata(self.form(data)))
    }

    /// Auth as old exports have it: `currentHelper` with `helperAttributes` (an object, or its text).
    fn helper(&mut self, object: &Object, place: Place) -> Option<Auth> {
        let helper = self.filled_text(object, place, &["currentHelper"])?;
        let lower = helper.to_lowercase();
        let kind = match lower.strip_suffix("auth").unwrap_or(&lower) {
            "normal" | "no" | "none" => return None,
            "awssigv4" | "aws" => "awsv4",
            other => other,
        };
        let node = self.member(object, place, &["helperAttributes"]);
        let at = node.map_or(place, |node| node.place);
        let attributes = match node.map(|node| node.value) {
            Some(Value::Object(attributes)) => attributes.clone(),
            Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
            _ => Object::new(),
        };
        let kept = attributes
            .into_iter()
            .filter(|(key, _)| !matches!(key.as_str(), "id" | "saveToRequest"));
        let params = kept.map(|(key, value)| (today(kind, key), value)).collect();
        Some(Auth {
            kind: kind.to_string(),
            params,
            place: at,
        })
    }

    fn scripts_v1(&mut self, object: &Object, place: Place) -> Vec<Script> {
        let scripts = self.scripts(object, place);
        if !scripts.is_empty() {
            return scripts;
        }
        let old = [("prerequest", "preRequestScript"), ("test", "tests")];
        let found = old.into_iter().filter_map(|(listen, key)| {
            let code = self.filled_text(object, place, &[key])?;
            Some(Script {
                listen: listen.to_string(),
                code,
                place: self.places.key(place, key),
            })
        });
        found.collect()
    }

    fn responses_v1(&mut self, object: &Object, place: Place) -> Vec<Response> {
        let Some(node) = self.member(object, place, &["responses"]) else {
            return Vec::new();
        };
        let elements = self.elements(node, "response");
        elements
            .into_iter()
            .filter_map(|element| self.response_v1(element))
            .collect()
    }

    fn response_v1(&mut self, node: Node<'_>) -> Option<Response> {
        let Value::Object(object) = node.value else {
            self.unreadable(node, "saved response", "an object");
            return None;
        };
        let place = node.place;
        let name = self.text(object, place, &["name"]).unwrap_or_default();
        self.label(place, &name);
        let code = self.member(object, place, &["responseCode"]);
        let code = code.and_then(|node| Some((node.value.as_object()?, node.place)));
        Some(Response {
            code: code.and_then(|(code, place)| self.code(code, place)),
            status: code.and_then(|(code, place)| self.filled_text(code, place, &["name"])),
            headers: self
                .member(object, place, &["headers"])
                .map_or_else(Vec::new, |n| self.pairs(n, HEADERS)),
            body: self
                .member(object, place, &["text"])
                .map(|node| text_or_json(node.value)),
            preview_language: self.filled_text(object, place, &["language"]),
            original_request: self.original_v1(object, place).map(Box::new),
            name,
            place,
        })
    }

    /// The request of a response: an object, its JSON text, or an id (which tells nothing new).
    fn original_v1(&mut self, object: &Object, place: Place) -> Option<Request> {
        let node = self.member(object, place, &["requestObject", "request"])?;
        let request = match node.value {
            Value::Object(request) => self.request_v1(request, node.place),
            Value::String(text) => match serde_json::from_str::<Object>(text) {
                Ok(request) => {
                    let mut request = self.request_v1(&request, node.place);
                    request.responses.clear();
                    request
                }
                Err(_) if text.contains(['/', '{']) => request_to(text, node.place),
                Err(_) => return None,
            },
            _ => {
                self.unreadable(node, "the request of a response", "an object or text");
                return None;
            }
        };
        Some(Request {
            name: String::new(),
            responses: Vec::new(),
            ..request
        })
    }
}

/// The name that a parameter has in later formats.
fn today(kind: &str, key: String) -> String {
    let name = match (kind, key.as_str()) {
        ("oauth1", "header") => "addParamsToHeader",
        ("oauth1", "includeEmpty") => "addEmptyParamsToSign",
        _ => return key,
    };
    name.to_string()
}
