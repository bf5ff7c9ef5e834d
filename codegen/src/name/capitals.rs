//! Words that are written with several capital letters, before they are cut at these.

/// Words that are written with a capital letter inside.
const INNER_CAPITALS: [(&str, &str); 6] = [
    ("OAuth", "Oauth"),
    ("GraphQL", "Graphql"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("iOS", "Ios"),
    ("macOS", "Macos"),
];

/// The text with one capital letter for each word where more would take it apart: `Ids` for `IDs`, `Oauth2` for `OAuth2`.
pub(super) fn whole_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let begins = !out.ends_with(|c: char| c.is_ascii_alphabetic());
        let is_after_small = out.ends_with(|c: char| c.is_ascii_lowercase());
        let mut known = INNER_CAPITALS.iter();
        let known = known.find(|(word, _)| {
            let follows = begins || (is_after_small && first.is_ascii_uppercase());
            let behind = rest.strip_prefix(word);
            follows
                && behind.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
        });
        let (taken, written) = match known {
            Some((word, written)) => (word.len(), (*written).to_owned()),
            None => match plural_of_capitals(rest).filter(|_| begins || is_after_small) {
                Some(word) => (
                    word.len(),
                    word[..1].to_owned() + &word[1..].to_ascii_lowercase(),
                ),
                None => (first.len_utf8(), first.to_string()),
            },
        };
        out.push_str(&written);
        rest = &rest[taken..];
    }
    out
}

/// The plural of an abbreviation that a text begins with: `IDs`.
fn plural_of_capitals(text: &str) -> Option<&str> {
    let capitals = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let behind = text.get(capitals..)?.strip_prefix('s')?;
    let ends = !behind.starts_with(|c: char| c.is_ascii_lowercase());
    (capitals >= 2 && ends).then(|| &text[..=capitals])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole() {
        for (text, expected) in [
            ("List user IDs", "List user Ids"),
            ("userIDs", "userIds"),
            ("GET URLs 2 APIs", "GET Urls 2 Apis"),
            ("ASNs 2", "Asns 2"),
            ("HTTPs", "Https"),
            ("DNSserver", "DNSserver"),
            ("OAuth2Token", "Oauth2Token"),
            ("myOAuthToken", "myOauthToken"),
            ("SOAuthor", "SOAuthor"),
            ("iOS app", "Ios app"),
            ("RadiOS", "RadiOS"),
            ("IPv4Address", "Ipv4Address"),
            ("", ""),
        ] {
            assert_eq!(whole_words(text), expected, "{text}");
        }
    }
}
