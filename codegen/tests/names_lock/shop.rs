//! A small collection that is edited, and what of it is public.

use std::collections::BTreeMap;
use std::path::PathBuf;

use postwright::diag::Source;
use postwright::infer::{Type, TypeId, TypeKind};
use postwright::model::{Body, OperationId, ResponseBody};
use postwright::read::Input;
use postwright::{Understood, outline};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A request. Its tag is its description, so that it is found again whatever else changes.
#[derive(Debug, Clone)]
pub struct Request {
    pub tag: String,
    pub folder: Vec<String>,
    pub name: String,
    pub method: String,
    pub path: String,
    pub id: Option<String>,
    pub body: Option<Value>,
    pub answer: Value,
}

impl Request {
    /// `line` is method and path.
    pub fn new(tag: &str, folder: &[&str], name: &str, line: &str) -> Self {
        let (method, path) = line.split_once(' ').expect("method and path");
        Self {
            tag: tag.to_owned(),
            folder: folder.iter().map(|name| (*name).to_owned()).collect(),
            name: name.to_owned(),
            method: method.to_owned(),
            path: path.to_owned(),
            id: None,
            body: None,
            answer: json!({ "done": true }),
        }
    }

    fn json(&self) -> Value {
        let body = self
            .body
            .as_ref()
            .map(|body| json!({ "mode": "raw", "raw": body.to_string() }));
        let answers = [
            (200, &self.answer),
            (404, &json!({ "error": { "why": "" } })),
        ]
        .map(|(code, body)| json!({ "code": code, "body": body.to_string() }));
        json!({
            "id": self.id,
            "name": self.name,
            "request": {
                "method": self.method,
                "url": format!("https://shop.example{}", self.path),
                "description": self.tag,
                "body": body,
            },
            "response": answers,
        })
    }

    fn is_like(&self, other: &Self) -> bool {
        let keys = |request: &Self| request.body.as_ref().map(ToString::to_string);
        (&self.folder, &self.name, &self.method, &self.path)
            == (&other.folder, &other.name, &other.method, &other.path)
            && keys(self) == keys(other)
    }
}

/// A change of the collection.
#[derive(Debug, Clone)]
pub enum Edit {
    Add {
        at: usize,
        folder: usize,
        name: usize,
        line: usize,
        body: usize,
        answer: usize,
    },
    Remove(usize),
    Swap(usize, usize),
}

/// Any change.
pub fn any_edit() -> impl Strategy<Value = Edit> {
    let number = || 0..1000usize;
    prop_oneof![
        4 => (number(), number(), number(), number(), number(), number())
            .prop_map(|(at, folder, name, line, body, answer)| Edit::Add { at, folder, name, line, body, answer }),
        2 => number().prop_map(Edit::Remove),
        2 => (number(), number()).prop_map(|(one, other)| Edit::Swap(one, other)),
    ]
}

const FOLDERS: [&[&str]; 5] = [
    &[],
    &["Orders"],
    &["Orders", "Items"],
    &["Items"],
    &["orders"],
];
const NAMES: [&str; 6] = ["Get", "Create", "create", "Item", "Items", "Orders"];
const LINES: [&str; 5] = [
    "GET /orders",
    "POST /orders",
    "GET /orders/:id",
    "GET /items?page=1&X-a=1&x_a=1",
    "PUT /items",
];

fn bodies() -> [Option<Value>; 4] {
    [
        None,
        Some(json!({ "item": { "name": "a" }, "customer": { "item": { "n": 1 } } })),
        Some(json!({ "item": { "size": 1 }, "items": [{ "name": "a" }] })),
        Some(json!({ "customer": { "item": { "n": 1 } }, "get": { "get": { "x": 1 } } })),
    ]
}

fn answers() -> [Value; 5] {
    [
        json!({ "done": true }),
        json!({ "item": { "name": "a" }, "user-id": 1, "user_id": 2 }),
        json!({ "item": { "size": 1, "item": { "deep": 1 } } }),
        json!({ "customer": { "item": { "n": 1 }, "userId": 1 }, "get": { "x": 1 } }),
        json!([{ "item": { "name": "a" }, "create": { "y": 1 } }]),
    ]
}

/// The collection.
#[derive(Debug, Clone)]
pub struct Shop(pub Vec<Request>, Vec<String>);

impl Shop {
    /// One with these requests.
    pub fn of(requests: Vec<Request>) -> Self {
        Self(requests, Vec::new())
    }

    /// The next generation begins: until now a request that is gone does not come back as another.
    pub fn generated(&mut self) {
        self.1.clear();
    }

    /// One with something of everything.
    pub fn large() -> Self {
        let mut shop = Self::of(Vec::new());
        for at in 0..60 {
            shop.apply(&Edit::Add {
                at,
                folder: at,
                name: at / 2,
                line: at / 3,
                body: at / 5,
                answer: at / 7,
            });
        }
        shop
    }

