//! How many instances a deployment is for if nobody says: as many as are wanted, as far as the cluster can place them.
//! Going back is for as many as there were then, as far as that.

use super::{Target, bounds, room, sorted::Sorted};
use crate::apps::most_of_a_version;
use crate::capacity;
use crate::plan::lane::Lanes;
use crate::plan::state::Member;
use crate::plan::{MAX_COUNT, PlanError, PlanState};

/// Puts the count into `target`, whose own is the settings' one, and says why it is fewer than are wanted, if so. Never
/// fewer than run now, even where they would not fit again.
pub(super) fn proposed(target: &mut Target<'_>, state: &PlanState) -> Result<Option<String>, PlanError> {
    // Who names no count does not mean fewer than are set to run now, if they can be had.
    let all = state.of_app(target.app);
    target.count = target.count.max(most(all.iter().filter(|member| member.is_to_run())));
    fitting(target, state)
}

/// The same of `target`'s own count: as many as fit, and not fewer than run now or than the settings allow.
pub(super) fn fitting(target: &mut Target<'_>, state: &PlanState) -> Result<Option<String>, PlanError> {
    let all = state.of_app(target.app);
    let present = || all.iter().filter(|member| member.is_to_run());
    let wanted = target.count;
    // None and too many are refused for themselves.
    if wanted == 0 || wanted > MAX_COUNT {
        return Ok(None);
    }
    let lanes = Lanes::new(state, &target.settings.companions);
    let sorted = Sorted::of(target, &all, &lanes)?;
    let short = capacity::unscheduled(&sorted.unplaced(), &room::without(state, &sorted, usize::MAX));
    let left = u32::try_from(short.units.len()).unwrap_or(u32::MAX);
    let fit = wanted.saturating_sub(left);
    let run = most(present().filter(|member| runs(member)));
    let mut count = fit.max(run.min(wanted)).max(1);
    // Below what the settings allow it would be refused, and nobody asked for that.
    if bounds::check_not_below(target.app, &target.settings, present().count(), count as usize).is_err() {
        count = target.settings.min.min(wanted).max(count);
    }
    let why_fewer = (count < wanted).then(|| say::server::plan::wanted_and_fit(&wanted, &fit, &short.reason));
    target.count = count;
    Ok(why_fewer)
}

/// Whether it has a place to run at.
fn runs(member: &Member<'_>) -> bool {
    member.unit.row.global || member.unit.row.machine.is_some()
}

fn most<'a>(members: impl Iterator<Item = &'a Member<'a>>) -> u32 {
    most_of_a_version(members.map(|member| member.version.clone()))
}
