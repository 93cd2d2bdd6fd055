//! Scaling: after it a version has exactly so many instances, all set to run.
//!
//! Up: what is stopped starts before anything is created. Down: what is not well goes first, then the highest numbers.

use std::cmp::Reverse;

use fleet::{AppName, Instance, UnitOption, Version};

use super::create::{self, NewUnit};
use super::deploy::{self, Frame};
use super::draft::Draft;
use super::lane::{Lanes, Pass};
use super::remove::agree_to_removal;
use super::rollout::Rollout;
use super::state::Member;
use super::tier::Reach;
use super::{PlanError, PlanState, UNDO_S, words};
use crate::Health;
use crate::deployment::AppSettings;
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
    let mut stopped: Vec<&Member<'_>> = kept.iter().copied().filter(|member| !member.is_wanted()).collect();
    stopped.sort_by_key(|member| member.instance);
    let missing = wanted.saturating_sub(present.len());
    if taken.is_empty() && stopped.is_empty() && missing == 0 {
        return Err(nothing_to_do(app, version, wanted));
    }
    let settings = &state.settings;
    let (before, after) = wanted_in_all(&all, version, wanted);
    deploy::check_not_over(app, settings, before, after)?;
    if wanted > 0 {
        deploy::check_not_below(app, settings, before, after)?;
    }

    let mut draft = Draft::new(summary(app, version, present.len(), wanted, stopped.len()));
    if !taken.is_empty() {
        // To none is the removal of the version, and is confirmed like one.
        let reach = if wanted == 0 { Reach::Version } else { Reach::Some };
        agree_to_removal(&mut draft, app, reach, &all, taken);
        deploy::guard_protected(&mut draft, app, settings, before, after);
        draft.undo_s = UNDO_S;
    }
    create::note_leaving(&mut draft, of_version.len() - present.len());
    let lanes = Lanes::new(state, &settings.companions);
    let instances = lanes.free_instances(app, version, missing);
    let new = missing_units(&mut draft, app, version, &instances, &present, state)?;
    let mut rollout = rollout(app, version, (&stopped, &new, taken), &all, &lanes, settings)?;
    if missing > 0 || !stopped.is_empty() {
        rollout.completions = lanes.companions_of_all(kept.iter().filter(|member| member.is_wanted()))?;
    }
    create::warn(&mut draft, app, version, &deploy::unplaced(&stopped, &new), &all, state);
    deploy::finish(&mut draft, Frame { app, to: version, count, settings }, &all, rollout.start_first());
    if let Some(template) = state.template_of(app).filter(|_| missing > 0) {
        deploy::lint(&mut draft, template, state)?;
        if let Some(deployment) = &mut draft.deployment {
            deployment.template_revision = Some(template.revision);
        }
    }
    Ok(draft)
}

/// How many instances of all versions are set to run before, and afterwards.
fn wanted_in_all(all: &[Member<'_>], version: Option<&Version>, count: usize) -> (usize, usize) {
    let wanted = all.iter().filter(|member| member.is_to_run());
    let (own, others): (Vec<_>, Vec<_>) = wanted.partition(|member| member.version.as_ref() == version);
    (own.len() + others.len(), count + others.len())
}

fn rollout(
    app: &AppName,
    version: Option<&Version>,
    (stopped, new, taken): (&[&Member<'_>], &[NewUnit], &[&Member<'_>]),
    all: &[Member<'_>],
    lanes: &Lanes<'_>,
    settings: &AppSettings,
) -> Result<Rollout, PlanError> {
    let pass = Pass::Gate(settings.gate.clone());
    let healthy = |members: &mut dyn Iterator<Item = &Member<'_>>| {
        members.filter(|member| member.health() == Health::Running).count()
    };
    // Of any version: those serve the app as well.
    let staying = healthy(&mut all.iter()) - healthy(&mut taken.iter().copied());
    Ok(Rollout {
        app: app.to_string(),
        to: words::label(app, version),
        starts: deploy::starting(stopped, new, &pass, lanes)?,
        completions: Vec::new(),
        going: taken.iter().map(|member| deploy::going(member, lanes)).collect(),
        staying,
        staying_healthy: staying,
        count: staying,
        min: settings.min as usize,
    })
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

/// What is missing.
fn missing_units(
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
    match state.template_of(app) {
        Some(template) => {
            create::new_units(app, version, instances, |instance| create::fill(template, version, instance))
        }
        None => {
            let (model, options) = options_of_all(app, present)?;
            draft.note(say::server::plan::options_as_they_are(&app, &model.name));
            create::new_units(app, version, instances, |_| Ok(options.clone()))
        }
    }
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
        return Err(PlanError::bad_template(say::server::plan::cannot_copy(&app)));
    }
    // Fleet hands joined lines back with their line ends, which may not be sent again as they are.
    let joined = |option: &UnitOption| UnitOption { value: join_lines(&option.value), ..option.clone() };
    Ok((first, first.unit.options.iter().map(joined).collect()))
}

fn nothing_to_do(app: &AppName, version: Option<&Version>, count: usize) -> PlanError {
    let label = words::label(app, version);
    PlanError::nothing_to_do(match count {
        0 => say::server::plan::no_instances(&label),
        _ => say::server::plan::has_already(&label, &words::instances(count)),
    })
}

fn summary(app: &AppName, version: Option<&Version>, from: usize, to: usize, stopped: usize) -> String {
    let label = words::label(app, version);
    if from == to {
        return say::server::plan::start_stopped(&words::stopped_instances(stopped), &label);
    }
    say::server::plan::scale(to, &label, &from)
}
