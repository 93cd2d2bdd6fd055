//! `/api/v1/tokens`: API tokens.

use axum::extract::State;
use axum::http::StatusCode;
use shared::account::{CreatedToken, ListedToken, NewToken};
use shared::{ApiError, Scope, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path};
use crate::service::access::may_change;
use crate::service::tokens;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(list_tokens, create_token)).routes(routes!(revoke_token))
}

/// All API tokens, without their secrets.
#[utoipa::path(get, path = "/tokens", operation_id = "list_tokens", tag = "tokens",
    responses((status = 200, body = Vec<ListedToken>), (status = 401, body = ApiError), (status = 403, body = ApiError)))]
async fn list_tokens(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<Vec<ListedToken>>> {
    let permit = signed_in.may(Verb::Users, Scope::server()).await?;
    tokens::list(&app, &permit).await.map(Json)
}

/// Makes an API token. The answer is the only place where its secret is ever shown.
#[utoipa::path(post, path = "/tokens", operation_id = "create_token", tag = "tokens", request_body = NewToken,
    responses((status = 201, body = CreatedToken), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 409, body = ApiError)))]
async fn create_token(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Json(body): Json<NewToken>,
) -> Result<(StatusCode, Json<CreatedToken>)> {
    let permit = may_change(&signed_in).await?;
    let created = tokens::create(&app, &permit, &signed_in, body).await?;
    Ok((StatusCode::CREATED, Json(created)))
}

/// Revokes an API token: it is refused from the next request on.
#[utoipa::path(delete, path = "/tokens/{id}", operation_id = "revoke_token", tag = "tokens",
    params(("id" = String, Path, description = "The token, by its id")),
    responses((status = 204), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError)))]
async fn revoke_token(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let permit = may_change(&signed_in).await?;
    tokens::revoke(&app, &permit, &signed_in, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
