//! `/api/v1/screens`: wall displays and read-only links, for those who manage them, and for displays that are about to be
//! paired.

pub mod own;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use shared::screen::{
    ConfirmPairing, CreatedLink, NewLink, OpenLink, Pairing, PairingAsked, PairingNow, PatchScreen,
    ScreenRow, ScreenSelf,
};
use shared::{ApiError, Permit, Scope, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::auth::cookie::Cookie;
use crate::auth::secret::Secret;
use crate::error::Result;
use crate::extract::{Json, Path, Peer};
use crate::service::screens::{self, Order};

/// As long as browsers keep a cookie at most.
const COOKIE_S: u64 = 400 * 86_400;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(ask_pairing))
        .routes(routes!(get_pairing_now))
        .routes(routes!(look_at_pairing, confirm_pairing))
        .routes(routes!(list_screens))
        .routes(routes!(patch_screen, revoke_screen))
        .routes(routes!(identify_screen))
        .routes(routes!(reload_screen))
        .routes(routes!(make_link))
        .routes(routes!(open_link))
        .routes(routes!(own::get_screen_self))
}

/// Gives a display a code to show, and a cookie by which it will be the screen that somebody makes of it.
#[utoipa::path(post, path = "/screens/pairings", operation_id = "ask_pairing", tag = "screens", security(()),
    responses((status = 201, body = Pairing), (status = 429, body = ApiError)))]
async fn ask_pairing(State(app): State<AppState>, peer: Peer, headers: HeaderMap) -> Result<Response> {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let own = Cookie::screen(app.config.https()).read(&headers);
    let (pairing, secret) = screens::ask(&app, peer, agent, own).await?;
    let cookie = AppendHeaders([(header::SET_COOKIE, cookie(&app, &secret)?)]);
    Ok((StatusCode::CREATED, cookie, Json(pairing)).into_response())
}

/// Whether the display that asks was paired.
#[utoipa::path(get, path = "/screens/pairings/mine", operation_id = "get_pairing_now", tag = "screens", security(()),
    responses((status = 200, body = PairingNow), (status = 404, body = ApiError), (status = 429, body = ApiError)))]
async fn get_pairing_now(
    State(app): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
) -> Result<Json<PairingNow>> {
    let own = Cookie::screen(app.config.https()).read(&headers);
    screens::now(&app, peer, own).await.map(Json)
}

/// Who shows this code.
#[utoipa::path(get, path = "/screens/pairings/{code}", operation_id = "look_at_pairing", tag = "screens",
    params(("code" = String, Path, description = "The code that the display shows")),
    responses((status = 200, body = PairingAsked), (status = 404, body = ApiError), (status = 429, body = ApiError)))]
async fn look_at_pairing(
    State(app): State<AppState>,
    who: SignedIn,
    Path(code): Path<String>,
) -> Result<Json<PairingAsked>> {
    let permit = may(&who).await?;
    screens::look(&app, &permit, &code).await.map(Json)
}

/// Makes the display that shows this code a screen.
#[utoipa::path(post, path = "/screens/pairings/{code}", operation_id = "confirm_pairing", tag = "screens",
    params(("code" = String, Path, description = "The code that the display shows")), request_body = ConfirmPairing,
    responses((status = 201, body = ScreenRow), (status = 404, body = ApiError), (status = 429, body = ApiError)))]
async fn confirm_pairing(
    State(app): State<AppState>,
    who: SignedIn,
    Path(code): Path<String>,
    Json(body): Json<ConfirmPairing>,
) -> Result<(StatusCode, Json<ScreenRow>)> {
    let permit = may_change(&who).await?;
    let screen = screens::confirm(&app, &permit, &who, &code, body).await?;
    Ok((StatusCode::CREATED, Json(screen)))
}

/// All screens and read-only links, without their secrets.
#[utoipa::path(get, path = "/screens", operation_id = "list_screens", tag = "screens",
    responses((status = 200, body = Vec<ScreenRow>)))]