    /// Changes it.
    pub fn apply(&mut self, edit: &Edit) {
        let count = self.0.len();
        match *edit {
            Edit::Add {
                at,
                folder,
                name,
                line,
                body,
                answer,
            } => {
                let tag = format!("{at} {folder} {name} {line} {body} {answer}");
                let mut new = Request::new(
                    &tag,
                    FOLDERS[folder % FOLDERS.len()],
                    NAMES[name % NAMES.len()],
                    LINES[line % LINES.len()],
                );
                new.body = bodies()[body % 4].clone();
                new.answer = answers()[answer % 5].clone();
                // The same request twice is one operation, and one in the place of another is that, edited.
                let is_edited = self.1.contains(&new.name);
                if !is_edited
                    && !self
                        .0
                        .iter()
                        .any(|known| known.is_like(&new) || known.tag == new.tag)
                {
                    self.0.insert(at % (count + 1), new);
                }
            }
            Edit::Remove(_) | Edit::Swap(..) if count == 0 => {}
            Edit::Remove(at) => {
                let gone = self.0.remove(at % count);
                self.1.push(gone.name);
            }
            Edit::Swap(one, other) => self.0.swap(one % count, other % count),
        }
    }

    /// The document.
    pub fn json(&self) -> Value {
        let mut root = Vec::new();
        for request in &self.0 {
            let mut items = &mut root;
            for name in &request.folder {
                let known = items.iter().position(|item: &Value| {
                    item["name"] == name.as_str() && item.get("item").is_some()
                });
                let at = known.unwrap_or_else(|| {
                    items.push(json!({ "name": name, "item": [] }));
                    items.len() - 1
                });
                items = items[at]["item"].as_array_mut().expect("a folder");
            }
            items.push(request.json());
        }
        json!({ "info": { "name": "Shop" }, "item": root })
    }
}

/// A collection with or without a lock.
pub fn understood(collection: &Value, lock: Option<&str>) -> Understood {
    let source = |path: &str, text: &str| Source {
        path: PathBuf::from(path),
        text: text.to_owned(),
    };
    let mut input = Input::from(source("shop.json", &collection.to_string()));
    input.names_lock = lock.map(|text| source("names.lock", text));
    let (_, understood, _) =
        postwright::understand(input, "shop").unwrap_or_else(|failure| panic!("{failure}"));
    understood
}

/// The outline.
pub fn outlined(understood: &Understood) -> String {
    outline::outline(understood.scope())
}

/// Every public name that has to do with each request, by the request's tag: with what it is the name of.
pub fn public(understood: &Understood) -> BTreeMap<String, Vec<String>> {
    let outline = outlined(understood);
    let operations = understood.api.operations.iter().enumerate();
    operations
        .map(|(index, operation)| {
            let names = Names { understood };
            let mut list = Vec::new();
            names.of_operation(OperationId(index), &mut list);
            for name in list.iter().filter_map(|line| line.strip_prefix("fn ")) {
                let leaf = name.rsplit("::").next().unwrap_or(name);
                assert!(outline.contains(&format!("\n  fn {leaf}\n")), "{name}");
            }
            (operation.docs.clone(), list)
        })
        .collect()
}

struct Names<'u> {
    understood: &'u Understood,
}

impl Names<'_> {
    fn of_operation(&self, id: OperationId, list: &mut Vec<String>) {
        let (api, names) = (&self.understood.api, &self.understood.names);
        let operation = &api.operations[id.0];
        let module = names.groups[operation.group.0].path.join("::");
        let own = &names.operations[id.0];
        list.push(format!("fn {module}::{}", own.method));
        list.push(format!(
            "params {module}::{} {:?}",
            own.params, own.param_fields
        ));
        list.push(format!("error {module}::{} {:?}", own.error, own.variants));
        if let Some(Body::Json { slot, .. }) = operation.body {
            self.of_type("body", self.understood.types.slot(slot), list);
        }
        for response in &operation.responses {
            if let ResponseBody::Json(slot) = response.body {
                let at = format!("response {}", response.status);
                self.of_type(&at, self.understood.types.slot(slot), list);
            }
        }
    }

    fn of_type(&self, at: &str, ty: &Type, list: &mut Vec<String>) {
        match ty {
            Type::Def(id) => self.of_def(at, *id, list),
            Type::List(inner) | Type::Option(inner) => self.of_type(at, inner, list),
            _ => {}
        }
    }

    fn of_def(&self, at: &str, id: TypeId, list: &mut Vec<String>) {
        let def = self.understood.types.def(id);
        let names = &self.understood.names.types[id.0];
        let module = self.understood.names.groups[def.home.0].path.join("::");
        list.push(format!(
            "{at}: {module}::{} {:?}",
            names.name, names.members
        ));
        if let TypeKind::Struct(fields) = &def.kind {
            for field in fields {
                self.of_type(&format!("{at}.{}", field.wire), &field.ty, list);
            }
        }
    }
}
