//! Starting and stopping one unit.

use fleet::{AppUnit, DesiredState, UnitName};

use super::draft::Draft;
use super::lane::{Lanes, Pass};
use super::remove::refuse_leaving;
use super::state::Member;
use super::{Confirm, PlanError, PlanState, PlanUnit, create, deploy, tier};
use crate::deployment::StageKind;
use crate::health::{self, Health};

pub(super) fn start(name: &UnitName, state: &PlanState) -> Result<Draft, PlanError> {
    let unit = find(name, state)?;
    if name.is_template() {
        return Err(PlanError::nothing_to_do(say::server::plan::fleets_template(&name)));
    }
    if unit.row.desired == DesiredState::Launched {
        return Err(PlanError::nothing_to_do(match health::of(&unit.row) {
            Health::Failed => say::server::plan::set_to_run_failed(name),
            Health::Unplaced => say::server::plan::set_to_run_unplaced(name),
            _ => say::server::plan::set_to_run(name),
        }));
    }
    if let Some(parsed) = AppUnit::parse(name) {
        let wanted = state.of_app(&parsed.app).iter().filter(|member| member.is_to_run()).count();
        deploy::check_not_over(&parsed.app, &state.settings, wanted, wanted + 1)?;
    }
    let mut draft = Draft::new(say::server::plan::start_unit(&name));
    draft.beside(Lanes::new(state, &state.settings.companions).wake(name, &Pass::Running)?);
    draft.part(StageKind::Start);
    note_global(&mut draft, name, unit);
    if unit.row.machine.is_none() {
        create::warn_unscheduled(&mut draft, &[(name.clone(), unit.options.to_vec())], state);
    }
    Ok(draft)
}

pub(super) fn stop(name: &UnitName, state: &PlanState) -> Result<Draft, PlanError> {
    let unit = find(name, state)?;
    if unit.row.desired != DesiredState::Launched {
        return Err(PlanError::nothing_to_do(say::server::plan::is_stopped_already(&name)));
    }
    let mut draft = Draft::new(say::server::plan::stop_unit(&name));
    draft.beside(Lanes::new(state, &state.settings.companions).stop(name, unit));
    draft.part(StageKind::Stop);
    note_global(&mut draft, name, unit);
    if let Some(parsed) = AppUnit::parse(name) {
        let all = state.of_app(&parsed.app);
        let taken: Vec<&Member<'_>> = all.iter().filter(|member| member.name == name).collect();
        if tier::takes_last_healthy(&all, &taken) {
            draft.warnings.push(tier::last_healthy(&parsed.app, &taken));
            draft.confirm = Confirm::TypeName { name: parsed.app.to_string(), force: true };
        }
        let wanted = all.iter().filter(|member| member.is_to_run()).count();
        deploy::guard_protected(&mut draft, &parsed.app, &state.settings, wanted, wanted - 1);
    }
    Ok(draft)
}

fn find<'a>(name: &UnitName, state: &'a PlanState) -> Result<&'a PlanUnit, PlanError> {
    let unit = state.units.get(name).ok_or_else(|| PlanError::NotThere { what: name.to_string() })?;
    refuse_leaving(name, unit.row.leaving.is_some())?;
    Ok(unit)
}

fn note_global(draft: &mut Draft, name: &UnitName, unit: &PlanUnit) {
    if unit.row.global {
        draft.note(say::server::plan::global_unit(&name));
    }
}
