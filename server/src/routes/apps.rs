//! `/api/v1/apps`: apps and their templates.

use axum::extract::State;
use axum::http::StatusCode;
use fleet::AppName;
use shared::approval::Wait;
use shared::apps::{AppDetail, AppView, WriteApp};
use shared::{ApiError, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path};
use crate::service::{approval, apps};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_apps))
        .routes(routes!(get_app, write_app, remove_app))
        .routes(routes!(list_waits))
}

/// The apps that have a template, of those that one sees.
#[utoipa::path(get, path = "/apps", operation_id = "list_apps", tag = "apps",
    responses((status = 200, body = Vec<AppView>), (status = 401, body = ApiError), (status = 403, body = ApiError)))]
async fn list_apps(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<Vec<AppView>>> {
    apps::list(&app, &signed_in.actor).await.map(Json)
}

/// Which of the apps that one sees let their changes wait for somebody else now, and why: those that want a second person,
/// and those in a freeze.
#[utoipa::path(get, path = "/waits", operation_id = "list_waits", tag = "apps",
    responses((status = 200, body = Vec<Wait>), (status = 401, body = ApiError), (status = 403, body = ApiError)))]
async fn list_waits(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<Vec<Wait>>> {
    approval::all_waits(&app, &signed_in.actor).await.map(Json)
}

/// An app with its template and all that it ever was. Options may hold secrets: it takes `view-spec` to read them, and who
/// may not write them reads them masked.
#[utoipa::path(get, path = "/apps/{app}", operation_id = "get_app", tag = "apps",
    params(("app" = String, Path, description = "The app's name")),
    responses((status = 200, body = AppDetail), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError)))]
async fn get_app(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<AppName>,
) -> Result<Json<AppDetail>> {
    let permit = signed_in.may_or(Verb::View, apps::scope(&name), |_, _| apps::missing(&name)).await?;
    apps::detail(&app, &permit, &name).await.map(Json)
}

/// Writes an app's template: a new app, or a new revision over the one that the writer saw.
#[utoipa::path(put, path = "/apps/{app}", operation_id = "write_app", tag = "apps", request_body = WriteApp,
    params(("app" = String, Path, description = "The app's name")),
    responses((status = 200, body = AppDetail), (status = 400, body = ApiError), (status = 401, body = ApiError),
        (status = 403, body = ApiError), (status = 409, body = ApiError)))]
async fn write_app(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<AppName>,
    Json(body): Json<WriteApp>,
) -> Result<Json<AppDetail>> {
    let permit = signed_in.may_or(Verb::Template, apps::scope(&name), |_, _| apps::missing(&name)).await?;
    signed_in.confirmed().await?;
    apps::write(&app, &permit, &signed_in, &name, body).await.map(Json)
}

/// Removes an app's template. Its units go on running; its history stays.
#[utoipa::path(delete, path = "/apps/{app}", operation_id = "remove_app", tag = "apps",
    params(("app" = String, Path, description = "The app's name")),
    responses((status = 204), (status = 401, body = ApiError), (status = 403, body = ApiError),
        (status = 404, body = ApiError)))]
async fn remove_app(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<AppName>,
) -> Result<StatusCode> {
    let permit = signed_in.may_or(Verb::Template, apps::scope(&name), |_, _| apps::missing(&name)).await?;
    signed_in.confirmed().await?;
    apps::remove(&app, &permit, &signed_in, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
