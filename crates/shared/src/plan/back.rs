//! The ways out of a deployment that has begun: back to what ran before, or to an end with what serves.
//!
//! Worked out from what is there now and from what was begun; whatever was begun may have been heard by Fleet.

use std::collections::BTreeSet;

use fleet::{AppUnit, DesiredState, UnitName, UnitOption};

use super::create;
use super::deploy::going;
use super::lane::{Lane, Lanes, Pass};
use super::rollout::{Going, Rolled, Rollout, Starting};
use super::state::Member;
use super::{Plan, PlanError, PlanState, Step, words};
use crate::course::{Detour, Leg};
use crate::deployment::{Deployment, FrozenUnit, Stage, StageKind, Strategy};
use crate::template::{join_lines, same_options};
use crate::{Health, health};

/// What the steps that were begun have done, or may have.
struct Traces<'a> {
    created: BTreeSet<&'a UnitName>,
    woken: BTreeSet<&'a UnitName>,
    stopped: BTreeSet<&'a UnitName>,
    destroyed: BTreeSet<&'a UnitName>,
}

impl<'a> Traces<'a> {
    fn of(begun: &[&'a Step]) -> Self {
        let (mut created, mut woken) = (BTreeSet::new(), BTreeSet::new());
        let (mut stopped, mut destroyed) = (BTreeSet::new(), BTreeSet::new());
        for step in begun {
            match step {
                Step::Create { unit, .. } => created.insert(unit),
                // The last word counts.
                Step::SetDesired { unit, desired: DesiredState::Launched } => {
                    stopped.remove(unit);
                    woken.insert(unit)
                }
                Step::SetDesired { unit, .. } => stopped.insert(unit),
                Step::Destroy { unit } => destroyed.insert(unit),
                _ => false,
            };
        }
        Self { created, woken, stopped, destroyed }
    }

    /// Whether an end of what follows an instance was begun: it went first, and the instance may be there without.
    fn took_follower_of(&self, name: &UnitName, lanes: &Lanes<'_>) -> bool {
        let is_taken =
            |follower: &UnitName| self.stopped.contains(follower) || self.destroyed.contains(follower);
        lanes.follower_names(name).iter().any(is_taken)
    }
}

/// The way back: what ran when the deployment began runs again, and then what it has started goes.
///
/// First the old instances that were only stopped start, and those that were destroyed are made anew, with the options
/// of that time and numbers that nothing holds; once they have passed the gate the new ones go. Only where old and new
/// can't be there at once (no surge, or recreate) do new ones go before.
///
/// `begun`: all steps that were begun so far, of the plan and of what was added to it, whether they have ended or not;
/// none may be under way any more. `state` is read afterwards: `units`, `machines`, `companions`, `recent`, and in
/// `removed` the units that the plan removes, with their options and desired states when it began; `template` is that
/// of the app, if known. Units that are marked as leaving only because of this deployment must not be marked. Fails
/// when an old instance can't be made anew.
pub fn way_back(plan: &Plan, begun: &[&Step], state: &PlanState) -> Result<Detour, PlanError> {
    let Some(deployment) = plan.deployment.as_deref() else {
        return Ok(detour(Leg::Back, Rolled::default()));
    };
    let rolled = rollout_back(deployment, begun, state)?;
    let rolled = match deployment.settings.strategy {
        Strategy::Rolling { batch, surge: 0 } => {
            let rolled = rolled.by(Strategy::Rolling { batch, surge: 0 }, 0);
            // One more than wanted for a while is better than fewer than promised.
            let least = (deployment.min as usize).min(rolled.healthy_before);
            if rolled.fewest < least { rollout_back(deployment, begun, state)?.start_first() } else { rolled }
        }
        Strategy::Recreate => rolled.by(Strategy::Recreate, 0),
        _ => rolled.start_first(),
    };
    Ok(detour(Leg::Back, rolled))
}

/// The way to an end where it is: old instances that this deployment has only stopped start again, and everything else
/// stays; with what it leaves behind, in words. The arguments are those of [`way_back`].
pub fn way_out(plan: &Plan, begun: &[&Step], state: &PlanState) -> Detour {
    let Some(deployment) = plan.deployment.as_deref() else { return detour(Leg::Abort, Rolled::default()) };
    let traces = Traces::of(begun);
    let lanes = Lanes::new(state, &deployment.settings.companions);
    // What can't run twice does not start beside the new ones.
    let is_alone = !matches!(deployment.settings.strategy, Strategy::Recreate) || traces.created.is_empty();
    // One that was started may have been set inactive in order to be started once more, and not have come to that.
    let is_asleep = |unit: &UnitName| {
        let unit = state.units.get(unit);
        unit.is_some_and(|unit| unit.row.desired != DesiredState::Launched)
    };
    let was_stopped = |frozen: &&FrozenUnit| {
        (traces.stopped.contains(&frozen.unit)
            || traces.woken.contains(&frozen.unit) && is_asleep(&frozen.unit))
            && !traces.destroyed.contains(&frozen.unit)
            && was_wanted(frozen, state)
            && state.units.contains_key(&frozen.unit)
    };
    let mut stages = Vec::new();
    let mut steps = Vec::new();
    if is_alone {
        let starting = deployment.from.iter().filter(was_stopped);
        let started = starting.filter_map(|frozen| lanes.wake(&frozen.unit, &Pass::Running).ok());
        let runs_on = |frozen: &&FrozenUnit| {
            let is_set_to_run = |unit: &super::PlanUnit| {
                unit.row.desired == DesiredState::Launched && !traces.stopped.contains(&frozen.unit)
            };
            state.units.get(&frozen.unit).is_some_and(is_set_to_run)
                && traces.took_follower_of(&frozen.unit, &lanes)
        };
        let running = deployment.from.iter().filter(runs_on);
        let completed = running.filter_map(|frozen| lanes.complete(&frozen.unit, true, &Pass::Running).ok());
        let lanes: Vec<Lane> = started.chain(completed).filter(|lane| !lane.is_empty()).collect();
        if !lanes.is_empty() {
            let title = format!("Start {} of {} again", lanes.len(), deployment.app);
            let lengths = lanes.iter().map(|lane| u32::try_from(lane.len()).unwrap_or(u32::MAX)).collect();
            stages.push(Stage { title, kind: StageKind::Start, lanes: lengths });
            steps.extend(lanes.into_iter().flatten());
        }
    }
    let again: BTreeSet<&UnitName> = steps.iter().map(Step::unit).collect();
    let left_behind = left_behind(deployment, &again, state);
    Detour { leg: Leg::Abort, stages, steps, left_behind }
}

/// "It leaves 2 instances of example 1.0.0 and 1 instance of example 2.0.0 set to run; example:2.0.0@1.service failed."
fn left_behind(deployment: &Deployment, again: &BTreeSet<&UnitName>, state: &PlanState) -> String {
    let app = &deployment.app;
    let all = state.of_app(app);
    let runs = |member: &Member<'_>| member.is_wanted() || again.contains(member.name);
    let (running, stopped): (Vec<_>, Vec<_>) = all.iter().partition(|member| runs(member));
    let mut versions: Vec<_> = running.iter().map(|member| member.version.as_ref()).collect();
    versions.sort_unstable();
    versions.dedup();
    let counted = |version| {
        let count = running.iter().filter(|member| member.version.as_ref() == version).count();
        format!("{} of {}", words::count(count, "instance"), words::label(app, version))
    };
    let counts: Vec<String> = versions.into_iter().map(counted).collect();
    let mut text = match counts.as_slice() {
        [] => format!("It leaves nothing of {app} set to run."),
        counts => format!("It leaves {} set to run.", words::list(counts, counts.len())),
    };
    let stopped: Vec<&UnitName> = stopped.iter().map(|member| member.name).collect();
    if !stopped.is_empty() {
        text += &format!(" Stopped: {}.", words::list(&stopped, 5));
    }
    let ill = |member: &&&Member<'_>| member.health() != Health::Running && !again.contains(member.name);
    let ill: Vec<String> = running
        .iter()
        .filter(ill)
        .map(|member| format!("{} ({})", member.name, member.health().word()))
        .collect();
    if !ill.is_empty() {
        text += &format!(" Not healthy: {}.", words::list(&ill, 5));
    }
    text
}

fn rollout_back(deployment: &Deployment, begun: &[&Step], state: &PlanState) -> Result<Rollout, PlanError> {
    let app = &deployment.app;
    let traces = Traces::of(begun);
    let lanes = Lanes::new(state, &deployment.settings.companions);
    let all = state.of_app(app);
    let frozen: BTreeSet<&UnitName> = deployment.from.iter().map(|frozen| &frozen.unit).collect();
    let gate = Pass::Gate(deployment.settings.gate.clone());
    let (mut starts, mut again, mut idle) = (Vec::new(), Vec::new(), Vec::new());
    let mut completions = Vec::new();
    let mut taken = BTreeSet::new();
    let mut labels = BTreeSet::new();
    for old in deployment.from.iter().filter(|old| was_wanted(old, state)) {
        // What did not run before need not run now for the new ones to go.
        let pass = if old.health == Health::Running { gate.clone() } else { Pass::Nothing };
        let is_there = state.units.contains_key(&old.unit) && !traces.destroyed.contains(&old.unit);
        let lane = if is_there {
            let runs = state.units.get(&old.unit).is_some_and(|unit| {
                let is_woken = traces.woken.contains(&old.unit);
                unit.row.desired == DesiredState::Launched
                    && (!is_woken || health::of(&unit.row) == Health::Running)
            });
            if runs && !traces.stopped.contains(&old.unit) {
                if traces.took_follower_of(&old.unit, &lanes) {
                    completions.push(lanes.complete(&old.unit, true, &gate)?);
                }
                continue;
            }
            again.push(&old.unit);
            lanes.wake(&old.unit, &pass)?
        } else {
            let Some((name, options)) = anew(old, &lanes, &mut taken, state)? else { continue };
            lanes.create(&name, options, &pass)?
        };
        labels.extend(AppUnit::parse(&old.unit).map(|unit| words::label(app, unit.version.as_ref())));
        let starting = Starting { lane, needs_machine: !is_there };
        if old.health == Health::Running { starts.push(starting) } else { idle.push(starting) }
    }
    starts.append(&mut idle);

    let goes = |member: &&Member<'_>| {
        let is_ours = traces.created.contains(member.name) && !frozen.contains(member.name);
        // Its end was begun, and it was made anew.
        is_ours || traces.destroyed.contains(member.name)
    };
    let mut going: Vec<Going> = all.iter().filter(goes).map(|member| going(member, &lanes)).collect();
    // What was stopped before is stopped again, and stays.
    let to_sleep = |old: &&FrozenUnit| traces.woken.contains(&old.unit) && !was_wanted(old, state);
    for old in deployment.from.iter().filter(to_sleep) {
        if let Some(member) = all.iter().find(|member| *member.name == old.unit) {
            let lane = lanes.stop(member.name, member.unit);
            going.push(Going { retire: lane, ..self::going(member, &lanes) });
        }
    }
    going.sort_by_key(|going| going.serves);
    let falls_asleep = |name: &UnitName| deployment.from.iter().filter(to_sleep).any(|old| old.unit == *name);
    let stays = |member: &&Member<'_>| {
        member.is_wanted()
            && !falls_asleep(member.name)
            && member.health() == Health::Running
            && frozen.contains(member.name)
            && !again.contains(&member.name)
            && !traces.destroyed.contains(member.name)
    };
    let staying = all.iter().filter(stays).count();
    let to = if let [only] = Vec::from_iter(labels).as_slice() { only.clone() } else { app.to_string() };
    Ok(Rollout {
        app: app.to_string(),
        to,
        // So many had room on the way here.
        count: (staying + starts.len()).max(deployment.count as usize),
        starts,
        completions: completions.into_iter().filter(|lane| !lane.is_empty()).collect(),
        going,
        staying,
        staying_healthy: staying,
        min: deployment.min as usize,
    })
}

