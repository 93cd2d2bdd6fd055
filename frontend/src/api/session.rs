//! Signing in and out.

use gloo_net::http::Method;
use shared::session::{
    Invited, LookAtInvitation, SessionView, SignIn, SignInWithCode, StepUp, TakeInvitation,
};
use shared::sign_on::SignInWays;

use super::{Answer, encoded, with_body};

pub(super) const PATH: &str = "/api/v1/session";

/// Who is signed in.
pub async fn get() -> Answer<SessionView> {
    super::get(PATH).await
}

/// The ways to sign in, and in words what went wrong with one of them.
pub async fn ways(problem: &str) -> Answer<SignInWays> {
    let query = if problem.is_empty() { String::new() } else { format!("?problem={}", encoded(problem)) };
    super::get(&format!("{PATH}/ways{query}")).await
}

/// Signs in with a password.
pub async fn sign_in(input: &SignIn) -> Answer<SessionView> {
    super::post(PATH, input).await
}

/// Signs in with the code of a one-time link.
pub async fn sign_in_with_code(input: &SignInWithCode) -> Answer<SessionView> {
    super::post(&format!("{PATH}/code"), input).await
}

/// Whose invitation it is.
pub async fn look_at_invitation(input: &LookAtInvitation) -> Answer<Invited> {
    super::post(&format!("{PATH}/invitation/look"), input).await
}

/// Takes an invitation: sets the password, and signs in.
pub async fn take_invitation(input: &TakeInvitation) -> Answer<SessionView> {
    super::post(&format!("{PATH}/invitation"), input).await
}

/// Confirms that it is still oneself.
pub async fn step_up(input: &StepUp) -> Answer<()> {
    with_body(Method::POST, &format!("{PATH}/step-up"), input, None).await.map(drop)
}

/// Signs out.
pub async fn sign_out() -> Answer<()> {
    super::delete(PATH).await
}
