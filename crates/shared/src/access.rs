//! Groups, roles and grants, as the API tells and takes them. What they come to is the policy's.

use serde::{Deserialize, Serialize};

use crate::id::{GroupName, RoleName, UserName};
use crate::policy::{Limits, Pattern, Subject, Verbs};

/// A group with its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupRow {
    /// Its name.
    pub name: GroupName,
    /// Who is in it, by name.
    pub members: Vec<Member>,
}

/// Somebody in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// Who.
    pub name: UserName,
    /// Who put them in.
    pub source: MemberSource,
}

/// Who put somebody into a group, and can take them out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MemberSource {
    /// Somebody here.
    Local,
    /// The identity provider, at their last sign-in by it.
    Sso,
}

/// Makes a group, or sets its members. Those whom the identity provider put in stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutGroup {
    /// All whom somebody here put in.
    pub members: Vec<UserName>,
}

/// A role with what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleRow {
    /// Its name.
    pub name: RoleName,
    /// What it may do.
    pub verbs: Verbs,
    /// Whether every server has it: then it can't be changed.
    pub built_in: bool,
}

/// Makes a role, or changes what it may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PutRole {
    /// What it may do; at least one verb.
    pub verbs: Verbs,
}

/// Gives somebody a role somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewGrant {
    /// Whom.
    pub to: Subject,
    /// Which role.
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
