//! Makes plans: gathers what the pure planner in `shared` needs, and asks it. Changes nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::{AppName, DesiredState, Requirements, UnitName};
use shared::ActionId;
use shared::action::ActionState;
use shared::course::OLDEST_MS;
use shared::plan::{BackTo, Past, Plan, PlanError, PlanRequest, PlanState, PlanUnit, plan};
use shared::template::Template;
use shared::view::{Link, UnitRow};

use crate::app::App;
use crate::error::{Error, Result};
use crate::live::{Cluster, Entry, Snapshot};
use crate::service::action::Claim;
use crate::service::approval;
use crate::service::apps::{self, ForPlans};
use crate::store::Action;

/// The plan as it is now.
pub async fn make(app: &App, cluster: &Cluster, request: &PlanRequest) -> Result<Plan> {
    prepare(app, cluster, request, None).await.map(|(plan, _)| plan)
}

/// The same with what it was made from. `aborted`: a deployment that this one takes over, and that is taken for aborted at
/// this moment.
pub(super) async fn prepare(
    app: &App,
    cluster: &Cluster,
    request: &PlanRequest,
    aborted: Option<&ActionId>,
) -> Result<(Plan, PlanState)> {
    let snapshot = cluster.snapshot();
    check_fresh(&snapshot, app.now_ms())?;
    let now_ms = app.now_ms();
    check_readable(&snapshot, request)?;
    if let Some(of) = request.app() {
        let units = snapshot.of_app(&of).filter(|(name, _)| !snapshot.is_unreadable(name));
        check_confirmed(units.map(|(_, entry)| entry), request.is_deployment(), now_ms)?;
    }
    let state = state(app, cluster, &snapshot, request, aborted).await?;
    let plan = plan(request, &state).map_err(refusal)?;
    let touched = plan.steps.iter().filter_map(|step| snapshot.units.get(step.unit()));
    check_confirmed(touched, false, now_ms)?;
    let waits = approval::waits(app, plan.touched()).await?;
    Ok((plan.waiting(waits), state))
}

/// What a unit that is written by itself is judged by: its app as it was read after the last write through here.
pub(super) async fn as_written(app: &App, cluster: &Cluster, of: &AppName) -> Result<PlanState> {
    let snapshot = settled(cluster).await?;
    check_fresh(&snapshot, app.now_ms())?;
    let ForPlans { settings, .. } = apps::for_plans(app, of).await?;
    Ok(PlanState { units: units(app, cluster, &snapshot, None), settings, ..PlanState::default() })
}

/// What is known once it contains all that was written through here before.
pub(super) async fn settled(cluster: &Cluster) -> Result<Arc<Snapshot>> {
    cluster.settled_snapshot(cluster.waits().settles).await.ok_or_else(being_read)
}

/// The units as they will be once the actions at work have done what they are about to do, except for one action, if
/// it is that one's own place in the world that is asked for.
pub(super) fn units(
    app: &App,
    cluster: &Cluster,
    snapshot: &Snapshot,
    except: Option<&ActionId>,
) -> BTreeMap<UnitName, PlanUnit> {
    let readable = snapshot.units.iter().filter(|(name, _)| !snapshot.is_unreadable(name));
    let listed = readable.map(|(name, entry)| {
        let unit = PlanUnit { row: Arc::clone(&entry.row), options: Arc::clone(&entry.options) };
        (name.clone(), unit)
    });
    let mut units: BTreeMap<UnitName, PlanUnit> = listed.collect();
    for (name, claim) in app.actions.claimed(cluster.name()) {
        // What it has not begun to create it would not create.
        if except.is_some_and(|except| claim.is_of(except) && !app.actions.has_begun(except, &name)) {
            continue;
        }
        units.entry(name.clone()).or_insert_with(|| claimed_unit(name, claim, snapshot));
    }
    for (name, desired) in app.actions.pending(cluster.name(), snapshot, except) {
        if let Some(unit) = units.get_mut(&name).filter(|unit| unit.row.desired != desired) {
            Arc::make_mut(&mut unit.row).desired = desired;
        }
    }
    if except.is_some() {
        for unit in units.values_mut().filter(|unit| unit.row.leaving.as_ref() == except) {
            Arc::make_mut(&mut unit.row).leaving = None;
        }
    }
    units
}

/// Refuses to plan, and so to act, on what may long be otherwise.
fn check_fresh(snapshot: &Snapshot, now_ms: u64) -> Result<()> {
    let fresh = &snapshot.freshness;
    let age_ms = fresh.as_of_ms.map(|as_of_ms| now_ms.saturating_sub(as_of_ms));
    match (fresh.link, age_ms) {
        (Link::Live, Some(age_ms)) if age_ms <= OLDEST_MS => Ok(()),
        (Link::Live | Link::Connecting, _) => Err(being_read()),
        // Fleet's own words may name hosts, and apps that this person does not see; the banner has them for the others.
        (Link::Degraded, _) => Err(Error::StaleData(say::server::plan::fleet_in_trouble().into())),
        (Link::Unreachable, _) => Err(Error::StaleData(say::server::plan::fleet_away().into())),
    }
}

fn being_read() -> Error {
    Error::StaleData(say::server::plan::fleet_being_read().into())
}

/// Refuses to plan with a unit that Fleet can't read: it would not change it either.
fn check_readable(snapshot: &Snapshot, request: &PlanRequest) -> Result<()> {
    match request {
        PlanRequest::RemoveUnit { unit }
        | PlanRequest::StartUnit { unit }
        | PlanRequest::StopUnit { unit }
            if snapshot.is_unreadable(unit) =>
        {
            Err(Error::Conflict(say::server::plan::unit_unreadable(&unit)))
        }
        _ => Ok(()),
    }
}

