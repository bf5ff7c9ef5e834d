//! Replaces secrets wherever else they turn up.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use super::REDACTED;
use super::findings::{Findings, Trail};
use super::value::looks_random;

/// What has to be encoded in a URL (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Known secrets, looked for all at once: the time depends on the text alone, not on how many there are.
pub(super) struct Traced {
    secrets: AhoCorasick,
    replacements: Vec<&'static str>,
}

impl Traced {
    /// Each secret as it is, and as it stands in a URL and in JSON within text.
    pub(super) fn new(found: &BTreeSet<String>) -> Option<Self> {
        let mut forms: BTreeSet<String> = found.clone();
        for secret in found {
            if !secret.bytes().all(|b| b.is_ascii_alphanumeric()) {
                forms.insert(utf8_percent_encode(secret, RESERVED).to_string());
                forms.insert(
                    Value::from(secret.as_str())
                        .to_string()
                        .trim_matches('"')
                        .to_owned(),
                );
                forms.insert(secret.replace('/', "\\/"));
            }
        }
        // Of two secrets that begin alike the longer one counts.
        let secrets = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&forms)
            .ok()
            .filter(|secrets| secrets.patterns_len() > 0)?;
        let replacements = vec![REDACTED; secrets.patterns_len()];
        Some(Self {
            secrets,
            replacements,
        })
    }

    /// Replaces them in every text of a document.
    pub(super) fn replace(&self, value: &mut Value, trail: &Trail<'_>, findings: &mut Findings) {
        match value {
            Value::String(text) if self.secrets.is_match(text.as_str()) => {
                *text = self.secrets.replace_all(text, &self.replacements);
                findings.add_copy(trail);
            }
            Value::Array(list) => list
                .iter_mut()
                .enumerate()
                .for_each(|(index, item)| self.replace(item, &trail.index(index), findings)),
            Value::Object(members) => members
                .iter_mut()
                .for_each(|(key, member)| self.replace(member, &trail.key(key), findings)),
            _ => {}
        }
    }
}

/// What of a taken value may turn up elsewhere: the value, the token of `Bearer abc`, that of `id=abc; HttpOnly`.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    // What a cookie says of itself is no secret.
    const OF_COOKIES: [&str; 4] = ["path=", "expires=", "domain=", "max-age="];
    let is_setting = |part: &&str| {
        let part = part.trim_start();
        OF_COOKIES.iter().any(|name| {
            part.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        })
    };
    let tokens = text
        .split(';')
        .filter(move |part| !is_setting(part))
        .flat_map(|part| part.split([' ', '=', ',', '"']));
    tokens
        .chain(std::iter::once(text))
        .filter(|part| looks_random(part))
}
