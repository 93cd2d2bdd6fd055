//! `/api/v1/grants`: who may do what, and where.

use axum::extract::State;
use axum::http::StatusCode;
use shared::access::NewGrant;
use shared::policy::Grant;
use shared::{ApiError, Scope, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path};
use crate::service::access::{grants, may_change};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_grants, give_grant)).routes(routes!(take_grant))
}

/// All grants.
#[utoipa::path(get, path = "/grants", operation_id = "list_grants", tag = "access",
    responses((status = 200, body = Vec<Grant>)))]
async fn list_grants(State(app): State<AppState>, who: SignedIn) -> Result<Json<Vec<Grant>>> {
    let permit = who.may(Verb::Users, Scope::server()).await?;
    grants::list(&app, &permit).await.map(Json)
}

/// Gives a user or a group a role somewhere. It takes having all of it oneself.
#[utoipa::path(post, path = "/grants", operation_id = "give_grant", tag = "access", request_body = NewGrant,
    responses((status = 201, body = Grant)))]
async fn give_grant(
    State(app): State<AppState>,
    who: SignedIn,
    Json(body): Json<NewGrant>,
) -> Result<(StatusCode, Json<Grant>)> {
    let permit = may_change(&who).await?;
    let given = grants::give(&app, &permit, &who, body).await?;
    Ok((StatusCode::CREATED, Json(given)))
}

/// Takes a grant back: it counts no more from the next request on.
#[utoipa::path(delete, path = "/grants/{id}", operation_id = "take_grant", tag = "access",
    params(("id" = String, Path, description = "The grant, by its id")),
    responses((status = 204), (status = 404, body = ApiError), (status = 409, body = ApiError)))]
async fn take_grant(
    State(app): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let permit = may_change(&who).await?;
    grants::take(&app, &permit, &who, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
