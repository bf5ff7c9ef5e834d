//! What the description of a request says of the members of its body: lists (`* \`url\`: required. The source.`) and
//! tables with a column of names. Members are known by their names, so what describes anything else has no effect.

use std::collections::BTreeMap;

use super::{Origin, Type, TypeDef, TypeId, TypeKind, Types};
use crate::model::{Api, Body, Operation, Role};
use crate::prose;

/// What prose says of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Described {
    /// Its name, with those of the members around it: `details.firstName`.
    name: String,
    required: bool,
    text: String,
    /// What a column says of its type.
    ty: Option<Type>,
}

/// Gives the members of bodies that are sent their descriptions, and takes those for required of which all say so.
///
/// A type of several requests takes what they agree on.
pub(super) fn apply(api: &Api, types: &mut Types) {
    let mut said: BTreeMap<(TypeId, usize), Vec<Described>> = BTreeMap::new();
    for operation in &api.operations {
        let Some(Body::Json { slot, .. }) = operation.body else {
            continue;
        };
        let described = members(&operation.docs);
        let found = described.into_iter().filter_map(|one| {
            let is_other = is_parameter(operation, &one.name);
            let member = member(types, types.slot(slot), &one.name)?;
            (!is_other).then_some((member, one))
        });
        let found: Vec<_> = found.collect();
        // One name alone may be there by chance.
        if found.len() > 1 {
            for (member, one) in found {
                said.entry(member).or_default().push(one);
            }
        }
    }
    for ((id, index), said) in said {
        let def = &mut types.defs[id.0];
        let is_one = def.also.is_empty() && def.role == Role::Request;
        let is_always = def.sightings.get(index).is_some_and(|of| of.seen == of.of);
        let TypeKind::Struct(fields) = &mut def.kind else {
            continue;
        };
        let is_required = is_one && is_always && !fields[index].null;
        let is_any = matches!(&fields[index].ty, Type::Option(inner) if **inner == Type::Json);
        let text = said[0].text.as_str();
        if said.iter().all(|one| one.text == text) && !text.is_empty() {
            fields[index].docs = Some(text.to_owned());
            choose(types, (id, index), text);
        }
        // Where the example has but a variable, no value says more.
        if let Some(ty) = &said[0].ty
            && is_any
            && said.iter().all(|one| one.ty.as_ref() == Some(ty))
        {
            types.set_field(id, index, ty.clone());
        }
        if is_required && said.iter().all(|one| one.required) {
            types.require(id, index, true);
        }
    }
}

/// Makes text an enum of the values that are said to be the only ones.
fn choose(types: &mut Types, (id, index): (TypeId, usize), text: &str) {
    let def = types.def(id);
    let TypeKind::Struct(fields) = &def.kind else {
        return;
    };
    let field = &fields[index];
    let is_text = matches!(&field.ty, Type::Option(inner) if **inner == Type::String)
        || field.ty == Type::String;
    let Some(values) = prose::one_of(text).filter(|_| is_text && !field.secret) else {
        return;
    };
    let mut origin = def.origin.clone();
    origin.path.push(field.wire.clone());
    let choice = TypeDef {
        role: def.role,
        home: def.home,
        origin: Origin {
            in_list: false,
            alternative: false,
            ..origin
        },
        also: Vec::new(),
        encoding: def.encoding,
        kind: TypeKind::Enum(values),
        sightings: Vec::new(),
    };
    let choice = types.add(choice);
    types.set_field(id, index, Type::Def(choice));
}

/// Whether a parameter has the name.
fn is_parameter(operation: &Operation, name: &str) -> bool {
    let params = operation.path_params.iter();
    let mut params = params.chain(&operation.query).chain(&operation.headers);
    params.any(|param| param.wire == name)
}

/// The member of a body that a name with dots leads to.
fn member(types: &Types, ty: &Type, name: &str) -> Option<(TypeId, usize)> {
    let TypeKind::Struct(fields) = &types.def(object(ty)?).kind else {
        return None;
    };
    let at = |name: &str| fields.iter().position(|field| field.wire == name);
    if let Some(index) = at(name) {
        return Some((object(ty)?, index));
    }
    let (first, rest) = name.split_once('.')?;
    let index = at(first.trim_end_matches("[]"))?;
    member(types, &fields[index].ty, rest)
}

