//! What waits for somebody else, by the settings of the apps that it touches. Reads settings; what waits is then the matter
//! of `action::approval`, and of `unit` for who writes past plans.

use fleet::{AppName, AppUnit, UnitName};
use shared::approval::Wait;
use shared::policy::sees_scope;
use shared::{Actor, ClusterName, Verb};

use super::apps;
use super::asking::scope_of_unit;
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::proxy::Refused;

/// Why something that changes what runs of these apps would wait now; empty: it would not.
pub async fn waits(app: &App, touched: impl IntoIterator<Item = AppName>) -> Result<Vec<Wait>> {
    let mut waits = Vec::new();
    for name in touched {
        let settings = apps::for_plans(app, &name).await?.settings;
        waits.extend(settings.waits(&name, app.wall_ms()));
    }
    Ok(waits)
}

/// Why changes of the apps that somebody sees would wait now.
pub async fn all_waits(app: &App, actor: &Actor) -> Result<Vec<Wait>> {
    let seen = app.store.apps().await?.into_iter().filter(|row| sees_scope(actor, &apps::scope(&row.name)));
    let now_ms = app.wall_ms();
    Ok(seen.flat_map(|row| row.template.settings.waits(&row.name, now_ms)).collect())
}

/// How long something waits at most that waits for these reasons, in milliseconds: as long as the least patient app says.
pub async fn limit_ms(app: &App, waits: &[Wait]) -> Result<u64> {
    let mut limit_s = u32::MAX;
    for wait in waits {
        limit_s = limit_s.min(apps::for_plans(app, &wait.app).await?.settings.approval_limit_s);
    }
    Ok(u64::from(limit_s) * 1_000)
}

/// Whether somebody may write a unit past all plans while its app waits: that takes `force` and `raw-unit`. A line for the
/// record, if they go over a reason to wait.
pub async fn may_write(
    app: &App,
    cluster: &ClusterName,
    who: &SignedIn,
    unit: &UnitName,
) -> Result<Option<String>, Refused> {
    let Some(parsed) = AppUnit::parse(unit) else { return Ok(None) };
    let waits = waits(app, [parsed.app]).await?;
    if waits.is_empty() {
        return Ok(None);
    }
    let words: Vec<String> = waits.iter().map(Wait::words).collect();
    let words = words.join(" ");
    for verb in [Verb::Force, Verb::RawUnit] {
        who.may_make(verb, scope_of_unit(cluster, unit)).await.map_err(|error| match error {
            Error::Forbidden(refusal) => Refused::new(
                http::StatusCode::FORBIDDEN,
                say::server::actions::ask_for_approval(&words, &refusal),
            ),
            other => other.into(),
        })?;
    }
    Ok(Some(say::server::record::although(&words)))
}
