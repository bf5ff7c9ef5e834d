//! Whether a value has to be there, and whether it may be `null`.

use super::{Case, counted, fact};
use crate::address::{Part, Target};
use crate::explain::Fact;
use crate::infer::{Type, TypeId, TypeKind};
use crate::model::{Body, FormField, Operation, Param, Role};

impl Case<'_> {
    pub(super) fn required(&self) -> Option<Fact> {
        match self.target {
            Target::Member(member) => self.required_member(member.field?),
            Target::Param {
                operation,
                part,
                index,
                ..
            } => self.required_param(&self.understood.api.operations[operation.0], *part, *index),
            _ => None,
        }
    }

    fn required_member(&self, (holder, index): (TypeId, usize)) -> Option<Fact> {
        let def = self.understood.types.def(holder);
        let sightings = def.sightings.get(index)?;
        let (seen, of, least) = (sightings.seen, sightings.of, self.options.sightings);
        let objects = counted(of, "object");
        let no = |says: String| fact("required", says).unless("required = true");
        let TypeKind::Struct(fields) = &def.kind else {
            return None;
        };
        if let Some(required) = fields.get(index)?.stated {
            return Some(match required {
                true => fact("required", "yes: a description or an override says so")
                    .unless("required = false"),
                false => no("no: an override says so".to_owned()),
            });
        }
        Some(match def.role {
            Role::Request => no(format!(
                "no: examples do not say what a body needs (present in {seen} of {objects})"
            )),
            Role::Response if seen < of => {
                no(format!("no: absent from {} of {objects}", of - seen))
            }
            Role::Response if of < least => {
                no(format!("no: present in {seen} of {objects}, needs {least}"))
            }
            Role::Response => fact("required", format!("yes: present in all of {objects}"))
                .unless("required = false"),
        })
    }

    fn required_param(&self, operation: &Operation, part: Part, index: usize) -> Option<Fact> {
        let is_required = |param: &Param| param.required;
        let required = match (part, &operation.body) {
            (Part::Path, _) => return Some(fact("required", "yes: it is part of the path")),
            (Part::Query, _) => is_required(operation.query.get(index)?),
            (Part::Header, _) => is_required(operation.headers.get(index)?),
            (Part::Form, Some(Body::Form { fields, .. })) => match fields.get(index)? {
                FormField::Text { param, .. } => is_required(param),
                FormField::File { required, .. } => *required,
                FormField::Constant { .. } => return None,
            },
            (Part::Form, _) => return None,
        };
        Some(match required {
            true => fact("required", "yes: a description says so").unless("required = false"),
            false => fact(
                "required",
                "no: no description of what is sent says `(Required)`",
            )
            .unless("required = true"),
        })
    }

    pub(super) fn null(&self) -> Option<Fact> {
        if self.found.counts.nulls == 0 {
            return None;
        }
        let is_double =
            matches!(self.ty, Type::Option(inner) if matches!(**inner, Type::Option(_)));
        Some(fact(
            "null",
            match is_double {
                true => "seen, as absence has been: the two are kept apart",
                false => "seen",
            },
        ))
    }
}
