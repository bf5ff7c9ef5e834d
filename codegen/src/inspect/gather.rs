//! Model, types and names -> what is shown of them.

use std::collections::HashMap;

use super::{Folder, Overview, Request, Value};
use crate::Understood;
use crate::address::{Address, AddressError, Addresses, Part, Segment};
use crate::emit::{Scope, pages_text, type_text};
use crate::infer::{Type, TypeId, TypeKind};
use crate::model::{
    Body, FormField, GroupId, Operation, OperationAuth, OperationId, Param, ResponseBody, SlotId,
    Success,
};
use crate::name::OperationNames;

/// All that is shown.
pub(super) fn overview(
    understood: &Understood,
    only: Option<&Address>,
) -> Result<Overview, AddressError> {
    let (api, names) = (&understood.api, &understood.names);
    let mut gathering = Gathering {
        understood,
        scope: understood.scope(),
        addresses: Addresses::of(understood),
        only,
        shown: HashMap::new(),
    };
    let folders = (0..api.groups.len()).map(|index| gathering.folder(GroupId(index)));
    let folders: Vec<Folder> = folders
        .filter(|folder| !folder.operations.is_empty())
        .collect();
    if let (Some(only), true) = (only, folders.is_empty()) {
        gathering.addresses.resolve(only)?;
    }
    let servers = names.servers.iter().cloned();
    let settings = names.settings.iter().cloned();
    let of_settings = api.settings.iter().map(|setting| setting.default.clone());
    Ok(Overview {
        title: api.title.clone(),
        module: names.module.clone(),
        servers: servers
            .zip(api.servers.iter().map(|server| server.url.clone()))
            .collect(),
        credentials: names
            .credentials
            .iter()
            .map(|credential| plain(&credential.method))
            .collect(),
        settings: settings.zip(of_settings).collect(),
        folders,
    })
}

fn plain(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}

struct Gathering<'a> {
    understood: &'a Understood,
    scope: Scope<'a>,
    addresses: Addresses<'a>,
    only: Option<&'a Address>,
    /// Where the members of each type are shown.
    shown: HashMap<TypeId, Address>,
}

