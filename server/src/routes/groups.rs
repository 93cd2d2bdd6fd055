//! `/api/v1/groups`: groups of users.

use axum::extract::State;
use axum::http::StatusCode;
use shared::access::{GroupRow, PutGroup};
use shared::{ApiError, GroupName, Scope, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path};
use crate::service::access::{groups, may_change};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_groups)).routes(routes!(put_group, remove_group))
}

/// All groups with their members.
#[utoipa::path(get, path = "/groups", operation_id = "list_groups", tag = "access",
    responses((status = 200, body = Vec<GroupRow>)))]
async fn list_groups(State(app): State<AppState>, who: SignedIn) -> Result<Json<Vec<GroupRow>>> {
    let permit = who.may(Verb::Users, Scope::server()).await?;
    groups::list(&app, &permit).await.map(Json)
}

/// Makes a group, or sets its members. Those whom the identity provider put in stay.
#[utoipa::path(put, path = "/groups/{name}", operation_id = "put_group", tag = "access", request_body = PutGroup,
    params(("name" = String, Path, description = "The group's name")),
    responses((status = 200, body = GroupRow), (status = 409, body = ApiError)))]
async fn put_group(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<GroupName>,
    Json(body): Json<PutGroup>,
) -> Result<Json<GroupRow>> {
    let permit = may_change(&who).await?;
    groups::put(&app, &permit, &who, &name, body).await.map(Json)
}

/// Removes a group, and what its members had by it.
#[utoipa::path(delete, path = "/groups/{name}", operation_id = "remove_group", tag = "access",
    params(("name" = String, Path, description = "The group's name")),
    responses((status = 204), (status = 404, body = ApiError), (status = 409, body = ApiError)))]
async fn remove_group(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<GroupName>,
) -> Result<StatusCode> {
    let permit = may_change(&who).await?;
    groups::remove(&app, &permit, &who, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
