//! Users as those who manage them see them: who there is, who is invited, who may come in.

use serde::{Deserialize, Serialize};

use crate::account::SessionRow;
use crate::id::{GroupName, RoleName, UserName};
use crate::policy::{Limits, Pattern, Rights};

/// How long an invitation lasts unless somebody says otherwise, in hours.
pub const INVITATION_HOURS: u32 = 72;
/// How long one can last at most, in hours.
pub const LONGEST_INVITATION_HOURS: u32 = 14 * 24;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserRow {
    /// The name that they sign in with.
    pub name: UserName,
    /// Since when there is this user.
    pub created_ms: u64,
    /// Since when they may not come in; absent if they may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_ms: Option<u64>,
    /// When they were here last, to the minute; absent if never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_ms: Option<u64>,
    /// Whether they have set a password.
    pub has_password: bool,
    /// Whether signing in also takes a code.
    pub second_factor: bool,
    /// The groups that they are in, by name.
    pub groups: Vec<GroupName>,
    /// The invitation that waits for them, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationRow>,
}

/// A user with all that is known of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserView {
    /// The user.
    pub user: UserRow,
    /// All that they may do, by their own grants and their groups'.
    pub rights: Rights,
    /// Where they are signed in.
    pub sessions: Vec<SessionRow>,
    /// The API tokens that they made: these rest while the user is disabled, and go with the user.
    pub tokens: Vec<UserName>,
    /// How many recovery codes they have left; none while the second factor is off.
    pub recovery_codes_left: u64,
}

/// An invitation that was not used yet, without its link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationRow {
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_ms: u64,
    /// Until when it can be used.
    pub expires_ms: u64,
}

/// An invitation just made: the only time that its link is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// The link to hand to them: `…/invitation#code=…`. It works once.
    pub link: String,
    /// Until when it can be used.
    pub expires_ms: u64,
}

/// Makes a user. They have no password: an invitation lets them set one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The name that they will sign in with. No other user and no API token has it.
    pub name: UserName,
    /// The groups to put them into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupName>,
    /// What to give them at once; absent: nothing but what their groups have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<FirstGrant>,
    /// Makes an invitation that lasts so many hours (1 to 336); absent: none is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invite_hours: Option<u32>,
}

/// What somebody is given together with their account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FirstGrant {
    /// The role.
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
    #[serde(default, skip_serializing_if = "Limits::is_none")]
    pub limits: Limits,
}

/// A user just made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedUser {
    /// The user.
    pub user: UserRow,
    /// Their invitation, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<Invitation>,
}

/// Changes a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PatchUser {
    /// Whether they may not come in. It holds at once: their sessions, streams and links end, and the API tokens that
    /// they made rest until they may come in again.
    pub disabled: bool,
}

/// Invites a user: to set their first password, or another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// How long it lasts, in hours: 1 to 336; absent: 72.
    #[serde(default = "invitation_hours")]
    #[cfg_attr(feature = "openapi", schema(required = false))]
    pub hours: u32,
}

fn invitation_hours() -> u32 {
    INVITATION_HOURS
}
