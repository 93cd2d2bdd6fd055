//! Whether machines are left for old and new instances at once, and what gives way where they are not.

use super::Target;
use super::sorted::Sorted;
use crate::capacity::{self, Shortfall};
use crate::deployment::Strategy;
use crate::plan::lane::Lanes;
use crate::plan::rollout::Rolled;
use crate::plan::{PlanError, PlanState};

/// What the machines have room for on the way.
pub(super) enum Room {
    /// Everything, at the time when it is to start.
    Enough,
    /// Not old and new ones at once: what finds no machine.
    Crowded(Shortfall),
    /// The same, and old ones go first for that; why, in words.
    GivesWay(String),
}

/// The rollout by the target's strategy. Where no machine is left for what is to start first, and nobody has chosen that
/// for this time, old instances go first after all: it would fail, where a few serving less for a while do not.
/// Never so that fewer serve than the settings promise, or none.
pub(super) fn rolled(
    target: &mut Target<'_>,
    is_chosen: bool,
    sorted: &Sorted<'_>,
    lanes: &Lanes<'_>,
    state: &PlanState,
) -> Result<(Rolled, Room), PlanError> {
    let by = |target: &Target<'_>, strategy: Strategy| {
        Ok(sorted.rollout(target, lanes)?.by(strategy, target.settings.keep_old_s))
    };
    let strategy = target.settings.strategy;
    let as_set = by(target, strategy)?;
    let Some(crowd) = crowd(sorted, &as_set, state) else { return Ok((as_set, Room::Enough)) };
    let (Strategy::Rolling { batch, surge: 1.. }, false) = (strategy, is_chosen) else {
        return Ok((as_set, Room::Crowded(crowd)));
    };
    let without_surge = Strategy::Rolling { batch, surge: 0 };
    let instead = by(target, without_surge)?;
    let promised = target.settings.min.max(1) as usize;
    if instead.fewest < promised.min(instead.healthy_before) || self::crowd(sorted, &instead, state).is_some()
    {
        return Ok((as_set, Room::Crowded(crowd)));
    }
    target.settings.strategy = without_surge;
    let why = say::server::plan::gives_way(instead.fewest, &crowd.reason);
    Ok((instead, Room::GivesWay(why)))
}

/// What finds no machine when it is to start, though it will once all old ones have gone.
fn crowd(sorted: &Sorted<'_>, rolled: &Rolled, state: &PlanState) -> Option<Shortfall> {
    let unplaced = sorted.unplaced();
    if unplaced.is_empty() {
        return None;
    }
    let never = capacity::unscheduled(&unplaced, &without(state, sorted, usize::MAX)).units;
    tightest(rolled).find_map(|(placing, gone)| {
        let placing = unplaced.get(..placing).unwrap_or(&unplaced);
        let short = capacity::unscheduled(placing, &without(state, sorted, gone));
        short.units.iter().any(|unit| !never.contains(unit)).then_some(short)
    })
}

/// The moments that ask for more room than all before, and the last: where those have room, the others have.
fn tightest(rolled: &Rolled) -> impl Iterator<Item = (usize, usize)> {
    let mut most = None;
    let last = rolled.starts.len().saturating_sub(1);
    rolled.starts.iter().enumerate().filter_map(move |(index, start)| {
        let asked = start.placing.cast_signed() - start.gone.cast_signed();
        let is_tighter = most.is_none_or(|most| asked > most);
        most = most.max(Some(asked));
        (is_tighter || index == last).then_some((start.placing, start.gone))
    })
}

/// The state without so many of those that go.
pub(super) fn without(state: &PlanState, sorted: &Sorted<'_>, gone: usize) -> PlanState {
    let mut units = state.units.clone();
    for name in sorted.going().take(gone) {
        units.remove(name);
    }
    PlanState { units, machines: state.machines.clone(), ..PlanState::default() }
}
