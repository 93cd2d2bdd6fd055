//! `/api/v1/account/ways-in`: how one comes in oneself.

use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use shared::sign_on::OwnWaysIn;
use shared::{ApiError, Permit};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path, Query};
use crate::service::own_ways;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_own_ways))
        .routes(routes!(unlink_own_identity))
        .routes(routes!(revoke_own_certificate))
}

/// Whether it may be the last way in.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Taking {
    #[serde(default)]
    last_way: bool,
}

/// One's own ways in.
#[utoipa::path(get, path = "/account/ways-in", operation_id = "list_own_ways", tag = "account",
    responses((status = 200, body = OwnWaysIn), (status = 401, body = ApiError), (status = 403, body = ApiError)))]
async fn list_own_ways(State(app): State<AppState>, who: SignedIn) -> Result<Json<OwnWaysIn>> {
    own_ways::view(&app, &who).await.map(Json)
}

/// Takes one's own link to the identity provider away.
#[utoipa::path(delete, path = "/account/ways-in/identities/{id}", operation_id = "unlink_own_identity", tag = "account",
    params(("id" = String, Path, description = "The link, by its id"),
        ("last_way" = Option<bool>, Query, description = "Also if nothing is left by which one gets in")),
    responses((status = 204), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 404, body = ApiError), (status = 422, body = ApiError,
        description = "It is the last way in: add ?last_way=true if that is meant")))]
async fn unlink_own_identity(
    State(app): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(taking): Query<Taking>,
) -> Result<StatusCode> {
    own_ways::unlink(&app, &Permit::oneself(&who.actor), &who, &id, taking.last_way).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Revokes one's own client certificate.
#[utoipa::path(delete, path = "/account/ways-in/certificates/{fingerprint}", operation_id = "revoke_own_certificate",
    tag = "account",
    params(("fingerprint" = String, Path, description = "The certificate's SHA-256, as hexadecimal digits"),
        ("last_way" = Option<bool>, Query, description = "Also if nothing is left by which one gets in")),
    responses((status = 204), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 404, body = ApiError), (status = 422, body = ApiError,
        description = "It is the last way in: add ?last_way=true if that is meant")))]
async fn revoke_own_certificate(
    State(app): State<AppState>,
    who: SignedIn,
    Path(fingerprint): Path<String>,
    Query(taking): Query<Taking>,
) -> Result<StatusCode> {
    let permit = Permit::oneself(&who.actor);
    own_ways::revoke_certificate(&app, &permit, &who, &fingerprint, taking.last_way).await?;
    Ok(StatusCode::NO_CONTENT)
}
