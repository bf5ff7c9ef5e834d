//! JSON with variables in it, walked as text along its types: each scalar that does not fit is replaced where it stands.

use serde_json::Value;

use super::Reason;
use super::sample;
use crate::infer::{Type, TypeKind, Types, is_placeholder, recursion};

/// What was replaced in a text.
pub(crate) struct Part {
    pub(super) path: String,
    pub(super) reason: Reason,
    pub(super) sample: String,
}

/// The text with what does not fit replaced.
///
/// `expand` puts in the values of variables.
pub(crate) fn concrete(
    types: &Types,
    ty: &Type,
    text: &str,
    expand: &dyn Fn(&str) -> String,
) -> (String, Vec<Part>) {
    let mut walk = Walk {
        types,
        text,
        expand,
        at: 0,
        out: String::with_capacity(text.len()),
        path: Vec::new(),
        parts: Vec::new(),
    };
    walk.value(Some(ty), 0);
    walk.out.push_str(&text[walk.at.min(text.len())..]);
    (walk.out, walk.parts)
}

/// Deeper JSON is left as it is.
const DEEPEST: usize = 100;

struct Walk<'a> {
    types: &'a Types,
    text: &'a str,
    expand: &'a dyn Fn(&str) -> String,
    at: usize,
    out: String,
    path: Vec<String>,
    parts: Vec<Part>,
}

impl Walk<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn copy(&mut self, bytes: usize) {
        let end = (self.at + bytes).min(self.text.len());
        self.out.push_str(&self.text[self.at..end]);
        self.at = end;
    }

    /// Copies blanks and comments.
    fn space(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start().len();
            let comment = if rest[blank..].starts_with("//") {
                rest[blank..].find('\n').unwrap_or(rest.len() - blank)
            } else if rest[blank..].starts_with("/*") {
                rest[blank..]
                    .find("*/")
                    .map_or(rest.len() - blank, |at| at + 2)
            } else {
                0
            };
            self.copy(blank + comment);
            if blank + comment == 0 {
                return;
            }
        }
    }

    fn value(&mut self, ty: Option<&Type>, depth: usize) {
        self.space();
        if depth > DEEPEST {
            return;
        }
        let rest = self.rest();
        if let Some(end) = marker_end(rest) {
            let sample = sample::json(self.types, ty.unwrap_or(&Type::Json));
            self.replace(end, Reason::Placeholder, sample);
        } else if rest.starts_with('{') && !rest.starts_with("{{") {
            self.object(ty, depth);
        } else if rest.starts_with('[') {
            self.list(ty, depth);
        } else {
            self.scalar(ty);
        }
        self.space();
    }

    fn object(&mut self, ty: Option<&Type>, depth: usize) {
        self.copy(1);
        loop {
            self.space();
            if !self.rest().starts_with('"') {
                break;
            }
            let end = string_end(self.rest());
            let key: String = serde_json::from_str(&self.rest()[..end]).unwrap_or_default();
            self.copy(end);
            self.space();
            if !self.rest().starts_with(':') {
                return;
            }
            self.copy(1);
            self.path.push(key.clone());
            let member = ty.and_then(|ty| self.types.member(ty, &key)).cloned();
            self.value(member.as_ref(), depth + 1);
            self.path.pop();
            if !self.rest().starts_with(',') {
                break;
            }
            self.copy(1);
        }
        if self.rest().starts_with('}') {
            self.copy(1);
        }
    }

    fn list(&mut self, ty: Option<&Type>, depth: usize) {
        self.copy(1);
        let item = ty.and_then(|ty| self.types.item(ty)).cloned();
        let mut index = 0_usize;
        loop {
            self.space();
            if self.rest().is_empty() || self.rest().starts_with(']') {
                break;
            }
            self.path.push(index.to_string());
            let before = self.at;
            self.value(item.as_ref(), depth + 1);
            self.path.pop();
            index += 1;
            if self.rest().starts_with(',') {
                self.copy(1);
            } else if !self.rest().starts_with(']') || self.at == before {
                return;
            }
        }
        self.copy(1);
    }

    fn scalar(&mut self, ty: Option<&Type>) {
        let rest = self.rest();
        let end = if rest.starts_with('"') {
            string_end(rest)
        } else {
            bare_end(rest)
        };
        let token = rest[..end].to_owned();
        match self.problem(&token, ty) {
            Some((reason, sample)) => self.replace(end, reason, sample),
            None => self.copy(end),
        }
    }

    fn replace(&mut self, bytes: usize, reason: Reason, sample: String) {
        self.out.push_str(&sample);
        self.at += bytes;
        self.parts.push(Part {
            path: self.path.join("."),
            reason,
            sample,
        });
    }

    /// What is wrong with a scalar, and what to put in its place.
    fn problem(&self, token: &str, ty: Option<&Type>) -> Option<(Reason, String)> {
        if token.is_empty() {
            return None;
        }
        let ty = ty.unwrap_or(&Type::Json);
        let sample = || sample::json(self.types, ty);
        let value: Option<Value> = serde_json::from_str(&(self.expand)(token)).ok();
        match value {
            // Whatever it is, it is no JSON: the value of a variable that is text.
            None if token.contains("{{") => Some((Reason::Contradiction, sample())),
            None => None,
            Some(Value::String(text)) if is_placeholder(&text) => Some((
                Reason::Placeholder,
                of_placeholder(&text, ty).unwrap_or_else(sample),
            )),
            Some(value) => {
                (!holds(self.types, ty, &value)).then(|| (Reason::Contradiction, sample()))
            }
        }
    }
}

