//! Evidence -> types: each slot of the model gets a [`Type`], and the structs and enums they need a table.

mod agreement;
mod alike;
pub mod call;
pub(crate) mod choice;
pub(crate) mod copies;
mod described;
pub(crate) mod evidence;
mod exact;
pub mod example;
pub(crate) mod format;
mod home;
pub(crate) mod identifiers;
pub(crate) mod joined;
pub(crate) mod kept;
mod key_patterns;
pub(crate) mod key_sets;
pub(crate) mod keys;
mod lower;
mod member_names;
mod nested;
mod objects;
mod options;
pub mod pages;
mod parts;
mod presence;
mod presets;
pub(crate) mod reading;
pub(crate) mod recursion;
mod required;
mod revise;
pub(crate) mod scalars;
pub(crate) mod shape;
mod sharing;
mod table;
pub mod text;
mod titles;
pub(crate) mod written;

use self::evidence::Evidence;
use self::objects::Tree;
use self::recursion::Schemas;
use self::sharing::Classes;
use crate::model::{Api, GroupId, OperationId, Role, SlotId, Status};

pub use call::{BodyArgument, Call};
pub use example::Literal;
pub use format::Format;
pub(crate) use kept::{Kept, Step};
pub use options::{Options, Rule, Sharing};
use presence::holds_text;
pub(crate) use presence::optional as optional_in;
pub use presets::PresetPlace;
pub use reading::is_placeholder;

/// Index of a [`TypeDef`] in [`Types::defs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// A Rust type, without its names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `bool`.
    Bool,
    /// `i64`.
    I64,
    /// `u64`.
    U64,
    /// `f64`.
    F64,
    /// A number with or without a fraction, which is sent as it came.
    Number,
    /// `String`.
    String,
    /// Any JSON value.
    Json,
    /// A list.
    List(Box<Type>),
    /// An object whose keys are data.
    Map(Box<Type>),
    /// A type behind a pointer, for it holds itself.
    Boxed(Box<Type>),
    /// Text that holds JSON of a type.
    JsonText(Box<Type>),
    /// `Option` of a type.
    Option(Box<Type>),
    /// A type of the table.
    Def(TypeId),
}

/// The types of an API.
#[derive(Debug, Default)]
pub struct Types {
    /// Structs and enums.
    pub defs: Vec<TypeDef>,
    slots: Vec<Type>,
    json_text: Vec<bool>,
    joined: Vec<bool>,
    formats: Vec<Option<Format>>,
    examples: Vec<Option<Literal>>,
    example_texts: Vec<Option<String>>,
    by_operation: Vec<Vec<TypeId>>,
    replayed: Vec<Vec<Option<call::Replayed>>>,
    pages: Vec<Option<pages::Pages>>,
    presets: presets::Places,
    kept: Vec<Kept>,
}

/// A struct or an enum.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Sent or received.
    pub role: Role,
    /// Where it was found first.
    pub origin: Origin,
    /// Where else it was found.
    pub also: Vec<Origin>,
    /// The folder whose module it is in: the closest around all that use it.
    pub home: GroupId,
    /// How it is written.
    pub encoding: Encoding,
    /// What it is.
    pub kind: TypeKind,
    /// In how many of the objects seen each member was; by member, empty for an enum.
    pub sightings: Vec<Sightings>,
}

/// How a value of a [`TypeDef`] is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// As JSON, or as text.
    Json,
    /// As keys in brackets: `created[gt]=1`.
    Brackets,
}

/// How often a member was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sightings {
    /// Objects with the member.
    pub seen: usize,
    /// Objects.
    pub of: usize,
    /// Objects in which it was `null`.
    pub null: usize,
}

/// What a [`TypeDef`] is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypeKind {
    /// An object with known members.
    Struct(Vec<Field>),
    /// A string of which some values are known.
    Enum(Vec<String>),
    /// A value of one of these types, which are told apart by the kind of JSON.
    Union(Vec<Type>),
}

/// A member of a struct.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// What the prose says of it.
    pub docs: Option<String>,
    /// Its type; an `Option` unless it is always there, or a list (which may be absent and is then empty).
    pub ty: Type,
    /// The format of its text, or of the text in its lists.
    pub format: Option<Format>,
    /// Whether it has been `null`.
    pub null: bool,
    /// Whether it has been an empty list or object.
    pub hollow: bool,
    /// Whether its name says that it is a secret: it is kept out of `Debug`.
    pub secret: bool,
    /// What a description or an override says of whether it is always there.
    pub stated: Option<bool>,
}

/// Where a type was found: what its name is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The folder of the operation.
    pub group: GroupId,
    /// The operation.
    pub operation: OperationId,
    /// The part of the operation.
    pub position: Position,
    /// The way from there: names of members; list items add nothing but [`Origin::in_list`].
    pub path: Vec<String>,
    /// Whether it is the item of a list, or the value of a map.
    pub in_list: bool,
    /// Whether it is one of several kinds of values there.
    pub alternative: bool,
}

