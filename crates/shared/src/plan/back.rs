//! The ways out of a deployment that has begun: back to what ran before, or to an end with what serves.
//!
//! Worked out from what is there now and from what was begun.

mod anew;
mod left_behind;
mod rollout;
mod traces;

use std::collections::BTreeSet;

use fleet::{DesiredState, UnitName};

use self::left_behind::left_behind;
use self::rollout::rollout;
use self::traces::{Traces, was_wanted};

pub use self::traces::Begun;
use super::create::NewUnit;
use super::lane::{Lane, Lanes, Pass};
use super::rollout::Rolled;
use super::{Plan, PlanError, PlanState, Step};
use crate::capacity;
use crate::course::{Detour, Leg};
use crate::deployment::{Deployment, FrozenUnit, Stage, StageKind, Strategy};

/// The way back: what ran when the deployment began runs again, and then what it has started goes.
///
/// First the old instances that were only stopped start, and those that were destroyed are made anew, with the options
/// of that time and numbers that nothing holds; once they have passed the gate the new ones go. Only where old and new
/// can't be there at once (no surge, or recreate) do new ones go before.
///
/// `begun`: all steps that were begun so far, of the plan and of what was added to it; none may be under way any more.
/// `state` is read afterwards: `units`, `machines`, `companions`, `recent`, and in `removed` the units that the plan
/// removes, with their options and desired states when it began; `template` is that of the app, if known. Units that are
/// marked as leaving only because of this deployment must not be marked. Fails when an old instance can't be made anew.
pub fn way_back(plan: &Plan, begun: &[Begun<'_>], state: &PlanState) -> Result<Detour, PlanError> {
    let Some(deployment) = plan.deployment.as_deref() else {
        return Ok(detour(Leg::Back, Rolled::default()));
    };
    let rolled = rollout(deployment, begun, state)?;
    let may_serve = rolled.going.iter().any(|going| going.may_serve);
    let rolled = match deployment.settings.strategy {
        Strategy::Rolling { batch, surge: 0 } => {
            let rolled = rolled.by(Strategy::Rolling { batch, surge: 0 }, 0);
            // One more than wanted for a while is better than fewer than promised. What may serve by the time that it is to
            // go would have to stay then, however few serve now.
            let least = match may_serve {
                true => deployment.min as usize,
                false => (deployment.min as usize).min(rolled.healthy_before),
            };
            let started_first = match rolled.fewest < least {
                true => Some(rollout(deployment, begun, state)?.start_first()),
                false => None,
            };
            started_first.filter(|started_first| has_room(started_first, state)).unwrap_or(rolled)
        }
        Strategy::Recreate => rolled.by(Strategy::Recreate, 0),
        _ => rolled.start_first(),
    };
    Ok(detour(Leg::Back, rolled))
}

/// The way to an end where it is: old instances that this deployment has only stopped start again, and everything else
/// stays; with what it leaves behind, in words. The arguments are those of [`way_back`].
pub fn way_out(plan: &Plan, begun: &[Begun<'_>], state: &PlanState) -> Detour {
    let Some(deployment) = plan.deployment.as_deref() else { return detour(Leg::Abort, Rolled::default()) };
    let traces = Traces::of(begun);
    // What can't run twice does not start beside the new ones.
    let is_alone = !matches!(deployment.settings.strategy, Strategy::Recreate) || traces.created.is_empty();
    let lanes = if is_alone { started_again(deployment, &traces, state) } else { Vec::new() };
    let mut stages = Vec::new();
    if !lanes.is_empty() {
        let title = say::server::plan::start_again(&lanes.len(), &deployment.app);
        let lengths = lanes.iter().map(|lane| u32::try_from(lane.len()).unwrap_or(u32::MAX)).collect();
        stages.push(Stage { title, kind: StageKind::Start, lanes: lengths });
    }
    let steps: Vec<Step> = lanes.into_iter().flatten().collect();
    let again: BTreeSet<&UnitName> = steps.iter().map(Step::unit).collect();
    let left_behind = left_behind(deployment, &again, state);
    Detour { leg: Leg::Abort, stages, steps, left_behind }
}

/// The old instances that were stopped, and the companions that those lack that run on. A companion that can't be made by
/// its template any more stays away: an abort comes to its end all the same.
fn started_again(deployment: &Deployment, traces: &Traces<'_>, state: &PlanState) -> Vec<Lane> {
    let lanes = Lanes::new(state, &deployment.settings.companions);
    let is_set_to_run =
        |unit: &UnitName| state.units.get(unit).map(|unit| unit.row.desired == DesiredState::Launched);
    // One that was started may have been set inactive in order to be started once more, and not have come to that.
    let is_asleep = |unit: &UnitName| traces.woken.contains(unit) && is_set_to_run(unit) == Some(false);
    let was_stopped = |frozen: &&FrozenUnit| {
        (traces.stopped.contains(&frozen.unit) || is_asleep(&frozen.unit))
            && traces.is_left(&frozen.unit, state)
            && was_wanted(frozen, state)
    };
    let lacks_companion = |frozen: &&FrozenUnit| {
        is_set_to_run(&frozen.unit) == Some(true)
            && !traces.stopped.contains(&frozen.unit)
            && traces.touched_companion_of(&frozen.unit, &lanes)
    };
    let started = deployment.from.iter().filter(was_stopped);
    let started = started.map(|frozen| {
        let lane = lanes.wake(&frozen.unit, &Pass::Running);
        lane.unwrap_or_else(|_| Lanes::wake_alone(&frozen.unit, &Pass::Running))
    });
    let completed = deployment.from.iter().filter(lacks_companion);
    let completed = completed.filter_map(|frozen| lanes.complete(&frozen.unit, true, &Pass::Running).ok());
    started.chain(completed).filter(|lane| !lane.is_empty()).collect()
}

/// Whether machines are left for all that it makes anew while what is to go is there: what excludes it keeps it out.
fn has_room(rolled: &Rolled, state: &PlanState) -> bool {
    let new = rolled.steps.iter().filter_map(|step| match step {
        Step::Create { unit, options, .. } => Some((unit.clone(), options.clone())),
        _ => None,
    });
    capacity::unscheduled(&new.collect::<Vec<NewUnit>>(), state).units.is_empty()
}

fn detour(leg: Leg, rolled: Rolled) -> Detour {
    Detour { leg, stages: rolled.stages, steps: rolled.steps, left_behind: String::new() }
}
