//! Secrets that are known by their shape, wherever they stand: what vendors give their tokens, private keys, and what
//! follows `Bearer` or `Basic`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use super::value::looks_random;

/// A secret that was found in a text by its shape.
pub(super) struct Shaped {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: &'static str,
}

/// How a token goes on after its opening.
#[derive(Clone, Copy)]
enum Rest {
    /// Letters, digits, `_` and `-`: this many bytes or more in all.
    Word(usize),
    /// The same, and it looks random.
    Random(usize),
    /// The same and dots, of which there are two or more.
    Dotted(usize),
    /// The same and slashes.
    Path(usize),
    /// Capitals and digits, exactly this many bytes in all.
    Capitals(usize),
    /// Lower-case hexadecimal digits, exactly this many behind the opening.
    Hex(usize),
    /// A word behind a scheme of `Authorization`.
    Credential,
    /// A block that ends with `-----END …-----`.
    Pem,
    /// The second half of a Telegram bot's token; the first is a number.
    Telegram,
}

/// Of two openings where one begins with the other, the longer stands first.
#[rustfmt::skip]
const SHAPES: &[(&str, &str, Rest)] = &[
    ("AKIA", "AWS access key", Rest::Capitals(20)),
    ("ASIA", "AWS access key", Rest::Capitals(20)),
    ("github_pat_", "GitHub token", Rest::Word(20)),
    ("ghp_", "GitHub token", Rest::Word(20)),
    ("gho_", "GitHub token", Rest::Word(20)),
    ("ghu_", "GitHub token", Rest::Word(20)),
    ("ghs_", "GitHub token", Rest::Word(20)),
    ("ghr_", "GitHub token", Rest::Word(20)),
    ("glpat-", "GitLab token", Rest::Word(20)),
    ("gldt-", "GitLab token", Rest::Word(20)),
    ("glrt-", "GitLab token", Rest::Word(20)),
    ("xoxb-", "Slack token", Rest::Word(20)),
    ("xoxp-", "Slack token", Rest::Word(20)),
    ("xoxa-", "Slack token", Rest::Word(20)),
    ("xoxr-", "Slack token", Rest::Word(20)),
    ("xoxs-", "Slack token", Rest::Word(20)),
    ("xoxe-", "Slack token", Rest::Word(20)),
    ("xoxe.xox", "Slack token", Rest::Dotted(30)),
    ("xapp-", "Slack token", Rest::Word(20)),
    ("hooks.slack.com/services/", "Slack webhook", Rest::Path(40)),
    ("discord.com/api/webhooks/", "Discord webhook", Rest::Path(50)),
    ("discordapp.com/api/webhooks/", "Discord webhook", Rest::Path(50)),
    ("sk_live_", "Stripe key", Rest::Word(20)),
    ("sk_test_", "Stripe key", Rest::Word(20)),
    ("rk_live_", "Stripe key", Rest::Word(20)),
    ("rk_test_", "Stripe key", Rest::Word(20)),
    ("whsec_", "Stripe webhook secret", Rest::Random(24)),
    ("AIza", "Google API key", Rest::Word(20)),
    ("ya29.", "Google token", Rest::Word(24)),
    ("GOCSPX-", "Google client secret", Rest::Word(24)),
    ("eyJ", "JSON Web Token", Rest::Dotted(20)),
    ("SG.", "SendGrid key", Rest::Dotted(40)),
    ("SK", "Twilio key", Rest::Hex(32)),
    ("npm_", "npm token", Rest::Random(30)),
    ("pypi-", "PyPI token", Rest::Random(50)),
    ("rubygems_", "RubyGems key", Rest::Random(40)),
    ("dckr_pat_", "Docker token", Rest::Random(25)),
    ("PMAK-", "Postman key", Rest::Random(30)),
    ("PMAT-", "Postman token", Rest::Random(25)),
    ("shpat_", "Shopify token", Rest::Random(25)),
    ("shpca_", "Shopify token", Rest::Random(25)),
    ("shppa_", "Shopify token", Rest::Random(25)),
    ("shpss_", "Shopify secret", Rest::Random(25)),
    ("sq0atp-", "Square token", Rest::Random(25)),
    ("sq0csp-", "Square secret", Rest::Random(25)),
    ("EAAA", "Square token", Rest::Random(60)),
    ("key-", "Mailgun key", Rest::Hex(32)),
    ("xkeysib-", "Brevo key", Rest::Random(40)),
    ("dop_v1_", "DigitalOcean token", Rest::Random(40)),
    ("doo_v1_", "DigitalOcean token", Rest::Random(40)),
    ("dor_v1_", "DigitalOcean token", Rest::Random(40)),
    ("sk-ant-", "Anthropic key", Rest::Random(24)),
    ("sk-proj-", "OpenAI key", Rest::Random(30)),
    ("sk-or-", "OpenRouter key", Rest::Random(30)),
    ("sk-", "OpenAI key", Rest::Random(35)),
    ("hf_", "Hugging Face token", Rest::Random(30)),
    ("dapi", "Databricks token", Rest::Hex(32)),
    ("glsa_", "Grafana token", Rest::Random(30)),
    ("hvs.", "Vault token", Rest::Random(24)),
    ("lin_api_", "Linear key", Rest::Random(30)),
    ("figd_", "Figma token", Rest::Random(30)),
    ("ntn_", "Notion token", Rest::Random(40)),
    ("secret_", "Notion token", Rest::Random(45)),
    ("ATATT3", "Atlassian token", Rest::Random(50)),
    ("NRAK-", "New Relic key", Rest::Random(25)),
    ("rzp_live_", "Razorpay key", Rest::Random(20)),
    (":AA", "Telegram bot token", Rest::Telegram),
    ("-----BEGIN ", "private key", Rest::Pem),
    ("Bearer ", "bearer token", Rest::Credential),
    ("bearer ", "bearer token", Rest::Credential),
    ("BEARER ", "bearer token", Rest::Credential),
    ("Basic ", "basic credential", Rest::Credential),
    ("basic ", "basic credential", Rest::Credential),
    ("Token ", "token", Rest::Credential),
    ("token ", "token", Rest::Credential),
    ("Bot ", "bot token", Rest::Credential),
    ("Digest ", "digest credential", Rest::Credential),
];