fn object(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Option(inner) | Type::Boxed(inner) | Type::List(inner) => object(inner),
        Type::Def(id) => Some(*id),
        _ => None,
    }
}

/// What prose says of members, in its order; each name once.
fn members(docs: &str) -> Vec<Described> {
    let mut found: Vec<Described> = Vec::new();
    let mut of_answer = false;
    let mut columns: Option<Columns> = None;
    for line in docs.lines() {
        let line = line.trim();
        if let Some(cells) = cells(line) {
            columns = columns.or_else(|| Columns::of(&cells));
            let row = columns.as_ref().and_then(|columns| columns.row(&cells));
            found.extend(row.filter(|_| !of_answer));
            continue;
        }
        columns = None;
        match item(line) {
            Some(one) => found.extend((!of_answer).then_some(one)),
            None if is_heading(line) => of_answer = is_about_answer(line),
            None => {}
        }
    }
    let mut names = std::collections::HashSet::new();
    found.retain(|one| names.insert(one.name.clone()));
    found
}

fn is_heading(line: &str) -> bool {
    let is_bold = line.starts_with("**") && line.trim_end_matches(':').ends_with("**");
    line.starts_with('#') || is_bold || line.ends_with(':')
}

fn is_about_answer(heading: &str) -> bool {
    let heading = heading.to_ascii_lowercase();
    let words = ["response", "return", "output", "result", "answer", "error"];
    words.iter().any(|word| heading.contains(word))
}

/// An item of a list that begins with a name in code or bold: `* \`url\` (string, required): The source.`
fn item(line: &str) -> Option<Described> {
    let rest = line
        .strip_prefix(['*', '-', '+'])?
        .strip_prefix(' ')?
        .trim_start();
    let bare = rest.trim_start_matches("**");
    let mark = if bare.starts_with('`') { "`" } else { "**" };
    let (name, rest) = match (bare.len() < rest.len(), mark) {
        (_, "`") => bare.strip_prefix('`')?.split_once('`')?,
        (true, _) => bare.split_once("**")?,
        (false, _) => return None,
    };
    let rest = rest.trim_start_matches("**").trim_start();
    let (note, rest) = match rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((note, rest)) => (note, rest.trim_start()),
        None => ("", rest),
    };
    let rest = rest.trim_start_matches("**");
    let text = rest.strip_prefix([':', '-', '–', '—'])?;
    let is_marked = note.split(',').any(|word| is_word(word, "required"));
    described(name.trim_end_matches(':'), is_marked, text)
}

fn is_word(text: &str, word: &str) -> bool {
    text.trim().eq_ignore_ascii_case(word)
}

/// A member, if its name is one.
fn described(name: &str, is_marked: bool, text: &str) -> Option<Described> {
    let is_name = |name: &str| {
        let mut chars = name.chars();
        chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | '@' | '$'))
    };
    let text = text.trim();
    let required = is_marked || prose::is_required(text);
    let text = prose::without_markers(text);
    let lead = text.split_once(['.', ':', ';']);
    let text = match lead {
        Some((lead, rest)) if is_word(lead, "required") || is_word(lead, "optional") => rest.trim(),
        _ => text.as_str(),
    };
    (!name.is_empty() && is_name(name)).then(|| Described {
        name: name.to_owned(),
        required,
        text: text.to_owned(),
        ty: None,
    })
}

