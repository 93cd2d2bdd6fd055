//! One's own account: password and signed-in browsers.

use gloo_net::http::Method;
use shared::account::{SessionRow, SetPassword};

use super::{Answer, encoded, with_body};

const PATH: &str = "/api/v1/account";

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
