//! Pages: which operations give their answer in parts, what leads from one part to the next, and where the items are.
//!
//! A parameter of the request and a member of the answer that belong together are evidence; a name alone is none. Where the
//! evidence leaves a doubt, nothing is offered.

mod answer;
mod inputs;
mod items;
mod rules;
mod words;

pub(crate) use self::items::at as items_at;
use super::{Type, Types};
use crate::model::{Api, Operation, OperationId, ResponseBody, SlotId, Success};

/// The way to a member of a JSON value: names from the outside in.
pub type Way = Vec<String>;

/// How an operation gives its answer in pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pages {
    /// What leads to the next page.
    pub scheme: Scheme,
    /// The list of items, if it is clear which it is.
    pub items: Option<Items>,
    /// The member that says whether there are more pages.
    pub more: Option<Way>,
    /// The member that says how many pages there are.
    pub last: Option<Way>,
    /// The member that says how many items there are on all pages.
    pub total: Option<Way>,
}

/// What leads to the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme {
    /// A member of the answer is the next value of the parameter.
    Token {
        /// The parameter.
        input: Input,
        /// The member.
        next: Way,
    },
    /// A member of the last item is the next value of the parameter.
    LastItem {
        /// The parameter.
        input: Input,
        /// The member of the item.
        id: Way,
    },
    /// The parameter is the number of the page.
    Page {
        /// The parameter.
        input: Input,
        /// The number of the first page.
        first: u64,
    },
    /// The parameter is the number of items before the page.
    Offset {
        /// The parameter.
        input: Input,
        /// What it is for the first page.
        first: u64,
    },
    /// A member of the answer is the URL of the next page.
    Url {
        /// The member.
        next: Way,
    },
    /// A `Link` header says the URL of the next page (RFC 8288).
    Link,
}

/// A parameter that says which page is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A query parameter, by its key on the wire.
    Query(String),
    /// A member of the JSON body.
    Body(Way),
}

/// The items of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items {
    /// The way to their list; empty if the answer is the list.
    pub way: Way,
    /// The type of each.
    pub ty: Type,
}

impl Types {
    /// How an operation gives its answer in pages, if it does.
    pub fn pages(&self, id: OperationId) -> Option<&Pages> {
        self.pages.get(id.0)?.as_ref()
    }

    /// Says how an operation gives its answer in pages.
    pub(crate) fn set_pages(&mut self, id: OperationId, pages: Option<Pages>) {
        if let Some(known) = self.pages.get_mut(id.0) {
            *known = pages;
        }
    }

    /// Whether any operation gives its answer in pages.
    pub fn has_pages(&self) -> bool {
        self.pages.iter().any(Option::is_some)
    }
}

/// The pages of each operation, by its id.
pub(super) fn of_api(api: &Api, types: &Types) -> Vec<Option<Pages>> {
    let operations = api.operations.iter();
    let of_operation = |operation| {
        let slot = answer_slot(operation)?;
        rules::pages(api, types, operation, slot)
    };
    operations.map(of_operation).collect()
}

/// The JSON that success comes with, if it is the same with each status code.
pub(crate) fn answer_slot(operation: &Operation) -> Option<SlotId> {
    match operation.success() {
        Success::One(ResponseBody::Json(slot)) => Some(*slot),
        Success::One(_) | Success::Any | Success::Several => None,
    }
}

/// The items of an operation's answer, if it is clear which they are.
pub(crate) fn items_of(types: &Types, operation: &Operation, slot: SlotId) -> Option<Items> {
    let resource = operation.resource().unwrap_or_default();
    items::of(types, types.slot(slot), &resource)
}

/// The parameters of the query and the plain members of the JSON body, whatever they say.
pub(crate) fn inputs_of(api: &Api, types: &Types, operation: &Operation) -> Vec<Input> {
    let all = inputs::all(api, types, operation).into_iter();
    all.map(|given| given.input).collect()
}

/// The names of the members of an object.
pub(crate) fn member_names(types: &Types, ty: &Type) -> Vec<String> {
    match inputs::core(ty) {
        Type::Def(id) => {
            let fields = types.def(*id).fields().iter();
            fields.map(|field| field.wire.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// A way as people read it: `meta.next_cursor`.
pub fn shown(way: &[String]) -> String {
    way.join(".")
}

/// A way as a JSON pointer (RFC 6901): `/meta/next_cursor`.
pub fn pointer(way: &[String]) -> String {
    let steps = way.iter();
    let steps = steps.map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")));
    steps.collect()
}

/// Whether the member at a way of a value is there wherever that is what holds it.
pub fn is_required(types: &Types, ty: &Type, way: &[String]) -> bool {
    match (ty, way.split_first()) {
        (Type::Option(_), None) => false,
        (Type::Option(inner), _) => is_required(types, inner, way),
        (_, None) => true,
        (Type::Boxed(inner), _) => is_required(types, inner, way),
        (Type::Def(id), Some((name, rest))) => {
            let mut fields = types.def(*id).fields().iter();
            let field = fields.find(|field| field.wire == *name);
            field.is_some_and(|field| is_required(types, &field.ty, rest))
        }
        _ => false,
    }
}

impl Input {
    /// Its name as people read it.
    pub fn name(&self) -> String {
        match self {
            Self::Query(key) => key.clone(),
            Self::Body(way) => shown(way),
        }
    }
}

impl Pages {
    /// The scheme in words, a sentence without its beginning and its end. `code` writes a name.
    pub fn phrase(&self, code: impl Fn(&str) -> String) -> String {
        let of = |way: &Way| code(&shown(way));
        let step = match &self.scheme {
            Scheme::Token { input, next } => {
                let (next, input) = (of(next), code(&input.name()));
                format!("{next} of an answer is sent as {input} with the next call")
            }
            Scheme::LastItem { input, id } => {
                let (id, input) = (of(id), code(&input.name()));
                format!("{id} of the last item is sent as {input} with the next call")
            }
            Scheme::Page { input, first } => {
                format!("{} counts pages from {first}", code(&input.name()))
            }
            Scheme::Offset { input, first } => {
                format!("{} counts items from {first}", code(&input.name()))
            }
            Scheme::Url { next } => {
                format!("{} of an answer is the URL of the next page", of(next))
            }
            Scheme::Link => format!("a {} header says the URL of the next page", code("Link")),
        };
        let is_counted = matches!(self.scheme, Scheme::Page { .. } | Scheme::Offset { .. });
        let end = match (&self.more, &self.last, &self.total) {
            (Some(more), ..) => format!(", until {} says no", of(more)),
            (None, Some(last), _) => format!(", up to {}", of(last)),
            (None, None, Some(total)) => format!(", until {} items have come", of(total)),
            (None, None, None) if is_counted => ", until a page is empty".to_owned(),
            (None, None, None) => String::new(),
        };
        format!("{step}{end}")
    }
}
