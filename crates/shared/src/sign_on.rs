//! Ways to sign in besides a name and a password: an identity provider, client certificates.

use serde::{Deserialize, Serialize};

use crate::id::UserName;

/// The ways to sign in that this server has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWays {
    /// The identity provider; absent if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderWay>,
    /// Why the sign-in at the provider came to nothing, in words for people; absent if nothing was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// An identity provider, as the sign-in page offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderWay {
    /// What people call it: "Sign in with NAME".
    pub name: String,
    /// Where the browser goes; `?to=` names the page to come back to.
    pub start: String,
}

/// Who a user is at an identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IdentityRow {
    /// Names it.
    pub id: String,
    /// The provider.
    pub issuer: String,
    /// Who, as the provider names them for ever.
    pub subject: String,
    /// Who they are here.
    pub user: UserName,
    /// Who linked them; `first sign-in` if the account was made by it.
    pub created_by: String,
    /// When.
    pub created_ms: u64,
    /// Last used; absent if never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_ms: Option<u64>,
}

/// Links a user to somebody at the identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIdentity {
    /// The user here.
    pub user: UserName,
    /// Who, as the provider names them: the `sub` of its tokens. The record has it of those who were refused.
    pub subject: String,
}

/// A client certificate that is somebody's, or was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateRow {
    /// SHA-256 of the certificate, as 64 hexadecimal digits.
    pub fingerprint: String,
    /// Whose it is; absent of one that was revoked before it was anybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserName>,
    /// Who added it.
    pub created_by: String,
    /// When.
    pub created_ms: u64,
    /// Last used; absent if never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_ms: Option<u64>,
    /// Since when it lets nobody in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_ms: Option<u64>,
}

/// How one can come in oneself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnWaysIn {
    /// Whether by name and password.
    pub password: bool,
    /// As whom at the identity provider.
    pub identities: Vec<IdentityRow>,
    /// By which client certificates; without those that were revoked.
    pub certificates: Vec<CertificateRow>,
    /// Whether this server takes the word of a trusted proxy in front, which may name this user.
    pub trusted_header: bool,
    /// How one came in now.
    pub now: CameBy,
    /// The certificate that one came in with now: also one that is in no list, since its common name counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_now: Option<String>,
    /// Which of them are the last way in: ids of identities and fingerprints of certificates without which nothing would be
    /// left. These go only if that is said.
    #[serde(default)]
    pub last_ways: Vec<String>,
}

/// How somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CameBy {
    /// By signing in.
    Session,
    /// With a client certificate.
    Certificate,
    /// Named by the trusted proxy in front.
    TrustedHeader,
}

/// Makes a client certificate a user's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCertificate {
    /// Whose.
    pub user: UserName,
    /// The certificate in PEM form, or its SHA-256 fingerprint in hexadecimal digits, with or without colons.
    pub certificate: String,
}
