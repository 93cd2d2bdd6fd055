//! Makes plans: gathers what the pure planner in `shared` needs, and asks it. Changes nothing.

use std::sync::Arc;

use fleet::{DesiredState, Requirements, UnitName, UnitOption};
use shared::plan::{Plan, PlanError, PlanRequest, PlanState, PlanUnit, plan};
use shared::view::{Link, UnitRow};

use crate::app::App;
use crate::error::{Error, Result};
use crate::live::{Cluster, Snapshot};
use crate::service::apps;

/// How old the last reading may be for a plan to be worth anything. DESIGN of the page: amber from here on.
const OLDEST_MS: u64 = 15_000;

/// The plan as it is now.
pub async fn make(app: &App, cluster: &Cluster, request: &PlanRequest) -> Result<Plan> {
    let snapshot = cluster.snapshot();
    check_fresh(&snapshot, app.now_ms())?;
    let state = state(app, cluster, &snapshot, request).await?;
    plan(request, &state).map_err(refusal)
}

/// Refuses to plan, and so to act, on what may long be otherwise.
fn check_fresh(snapshot: &Snapshot, now_ms: u64) -> Result<()> {
    let fresh = &snapshot.freshness;
    let age_ms = fresh.as_of_ms.map(|as_of_ms| now_ms.saturating_sub(as_of_ms));
    match (fresh.link, age_ms) {
        (Link::Live, Some(age_ms)) if age_ms <= OLDEST_MS => Ok(()),
        (Link::Live | Link::Connecting, _) => {
            Err(Error::StaleData("Fleet is being read at this moment. Try again in a few seconds.".into()))
        }
        (Link::Degraded | Link::Unreachable, _) => Err(Error::StaleData(format!(
            "Nothing can be changed while Fleet does not answer as it should: {}",
            fresh.reason
        ))),
    }
}

/// The planner's reasons, as errors of the API.
fn refusal(error: PlanError) -> Error {
    let words = error.to_string();
    match error {
        PlanError::NotThere { what } => Error::not_found(what),
        PlanError::BadCount { .. } => Error::bad_field("count", words),
        PlanError::BadTemplate { .. } => Error::bad_request(words),
        PlanError::NoTemplate { .. } | PlanError::NothingToDo { .. } | PlanError::Busy { .. } => {
            Error::Conflict(words)
        }
    }
}

async fn state(
    app: &App,
    cluster: &Cluster,
    snapshot: &Snapshot,
    request: &PlanRequest,
) -> Result<PlanState> {
    let mut units: std::collections::BTreeMap<UnitName, PlanUnit> = snapshot
        .units
        .iter()
        .map(|(name, entry)| {
            let unit = PlanUnit { row: Arc::clone(&entry.row), options: Arc::clone(&entry.options) };
            (name.clone(), unit)
        })
        .collect();
    for (name, options) in app.actions.claimed(cluster.name()) {
        units.entry(name.clone()).or_insert_with(|| claimed_unit(name, options, snapshot));
    }
    let template = match request.app() {
        Some(name) => apps::template(app, &name).await?,
        None => None,
    };
    let removed = match request {
        PlanRequest::Restore { action } => {
            let stored = app.store.action(action).await?;
            stored.ok_or_else(|| Error::not_found(format!("The action {action}")))?.removed
        }
        _ => Vec::new(),
    };
    Ok(PlanState { units, machines: snapshot.machine_list(), template, removed })
}

/// A unit that an action at work is about to create: its name is taken, and it will want a machine.
fn claimed_unit(name: UnitName, options: Arc<[UnitOption]>, snapshot: &Snapshot) -> PlanUnit {
    let row = UnitRow {
        desired: DesiredState::Launched,
        current: DesiredState::Inactive,
        machine: None,
        global: Requirements::read(&name, &options).global,
        states: Vec::new(),
        since_ms: snapshot.freshness.as_of_ms.unwrap_or(0),
        leaving: None,
        name,
    };
    PlanUnit { row: Arc::new(row), options }
}
