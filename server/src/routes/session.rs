//! `/api/v1/session`: signing in, out, and who one is.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use shared::ApiError;
use shared::session::{SessionView, SignIn, SignInWithCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::auth::cookie::SessionCookie;
use crate::auth::session::ABSOLUTE_MS;
use crate::error::Result;
use crate::extract::{Json, Peer};
use crate::service::session::{self, From, NewlySignedIn};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(get_session, create_session, delete_session))
        .routes(routes!(create_session_with_code))
}

/// Who one is, and which clusters there are.
#[utoipa::path(get, path = "/session", operation_id = "get_session", tag = "session",
    responses((status = 200, body = SessionView), (status = 401, body = ApiError)))]
async fn get_session(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<SessionView>> {
    session::view(&app, &signed_in).await.map(Json)
}

/// Signs in with name and password: the answer sets the session's cookie.
#[utoipa::path(post, path = "/session", operation_id = "create_session", tag = "session", security(()),
    request_body = SignIn,
    responses((status = 200, body = SessionView), (status = 401, body = ApiError), (status = 429, body = ApiError)))]
async fn create_session(
    State(app): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> Result<Response> {
    let from = from(&app, peer, &headers);
    answer(&app, session::sign_in(&app, body, from).await?)
}

/// Signs in with the code of a one-time link, which is used up by it.
#[utoipa::path(post, path = "/session/code", operation_id = "create_session_with_code", tag = "session", security(()),
    request_body = SignInWithCode,
    responses((status = 200, body = SessionView), (status = 401, body = ApiError), (status = 429, body = ApiError)))]
async fn create_session_with_code(
    State(app): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Json(body): Json<SignInWithCode>,
) -> Result<Response> {
    let from = from(&app, peer, &headers);
    answer(&app, session::sign_in_with_code(&app, &body.code, from).await?)
}

/// Signs out: the session ends, and the browser forgets everything of this site.
#[utoipa::path(delete, path = "/session", operation_id = "delete_session", tag = "session",
    responses((status = 204), (status = 401, body = ApiError)))]
async fn delete_session(State(app): State<AppState>, signed_in: SignedIn) -> Result<Response> {
    session::sign_out(&app, &signed_in).await?;
    let headers = [
        (header::SET_COOKIE, cookie(&app).clear()?),
        // Not "cache": the files of the page hold nothing of anybody's.
        (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cookies\", \"storage\"")),
    ];
    Ok((StatusCode::NO_CONTENT, AppendHeaders(headers)).into_response())
}

fn answer(app: &AppState, new: NewlySignedIn) -> Result<Response> {
    let cookie = cookie(app).set(&new.secret, ABSOLUTE_MS / 1000)?;
    Ok(([(header::SET_COOKIE, cookie)], Json(new.view)).into_response())
}

fn cookie(app: &AppState) -> SessionCookie {
    SessionCookie { https: app.config.https() }
}

pub(super) fn from(app: &AppState, peer: Peer, headers: &HeaderMap) -> From {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    From {
        peer,
        user_agent: user_agent.unwrap_or_default().to_owned(),
        old_secret: cookie(app).read(headers),
    }
}