impl Gathering<'_> {
    /// Whether what stands at an address is wanted, or something within it.
    fn is_wanted(&self, address: &Address) -> bool {
        self.only
            .is_none_or(|only| only.leads_to(address) || address.leads_to(only))
    }

    fn folder(&mut self, id: GroupId) -> Folder {
        let understood = self.understood;
        let group = &understood.api.groups[id.0];
        let operations = understood.api.operations_of(id);
        let operations = operations
            .map(|(id, operation)| (id, operation, self.addresses.of_operation(id)))
            .collect::<Vec<_>>();
        let wanted = operations
            .into_iter()
            .filter_map(|(id, operation, address)| self.request(id, operation, address));
        let operations = wanted.collect();
        Folder {
            address: self.addresses.of_group(id),
            name: group.name.clone(),
            operations,
        }
    }

    fn request(
        &mut self,
        id: OperationId,
        operation: &Operation,
        address: Address,
    ) -> Option<Request> {
        if !self.is_wanted(&address) {
            return None;
        }
        let scope = self.scope;
        let names = &scope.names.operations[id.0];
        let values = self.values(operation, names, &address);
        // An address within the request that leads to nothing.
        let is_within = self
            .only
            .is_some_and(|only| *only != address && address.leads_to(only));
        if is_within && values.is_empty() {
            return None;
        }
        Some(Request {
            name: operation.name.clone(),
            signature: signature(scope, operation, names),
            method: operation.method.clone(),
            path: operation.path_template(scope.api),
            server: plain(&scope.names.servers[operation.server.0]),
            credentials: credentials(scope, operation),
            always: always(scope, operation),
            pages: pages_text(scope, id, str::to_owned),
            values,
            address,
        })
    }

    fn values(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        address: &Address,
    ) -> Vec<Value> {
        let mut values = Vec::new();
        for part in Part::ALL {
            let of_part = address.then(Segment::name(part.name()));
            for (name, index, slot) in part.fields(operation) {
                let address = of_part.then(Segment::name(&name));
                if !self.is_wanted(&address) {
                    continue;
                }
                let mut value = match slot {
                    Some(slot) => self.of_slot(address, slot),
                    None => bare(address, "File"),
                };
                value.name = format!("{}.{name}", part.name());
                tell_param(operation, part, index, &mut value);
                values.push(value);
            }
        }
        let of_body = address.then(Segment::name("body"));
        if let Some(body) = operation.body.as_ref().filter(|_| self.is_wanted(&of_body)) {
            values.extend(self.body(body, names, of_body));
        }
        for response in &operation.responses {
            let address = address.then(Segment::name(response.status.to_string()));
            if !self.is_wanted(&address) {
                continue;
            }
            let mut value = match response.body {
                ResponseBody::Json(slot) => self.of_slot(address, slot),
                ResponseBody::Empty => bare(address, "()"),
                ResponseBody::Text => bare(address, "String"),
                ResponseBody::Bytes => bare(address, "Bytes"),
                ResponseBody::Any => bare(address, "AnyBody"),
            };
            value.name = response.status.to_string();
            values.push(value);
        }
        values
    }

    fn body(&mut self, body: &Body, names: &OperationNames, address: Address) -> Option<Value> {
        let mut value = match body {
            Body::Json { slot, .. } => self.of_slot(address, *slot),
            Body::Text { media_type, .. } => bare(address, &format!("String  ({media_type})")),
            Body::File => bare(address, "File"),
            // Its fields are values of their own.
            Body::Form { .. } if names.body.is_empty() => return None,
            Body::Form { .. } => bare(address, &names.body),
        };
        value.name = "body".to_owned();
        Some(value)
    }

    /// What a slot holds.
    fn of_slot(&mut self, address: Address, slot: SlotId) -> Value {
        let types = &self.understood.types;
        let mut value = self.of_type(address, types.slot(slot));
        value.format = types.format(slot);
        value
    }

    fn of_type(&mut self, address: Address, ty: &Type) -> Value {
        let mut value = bare(address.clone(), &type_text(self.scope, ty));
        self.look_into(&address, ty, &mut value);
        value
    }

    /// The members of a type, wherever in its lists and maps they are.
    fn look_into(&mut self, address: &Address, ty: &Type, value: &mut Value) {
        match ty {
            Type::Option(inner) | Type::Boxed(inner) | Type::JsonText(inner) => {
                self.look_into(address, inner, value);
            }
            Type::List(item) => self.look_into(&address.then(Segment::Items), item, value),
            Type::Map(inner) => self.look_into(&address.then(Segment::Values), inner, value),
            Type::Def(id) => self.look_into_def(address, *id, value),
            _ => {}
        }
    }

    fn look_into_def(&mut self, address: &Address, id: TypeId, value: &mut Value) {
        let def = self.understood.types.def(id);
        if let TypeKind::Enum(values) = &def.kind {
            value.one_of.clone_from(values);
            return;
        }
        if let Some(known) = self.shown.get(&id) {
            value.shown_at = Some(known.clone());
            return;
        }
        self.shown.insert(id, address.clone());
        match &def.kind {
            TypeKind::Struct(fields) => {
                for (index, field) in fields.iter().enumerate() {
                    let address = address.then(Segment::name(&*field.wire));
                    if !self.is_wanted(&address) {
                        continue;
                    }
                    let mut member = self.of_type(address, &field.ty);
                    member.name.clone_from(&field.wire);
                    member.required = !matches!(field.ty, Type::Option(_));
                    member.sightings = def.sightings.get(index).copied();
                    member.format = field.format;
                    member.null = field.null;
                    value.members.push(member);
                }
            }
            TypeKind::Union(kinds) => {
                for kind in kinds {
                    self.look_into(address, kind, value);
                }
            }
            TypeKind::Enum(_) => {}
        }
    }
}

