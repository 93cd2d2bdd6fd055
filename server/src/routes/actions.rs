//! `/api/v1/clusters/{cluster}/actions`: starting plans, watching them, saying something to them, taking them back.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use fleet::{AppName, Version};
use serde::Deserialize;
use shared::action::{ActionDetail, ActionView, StartAction};
use shared::approval::{ApproveAction, DeclineAction};
use shared::deployment::Command;
use shared::plan::PlanRequest;
use shared::{ActionId, ApiError, ClusterName, Verb};

use super::clusters::{find, settled};
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::extract::{Json, Path, Query};
use crate::service::action::{self, IdempotencyKey, approval};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

const KEY: &str = "idempotency-key";

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(start_action, list_actions))
        .routes(routes!(remove_version))
        .routes(routes!(read_action))
        .routes(routes!(undo_action))
        .routes(routes!(command_action))
        .routes(routes!(approve_action))
        .routes(routes!(decline_action))
        .routes(routes!(withdraw_action))
}

/// Starts a plan that was shown; one that says why it `waits` is asked for, and waits for somebody else. The header `Idempotency-Key` makes any number of tries one action.
#[utoipa::path(
    post, path = "/clusters/{cluster}/actions", tag = "actions", operation_id = "start_action",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("Idempotency-Key" = String, Header, description = "The client's own name for this one click"),
    ),
    request_body = StartAction,
    responses(
        (status = 202, body = ActionView),
        (status = 409, body = ApiError, description = "The cluster changed: the new plan comes along. Or another \
         deployment of the app is running (app_locked)"),
        (status = 422, body = ApiError, description = "The plan wants a name typed"),
        (status = "4XX", body = ApiError), (status = 503, body = ApiError),
    )
)]
pub async fn start_action(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
    headers: HeaderMap,
    Json(input): Json<StartAction>,
) -> Result<(StatusCode, Json<ActionView>)> {
    let cluster = find(&app, &name)?;
    let key =
        given_key(&headers)?.ok_or_else(|| Error::bad_request(say::server::actions::no_idempotency_key()))?;
    let view = action::start(&app, cluster, &who, &key, input).await?;
    Ok((StatusCode::ACCEPTED, told(view, &who)))
}

/// Removes a version of an app in one call: plans, and starts what it planned.
#[utoipa::path(
    delete, path = "/clusters/{cluster}/apps/{app}/versions/{version}", tag = "actions",
    operation_id = "remove_version",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("app" = String, Path, description = "The app's name"),
        ("version" = String, Path, description = "The version, whole: 1.0.0 is not 1.0.0-rc1"),
        ("confirm" = Option<String>, Query, description = "The app's name, where the plan wants it typed"),
    ),
    responses(
        (status = 202, body = ActionView),
        (status = 422, body = ApiError, description = "It takes the last healthy instance: add ?confirm=APP"),
        (status = "4XX", body = ApiError), (status = 503, body = ApiError),
    )
)]
pub async fn remove_version(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, app_name, version)): Path<(ClusterName, AppName, Version)>,
    Query(query): Query<Confirmation>,
    headers: HeaderMap,
) -> Result<(StatusCode, Json<ActionView>)> {
    let cluster = find(&app, &name)?;
    let key = match given_key(&headers)? {
        Some(key) => key,
        None => IdempotencyKey::parse(&uuid::Uuid::now_v7().to_string())?,
    };
    // Perhaps nobody has looked for a while: a script means the cluster as it is now.
    settled(cluster).await?;
    let request = PlanRequest::RemoveVersion { app: app_name, version: Some(version) };
    let view = action::start_now(&app, cluster, &who, &key, request, query.confirm).await?;
    Ok((StatusCode::ACCEPTED, told(view, &who)))
}

/// The name typed, in a script's query.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    confirm: Option<String>,
}

/// The last actions, newest first: those of what one sees.
#[utoipa::path(
    get, path = "/clusters/{cluster}/actions", tag = "actions", operation_id = "list_actions",
    params(("cluster" = String, Path, description = "The cluster's name")),
    responses((status = 200, body = Vec<ActionView>), (status = "4XX", body = ApiError))
)]
pub async fn list_actions(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
) -> Result<Json<Vec<ActionView>>> {
    find(&app, &name)?;
    who.may_somewhere(Verb::View, Some(&name)).await?;
    action::list(&app, &who.actor, &name).await.map(Json)
}

/// One action with its steps. Of options no more is told than one may read.
#[utoipa::path(
    get, path = "/clusters/{cluster}/actions/{id}", tag = "actions", operation_id = "read_action",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("id" = String, Path, description = "The action's id"),
    ),
    responses((status = 200, body = ActionDetail), (status = "4XX", body = ApiError))
)]
pub async fn read_action(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, id)): Path<(ClusterName, ActionId)>,
) -> Result<Json<ActionDetail>> {
    find(&app, &name)?;
    action::read(&app, &name, &who, &id).await.map(Json)
}

