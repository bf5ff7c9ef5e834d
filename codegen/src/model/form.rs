//! Forms, urlencoded and multipart: a field for each key, one for all keys of a bracketed root, and two for a key under
//! which either a file or a text may be sent.

use indexmap::IndexMap;

use super::brackets::{self, Leaf};
use super::build::Builder;
use super::literals::{OfRequest, Part};
use super::params::{distinct, nested, text_sample};
use super::servers::expand;
use super::{Body, FormField, Fresh, Param, Role, Sample, docs};
use crate::encode;
use crate::prose;
use crate::read::raw::{self, BodyContent, FormEntry};
use crate::read::redact;
use crate::resolve::Resolved;

/// The entries of one key, those of the request itself before those of saved responses.
#[derive(Default)]
struct Entries<'a> {
    all: Vec<(&'a FormEntry, bool)>,
}

impl<'a> Entries<'a> {
    /// How many of the request's own entries are sent.
    fn enabled(&self) -> usize {
        let enabled = self
            .all
            .iter()
            .filter(|(entry, is_own)| *is_own && !entry.disabled);
        enabled.count()
    }

    fn has_file(&self) -> bool {
        self.all.iter().any(|(entry, _)| entry.is_file)
    }

    /// What is sent where the caller gives nothing.
    fn fresh(&self, resolved: &Resolved) -> Option<Fresh> {
        match self.all.as_slice() {
            [(entry, true), ..] if !entry.disabled && self.enabled() == 1 => {
                Fresh::of_value(&expand(&raw::text_of(&entry.value)?, resolved))
            }
            _ => None,
        }
    }

    /// What is sent, if it is one value.
    fn sent(&self, resolved: &Resolved) -> Option<String> {
        match self.all.as_slice() {
            [(entry, true), ..] if !entry.disabled && self.enabled() == 1 => {
                Param::told(expand(&raw::text_of(&entry.value)?, resolved))
            }
            _ => None,
        }
    }

    fn prose(&self) -> Vec<String> {
        distinct(
            self.all
                .iter()
                .filter_map(|(entry, _)| entry.description.clone()),
        )
    }

    /// Those that say what type a part has: the request's own that are sent, if there are any, else those of its own that are
    /// switched off, else those of saved responses.
    fn stated(&self) -> Vec<&'a FormEntry> {
        let rank = |(entry, is_own): &(&FormEntry, bool)| (!is_own, entry.disabled);
        let Some(best) = self.all.iter().map(rank).min() else {
            return Vec::new();
        };
        let stated = self.all.iter().filter(|one| rank(one) == best);
        stated.map(|(entry, _)| *entry).collect()
    }

    /// The entries that are files, and those that are text. What a saved response has under the key of a file is one.
    fn by_kind(&self) -> (Self, Self) {
        let (files, texts) = self
            .all
            .iter()
            .partition(|(entry, is_own)| entry.is_file || !is_own);
        (Self { all: files }, Self { all: texts })
    }
}

/// A form, unless it is empty.
pub(super) fn form(
    builder: &mut Builder<'_>,
    request: &raw::Request,
    entries: &[FormEntry],
    others: &[&BodyContent],
    multipart: bool,
) -> Option<Body> {
    let without_key =
        |entry: &&FormEntry| !entry.disabled && entry.key.as_deref().unwrap_or_default().is_empty();
    if entries.iter().any(|entry| without_key(&entry)) {
        let place = request.body_place();
        builder.diagnostics.note(
            place,
            "a form entry without a key is left out",
            "give it a key; the client cannot send it",
        );
    }
    let by_key = gather(entries, others);
    if by_key.is_empty() {
        return None;
    }
    let texts = by_key
        .iter()
        .filter(|(_, entries)| !entries.has_file())
        .map(|(key, _)| *key);
    let mut roots = brackets::roots(texts);
    // A key that is sent more than once is no member of an object; nor is one whose root is a key itself.
    roots.retain(|root, members| {
        !by_key.contains_key(root) && members.iter().all(|(key, _)| by_key[key].enabled() < 2)
    });
    let literals = builder.literals.of_request(builder.resolved, request);
    let mut fields = Vec::with_capacity(by_key.len());
    for (key, entries) in &by_key {
        match brackets::split(key).and_then(|(root, _)| Some((root, roots.get(root)?))) {
            None => fields.extend(fields_of(
                builder,
                (request, &literals),
                key,
                entries,
                multipart,
            )),
            // The first key of a root stands for all.
            Some((root, members)) if members[0].0 == *key => {
                let leaves = members
                    .iter()
                    .map(|(key, steps)| leaf(builder, key, steps, &by_key[key]));
                let leaves = leaves.collect();
                let parts = members.iter().flat_map(|(key, _)| by_key[key].stated());
                let content_type = part_type(builder, root, parts, multipart);
                fields.push(FormField::Text {
                    param: nested(builder, root, leaves, request.place),
                    content_type,
                });
            }
            Some(_) => {}
        }
    }
    Some(Body::Form { multipart, fields })
}

