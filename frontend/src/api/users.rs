//! Users, as those who manage them see them.

use gloo_net::http::Method;
use shared::people::{CreatedUser, Invitation, NewInvitation, NewUser, PatchUser, UserRow, UserView};

use super::{Answer, encoded, with_body};

const PATH: &str = "/api/v1/users";

/// All users.
pub async fn list() -> Answer<Vec<UserRow>> {
    super::get(PATH).await
}

/// One with all that is known of them.
pub async fn get(name: &str) -> Answer<UserView> {
    super::get(&of(name)).await
}

/// Makes one.
pub async fn create(input: &NewUser) -> Answer<CreatedUser> {
    super::post(PATH, input).await
}

/// Lets one in, or no longer.
pub async fn change(name: &str, input: &PatchUser) -> Answer<()> {
    with_body(Method::PATCH, &of(name), input, None).await.map(drop)
}

/// Removes one, with their sessions and tokens.
pub async fn remove(name: &str) -> Answer<()> {
    super::delete(&of(name)).await
}

/// Makes an invitation: a link by which they set a password. Its earlier ones no longer work.
pub async fn invite(name: &str, input: &NewInvitation) -> Answer<Invitation> {
    super::post(&format!("{}/invitation", of(name)), input).await
}

/// Signs them out everywhere.
pub async fn sign_out(name: &str) -> Answer<()> {
    super::delete(&format!("{}/sessions", of(name))).await
}

/// Turns their second factor off, for who has lost it.
pub async fn second_factor_off(name: &str) -> Answer<()> {
    super::delete(&format!("{}/totp", of(name))).await
}

fn of(name: &str) -> String {
    format!("{PATH}/{}", encoded(name))
}