async fn list_screens(State(app): State<AppState>, who: SignedIn) -> Result<Json<Vec<ScreenRow>>> {
    let permit = may(&who).await?;
    screens::list(&app, &permit).await.map(Json)
}

/// Gives a screen another name or another view.
#[utoipa::path(patch, path = "/screens/{id}", operation_id = "patch_screen", tag = "screens",
    params(("id" = String, Path, description = "The screen, by its id")), request_body = PatchScreen,
    responses((status = 200, body = ScreenRow), (status = 404, body = ApiError)))]
async fn patch_screen(
    State(app): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Json(body): Json<PatchScreen>,
) -> Result<Json<ScreenRow>> {
    let permit = may_change(&who).await?;
    screens::change(&app, &permit, &who, &id, body).await.map(Json)
}

/// Revokes a screen or a link: it is refused from the next request on, and its stream ends within seconds.
#[utoipa::path(delete, path = "/screens/{id}", operation_id = "revoke_screen", tag = "screens",
    params(("id" = String, Path, description = "The screen, by its id")),
    responses((status = 204), (status = 404, body = ApiError)))]
async fn revoke_screen(
    State(app): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    // Whoever takes a view away need not show first that it is them.
    let permit = may(&who).await?;
    screens::revoke(&app, &permit, &who, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Has a screen say its name, so that people find it.
#[utoipa::path(post, path = "/screens/{id}/identify", operation_id = "identify_screen", tag = "screens",
    params(("id" = String, Path, description = "The screen, by its id")),
    responses((status = 204), (status = 404, body = ApiError)))]
async fn identify_screen(
    State(app): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let permit = may(&who).await?;
    screens::tell(&app, &permit, &who, &id, Order::Identify).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Has a screen load its page again.
#[utoipa::path(post, path = "/screens/{id}/reload", operation_id = "reload_screen", tag = "screens",
    params(("id" = String, Path, description = "The screen, by its id")),
    responses((status = 204), (status = 404, body = ApiError)))]
async fn reload_screen(
    State(app): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let permit = may(&who).await?;
    screens::tell(&app, &permit, &who, &id, Order::Reload).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a read-only link for a person. The answer is the only place where it is ever shown.
#[utoipa::path(post, path = "/screens/links", operation_id = "make_link", tag = "screens", request_body = NewLink,
    responses((status = 201, body = CreatedLink)))]
async fn make_link(
    State(app): State<AppState>,
    who: SignedIn,
    Json(body): Json<NewLink>,
) -> Result<(StatusCode, Json<CreatedLink>)> {
    let permit = may_change(&who).await?;
    let made = screens::make_link(&app, &permit, &who, body).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Opens a read-only link: this browser shows its view from now on, and no other one can open it.
#[utoipa::path(post, path = "/screens/links/open", operation_id = "open_link", tag = "screens", security(()),
    request_body = OpenLink,
    responses((status = 200, body = ScreenSelf), (status = 401, body = ApiError), (status = 429, body = ApiError)))]
async fn open_link(State(app): State<AppState>, peer: Peer, Json(body): Json<OpenLink>) -> Result<Response> {
    let (screen, secret) = screens::open_link(&app, body, peer).await?;
    let cookie = AppendHeaders([(header::SET_COOKIE, cookie(&app, &secret)?)]);
    Ok((cookie, Json(screens::own(&app, screen))).into_response())
}

fn cookie(app: &AppState, secret: &Secret) -> Result<HeaderValue> {
    Cookie::screen(app.config.https()).set(secret, COOKIE_S)
}

/// Screens belong to the server: who hangs up a picture of a cluster for everybody to see decides about more than an app.
async fn may(who: &SignedIn) -> Result<Permit> {
    who.may(Verb::Settings, Scope::server()).await
}

/// The same, for what shows more to somebody.
async fn may_change(who: &SignedIn) -> Result<Permit> {
    let permit = may(who).await?;
    who.confirmed().await?;
    Ok(permit)
}
