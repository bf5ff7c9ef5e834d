//! A form of parts says what was put in, and nothing that was put in ends a line, a name or a part.

use postwright_runtime::request::Parts;
use postwright_runtime::{Body, CoreBuilder, File, Multipart, RequestError, Retries};

use super::{take, take_byte, take_text};

struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: Vec<u8>,
}

pub(crate) fn check(bytes: &[u8]) {
    let mut rest = bytes;
    let mut parts = Vec::new();
    while !rest.is_empty() && parts.len() < 16 {
        parts.push(part(&mut rest));
    }
    let Some(sent) = sent(&parts) else {
        // Only what is no media type is refused.
        let mut kinds = parts.iter().filter_map(|part| part.content_type.as_deref());
        return assert!(kinds.any(|kind| !is_media_type(kind)));
    };
    if parts.is_empty() {
        return assert!(sent.is_empty());
    }
    let end = sent
        .windows(2)
        .position(|two| two == b"\r\n")
        .expect("a boundary");
    let boundary = [b"\r\n", &sent[..end]].concat();
    let whole = [b"\r\n", sent.as_slice()].concat();
    let mut pieces = split(&whole, &boundary).into_iter().skip(1);
    for part in &parts {
        let piece = pieces.next().expect("a part");
        let at = find(piece, b"\r\n\r\n").expect("a head");
        let (head, content) = (&piece[..at], &piece[at + 4..]);
        assert_eq!(content, part.content, "the content");
        held(part, &String::from_utf8_lossy(head));
    }
    assert_eq!(pieces.next(), Some(b"--\r\n".as_slice()), "the end");
    assert_eq!(pieces.next(), None);
}

fn is_media_type(text: &str) -> bool {
    let text = text.trim_matches([' ', '\t']);
    let is_printable = |c: char| matches!(c, '\t' | ' '..='~');
    !text.is_empty() && text.chars().all(is_printable)
}

fn part(bytes: &mut &[u8]) -> Part {
    let kind = take_byte(bytes);
    let (name, content) = (take_text(bytes), take(bytes).to_vec());
    let is_file = kind & 1 == 1;
    Part {
        name,
        content: match is_file {
            true => content,
            false => String::from_utf8_lossy(&content).into_owned().into_bytes(),
        },
        file_name: is_file.then(|| take_text(bytes)),
        content_type: (kind & 2 == 2).then(|| take_text(bytes)),
    }
}

/// The body of a form of these parts, as it is handed to what signs; nothing if it is refused.
fn sent(parts: &[Part]) -> Option<Vec<u8>> {
    let mut form = Multipart::new();
    for part in parts {
        let text = String::from_utf8_lossy(&part.content).into_owned();
        match (&part.file_name, &part.content_type) {
            (None, None) => form.text(&part.name, &text),
            (None, Some(kind)) => form.text_as(&part.name, &text, kind),
            (Some(name), kind) => {
                let file = File::bytes(name, part.content.clone());
                let file = match kind {
                    Some(kind) => file.with_content_type(kind),
                    None => file,
                };
                form.file(&part.name, [&file]);
            }
        }
    }
    let seen = std::sync::Arc::new(std::sync::Mutex::new(None));
    let see = seen.clone();
    let mut builder = CoreBuilder::new(&[("base_url", Some("http://127.0.0.1:9"))]);
    builder.transport(super::response::Silent);
    builder.retries(Retries::none());
    builder.sign(move |parts: &mut Parts| -> Result<(), RequestError> {
        *see.lock().expect("no panic") = Some(parts.body.clone());
        Ok(())
    });
    let core = builder.build().expect("a client");
    let mut request = core.request("POST", "/", &[]);
    request.multipart(form);
    let call = request.call_any(|answer| answer.empty());
    super::response::finished(call).ok();
    let body: Option<Body> = seen.lock().expect("no panic").take();
    body.map(|body| body.bytes().expect("no files on disk").to_vec())
}

/// Holds the head of a part against what it should say.
fn held(part: &Part, head: &str) {
    let lines: Vec<&str> = head.trim_start_matches("\r\n").split("\r\n").collect();
    let stated = part.content_type.is_some();
    // The last segment of a path is the name (RFC 7578 §4.2).
    let file_name = part.file_name.as_deref();
    let file_name = file_name.map(|name| name.rsplit('/').next().unwrap_or(name));
    let is_typed = file_name.map_or(stated, |name| !name.is_empty());
    assert_eq!(lines.len(), 1 + usize::from(is_typed), "{head:?}");
    let disposition = lines[0];
    assert!(!disposition.contains(['\r', '\n']), "{disposition:?}");
    let start = format!(
        "Content-Disposition: form-data; name=\"{}\"",
        escaped(&part.name)
    );
    assert!(disposition.starts_with(&start), "{disposition:?}");
    let rest = &disposition[start.len()..];
    match file_name {
        None => assert_eq!(rest, ""),
        Some(name) => {
            let start = format!("; filename=\"{}\"", escaped(name));
            assert!(rest.starts_with(&start), "{disposition:?}");
            assert!(!rest[start.len()..].contains('"'), "{disposition:?}");
        }
    }
}

/// Names as browsers write them (HTML §4.10.21.8).
fn escaped(name: &str) -> String {
    let pieces = name.chars().map(|c| match c {
        '"' => "%22".to_owned(),
        '\r' => "%0D".to_owned(),
        '\n' => "%0A".to_owned(),
        c => c.to_string(),
    });
    pieces.collect()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn split<'b>(bytes: &'b [u8], at: &[u8]) -> Vec<&'b [u8]> {
    let (mut pieces, mut rest) = (Vec::new(), bytes);
    while let Some(found) = find(rest, at) {
        pieces.push(&rest[..found]);
        rest = &rest[found + at.len()..];
    }
    pieces.push(rest);
    pieces
}
