//! Users, as those who manage them see them.

use gloo_net::http::Method;
use shared::people::{CreatedUser, Invitation, NewInvitation, NewUser, PatchUser, UserRow, UserView};
use shared::sign_on::{CertificateRow, IdentityRow, NewCertificate, NewIdentity};

use super::{Answer, encoded, with_body};

const PATH: &str = "/api/v1/users";
const IDENTITIES: &str = "/api/v1/identities";
const CERTIFICATES: &str = "/api/v1/certificates";

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

/// Who all users are at the identity provider.
pub async fn identities() -> Answer<Vec<IdentityRow>> {
    super::get(IDENTITIES).await
}

/// Links one to somebody at the identity provider.
pub async fn link(input: &NewIdentity) -> Answer<IdentityRow> {
    super::post(IDENTITIES, input).await
}

/// Takes such a link away.
pub async fn unlink(id: &str) -> Answer<()> {
    super::delete(&format!("{IDENTITIES}/{}", encoded(id))).await
}

/// All users' client certificates.
pub async fn certificates() -> Answer<Vec<CertificateRow>> {
    super::get(CERTIFICATES).await
}

/// Makes a client certificate a user's.
pub async fn add_certificate(input: &NewCertificate) -> Answer<CertificateRow> {
    super::post(CERTIFICATES, input).await
}

/// Revokes one.
pub async fn revoke_certificate(fingerprint: &str) -> Answer<()> {
    super::delete(&format!("{CERTIFICATES}/{}", encoded(fingerprint))).await
}

fn of(name: &str) -> String {
    format!("{PATH}/{}", encoded(name))
}
