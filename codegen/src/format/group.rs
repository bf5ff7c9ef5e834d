//! Short groups on one line.
//!
//! `prettyplease` breaks arguments and lists at a column before 90. Those that fit into the 100 columns of rustfmt are one line here: a
//! signature, a call, a list; and a struct with a single short field.

/// What rustfmt keeps to.
const WIDTH: usize = 100;

/// What rustfmt keeps a struct on one line for.
const FIELD: usize = 18;

/// Adds a line to formatted code; with one that closes a group, the group becomes one line if it fits.
pub(super) fn push(out: &mut Vec<String>, line: String) {
    match joined(out, &line) {
        Some((opener, joined)) => {
            out.truncate(opener);
            out.push(joined);
        }
        None => out.push(line),
    }
}

/// The line that opens the group which a line closes, and all of the group on one line.
fn joined(out: &[String], line: &str) -> Option<(usize, String)> {
    let indent = indent_of(line);
    let opener = match line.trim_start().chars().next()? {
        ')' => '(',
        ']' => '[',
        '}' => '{',
        _ => return None,
    };
    let inner = out.iter().rev();
    let inner = inner.take_while(|line| indent_of(line) == indent + 4 && is_part(line));
    let at = out.len().checked_sub(inner.count() + 1)?;
    let (head, parts) = (&out[at], &out[at + 1..]);
    let is_group = indent_of(head) == indent
        && head.ends_with(opener)
        && !head.trim_start().starts_with("//")
        && !parts.is_empty()
        && holds(head, opener, parts);
    if !is_group {
        return None;
    }
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
    let parts = parts.join(" ");
    let parts = parts.strip_suffix(',').unwrap_or(&parts);
    let space = if opener == '{' { " " } else { "" };
    let joined = format!("{head}{space}{parts}{space}{}", line.trim_start());
    (joined.chars().count() <= WIDTH).then_some((at, joined))
}

/// Whether what a line opens is a group to be joined: `(` behind a name is no tuple, and `{` is that of a struct with one field.
fn holds(head: &str, opener: char, parts: &[String]) -> bool {
    let before = head[..head.len() - 1].trim_end();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '>');
    match opener {
        '(' => before.ends_with(is_name) && before.len() + 1 == head.len(),
        '[' => true,
        _ => {
            let path = before.rsplit([' ', '(', '&']).next().unwrap_or_default();
            let is_value = before.trim_start() == path || before.ends_with(&format!("({path}"));
            let name = path.rsplit("::").next().unwrap_or_default();
            let [part] = parts else { return false };
            is_value && name.starts_with(char::is_uppercase) && part.trim().len() <= FIELD + 1
        }
    }
}

/// Whether a line is one whole part of a group.
fn is_part(line: &str) -> bool {
    let text = line.trim_start();
    text.ends_with(',') && !text.starts_with("//") && !text.starts_with('#')
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_groups_are_one_line() {
        let long = "a".repeat(60);
        for (broken, joined) in [
            (
                "fn f(\n    &self,\n    a: i64,\n) -> X {".to_owned(),
                "fn f(&self, a: i64) -> X {".to_owned(),
            ),
            (
                "f(\n    g(\n        1,\n    ),\n);".into(),
                "f(g(1));".into(),
            ),
            (
                "    &[\n        1,\n        2,\n    ],".into(),
                "    &[1, 2],".into(),
            ),
            ("m::H {\n    core: c,\n}".into(), "m::H { core: c }".into()),
            // Not so: a tuple of one, a definition, comments, what is too long.
            ("x = (\n    1,\n);".into(), "x = (\n    1,\n);".into()),
            (
                "struct H {\n    core: C,\n}".into(),
                "struct H {\n    core: C,\n}".into(),
            ),
            (
                "f(\n    // one\n    1,\n);".into(),
                "f(\n    // one\n    1,\n);".into(),
            ),
            ("/// f(\n    1,\n)".into(), "/// f(\n    1,\n)".into()),
            (
                format!("f(\n    {long},\n    {long},\n);"),
                format!("f(\n    {long},\n    {long},\n);"),
            ),
        ] {
            let mut out = Vec::new();
            for line in broken.lines() {
                push(&mut out, line.to_owned());
            }
            assert_eq!(out.join("\n"), joined);
        }
    }
}
