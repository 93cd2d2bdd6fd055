//! `/api/v1/roles`: named sets of verbs.

use axum::extract::State;
use axum::http::StatusCode;
use shared::access::{PutRole, RoleRow};
use shared::{ApiError, RoleName, Scope, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path};
use crate::service::access::{may_change, roles};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_roles)).routes(routes!(put_role, remove_role))
}

/// All roles: the built-in ones first.
#[utoipa::path(get, path = "/roles", operation_id = "list_roles", tag = "access",
    responses((status = 200, body = Vec<RoleRow>)))]
async fn list_roles(State(app): State<AppState>, who: SignedIn) -> Result<Json<Vec<RoleRow>>> {
    let permit = who.may(Verb::Users, Scope::server()).await?;
    roles::list(&app, &permit).await.map(Json)
}

/// Makes a role, or changes what it allows. Built-in ones stay as they are.
#[utoipa::path(put, path = "/roles/{name}", operation_id = "put_role", tag = "access", request_body = PutRole,
    params(("name" = String, Path, description = "The role's name")),
    responses((status = 200, body = RoleRow), (status = 409, body = ApiError)))]
async fn put_role(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<RoleName>,
    Json(body): Json<PutRole>,
) -> Result<Json<RoleRow>> {
    let permit = may_change(&who).await?;
    roles::put(&app, &permit, &who, &name, body).await.map(Json)
}

/// Removes a role that nobody has.
#[utoipa::path(delete, path = "/roles/{name}", operation_id = "remove_role", tag = "access",
    params(("name" = String, Path, description = "The role's name")),
    responses((status = 204), (status = 404, body = ApiError), (status = 409, body = ApiError)))]
async fn remove_role(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<RoleName>,
) -> Result<StatusCode> {
    let permit = may_change(&who).await?;
    roles::remove(&app, &permit, &who, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
