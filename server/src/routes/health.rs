//! Whether the process lives, whether it is of use, and what it counted: for supervisors and monitoring.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use shared::{Scope, Verb};

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::Json;

/// The routes; they stand outside of `/api/v1`, where supervisors look for them.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(get_health))
        .route("/readyz", get(get_readiness))
        .route("/metrics", get(get_metrics))
}

/// Always, as long as the process answers at all.
async fn get_health() -> &'static str {
    "ok\n"
}

/// What is ready.
#[derive(Debug, Serialize)]
struct Ready {
    /// The database answers.
    store: bool,
    /// Fleet was read at least once since the start.
    fleet: bool,
}

/// 200 when the server can do its work; 503 with what is missing when it can't (yet).
async fn get_readiness(State(app): State<AppState>) -> Response {
    let ready = Ready { store: app.store.ping().await.is_ok(), fleet: was_read(&app) };
    let status = if ready.store && ready.fleet { 200 } else { 503 };
    let status = axum::http::StatusCode::from_u16(status).unwrap_or_default();
    (status, Json(ready)).into_response()
}

fn was_read(app: &AppState) -> bool {
    app.clusters.iter().all(|cluster| cluster.snapshot().freshness.as_of_ms.is_some())
}

/// Prometheus's text format. It tells how the server is used, so it asks for the right to see the settings.
async fn get_metrics(State(app): State<AppState>, signed_in: SignedIn) -> Result<Response> {
    signed_in.may(Verb::Settings, Scope::server()).await?;
    if let Some(head) = app.store.record_head().borrow().as_ref() {
        app.metrics.record(head.seq, &head.hash);
    }
    let text_format = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, text_format)], app.metrics.render(&app.clusters)).into_response())
}
