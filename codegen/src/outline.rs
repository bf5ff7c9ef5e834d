//! The outline of an API: signatures, types and codes in plain text. What a reviewer of a changed collection reads first.

use std::fmt::Write as _;

use crate::emit::{Scope, pages_text, type_text};
use crate::infer::TypeKind;
use crate::model::{
    Body, FormField, GroupId, Operation, OperationAuth, OperationId, Param, ResponseBody,
};

/// The outline of an API.
pub fn outline(scope: Scope<'_>) -> String {
    let mut out = format!("module {}\n", scope.names.module);
    for (server, name) in scope.api.servers.iter().zip(&scope.names.servers) {
        line(
            &mut out,
            0,
            &format!("server {name} = {}", server.url.as_deref().unwrap_or("?")),
        );
    }
    for credential in &scope.names.credentials {
        line(&mut out, 0, &format!("credential {}", credential.method));
    }
    let server = scope
        .api
        .oauth2
        .as_ref()
        .and_then(|oauth2| oauth2.server.as_ref());
    if let Some(server) = server {
        for grant in &scope.names.grants {
            line(
                &mut out,
                0,
                &format!("grant {} at {}", grant.method, server.token_url),
            );
        }
    }
    for (setting, name) in scope.api.settings.iter().zip(&scope.names.settings) {
        line(
            &mut out,
            0,
            &format!(
                "setting {name} = {}",
                setting.default.as_deref().unwrap_or("?")
            ),
        );
    }
    for index in 0..scope.api.groups.len() {
        group(scope, GroupId(index), &mut out);
    }
    out
}

fn line(out: &mut String, depth: usize, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}{text}", "  ".repeat(depth));
}

fn group(scope: Scope<'_>, id: GroupId, out: &mut String) {
    let path = &scope.names.groups[id.0].path;
    out.push('\n');
    line(
        out,
        0,
        &if path.is_empty() {
            "group (root)".to_owned()
        } else {
            format!("group {}", path.join("::"))
        },
    );
    for (id, operation) in scope.api.operations_of(id) {
        self::operation(scope, id, operation, out);
    }
    for (index, def) in scope
        .types
        .defs
        .iter()
        .enumerate()
        .filter(|(_, def)| def.home == id)
    {
        let names = &scope.names.types[index];
        match &def.kind {
            TypeKind::Enum(values) => line(
                out,
                1,
                &format!("enum {} {{ {} }}", names.name, values.join(", ")),
            ),
            TypeKind::Union(kinds) => {
                let kinds = kinds.iter().map(|ty| type_text(scope, ty));
                let kinds = kinds.collect::<Vec<_>>().join(" | ");
                line(out, 1, &format!("union {}: {kinds}", names.name));
            }
            TypeKind::Struct(fields) => {
                line(out, 1, &format!("struct {}", names.name));
                for (field, member) in fields.iter().zip(&names.members) {
                    entry(out, member, &field.wire, &type_text(scope, &field.ty));
                }
            }
        }
    }
}

fn entry(out: &mut String, name: &str, wire: &str, ty: &str) {
    let plain = name.trim_start_matches("r#");
    let renamed = if plain == wire {
        String::new()
    } else {
        format!(" as {wire:?}")
    };
    line(out, 2, &format!("{plain}{renamed}: {ty}"));
}

