//! Drift: gathers what the pure function in `shared` needs, app by app, and asks it. Changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{AppName, AppUnit};
use shared::drift::{AppDrift, Drift, Known, drift};
use shared::policy::{Actor, Sight};

use super::apps::ForPlans;
use super::plan;
use crate::app::App;
use crate::error::Result;
use crate::live::Cluster;
use crate::store::LeftWith;

/// The apps of a cluster whose units are not as they were deployed, by name; only those that the actor may view.
pub async fn of(app: &App, actor: &Actor, cluster: &Cluster) -> Result<Vec<AppDrift>> {
    let sight = Sight::of(actor, cluster.name());
    let snapshot = cluster.snapshot();
    let units = plan::units(app, cluster, &snapshot, None);
    let mut names: BTreeSet<AppName> =
        units.keys().filter_map(AppUnit::parse).map(|parsed| parsed.app).collect();
    // What has no unit at all may be what should have some.
    let mut stored: BTreeMap<AppName, ForPlans> =
        app.store.apps().await?.into_iter().map(|found| (found.name.clone(), found.into())).collect();
    names.extend(stored.keys().cloned());
    let created = app.store.created_units(cluster.name()).await?;
    let excused = app.actions.concerned(cluster.name());
    let mut drifts = Vec::new();
    for name in names {
        if !sight.sees(Some(&name)) {
            continue;
        }
        let ForPlans { template, settings, .. } = stored.remove(&name).unwrap_or_default();
        let deployed = app.store.deployed_version(cluster.name(), &name).await?;
        let left = match app.store.deployment_at_work(cluster.name(), &name).await? {
            None => app.store.left_with(cluster.name(), &name).await?,
            Some(_) => None,
        };
        let (is_meant_to_run, left_with) = match left {
            None | Some(LeftWith::Nothing) => (false, None),
            Some(LeftWith::Some) => (true, None),
            Some(LeftWith::Instances(count)) => (true, Some(count)),
        };
        let known = Known {
            template: template.as_ref(),
            deployed: deployed.as_ref().map(Option::as_ref),
            wanted: (is_meant_to_run && template.is_some()).then_some(settings.wanted),
            left_with,
            created: &created,
            excused: &excused,
        };
        let found = drift(&name, &units, known);
        if found != Drift::default() {
            drifts.push(AppDrift { app: name, drift: found });
        }
    }
    Ok(drifts)
}
