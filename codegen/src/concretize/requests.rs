//! Values of requests: placeholders, and what the type of their place does not hold.

use std::collections::HashMap;

use serde_json::Value;

use super::variables::Variables;
use super::{Changes, Reason, Spot, json_text, sample};
use crate::Understood;
use crate::diag::{Place, Step};
use crate::infer::{Type, is_placeholder, joined};
use crate::model::{Body, Operation, Param, path_variable, same_name};
use crate::read::{Document, raw};

/// The operations by the places of their requests.
pub(super) fn operations(understood: &Understood) -> HashMap<Place, &Operation> {
    let operations = understood.api.operations.iter();
    operations
        .flat_map(|operation| operation.items.iter().map(move |place| (*place, operation)))
        .collect()
}

/// Replaces what does not fit in all requests.
pub(super) fn change(
    understood: &Understood,
    document: &Document,
    original: &Value,
    requests: &[&raw::Request],
    variables: &Variables,
    changes: &mut Changes,
) {
    let operations = operations(understood);
    for request in requests {
        if let Some(operation) = operations.get(&request.place) {
            let mut one = One {
                understood,
                document,
                original,
                variables,
                operation,
                changes,
            };
            one.path(request);
            one.query(request);
            one.headers(request);
            one.body(request);
        }
    }
}

/// Whether a segment of the path begins with the path variable of this name, as Postman writes it.
fn is_path_variable(request: &raw::Request, name: &str) -> bool {
    let mut segments = request.url.path.iter();
    segments.any(|text| text.starts_with(':') && path_variable(text) == Some(name))
}

/// One request.
struct One<'a> {
    understood: &'a Understood,
    document: &'a Document,
    original: &'a Value,
    variables: &'a Variables,
    operation: &'a Operation,
    changes: &'a mut Changes,
}

