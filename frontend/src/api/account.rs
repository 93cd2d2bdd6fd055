//! One's own account: password and signed-in browsers.

use gloo_net::http::Method;
use shared::account::{
    ConfirmSecondFactor, NewSecondFactor, RecoveryCodes, SecondFactor, SessionRow, SetPassword,
};
use shared::sign_on::OwnWaysIn;

use super::{Answer, encoded, with_body};

const PATH: &str = "/api/v1/account";
const WAYS: &str = "/api/v1/account/ways-in";

/// Sets one's own password.
pub async fn set_password(input: &SetPassword) -> Answer<()> {
    with_body(Method::PUT, &format!("{PATH}/password"), input, None).await.map(drop)
}

/// One's signed-in browsers.
pub async fn sessions() -> Answer<Vec<SessionRow>> {
    super::get(&format!("{PATH}/sessions")).await
}

/// Signs another browser out.
pub async fn revoke_session(id: &str) -> Answer<()> {
    super::delete(&format!("{PATH}/sessions/{}", encoded(id))).await
}

/// How one can come in.
pub async fn ways_in() -> Answer<OwnWaysIn> {
    super::get(WAYS).await
}

/// Takes one's own link to the identity provider away; `last_way`: also if nothing else is left.
pub async fn unlink(id: &str, last_way: bool) -> Answer<()> {
    super::delete(&format!("{WAYS}/identities/{}?last_way={last_way}", encoded(id))).await
}

/// Revokes one's own client certificate; `last_way` as above.
pub async fn revoke_certificate(fingerprint: &str, last_way: bool) -> Answer<()> {
    super::delete(&format!("{WAYS}/certificates/{}?last_way={last_way}", encoded(fingerprint))).await
}

/// Whether signing in also takes a code.
pub async fn second_factor() -> Answer<SecondFactor> {
    super::get(&format!("{PATH}/totp")).await
}

/// Begins a second factor: it is on once its first code has come.
pub async fn begin_second_factor() -> Answer<NewSecondFactor> {
    super::post(&format!("{PATH}/totp"), &()).await
}

/// Turns it on with its first code.
pub async fn confirm_second_factor(input: &ConfirmSecondFactor) -> Answer<RecoveryCodes> {
    super::put(&format!("{PATH}/totp"), input).await
}

/// Turns it off.
pub async fn second_factor_off() -> Answer<()> {
    super::delete(&format!("{PATH}/totp")).await
}

/// Makes new recovery codes; the earlier ones no longer work.
pub async fn new_recovery_codes() -> Answer<RecoveryCodes> {
    super::post(&format!("{PATH}/recovery-codes"), &()).await
}
