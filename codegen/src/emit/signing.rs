//! Code for credentials that sign: the builder's methods, what a first program gives them, and how the example `replay` makes
//! them from a collection's block.

use proc_macro2::TokenStream;
use quote::quote;

use super::{docs, ident, program};
use crate::model::{Signature, TokenPlace};

/// The method of the builder. What the collection says counts where the caller says nothing.
pub(super) fn method(
    signature: &Signature,
    method: &syn::Ident,
    key: &str,
    beside: &str,
) -> TokenStream {
    let about = docs::outer([about(signature), &said(signature), beside]);
    let (file, name) = path(signature);
    let defaults = defaults(signature);
    quote! {
        #about
        pub fn #method(mut self, credential: runtime::#file::#name) -> Self {
            self.core.credential(#key, credential #defaults);
            self
        }
    }
}

/// The runtime's file and type.
fn path(signature: &Signature) -> (syn::Ident, syn::Ident) {
    let name = match signature {
        Signature::OAuth1 { .. } => "OAuth1",
        Signature::AwsV4 { .. } => "AwsV4",
        Signature::EdgeGrid { .. } => "EdgeGrid",
        Signature::Hawk { .. } => "Hawk",
        Signature::Digest => "Digest",
        Signature::Jwt { .. } => "Jwt",
    };
    (ident(signature.name()), ident(name))
}

fn about(signature: &Signature) -> &'static str {
    match signature {
        Signature::OAuth1 { .. } => {
            "Sets the consumer, and the token, with whose secrets requests are signed (OAuth 1.0, RFC 5849)."
        }
        Signature::AwsV4 { .. } => {
            "Sets the keys with which requests are signed (AWS Signature, version 4)."
        }
        Signature::EdgeGrid { .. } => {
            "Sets the client with whose secret requests are signed (Akamai EdgeGrid)."
        }
        Signature::Hawk { .. } => "Sets the key with which requests are signed (Hawk).",
        Signature::Digest => {
            "Sets user name and password, which answer the challenges of the server (Digest, RFC 7616)."
        }
        Signature::Jwt { .. } => {
            "Sets secret and claims of the token that is made for each request (JWT, RFC 7519)."
        }
    }
}

/// What the collection says of it.
fn said(signature: &Signature) -> String {
    let said = match signature {
        Signature::OAuth1 {
            method,
            in_header,
            realm,
            body_hash,
        } => {
            let place = if *in_header {
                "in the header `Authorization`"
            } else {
                "in the form or the query"
            };
            let realm = match realm.as_str() {
                "" => String::new(),
                realm => format!(", for the realm {}", docs::code(realm)),
            };
            let hash = if *body_hash {
                ", with a hash of the body"
            } else {
                ""
            };
            format!("by {}, {place}{realm}{hash}", docs::code(method))
        }
        Signature::AwsV4 { region, service } => {
            let part = |what: &str, value: &Option<String>| {
                Some(format!("for the {what} {}", docs::code(value.as_ref()?)))
            };
            let parts = [part("region", region), part("service", service)];
            parts
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" and ")
        }
        Signature::EdgeGrid { headers, max_body } => {
            let names: Vec<String> = headers.iter().map(|name| docs::code(name)).collect();
            let headers =
                (!names.is_empty()).then(|| format!("with the headers {}", names.join(", ")));
            let most = max_body.map(|size| format!("with the first {size} bytes of a body"));
            headers
                .into_iter()
                .chain(most)
                .collect::<Vec<_>>()
                .join(" and ")
        }
        Signature::Hawk { sha1, payload_hash } => {
            let hash = if *sha1 { "by SHA-1" } else { "by SHA-256" };
            format!(
                "{hash}{}",
                if *payload_hash {
                    ", with a hash of the body"
                } else {
                    ""
                }
            )
        }
        Signature::Digest => String::new(),
        Signature::Jwt { bits, place } => {
            let place = match place {
                TokenPlace::Header(prefix) if prefix.is_empty() => {
                    "as the header `Authorization`".to_owned()
                }
                TokenPlace::Header(prefix) => {
                    format!("in `Authorization` behind {}", docs::code(prefix))
                }
                TokenPlace::Query(key) => format!("in the query as {}", docs::code(key)),
            };
            format!("by `HS{bits}`, {place}")
        }
    };
    match said.as_str() {
        "" => said,
        _ => format!(
            "The collection signs {said}: so does the client where the credential does not say otherwise."
        ),
    }
}

