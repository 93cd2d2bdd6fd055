//! `/api/v1/clusters/{cluster}/plans`: what would happen. Changes nothing.

use axum::extract::State;
use serde::Deserialize;
use shared::plan::{Plan, PlanRequest};
use shared::{ActionId, ApiError, ClusterName};

use super::clusters::find;
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path, Query};
use crate::service::action;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(make_plan))
}

/// What stands behind the `?`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The deployment of the same app that is to be taken over: the plan is made as if that one were aborted now. Start
    /// it with the same `takes_over`.
    #[param(value_type = Option<String>)]
    takes_over: Option<ActionId>,
}

/// Plans: the exact calls, in order, with what the person should know before the click. Of options no more is told than
/// the person may read; the calls are made with all of them.
#[utoipa::path(
    post, path = "/clusters/{cluster}/plans", tag = "actions", operation_id = "make_plan",
    params(("cluster" = String, Path, description = "The cluster's name"), Params),
    request_body = PlanRequest,
    responses((status = 200, body = Plan), (status = "4XX", body = ApiError), (status = 503, body = ApiError))
)]
async fn make_plan(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
    Query(params): Query<Params>,
    Json(request): Json<PlanRequest>,
) -> Result<Json<Plan>> {
    let cluster = find(&app, &name)?;
    action::plan(&app, cluster, &who, &request, params.takes_over.as_ref()).await.map(Json)
}
