//! All routes and the layers around them. The only place where paths are put together.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::app::AppState;
use crate::error::Error;
use crate::extract::LIMIT_BYTES;
use crate::middleware::around::{self, Around};
use crate::middleware::csrf::CrossSite;
use crate::middleware::headers::Fixed;
use crate::{page, routes};

/// Where the API stands.
const API: &str = "/api/v1";
/// An answer that takes longer than this has gone wrong. Streams are not under it.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Smaller answers gain nothing by compression.
const COMPRESS_FROM_BYTES: u64 = 1024;

/// Everything below `/api/v1` that answers once, with its description.
fn api() -> OpenApiRouter<AppState> {
    let routes = OpenApiRouter::default()
        .merge(routes::session::routes())
        .merge(routes::oidc::routes())
        .merge(routes::identities::routes())
        .merge(routes::account::routes())
        .merge(routes::own_ways::routes())
        .merge(routes::second_factor::routes())
        .merge(routes::users::routes())
        .merge(routes::tokens::routes())
        .merge(routes::groups::routes())
        .merge(routes::roles::routes())
        .merge(routes::grants::routes())
        .merge(routes::apps::routes())
        .merge(routes::lint::routes())
        .merge(routes::audit::routes())
        .merge(routes::openapi::routes())
        .merge(routes::clusters::routes())
        .merge(routes::plans::routes())
        .merge(routes::actions::routes())
        .merge(routes::deployments::routes())
        .merge(routes::screens::routes())
        .merge(routes::history::routes());
    OpenApiRouter::default().nest(API, routes)
}

/// Everything that may stay open: no time limit stands over it.
fn streams() -> OpenApiRouter<AppState> {
    let routes =
        routes::events::routes().merge(routes::audit::streams()).merge(routes::screens::own::streams());
    OpenApiRouter::default().nest(API, routes)
}

/// The description of the API, for scripts and for the list of routes.
pub fn openapi() -> OpenApi {
    crate::openapi::complete(api().merge(streams()).into_openapi())
}

/// The whole server.
pub fn router(app: AppState) -> Router {
    let timeout = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT);
    let (api, _) = api().split_for_parts();
    let (streams, _) = streams().split_for_parts();
    let in_time = Router::new().merge(api).merge(routes::health::routes()).layer(timeout);
    let routes = Router::new()
        .merge(in_time)
        // These have a limit of their own, behind which it is said what became of a write.
        .merge(routes::proxy::routes())
        .merge(streams)
        .fallback(page::serve)
        .method_not_allowed_fallback(async || Error::MethodNotAllowed);
    layered(routes, &app).with_state(app)
}

/// What stands around all of them, the outermost first. As few as can be, and in one stack: every layer that a request
/// passes is copied for it.
fn layered(routes: Router<AppState>, app: &AppState) -> Router<AppState> {
    let fixed = Fixed::new(app.page.csp(), app.config.https());
    let around = Around { app: app.clone(), fixed };
    let worth_it = SizeAbove::new(COMPRESS_FROM_BYTES)
        .and(NotForContentType::SSE)
        .and(NotForContentType::IMAGES)
        .and(NotForContentType::new("application/wasm"));
    let stack = ServiceBuilder::new()
        .layer(from_fn_with_state(around, around::around))
        .layer(CompressionLayer::new().compress_when(worth_it))
        .layer(CatchPanicLayer::new())
        .layer(CrossSite::new(app.config.public_url.as_ref()))
        .layer(DefaultBodyLimit::max(LIMIT_BYTES));
    routes.layer(stack)
}
