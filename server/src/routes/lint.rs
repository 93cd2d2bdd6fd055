//! `/api/v1/lint`: what is to be said about a template. Changes nothing.

use axum::extract::State;
use shared::lint::{LintReport, LintRequest};
use shared::{ApiError, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::clusters::find;
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::Json;
use crate::service::lint;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(lint_template))
}

/// Looks at a unit file or a unit.json as at an app's template: what it will do that nobody meant, and how to mend it.
#[utoipa::path(post, path = "/lint", operation_id = "lint_template", tag = "apps", request_body = LintRequest,
    responses((status = 200, body = LintReport), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 404, body = ApiError)))]
async fn lint_template(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Json(request): Json<LintRequest>,
) -> Result<Json<LintReport>> {
    if let Some(name) = &request.cluster {
        find(&app, name)?;
    }
    // Of the cluster it tells no more than how many machines there are.
    signed_in.may_somewhere(Verb::View, request.cluster.as_ref()).await?;
    lint::report(&app, request).await.map(Json)
}
