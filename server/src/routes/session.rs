//! `/api/v1/session`: signing in, out, and who one is.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use shared::ApiError;
use shared::session::{
    Invited, LookAtInvitation, SessionView, SignIn, SignInWithCode, StepUp, TakeInvitation,
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::cookie::Cookie;
use crate::auth::secret::Secret;
use crate::auth::session::STEP_UP_MS;
use crate::auth::{SignedIn, familiar};
use crate::error::Result;
use crate::extract::{Json, Peer};
use crate::service::session::{self, CameFrom, NewlySignedIn};
use crate::service::step_up::Shown;
use crate::service::{invitation, step_up};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(get_session, create_session, delete_session))
        .routes(routes!(create_session_with_code))
        .routes(routes!(look_at_invitation))
        .routes(routes!(take_invitation))
        .routes(routes!(step_up))
}

/// Who one is, and which clusters there are.
#[utoipa::path(get, path = "/session", operation_id = "get_session", tag = "session",
    responses((status = 200, body = SessionView), (status = 401, body = ApiError)))]
async fn get_session(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<SessionView>> {
    session::view(&app, &signed_in).await.map(Json)
}

/// Signs in with name and password: the answer sets the session's cookie. An account with a second factor answers
/// `second_factor_needed` at first: the same again, with its `code`.
#[utoipa::path(post, path = "/session", operation_id = "create_session", tag = "session", security(()),
    request_body = SignIn,
    responses((status = 200, body = SessionView), (status = 401, body = ApiError), (status = 429, body = ApiError)))]
async fn create_session(
    State(app): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Json(body): Json<SignIn>,
) -> Result<Response> {
    let from = came_from(&app, peer, &headers);
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
    let from = came_from(&app, peer, &headers);
    answer(&app, session::sign_in_with_code(&app, body, from).await?)
}

/// Says whose invitation it is. Uses nothing up.
#[utoipa::path(post, path = "/session/invitation/look", operation_id = "look_at_invitation", tag = "session",
    security(()), request_body = LookAtInvitation,
    responses((status = 200, body = Invited), (status = 401, body = ApiError), (status = 429, body = ApiError)))]
async fn look_at_invitation(
    State(app): State<AppState>,
    peer: Peer,
    Json(body): Json<LookAtInvitation>,
) -> Result<Json<Invited>> {
    invitation::look(&app, &body.code, peer).await.map(Json)
}

/// Takes an invitation: sets the password, ends whatever sessions there are, and signs in.
#[utoipa::path(post, path = "/session/invitation", operation_id = "take_invitation", tag = "session",
    security(()), request_body = TakeInvitation,
    responses((status = 200, body = SessionView), (status = 401, body = ApiError), (status = 429, body = ApiError)))]
async fn take_invitation(
    State(app): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Json(body): Json<TakeInvitation>,
) -> Result<Response> {
    let from = came_from(&app, peer, &headers);
    answer(&app, invitation::take(&app, body, from).await?)
}

/// Confirms that it is still oneself: for ten minutes users, roles, groups, grants, tokens and templates can be changed.
/// The answer sets the session's new cookie.
#[utoipa::path(post, path = "/session/step-up", operation_id = "step_up", tag = "session", request_body = StepUp,
    responses((status = 204), (status = 429, body = ApiError)))]
async fn step_up(
    State(app): State<AppState>,
    signed_in: SignedIn,
    peer: Peer,
    Json(body): Json<StepUp>,
) -> Result<Response> {
    let cookie = match step_up::step_up(&app, &signed_in, body, peer).await? {
        Shown::Session(secret) => renewed_cookie(&app, &secret)?,
        Shown::Browser(secret) => Cookie::confirmed(app.config.https()).set(&secret, STEP_UP_MS / 1000)?,
    };
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
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
    let cookies = cookies_of(app, &new)?.map(|cookie| (header::SET_COOKIE, cookie));
    Ok((AppendHeaders(cookies), Json(new.view)).into_response())
}

/// The cookies of a browser in which somebody has just signed in: the session's, and the one by which it is known again.
pub(super) fn cookies_of(app: &AppState, new: &NewlySignedIn) -> Result<[HeaderValue; 2]> {
    let familiar = new.browser.sealed(&app.seal, &new.view.user, app.wall_ms())?;
    let known = Cookie::familiar(app.config.https()).set_text(&familiar, familiar::LASTS_MS / 1000)?;
    Ok([renewed_cookie(app, &new.secret)?, known])
}

/// The cookie with a session's secret, for as long as the session can last.
pub(super) fn renewed_cookie(app: &AppState, secret: &Secret) -> Result<HeaderValue> {
    cookie(app).set(secret, app.config.sessions.absolute_ms / 1000)
}

fn cookie(app: &AppState) -> Cookie {
    Cookie::session(app.config.https())
}

pub(super) fn came_from(app: &AppState, peer: Peer, headers: &HeaderMap) -> CameFrom {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    CameFrom {
        peer,
        user_agent: user_agent.unwrap_or_default().to_owned(),
        old_secret: cookie(app).read(headers),
        familiar: Cookie::familiar(app.config.https()).read_text(headers).map(str::to_owned),
    }
}
