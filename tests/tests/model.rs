//! The model behind the generated code: what a collection says, with the evidence for its types, and all names.

mod common;
mod snapshot;

use std::fmt::{Debug, Write as _};

use postwright::Understood;
use postwright::infer::Position;
use postwright::model::{
    Behavior, Body, FormField, Operation, Param, PathPiece, ResponseBody, SlotId,
};

fn understood(fixture: &str) -> Understood {
    common::generated(&format!("tests/fixtures/{fixture}")).understood
}

fn check_model(fixture: &str) {
    let understood = understood(fixture);
    assert!(
        !understood.api.operations.is_empty(),
        "{fixture} has requests"
    );
    snapshot::assert("model", fixture, &Sheet::of(&understood));
}

#[test]
fn a_form_with_json_in_a_field() {
    check_model("multipart_json_field");
}

#[test]
fn answers_by_status_code() {
    check_model("documented_errors");
}

#[test]
fn parameters_of_the_query() {
    check_model("query_params");
}

#[test]
fn credentials_by_folder() {
    check_model("bearer_inherited");
}

#[test]
fn servers_by_request() {
    check_model("several_servers");
}

#[test]
fn all_names() {
    snapshot::assert("model", "names", &names(&understood("names")));
}

/// The model as indented lines. Places are left out: they change with every line of a fixture.
struct Sheet<'a> {
    understood: &'a Understood,
    out: String,
}

impl<'a> Sheet<'a> {
    fn of(understood: &'a Understood) -> String {
        let mut sheet = Self {
            understood,
            out: String::new(),
        };
        let api = &understood.api;
        sheet.line(
            0,
            format_args!("api {:?} titled {:?}: {:?}", api.name, api.title, api.docs),
        );
        for (id, server) in api.servers.iter().enumerate() {
            sheet.line(
                0,
                format_args!("server {id}: {:?} = {:?}", server.name, server.url),
            );
        }
        for (id, credential) in api.credentials.iter().enumerate() {
            sheet.line(0, format_args!("credential {id}: {credential:?}"));
        }
        for (id, setting) in api.settings.iter().enumerate() {
            sheet.line(0, format_args!("setting {id}: {setting:?}"));
        }
        sheet.line(0, format_args!("merged requests: {}", api.merged));
        for (id, group) in api.groups.iter().enumerate() {
            let parent = group.parent.map(|parent| parent.0);
            sheet.line(
                0,
                format_args!(
                    "group {id}: {:?} in {parent:?}: {:?}",
                    group.name, group.docs
                ),
            );
        }
        for operation in &api.operations {
            sheet.operation(operation);
        }
        sheet.out
    }

    fn line(&mut self, depth: usize, text: std::fmt::Arguments<'_>) {
        writeln!(self.out, "{}{text}", "  ".repeat(depth)).expect("a string takes everything");
    }

    fn operation(&mut self, operation: &Operation) {
        self.line(
            0,
            format_args!(
                "\noperation {:?} in group {}: {:?}",
                operation.name, operation.group.0, operation.docs
            ),
        );
        let path: Vec<String> = operation
            .path
            .iter()
            .map(|segment| segment.iter().map(piece).collect())
            .collect();
        self.line(
            1,
            format_args!(
                "{} server {} / {}",
                operation.method,
                operation.server.0,
                path.join(" / ")
            ),
        );
        self.line(1, format_args!("auth {:?}", operation.auth));
        if operation.behavior != Behavior::default() {
            self.line(1, format_args!("{:?}", operation.behavior));
        }
        if let Some(scripted) = operation.scripted {
            self.line(1, format_args!("scripted: {scripted}"));
        }
        for (kind, params) in [
            ("path", &operation.path_params),
            ("query", &operation.query),
            ("header", &operation.headers),
        ] {
            for param in params {
                self.param(kind, param);
            }
        }
        for constant in &operation.constants {
            self.line(1, format_args!("constant {constant:?}"));
        }
        if let Some(body) = &operation.body {
            self.body(body);
        }
        for response in &operation.responses {
            self.line(
                1,
                format_args!("answer {}: {:?}", response.status, response.docs),
            );
            match &response.body {
                ResponseBody::Json(slot) => self.slot(*slot),
                other => self.line(2, format_args!("{other:?}")),
            }
        }
        for example in &operation.examples {
            let (status, reason, headers, body) = (
                example.status,
                &example.reason,
                &example.headers,
                &example.body,
            );
            self.line(
                1,
                format_args!("example {status} {reason:?} {headers:?} {body:?}"),
            );
        }
    }

