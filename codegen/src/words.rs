//! What names are compared by: their letters, in the singular where the number does not matter.

/// A name as letters and digits alone, in lower case: `page[number]` and `pageNumber` are `pagenumber`.
pub(crate) fn letters(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The [`letters`] of a name in the singular: `pet` for `Pets`.
///
/// Two names that have the same are one; nobody reads it. So the most regular rules do, and `addresses` may become `addresse`.
/// [`name::ident::singular`](crate::name::ident::singular) makes words for people: it knows more rules, and keeps case and signs.
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