/// The cells of a row of a table. A bar behind a backslash is a part of its cell.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let mut cells: Vec<String> = Vec::new();
    for part in inner.split('|') {
        match cells.last_mut().filter(|cell| cell.ends_with('\\')) {
            Some(cell) => {
                cell.pop();
                cell.push('|');
                cell.push_str(part);
            }
            None => cells.push(part.to_owned()),
        }
    }
    Some(cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

/// The columns of a table that count.
struct Columns {
    name: usize,
    text: usize,
    required: Option<usize>,
    ty: Option<usize>,
}

impl Columns {
    /// Those of a table with this head, if it is one of members.
    fn of(head: &[String]) -> Option<Self> {
        let find = |words: &[&str]| {
            head.iter()
                .position(|cell| words.iter().any(|word| is_word(bare(cell), word)))
        };
        const NAMES: [&str; 8] = [
            "name",
            "field",
            "member",
            "property",
            "attribute",
            "key",
            "param",
            "parameter",
        ];
        Some(Self {
            name: find(&NAMES).filter(|at| *at == 0)?,
            text: find(&["description", "meaning", "comment"])?,
            required: find(&["required", "mandatory"]),
            ty: find(&["type", "data type", "datatype"]),
        })
    }

    fn row(&self, cells: &[String]) -> Option<Described> {
        let is_marked = self
            .required
            .and_then(|at| cells.get(at))
            .is_some_and(|cell| {
                ["yes", "true", "required", "y"]
                    .iter()
                    .any(|word| is_word(bare(cell), word))
            });
        let name = bare(cells.get(self.name)?);
        let is_rule = name.chars().all(|c| matches!(c, '-' | ':'));
        let is_head = is_word(bare(cells.get(self.text)?), "description");
        let row = described(name, is_marked, cells.get(self.text)?);
        let ty = self.ty.and_then(|at| cells.get(at));
        let ty = ty.and_then(|cell| type_of(bare(cell)));
        row.filter(|_| !is_rule && !is_head)
            .map(|row| Described { ty, ..row })
    }
}

/// The type of a plain value that goes by this word.
fn type_of(word: &str) -> Option<Type> {
    match word.to_ascii_lowercase().as_str() {
        "string" | "text" | "str" | "date" | "datetime" | "uuid" => Some(Type::String),
        "integer" | "int" | "long" | "int32" | "int64" => Some(Type::I64),
        "number" | "float" | "double" | "decimal" => Some(Type::Number),
        "boolean" | "bool" => Some(Type::Bool),
        _ => None,
    }
}

fn bare(cell: &str) -> &str {
    cell.trim_matches(['`', '*', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(docs: &str, expected: &[(&str, bool, &str)]) {
        let found = members(docs);
        let found: Vec<(&str, bool, &str)> = found
            .iter()
            .map(|one| (one.name.as_str(), one.required, one.text.as_str()))
            .collect();
        assert_eq!(found, expected, "{docs}");
    }

    #[test]
    fn lists() {
        check(
            "* `url`: required. The source.",
            &[("url", true, "The source.")],
        );
        check(
            "- `pages`: optional. Which ones.",
            &[("pages", false, "Which ones.")],
        );
        check(
            "* `id` (string, required): The id.",
            &[("id", true, "The id.")],
        );
        check(
            "* `id` (string): (Required) The id.",
            &[("id", true, "The id.")],
        );
        check(
            "* **`type`**: One of two.",
            &[("type", false, "One of two.")],
        );
        check(
            "* **type** - One of two.",
            &[("type", false, "One of two.")],
        );
        check(
            "* `a`: Required if there is no `b`.",
            &[("a", false, "Required if there is no `b`.")],
        );
        check(
            "* `details.name`: A name.",
            &[("details.name", false, "A name.")],
        );
        check("* `a`: One.\n* `a`: Two.", &[("a", false, "One.")]);
    }

    #[test]
    fn tables() {
        check(
            "| Field | Type | Required | Description |\n| --- | --- | --- | --- |\n| `id` | int | yes | The id. |\n| name | text | no | Its name. |",
            &[("id", true, "The id."), ("name", false, "Its name.")],
        );
        check(
            "| Field | Type | Description |\n|---|---|---|\n| a | string \\| null | The first \\|. |\n| b | int | A \\\\. |",
            &[("a", false, "The first |."), ("b", false, "A \\\\.")],
        );
        check("| code | description |\n|---|---|\n| 200 | Done. |", &[]);
        check(
            "| Type | Field | Description |\n|---|---|---|\n| int | id | The id. |",
            &[],
        );
    }

    #[test]
    fn what_is_no_description() {
        check("* `200` means that all is well", &[]);
        check("* plain words: nothing", &[]);
        check("`id`: in a sentence", &[]);
        check("* `GET /a`: a path", &[]);
        check("## Response\n* `id`: The id.", &[]);
        check(
            "**Returns**\n* `id`: The id.\n## Body\n* `name`: A name.",
            &[("name", false, "A name.")],
        );
    }
}
