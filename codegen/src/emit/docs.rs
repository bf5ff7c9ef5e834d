//! Documentation attributes, one for each line.

use proc_macro2::TokenStream;
use quote::quote;

use super::Scope;
use crate::infer::{Format, Type};
use crate::model::Param;

/// What is said of a parameter that is a list in one value.
pub(crate) fn joined(scope: Scope<'_>, param: &Param) -> String {
    match scope.types.is_joined(param.slot) {
        true => "Sent as one value, with commas between the items.".to_owned(),
        false => String::new(),
    }
}

/// Doc attributes for an item: paragraphs apart by a blank line, empty ones left out.
pub(super) fn outer<T: AsRef<str>>(paragraphs: impl IntoIterator<Item = T>) -> TokenStream {
    let lines = lines(paragraphs);
    quote!(#(#[doc = #lines])*)
}

/// Doc attributes for the module around them.
pub(super) fn inner<T: AsRef<str>>(paragraphs: impl IntoIterator<Item = T>) -> TokenStream {
    let lines = lines(paragraphs);
    quote!(#(#![doc = #lines])*)
}

fn lines<T: AsRef<str>>(paragraphs: impl IntoIterator<Item = T>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let text = paragraph.as_ref().trim_matches('\n');
        if text.trim().is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text.lines().map(|line| {
            if line.trim().is_empty() {
                String::new()
            } else {
                format!(" {}", line.trim_end())
            }
        }));
    }
    lines
}

/// Prose as one sentence: its own end mark, or a full stop.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    // A number with a full stop would begin a list.
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    if is_number || text.ends_with(['.', '!', '?', ':', ';', '`', '>', '|']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Text in code marks, whatever it holds.
pub(super) fn code(text: &str) -> String {
    let text = crate::model::docs::clean(text).replace('\n', " ");
    if text.trim().is_empty() {
        return "` `".to_owned();
    }
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// What a text looks like, as the end of a sentence; of a list or a map each text in it.
pub(super) fn format(format: Option<Format>, ty: &Type) -> String {
    fn is_one(ty: &Type) -> bool {
        match ty {
            Type::Option(inner) => is_one(inner),
            Type::List(_) | Type::Map(_) => false,
            _ => true,
        }
    }
    let each = if is_one(ty) { "" } else { "each " };
    format.map_or_else(String::new, |format| format!(": {each}{}", format.prose()))
}

/// A name from the collection on one line, as Markdown text.
pub(super) fn title(text: &str) -> String {
    crate::model::docs::markdown(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
