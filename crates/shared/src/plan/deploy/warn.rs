//! What to know before a deployment begins.

use fleet::lint::Severity;

use super::Target;
use super::sorted::Sorted;
use crate::capacity;
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
    rolled: &Rolled,
    all: &[Member<'_>],
    state: &PlanState,
) {
    let Target { app, version, count, .. } = target;
    create::warn_moving(draft, *version);
    create::warn_global(draft, app, *version, &sorted.new, all);
    if target.settings.gate.probe.is_some() && create::are_global(&sorted.new) {
        draft.note(say::server::plan::probe_nowhere(&app));
    }
    let wanted = all.iter().filter(|member| member.is_to_run()).count();
    if (*count as usize) < wanted {
        draft.note(say::server::plan::fewer_afterwards(&wanted, &count));
    }
    let unplaced = sorted.unplaced();
    let after = without(state, sorted, usize::MAX);
    if rolled.peak.total > *count as usize {
        if let Some(text) = ports::clash(*version, &sorted.new, all) {
            draft.note(text);
        }
        let at_peak = unplaced.get(..rolled.peak.placing).unwrap_or(&unplaced);
        let peak = capacity::unscheduled(at_peak, &without(state, sorted, rolled.peak.gone));
        if !peak.units.is_empty() && capacity::unscheduled(&unplaced, &after).units.is_empty() {
            draft.note(crowded(target.settings.on_failure, &peak.text()));
        }
    }
    create::warn_unscheduled(draft, &unplaced, &after);
}

/// Too little room for old and new ones at once, and what that leads to.
fn crowded(on_failure: OnFailure, unscheduled: &str) -> String {
    use say::server::plan;
    match on_failure {
        OnFailure::Pause => plan::crowded_then_paused(&unscheduled),
        OnFailure::Abort => plan::crowded_then_aborted(&unscheduled),
        OnFailure::RollBack => plan::crowded_then_rolled_back(&unscheduled),
    }
}

/// The state without so many of those that go.
pub(super) fn without(state: &PlanState, sorted: &Sorted<'_>, gone: usize) -> PlanState {
    let mut units = state.units.clone();
    for name in sorted.going().take(gone) {
        units.remove(name);
    }
    PlanState { units, machines: state.machines.clone(), ..PlanState::default() }
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
