//! Removing: a unit, a version, an app. Always in order, always with time to undo.

use std::collections::BTreeSet;

use fleet::{AppName, AppUnit, UnitName, Version};

use super::draft::Draft;
use super::lane::Lanes;
use super::state::Member;
use super::tier::{self, Reach};
use super::{Confirm, PlanError, PlanState, deploy, words};
use crate::deployment::StageKind;

pub(super) fn unit(name: &UnitName, state: &PlanState) -> Result<Draft, PlanError> {
    let unit = state.units.get(name).ok_or_else(|| PlanError::NotThere { what: name.to_string() })?;
    let summary = say::server::plan::remove_one(&name);
    let Some(parsed) = AppUnit::parse(name) else {
        refuse_leaving(name, unit.row.leaving.is_some())?;
        // Not deployed by any app: somebody else's, perhaps the machines' own.
        let mut draft = Draft::new(summary);
        draft.remove(name, unit, &Lanes::new(state, &[]));
        draft.confirm = Confirm::TypeName { name: name.to_string(), force: false };
        draft.note(say::server::plan::belongs_to_no_app(&name));
        return Ok(draft);
    };
    let all = state.of_app(&parsed.app);
    let taken: Vec<&Member<'_>> = all.iter().filter(|member| member.name == name).collect();
    remove(summary, &parsed.app, Reach::Some, &taken, &all, state)
}

pub(super) fn version(
    app: &AppName,
    version: Option<&Version>,
    state: &PlanState,
) -> Result<Draft, PlanError> {
    let all = state.of_app(app);
    let taken: Vec<&Member<'_>> = all.iter().filter(|member| member.version.as_ref() == version).collect();
    if taken.is_empty() {
        return Err(PlanError::NotThere { what: words::label(app, version) });
    }
    let summary = say::server::plan::remove(&words::units(taken.len()), &words::label(app, version));
    remove(summary, app, Reach::Version, &taken, &all, state)
}

pub(super) fn app(app: &AppName, state: &PlanState) -> Result<Draft, PlanError> {
    let all = state.of_app(app);
    let taken: Vec<&Member<'_>> = all.iter().collect();
    if taken.is_empty() {
        return Err(PlanError::NotThere { what: say::server::plan::a_unit_of(&app) });
    }
    let summary = say::server::plan::remove(&words::units(taken.len()), &of_versions(app, &taken));
    remove(summary, app, Reach::App, &taken, &all, state)
}

/// "example 1.0.0 and 2.0.0"; of very many versions only how many there are.
fn of_versions(app: &AppName, taken: &[&Member<'_>]) -> String {
    const MOST_NAMED: usize = 4;
    let versions: BTreeSet<Option<&Version>> = taken.iter().map(|member| member.version.as_ref()).collect();
    let versions: Vec<&Version> = versions.into_iter().collect::<Option<_>>().unwrap_or_default();
    match versions.as_slice() {
        [] => app.to_string(),
        [only] => words::label(app, Some(only)),
        [others @ .., last] if versions.len() <= MOST_NAMED => {
            let others: Vec<&str> = others.iter().map(|version| version.as_str()).collect();
            say::server::plan::versions_of(&app, &others.join(", "), &last)
        }
        many => say::server::plan::in_versions(&app, &many.len()),
    }
}

fn remove(
    summary: String,
    app: &AppName,
    reach: Reach,
    taken: &[&Member<'_>],
    all: &[Member<'_>],
    state: &PlanState,
) -> Result<Draft, PlanError> {
    for member in taken {
        refuse_leaving(member.name, member.is_leaving())?;
    }
    let mut draft = Draft::new(summary);
    let lanes = Lanes::new(state, &state.settings.companions);
    for member in taken {
        draft.remove(member.name, member.unit, &lanes);
    }
    draft.part(StageKind::Remove);
    agree_to_removal(&mut draft, app, reach, all, taken);
    let wanted = all.iter().filter(|member| member.is_to_run()).count();
    let left = wanted - taken.iter().filter(|member| member.is_wanted()).count();
    deploy::guard_protected(&mut draft, app, &state.settings, wanted, left);
    Ok(draft)
}

/// Adds the warnings and the confirmation of taking units from an app.
pub(super) fn agree_to_removal(
    draft: &mut Draft,
    app: &AppName,
    reach: Reach,
    all: &[Member<'_>],
    taken: &[&Member<'_>],
) {
    draft.confirm = tier::confirm(app, reach, all, taken);
    if tier::takes_last_healthy(all, taken) {
        draft.warnings.push(tier::last_healthy(app, taken));
    }
}

/// Two actions on one unit would undo each other.
pub(super) fn refuse_leaving(name: &UnitName, leaving: bool) -> Result<(), PlanError> {
    if leaving {
        return Err(PlanError::busy(say::server::plan::leaving_already(&name)));
    }
    Ok(())
}
