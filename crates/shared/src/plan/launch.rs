//! Launching: new instances of a version, from the app's template.

use fleet::{AppName, Version};

use super::draft::Draft;
use super::lane::{Lanes, Pass};
use super::state::Member;
use super::{PlanError, PlanState, create, deploy, words};
use crate::deployment::StageKind;

pub(super) fn launch(
    app: &AppName,
    version: &Version,
    count: u32,
    state: &PlanState,
) -> Result<Draft, PlanError> {
    if count == 0 {
        return Err(PlanError::BadCount { message: say::server::plan::launch_at_least_one().to_owned() });
    }
    create::check_count(count)?;
    let template = state.template_of(app).ok_or_else(|| PlanError::NoTemplate { app: app.clone() })?;
    let all = state.of_app(app);
    let of_version: Vec<&Member<'_>> =
        all.iter().filter(|member| member.version.as_ref() == Some(version)).collect();
    let wanted = all.iter().filter(|member| member.is_to_run()).count();
    deploy::check_not_over(app, &state.settings, wanted, wanted + count as usize)?;
    let lanes = Lanes::new(state, &state.settings.companions);
    let instances = lanes.free_instances(app, Some(version), count as usize);
    let new = create::new_units(app, Some(version), &instances, |instance| {
        create::fill(template, Some(version), instance)
    })?;

    let mut draft = Draft::new(say::server::plan::launch(
        &words::instances(new.len()),
        &words::label(app, Some(version)),
    ));
    let leaving = of_version.iter().filter(|member| member.is_leaving()).count();
    create::note_present(&mut draft, of_version.len() - leaving, new.len());
    create::note_leaving(&mut draft, leaving);
    create::warn(&mut draft, app, Some(version), &new, &all, state);
    for (name, options) in new {
        draft.beside(lanes.create(&name, options, &Pass::Running)?);
    }
    draft.part(StageKind::Start);
    deploy::lint(&mut draft, template, state)?;
    Ok(draft)
}
