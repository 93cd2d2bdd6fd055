//! Groups, roles and grants.

use gloo_net::http::Method;
use shared::access::{GroupRow, NewGrant, PutGroup, PutRole, RoleRow};
use shared::policy::Grant;

use super::{Answer, encoded, with_body};

const GROUPS: &str = "/api/v1/groups";
const ROLES: &str = "/api/v1/roles";
const GRANTS: &str = "/api/v1/grants";

/// All groups.
pub async fn groups() -> Answer<Vec<GroupRow>> {
    super::get(GROUPS).await
}

/// Makes a group, or sets its members.
pub async fn put_group(name: &str, input: &PutGroup) -> Answer<()> {
    with_body(Method::PUT, &format!("{GROUPS}/{}", encoded(name)), input, None).await.map(drop)
}

/// Removes a group, with all that was given to it.
pub async fn remove_group(name: &str) -> Answer<()> {
    super::delete(&format!("{GROUPS}/{}", encoded(name))).await
}

/// All roles, the built-in ones first.
pub async fn roles() -> Answer<Vec<RoleRow>> {
    super::get(ROLES).await
}

/// Makes a role, or changes what it may do.
pub async fn put_role(name: &str, input: &PutRole) -> Answer<()> {
    with_body(Method::PUT, &format!("{ROLES}/{}", encoded(name)), input, None).await.map(drop)
}

/// Removes a role that nobody has.
pub async fn remove_role(name: &str) -> Answer<()> {
    super::delete(&format!("{ROLES}/{}", encoded(name))).await
}

/// All grants.
pub async fn grants() -> Answer<Vec<Grant>> {
    super::get(GRANTS).await
}

/// Gives somebody a role somewhere.
pub async fn give(input: &NewGrant) -> Answer<Grant> {
    super::post(GRANTS, input).await
}

/// Takes it away again.
pub async fn take(id: &str) -> Answer<()> {
    super::delete(&format!("{GRANTS}/{}", encoded(id))).await
}
