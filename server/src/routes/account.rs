//! `/api/v1/account`: one's own password and sessions.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::account::{SessionRow, SetPassword};
use shared::{ApiError, Permit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::renewed_cookie;
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path, Peer};
use crate::service::account;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(set_password))
        .routes(routes!(list_sessions))
        .routes(routes!(end_session))
}

/// Sets one's own password, and ends one's other sessions. The answer sets the session's new cookie.
#[utoipa::path(put, path = "/account/password", operation_id = "set_password", tag = "account",
    request_body = SetPassword,
    responses((status = 204), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 429, body = ApiError)))]
async fn set_password(
    State(app): State<AppState>,
    signed_in: SignedIn,
    peer: Peer,
    Json(body): Json<SetPassword>,
) -> Result<Response> {
    let permit = Permit::oneself(&signed_in.actor);
    let secret = account::set_password(&app, &permit, &signed_in, body, peer).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, renewed_cookie(&app, &secret)?)]).into_response())
}

/// One's own sessions.
#[utoipa::path(get, path = "/account/sessions", operation_id = "list_sessions", tag = "account",
    responses((status = 200, body = Vec<SessionRow>), (status = 401, body = ApiError)))]
async fn list_sessions(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<Vec<SessionRow>>> {
    account::sessions(&app, &signed_in).await.map(Json)
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/account/sessions/{id}", operation_id = "end_session", tag = "account",
    params(("id" = String, Path, description = "The session, by its id")),
    responses((status = 204), (status = 401, body = ApiError), (status = 404, body = ApiError)))]
async fn end_session(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let permit = Permit::oneself(&signed_in.actor);
    account::end_session(&app, &permit, &signed_in, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
