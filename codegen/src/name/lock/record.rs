//! The names of an API -> the lock that keeps them.

use super::claims::has_several_answers;
use super::{Folder, Lock, Part, Request, Style, join, spelling};
use crate::infer::{TypeDef, TypeId, TypeKind, Types};
use crate::model::{Api, Body, CredentialId, GroupId, OperationId};
use crate::name::members::{self, Member};
use crate::name::{Names, types};

/// The lock for these names. The style of an older one stays: what it left out is known by it.
pub(crate) fn record(api: &Api, types: &Types, names: &Names, older: Option<&Lock>) -> Lock {
    let mut lock = Lock {
        style: older.map_or_else(|| style(types), |older| older.style),
        ..Lock::default()
    };
    let recorder = Recorder { api, types, names };
    recorder.modules(&mut lock);
    for index in 0..api.operations.len() {
        recorder.operation(OperationId(index), &mut lock);
    }
    for (index, def) in types.defs.iter().enumerate() {
        recorder.definition(TypeId(index), def, &mut lock);
    }
    recorder.client(&mut lock);
    lock
}

/// How most members of several words are written.
fn style(types: &Types) -> Style {
    let (mut snake, mut camel) = (0usize, 0usize);
    for def in &types.defs {
        let TypeKind::Struct(fields) = &def.kind else {
            continue;
        };
        for field in fields {
            let wire = &field.wire;
            snake += usize::from(wire.contains('_'));
            let begins_low = wire.starts_with(|c: char| c.is_ascii_lowercase());
            camel += usize::from(begins_low && wire.contains(|c: char| c.is_ascii_uppercase()));
        }
    }
    if camel > snake {
        Style::Camel
    } else {
        Style::Snake
    }
}

struct Recorder<'a> {
    api: &'a Api,
    types: &'a Types,
    names: &'a Names,
}

impl Recorder<'_> {
    fn path(&self, group: GroupId, name: &str) -> String {
        join(&self.names.groups[group.0].path.join("::"), name)
    }

    fn type_path(&self, id: TypeId) -> String {
        let group = self.types.def(id).home;
        self.path(group, &self.names.types[id.0].name)
    }

    fn modules(&self, lock: &mut Lock) {
        for (group, names) in self.api.groups.iter().zip(&self.names.groups).skip(1) {
            let folder = Folder {
                name: group.name.clone(),
                id: group.id.clone(),
            };
            lock.modules.insert(names.path.join("::"), folder);
        }
    }

    fn operation(&self, id: OperationId, lock: &mut Lock) {
        let operation = &self.api.operations[id.0];
        let names = &self.names.operations[id.0];
        let method = self.path(operation.group, &names.method);
        let own = |name: &str| self.path(operation.group, name);
        for (position, slot) in spelling::positions(operation) {
            if let Some(def) = spelling::at(self.types, slot) {
                let used = format!("{method} {position}");
                lock.types.insert(used, self.type_path(def));
            }
        }
        if !names.params.is_empty() {
            let path = own(&names.params);
            let members = members::of_params(operation);
            self.members(&path, &members, &names.param_fields, lock);
            lock.types.insert(format!("{method} params"), path);
        }
        if !names.error.is_empty() {
            lock.types
                .insert(format!("{method} error"), own(&names.error));
        }
        if matches!(operation.body_argument(), Some(Body::Form { .. })) {
            let path = own(&names.body);
            let members = members::of_form(operation);
            self.members(&path, &members, &names.form_fields, lock);
            lock.types.insert(format!("{method} body"), path);
        }
        if has_several_answers(operation) {
            lock.types
                .insert(format!("{method} response"), own(&names.response));
        }
        let request = Request {
            name: operation.name.clone(),
            request: spelling::request(self.api, operation),
            id: operation.id.clone(),
            mark: spelling::mark(operation),
        };
        lock.methods.insert(method, request);
    }

    fn definition(&self, id: TypeId, def: &TypeDef, lock: &mut Lock) {
        let path = self.type_path(id);
        for (member, part) in spelling::parts(def) {
            let used = format!("{path} {member}");
            lock.types.insert(used, self.type_path(part));
        }
        let members = types::members(&def.kind);
        self.members(&path, &members, &self.names.types[id.0].members, lock);
    }

    /// Those that are not written in the usual style.
    fn members(&self, path: &str, members: &[Member<'_>], names: &[String], lock: &mut Lock) {
        for (member, name) in members.iter().zip(names) {
            if !lock.style.writes(name, member.wire) {
                lock.members
                    .insert(format!("{path} {}", member.key), name.clone());
            }
        }
    }

    fn client(&self, lock: &mut Lock) {
        let (api, names) = (self.api, self.names);
        for (server, name) in api.servers.iter().zip(&names.servers) {
            let part = Part::Server {
                name: server.name.clone(),
                url: server.url.clone().unwrap_or_default(),
            };
            lock.client.insert(name.clone(), part);
        }
        for (id, names) in names.credentials.iter().enumerate() {
            let part = Part::Credential(spelling::credential(api, CredentialId(id)));
            lock.client.insert(names.method.clone(), part);
        }
        for (setting, name) in api.settings.iter().zip(&names.settings) {
            let part = Part::Setting(setting.name.clone());
            lock.client.insert(name.clone(), part);
        }
        for (environment, name) in api.environments.iter().zip(&names.environments) {
            lock.environments
                .insert(name.clone(), environment.name.clone());
        }
    }
}
