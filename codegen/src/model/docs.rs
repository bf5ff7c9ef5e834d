//! Prose of a collection -> clean Markdown for rustdoc.
//!
//! Descriptions mix Markdown with HTML and hold anything. What comes out renders the same everywhere and keeps
//! `cargo doc -D warnings`, doctests and clippy quiet: HTML tags become Markdown, code blocks are marked as text, bare
//! URLs become links, links that are no URLs become words, and `<x>` and `[x]` are escaped.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// Markdown for people, one paragraph structure, no trailing blanks. Empty for empty prose.
pub fn markdown(prose: &str) -> String {
    if prose.trim().is_empty() {
        return String::new();
    }
    // A fence that is never closed gets its end only after the end of a line.
    let text = format!("{}\n", html_to_markdown(&clean(prose)).trim_end());
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut rewriter = Rewriter::default();
    let events: Vec<Event<'_>> = Parser::new_ext(&text, options)
        .flat_map(|event| rewriter.event(event))
        .collect();
    let mut out = String::with_capacity(text.len());
    let style = pulldown_cmark_to_cmark::Options {
        code_block_token_count: 3,
        ..Default::default()
    };
    if pulldown_cmark_to_cmark::cmark_with_options(events, &mut out, options, style).is_err() {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// Line ends as `\n`, tabs as spaces, no other control or invisible direction characters.
pub(crate) fn clean(prose: &str) -> String {
    let prose = prose
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', "    ");
    let unwanted = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
    };
    prose.chars().filter(|c| !unwanted(*c)).collect()
}

/// Replaces HTML tags outside code by the Markdown that means the same; unknown ones are left for escaping.
fn html_to_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    let mut links: Vec<Option<String>> = Vec::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
        }
        if fenced || trimmed.starts_with("```") {
            out.push_str(line);
        } else {
            convert_line(line, &mut out, &mut links);
        }
    }
    out
}

fn convert_line(line: &str, out: &mut String, links: &mut Vec<Option<String>>) {
    let mut in_code = false;
    let mut rest = line;
    // How much of the line is left behind the next `>`.
    let mut left_of_end = line.len() + 1;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            in_code = !in_code;
        } else if c == '<'
            && !in_code
            && let Some(end) = tag_end(rest, &mut left_of_end)
            && let Some((tag, after)) = read_tag(rest, end)
            && let Some(replacement) = replacement(&tag, links)
        {
            out.push_str(&replacement);
            rest = after;
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
}

struct HtmlTag<'a> {
    name: String,
    closing: bool,
    attributes: &'a str,
}

/// Where the tag that starts a text ends. What was found for a tag before it is used again while it lies ahead, so that a
/// line of many `<` is searched once.
fn tag_end(text: &str, left_of_end: &mut usize) -> Option<usize> {
    if *left_of_end > text.len() {
        *left_of_end = text.find('>').map_or(0, |end| text.len() - end);
    }
    (*left_of_end > 0).then(|| text.len() - *left_of_end)
}

fn read_tag(text: &str, inside_end: usize) -> Option<(HtmlTag<'_>, &str)> {
    let inside = &text[1..inside_end];
    let (closing, inside) = inside
        .strip_prefix('/')
        .map_or((false, inside), |rest| (true, rest));
    let inside = inside.trim_end_matches('/').trim_end();
    let name_end = inside
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(inside.len());
    let (name, attributes) = inside.split_at(name_end);
    let known =
        !name.is_empty() && (attributes.is_empty() || attributes.starts_with(char::is_whitespace));
    known.then(|| {
        (
            HtmlTag {
                name: name.to_ascii_lowercase(),
                closing,
                attributes,
            },
            &text[inside_end + 1..],
        )
    })
}

