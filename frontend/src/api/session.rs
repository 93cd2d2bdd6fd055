//! Signing in and out.

use shared::session::{SessionView, SignIn, SignInWithCode};

use super::Answer;

pub(super) const PATH: &str = "/api/v1/session";

/// Who is signed in.
pub async fn get() -> Answer<SessionView> {
    super::get(PATH).await
}

/// Signs in with a password.
pub async fn sign_in(input: &SignIn) -> Answer<SessionView> {
    super::post(PATH, input).await
}

/// Signs in with the code of a one-time link.
pub async fn sign_in_with_code(input: &SignInWithCode) -> Answer<SessionView> {
    super::post(&format!("{PATH}/code"), input).await
}

/// Signs out.
pub async fn sign_out() -> Answer<()> {
    super::delete(PATH).await
}
