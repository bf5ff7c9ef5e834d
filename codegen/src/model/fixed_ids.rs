//! Ids that stand in a path as they are: `/comments/12772103`. The request is about that one comment, and so is its method.

use crate::diag::Diagnostics;
use crate::read::raw;

/// Remarks on a path in which the id of a thing stands behind the name of such things.
pub(super) fn remark(segments: &[String], request: &raw::Request, diagnostics: &mut Diagnostics) {
    if has_id(segments) {
        diagnostics.remark(
            request.place,
            "an id that stands in the path as it is cannot be chosen by callers",
            "write a path variable (`:id`) in its place, with the id as its value, and it is an argument",
        );
    }
}

fn has_id(segments: &[String]) -> bool {
    let mut pairs = segments.windows(2);
    pairs.any(|pair| is_plural(&pair[0]) && is_id(&pair[1]))
}

/// Whether a segment names things of which there are many.
fn is_plural(segment: &str) -> bool {
    let is_word = segment
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-'));
    is_word && segment.len() > 3 && segment.ends_with('s')
}

/// Whether a segment is an id by its looks: a UUID, a long number, or many hexadecimal digits. Versions, years and small numbers may
/// be something else.
fn is_id(segment: &str) -> bool {
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    let hex = segment.bytes().filter(u8::is_ascii_hexdigit).count();
    let hyphens = segment.bytes().filter(|byte| *byte == b'-').count();
    let is_number = digits == segment.len() && digits > 4;
    let is_hex = hex == segment.len() && hex >= 16 && digits > 0;
    let is_uuid = segment.len() == 36 && hyphens == 4 && hex == 32;
    is_number || is_hex || is_uuid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_behind_plurals() {
        for (path, expected) in [
            ("comments/12772103", true),
            (
                "v2/line_items/3f0c3b1e-7c1c-4c43-8f3e-0b4c34b0a111/notes",
                true,
            ),
            ("users/507f1f77bcf86cd799439011", true),
            ("users/:id", false),
            ("users/{{id}}", false),
            ("users/me", false),
            ("reports/2024", false),
            ("pages/2", false),
            ("2/123456", false),
            ("status/abcdefabcdefabcdef", false),
            ("user/123456", false),
        ] {
            let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
            assert_eq!(has_id(&segments), expected, "{path}");
        }
    }
}