/// Takes an action back while it waits. Nothing was sent to Fleet then.
#[utoipa::path(
    post, path = "/clusters/{cluster}/actions/{id}/undo", tag = "actions", operation_id = "undo_action",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("id" = String, Path, description = "The action's id"),
    ),
    responses(
        (status = 200, body = ActionView),
        (status = 409, body = ApiError, description = "It is too late"),
        (status = "4XX", body = ApiError),
    )
)]
pub async fn undo_action(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, id)): Path<(ClusterName, ActionId)>,
) -> Result<Json<ActionView>> {
    find(&app, &name)?;
    action::undo(&app, &name, &who, &id).await.map(|view| told(view, &who))
}

/// Says something to an action at work: to pause, to go on, to go back. What makes no sense now is refused with words.
#[utoipa::path(
    post, path = "/clusters/{cluster}/actions/{id}/commands", tag = "actions", operation_id = "command_action",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("id" = String, Path, description = "The action's id"),
    ),
    request_body = Command,
    responses(
        (status = 200, body = ActionView),
        (status = 409, body = ApiError, description = "It makes no sense now, and why"),
        (status = "4XX", body = ApiError),
    )
)]
pub async fn command_action(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, id)): Path<(ClusterName, ActionId)>,
    Json(command): Json<Command>,
) -> Result<Json<ActionView>> {
    find(&app, &name)?;
    action::command(&app, &name, &who, &id, command).await.map(|view| told(view, &who))
}

/// Approves what somebody else has asked for: it starts, as their action. The plan of the same request is made and looked at
/// now, and its hash sent along. When that plan has no reason to wait any more, whoever asked may start it as well.
#[utoipa::path(
    post, path = "/clusters/{cluster}/actions/{id}/approve", tag = "actions", operation_id = "approve_action",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("id" = String, Path, description = "The action's id"),
    ),
    request_body = ApproveAction,
    responses(
        (status = 202, body = ActionView),
        (status = 409, body = ApiError, description = "It does not wait any more; or the cluster changed: the new plan \
         comes along; or another deployment of the app is running (app_locked); or whoever asked may not do it any more"),
        (status = 422, body = ApiError, description = "The plan wants a name typed"),
        (status = "4XX", body = ApiError), (status = 503, body = ApiError),
    )
)]
pub async fn approve_action(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, id)): Path<(ClusterName, ActionId)>,
    Json(input): Json<ApproveAction>,
) -> Result<(StatusCode, Json<ActionView>)> {
    let cluster = find(&app, &name)?;
    let view = approval::approve(&app, cluster, &who, &id, input).await?;
    Ok((StatusCode::ACCEPTED, told(view, &who)))
}

/// Declines what somebody has asked for: nothing comes of it.
#[utoipa::path(
    post, path = "/clusters/{cluster}/actions/{id}/decline", tag = "actions", operation_id = "decline_action",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("id" = String, Path, description = "The action's id"),
    ),
    request_body = DeclineAction,
    responses(
        (status = 200, body = ActionView),
        (status = 409, body = ApiError, description = "It does not wait any more"),
        (status = "4XX", body = ApiError),
    )
)]
pub async fn decline_action(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, id)): Path<(ClusterName, ActionId)>,
    Json(input): Json<DeclineAction>,
) -> Result<Json<ActionView>> {
    let cluster = find(&app, &name)?;
    approval::decline(&app, cluster, &who, &id, input).await.map(|view| told(view, &who))
}

/// Takes back what one has asked for oneself, while it waits.
#[utoipa::path(
    post, path = "/clusters/{cluster}/actions/{id}/withdraw", tag = "actions", operation_id = "withdraw_action",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("id" = String, Path, description = "The action's id"),
    ),
    responses(
        (status = 200, body = ActionView),
        (status = 409, body = ApiError, description = "It does not wait any more"),
        (status = "4XX", body = ApiError),
    )
)]
pub async fn withdraw_action(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, id)): Path<(ClusterName, ActionId)>,
) -> Result<Json<ActionView>> {
    let cluster = find(&app, &name)?;
    approval::withdraw(&app, cluster, &who, &id).await.map(|view| told(view, &who))
}

/// What is said of an action to whoever did something to it.
fn told(view: ActionView, who: &SignedIn) -> Json<ActionView> {
    Json(action::shown_view(view, &who.actor))
}

fn given_key(headers: &HeaderMap) -> Result<Option<IdempotencyKey>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    IdempotencyKey::parse(value.to_str().unwrap_or_default()).map(Some)
}
