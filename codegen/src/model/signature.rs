//! Auth that signs each request: what of its block is constant and no secret. The caller gives the rest.

/// A kind of auth for which the client signs requests by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// OAuth 1.0 (RFC 5849).
    OAuth1 {
        /// The name of the signature method: `HMAC-SHA1`, `HMAC-SHA256`, `HMAC-SHA512` or `PLAINTEXT`.
        method: String,
        /// Whether the parameters go into the header, not into form or query.
        in_header: bool,
        /// The realm; empty without one.
        realm: String,
        /// Whether a hash of the body is signed.
        body_hash: bool,
    },
    /// AWS Signature, version 4, in headers.
    AwsV4 {
        /// The region, if it is a constant.
        region: Option<String>,
        /// The service, if it is a constant.
        service: Option<String>,
    },
    /// Akamai EdgeGrid.
    EdgeGrid {
        /// Headers that are signed.
        headers: Vec<String>,
        /// How many bytes of a body are hashed, if not as many as Akamai says.
        max_body: Option<u64>,
    },
    /// Hawk.
    Hawk {
        /// Whether it signs with SHA-1, not SHA-256.
        sha1: bool,
        /// Whether a hash of the body is signed.
        payload_hash: bool,
    },
    /// Digest (RFC 7616).
    Digest,
    /// A JSON Web Token (RFC 7519) that is signed with a shared secret.
    Jwt {
        /// The number of bits of the hash: 256, 384 or 512.
        bits: u16,
        /// Where the token goes.
        place: TokenPlace,
    },
}

/// Where a token goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenPlace {
    /// Into `Authorization`, behind this word, or by itself if that is empty.
    Header(String),
    /// Into the query, under this key.
    Query(String),
}

impl Signature {
    /// What a block of this kind asks for; `None` if the client cannot sign so: with a private key, or in the query (AWS).
    ///
    /// `has` says whether the block has a parameter at all, `setting` gives its value if that is a constant and no secret.
    pub(super) fn of_block(
        kind: &str,
        has: impl Fn(&str) -> bool,
        setting: impl Fn(&str) -> Option<String>,
    ) -> Option<Self> {
        let filled = |key: &str| setting(key).filter(|value| !value.trim().is_empty());
        let is_on = |key: &str| filled(key).is_some_and(|value| value != "false");
        Some(match kind {
            "oauth1" => Self::OAuth1 {
                method: filled("signatureMethod")
                    .map_or_else(|| Some("HMAC-SHA1".to_owned()), known_method)?,
                // Postman writes this parameter into every block; where it is missing all the same, the parameters do not
                // go into the header.
                in_header: is_on("addParamsToHeader") || !has("consumerKey"),
                realm: filled("realm").unwrap_or_default(),
                body_hash: is_on("includeBodyHash"),
            },
            "awsv4" if is_on("addAuthDataToQuery") => return None,
            "awsv4" => Self::AwsV4 {
                region: filled("region"),
                service: filled("service"),
            },
            "edgegrid" => Self::EdgeGrid {
                headers: filled("headersToSign")
                    .map(|names| {
                        names
                            .split(',')
                            .map(|name| name.trim().to_owned())
                            .collect()
                    })
                    .unwrap_or_default(),
                max_body: filled("maxBodySize").and_then(|size| size.trim().parse().ok()),
            },
            "hawk" => Self::Hawk {
                sha1: filled("algorithm").is_some_and(|name| name == "sha1"),
                payload_hash: is_on("includePayloadHash"),
            },
            "digest" => Self::Digest,
            "jwt" => Self::Jwt {
                bits: match filled("algorithm").as_deref() {
                    Some("HS256") => 256,
                    Some("HS384") => 384,
                    Some("HS512") => 512,
                    _ => return None,
                },
                place: match filled("addTokenTo").is_some_and(|place| place.starts_with("query")) {
                    true => TokenPlace::Query(
                        filled("queryParamKey").unwrap_or_else(|| "token".to_owned()),
                    ),
                    false => TokenPlace::Header(
                        setting("headerPrefix")
                            .map_or_else(|| "Bearer".to_owned(), |prefix| prefix.trim().to_owned()),
                    ),
                },
            },
            _ => return None,
        })
    }

    /// Whether it takes the header `Authorization`.
    pub fn sets_authorization(&self) -> bool {
        match self {
            Self::OAuth1 { in_header, .. } => *in_header,
            Self::Jwt { place, .. } => matches!(place, TokenPlace::Header(_)),
            Self::AwsV4 { .. } | Self::EdgeGrid { .. } | Self::Hawk { .. } | Self::Digest => true,
        }
    }

    /// What tells it from others of its kind, in words.
    pub fn details(&self) -> String {
        let word = |is_so: bool, word: &'static str| if is_so { word } else { "" };
        match self {
            Self::OAuth1 {
                method,
                in_header,
                realm,
                body_hash,
            } => {
                let place = word(!in_header, "in form");
                let hash = word(*body_hash, "with body hash");
                format!("{method} {place} {realm} {hash}")
            }
            Self::AwsV4 { region, service } => {
                let (region, service) = (region.as_deref(), service.as_deref());
                format!(
                    "{} {}",
                    service.unwrap_or("any"),
                    region.unwrap_or_default()
                )
            }
            Self::EdgeGrid { headers, max_body } => {
                let most = max_body.map(|size| format!("{size} bytes"));
                format!("{} {}", headers.join(" "), most.unwrap_or_default())
            }
            Self::Hawk { sha1, payload_hash } => {
                let hash = if *sha1 { "sha1" } else { "sha256" };
                format!("{hash} {}", word(*payload_hash, "with body hash"))
            }
            Self::Digest => String::new(),
            Self::Jwt { bits, place } => match place {
                TokenPlace::Header(prefix) => format!("hs{bits} {prefix}"),
                TokenPlace::Query(key) => format!("hs{bits} in query {key}"),
            },
        }
    }

    /// The name of its kind, which is also that of the runtime's file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::OAuth1 { .. } => "oauth1",
            Self::AwsV4 { .. } => "aws_v4",
            Self::EdgeGrid { .. } => "edgegrid",
            Self::Hawk { .. } => "hawk",
            Self::Digest => "digest",
            Self::Jwt { .. } => "jwt",
        }
    }
}

/// A signature method that the client knows. Those with RSA need a private key.
fn known_method(name: String) -> Option<String> {
    let known = ["HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "PLAINTEXT"];
    known.contains(&&*name).then_some(name)
}
