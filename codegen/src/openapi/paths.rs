//! Paths as templates: `/meetings/{id}`.

use crate::model::{Api, Operation, PathPiece, SettingId};

/// The path of an operation.
pub(super) struct Template {
    /// Literal text around the variables, one more than there are variables.
    literals: Vec<String>,
    /// The variables in order.
    pub(super) variables: Vec<Variable>,
}

/// A variable of a path.
pub(super) struct Variable {
    /// What stands in braces.
    pub(super) name: String,
    /// What it is.
    pub(super) source: Source,
}

/// What a variable of a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The path parameter with this index.
    Param(usize),
    /// A client setting.
    Setting(SettingId),
}

impl Template {
    pub(super) fn of(api: &Api, operation: &Operation) -> Self {
        let placeholders = operation.placeholders(api);
        let mut literals = vec![String::new()];
        let mut variables = Vec::new();
        let text = |literals: &mut Vec<String>, text: &str| {
            if let Some(last) = literals.last_mut() {
                last.push_str(text);
            }
        };
        for segment in &operation.path {
            text(&mut literals, "/");
            for piece in segment {
                let (name, source) = match piece {
                    PathPiece::Literal(literal) => {
                        text(&mut literals, &escaped(literal));
                        continue;
                    }
                    PathPiece::Param(index) => {
                        (placeholders.params[*index].clone(), Source::Param(*index))
                    }
                    PathPiece::Setting(id) => {
                        (placeholders.settings[id].clone(), Source::Setting(*id))
                    }
                };
                variables.push(Variable { name, source });
                literals.push(String::new());
            }
        }
        if operation.path.is_empty() {
            text(&mut literals, "/");
        }
        Self {
            literals,
            variables,
        }
    }

    /// The template without names: paths that differ in nothing else are one (OpenAPI 3.1.0 §4.8.8.2).
    pub(super) fn shape(&self) -> String {
        self.literals.join("{}")
    }

    /// The template with its names.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (index, literal) in self.literals.iter().enumerate() {
            text.push_str(literal);
            if let Some(variable) = self.variables.get(index) {
                text.push_str(&format!("{{{}}}", variable.name));
            }
        }
        text
    }
}

/// Literal text in which nothing means anything in a template or in a URL.
fn escaped(literal: &str) -> String {
    let mut out = String::with_capacity(literal.len());
    for c in literal.chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '?' => out.push_str("%3F"),
            '#' => out.push_str("%23"),
            other => out.push(other),
        }
    }
    out
}
