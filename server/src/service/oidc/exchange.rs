//! Makes of a code what the provider says of somebody. The tokens are dropped here: nobody else ever sees them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::fetch::{Fetcher, NoAnswer};
use super::provider::Metadata;

/// All but what stands for itself everywhere.
const NOT_PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a code is exchanged with.
pub(super) struct Exchange<'a> {
    pub(super) code: &'a str,
    pub(super) redirect_uri: &'a str,
    pub(super) verifier: &'a str,
    pub(super) client_id: &'a str,
    /// None of a public client.
    pub(super) secret: Option<&'a str>,
}

/// The provider's answer. Never printed.
#[derive(Deserialize)]
pub(super) struct Tokens {
    pub(super) id_token: String,
    /// To ask for more about the same person, once.
    #[serde(default)]
    pub(super) access_token: Option<String>,
}

impl Exchange<'_> {
    /// Asks for the tokens.
    pub(super) async fn send(&self, fetcher: &Fetcher, metadata: &Metadata) -> Result<Tokens, NoAnswer> {
        let in_body = metadata.wants_secret_in_body();
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", self.code),
            ("redirect_uri", self.redirect_uri),
            ("code_verifier", self.verifier),
        ];
        let mut request = fetcher.request(Method::POST, &metadata.token_endpoint);
        match self.secret {
            Some(secret) if !in_body => {
                // Both are escaped before they are joined: so says OAuth, unlike HTTP.
                request = request.basic_auth(escape(self.client_id), Some(escape(secret)));
            }
            secret => {
                form.push(("client_id", self.client_id));
                form.extend(secret.map(|secret| ("client_secret", secret)));
            }
        }
        let request =
            request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(query(form.into_iter()));
        fetcher.json(request, &metadata.token_endpoint).await
    }
}

/// What the provider says of whoever the access token is about.
pub(super) async fn userinfo(
    fetcher: &Fetcher,
    address: &str,
    access_token: &str,
) -> Result<Map<String, Value>, NoAnswer> {
    let unreadable = || NoAnswer::Unreadable { at: address.to_owned() };
    let mut bearer = HeaderValue::from_str(&format!("Bearer {access_token}")).map_err(|_| unreadable())?;
    bearer.set_sensitive(true);
    fetcher.json(fetcher.request(Method::GET, address).header(AUTHORIZATION, bearer), address).await
}

/// Pairs as they stand behind a `?` or in a form.
pub(super) fn query<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    pairs.map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect::<Vec<_>>().join("&")
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, NOT_PLAIN).to_string()
}
