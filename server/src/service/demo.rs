//! What the demo brings along besides its units: a template for each of its apps, so that they can be deployed at
//! once. Never runs over a Fleet of anybody's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::{AppName, AppUnit, UnitOption};
use shared::apps::most_of_a_version;
use shared::audit::Outcome;
use shared::deployment::AppSettings;

use crate::app::App;
use crate::auth::Via;
use crate::error::Result;
use crate::live::{Cluster, Snapshot};
use crate::service::{apps, audit};
use crate::store::NewRevision;

/// Who it is in the record and in the templates' history.
const ACTOR: &str = "demo";

/// Whether the templates are to be added: only where there is none yet. Asked before anybody can write the first.
pub async fn wants_templates(app: &App) -> Result<bool> {
    Ok(app.store.apps().await?.is_empty())
}

/// Waits until the demo was read, then adds the templates.
pub async fn add_templates(app: &App, cluster: &Cluster) {
    let mut watch = cluster.watch();
    let Ok(snapshot) = watch
        .wait_for(|snapshot| snapshot.freshness.as_of_ms.is_some())
        .await
        .map(|found| Arc::clone(&found))
    else {
        return;
    };
    if let Err(error) = add(app, &snapshot).await {
        tracing::warn!(%error, "the demo's apps got no templates");
    }
}

async fn add(app: &App, snapshot: &Snapshot) -> Result<()> {
    let templates = templates(snapshot);
    if templates.is_empty() {
        return Ok(());
    }
    let summary = say::keeping(say::server::record::add_demo_templates);
    let line = audit::begin_unasked(app, ACTOR, Via::CommandLine, "template", summary).await?;
    for (name, options) in templates {
        let settings = AppSettings { wanted: wanted(snapshot, &name), ..AppSettings::default() };
        // A conflict means that somebody was quicker: then theirs stays.
        let new = NewRevision {
            options: &options,
            image: "",
            settings: Some(&settings),
            accepted: None,
            by: ACTOR,
            at_ms: app.wall_ms(),
        };
        let _ = app.store.write_app(&name, 0, new).await?;
        apps::announce(app, &name);
    }
    audit::finish(app, line, Outcome::Done, "").await;
    Ok(())
}

/// As many as run of the version that has the most.
fn wanted(snapshot: &Snapshot, app: &AppName) -> u32 {
    let units = snapshot.units.keys().filter_map(AppUnit::parse).filter(|unit| unit.app == *app);
    most_of_a_version(units.map(|unit| unit.version)).max(1)
}

/// The apps whose units all have the same options: these are a template already, since systemd fills in the names.
fn templates(snapshot: &Snapshot) -> BTreeMap<AppName, Vec<UnitOption>> {
    let mut found: BTreeMap<AppName, Option<Arc<[UnitOption]>>> = BTreeMap::new();
    for (name, entry) in &snapshot.units {
        let Some(unit) = AppUnit::parse(name) else { continue };
        found
            .entry(unit.app)
            .and_modify(|options| {
                if options.as_deref() != Some(&*entry.options) {
                    *options = None;
                }
            })
            .or_insert_with(|| Some(Arc::clone(&entry.options)));
    }
    found.into_iter().filter_map(|(app, options)| Some((app, options?.to_vec()))).collect()
}
