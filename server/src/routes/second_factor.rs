//! `/api/v1/account/totp`, `/api/v1/account/recovery-codes`: one's own second factor.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::account::{ConfirmSecondFactor, NewSecondFactor, RecoveryCodes, SecondFactor};
use shared::{ApiError, Permit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::renewed_cookie;
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::Json;
use crate::service::second_factor;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(get_totp, begin_totp, confirm_totp, remove_totp))
        .routes(routes!(renew_recovery_codes))
}

/// Whether one has a second factor, and how many recovery codes are left.
#[utoipa::path(get, path = "/account/totp", operation_id = "get_totp", tag = "account",
    responses((status = 200, body = SecondFactor)))]
async fn get_totp(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<SecondFactor>> {
    second_factor::view(&app, &signed_in).await.map(Json)
}

/// Begins a second factor, or another one. It counts once its first code was typed.
#[utoipa::path(post, path = "/account/totp", operation_id = "begin_totp", tag = "account",
    responses((status = 201, body = NewSecondFactor)))]
async fn begin_totp(
    State(app): State<AppState>,
    signed_in: SignedIn,
) -> Result<(StatusCode, Json<NewSecondFactor>)> {
    let begun = second_factor::begin(&app, &signed_in).await?;
    Ok((StatusCode::CREATED, Json(begun)))
}

/// Turns it on by its first code. One's other sessions end; the answer holds the recovery codes and sets the session's
/// new cookie.
#[utoipa::path(put, path = "/account/totp", operation_id = "confirm_totp", tag = "account",
    request_body = ConfirmSecondFactor,
    responses((status = 200, body = RecoveryCodes), (status = 409, body = ApiError), (status = 429, body = ApiError)))]
async fn confirm_totp(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Json(body): Json<ConfirmSecondFactor>,
) -> Result<Response> {
    let permit = Permit::oneself(&signed_in.actor);
    let (secret, codes) = second_factor::confirm(&app, &permit, &signed_in, &body.code).await?;
    Ok(([(header::SET_COOKIE, renewed_cookie(&app, &secret)?)], Json(codes)).into_response())
}

/// Turns it off. The answer sets the session's new cookie.
#[utoipa::path(delete, path = "/account/totp", operation_id = "remove_totp", tag = "account",
    responses((status = 204), (status = 404, body = ApiError)))]
async fn remove_totp(State(app): State<AppState>, signed_in: SignedIn) -> Result<Response> {
    let permit = Permit::oneself(&signed_in.actor);
    let secret = second_factor::remove(&app, &permit, &signed_in).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, renewed_cookie(&app, &secret)?)]).into_response())
}

/// Makes new recovery codes; earlier ones no longer work.
#[utoipa::path(post, path = "/account/recovery-codes", operation_id = "renew_recovery_codes", tag = "account",
    responses((status = 201, body = RecoveryCodes), (status = 409, body = ApiError)))]
async fn renew_recovery_codes(
    State(app): State<AppState>,
    signed_in: SignedIn,
) -> Result<(StatusCode, Json<RecoveryCodes>)> {
    let permit = Permit::oneself(&signed_in.actor);
    let codes = second_factor::renew_codes(&app, &permit, &signed_in).await?;
    Ok((StatusCode::CREATED, Json(codes)))
}
