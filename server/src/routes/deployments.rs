//! `/api/v1/clusters/{cluster}/deployments` and `…/drift`: what was deployed, and what is not as it was deployed.

use axum::extract::State;
use fleet::{AppName, Version};
use serde::Deserialize;
use shared::action::ActionView;
use shared::drift::AppDrift;
use shared::{ActionId, ApiError, ClusterName, UserName, Verb};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::clusters::{find, settled};
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::extract::{Json, Path, Query};
use crate::service::{action, drift};
use crate::store::{DeploymentFilter, Standing};

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_deployments)).routes(routes!(list_drift))
}

/// Which part of the history. Each parameter narrows it further.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Params {
    /// Only of this app.
    #[param(value_type = Option<String>)]
    app: Option<AppName>,
    /// Only those that stand so.
    #[param(inline)]
    state: Option<Standing>,
    /// Only this actor's.
    #[param(value_type = Option<String>)]
    actor: Option<UserName>,
    /// Only those that lead to this version.
    #[param(value_type = Option<String>)]
    version: Option<Version>,
    /// Only those in whose note this stands; case counts for nothing.
    #[serde(default)]
    note: String,
    /// Only those that were started at this time or later, in milliseconds since the Unix epoch.
    since_ms: Option<u64>,
    /// Only those that were started before, in milliseconds since the Unix epoch: `started_ms` of the last one of the
    /// page before.
    before_ms: Option<u64>,
    /// With `before_ms`: that last one's id, so that of several of the same moment none is passed over.
    #[param(value_type = Option<String>)]
    before_id: Option<ActionId>,
    /// At most so many: 1 to 200, 50 if absent. A page with fewer is the last.
    limit: Option<u32>,
}

/// The deployments, newest first.
#[utoipa::path(
    get, path = "/clusters/{cluster}/deployments", tag = "deployments", operation_id = "list_deployments",
    params(("cluster" = String, Path, description = "The cluster's name"), Params),
    responses((status = 200, body = Vec<ActionView>), (status = "4XX", body = ApiError))
)]
async fn list_deployments(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
    Query(params): Query<Params>,
) -> Result<Json<Vec<ActionView>>> {
    find(&app, &name)?;
    // Of an app that they don't see the history is empty, as of one that is not there.
    who.may_somewhere(Verb::View, Some(&name)).await?;
    let limit = params.limit.unwrap_or(DEFAULT_LIMIT);
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Error::bad_field("limit", say::server::errors::number_up_to(&MAX_LIMIT)));
    }
    if params.before_id.is_some() && params.before_ms.is_none() {
        return Err(Error::bad_field("before_id", say::server::errors::before_id_alone()));
    }
    let Params { app: of, state, actor, version, note, since_ms, before_ms, before_id, .. } = params;
    let filter =
        DeploymentFilter { app: of, state, actor, version, note, since_ms, before_ms, before_id, limit };
    action::history(&app, &who.actor, &name, filter).await.map(Json)
}

/// The apps whose units are not as they were deployed, and in what: options other than the template's, versions left
/// over beside the deployed one, units that nobody deployed here.
#[utoipa::path(
    get, path = "/clusters/{cluster}/drift", tag = "deployments", operation_id = "list_drift",
    params(("cluster" = String, Path, description = "The cluster's name")),
    responses((status = 200, body = Vec<AppDrift>), (status = "4XX", body = ApiError), (status = 503, body = ApiError))
)]
async fn list_drift(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
) -> Result<Json<Vec<AppDrift>>> {
    let cluster = find(&app, &name)?;
    who.may_somewhere(Verb::View, Some(&name)).await?;
    settled(cluster).await?;
    drift::of(&app, &who.actor, cluster).await.map(Json)
}