fn replacement(tag: &HtmlTag<'_>, links: &mut Vec<Option<String>>) -> Option<Cow<'static, str>> {
    Some(match (tag.name.as_str(), tag.closing) {
        ("br" | "hr", _) => "\n\n".into(),
        (
            "p" | "div" | "section" | "ul" | "ol" | "table" | "tbody" | "thead" | "tr"
            | "blockquote" | "dl",
            _,
        ) => "\n\n".into(),
        ("li" | "dt" | "dd", false) => "\n* ".into(),
        ("li" | "dt" | "dd", true) => "\n".into(),
        ("td" | "th", _) => " ".into(),
        ("b" | "strong", _) => "**".into(),
        ("i" | "em", _) => "*".into(),
        ("code" | "tt" | "kbd" | "samp", _) => "`".into(),
        ("pre", _) => "\n\n".into(),
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => "\n\n#### ".into(),
        ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => "\n\n".into(),
        ("a", false) => {
            let url = attribute(tag.attributes, "href");
            let opening = if url.is_some() { "[" } else { "" };
            links.push(url);
            opening.into()
        }
        ("a", true) => links
            .pop()
            .flatten()
            .map_or("".into(), |url| format!("](<{url}>)").into()),
        (
            "span" | "u" | "s" | "small" | "sub" | "sup" | "font" | "center" | "img" | "aside"
            | "main" | "header" | "footer" | "figure" | "label" | "mark" | "details" | "summary"
            | "col" | "colgroup" | "iframe" | "article",
            _,
        ) => "".into(),
        _ => return None,
    })
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let after = attributes.split_once(&format!("{name}="))?.1;
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = after[1..].split(quote).next()?;
    is_url(value).then(|| value.to_owned())
}

/// Whether text is a URL that a Markdown link can hold as it is.
pub(crate) fn is_url(text: &str) -> bool {
    let scheme =
        text.starts_with("http://") || text.starts_with("https://") || text.starts_with("mailto:");
    scheme && !text.contains(['<', '>', ' ', '\n', '{', '}', '"'])
}

/// Rewrites the events of a document one by one; remembers which links it has dropped, and whether it is inside one.
#[derive(Default)]
struct Rewriter {
    dropped: Vec<bool>,
    in_link: usize,
    in_code: bool,
}

impl Rewriter {
    fn event<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        match event {
            Event::InlineHtml(html) => vec![Event::Text(html)],
            Event::Html(html) => vec![
                Event::Text(html.trim_end().to_owned().into()),
                Event::SoftBreak,
            ],
            Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
            Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
            Event::Start(Tag::CodeBlock(kind)) => {
                self.in_code = true;
                vec![Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(
                    language(&kind),
                )))]
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                vec![event]
            }
            Event::Start(Tag::Heading { .. }) => {
                vec![Event::Start(Tag::Heading {
                    level: pulldown_cmark::HeadingLevel::H4,
                    id: None,
                    classes: vec![],
                    attrs: vec![],
                })]
            }
            Event::End(TagEnd::Heading(_)) => vec![Event::End(TagEnd::Heading(
                pulldown_cmark::HeadingLevel::H4,
            ))],
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.open_link(dest_url)
            }
            Event::End(TagEnd::Link | TagEnd::Image) => match self.dropped.pop() {
                Some(false) => {
                    self.in_link -= 1;
                    vec![Event::End(TagEnd::Link)]
                }
                _ => vec![],
            },
            Event::Text(text) if self.in_link == 0 && !self.in_code => link_urls(text),
            Event::Start(Tag::BlockQuote(_)) | Event::End(TagEnd::BlockQuote(_)) => vec![],
            Event::TaskListMarker(_) | Event::FootnoteReference(_) => vec![],
            other => vec![other],
        }
    }

    fn open_link<'a>(&mut self, url: CowStr<'a>) -> Vec<Event<'a>> {
        // Links within links do not exist; links to anything but a URL would be looked up as Rust paths.
        let keep = is_url(&url) && self.in_link == 0;
        self.dropped.push(!keep);
        if !keep {
            return vec![];
        }
        self.in_link += 1;
        let tag = Tag::Link {
            link_type: LinkType::Inline,
            dest_url: url,
            title: "".into(),
            id: "".into(),
        };
        vec![Event::Start(tag)]
    }
}

/// The language of a code block; whatever rustdoc could take for Rust is text.
fn language(kind: &CodeBlockKind<'_>) -> CowStr<'static> {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default(),
        CodeBlockKind::Indented => "",
    };
    let lower = info.to_ascii_lowercase();
    const KNOWN: [&str; 14] = [
        "json",
        "xml",
        "yaml",
        "html",
        "http",
        "bash",
        "shell",
        "sh",
        "javascript",
        "js",
        "python",
        "java",
        "curl",
        "sql",
    ];
    if KNOWN.contains(&lower.as_str()) {
        lower.into()
    } else {
        "text".into()
    }
}

/// Turns bare URLs in text into links.
fn link_urls(text: CowStr<'_>) -> Vec<Event<'_>> {
    let mut events = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some((before, url, _)) = text
        .get(at..)
        .map(first_url)
        .filter(|(_, url, _)| !url.is_empty())
    {
        let (start, end) = (at + before.len(), at + before.len() + url.len());
        at = end;
        if !is_url(url) || url.len() < 10 {
            continue;
        }
        if plain < start {
            events.push(Event::Text(text[plain..start].to_owned().into()));
        }
        let dest: CowStr<'_> = url.to_owned().into();
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: dest.clone(),
            title: "".into(),
            id: "".into(),
        };
        events.extend([
            Event::Start(tag),
            Event::Text(dest),
            Event::End(TagEnd::Link),
        ]);
        plain = end;
    }
    if plain == 0 {
        return vec![Event::Text(text)];
    }
    if plain < text.len() {
        events.push(Event::Text(text[plain..].to_owned().into()));
    }
    events
}

fn first_url(text: &str) -> (&str, &str, &str) {
    let start = ["http://", "https://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min()
        .unwrap_or(text.len());
    let (before, rest) = text.split_at(start);
    let end = rest
        .find(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '<' | '>' | '"' | '\'' | '`' | '{' | '}' | '[' | ']' | '|'
                )
        })
        .unwrap_or(rest.len());
    let url = rest[..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '*', '_']);
    (before, url, &rest[url.len()..])
}