/// The calls that fill in what the collection says, where that is not the runtime's own default.
fn defaults(signature: &Signature) -> TokenStream {
    match signature {
        Signature::OAuth1 {
            method,
            in_header,
            realm,
            body_hash,
        } => {
            let method = match method.as_str() {
                "HMAC-SHA256" => Some(quote!(HmacSha256)),
                "HMAC-SHA512" => Some(quote!(HmacSha512)),
                "PLAINTEXT" => Some(quote!(Plaintext)),
                _ => None,
            };
            let method =
                method.map(|name| quote!(.default_method(runtime::oauth1::SignatureMethod::#name)));
            let place =
                (!in_header).then(|| quote!(.default_place(runtime::oauth1::Place::FormOrQuery)));
            let realm = (!realm.is_empty()).then(|| quote!(.default_realm(#realm)));
            let hash = body_hash.then(|| quote!(.default_body_hash(true)));
            quote!(#method #place #realm #hash)
        }
        Signature::AwsV4 { region, service } => {
            let region = region
                .as_ref()
                .map(|region| quote!(.default_region(#region)));
            let service = service
                .as_ref()
                .map(|service| quote!(.default_service(#service)));
            quote!(#region #service)
        }
        Signature::EdgeGrid { headers, max_body } => {
            let headers =
                (!headers.is_empty()).then(|| quote!(.default_headers_to_sign(&[#(#headers),*])));
            let most = max_body.and_then(|size| usize::try_from(size).ok());
            let most = most.map(proc_macro2::Literal::usize_unsuffixed);
            let most = most.map(|size| quote!(.default_max_body(#size)));
            quote!(#headers #most)
        }
        Signature::Hawk { sha1, payload_hash } => {
            let algorithm =
                sha1.then(|| quote!(.default_algorithm(runtime::hawk::Algorithm::Sha1)));
            let hash = payload_hash.then(|| quote!(.default_payload_hash(true)));
            quote!(#algorithm #hash)
        }
        Signature::Digest => TokenStream::new(),
        Signature::Jwt { place, .. } => match place {
            TokenPlace::Header(prefix) if prefix == "Bearer" => TokenStream::new(),
            TokenPlace::Header(prefix) => quote!(.default_prefix(#prefix)),
            TokenPlace::Query(key) => quote!(.default_in_query(#key)),
        },
    }
}

/// The credential of a program that takes everything from its environment, and the variables that it reads.
pub(super) fn from_environment(
    signature: &Signature,
    krate: &syn::Ident,
) -> (TokenStream, Vec<&'static str>) {
    let (file, name) = path(signature);
    let constructor = match signature {
        Signature::Jwt { bits, .. } => ident(&format!("hs{bits}")),
        _ => ident("new"),
    };
    let variables = match signature {
        Signature::OAuth1 { .. } => vec!["CONSUMER_KEY", "CONSUMER_SECRET"],
        Signature::AwsV4 { .. } => vec!["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
        Signature::EdgeGrid { .. } => vec!["CLIENT_TOKEN", "CLIENT_SECRET", "ACCESS_TOKEN"],
        Signature::Hawk { .. } => vec!["HAWK_ID", "HAWK_KEY"],
        Signature::Digest => vec!["USERNAME", "PASSWORD"],
        Signature::Jwt { .. } => vec!["JWT_SECRET"],
    };
    let values = variables.iter().map(|name| program::variable(name));
    let token = matches!(signature, Signature::OAuth1 { .. }).then(|| {
        let [token, secret] = ["TOKEN", "TOKEN_SECRET"].map(program::variable);
        quote!(.token(#token, #secret))
    });
    let credential = quote!(::#krate::runtime::#file::#name::#constructor(#(#values),*) #token);
    let token = token.map(|_| ["TOKEN", "TOKEN_SECRET"]);
    let variables = variables.into_iter().chain(token.into_iter().flatten());
    (credential, variables.collect())
}

/// Sets the credential from the block of the request that is sent. The block's own values count, as in Postman.
pub(super) fn from_block(signature: &Signature, method: &syn::Ident) -> TokenStream {
    let (file, name) = path(signature);
    let (kind, credential) = match signature {
        Signature::OAuth1 { .. } => ("oauth1", oauth1()),
        Signature::AwsV4 { .. } => ("awsv4", aws_v4()),
        Signature::EdgeGrid { .. } => ("edgegrid", edgegrid()),
        Signature::Hawk { .. } => ("hawk", hawk()),
        Signature::Digest => ("digest", digest()),
        Signature::Jwt { .. } => ("jwt", jwt()),
    };
    quote! {
        if let Some(block) = item.signing(#kind) {
            use crate::runtime::#file::#name;
            builder = builder.#method(#credential);
        }
    }
}

fn aws_v4() -> TokenStream {
    quote! {
        AwsV4::new(block.get("accessKey"), block.get("secretKey")).session_token(block.get("sessionToken"))
            .region(block.get("region")).service(block.get("service"))
    }
}

fn oauth1() -> TokenStream {
    quote!({
        use crate::runtime::oauth1::{Place, SignatureMethod};
        let place = if block.is_on("addParamsToHeader") {
            Place::Header
        } else {
            Place::FormOrQuery
        };
        let named = SignatureMethod::named(&block.get("signatureMethod"));
        OAuth1::new(block.get("consumerKey"), block.get("consumerSecret"))
            .token(block.get("token"), block.get("tokenSecret"))
            .method(named.unwrap_or(SignatureMethod::HmacSha1))
            .place(place)
            .realm(block.get("realm"))
            .version(block.get("version"))
            .nonce(block.get("nonce"))
            .timestamp(block.get("timestamp"))
            .callback(block.get("callback"))
            .verifier(block.get("verifier"))
            .body_hash(block.is_on("includeBodyHash"))
    })
}

fn edgegrid() -> TokenStream {
    quote!({
        let names = block.get("headersToSign");
        let signer = EdgeGrid::new(
            block.get("clientToken"),
            block.get("clientSecret"),
            block.get("accessToken"),
        )
        .base_url(block.get("baseURL"))
        .nonce(block.get("nonce"))
        .timestamp(block.get("timestamp"))
        .headers_to_sign(names.split(','));
        match block.get("maxBodySize").parse() {
            Ok(size) if size > 0 => signer.max_body(size),
            _ => signer,
        }
    })
}

fn hawk() -> TokenStream {
    quote!({
        use crate::runtime::hawk::Algorithm;
        let algorithm = if block.get("algorithm") == "sha1" {
            Algorithm::Sha1
        } else {
            Algorithm::Sha256
        };
        Hawk::new(block.get("authId"), block.get("authKey"))
            .algorithm(algorithm)
            .nonce(block.get("nonce"))
            .timestamp(block.get("timestamp"))
            .extra_data(block.get("extraData"))
            .app(block.get("app"))
            .delegation(block.get("delegation"))
            .payload_hash(block.is_on("includePayloadHash"))
    })
}

fn digest() -> TokenStream {
    quote!({
        let user = Digest::new(block.get("username"), block.get("password"));
        let (realm, nonce) = (block.get("realm"), block.get("nonce"));
        match realm.is_empty() || nonce.is_empty() {
            true => user,
            false => user
                .challenge(realm, nonce)
                .with("algorithm", "MD5")
                .with("algorithm", block.get("algorithm"))
                .with("qop", block.get("qop"))
                .with("opaque", block.get("opaque"))
                .client_nonce(block.get("clientNonce"), block.get("nonceCount")),
        }
    })
}

fn jwt() -> TokenStream {
    quote!({
        let secret = block.secret("secret", "isSecretBase64Encoded");
        let token = match block.get("algorithm").as_str() {
            "HS384" => Jwt::hs384(secret),
            "HS512" => Jwt::hs512(secret),
            _ => Jwt::hs256(secret),
        };
        let token = token
            .header_text(block.token_header())
            .claims_text(block.compact("payload"));
        match block.get("addTokenTo").starts_with("query") {
            true => token.in_query(
                block
                    .find("queryParamKey")
                    .unwrap_or_else(|| "token".to_owned()),
            ),
            false => token.prefix(
                block
                    .find("headerPrefix")
                    .unwrap_or_else(|| "Bearer".to_owned()),
            ),
        }
    })
}