/// All openings at once: one look at each byte of a text, however many shapes there are.
static OPENINGS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::DFA))
        .build(SHAPES.iter().map(|(opening, _, _)| opening))
        .ok()
});

/// The secrets in a text that are known by their shape, in order.
pub(super) fn find(text: &str) -> Vec<Shaped> {
    const SHORTEST: usize = 16;
    let mut found = Vec::new();
    let Some(openings) = OPENINGS.as_ref().filter(|_| text.len() >= SHORTEST) else {
        return found;
    };
    let mut at = 0;
    while let Some(opening) = openings.find(Input::new(text).range(at..)) {
        let (_, kind, rest) = SHAPES[opening.pattern().as_usize()];
        match token(text, opening.range(), rest) {
            Some(range)
                if range.start >= found.last().map_or(0, |last: &Shaped| last.range.end) =>
            {
                at = range.end;
                found.push(Shaped { range, kind });
            }
            _ => at = opening.end(),
        }
    }
    found
}

/// What kind of token a text holds, if any.
pub(super) fn kind_of(text: &str) -> Option<&'static str> {
    let shaped = find(text).into_iter();
    shaped
        .map(|shaped| shaped.kind)
        .find(|kind| !matches!(*kind, "token" | "bearer token" | "basic credential"))
}

/// The whole token that an opening begins, if it is one.
fn token(text: &str, opening: Range<usize>, rest: Rest) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let inside = |at: usize| at > 0 && bytes[at - 1].is_ascii_alphanumeric();
    let run = |from: usize, more: &[u8]| {
        let is_part =
            |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-') || more.contains(b);
        let length = bytes[from..].iter().take_while(|b| is_part(b)).count();
        from..from + length
    };
    let start = opening.start;
    let is_long = |range: &Range<usize>, least: usize| range.len() >= least;
    match rest {
        Rest::Telegram => {
            let digits = bytes[..start]
                .iter()
                .rev()
                .take_while(|b| b.is_ascii_digit())
                .count();
            let range = start - digits..run(start + 1, b"").end;
            ((8..=10).contains(&digits) && range.len() >= digits + 31).then_some(range)
        }
        Rest::Pem => pem(text, opening),
        _ if inside(start) => None,
        Rest::Word(least) => Some(run(opening.end, b"").end)
            .map(|end| start..end)
            .filter(|range| is_long(range, least)),
        Rest::Random(least) => Some(start..run(opening.end, b"").end)
            .filter(|range| is_long(range, least) && looks_random(&text[range.clone()])),
        Rest::Dotted(least) => Some(start..run(start, b".").end).filter(|range| {
            is_long(range, least)
                && text[range.clone()]
                    .trim_end_matches('.')
                    .matches('.')
                    .count()
                    >= 2
        }),
        Rest::Path(least) => Some(start..run(start, b"./").end)
            .filter(|range| is_long(range, least) && looks_random(&text[range.clone()])),
        Rest::Capitals(length) => Some(run(start, b"")).filter(|range| {
            range.len() == length
                && bytes[range.clone()]
                    .iter()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        }),
        Rest::Hex(length) => Some(run(opening.end, b""))
            .filter(|range| {
                range.len() == length
                    && bytes[range.clone()]
                        .iter()
                        .all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
            })
            .map(|range| start..range.end),
        Rest::Credential => credential(text, opening.end),
    }
}

/// The word behind a scheme, if it is long and random.
fn credential(text: &str, from: usize) -> Option<Range<usize>> {
    const SHORTEST: usize = 16;
    let is_end = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '`' | ',' | ';' | '<' | '>' | '(' | ')' | '\\'
            )
    };
    let rest = &text[from..];
    let word = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    (word.len() >= SHORTEST && looks_random(word)).then(|| from..from + word.len())
}

/// A private key from `-----BEGIN` to the end of `-----END …-----`, or of the text.
fn pem(text: &str, opening: Range<usize>) -> Option<Range<usize>> {
    const MARK: &str = "-----";
    let (label, body) = text[opening.end..].split_once(MARK)?;
    if label.len() > 40 || !label.contains("PRIVATE KEY") {
        return None;
    }
    let end = body.split_once("-----END").map(|(_, tail)| {
        let after = tail.find(MARK).map_or(tail.len(), |at| at + MARK.len());
        text.len() - tail.len() + after
    });
    Some(opening.start..end.unwrap_or(text.len()))
}
