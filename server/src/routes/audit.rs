//! `/api/v1/audit`: the record of who did what.

use axum::extract::State;
use serde::Deserialize;
use shared::audit::{AuditPage, Outcome};
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
        actor: said(params.actor),
        app: said(params.app),
        outcome: params.outcome,
        text: said(params.q),
        limit,
    };
    audit::page(&app, &permit, filter).await.map(Json)
}