/// The same for the units that a plan counts, those of its app, and for those that it touches: a reading may leave some
/// of them as they were. A deployment promises how many stay healthy by how many are: an instance of which that is not
/// known makes it wait for the next reading.
fn check_confirmed<'a>(
    mut concerned: impl Iterator<Item = &'a Arc<Entry>>,
    is_deployment: bool,
    now_ms: u64,
) -> Result<()> {
    let is_old = |row: &UnitRow| {
        let is_too_old = |read_ms| is_deployment || now_ms.saturating_sub(read_ms) > OLDEST_MS;
        row.read_ms.is_some_and(is_too_old)
    };
    match concerned.find(|entry| is_old(&entry.row)) {
        None => Ok(()),
        Some(entry) => Err(Error::StaleData(say::server::plan::unit_in_doubt(&entry.row.name))),
    }
}

/// The planner's reasons, as errors of the API.
fn refusal(error: PlanError) -> Error {
    let words = error.to_string();
    match error {
        PlanError::NotThere { what } => Error::not_found(what),
        PlanError::BadCount { .. } => Error::bad_field("count", words),
        PlanError::BadStrategy { .. } => Error::bad_field("strategy", words),
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
    aborted: Option<&ActionId>,
) -> Result<PlanState> {
    let units = units(app, cluster, snapshot, aborted);
    let restored = match request {
        PlanRequest::Restore { action } => Some(restored(app, cluster, action).await?),
        _ => None,
    };
    let of = request.app().or_else(|| restored.as_ref()?.head.request.app());
    let ForPlans { template, settings, accepted } = match of {
        Some(name) => apps::for_plans(app, &name).await?,
        None => ForPlans::default(),
    };
    let mut companions = Vec::new();
    let past = match request {
        PlanRequest::RollBack { app: name, action, to, .. } => {
            let (past, followed_by) = past(app, cluster, name, action, *to).await?;
            companions = followed_by;
            Some(past)
        }
        _ => {
            for name in &settings.companions {
                companions.extend(apps::template(app, name).await?);
            }
            None
        }
    };
    let removed = restored.map(|stored| stored.removed).unwrap_or_default();
    Ok(PlanState {
        units,
        machines: snapshot.machine_list(),
        template,
        removed,
        settings,
        companions,
        recent: app.actions.recent(cluster, snapshot),
        unreadable: snapshot.unreadable().cloned().collect(),
        // They belong to the present template, and not to the one that is gone back to.
        accepted: accepted.filter(|_| past.is_none()),
        past,
    })
}

/// The action whose removals are put back.
async fn restored(app: &App, cluster: &Cluster, action: &ActionId) -> Result<Action> {
    let stored = app.store.action(action).await?;
    let stored = stored.filter(|stored| stored.head.cluster == *cluster.name());
    let stored = stored.ok_or_else(|| Error::not_found(say::server::plan::action(&action)))?;
    refuse_putting_back_a_deployment(&stored)?;
    Ok(stored)
}

/// What ran before would start beside what took its place, by no gate and with no way back.
fn refuse_putting_back_a_deployment(stored: &Action) -> Result<()> {
    match &stored.plan.deployment {
        None => Ok(()),
        Some(deployment) => {
            Err(Error::Conflict(say::server::plan::was_a_deployment(&stored.head.summary, &deployment.app)))
        }
    }
}

/// The deployment of this app to go back to, with the template of that time, and those of what followed then.
async fn past(
    app: &App,
    cluster: &Cluster,
    name: &AppName,
    action: &ActionId,
    to: BackTo,
) -> Result<(Past, Vec<Template>)> {
    let stored = app.store.action(action).await?.filter(|stored| stored.head.cluster == *cluster.name());
    let deployed = stored.and_then(|stored| Some((stored.plan.deployment?, stored.head, stored.removed)));
    let (deployment, head, removed) = deployed
        .filter(|(deployment, ..)| deployment.app == *name)
        .ok_or_else(|| Error::not_found(say::server::plan::deployment_of(&action, &name)))?;
    let (template, is_theirs) = match to {
        // What needed no template, such as a restart, went on with the one of its time.
        BackTo::After => {
            let revision = deployment.template_revision;
            (apps::past_template(app, name, revision, head.started_ms).await?, true)
        }
        BackTo::Before => {
            let found = apps::template_that_made(app, name, &removed, head.started_ms).await?;
            (found.0, found.1 || removed.is_empty())
        }
    };
    let mut companions = Vec::new();
    for companion in &deployment.settings.companions {
        companions.extend(match to {
            BackTo::After => apps::past_template(app, companion, None, head.started_ms).await?,
            BackTo::Before => apps::template_that_made(app, companion, &removed, head.started_ms).await?.0,
        });
    }
    let passed = matches!(head.state, ActionState::Done | ActionState::Keeping { .. });
    let past = Past { deployment: *deployment, template, is_theirs, passed };
    Ok((past, companions))
}

/// A unit that an action at work is about to create: its name is taken, and it will want a machine.
fn claimed_unit(name: UnitName, claim: Claim, snapshot: &Snapshot) -> PlanUnit {
    let row = UnitRow {
        desired: claim.desired,
        current: DesiredState::Inactive,
        machine: None,
        global: Requirements::read(&name, &claim.options).global,
        states: Vec::new(),
        since_ms: snapshot.freshness.as_of_ms.unwrap_or(0),
        leaving: snapshot.leaving.get(&name).cloned(),
        why: None,
        read_ms: None,
        name,
    };
    PlanUnit { row: Arc::new(row), options: claim.options }
}