fn operation(scope: Scope<'_>, id: OperationId, operation: &Operation, out: &mut String) {
    let names = &scope.names.operations[id.0];
    line(out, 1, &format!("fn {}", names.method));
    let auth = match &operation.auth {
        OperationAuth::Unstated => "auth unstated".to_owned(),
        OperationAuth::None => "no auth".to_owned(),
        OperationAuth::Credentials(ids) => {
            let methods: Vec<&str> = ids
                .iter()
                .map(|id| scope.names.credentials[id.0].method.as_str())
                .collect();
            format!("auth {}", methods.join(" + "))
        }
    };
    let server = &scope.names.servers[operation.server.0];
    line(
        out,
        2,
        &format!(
            "{} {} at {server}, {auth}",
            operation.method,
            operation.path_template(scope.api)
        ),
    );
    for constant in &operation.constants {
        line(
            out,
            2,
            &format!(
                "always {}: {}",
                constant.wire,
                constant.value.text(scope.api)
            ),
        );
    }
    for (param, name) in operation.path_params.iter().zip(&names.path_args) {
        parameter(scope, "path", param, name, out);
    }
    let queries = operation.query.len();
    for (index, (param, name)) in operation
        .optional_params()
        .zip(&names.param_fields)
        .enumerate()
    {
        parameter(
            scope,
            if index < queries { "query" } else { "header" },
            param,
            name,
            out,
        );
    }
    body(scope, id, &names.form_fields, out);
    if !names.params.is_empty() {
        line(out, 2, &format!("params {}", names.params));
    }
    if !names.error.is_empty() {
        line(out, 2, &format!("error {}", names.error));
    }
    for response in &operation.responses {
        let ty = match response.body {
            ResponseBody::Empty => "nothing".to_owned(),
            ResponseBody::Any => "any".to_owned(),
            ResponseBody::Text => "String".to_owned(),
            ResponseBody::Bytes => "Bytes".to_owned(),
            ResponseBody::Json(slot) => type_text(scope, scope.types.slot(slot)),
        };
        line(
            out,
            2,
            &format!(
                "{} {}: {ty}",
                response.status, names.variants[&response.status]
            ),
        );
    }
    if let Some(pages) = pages_text(scope, id, str::to_owned) {
        line(out, 2, &format!("pages {pages}"));
    }
}

fn body(scope: Scope<'_>, id: OperationId, names: &[String], out: &mut String) {
    let operation = &scope.api.operations[id.0];
    match &operation.body {
        None => {}
        Some(Body::Json { slot, media_type }) => {
            line(
                out,
                2,
                &format!(
                    "body {media_type}: {}",
                    type_text(scope, scope.types.slot(*slot))
                ),
            );
        }
        Some(Body::Text { media_type, .. }) => line(out, 2, &format!("body {media_type}: String")),
        Some(Body::File) => line(out, 2, "body: File"),
        Some(Body::Form { multipart, fields }) => {
            let media_type = if *multipart {
                "multipart/form-data"
            } else {
                "application/x-www-form-urlencoded"
            };
            let name = &scope.names.operations[id.0].body;
            line(
                out,
                2,
                &format!(
                    "body {media_type}{}",
                    if name.is_empty() {
                        String::new()
                    } else {
                        format!(": {name}")
                    }
                ),
            );
            for (field, name) in fields.iter().zip(names) {
                match field {
                    FormField::Constant { wire, value, .. } => {
                        line(out, 2, &format!("  always {wire}: {value}"))
                    }
                    FormField::Text { param, .. } => parameter(scope, "  field", param, name, out),
                    FormField::File {
                        wire,
                        required,
                        many,
                        ..
                    } => {
                        let ty = if *many { "Vec<File>" } else { "File" };
                        let kind = if *required { "" } else { "?" };
                        let plain = name.trim_start_matches("r#");
                        let renamed = if plain == wire {
                            String::new()
                        } else {
                            format!(" as {wire:?}")
                        };
                        line(out, 2, &format!("  file {plain}{kind}{renamed}: {ty}"));
                    }
                }
            }
        }
    }
}

fn parameter(scope: Scope<'_>, place: &str, param: &Param, name: &str, out: &mut String) {
    let plain = name.trim_start_matches("r#");
    let renamed = if plain == param.wire {
        String::new()
    } else {
        format!(" as {:?}", param.wire)
    };
    let optional = if param.required { "" } else { "?" };
    let ty = type_text(scope, scope.types.slot(param.slot));
    let json = if param.brackets {
        " (keys in brackets)"
    } else if scope.types.is_json_text(param.slot) {
        " (JSON as text)"
    } else if scope.types.is_joined(param.slot) {
        " (items joined by commas)"
    } else {
        ""
    };
    let ty = if param.repeated {
        format!("Vec<{ty}>")
    } else {
        ty
    };
    line(
        out,
        2,
        &format!("{place} {plain}{optional}{renamed}: {ty}{json}"),
    );
}
