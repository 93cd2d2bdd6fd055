//! `/api/v1/users`: who there is, who may come in, and who is invited.

use axum::extract::State;
use axum::http::StatusCode;
use shared::people::{CreatedUser, Invitation, NewInvitation, NewUser, PatchUser, UserRow, UserView};
use shared::{ApiError, Scope, UserName, Verb};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::extract::{Json, Path};
use crate::service::access::may_change;
use crate::service::{invitation, users};

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(list_users, create_user))
        .routes(routes!(get_user, patch_user, delete_user))
        .routes(routes!(invite_user, revoke_invitation))
        .routes(routes!(end_user_sessions))
        .routes(routes!(end_user_session))
        .routes(routes!(remove_user_totp))
}

/// All users, by name.
#[utoipa::path(get, path = "/users", operation_id = "list_users", tag = "users",
    responses((status = 200, body = Vec<UserRow>)))]
async fn list_users(State(app): State<AppState>, signed_in: SignedIn) -> Result<Json<Vec<UserRow>>> {
    let permit = signed_in.may(Verb::Users, Scope::server()).await?;
    users::list(&app, &permit).await.map(Json)
}

/// Makes a user, with groups, a first grant and an invitation, if the body asks for them.
#[utoipa::path(post, path = "/users", operation_id = "create_user", tag = "users", request_body = NewUser,
    responses((status = 201, body = CreatedUser), (status = 409, body = ApiError)))]
async fn create_user(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Json(body): Json<NewUser>,
) -> Result<(StatusCode, Json<CreatedUser>)> {
    let permit = may_change(&signed_in).await?;
    let created = users::create(&app, &permit, &signed_in, body).await?;
    Ok((StatusCode::CREATED, Json(created)))
}

/// One user: rights, sessions, tokens, second factor.
#[utoipa::path(get, path = "/users/{name}", operation_id = "get_user", tag = "users",
    params(("name" = String, Path, description = "The user")),
    responses((status = 200, body = UserView), (status = 400, body = ApiError), (status = 404, body = ApiError)))]
async fn get_user(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<UserName>,
) -> Result<Json<UserView>> {
    let permit = signed_in.may(Verb::Users, Scope::server()).await?;
    users::view(&app, &permit, &name).await.map(Json)
}

/// Lets a user come in no more, or again. It holds at once, also for open streams.
#[utoipa::path(patch, path = "/users/{name}", operation_id = "patch_user", tag = "users",
    params(("name" = String, Path, description = "The user")), request_body = PatchUser,
    responses((status = 200, body = UserRow), (status = 404, body = ApiError), (status = 409, body = ApiError)))]
async fn patch_user(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<UserName>,
    Json(body): Json<PatchUser>,
) -> Result<Json<UserRow>> {
    let permit = may_change(&signed_in).await?;
    users::set_disabled(&app, &permit, &signed_in, &name, body.disabled).await.map(Json)
}

/// Removes a user with all that is theirs, also the API tokens that they made.
#[utoipa::path(delete, path = "/users/{name}", operation_id = "delete_user", tag = "users",
    params(("name" = String, Path, description = "The user")),
    responses((status = 204), (status = 400, body = ApiError), (status = 404, body = ApiError),
        (status = 409, body = ApiError)))]
async fn delete_user(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<UserName>,
) -> Result<StatusCode> {
    let permit = may_change(&signed_in).await?;
    users::delete(&app, &permit, &signed_in, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Invites a user to set their first password, or another one. The answer is the only place where the link is shown; one
/// made before no longer works.
#[utoipa::path(post, path = "/users/{name}/invitation", operation_id = "invite_user", tag = "users",
    params(("name" = String, Path, description = "The user")), request_body = NewInvitation,
    responses((status = 201, body = Invitation), (status = 404, body = ApiError), (status = 409, body = ApiError)))]
async fn invite_user(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<UserName>,
    Json(body): Json<NewInvitation>,
) -> Result<(StatusCode, Json<Invitation>)> {
    let permit = may_change(&signed_in).await?;
    let made = invitation::make(&app, &permit, &signed_in, &name, body.hours).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Takes an invitation back that was not used yet.
#[utoipa::path(delete, path = "/users/{name}/invitation", operation_id = "revoke_invitation", tag = "users",
    params(("name" = String, Path, description = "The user")),
    responses((status = 204), (status = 400, body = ApiError), (status = 404, body = ApiError)))]
async fn revoke_invitation(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<UserName>,
) -> Result<StatusCode> {
    let permit = may_change(&signed_in).await?;
    invitation::revoke(&app, &permit, &signed_in, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends all of a user's sessions.
#[utoipa::path(delete, path = "/users/{name}/sessions", operation_id = "end_user_sessions", tag = "users",
    params(("name" = String, Path, description = "The user")),
    responses((status = 204), (status = 400, body = ApiError), (status = 404, body = ApiError)))]
async fn end_user_sessions(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<UserName>,
) -> Result<StatusCode> {
    let permit = may_change(&signed_in).await?;
    users::end_sessions(&app, &permit, &signed_in, &name, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends one of a user's sessions.
#[utoipa::path(delete, path = "/users/{name}/sessions/{id}", operation_id = "end_user_session", tag = "users",
    params(("name" = String, Path, description = "The user"),
        ("id" = String, Path, description = "The session, by its id")),
    responses((status = 204), (status = 400, body = ApiError), (status = 404, body = ApiError)))]
async fn end_user_session(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path((name, id)): Path<(UserName, String)>,
) -> Result<StatusCode> {
    let permit = may_change(&signed_in).await?;
    users::end_sessions(&app, &permit, &signed_in, &name, Some(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes away the second factor of a user who lost it, and ends their sessions.
#[utoipa::path(delete, path = "/users/{name}/totp", operation_id = "remove_user_totp", tag = "users",
    params(("name" = String, Path, description = "The user")),
    responses((status = 204), (status = 400, body = ApiError), (status = 404, body = ApiError)))]
async fn remove_user_totp(
    State(app): State<AppState>,
    signed_in: SignedIn,
    Path(name): Path<UserName>,
) -> Result<StatusCode> {
    let permit = may_change(&signed_in).await?;
    users::remove_second_factor(&app, &permit, &signed_in, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
