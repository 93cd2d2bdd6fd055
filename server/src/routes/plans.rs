//! `/api/v1/clusters/{cluster}/plans`: what would happen. Changes nothing.

use axum::extract::State;
use shared::plan::{Plan, PlanRequest};
use shared::{ApiError, ClusterName};

use super::clusters::find;
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path};
use crate::service::action;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(make_plan))
}

/// Plans: the exact calls, in order, with what the person should know before the click. Of options no more is told than
/// the person may read; the calls are made with all of them.
#[utoipa::path(
    post, path = "/clusters/{cluster}/plans", tag = "actions", operation_id = "make_plan",
    params(("cluster" = String, Path, description = "The cluster's name")),
    request_body = PlanRequest,
    responses((status = 200, body = Plan), (status = "4XX", body = ApiError), (status = 503, body = ApiError))
)]
pub async fn make_plan(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
    Json(request): Json<PlanRequest>,
) -> Result<Json<Plan>> {
    let cluster = find(&app, &name)?;
    action::plan(&app, cluster, &who, &request).await.map(Json)
}
