//! Creating units: which numbers they get, which options, and what to know before.

use fleet::{AppName, AppUnit, Instance, Requirements, UnitName, UnitOption, Version, guard};

use super::draft::Draft;
use super::state::Member;
use super::{MAX_COUNT, PlanError, PlanState, Warning, ports};
use crate::capacity;
use crate::template::Template;

/// A unit to be created.
pub(super) type NewUnit = (UnitName, Vec<UnitOption>);

/// Refuses more than one request may ask for.
pub(super) fn check_count(count: u32) -> Result<(), PlanError> {
    if count > MAX_COUNT {
        return Err(PlanError::BadCount {
            message: say::server::plan::too_many_instances(&count, &MAX_COUNT),
        });
    }
    Ok(())
}

/// The units of these numbers, each with what `options` gives it, checked as they will be sent.
pub(super) fn new_units(
    app: &AppName,
    version: Option<&Version>,
    instances: &[Instance],
    mut options: impl FnMut(Instance) -> Result<Vec<UnitOption>, PlanError>,
) -> Result<Vec<NewUnit>, PlanError> {
    let new_unit = |instance: &Instance| {
        let unit = AppUnit { app: app.clone(), version: version.cloned(), instance: *instance };
        let name = unit
            .unit_name()
            .map_err(|error| PlanError::bad_template(say::server::plan::no_such_name(&error)))?;
        let options = options(*instance)?;
        check(&name, &options)?;
        Ok((name, options))
    };
    instances.iter().map(new_unit).collect()
}

/// Fills a template for one instance.
pub(super) fn fill(
    template: &Template,
    version: Option<&Version>,
    instance: Instance,
) -> Result<Vec<UnitOption>, PlanError> {
    template.fill(version, instance).map_err(|error| PlanError::bad_template(error.to_string()))
}

/// Refuses what must not be sent, whoever wrote it.
pub(super) fn check(name: &UnitName, options: &[UnitOption]) -> Result<(), PlanError> {
    guard::check_name(name)
        .and_then(|()| guard::check_options(options))
        .map_err(|error| PlanError::bad_template(say::server::plan::cannot_create(&name, &error)))?;
    Requirements::check_create(options)
        .map_err(|error| PlanError::bad_template(say::server::plan::fleet_would_refuse(&name, &error)))
}

/// What to know about new units of a version beside those that are there.
pub(super) fn warn(
    draft: &mut Draft,
    app: &AppName,
    version: Option<&Version>,
    new: &[NewUnit],
    all: &[Member<'_>],
    state: &PlanState,
) {
    warn_moving(draft, version);
    warn_global(draft, app, version, new, all);
    if let Some(text) = ports::clash(version, new, all) {
        draft.note(text);
    }
    let _ = warn_unscheduled(draft, new, state);
}

/// Says that a tag does not stay what it is.
pub(super) fn warn_moving(draft: &mut Draft, version: Option<&Version>) {
    if version.is_some_and(|version| version.as_str() == "latest") {
        draft.note(say::server::plan::latest_moves());
    }
}

/// Says that several instances of what runs everywhere are seldom meant.
pub(super) fn warn_global(
    draft: &mut Draft,
    app: &AppName,
    version: Option<&Version>,
    new: &[NewUnit],
    all: &[Member<'_>],
) {
    let present = all.iter().any(|member| member.version.as_ref() == version && !member.is_leaving());
    if are_global(new) && (new.len() > 1 || present) {
        draft.note(say::server::plan::is_global(&app));
    }
}

/// Whether they run on every machine at once.
pub(super) fn are_global(new: &[NewUnit]) -> bool {
    new.iter().any(|(name, options)| Requirements::read(name, options).global)
}

/// Says which of the new units no machine will take. False: all have room.
pub(super) fn warn_unscheduled(draft: &mut Draft, new: &[NewUnit], state: &PlanState) -> bool {
    let shortfall = capacity::unscheduled(new, state);
    if shortfall.units.is_empty() {
        return false;
    }
    draft.warnings.push(Warning::Unscheduled {
        unscheduled: u32::try_from(shortfall.units.len()).unwrap_or(u32::MAX),
        of: shortfall.of,
        text: shortfall.text(),
    });
    true
}

/// "2 are there already; 2 more will be added."
pub(super) fn note_present(draft: &mut Draft, present: usize, added: usize) {
    match present {
        0 => {}
        1 => draft.note(say::server::plan::one_present(&added)),
        _ => draft.note(say::server::plan::some_present(&present, &added)),
    }
}

/// Says that units are on their way out and not counted.
pub(super) fn note_leaving(draft: &mut Draft, leaving: usize) {
    if leaving > 0 {
        draft.note(say::server::plan::leaving(leaving));
    }
}
