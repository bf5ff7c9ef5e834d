//! Tells a collection from the other JSON documents that are taken for one.

use std::path::Path;

use serde_json::Value;

use super::ReadError;
use super::reader::{Object, kind_of};

const EXPORT: &str = "export the collection from Postman (… > Export > Collection v2.1)";

/// Whether an object holds the items or the requests of a collection, or at least says that it is one.
pub(super) fn is_collection(object: &Object) -> bool {
    has_requests(object) || has_items(object) || object.get("info").is_some_and(says_collection)
}

/// Format v1.
pub(super) fn has_requests(object: &Object) -> bool {
    !has_items(object) && object.get("requests").is_some_and(Value::is_array)
}

fn has_items(object: &Object) -> bool {
    ["item", "items"]
        .iter()
        .any(|key| object.get(*key).is_some_and(Value::is_array))
}

fn says_collection(info: &Value) -> bool {
    let schema = info
        .get("schema")
        .and_then(Value::as_str)
        .unwrap_or_default();
    info.get("_postman_id").is_some() || schema.contains("/collection/")
}

/// Why a document is not a collection.
pub(super) fn explain(path: &Path, value: &Value) -> ReadError {
    let (message, help) = match value {
        Value::Object(object) => explain_object(object),
        _ => (
            format!("this is {}, not a Postman collection", kind_of(value)),
            EXPORT,
        ),
    };
    ReadError::new(path, None, message, help)
}

fn explain_object(object: &Object) -> (String, &'static str) {
    let has = |key: &str| object.contains_key(key);
    let known = if has("values") && (has("_postman_variable_scope") || has("name")) {
        (
            "this is a Postman environment, not a collection",
            "give it with `--environment`; below `collections/` it is `environment.json` beside the collection",
        )
    } else if has("openapi") || has("swagger") {
        (
            "this is an OpenAPI document, not a Postman collection",
            "import it in Postman, then export the collection (v2.1)",
        )
    } else if has("_type") && has("resources") || object.get("type").is_some_and(is_insomnia) {
        (
            "this is an Insomnia export, not a Postman collection",
            "import it in Postman, then export the collection (v2.1)",
        )
    } else if object
        .get("log")
        .is_some_and(|log| log.get("entries").is_some())
    {
        (
            "this is a HAR recording, not a Postman collection",
            "import it in Postman, then export the collection (v2.1)",
        )
    } else if has("collections") {
        (
            "this holds several collections (a Postman data dump)",
            "put each collection into a file of its own",
        )
    } else {
        (
            "this is not a Postman collection: it has neither `item` nor `requests`",
            EXPORT,
        )
    };
    (known.0.to_string(), known.1)
}

fn is_insomnia(kind: &Value) -> bool {
    kind.as_str().is_some_and(|kind| kind.contains("insomnia"))
}
