//! The macros of the runtime: a name with entries in braces.
//!
//! `prettyplease` takes what is in a macro for any tokens, and breaks it anywhere. Here lines are broken between entries.

/// What rustfmt keeps to.
const WIDTH: usize = 100;

/// Lays out a formatted call such as `runtime::string_enum!(Color { Red = "red", Blue = "blue" });`: on one line if it fits.
pub(super) fn lay_out(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let line = lines.join(" ").replacen("!( ", "!(", 1);
    let line = match line.strip_suffix(" );") {
        Some(call) => format!("{call});"),
        None => line,
    };
    let parts = (line.chars().count() > WIDTH).then(|| split(&line));
    match parts.flatten() {
        Some((head, entries, tail)) => broken(head, &entries, tail),
        None => line + "\n",
    }
}

/// What stands before the entries, the entries, and what stands behind them.
fn split(line: &str) -> Option<(&str, Vec<&str>, &str)> {
    let open = line.find('{')? + 1;
    let (mut entries, mut start) = (Vec::new(), open);
    let (mut is_text, mut is_escaped, mut depth) = (false, false, 0);
    for (at, c) in line.char_indices().skip_while(|(at, _)| *at < open) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_text => is_escaped = true,
            '"' => is_text = !is_text,
            _ if is_text => {}
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                entries.push(line[start..at].trim());
                start = at + 1;
            }
            '}' => {
                entries.push(line[start..at].trim());
                entries.retain(|entry| !entry.is_empty());
                return Some((&line[..open], entries, &line[at..]));
            }
            _ => {}
        }
    }
    None
}

fn broken(head: &str, entries: &[&str], tail: &str) -> String {
    const INDENT: &str = "   ";
    let mut out = format!("{head}\n{INDENT}");
    let mut column = INDENT.len();
    for entry in entries {
        let width = entry.chars().count() + 2;
        if column + width > WIDTH && column > INDENT.len() {
            out.push_str(&format!("\n{INDENT}"));
            column = INDENT.len();
        }
        out.push_str(&format!(" {entry},"));
        column += width;
    }
    out + &format!("\n{tail}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_are_broken_between_entries() {
        let long = "x".repeat(70);
        for (given, expected) in [
            (
                "runtime::m!(\n    Name { A = \"a\", B\n    = \"b\" }\n);\n".to_owned(),
                "runtime::m!(Name { A = \"a\", B = \"b\" });\n".to_owned(),
            ),
            (
                format!(
                    "runtime::m!(\n    Name {{ A = \"a, }}\\\"\", B(x, y), C =\n    \"{long}\" }} hides {{ d }}\n);\n"
                ),
                format!(
                    "runtime::m!(Name {{\n    A = \"a, }}\\\"\", B(x, y),\n    C = \"{long}\",\n}} hides {{ d }});\n"
                ),
            ),
        ] {
            assert_eq!(lay_out(&given), expected);
        }
    }
}
