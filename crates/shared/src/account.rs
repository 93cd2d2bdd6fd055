//! One's own account: password, sessions, API tokens.

use serde::{Deserialize, Serialize};

use crate::id::{RoleName, UserName};
use crate::policy::{Actor, Limits, Pattern, Refusal, Rights, may_give};

/// The fewest characters of a new password.
pub const SHORTEST_PASSWORD: usize = 12;
/// The most. There are older passwords that are longer; they go on working.
pub const LONGEST_PASSWORD: usize = 128;

/// Sets one's own password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// The present password; absent only while the account has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
    /// The new one: 12 to 128 characters, and none that everybody tries.
    pub new: String,
}

/// Whether signing in also takes a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactor {
    /// Whether it does.
    pub on: bool,
    /// How many recovery codes are left.
    pub recovery_codes_left: u64,
}

/// A second factor that waits for its first code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSecondFactor {
    /// What to type into an app that can't read the picture.
    pub secret: String,
    /// What the picture says; opens an authenticator app on the same device.
    pub uri: String,
    /// The picture (a QR code) for the `src` of an image: a `data:` address.
    pub picture: String,
}

/// The first code of a new second factor.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfirmSecondFactor {
    /// The six digits that the app shows.
    pub code: String,
}

/// Recovery codes just made: the only time that they are shown. Each takes the place of the app's code once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// The codes. Earlier ones no longer work.
    pub codes: Vec<String>,
}

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRow {
    /// Names it in a revocation; not the secret.
    pub id: String,
    /// Since when.
    pub created_ms: u64,
    /// Last used.
    pub seen_ms: u64,
    /// The browser, as it calls itself.
    pub user_agent: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Makes an API token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for; also its name as an actor in the record.
    pub name: UserName,
    /// What it may do.
    pub role: RoleName,
    /// On which clusters; absent: on all.
    #[serde(default = "Pattern::all")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub cluster: Pattern,
    /// On which apps; absent: on all, and on what belongs to none.
    #[serde(default = "Pattern::all")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub apps: Pattern,
    /// How far; absent: without limits.
    #[serde(default)]
    pub limits: Limits,
    /// How long it lasts: 1 to 366 days; absent: 30. One that a token makes ends with that at the latest.
    #[serde(default = "usual_days")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub days: u32,
}

/// How many days a token lasts unless something else is said.
pub const USUAL_TOKEN_DAYS: u32 = 30;

fn usual_days() -> u32 {
    USUAL_TOKEN_DAYS
}

/// An API token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenRow {
    /// Names it in a revocation.
    pub id: String,
    /// What it is for.
    pub name: UserName,
    /// What it may do.
    pub role: RoleName,
    /// On which clusters.
    pub cluster: Pattern,
    /// On which apps.
    pub apps: Pattern,
    /// How far.
    #[serde(default, skip_serializing_if = "Limits::is_none")]
    pub limits: Limits,
    /// The first signs of the secret, to tell tokens apart.
    pub hint: String,
    /// Who made it; `command line` for one made there.
    pub created_by: String,
    /// The user who stands behind it; absent for one made on the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<UserName>,
    /// When.
    pub created_ms: u64,
    /// When it ends.
    pub expires_ms: u64,
    /// Last used; absent if never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_ms: Option<u64>,
}

/// An API token as those see it who manage tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListedToken {
    /// The token.
    #[serde(flatten)]
    pub token: TokenRow,
    /// What revoking it takes of others than whoever it is of: all that its owner has, or, of one that has none, all that
    /// it was given.
    pub revoking_takes: Rights,
}

impl ListedToken {
    /// Whether somebody may revoke it: it is their own, or they have all that it takes. The page asks this as the server does.
    pub fn may_revoke(&self, actor: &Actor) -> Result<(), Refusal> {
        let TokenRow { created_by, owner, .. } = &self.token;
        if created_by == actor.name.as_str() || owner.as_ref() == Some(&actor.name) {
            return Ok(());
        }
        self.revoking_takes.iter().try_for_each(|right| may_give(actor, right))
    }
}

/// A token just made: the only time that its secret is shown.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedToken {
    /// The token.
    pub token: TokenRow,
    /// The secret.
    pub secret: String,
}