    fn body(&mut self, body: &Body) {
        match body {
            Body::Json { slot, media_type } => {
                self.line(1, format_args!("body {media_type}"));
                self.slot(*slot);
            }
            Body::Form { multipart, fields } => {
                self.line(1, format_args!("body form, multipart: {multipart}"));
                for field in fields {
                    match field {
                        FormField::Text {
                            param,
                            content_type,
                        } => {
                            self.param("field", param);
                            self.line(2, format_args!("content type {content_type:?}"));
                        }
                        file => self.line(1, format_args!("{file:?}")),
                    }
                }
            }
            other => self.line(1, format_args!("body {other:?}")),
        }
    }

    fn param(&mut self, kind: &str, param: &Param) {
        let Param {
            wire,
            docs,
            required,
            repeated,
            brackets,
            variable: _,
            secret,
            fresh,
            sent,
            slot,
        } = param;
        self.line(1, format_args!("{kind} {wire:?}, required: {required}, repeated: {repeated}, brackets: {brackets}, secret: {secret}: {docs:?}"));
        if let Some(fresh) = fresh {
            self.line(2, format_args!("fresh {fresh:?}"));
        }
        if let Some(sent) = sent {
            self.line(2, format_args!("sent {sent:?}"));
        }
        self.slot(*slot);
    }

    /// The evidence for a type, and what was made of it.
    fn slot(&mut self, id: SlotId) {
        let slot = self.understood.api.slot(id);
        let ty =
            postwright::emit::type_text(self.understood.scope(), self.understood.types.slot(id));
        let json = if self.understood.types.is_json_text(id) {
            " as text"
        } else {
            ""
        };
        self.line(2, format_args!("{:?}, typed {ty}{json}", slot.role));
        for sample in &slot.samples {
            self.line(3, format_args!("sample {sample:?}"));
        }
        for prose in &slot.prose {
            self.line(3, format_args!("prose {prose:?}"));
        }
    }
}

fn piece(piece: &PathPiece) -> String {
    match piece {
        PathPiece::Literal(text) => format!("{text:?}"),
        PathPiece::Param(index) => format!("<path {index}>"),
        PathPiece::Setting(id) => format!("<setting {}>", id.0),
    }
}

/// The names table beside what is named.
fn names(understood: &Understood) -> String {
    let Understood {
        api, types, names, ..
    } = understood;
    let mut rows = vec![("module".to_owned(), quoted(&api.name), names.module.clone())];
    let mut row = |kind: &str, of: String, name: &dyn Debug| {
        rows.push((kind.to_owned(), of, format!("{name:?}").replace('"', "")))
    };
    for (server, name) in api.servers.iter().zip(&names.servers) {
        row("server", quoted(&server.name), name);
    }
    for (credential, name) in api.credentials.iter().zip(&names.credentials) {
        row(
            "credential",
            format!("{credential:?}"),
            &(&name.method, &name.key),
        );
    }
    for (setting, name) in api.settings.iter().zip(&names.settings) {
        row("setting", quoted(&setting.name), name);
    }
    for (group, name) in api.groups.iter().zip(&names.groups) {
        row(
            "group",
            quoted(&group.name),
            &(name.path.join("::"), &name.handle),
        );
    }
    for (operation, name) in api.operations.iter().zip(&names.operations) {
        row("operation", quoted(&operation.name), &name.method);
        for (kind, type_name) in [
            ("  body", &name.body),
            ("  params", &name.params),
            ("  response", &name.response),
            ("  error", &name.error),
        ] {
            row(kind, String::new(), type_name);
        }
        for (param, field) in operation.path_params.iter().zip(&name.path_args) {
            row("  argument", quoted(&param.wire), field);
        }
        for (param, field) in operation.optional_params().zip(&name.param_fields) {
            row("  parameter", quoted(&param.wire), field);
        }
        for (status, variant) in &name.variants {
            row("  variant", status.to_string(), variant);
        }
    }
    for (def, name) in types.defs.iter().zip(&names.types) {
        let origin = &def.origin;
        let position = match &origin.position {
            Position::Response(status) => format!("Response({status})"),
            position => format!("{position:?}"),
        };
        let list = if origin.in_list { ", an item" } else { "" };
        let of = format!(
            "{:?} {position} {}{list}",
            api.operations[origin.operation.0].name,
            origin.path.join(".")
        );
        row("type", of, &name.name);
        row("  members", String::new(), &name.members);
    }
    rows.iter()
        .map(|(kind, of, name)| {
            [kind, of, name]
                .map(|cell| cell.as_str())
                .join(" | ")
                .replace(" |  | ", " | ")
                + "\n"
        })
        .collect()
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}
