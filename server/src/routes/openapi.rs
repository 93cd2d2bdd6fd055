//! `/api/v1/openapi.json`: the API's own description. Open to everybody: it tells nothing of anybody.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::error::{Error, Result};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(get_openapi))
}

/// The description of this API.
#[utoipa::path(get, path = "/openapi.json", operation_id = "get_openapi", tag = "openapi", security(()),
    responses((status = 200, description = "An OpenAPI document", content_type = "application/json")))]
async fn get_openapi() -> Result<Response> {
    let text = crate::router::openapi().to_json().map_err(Error::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}