/// A sample for a placeholder of a type that nothing else tells.
fn of_placeholder(text: &str, ty: &Type) -> Option<String> {
    (*ty == Type::Json).then(|| match text {
        "<integer>" | "<long>" | "<number>" => "1".to_owned(),
        "<float>" | "<double>" => "1.5".to_owned(),
        "<boolean>" => "true".to_owned(),
        _ => "\"example\"".to_owned(),
    })
}

/// The type of a member, or of an item by its number.
pub(super) fn below<'t>(types: &'t Types, ty: &'t Type, step: &str) -> Option<&'t Type> {
    types.member(ty, step).or_else(|| types.item(ty))
}

/// Whether a type holds a scalar.
fn holds(types: &Types, ty: &Type, value: &Value) -> bool {
    match (ty, value) {
        (Type::Json, _) => true,
        (Type::Option(_), Value::Null) => true,
        (Type::Option(inner), _) => holds(types, inner, value),
        (Type::Bool, Value::Bool(_)) | (Type::String | Type::JsonText(_), Value::String(_)) => true,
        (Type::I64, Value::Number(number)) => number.is_i64(),
        (Type::U64, Value::Number(number)) => number.is_u64(),
        (Type::F64 | Type::Number, Value::Number(_)) => true,
        (Type::Boxed(inner), _) => holds(types, inner, value),
        (Type::Def(id), _) => match &types.def(*id).kind {
            TypeKind::Enum(_) => value.is_string(),
            TypeKind::Union(kinds) => kinds.iter().any(|ty| holds(types, ty, value)),
            TypeKind::Struct(_) => false,
        },
        _ => false,
    }
}

/// The length of an object at the start of a text that only says which schema it is of.
fn marker_end(text: &str) -> Option<usize> {
    /// No name of a schema is as long.
    const LONGEST: usize = 400;
    let inner = text.strip_prefix('{')?.trim_start();
    let end = text.find('}').filter(|_| inner.starts_with("\"value\""))? + 1;
    if end > LONGEST {
        return None;
    }
    let object: Value = serde_json::from_str(&text[..end]).ok()?;
    recursion::marker(object.as_object()?).map(|_| end)
}

/// The length of the string literal at the start of a text.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    let closing = text[1..].find(|c: char| {
        let end = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        end
    });
    closing.map_or(text.len(), |at| at + 2)
}

/// The length of a number, a word or a variable, with what is glued to it.
fn bare_end(text: &str) -> usize {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some(after) = text[at..].strip_prefix("{{") {
            match after.find("}}") {
                Some(end) => at += end + 4,
                None => return text.len(),
            }
        } else if c.is_whitespace() || matches!(c, ',' | '}' | ']' | ':' | '"') {
            break;
        } else {
            at += c.len_utf8();
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(ty: &Type, text: &str, expected: &str) {
        let expand = |text: &str| text.replace("{{n}}", "7").replace("{{word}}", "seven");
        let (concrete, _) = concrete(&Types::default(), ty, text, &expand);
        assert_eq!(concrete, expected, "{text}");
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        for text in [
            "[1, 2 ,3]",
            "[ {{n}}, // seven\n 8]",
            "[]",
            "",
            "[1,]",
            "[1",
            "{",
            "[\"a",
        ] {
            check(&Type::List(Box::new(Type::I64)), text, text);
        }
        check(
            &Type::Json,
            r#"{"a": "x\"y", "b": {{n}}, "c": null}"#,
            r#"{"a": "x\"y", "b": {{n}}, "c": null}"#,
        );
    }

    #[test]
    fn what_does_not_fit_is_replaced() {
        let list = Type::List(Box::new(Type::I64));
        check(
            &list,
            r#"["<long>", "x", {{word}}, 1.5, 1]"#,
            "[1, 1, 1, 1, 1]",
        );
        check(
            &Type::Json,
            r#"{"a": "<boolean>", "b": "<uuid>", "c": {{word}}}"#,
            r#"{"a": true, "b": "example", "c": 1}"#,
        );
        check(&Type::String, "5", "\"example\"");
        check(
            &Type::List(Box::new(Type::Map(Box::new(Type::I64)))),
            r#"[{ "value": "<Circular reference to #/components/schemas/A detected>" }]"#,
            "[{}]",
        );
    }
}
