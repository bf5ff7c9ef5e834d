//! Tokens -> text, in process, so that the bytes depend on no installed tool.
//!
//! `prettyplease` lays out the code. Items are printed one by one with a blank line between them, and so are the members
//! of an `impl`: what a reviewer reads in a diff are whole paragraphs.

mod chain;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::Item;

/// Formats a module. `banner` stands on top as comments.
///
/// # Panics
///
/// If the tokens are no Rust module: a mistake in emission, never in an input. A debug build shows the tokens.
pub fn module(banner: &str, tokens: TokenStream) -> String {
    let file = parsed(tokens);
    let mut out = String::new();
    for line in banner.lines() {
        out.push_str(if line.is_empty() { "//" } else { "// " });
        out.push_str(line);
        out.push('\n');
    }
    let head = syn::File {
        shebang: None,
        frontmatter: file.frontmatter,
        attrs: file.attrs,
        items: Vec::new(),
    };
    append(&mut out, &prettyplease::unparse(&head), false);
    let mut previous = None;
    for item in file.items {
        let line = LineItem::of(&item);
        let attrs = Vec::new();
        let text = prettyplease::unparse(&syn::File {
            shebang: None,
            frontmatter: None,
            attrs,
            items: vec![item],
        });
        append(
            &mut out,
            &chain::join(&text),
            line.is_some() && line == previous,
        );
        previous = line;
    }
    out
}

fn parsed(tokens: TokenStream) -> syn::File {
    // Making the text takes longer than formatting it.
    let shown = cfg!(debug_assertions).then(|| tokens.to_string());
    syn::parse2(tokens).unwrap_or_else(|error| {
        panic!(
            "emission wrote no Rust: {error}\n{}",
            shown.unwrap_or_default()
        )
    })
}

/// An item of one line that stands close to others of its kind.
#[derive(PartialEq, Eq)]
enum LineItem {
    Module,
    Import,
    Export,
}

impl LineItem {
    fn of(item: &Item) -> Option<Self> {
        match item {
            Item::Mod(item) if item.content.is_none() => Some(Self::Module),
            Item::Use(item) if matches!(item.vis, syn::Visibility::Inherited) => Some(Self::Import),
            Item::Use(_) => Some(Self::Export),
            _ => None,
        }
    }
}

/// Formats statements, as for an example in documentation: what would stand in a function's body.
pub fn statements(tokens: TokenStream) -> String {
    let word = |text| TokenTree::from(Ident::new(text, Span::call_site()));
    let group = |delimiter, tokens| TokenTree::from(Group::new(delimiter, tokens));
    let function = [
        word("fn"),
        word("example"),
        group(Delimiter::Parenthesis, TokenStream::new()),
        group(Delimiter::Brace, tokens),
    ];
    let file = parsed(function.into_iter().collect());
    let text = chain::join(&prettyplease::unparse(&file));
    let lines: Vec<&str> = text.lines().collect();
    let inside = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    inside
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

fn append(out: &mut String, text: &str, close: bool) {
    if text.trim().is_empty() {
        return;
    }
    if !out.is_empty() && !close {
        out.push('\n');
    }
    let mut previous = "";
    for line in text.lines() {
        if previous == "    }" && !line.is_empty() && line != "}" {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
}
