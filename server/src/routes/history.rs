//! `/api/v1/clusters/{cluster}/history`: how many units were meant to run and ran, when.

use axum::extract::State;
use serde::Deserialize;
use shared::history::{AppsHistory, HistoryView, Span, Subject};
use shared::{ApiError, ClusterName};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::clusters::find;
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::extract::{Json, Path, Query};
use crate::service::history;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(read_history)).routes(routes!(read_apps_history))
}

/// What of the past.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Params {
    /// Of what: `cluster` (also if absent), `machines`, `app:NAME` or `machine:ID`.
    of: Option<String>,
    /// How far back: 24 hours by the minute (also if absent), seven or 31 days by the hour, 366 days by the day of UTC.
    #[serde(default)]
    #[param(inline)]
    span: Span,
}

/// How far back.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Back {
    /// 24 hours in cells of 15 minutes (also if absent), seven days in cells of two hours, 31 days in cells of 8 hours,
    /// 366 days in cells of 4 days.
    #[serde(default)]
    #[param(inline)]
    span: Span,
}

/// How many units were meant to run and ran, when; and the deployments of that time. Time in which Fleet was not read is
/// in no bucket, and counts neither as good nor as bad. The cluster's history is of the apps that one sees; a machine's is
/// for those who see all of them.
#[utoipa::path(
    get, path = "/clusters/{cluster}/history", tag = "history", operation_id = "read_history",
    params(("cluster" = String, Path, description = "The cluster's name"), Params),
    responses((status = 200, body = HistoryView), (status = "4XX", body = ApiError))
)]
async fn read_history(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
    Query(params): Query<Params>,
) -> Result<Json<HistoryView>> {
    let cluster = find(&app, &name)?;
    who.sight(&name).await?;
    let subject = match &params.of {
        None => Subject::Cluster,
        Some(text) => Subject::parse(text).map_err(|error| Error::bad_field("of", error.to_string()))?,
    };
    history::of_subject(&app, &who.actor, cluster, &subject, params.span).await.map(Json)
}

/// For each app that one sees and of which something is known: when its units ran, in at most 96 cells, for what part of
/// the time, and when not all of them did; and the deployments of that time.
#[utoipa::path(
    get, path = "/clusters/{cluster}/history/apps", tag = "history", operation_id = "read_apps_history",
    params(("cluster" = String, Path, description = "The cluster's name"), Back),
    responses((status = 200, body = AppsHistory), (status = "4XX", body = ApiError))
)]
async fn read_apps_history(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
    Query(back): Query<Back>,
) -> Result<Json<AppsHistory>> {
    let cluster = find(&app, &name)?;
    who.sight(&name).await?;
    history::of_apps(&app, &who.actor, cluster, back.span).await.map(Json)
}