/// A part of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Position {
    /// A path, query or header parameter, or a form field: by its wire name.
    Param(String),
    /// The JSON body of the request.
    Body,
    /// The body of the answer for these status codes.
    Response(Status),
}

impl Types {
    /// The type of a slot.
    pub fn slot(&self, id: SlotId) -> &Type {
        &self.slots[id.0]
    }

    /// Whether the slot holds JSON written as text.
    pub fn is_json_text(&self, id: SlotId) -> bool {
        self.json_text[id.0]
    }

    /// Whether the slot holds a list that is written as one text, with commas between the items.
    pub fn is_joined(&self, id: SlotId) -> bool {
        self.joined[id.0]
    }

    /// The type of the items of such a list.
    pub fn joined_item(&self, id: SlotId) -> Option<&Type> {
        self.item(self.slot(id)).filter(|_| self.is_joined(id))
    }

    /// The format of the text that a slot holds.
    pub fn format(&self, id: SlotId) -> Option<Format> {
        self.formats[id.0]
    }

    /// The first example of a slot that its type can hold.
    pub fn example(&self, id: SlotId) -> Option<&Literal> {
        self.examples[id.0].as_ref()
    }

    /// The same example as text: JSON in lines, anything else as it goes out.
    pub fn example_text(&self, id: SlotId) -> Option<&str> {
        self.example_texts[id.0].as_deref()
    }

    /// The definitions that were found first in an operation, in order.
    pub fn of_operation(&self, id: OperationId) -> &[TypeId] {
        self.by_operation.get(id.0).map_or(&[], Vec::as_slice)
    }

    fn order_by_operation(&mut self) {
        self.by_operation.iter_mut().for_each(Vec::clear);
        for (index, def) in self.defs.iter().enumerate() {
            self.by_operation[def.origin.operation.0].push(TypeId(index));
        }
    }

    /// Whether a number with or without a fraction is anywhere.
    pub fn has_number(&self) -> bool {
        let holds = |ty: &Type| *ty.innermost() == Type::Number;
        let in_defs = self.defs.iter().flat_map(TypeDef::types).any(holds);
        in_defs || self.slots.iter().any(holds)
    }

    /// Whether JSON that is written as text is anywhere in bodies.
    pub fn has_json_text(&self) -> bool {
        let in_defs = self.defs.iter().flat_map(TypeDef::types);
        in_defs.chain(&self.slots).any(Type::has_json_text)
    }

    /// The call that makes the request behind an example of an operation, or why there is none. `None` if that request is
    /// not saved, or the same as an earlier one.
    pub fn replayed(&self, id: OperationId, example: usize) -> Option<&call::Replayed> {
        self.replayed.get(id.0)?.get(example)?.as_ref()
    }

    /// A definition of the table.
    pub fn def(&self, id: TypeId) -> &TypeDef {
        &self.defs[id.0]
    }
}

/// Infers every type of an API.
pub fn infer(api: &Api) -> Types {
    infer_with(api, &Options::default())
}

/// The same with other options: what they cost and gain can be measured.
pub fn infer_with(api: &Api, options: &Options) -> Types {
    infer_all(api, options, Vec::new())
}

/// The same, of which some objects are no maps.
pub(crate) fn infer_keeping(api: &Api, kept: Vec<Kept>) -> Types {
    infer_all(api, &Options::default(), kept)
}

fn infer_all(api: &Api, options: &Options, kept: Vec<Kept>) -> Types {
    let mut evidence = evidence::of_api(api, options);
    kept::mark(&mut evidence, &kept);
    let classes = classes(api, &mut evidence, options);
    let mut types = lower::lower(api, &evidence, &classes, options);
    types.kept = kept;
    if options.has(Rule::MemberProse) {
        described::apply(api, &mut types);
    }
    types.derive(api);
    types
}

/// Which of the objects in all the evidence are of one type.
fn classes(api: &Api, evidence: &mut [Evidence], options: &Options) -> Classes {
    let titles = titles::of_api(api);
    let mut next = 0;
    for known in evidence.iter_mut() {
        if let Evidence::Json(shape) | Evidence::JsonText(shape) = known {
            objects::number(shape, &mut next);
        }
    }
    let mut schemas = Schemas::default();
    for ((known, slot), title) in evidence.iter().zip(&api.slots).zip(&titles) {
        if let Evidence::Json(shape) | Evidence::JsonText(shape) = known {
            schemas.learn(shape, slot.role, &title.name);
        }
    }
    for (known, slot) in evidence.iter_mut().zip(&api.slots) {
        if let Evidence::Json(shape) | Evidence::JsonText(shape) = known {
            schemas.apply(shape, slot.role);
        }
    }
    let trees = evidence.iter().zip(&api.slots).zip(&titles);
    let trees = trees.filter_map(|((known, slot), title)| match known {
        Evidence::Json(shape) | Evidence::JsonText(shape) => Some(Tree {
            shape,
            role: slot.role,
            title,
        }),
        _ => None,
    });
    Classes::of(&trees.collect::<Vec<_>>(), options.sharing, &schemas)
}
