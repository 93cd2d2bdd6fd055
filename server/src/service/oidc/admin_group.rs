//! The group that the configuration names has everything.

use shared::RoleName;
use shared::access::MemberSource;
use shared::policy::{Grant, Limits, Pattern, Subject};

use crate::app::AppState;
use crate::auth::Via;
use crate::error::Result;
use crate::service::access::grants;
use crate::service::audit;

/// At start-up: the group that the configuration names has everything. It is a grant like others, to be seen among them.
pub async fn grant_admin_group(app: &AppState) -> Result<()> {
    let group = app.config.oidc.as_ref().and_then(|oidc| oidc.admin_group.clone());
    let Some(group) = group else { return Ok(()) };
    let grant = Grant {
        id: uuid::Uuid::now_v7().to_string(),
        to: Subject::Group(group.clone()),
        role: RoleName::admin(),
        cluster: Pattern::all(),
        apps: Pattern::all(),
        limits: Limits::NONE,
    };
    let same = |other: &Grant| Grant { id: grant.id.clone(), ..other.clone() } == grant;
    if app.store.grants().await?.iter().any(same) {
        return Ok(());
    }
    let summary = say::keeping(|| say::server::record::give_admin(&group));
    let line = audit::begin_unasked(app, "settings", Via::CommandLine, "users", &summary).await?;
    let done = async {
        if app.store.group(&group).await?.is_none() {
            app.store.put_group(&group, MemberSource::Local, &[], app.wall_ms()).await?;
        }
        grants::insert(&app.store, &grant).await
    };
    audit::finish_by(app, line, done.await).await
}
