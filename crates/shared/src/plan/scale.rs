//! Scaling: after it a version has exactly so many instances, all set to run.
//!
//! Up: what is stopped starts before anything is created. Down: what is not well goes first, then the highest numbers.

use std::cmp::Reverse;

use fleet::{AppName, DesiredState, Instance, UnitOption, Version};

use super::create::{self, NewUnit};
use super::draft::Draft;
use super::remove::add_removal;
use super::state::Member;
use super::tier::Reach;
use super::{PlanError, PlanState, words};
use crate::Health;
use crate::template::join_lines;

pub(super) fn scale(
    app: &AppName,
    version: Option<&Version>,
    count: u32,
    state: &PlanState,
) -> Result<Draft, PlanError> {
    create::check_count(count)?;
    let wanted = count as usize;
    let all = state.of_app(app);
    let of_version: Vec<&Member<'_>> =
        all.iter().filter(|member| member.version.as_ref() == version).collect();
    let mut present: Vec<&Member<'_>> =
        of_version.iter().copied().filter(|member| !member.is_leaving()).collect();
    present.sort_by_key(|member| (removal_rank(member.health()), Reverse(member.instance)));
    let (taken, kept) = present.split_at(present.len().saturating_sub(wanted));
    let stopped: Vec<&Member<'_>> = kept.iter().copied().filter(|member| !member.is_wanted()).collect();
    let missing = wanted.saturating_sub(present.len());
    if taken.is_empty() && stopped.is_empty() && missing == 0 {
        return Err(nothing_to_do(app, version, wanted));
    }

    let mut draft = Draft::new(summary(app, version, present.len(), wanted, stopped.len()));
    if !taken.is_empty() {
        // To none is the removal of the version, and is confirmed like one.
        let reach = if wanted == 0 { Reach::Version } else { Reach::Some };
        add_removal(&mut draft, app, reach, &all, taken);
    }
    create::note_leaving(&mut draft, of_version.len() - present.len());
    start_stopped(&mut draft, &stopped);
    let instances = create::free_instances(missing, &of_version);
    let mut new = create_missing(&mut draft, app, version, &instances, &present, state)?;
    // What has no machine yet needs one, like what is new.
    let unplaced = stopped.iter().filter(|member| member.unit.row.machine.is_none());
    new.extend(unplaced.map(|member| (member.name.clone(), member.unit.options.to_vec())));
    create::warn(&mut draft, app, version, &new, &all, state);
    Ok(draft)
}

/// Who goes first.
pub(super) fn removal_rank(health: Health) -> u8 {
    match health {
        Health::Failed => 0,
        Health::Unplaced => 1,
        Health::Unknown => 2,
        Health::Stopped => 3,
        Health::Stopping => 4,
        Health::Starting => 5,
        Health::Running => 6,
    }
}

fn start_stopped(draft: &mut Draft, stopped: &[&Member<'_>]) {
    let mut stopped = stopped.to_vec();
    stopped.sort_by_key(|member| member.instance);
    for member in stopped {
        draft.start(member.name);
    }
}

/// Creates what is missing, and returns it.
fn create_missing(
    draft: &mut Draft,
    app: &AppName,
    version: Option<&Version>,
    instances: &[Instance],
    present: &[&Member<'_>],
    state: &PlanState,
) -> Result<Vec<NewUnit>, PlanError> {
    if instances.is_empty() {
        return Ok(Vec::new());
    }
    let new = match state.template_of(app) {
        Some(template) => {
            create::new_units(app, version, instances, |instance| create::fill(template, version, instance))?
        }
        None => {
            let (model, options) = options_of_all(app, present)?;
            draft.note(format!("{app} has no template: the options of {} are used as they are.", model.name));
            create::new_units(app, version, instances, |_| Ok(options.clone()))?
        }
    };
    for (name, options) in &new {
        draft.create(name.clone(), options.clone(), DesiredState::Launched);
    }
    Ok(new)
}

/// Without a template: the options that all instances share, if they do.
fn options_of_all<'a>(
    app: &AppName,
    present: &[&'a Member<'a>],
) -> Result<(&'a Member<'a>, Vec<UnitOption>), PlanError> {
    let Some((first, others)) = present.split_first() else {
        return Err(PlanError::NoTemplate { app: app.clone() });
    };
    if others.iter().any(|other| other.unit.options != first.unit.options) {
        return Err(PlanError::bad_template(format!(
            "{app} has no template, and its instances have different options, so that none can be copied. Add a \
             template first."
        )));
    }
    // Fleet hands joined lines back with their line ends, which may not be sent again as they are.
    let joined = |option: &UnitOption| UnitOption { value: join_lines(&option.value), ..option.clone() };
    Ok((first, first.unit.options.iter().map(joined).collect()))
}

fn nothing_to_do(app: &AppName, version: Option<&Version>, count: usize) -> PlanError {
    let label = words::label(app, version);
    PlanError::nothing_to_do(match count {
        0 => format!("{label} has no instances, so there is nothing to remove."),
        _ => format!("{label} has {} already, set to run.", words::count(count, "instance")),
    })
}

fn summary(app: &AppName, version: Option<&Version>, from: usize, to: usize, stopped: usize) -> String {
    let label = words::label(app, version);
    if from == to {
        return format!("Start {} of {label}", words::count(stopped, "stopped instance"));
    }
    let instances = if to == 1 { "instance" } else { "instances" };
    format!("Scale {label} from {from} to {to} {instances}")
}
