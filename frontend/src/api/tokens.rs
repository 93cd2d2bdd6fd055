//! API tokens.

use shared::account::{CreatedToken, ListedToken, NewToken};

use super::{Answer, encoded};

const PATH: &str = "/api/v1/tokens";

/// All tokens, without their secrets, and what revoking each takes.
pub async fn list() -> Answer<Vec<ListedToken>> {
    super::get(PATH).await
}

/// Makes one. Its secret is in this answer and nowhere else.
pub async fn create(input: &NewToken) -> Answer<CreatedToken> {
    super::post(PATH, input).await
}

/// Revokes one at once.
pub async fn revoke(id: &str) -> Answer<()> {
    super::delete(&format!("{PATH}/{}", encoded(id))).await
}
