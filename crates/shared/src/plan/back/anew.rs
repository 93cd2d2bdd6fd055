//! An old instance that is gone, made anew under a number that nothing holds.

use std::collections::BTreeSet;

use fleet::{AppUnit, UnitName, UnitOption};

use crate::deployment::FrozenUnit;
use crate::plan::create::{self, NewUnit};
use crate::plan::lane::Lanes;
use crate::plan::{PlanError, PlanState};
use crate::template::{join_lines, same_options};

/// By the template, if that had made it; otherwise as it was. Nothing if it is
/// not known what it was.
pub(super) fn anew(
    old: &FrozenUnit,
    lanes: &Lanes<'_>,
    taken: &mut BTreeSet<UnitName>,
    state: &PlanState,
) -> Result<Option<NewUnit>, PlanError> {
    let Some(AppUnit { app, version, instance }) = AppUnit::parse(&old.unit) else { return Ok(None) };
    let Some(was) = state.removed.iter().find(|was| was.name == old.unit) else {
        return Err(PlanError::bad_template(say::server::plan::unknown_what_it_was(&old.unit)));
    };
    let template = state.template_of(&app).filter(|template| {
        let filled = template.fill(version.as_ref(), instance);
        filled.is_ok_and(|filled| same_options(&filled, &was.options))
    });
    let all_removed: BTreeSet<&UnitName> = state.removed.iter().map(|was| &was.name).collect();
    let most = taken.len() + all_removed.len() + 1;
    for number in lanes.free_instances(&app, version.as_ref(), most) {
        let unit = AppUnit { app: app.clone(), version: version.clone(), instance: number };
        let name = unit.unit_name().map_err(|error| PlanError::bad_template(error.to_string()))?;
        if all_removed.contains(&name) || !taken.insert(name.clone()) {
            continue;
        }
        let options = match template {
            Some(template) => create::fill(template, version.as_ref(), number)?,
            None => was
                .options
                .iter()
                .map(|option| UnitOption { value: join_lines(&option.value), ..option.clone() })
                .collect(),
        };
        create::check(&name, &options)?;
        return Ok(Some((name, options)));
    }
    Ok(None)
}
