//! Ways in besides names, passwords and tokens: a provider, a proxy that has signed people in, client certificates.

use std::path::PathBuf;

use axum::http::{HeaderName, Uri};

use shared::GroupName;

use super::networks::Networks;
use super::read::Reader;
use super::{Tls, setting};

/// A provider that signs people in (OpenID Connect).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oidc {
    /// The provider: what `/.well-known/openid-configuration` is put behind, and the `iss` of its tokens.
    pub issuer: String,
    /// How the provider knows this server.
    pub client_id: String,
    /// The file with the secret that proves it; none for a public client.
    pub client_secret_file: Option<PathBuf>,
    /// What people call the provider: "Sign in with NAME".
    pub name: String,
    /// What is asked for, besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that is the user's name here.
    pub user_claim: String,
    /// The claim that lists the groups.
    pub groups_claim: Option<String>,
    /// Who is in this group may everything.
    pub admin_group: Option<GroupName>,
    /// Whether somebody who signs in for the first time gets an account.
    pub create_users: bool,
    /// The authority that the provider's certificate must come from; the system's if unset.
    pub ca_file: Option<PathBuf>,
}

/// Sign-in by what a trusted proxy writes into a request's headers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderSignIn {
    /// The header with the user's name.
    pub user: HeaderName,
    /// The header with the groups, with commas between.
    pub groups: Option<HeaderName>,
    /// Whether somebody who comes for the first time gets an account.
    pub create_users: bool,
}