/// An old instance that is gone, made anew: by the template, if that had made it; otherwise as it was. Nothing if it is
/// not known what it was.
fn anew(
    old: &FrozenUnit,
    lanes: &Lanes<'_>,
    taken: &mut BTreeSet<UnitName>,
    state: &PlanState,
) -> Result<Option<(UnitName, Vec<UnitOption>)>, PlanError> {
    let Some(AppUnit { app, version, instance }) = AppUnit::parse(&old.unit) else { return Ok(None) };
    let Some((_, options, _)) = state.removed.iter().find(|(name, ..)| *name == old.unit) else {
        return Err(PlanError::bad_template(format!(
            "{} is gone, and what it was is not known: it can't be made anew.",
            old.unit
        )));
    };
    let template = state.template_of(&app).filter(|template| {
        let filled = template.fill(version.as_ref(), instance);
        filled.is_ok_and(|filled| same_options(&filled, options))
    });
    let all_removed: BTreeSet<&UnitName> = state.removed.iter().map(|(name, ..)| name).collect();
    let most = taken.len() + all_removed.len() + 1;
    for number in lanes.free_instances(&app, version.as_ref(), most) {
        let unit = AppUnit { app: app.clone(), version: version.clone(), instance: number };
        let name = unit.unit_name().map_err(|error| PlanError::bad_template(error.to_string()))?;
        if all_removed.contains(&name) || !taken.insert(name.clone()) {
            continue;
        }
        let options = match template {
            Some(template) => create::fill(template, version.as_ref(), number)?,
            None => options
                .iter()
                .map(|option| UnitOption { value: join_lines(&option.value), ..option.clone() })
                .collect(),
        };
        create::check(&name, &options)?;
        return Ok(Some((name, options)));
    }
    Ok(None)
}

/// Whether it was set to run when the deployment began.
fn was_wanted(frozen: &FrozenUnit, state: &PlanState) -> bool {
    match state.removed.iter().find(|(name, ..)| *name == frozen.unit) {
        Some((_, _, desired)) => *desired == DesiredState::Launched,
        None => frozen.was_wanted(),
    }
}

fn detour(leg: Leg, rolled: Rolled) -> Detour {
    Detour { leg, stages: rolled.stages, steps: rolled.steps, left_behind: String::new() }
}
