//! The credentials of a request: from its auth block, a plain header, the query or the URL.

use super::block::{Settings, basic_decoded};
use super::item::{Item, percent_decoded};
use super::part::{Inexpressible, Typed};
use super::saved::text;

impl Item<'_> {
    /// The auth block, if it is of one of these types.
    pub fn auth(&self, kinds: &[&str]) -> Option<Settings<'_>> {
        let auth = self.saved.auth.as_ref()?;
        kinds.contains(&auth.kind.as_str()).then_some(Settings::new(auth, self.variables))
    }

    /// The auth block of this type, if it has what the type cannot do without.
    pub fn signing(&self, kind: &str) -> Option<Settings<'_>> {
        self.auth(&[kind]).filter(|block| block.is_whole())
    }

    /// The plain header that goes out where the block beside it signs nothing, for want of keys or of a challenge.
    pub(super) fn instead_of_signature(&self) -> Option<String> {
        let block = Settings::new(self.saved.auth.as_ref()?, self.variables);
        self.header("Authorization").filter(|_| block.signs_nothing())
    }

    /// A bearer token, from the auth block or, where that has none, from a plain header.
    pub fn bearer(&self) -> Option<String> {
        let block = self.auth(&["bearer"]).map(|bearer| bearer.get("token"));
        let token = block.or_else(|| self.oauth_token("Bearer"));
        token.filter(|token| !token.is_empty()).or_else(|| self.behind_scheme("Bearer"))
    }

    /// The token that goes out behind this word: of OAuth 2, or of a plain header.
    pub fn token(&self, prefix: &str) -> Option<String> {
        self.oauth_token(prefix).or_else(|| self.behind_scheme(prefix))
    }

    /// What stands behind a scheme in a plain header.
    fn behind_scheme(&self, wanted: &str) -> Option<String> {
        let header = self.header("Authorization")?;
        let (scheme, token) = header.trim().split_once(' ')?;
        scheme.eq_ignore_ascii_case(wanted).then(|| token.trim().to_owned())
    }

    /// The values of the variables in a plain header with this text around them.
    pub fn composed<const N: usize>(&self, key: &str, texts: &[&str]) -> Option<[String; N]> {
        let mut sent = self.saved.headers.iter().filter(|entry| !entry.disabled);
        let header = sent.find(|entry| entry.key.trim().eq_ignore_ascii_case(key))?;
        let written = text(header.value.as_ref()?);
        let mut rest = written.trim().strip_prefix(*texts.first()?)?;
        let mut values = Vec::new();
        for behind in &texts[1..] {
            let end = rest.find("}}")? + 2;
            values.push(self.replaced(&rest[..end]));
            rest = rest[end..].strip_prefix(*behind)?;
        }
        values.try_into().ok().filter(|_| rest.is_empty())
    }

    /// The token of OAuth 2 that goes out behind this word. One of the type `mac` is none.
    fn oauth_token(&self, prefix: &str) -> Option<String> {
        let oauth = self.auth(&["oauth2"])?;
        let said = oauth.find("headerPrefix").unwrap_or_else(|| "Bearer".to_owned());
        let in_header = oauth.get("addTokenTo") != "queryParams" && oauth.get("tokenType") != "mac";
        (in_header && said.trim().eq_ignore_ascii_case(prefix)).then(|| oauth.get("accessToken"))
    }

    /// User name and password, from the auth block, a plain header, or the URL.
    pub fn basic(&self) -> Typed<Option<(String, String)>> {
        if let Some(basic) = self.auth(&["basic"]) {
            return Ok(Some((basic.get("username"), basic.get("password"))));
        }
        if let Some(header) = self.header("Authorization") {
            let (scheme, encoded) = header.trim().split_once(' ').unwrap_or_default();
            if !scheme.eq_ignore_ascii_case("basic") {
                return Ok(None);
            }
            return match basic_decoded(encoded.trim()) {
                None => Err(Inexpressible::new(
                    "header `Authorization`",
                    "what stands behind `Basic` is no user name and password in Base64",
                )),
                pair => Ok(pair),
            };
        }
        Ok(self.saved.url.user_info.as_ref().map(|info| {
            let info = self.replaced(info);
            let (user, password) = info.split_once(':').unwrap_or((&info, ""));
            (percent_decoded(user.to_owned()), percent_decoded(password.to_owned()))
        }))
    }

    /// The value of an API key, from the auth block, a plain header or the query.
    pub fn api_key(&self, key: &str, in_query: bool) -> Option<String> {
        if let Some(auth) = self.auth(&["apikey"]) {
            let place = auth.get("in") == "query";
            if place == in_query && (auth.get("key").eq_ignore_ascii_case(key) || auth.get("key").is_empty()) {
                return Some(auth.get("value"));
            }
        }
        if let Some(oauth) = self.auth(&["oauth2"]).filter(|_| in_query && key == "access_token") {
            return Some(oauth.get("accessToken"));
        }
        match in_query {
            true => self.query().get(key).ok().flatten(),
            false => self.header(key),
        }
    }

    /// The kind of the auth block, if it is one that the client does not sign by itself.
    pub fn unsigned(&self) -> Option<&str> {
        let auth = self.saved.auth.as_ref()?;
        (!Settings::new(auth, self.variables).is_known()).then_some(&auth.kind)
    }
}
