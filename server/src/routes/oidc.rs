//! `/api/v1/session/ways` and `/api/v1/session/oidc`: signing in at an identity provider. A browser goes there by itself,
//! so whatever happens it ends on a page.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use shared::ApiError;
use shared::sign_on::SignInWays;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::session::{came_from, cookies_of};
use crate::app::AppState;
use crate::auth::cookie::Cookie;
use crate::error::Result;
use crate::extract::{Json, Peer, Query};
use crate::service::oidc::{self, COOKIE_S, Failed, Problem, Returned};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(get_sign_in_ways))
        .routes(routes!(begin_oidc))
        .routes(routes!(end_oidc))
}

/// What the sign-in page was told by its own address.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct WaysQuery {
    /// The short name of what went wrong, as the address of the sign-in page has it behind `sso=`.
    problem: Option<String>,
}

/// The ways to sign in, for somebody who is not signed in; and words for what went wrong.
#[utoipa::path(get, path = "/session/ways", operation_id = "get_sign_in_ways", tag = "session", params(WaysQuery),
    security(()), responses((status = 200, body = SignInWays), (status = 400, body = ApiError)))]
async fn get_sign_in_ways(State(app): State<AppState>, Query(query): Query<WaysQuery>) -> Json<SignInWays> {
    let problem = query.problem.as_deref().and_then(Problem::parse);
    Json(SignInWays {
        provider: app.oidc.as_ref().map(|provider| provider.way()),
        problem: problem.map(|problem| problem.words().to_owned()),
    })
}

/// Where to go on.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct BeginQuery {
    /// The page to come back to: a path of this server. Anything else is the first page.
    to: Option<String>,
    /// Whether the provider shall ask anew who sits there: to confirm it before users, grants, tokens or templates change.
    #[serde(default)]
    confirm: bool,
}

/// Begins to sign in at the identity provider: sends the browser there.
#[utoipa::path(get, path = "/session/oidc", operation_id = "begin_oidc", tag = "session", params(BeginQuery),
    security(()),
    responses((status = 303, description = "To the provider; to the sign-in page if that can't be"),
        (status = 400, body = ApiError)))]
async fn begin_oidc(
    State(app): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Query(query): Query<BeginQuery>,
) -> Result<Response> {
    let cookie = Cookie::provider(app.config.https());
    match oidc::begin(&app, peer, query.to.as_deref(), query.confirm, cookie.read(&headers)).await {
        Ok(away) => {
            let cookie = cookie.set(&away.browser, COOKIE_S)?;
            Ok(see(&away.location, [(header::SET_COOKIE, cookie)]))
        }
        Err(failed) => Ok(see(&sign_in_page(&failed), [])),
    }
}

/// Where the provider sends the browser back to. Signs in and goes on to the page that was wanted; or to the sign-in page,
/// which says why not.
#[utoipa::path(get, path = "/session/oidc/callback", operation_id = "end_oidc", tag = "session",
    params(("code" = Option<String>, Query), ("state" = Option<String>, Query), ("error" = Option<String>, Query),
        ("iss" = Option<String>, Query)),
    security(()),
    responses((status = 303, description = "To the page that was wanted, signed in; or to the sign-in page"),
        (status = 400, body = ApiError)))]
async fn end_oidc(
    State(app): State<AppState>,
    peer: Peer,
    headers: HeaderMap,
    Query(returned): Query<Returned>,
) -> Result<Response> {
    let browser = Cookie::provider(app.config.https()).read(&headers);
    let from = came_from(&app, peer, &headers);
    match oidc::finish(&app, returned, browser, from).await {
        Ok((new, to)) => {
            let cookies = cookies_of(&app, &new)?;
            Ok(see(&to, cookies.map(|cookie| (header::SET_COOKIE, cookie))))
        }
        Err(failed) => Ok(see(&sign_in_page(&failed), [])),
    }
}

/// Sends the browser on, with headers of its own.
fn see<const N: usize>(location: &str, headers: [(header::HeaderName, header::HeaderValue); N]) -> Response {
    let location = [(header::LOCATION, location.to_owned())];
    (StatusCode::SEE_OTHER, AppendHeaders(location), AppendHeaders(headers)).into_response()
}

fn sign_in_page(failed: &Failed) -> String {
    let to = utf8_percent_encode(&failed.to, NON_ALPHANUMERIC);
    format!("/sign-in?sso={}&to={to}", failed.why.problem.as_str())
}
