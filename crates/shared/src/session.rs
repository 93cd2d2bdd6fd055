//! Signing in, and what the page is told first.

use serde::{Deserialize, Serialize};

use crate::id::{ClusterName, UserName};
use crate::policy::Rights;

/// Signs in with a password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The user's name; any text, so that a wrong one gets the same answer as a wrong password.
    pub name: String,
    /// The password.
    pub password: String,
    /// With a second factor: the app's six digits, or a recovery code. Leave it out at first; an account that needs it
    /// answers `second_factor_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Signs in with the code of a one-time link.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignInWithCode {
    /// The code: the part of the link behind `#code=`.
    pub code: String,
    /// With a second factor: the app's six digits, or a recovery code; see `SignIn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
}

/// Asks whose invitation it is. Uses nothing up.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LookAtInvitation {
    /// The code: the part of the link behind `#code=`.
    pub code: String,
}

/// Whose invitation it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invited {
    /// The name to sign in with from now on.
    pub name: UserName,
    /// Whether taking it needs a code as well.
    pub second_factor: bool,
}

/// Takes an invitation: sets a password, and signs in.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeInvitation {
    /// The code: the part of the link behind `#code=`.
    pub code: String,
    /// The new password: 12 to 128 characters, and none that everybody tries.
    pub password: String,
    /// With a second factor: the app's six digits, or a recovery code; see `SignIn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_factor: Option<String>,
}

/// Confirms that it is still oneself who sits there. Exactly one of the two: what `SessionView::confirm_by` says.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StepUp {
    /// The password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The app's six digits, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// How somebody confirms that it is still them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConfirmBy {
    /// By the password.
    Password,
    /// By a code: there is a second factor.
    Code,
    /// By signing in again: there is neither.
    SigningIn,
}

/// Who one is and what there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    /// Who.
    pub user: UserName,
    /// What they may do, as the policy reads it.
    pub rights: Rights,
    /// Whom to ask for more.
    pub contact: String,
    /// When the session ends by itself; absent for tokens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_ms: Option<u64>,
    /// Whether the account has a password yet (one who came by the link has none).
    pub has_password: bool,
    /// How one confirms that it is oneself, before users, roles, grants, tokens and templates change; absent for whom
    /// nobody asks: tokens, and whom a certificate or a proxy vouches for if their account has nothing to confirm with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_by: Option<ConfirmBy>,
    /// Where one signs in again to confirm it: an address of this server, to which `&to=` and the page to come back to
    /// are added. Absent if that is not elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_at: Option<String>,
    /// The clusters of which one sees anything, the default one first.
    pub clusters: Vec<ClusterInfo>,
    /// The server's version.
    pub version: String,
    /// The server's build, as in the stream's `hello`.
    pub build: String,
}

/// A configured cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClusterInfo {
    /// Its name.
    pub name: ClusterName,
    /// What answers there.
    pub engine: Engine,
    /// Where it is and how it is reached: told to those alone who may change settings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<Reached>,
}

/// How the server reaches a cluster's Fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reached {
    /// Where it is, without credentials; for the built-in demo, words.
    pub endpoint: String,
    /// Whether what is said to it crosses a network without TLS: whoever stands in between owns every machine.
    pub in_the_clear: bool,
}

/// What answers the Fleet API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// A Fleet cluster.
    Fleet,
    /// The built-in demo.
    Demo,
}
