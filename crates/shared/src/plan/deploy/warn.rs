//! What to know before a deployment begins.

use fleet::lint::Severity;

use super::Target;
use super::room::{self, Room};
use super::sorted::Sorted;
use crate::deployment::OnFailure;
use crate::lint;
use crate::plan::create;
use crate::plan::draft::Draft;
use crate::plan::rollout::Rolled;
use crate::plan::state::Member;
use crate::plan::{PlanError, PlanState, ports, words};
use crate::template::Template;

pub(super) fn of_rollout(
    draft: &mut Draft,
    target: &Target<'_>,
    sorted: &Sorted<'_>,
    (rolled, room): (&Rolled, Room),
    all: &[Member<'_>],
    state: &PlanState,
) {
    let Target { app, version, count, .. } = target;
    if let Room::GivesWay(why) = &room {
        draft.note(why);
    }
    create::warn_moving(draft, *version);
    create::warn_global(draft, app, *version, &sorted.new, all);
    if target.settings.gate.probe.is_some() && create::are_global(&sorted.new) {
        draft.note(say::server::plan::probe_nowhere(&app));
    }
    let wanted = all.iter().filter(|member| member.is_to_run()).count();
    if (*count as usize) < wanted {
        draft.note(say::server::plan::fewer_afterwards(&wanted, &count));
    }
    if rolled.peak > *count as usize
        && let Some(text) = ports::clash(*version, &sorted.new, all)
    {
        draft.note(text);
    }
    if let Room::Crowded(crowd) = room {
        draft.note(crowded(target.settings.on_failure, &crowd.reason));
    }
    if create::warn_unscheduled(draft, &sorted.unplaced(), &room::without(state, sorted, usize::MAX)) {
        draft.note(stalls(target.settings.on_failure));
    }
}

/// A machine is never found for all, and what that leads to: every instance that starts is waited for.
fn stalls(on_failure: OnFailure) -> &'static str {
    use say::server::plan;
    match on_failure {
        OnFailure::Pause => plan::stalls_then_paused(),
        OnFailure::Abort => plan::stalls_then_aborted(),
        OnFailure::RollBack => plan::stalls_then_rolled_back(),
    }
}

/// Too little room for old and new ones at once, and what that leads to.
fn crowded(on_failure: OnFailure, reason: &str) -> String {
    use say::server::plan;
    match on_failure {
        OnFailure::Pause => plan::crowded_then_paused(&reason),
        OnFailure::Abort => plan::crowded_then_aborted(&reason),
        OnFailure::RollBack => plan::crowded_then_rolled_back(&reason),
    }
}

/// Errors that the lint finds in the template: refused if it is known that nobody has accepted them, told otherwise.
/// Whoever saves a template is shown its errors; rules and machines can change afterwards.
pub(in crate::plan) fn lint(
    draft: &mut Draft,
    template: &Template,
    state: &PlanState,
) -> Result<(), PlanError> {
    let machines = Some(state.machines.len()).filter(|count| *count > 0);
    let findings = lint::of_template(template, machines);
    let errors: Vec<_> = findings
        .into_iter()
        .filter(|finding| finding.rule.severity() == Severity::Error)
        .filter(|finding| {
            !state.accepted.as_ref().is_some_and(|rules| rules.contains(&finding.rule.as_str().to_owned()))
        })
        .collect();
    let Some(first) = errors.first() else { return Ok(()) };
    let more = match errors.len() - 1 {
        0 => String::new(),
        more => say::server::plan::lint_finds_more(&words::errors(more)),
    };
    if state.accepted.is_some() {
        return Err(PlanError::bad_template(say::server::plan::template_would_not_work(
            &template.app,
            &first.message,
            &more,
        )));
    }
    draft.note(say::server::plan::template_may_not_work(&first.message, &more));
    Ok(())
}
