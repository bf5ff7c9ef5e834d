//! JSON as collections hold it, with comments, trailing commas and control characters, as JSON that every reader takes.

/// The same as strict JSON, as far as it goes.
pub fn strict(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim_start_matches('\u{FEFF}');
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            rest = copy_string(rest, &mut out);
        } else if let Some(after) = rest.strip_prefix("//") {
            rest = after.find('\n').map_or("", |end| &after[end..]);
        } else if let Some(after) = rest.strip_prefix("/*") {
            rest = after.split_once("*/").map_or("", |(_, tail)| tail);
        } else {
            if matches!(c, '}' | ']') {
                drop_trailing_comma(&mut out);
            }
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

fn drop_trailing_comma(out: &mut String) {
    let kept = out.trim_end().len();
    if out[..kept].ends_with(',') {
        out.truncate(kept - 1);
    }
}

/// Copies a string, control characters escaped; gives what follows it.
fn copy_string<'t>(text: &'t str, out: &mut String) -> &'t str {
    out.push('"');
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => {
                out.push('"');
                return &text[at + 1..];
            }
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    ""
}