impl Reader<'_> {
    pub(super) fn tls(&mut self, public_url: Option<&Uri>) -> Option<Tls> {
        let pair = self.pair(setting::TLS_CERT, setting::TLS_KEY);
        let client_ca = self.path(setting::CLIENT_CA);
        let Some((cert, key)) = pair else {
            if client_ca.is_some() {
                self.wrong.push(
                    "QUARTERDECK_CLIENT_CA is set, but without TLS nobody can show a certificate. Set \
                     QUARTERDECK_TLS_CERT and QUARTERDECK_TLS_KEY, or unset it."
                        .to_owned(),
                );
            }
            return None;
        };
        if public_url.is_some_and(|url| url.scheme_str() == Some("http")) {
            self.wrong.push(
                "QUARTERDECK_PUBLIC_URL begins with http://, but QUARTERDECK_TLS_CERT is set: cookies would not be \
                 bound to TLS. Write https://."
                    .to_owned(),
            );
        }
        Some(Tls { cert, key, client_ca })
    }

    pub(super) fn client_names(&mut self, tls: Option<&Tls>) -> bool {
        let wanted = self.truth(setting::CLIENT_NAMES);
        if wanted && tls.is_none_or(|tls| tls.client_ca.is_none()) {
            self.wrong.push(
                "QUARTERDECK_CLIENT_NAMES is set, but not QUARTERDECK_CLIENT_CA: no certificate is asked for. Set \
                 both, or neither."
                    .to_owned(),
            );
        }
        wanted
    }

    pub(super) fn trusted_proxies(&mut self) -> Networks {
        self.read(setting::TRUSTED_PROXIES, str::parse).unwrap_or_default()
    }

    pub(super) fn header_sign_in(&mut self, proxies: &Networks) -> Option<HeaderSignIn> {
        let user = self.header(setting::USER_HEADER);
        let groups = self.header(setting::GROUPS_HEADER);
        let create_users = self.truth(setting::HEADER_CREATE_USERS);
        let Some(user) = user else {
            if groups.is_some() || create_users {
                self.wrong.push(
                    "QUARTERDECK_USER_HEADER is not set, but what belongs to it is. Set it to the header in which your \
                     proxy names the user, such as X-Forwarded-User, or unset the others."
                        .to_owned(),
                );
            }
            return None;
        };
        if proxies.is_empty() {
            self.wrong.push(format!(
                "QUARTERDECK_USER_HEADER is set, but QUARTERDECK_TRUSTED_PROXIES is not, and anybody can send the header \
                 {user}. Set it to the addresses of your proxy, such as 10.0.0.7."
            ));
        }
        Some(HeaderSignIn { user, groups, create_users })
    }

    fn header(&mut self, setting: &setting::Setting) -> Option<HeaderName> {
        // What means something already can't mean this as well.
        const TAKEN: [&str; 6] =
            ["authorization", "cookie", "host", "origin", "x-forwarded-for", "content-type"];
        self.read(setting, |text| {
            text.parse::<HeaderName>()
                .ok()
                .filter(|name| !TAKEN.contains(&name.as_str()))
                .ok_or_else(|| "Write the name of a header of its own, such as X-Forwarded-User.".to_owned())
        })
    }

    pub(super) fn oidc(&mut self, public_url: Option<&Uri>) -> Option<Oidc> {
        let issuer = self.read(setting::OIDC_ISSUER, |text| {
            if is_web_address(text) {
                return Ok(text.to_owned());
            }
            Err("Write the provider's address as its own tokens have it, such as https://id.example.org/realms/main: \
                 https, without '?' and '#'."
                .to_owned())
        });
        let client_id = self.text(setting::OIDC_CLIENT_ID);
        let client_secret_file = self.path(setting::OIDC_CLIENT_SECRET_FILE);
        let name = self.text(setting::OIDC_NAME);
        let scopes = self.text(setting::OIDC_SCOPES);
        let user_claim = self.text(setting::OIDC_USER_CLAIM);
        let groups_claim = self.text(setting::OIDC_GROUPS_CLAIM);
        let admin_group = self.read(setting::OIDC_ADMIN_GROUP, |text| {
            GroupName::parse(text).map_err(|error| format!("That is no group: {error}."))
        });
        let create_users = self.truth(setting::OIDC_CREATE_USERS);
        let ca_file = self.path(setting::OIDC_CA_FILE);
        let (issuer, client_id) = match (issuer, client_id) {
            (Some(issuer), Some(client_id)) => (issuer, client_id),
            (None, None) => return None,
            (None, Some(_)) => {
                self.needs("QUARTERDECK_OIDC_CLIENT_ID", "QUARTERDECK_OIDC_ISSUER, the provider's address");
                return None;
            }
            (Some(_), None) => {
                self.needs(
                    "QUARTERDECK_OIDC_ISSUER",
                    "QUARTERDECK_OIDC_CLIENT_ID, by which the provider knows this server",
                );
                return None;
            }
        };
        match public_url {
            None => self.needs(
                "QUARTERDECK_OIDC_ISSUER",
                "QUARTERDECK_PUBLIC_URL, since the provider sends people back to exactly one address",
            ),
            Some(url) if !is_web_address(&url.to_string()) => self.wrong.push(format!(
                "QUARTERDECK_PUBLIC_URL is {url}, and the provider would send people back there in the clear. Write \
                 https://."
            )),
            Some(_) => {}
        }
        if admin_group.is_some() && groups_claim.is_none() {
            self.needs(
                "QUARTERDECK_OIDC_ADMIN_GROUP",
                "QUARTERDECK_OIDC_GROUPS_CLAIM, the claim that lists the groups",
            );
        }
        Some(Oidc {
            name: name.unwrap_or_else(|| "single sign-on".to_owned()),
            scopes: scopes
                .as_deref()
                .unwrap_or("profile")
                .split([' ', ','])
                .filter(|scope| !scope.is_empty())
                .map(str::to_owned)
                .collect(),
            user_claim: user_claim.unwrap_or_else(|| "preferred_username".to_owned()),
            issuer,
            client_id,
            client_secret_file,
            groups_claim,
            admin_group,
            create_users,
            ca_file,
        })
    }

    fn text(&mut self, setting: &setting::Setting) -> Option<String> {
        self.read(setting, |text| Ok(text.to_owned()))
    }

    fn needs(&mut self, given: &str, missing: &str) {
        self.wrong.push(format!("{given} is set, but not {missing}. Set both, or neither."));
    }
}

/// Whether tokens and names may be fetched from there: by https, or from this machine.
pub fn is_web_address(text: &str) -> bool {
    let Ok(url) = text.parse::<Uri>() else { return false };
    let bare = url.query().is_none() && !text.contains(['#', '@']);
    let Some(host) = url.host() else { return false };
    let address: Option<std::net::IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    let here = host == "localhost" || address.is_some_and(|address| address.is_loopback());
    bare && (url.scheme_str() == Some("https") || url.scheme_str() == Some("http") && here)
}
