//! Formats of text that are told by looking: dates, UUIDs, URLs, email addresses.

/// A date: `2024-01-31`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    is_like(text, "dddd-dd-dd")
        && (1..=12).contains(&text[5..7].parse().unwrap_or(0))
        && (1..=31).contains(&text[8..10].parse().unwrap_or(0))
}

/// A date with a time, as RFC 3339 writes it or nearly so: with a space, and without an offset or its colon, as many APIs do.
#[must_use]
pub fn is_date_time(text: &str) -> bool {
    let (Some(date), Some(rest)) = (text.get(..10), text.get(10..)) else {
        return false;
    };
    let Some(time) = rest.strip_prefix(['T', 't', ' ']) else {
        return false;
    };
    let Some((clock, rest)) = time.get(..8).zip(time.get(8..)) else {
        return false;
    };
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let is_offset = matches!(offset, "Z" | "z" | "")
        || ["+dd:dd", "-dd:dd", "+dddd", "-dddd", "+dd", "-dd"]
            .iter()
            .any(|form| is_like(offset, form));
    is_date(date) && is_like(clock, "dd:dd:dd") && is_offset
}

/// A date with a time exactly as RFC 3339 writes it (§5.6).
#[must_use]
pub fn is_rfc3339(text: &str) -> bool {
    let offset = text.get(19..).map(|rest| {
        let fraction = |c: char| c == '.' || c.is_ascii_digit();
        rest.trim_start_matches(fraction)
    });
    let has_offset = offset.is_some_and(|offset| {
        matches!(offset, "Z" | "z") || is_like(offset, "+dd:dd") || is_like(offset, "-dd:dd")
    });
    is_date_time(text) && has_offset && matches!(text.as_bytes()[10], b'T' | b't')
}

/// A UUID (RFC 9562).
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// An absolute URL.
#[must_use]
pub fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    is_scheme
        && !rest.is_empty()
        && !rest.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
}

/// An email address.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    let is_local = !local.is_empty()
        && local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+-/=?^_`{|}~".contains(&b));
    let mut labels = host.split('.');
    is_local
        && host.contains('.')
        && labels.all(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

/// Whether a text has this form: `d` stands for a digit, anything else for itself.
fn is_like(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, wanted)| match wanted {
                b'd' => byte.is_ascii_digit(),
                _ => byte == wanted,
            })
}
