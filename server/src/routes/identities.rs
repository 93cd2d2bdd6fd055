//! `/api/v1/identities` and `/api/v1/certificates`: who users are at the identity provider, and by which client
//! certificates.

use axum::extract::State;
use axum::http::StatusCode;
use shared::sign_on::{CertificateRow, IdentityRow, NewCertificate, NewIdentity};
use shared::{ApiError, Scope, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path};
use crate::service::access::may_change;
use crate::service::identities;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_identities, link_identity))
        .routes(routes!(unlink_identity))
        .routes(routes!(list_certificates, add_certificate))
        .routes(routes!(revoke_certificate))
}

/// Who users are at the identity provider.
#[utoipa::path(get, path = "/identities", operation_id = "list_identities", tag = "users",
    responses((status = 200, body = Vec<IdentityRow>), (status = 401, body = ApiError),
        (status = 403, body = ApiError)))]
async fn list_identities(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<Vec<IdentityRow>>> {
    let permit = signed_in.may(Verb::Users, Scope::server()).await?;
    identities::identities(&app, &permit).await.map(Json)
}

/// Links a user to somebody at the identity provider, who then signs in as that user.
#[utoipa::path(post, path = "/identities", operation_id = "link_identity", tag = "users", request_body = NewIdentity,
    responses((status = 201, body = IdentityRow), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 409, body = ApiError)))]
async fn link_identity(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Json(body): Json<NewIdentity>,
) -> Result<(StatusCode, Json<IdentityRow>)> {
    let permit = may_change(&signed_in).await?;
    let linked = identities::link(&app, &permit, &signed_in, body).await?;
    Ok((StatusCode::CREATED, Json(linked)))
}

/// Takes such a link away.
#[utoipa::path(delete, path = "/identities/{id}", operation_id = "unlink_identity", tag = "users",
    params(("id" = String, Path, description = "The link, by its id")),
    responses((status = 204), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError)))]
async fn unlink_identity(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    let permit = may_change(&signed_in).await?;
    identities::unlink(&app, &permit, &signed_in, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Client certificates, revoked ones last.
#[utoipa::path(get, path = "/certificates", operation_id = "list_certificates", tag = "users",
    responses((status = 200, body = Vec<CertificateRow>), (status = 401, body = ApiError),
        (status = 403, body = ApiError)))]
async fn list_certificates(
    State(app): State<AppState>,
    signed_in: SignedIn,
) -> Result<Json<Vec<CertificateRow>>> {
    let permit = signed_in.may(Verb::Users, Scope::server()).await?;
    identities::certificates(&app, &permit).await.map(Json)
}

/// Makes a client certificate a user's: whoever comes with it has that user's rights.
#[utoipa::path(post, path = "/certificates", operation_id = "add_certificate", tag = "users",
    request_body = NewCertificate,
    responses((status = 201, body = CertificateRow), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 409, body = ApiError)))]
async fn add_certificate(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Json(body): Json<NewCertificate>,
) -> Result<(StatusCode, Json<CertificateRow>)> {
    let permit = may_change(&signed_in).await?;
    let added = identities::add_certificate(&app, &permit, &signed_in, body).await?;
    Ok((StatusCode::CREATED, Json(added)))
}

/// Revokes a client certificate, also one that was nobody's: it lets nobody in any more.
#[utoipa::path(delete, path = "/certificates/{fingerprint}", operation_id = "revoke_certificate", tag = "users",
    params(("fingerprint" = String, Path, description = "The certificate's SHA-256, as hexadecimal digits")),
    responses((status = 204), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError)))]
async fn revoke_certificate(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(fingerprint): Path<String>,
) -> Result<StatusCode> {
    let permit = may_change(&signed_in).await?;
    identities::revoke_certificate(&app, &permit, &signed_in, &fingerprint).await?;
    Ok(StatusCode::NO_CONTENT)
}