impl One<'_> {
    fn steps(&self, place: Place) -> Vec<Step> {
        super::steps_to(self.document, place)
    }

    fn at(&self, steps: &[Step]) -> Option<&Value> {
        self.original.pointer(&super::pointer(steps))
    }

    /// Path variables: one that is empty is none to Postman, which then sends its name. One that is called `null` is left
    /// alone: with a value for it the Postman runtime (7.39) falls over every segment that is no variable.
    fn path(&mut self, request: &raw::Request) {
        let types = &self.understood.types;
        let mut missing = Vec::new();
        let params = self.operation.path_params.iter();
        for param in params.filter(|param| param.wire != "null") {
            let own = request.url.variables.iter().rev();
            let mut own = own.filter(|pair| pair.key.as_deref() == Some(&param.wire));
            let ty = types.slot(param.slot);
            match own.next() {
                Some(pair) => match pair.value.as_str().unwrap_or_default() {
                    "" => self.replace(pair.place, Reason::Unresolved, &sample::text(types, ty)),
                    text => self.text(pair.place, text, ty),
                },
                None if is_path_variable(request, &param.wire) => {
                    missing.push((param.wire.clone(), sample::text(types, ty)));
                }
                None => {}
            }
        }
        // The text of a URL has no place for the values of its variables.
        if let (false, Some(place)) = (missing.is_empty(), request.url.place) {
            let steps = self.steps(place);
            if self.at(&steps).is_some_and(Value::is_object) {
                self.changes
                    .add_pairs(self.original, &steps, "variable", &missing);
            }
        }
    }

    fn query(&mut self, request: &raw::Request) {
        let operation = self.operation;
        for pair in request.url.query.iter().filter(|pair| !pair.disabled) {
            let key = pair.key.as_deref().unwrap_or_default();
            let text = raw::text_of(&pair.value).unwrap_or_default();
            self.keyed(operation.query.iter(), key, pair.place, &text);
        }
    }

    /// Headers, whose names are the same in any case and with blanks around them.
    fn headers(&mut self, request: &raw::Request) {
        let params = self.operation.headers.iter().rev();
        let params: HashMap<String, &Param> = params
            .map(|param| (same_name(&param.wire), param))
            .collect();
        for pair in request.headers.iter().filter(|pair| !pair.disabled) {
            let name = same_name(pair.key.as_deref().unwrap_or_default());
            if let Some(param) = params.get(&name) {
                let text = raw::text_of(&pair.value).unwrap_or_default();
                self.param(pair.place, &text, param);
            }
        }
    }

    /// The value of a key, which may be a member of a nested value.
    fn keyed<'p>(
        &mut self,
        mut params: impl Iterator<Item = &'p Param>,
        key: &str,
        place: Place,
        text: &str,
    ) {
        let root = key.split('[').next().unwrap_or(key);
        let found = params.find(|param| param.wire == if param.brackets { root } else { key });
        let Some(param) = found else { return };
        if !param.brackets {
            return self.param(place, text, param);
        }
        let steps = key[root.len()..].split(['[', ']']);
        let mut steps = steps.filter(|step| !step.is_empty());
        let types = &self.understood.types;
        let whole = types.slot(param.slot);
        let leaf = steps.try_fold(whole, |ty, step| json_text::below(types, ty, step));
        if let Some(ty) = leaf.cloned() {
            self.text(place, text, &ty);
        }
    }

    fn param(&mut self, place: Place, text: &str, param: &Param) {
        let types = &self.understood.types;
        let ty = types.slot(param.slot);
        if types.is_json_text(param.slot) && !param.repeated {
            let steps = self.value_steps(place);
            return self.json(steps, text, ty);
        }
        match types.joined_item(param.slot) {
            Some(item) => self.list(place, text, item),
            None => self.text(place, text, ty),
        }
    }

    /// A text that is a placeholder or does not fit.
    fn text(&mut self, place: Place, text: &str, ty: &Type) {
        if let Some(reason) = misfit(ty, &self.variables.expand(text)) {
            self.replace(place, reason, &sample::text(&self.understood.types, ty));
        }
    }

    /// A list in one value, of which an item is a placeholder or does not fit.
    fn list(&mut self, place: Place, text: &str, item: &Type) {
        let expanded = self.variables.expand(text);
        let items = joined::shown(&expanded);
        if let Some(reason) = items.iter().find_map(|text| misfit(item, text)) {
            let sample = sample::text(&self.understood.types, item);
            let fits = |text: &&str| misfit(item, text).is_none();
            let items = items.into_iter();
            let items = items.map(|text| Some(text).filter(fits).unwrap_or(&sample));
            let items: Vec<&str> = items.collect();
            self.replace(place, reason, &items.join(","));
        }
    }

    fn replace(&mut self, place: Place, reason: Reason, sample: &str) {
        let steps = self.value_steps(place);
        match self.at(&steps) {
            Some(Value::Object(entry)) if entry.contains_key("key") => {
                let member = format!("\"value\":{},", Value::from(sample));
                self.changes.insert(Spot::Start(steps.clone()), member);
                self.changes.tell(&steps, reason, "", sample);
            }
            // A query within the text of a URL has no place of its own.
            Some(Value::Object(_)) => {}
            _ if self.is_url(&steps) => {}
            _ => self.changes.text(&steps, reason, sample),
        }
    }

    fn is_url(&self, steps: &[Step]) -> bool {
        matches!(steps.last(), Some(Step::Key(key)) if matches!(&**key, "url" | "request" | "header" | "headers" | "raw"))
    }

    /// Where the value of an entry stands.
    fn value_steps(&self, place: Place) -> Vec<Step> {
        let mut steps = self.steps(place);
        if self
            .at(&steps)
            .is_some_and(|entry| entry.get("value").is_some())
        {
            steps.push(Step::Key("value".into()));
        }
        steps
    }

    fn body(&mut self, request: &raw::Request) {
        let Some(body) = &request.body else { return };
        match (&body.content, &self.operation.body) {
            (raw::BodyContent::Raw { .. }, Some(Body::Json { slot, .. })) => {
                let ty = self.understood.types.slot(*slot);
                let steps = self.raw_text(body.place);
                if let Some(text) = self.at(&steps).and_then(Value::as_str).map(str::to_owned) {
                    self.json(steps, &text, ty);
                }
            }
            (
                raw::BodyContent::Urlencoded(entries) | raw::BodyContent::Formdata(entries),
                Some(Body::Form { .. }),
            ) => {
                self.form(entries);
            }
            _ => {}
        }
    }

    fn form(&mut self, entries: &[raw::FormEntry]) {
        let operation = self.operation;
        for entry in entries
            .iter()
            .filter(|entry| !entry.disabled && !entry.is_file)
        {
            let key = entry.key.as_deref().unwrap_or_default();
            let text = raw::text_of(&entry.value).unwrap_or_default();
            self.keyed(operation.form_params(), key, entry.place, &text);
        }
    }

    /// Where the text of a raw body stands: below the body, or the member itself in format v1.
    fn raw_text(&self, place: Place) -> Vec<Step> {
        let mut steps = self.steps(place);
        if self
            .at(&steps)
            .is_some_and(|body| body.get("raw").is_some())
        {
            steps.push(Step::Key("raw".into()));
        }
        steps
    }

    /// JSON within text.
    fn json(&mut self, steps: Vec<Step>, text: &str, ty: &Type) {
        let expand = |text: &str| self.variables.expand(text);
        let (concrete, parts) = json_text::concrete(&self.understood.types, ty, text, &expand);
        if parts.is_empty() || !self.at(&steps).is_some_and(Value::is_string) {
            return;
        }
        for part in parts {
            self.changes
                .tell(&steps, part.reason, &part.path, &part.sample);
        }
        self.changes.json(&steps, Value::from(concrete).to_string());
    }
}

/// Why a text is no value of a type that can be sent.
fn misfit(ty: &Type, text: &str) -> Option<Reason> {
    if is_placeholder(text) {
        Some(Reason::Placeholder)
    } else {
        (!sample::fits(ty, text)).then_some(Reason::Contradiction)
    }
}
