//! What one unit written by itself leads to, outside of any plan: a script may do no more by that than by a plan.

use std::collections::BTreeSet;

use fleet::{AppUnit, DesiredState, UnitName};

use super::draft::Draft;
use super::state::Member;
use super::tier::Reach;
use super::{Confirm, PlanState, Warning, deploy, extent, remove};
use crate::policy::Extent;

/// What it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    /// For the limits of whoever writes it.
    pub extent: Extent,
    /// Why a plan that does this takes the verb `force`; none if it does not.
    pub force: Option<String>,
}

/// The unit gets this desired state, or is destroyed. What belongs to no app has neither limits nor guards.
pub fn alone(unit: &UnitName, desired: Option<DesiredState>, state: &PlanState) -> Alone {
    let Some(AppUnit { app, .. }) = AppUnit::parse(unit) else {
        return Alone { extent: Extent::default(), force: None };
    };
    let before = extent::wanted(&app, state);
    let mut after: BTreeSet<&UnitName> = before.clone();
    if desired == Some(DesiredState::Launched) {
        after.insert(unit);
        return Alone { extent: extent::between(&before, &after), force: None };
    }
    after.remove(unit);
    let all = state.of_app(&app);
    let taken: Vec<&Member<'_>> = all.iter().filter(|member| member.name == unit).collect();
    let mut draft = Draft::new(String::new());
    remove::agree_to_removal(&mut draft, &app, Reach::Some, &all, &taken);
    deploy::guard_protected(&mut draft, &app, &state.settings, before.len(), after.len());
    let is_guarded = matches!(draft.confirm, Confirm::TypeName { force: true, .. });
    let why = draft.warnings.into_iter().map(|warning| match warning {
        Warning::Unscheduled { text, .. } | Warning::LastHealthy { text } | Warning::Note { text } => text,
    });
    let force = is_guarded.then(|| why.collect::<Vec<_>>().join(" "));
    Alone { extent: extent::between(&before, &after), force }
}
