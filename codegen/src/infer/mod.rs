//! Evidence -> types: each slot of the model gets a [`Type`], and the structs and enums they need a table.

pub mod call;
mod exact;
pub mod example;
mod lower;
pub mod shape;
pub mod text;

use crate::model::{Api, GroupId, OperationId, Role, SlotId};

pub use call::{BodyArgument, Call};
pub use example::Literal;

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
    /// `String`.
    String,
    /// Any JSON value.
    Json,
    /// A list.
    List(Box<Type>),
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
    examples: Vec<Option<Literal>>,
    example_texts: Vec<Option<String>>,
    by_operation: Vec<Vec<TypeId>>,
    replayed: Vec<Vec<Option<call::Replayed>>>,
}

/// A struct or an enum.
#[derive(Debug, Clone)]
pub struct TypeDef {
    /// Sent or received.
    pub role: Role,
    /// Where it was found first.
    pub origin: Origin,
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
}

/// What a [`TypeDef`] is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TypeKind {
    /// An object with known members.
    Struct(Vec<Field>),
    /// A string of which some values are known.
    Enum(Vec<String>),
}

/// A member of a struct.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Its type; an `Option` unless it is always there, or a list (which may be absent and is then empty).
    pub ty: Type,
    /// Whether its name says that it is a secret: it is kept out of `Debug`.
    pub secret: bool,
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
    /// Whether it is the item of a list.
    pub in_list: bool,
}

/// A part of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Position {
    /// A path, query or header parameter, or a form field: by its wire name.
    Param(String),
    /// The JSON body of the request.
    Body,
    /// The body of the answer with this status code.
    Response(u16),
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

/// How much evidence a conclusion takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How often an object of an answer must have been seen before a member that was always there is taken to be always
    /// there.
    pub sightings: usize,
}

impl Options {
    /// The same with another number of sightings.
    pub fn with_sightings(mut self, sightings: usize) -> Self {
        self.sightings = sightings;
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { sightings: 2 }
    }
}

/// Infers every type of an API.
pub fn infer(api: &Api) -> Types {
    infer_with(api, &Options::default())
}

/// The same with other options: what they cost and gain can be measured.
pub fn infer_with(api: &Api, options: &Options) -> Types {
    let mut types = lower::lower(api, options);
    types.by_operation = vec![Vec::new(); api.operations.len()];
    for (index, def) in types.defs.iter().enumerate() {
        types.by_operation[def.origin.operation.0].push(TypeId(index));
    }
    let examples = api
        .slots
        .iter()
        .enumerate()
        .map(|(index, slot)| example::of_slot(&types, SlotId(index), slot).unzip());
    let (examples, texts) = examples.collect();
    types.examples = examples;
    types.example_texts = texts;
    types.replayed = call::of_originals(&types, api);
    types
}
