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
        draft.note(format!(
            "{app} runs on every machine, so that there is no one machine at which its probe could be asked: its gate will \
             fail. Take the probe out of the app's settings."
        ));
    }
    let wanted = all.iter().filter(|member| member.is_to_run()).count();
    if (*count as usize) < wanted {
        draft.note(format!("{wanted} instances are set to run now; afterwards it will be {count}."));
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
            draft.note(format!(
                "While old and new instances are there at once, {}. If no room is made until then, the deployment fails \
                 there and {}. No such room is needed where old instances go first: with no surge, or recreated.",
                peak.text(),
                follows(target.settings.on_failure)
            ));
        }
    }
    create::warn_unscheduled(draft, &unplaced, &after);
}

/// What a failure leads to.
fn follows(on_failure: OnFailure) -> &'static str {
    match on_failure {
        OnFailure::Pause => "waits for somebody",
        OnFailure::Abort => "is aborted",
        OnFailure::RollBack => "is rolled back",
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
        more => format!(" The lint finds {} more.", words::count(more, "error")),
    };
    if state.accepted.is_some() {
        return Err(PlanError::bad_template(format!(
            "The template of {} would not work as it is: {}{more} Mend it and save it first.",
            template.app, first.message
        )));
    }
    draft.note(format!("The template may not work as it is: {}{more}", first.message));
    Ok(())
}
