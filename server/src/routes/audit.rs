//! `/api/v1/audit`: the record of who did what.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::audit::{AuditCheck, AuditPage, Outcome};
use shared::{ApiError, Scope, Verb};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::extract::{Json, Query};
use crate::service::audit;
use crate::store::AuditFilter;

const DEFAULT_LIMIT: u32 = 100;
const MAX_LIMIT: u32 = 500;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_audit))
}

/// Those that may take longer than other answers.
pub fn streams() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(verify_audit)).routes(routes!(export_audit))
}

/// Which part of the record. Each parameter narrows it further.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Params {
    /// Only lines before this one: `next_before` of the page before.
    before: Option<u64>,
    /// At most so many: 1 to 500, 100 if absent.
    limit: Option<u32>,
    /// Only this actor's.
    actor: Option<String>,
    /// Only on this app.
    app: Option<String>,
    /// Only of this verb.
    verb: Option<String>,
    /// Only those from this moment on, in milliseconds since the Unix epoch.
    from_ms: Option<u64>,
    /// Only those before this moment.
    to_ms: Option<u64>,
    /// Only those that ended so.
    #[param(inline)]
    outcome: Option<Outcome>,
    /// Only those with this text somewhere.
    q: Option<String>,
}

/// Which part of the record is written out. Each parameter narrows it further.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExportParams {
    /// Only lines after this one, to go on where the last export ended.
    after: Option<u64>,
    /// Only this actor's.
    actor: Option<String>,
    /// Only on this app.
    app: Option<String>,
    /// Only of this verb.
    verb: Option<String>,
    /// Only those that ended so.
    #[param(inline)]
    outcome: Option<Outcome>,
    /// Only those from this moment on, in milliseconds since the Unix epoch.
    from_ms: Option<u64>,
    /// Only those before this moment.
    to_ms: Option<u64>,
    /// Only those with this text somewhere.
    q: Option<String>,
}

fn said(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// The record, newest first.
#[utoipa::path(get, path = "/audit", operation_id = "list_audit", tag = "audit", params(Params),
    responses((status = 200, body = AuditPage), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError)))]
async fn list_audit(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Query(params): Query<Params>,
) -> Result<Json<AuditPage>> {
    let permit = signed_in.may(Verb::Audit, Scope::server()).await?;
    let limit = params.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Error::bad_field("limit", say::server::errors::number_up_to(&MAX_LIMIT)));
    }
    let filter = AuditFilter {
        before: params.before,
        actor: said(params.actor),
        app: said(params.app),
        verb: said(params.verb),
        outcome: params.outcome,
        from_ms: params.from_ms,
        to_ms: params.to_ms,
        text: said(params.q),
        limit,
        ..AuditFilter::default()
    };
    audit::page(&app, &permit, filter).await.map(Json)
}

/// The record as JSON lines, the oldest first, each with its place in the chain of hashes: to be kept elsewhere.
#[utoipa::path(get, path = "/audit/export", operation_id = "export_audit", tag = "audit", params(ExportParams),
    responses((status = 200, content_type = "application/x-ndjson", body = String), (status = 400, body = ApiError),
        (status = 401, body = ApiError), (status = 403, body = ApiError)))]
async fn export_audit(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Query(params): Query<ExportParams>,
) -> Result<Response> {
    signed_in.may(Verb::Audit, Scope::server()).await?;
    let filter = AuditFilter {
        after: params.after,
        actor: said(params.actor),
        app: said(params.app),
        verb: said(params.verb),
        outcome: params.outcome,
        from_ms: params.from_ms,
        to_ms: params.to_ms,
        text: said(params.q),
        ..AuditFilter::default()
    };
    let lines = audit::export(app.store.clone(), filter).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"quarterdeck-record.jsonl\""),
    ];
    Ok((headers, Body::from_stream(lines)).into_response())
}

/// Whether the record is as it was written: each line is chained to the one before by a hash, and the last one is noted
/// elsewhere. Names the first line that was changed, removed or put in.
#[utoipa::path(get, path = "/audit/verify", operation_id = "verify_audit", tag = "audit",
    responses((status = 200, body = AuditCheck), (status = 401, body = ApiError), (status = 403, body = ApiError)))]
async fn verify_audit(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<AuditCheck>> {
    let permit = signed_in.may(Verb::Audit, Scope::server()).await?;
    audit::verify(&app, &permit).await.map(Json)
}
