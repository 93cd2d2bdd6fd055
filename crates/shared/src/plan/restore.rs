//! Putting back what an action removed, with the options and the desired states of that time.

use fleet::{AppName, AppUnit, DesiredState, UnitName, UnitOption, Version};

use super::draft::Draft;
use super::{PlanError, PlanState, RemovedUnit, create, deploy, words};
use crate::template::join_lines;

pub(super) fn restore(state: &PlanState) -> Result<Draft, PlanError> {
    if state.removed.is_empty() {
        return Err(PlanError::NotThere { what: say::server::plan::what_this_removed().to_owned() });
    }
    refuse_present(state)?;
    check_max(state)?;
    let names: Vec<&UnitName> = state.removed.iter().map(|was| &was.name).collect();
    let mut draft = Draft::new(summary(&names));
    let mut new = Vec::new();
    for RemovedUnit { name, options, desired } in &state.removed {
        let joined = |option: &UnitOption| UnitOption { value: join_lines(&option.value), ..option.clone() };
        let options: Vec<UnitOption> = options.iter().map(joined).collect();
        create::check(name, &options)?;
        draft.create(name.clone(), options.clone(), *desired);
        if *desired != DesiredState::Inactive {
            new.push((name.clone(), options));
        }
    }
    create::warn_unscheduled(&mut draft, &new, state);
    Ok(draft)
}

/// What was removed is of one app, or of none.
fn check_max(state: &PlanState) -> Result<(), PlanError> {
    let of = |name: &UnitName| AppUnit::parse(name).map(|unit| unit.app);
    let Some(app) = state.removed.iter().find_map(|was| of(&was.name)) else { return Ok(()) };
    let before = state.of_app(&app).iter().filter(|member| member.is_to_run()).count();
    let back = state
        .removed
        .iter()
        .filter(|was| was.desired == DesiredState::Launched && of(&was.name).as_ref() == Some(&app));
    deploy::check_not_over(&app, &state.settings, before, before + back.count())
}

/// A unit of that name may be another one by now: it is never overwritten.
fn refuse_present(state: &PlanState) -> Result<(), PlanError> {
    let present: Vec<&UnitName> =
        state.removed.iter().map(|was| &was.name).filter(|name| state.units.contains_key(*name)).collect();
    if present.is_empty() {
        return Ok(());
    }
    let leaving =
        present.iter().any(|name| state.units.get(*name).is_some_and(|unit| unit.row.leaving.is_some()));
    let names = words::list(&present, 3);
    Err(if leaving {
        PlanError::busy(say::server::plan::still_leaving(present.len(), &names))
    } else {
        PlanError::nothing_to_do(say::server::plan::there_again(present.len(), &names))
    })
}

fn summary(names: &[&UnitName]) -> String {
    let units = words::units(names.len());
    let of = |name: &&UnitName| AppUnit::parse(name).map(|unit| (unit.app, unit.version));
    let groups: Vec<Option<(AppName, Option<Version>)>> = names.iter().map(of).collect();
    let first = groups.first().cloned().flatten();
    match (names, first) {
        ([one], _) => say::server::plan::put_back_one(&one),
        (_, Some((app, version)))
            if groups.iter().all(|group| *group == Some((app.clone(), version.clone()))) =>
        {
            say::server::plan::put_back_of(&units, &words::label(&app, version.as_ref()))
        }
        (_, Some((app, _)))
            if groups.iter().flatten().filter(|(other, _)| *other == app).count() == names.len() =>
        {
            say::server::plan::put_back_of(&units, &app)
        }
        _ => say::server::plan::put_back(&units),
    }
}
