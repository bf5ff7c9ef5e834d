//! What names are compared by: their letters, in the singular where the number does not matter.

/// A name as letters and digits alone, in lower case: `page[number]` and `pageNumber` are `pagenumber`.
pub(crate) fn letters(name: &str) -> String {
    if name.is_ascii() {
        // Nearly all names are, and they are asked for often.
        let mut letters = name.to_owned();
        letters.retain(|c| c.is_ascii_alphanumeric());
        letters.make_ascii_lowercase();
        return letters;
    }
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The [`letters`] of a name in the singular: `pet` for `Pets`.
///
/// It is compared by, and read by nobody. It knows the plainest rules alone: `addresses` is `addresse`, and so not taken for `address`;
/// with more rules more objects would be of one type. [`name::ident::singular`](crate::name::ident::singular) makes words for people,
/// by more rules, with the case and the signs of the name.
pub(crate) fn singular(name: &str) -> String {
    let name = letters(name);
    match name.strip_suffix("ies") {
        Some(stem) if stem.len() > 2 => format!("{stem}y"),
        _ => match name.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
            _ => name,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_names() {
        for (name, expected) in [
            ("page[number]", "pagenumber"),
            ("pageNumber", "pagenumber"),
            ("X-Größe 2", "xgröße2"),
            ("$_", ""),
        ] {
            assert_eq!(letters(name), expected, "{name}");
        }
    }

    #[test]
    fn singulars() {
        for (name, expected) in [
            ("Pets", "pet"),
            ("categories", "category"),
            ("status", "status"),
            ("is", "is"),
            ("line_items", "lineitem"),
            ("address", "address"),
            ("addresses", "addresse"),
            ("bus", "bus"),
        ] {
            assert_eq!(singular(name), expected, "{name}");
        }
    }
}