fn gather<'a>(
    entries: &'a [FormEntry],
    others: &[&'a BodyContent],
) -> IndexMap<&'a str, Entries<'a>> {
    let further = others.iter().flat_map(|other| match other {
        BodyContent::Urlencoded(list) | BodyContent::Formdata(list) => list.as_slice(),
        _ => &[],
    });
    let own = entries.iter().map(|entry| (entry, true));
    let mut by_key: IndexMap<&str, Entries<'_>> = IndexMap::new();
    for (entry, is_own) in own.chain(further.map(|entry| (entry, false))) {
        if let Some(key) = entry.key.as_deref().filter(|key| !key.is_empty()) {
            by_key.entry(key).or_default().all.push((entry, is_own));
        }
    }
    by_key
}

fn leaf<'a>(
    builder: &Builder<'_>,
    key: &'a str,
    steps: &[&'a str],
    entries: &Entries<'_>,
) -> Leaf<'a> {
    Leaf {
        key,
        steps: steps.to_vec(),
        value: entries.all.iter().find_map(|(entry, _)| {
            match text_sample(builder.resolved, &raw::text_of(&entry.value)?)? {
                Sample::Text(text) => Some(text),
                Sample::Json(_) => None,
            }
        }),
        prose: entries.prose(),
    }
}

/// One field; two if the key stands for a file and for a text, of which either is sent.
fn fields_of(
    builder: &mut Builder<'_>,
    of: (&raw::Request, &OfRequest),
    key: &str,
    entries: &Entries<'_>,
    multipart: bool,
) -> Vec<FormField> {
    if !multipart || !entries.has_file() {
        return vec![text_field(builder, of, key, entries, multipart)];
    }
    let (files, texts) = entries.by_kind();
    if texts.all.is_empty() || files.all.iter().all(|(_, is_own)| !is_own) {
        return vec![file_field(builder, key, entries)];
    }
    let mut both = vec![
        file_field(builder, key, &files),
        text_field(builder, of, key, &texts, multipart),
    ];
    for field in &mut both {
        match field {
            FormField::File { required, .. } => *required = false,
            FormField::Text { param, .. } => param.required = false,
            FormField::Constant { .. } => {}
        }
    }
    both
}

fn docs_of(prose: &[String]) -> (String, bool) {
    let docs = prose
        .first()
        .map(|text| docs::markdown(&prose::without_markers(text)))
        .unwrap_or_default();
    (docs, prose.iter().any(|text| prose::is_required(text)))
}

/// The media type that all of these parts state. Those that state different ones are sent without, which is noted.
fn part_type<'a>(
    builder: &mut Builder<'_>,
    key: &str,
    parts: impl IntoIterator<Item = &'a FormEntry>,
    multipart: bool,
) -> Option<String> {
    let mut parts = parts.into_iter().filter(|_| multipart).peekable();
    let first = *parts.peek()?;
    if let Some(other) = parts.find(|part| part.content_type != first.content_type) {
        builder.diagnostics.note(
            other.place,
            format!("the parts of `{key}` have different types, but are one argument; they are sent without a stated type"),
            "give the parts one `contentType`, or names of their own",
        );
        return None;
    }
    let stated = expand(first.content_type.as_deref()?, builder.resolved);
    if encode::header_value(&stated).is_none() {
        builder.diagnostics.warning(
            first.place,
            format!("the type of the part `{key}` holds characters that no header may; the part is sent without it"),
            "a media type has letters, digits and a few signs, in one line",
        );
        return None;
    }
    Some(stated)
}

fn file_field(builder: &mut Builder<'_>, key: &str, entries: &Entries<'_>) -> FormField {
    let (docs, required) = docs_of(&entries.prose());
    let required = required && entries.enabled() > 0;
    FormField::File {
        wire: key.to_owned(),
        docs,
        required,
        many: entries.enabled() > 1 || entries.all.iter().any(|(entry, _)| entry.many_files),
        content_type: part_type(builder, key, entries.stated(), true),
    }
}

fn text_field(
    builder: &mut Builder<'_>,
    (request, literals): (&raw::Request, &OfRequest),
    key: &str,
    entries: &Entries<'_>,
    multipart: bool,
) -> FormField {
    let prose = entries.prose();
    let (docs, required) = docs_of(&prose);
    let enabled = entries.enabled();
    let fresh = entries.fresh(builder.resolved);
    // An entry that is switched off can be left out, whatever its description says.
    let required = required && enabled > 0 && fresh.is_none();
    let content_type = part_type(builder, key, entries.stated(), multipart);
    if let [(entry, true), ..] = entries.all.as_slice() {
        let value = raw::text_of(&entry.value).unwrap_or_default();
        if !entry.disabled && enabled == 1 && literals.is_constant(Part::Form, key, &value) {
            return FormField::Constant {
                wire: key.to_owned(),
                value,
                content_type,
            };
        }
    }
    let samples = entries
        .all
        .iter()
        .filter_map(|(entry, _)| text_sample(builder.resolved, &raw::text_of(&entry.value)?))
        .collect();
    let place = entries
        .all
        .first()
        .map_or(request.place, |(entry, _)| entry.place);
    let slot = builder.slots.add(Role::Request, place, samples, prose);
    FormField::Text {
        param: Param {
            wire: key.to_owned(),
            docs,
            required,
            repeated: enabled > 1 || key.ends_with("[]"),
            secret: redact::is_secret_name(key),
            brackets: false,
            variable: false,
            sent: entries.sent(builder.resolved),
            fresh,
            slot,
        },
        content_type,
    }
}
