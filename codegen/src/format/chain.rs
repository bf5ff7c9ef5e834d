//! Short method chains on one line.
//!
//! `prettyplease` breaks a chain before every `.` as soon as its last call spans lines. A reader expects
//! `request.call(|answer| match …` and `self.core.request(` to stay together: fields join the receiver, and so does a
//! call that is the only one.

use super::group;

/// A line that would be longer stays broken.
const WIDTH: usize = 100;

/// Rewrites formatted code, line by line, then joins short groups. Only white space between tokens changes, and commas at the end of
/// groups.
pub(super) fn join(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::with_capacity(lines.len());
    let mut at = 0;
    while at < lines.len() {
        at = join_at(&lines, at, &mut out);
    }
    let mut joined: Vec<String> = Vec::with_capacity(out.len());
    for line in out {
        group::push(&mut joined, line);
    }
    let mut text = joined.join("\n");
    text.push('\n');
    text
}

/// Writes the statement that starts at a line; gives the line after what it wrote.
fn join_at(lines: &[&str], at: usize, out: &mut Vec<String>) -> usize {
    let mut head = lines[at].to_owned();
    let indent = indent_of(&head);
    if !ends_with_receiver(&head) {
        out.push(head);
        return at + 1;
    }
    let mut next = at + 1;
    while let Some(field) = lines
        .get(next)
        .and_then(|line| element(line, indent))
        .filter(|text| is_field(text))
    {
        head.push_str(field);
        next += 1;
    }
    let Some(call) = lines.get(next).and_then(|line| element(line, indent)) else {
        out.push(head);
        return next;
    };
    let end = (next + 1..lines.len())
        .find(|line| indent_of(lines[*line]) < indent + 4)
        .unwrap_or(lines.len());
    let only_one = lines[next + 1..end]
        .iter()
        .all(|line| element(line, indent).is_none());
    if !only_one || head.len() + call.len() > WIDTH {
        out.push(head);
        return next;
    }
    head.push_str(call);
    out.push(head);
    for line in &lines[next + 1..end] {
        out.push(line.strip_prefix("    ").unwrap_or(line).to_owned());
    }
    end
}

fn indent_of(line: &str) -> usize {
    if line.trim().is_empty() {
        usize::MAX
    } else {
        line.len() - line.trim_start().len()
    }
}

/// Whether a line breaks off behind a name, as before a method call.
fn ends_with_receiver(line: &str) -> bool {
    let is_code = !line.trim_start().starts_with("//");
    is_code && line.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// A link of the chain that starts at this indent.
fn element(line: &str, indent: usize) -> Option<&str> {
    (indent_of(line) == indent + 4)
        .then(|| line.trim_start())
        .filter(|text| text.starts_with('.') && !text.starts_with(".."))
}

fn is_field(element: &str) -> bool {
    element[1..]
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_')
        && element != ".await"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_chains_are_joined() {
        for (broken, joined) in [
            (
                "    request\n        .call(|a| match a {\n            1 => b(),\n        })\n",
                "    request.call(|a| match a {\n        1 => b(),\n    })\n",
            ),
            (
                "    let r = self\n        .core\n        .request(\n            \"GET\",\n        );\n    r\n",
                "    let r = self.core.request(\"GET\");\n    r\n",
            ),
            (
                "    self\n        .core\n        .request()\n        .call()\n",
                "    self.core\n        .request()\n        .call()\n",
            ),
            ("    x\n        .await;\n", "    x.await;\n"),
            (
                "    // note\n        .call()\n",
                "    // note\n        .call()\n",
            ),
        ] {
            assert_eq!(join(broken), joined);
        }
    }
}
