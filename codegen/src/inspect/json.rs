//! An overview as JSON for programs. The fields are those of the structs; what is unknown or empty is left out.

use serde_json::{Map, Value as Json, json};

use super::{Folder, Overview, Request, Value};

/// The overview as JSON:
///
/// * `title`, `module`; `servers`, `settings`: `name` and `value` of each; `credentials`: names;
/// * `folders`: `address`, `name` and `requests`, each with `address`, `name`, `signature`, `method`, `path`, `server`,
///   `credentials` (absent if the collection says nothing), `always` (`name` and `value`) and `values`;
/// * a value: `address`, `name`, `type`, `required`, `sightings` (`seen`, `of` and `null`), `format` (as in JSON Schema), `null`,
///   `one_of`, `shown_at` (the address that shows its members) and `members`, which are values.
pub fn json(overview: &Overview) -> Json {
    json!({
        "title": overview.title,
        "module": overview.module,
        "servers": valued(&overview.servers),
        "credentials": overview.credentials,
        "settings": valued(&overview.settings),
        "folders": overview.folders.iter().map(folder).collect::<Vec<_>>(),
    })
}

fn valued(all: &[(String, Option<String>)]) -> Vec<Json> {
    let all = all.iter();
    all.map(|(name, value)| {
        object([
            ("name", name.as_str().into()),
            ("value", value.clone().into()),
        ])
    })
    .collect()
}

fn folder(folder: &Folder) -> Json {
    object([
        (
            "address",
            folder.address.as_ref().map(ToString::to_string).into(),
        ),
        ("name", folder.name.as_str().into()),
        ("requests", folder.operations.iter().map(request).collect()),
    ])
}

fn request(request: &Request) -> Json {
    let always = request.always.iter();
    let always = always.map(|(name, value)| json!({ "name": name, "value": value }));
    let mut members = json!({
        "address": request.address.to_string(),
        "name": request.name,
        "signature": request.signature,
        "method": request.method,
        "path": request.path,
        "server": request.server,
        "always": always.collect::<Vec<_>>(),
        "values": request.values.iter().map(value).collect::<Vec<_>>(),
    });
    // None at all is not the same as nothing said.
    if let Some(credentials) = &request.credentials {
        members["credentials"] = json!(credentials);
    }
    if let Some(pages) = &request.pages {
        members["pages"] = json!(pages);
    }
    members
}

fn value(value: &Value) -> Json {
    let sightings = value.sightings;
    object([
        ("address", value.address.to_string().into()),
        ("name", value.name.as_str().into()),
        ("type", value.ty.as_str().into()),
        ("required", value.required.into()),
        (
            "sightings",
            sightings.map_or(
                Json::Null,
                |seen| json!({ "seen": seen.seen, "of": seen.of, "null": seen.null }),
            ),
        ),
        ("format", value.format.map(|format| format.name()).into()),
        ("null", if value.null { true.into() } else { Json::Null }),
        ("one_of", value.one_of.clone().into()),
        (
            "shown_at",
            value.shown_at.as_ref().map(ToString::to_string).into(),
        ),
        ("members", value.members.iter().map(self::value).collect()),
    ])
}

/// An object of the members that say something.
fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    let said = members.into_iter().filter(|(_, value)| match value {
        Json::Null => false,
        Json::Array(items) => !items.is_empty(),
        _ => true,
    });
    Json::Object(
        said.map(|(name, value)| (name.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}
