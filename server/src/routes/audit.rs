//! `/api/v1/audit`: the record of who did what.

use axum::extract::State;
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
    OpenApiRouter::default().routes(routes!(verify_audit))
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
        return Err(Error::bad_field("limit", format!("Write a number from 1 to {MAX_LIMIT}.")));
    }
    let said = |text: Option<String>| text.filter(|text| !text.is_empty());
    let filter = AuditFilter {
        before: params.before,
        after: None,
        actor: said(params.actor),
        app: said(params.app),
        verb: said(params.verb),
        outcome: params.outcome,
        from_ms: params.from_ms,
        to_ms: params.to_ms,
        text: said(params.q),
        limit,
        oldest_first: false,
    };
    audit::page(&app, &permit, filter).await.map(Json)
}

/// Whether the record is as it was written: each line is chained to the one before by a hash, and the last one is noted
/// elsewhere. Names the first line that was changed, removed or put in.
#[utoipa::path(get, path = "/audit/verify", operation_id = "verify_audit", tag = "audit",
    responses((status = 200, body = AuditCheck), (status = 401, body = ApiError), (status = 403, body = ApiError)))]
async fn verify_audit(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<AuditCheck>> {
    let permit = signed_in.may(Verb::Audit, Scope::server()).await?;
    audit::verify(&app, &permit).await.map(Json)
}