/// A value of which only the type is known.
fn bare(address: Address, ty: &str) -> Value {
    Value {
        name: String::new(),
        address,
        ty: ty.to_owned(),
        required: true,
        sightings: None,
        format: None,
        null: false,
        one_of: Vec::new(),
        shown_at: None,
        members: Vec::new(),
    }
}

/// What the model says of a parameter.
fn tell_param(operation: &Operation, part: Part, index: usize, value: &mut Value) {
    let mut of_param = |param: &Param| {
        value.required = param.required || part == Part::Path;
        if param.repeated {
            value.ty = format!("Vec<{}>", value.ty);
        }
    };
    match (part, &operation.body) {
        (Part::Path, _) => of_param(&operation.path_params[index]),
        (Part::Query, _) => of_param(&operation.query[index]),
        (Part::Header, _) => of_param(&operation.headers[index]),
        (Part::Form, Some(Body::Form { fields, .. })) => match &fields[index] {
            FormField::Text { param, .. } => of_param(param),
            FormField::File { required, many, .. } => {
                value.required = *required;
                value.ty = if *many { "Vec<File>" } else { "File" }.to_owned();
            }
            FormField::Constant { .. } => {}
        },
        (Part::Form, _) => {}
    }
}

fn credentials(scope: Scope<'_>, operation: &Operation) -> Option<Vec<String>> {
    match &operation.auth {
        OperationAuth::Unstated => None,
        OperationAuth::None => Some(Vec::new()),
        OperationAuth::Credentials(ids) => {
            let methods = ids
                .iter()
                .map(|id| plain(&scope.names.credentials[id.0].method));
            Some(methods.collect())
        }
    }
}

fn always(scope: Scope<'_>, operation: &Operation) -> Vec<(String, String)> {
    let constants = operation.constants.iter();
    let mut always: Vec<(String, String)> = constants
        .map(|constant| (constant.wire.clone(), constant.value.text(scope.api)))
        .collect();
    if let Some(Body::Form { fields, .. }) = &operation.body {
        always.extend(fields.iter().filter_map(|field| match field {
            FormField::Constant { wire, value, .. } => Some((wire.clone(), value.clone())),
            _ => None,
        }));
    }
    always
}

/// What a method takes and what becomes of it, as a reader of Rust expects it.
fn signature(scope: Scope<'_>, operation: &Operation, names: &OperationNames) -> String {
    let mut arguments: Vec<String> = Vec::new();
    for (param, name) in operation.path_params.iter().zip(&names.path_args) {
        let ty = type_text(scope, scope.types.slot(param.slot));
        arguments.push(format!("{}: {ty}", plain(name)));
    }
    let body = match operation.body_argument() {
        Some(Body::Json { slot, .. }) => Some(type_text(scope, scope.types.slot(*slot))),
        Some(Body::Form { .. }) => Some(names.body_or_default()),
        Some(Body::Text { .. }) => Some("String".to_owned()),
        Some(Body::File) => Some("File".to_owned()),
        None => None,
    };
    arguments.extend(body.map(|ty| format!("body: {ty}")));
    if !names.params.is_empty() {
        arguments.push(match operation.requires_params() {
            true => format!("params: {}", names.params),
            false => format!("params: Option<{}>", names.params),
        });
    }
    let outcome = match operation.success() {
        Success::Several => names.response.clone(),
        Success::One(ResponseBody::Empty) => "()".to_owned(),
        Success::One(ResponseBody::Text) => "String".to_owned(),
        Success::One(ResponseBody::Bytes) => "Bytes".to_owned(),
        Success::One(ResponseBody::Json(slot)) => type_text(scope, scope.types.slot(*slot)),
        Success::One(ResponseBody::Any) | Success::Any => "AnyBody".to_owned(),
    };
    let error = match names.error.as_str() {
        "" => String::new(),
        error => format!(" or {error}"),
    };
    format!("({}) -> {outcome}{error}", arguments.join(", "))
}
