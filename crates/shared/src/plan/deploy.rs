//! Deploying: the app has so many instances of one version in the end, made from its template, and no others.
//!
//! Going back to an earlier deployment is the same, with what was known then.

mod bounds;
mod past;
mod proposed;
mod room;
mod sorted;
mod warn;

use fleet::{AppName, Version};

use super::draft::Draft;
use super::lane::{Lanes, Pass};
use super::rollout::Rolled;
use super::state::Member;
use super::{BackTo, Confirm, PlanError, PlanState, create, tier, words};
use crate::deployment::{AppSettings, Deployment, FrozenUnit, Strategy};
use crate::template::Template;

pub(super) use bounds::{check_not_below, check_not_over, guard_protected};
use past::{Goal, kept_up};
use proposed::{fitting, proposed};
use sorted::Sorted;
pub(super) use sorted::{going, starting, unplaced};
pub(super) use warn::lint;

/// What a deployment leads to.
pub(super) struct Target<'a> {
    pub(super) app: &'a AppName,
    pub(super) version: Option<&'a Version>,
    pub(super) count: u32,
    pub(super) settings: AppSettings,
    pub(super) template: &'a Template,
    pub(super) pass: Pass,
}

pub(super) fn deploy(
    app: &AppName,
    version: &Version,
    count: Option<u32>,
    strategy: Option<Strategy>,
    state: &PlanState,
) -> Result<Draft, PlanError> {
    let mut settings = state.settings.clone();
    settings.strategy = strategy.unwrap_or(settings.strategy);
    let template = state.template_of(app).ok_or_else(|| PlanError::NoTemplate { app: app.clone() })?;
    let pass = Pass::Gate(settings.gate.clone());
    let wanted = count.unwrap_or(settings.wanted);
    let mut target = Target { app, version: Some(version), count: wanted, settings, template, pass };
    let why_fewer = if count.is_none() { proposed(&mut target, state)? } else { None };
    let instances = words::instances(target.count as usize);
    let summary = say::server::plan::deploy(&instances, &words::label(app, Some(version)));
    let mut draft = to_target(summary, target, strategy.is_some(), state)?;
    if let Some(text) = why_fewer {
        draft.note(text);
    }
    lint(&mut draft, template, state)?;
    Ok(draft)
}

pub(super) fn roll_back(
    app: &AppName,
    to: BackTo,
    skip_gates: bool,
    state: &PlanState,
) -> Result<Draft, PlanError> {
    let past = state.past.as_ref().filter(|past| past.deployment.app == *app);
    let past = past.ok_or_else(|| PlanError::NotThere { what: say::server::plan::that_deployment(&app) })?;
    let Goal { version, count, passed, left_out } = Goal::of(app, past, to)?;
    let settings = &past.deployment.settings;
    let template = past
        .template
        .as_ref()
        .filter(|template| template.app == *app)
        .ok_or_else(|| PlanError::bad_template(say::server::plan::template_of_then(&app)))?;
    let pass = if skip_gates && passed { Pass::Running } else { Pass::Gate(settings.gate.clone()) };
    let label = words::label(app, version.as_ref());
    // The settings are those of that time, but nobody goes beyond a limit of today by going back.
    let settings = AppSettings {
        min: settings.min.max(state.settings.min),
        max: settings.max.min(state.settings.max),
        protected: settings.protected || state.settings.protected,
        ..settings.clone()
    };
    let (count, kept_up) = kept_up(app, count, &settings, state);
    let had_no_surge = matches!(settings.strategy, Strategy::Rolling { surge: 0, .. });
    let mut target = Target { app, version: version.as_ref(), count, settings, template, pass };
    let why_fewer = fitting(&mut target, state)?;
    let instances = words::instances(target.count as usize);
    let summary = say::server::plan::roll_back_to(&app, &instances, &label);
    let mut draft = to_target(summary, target, false, state)?;
    for text in why_fewer.into_iter().chain(left_out).chain(kept_up) {
        draft.note(text);
    }
    if !past.is_theirs {
        draft.note(say::server::plan::no_known_template(&app, &template.revision));
    }
    if had_no_surge {
        draft.note(say::server::plan::no_surge_then());
    }
    if !passed {
        draft.note(match to {
            BackTo::After => say::server::plan::did_not_end_well(&label),
            BackTo::Before => say::server::plan::none_was_healthy(&label),
        });
    }
    Ok(draft)
}

/// `is_chosen`: whether somebody wants this strategy for this time.
fn to_target(
    summary: String,
    mut target: Target<'_>,
    is_chosen: bool,
    state: &PlanState,
) -> Result<Draft, PlanError> {
    let all = state.of_app(target.app);
    check(&target, &all)?;
    let lanes = Lanes::new(state, &target.settings.companions);
    let sorted = Sorted::of(&target, &all, &lanes)?;
    if sorted.is_all_there() {
        let label = words::label(target.app, target.version);
        let instances = words::instances(target.count as usize);
        return Err(PlanError::nothing_to_do(say::server::plan::runs_already(&label, &instances)));
    }
    let (rolled, room) = room::rolled(&mut target, is_chosen, &sorted, &lanes, state)?;
    let mut draft = Draft::new(summary);
    let leaving = all.iter().filter(|member| member.is_leaving()).count();
    create::note_leaving(&mut draft, leaving);
    warn::of_rollout(&mut draft, &target, &sorted, (&rolled, room), &all, state);
    finish(&mut draft, target.frame(), &all, rolled);
    let revision = (!sorted.new.is_empty()).then_some(target.template.revision);
    if let Some(deployment) = &mut draft.deployment {
        deployment.template_revision = revision;
    }
    Ok(draft)
}

fn check(target: &Target<'_>, all: &[Member<'_>]) -> Result<(), PlanError> {
    let Target { app, count, settings, .. } = target;
    if *count == 0 {
        return Err(PlanError::BadCount { message: say::server::plan::deploy_at_least_one().to_owned() });
    }
    create::check_count(*count)?;
    let wanted = all.iter().filter(|member| member.is_to_run()).count();
    check_not_over(app, settings, wanted, *count as usize)?;
    check_not_below(app, settings, wanted, *count as usize)?;
    settings.strategy.check().map_err(|errors| PlanError::BadStrategy {
        message: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    })
}

/// What a deployment is made for, besides the units that are there.
pub(super) struct Frame<'a> {
    pub(super) app: &'a AppName,
    pub(super) to: Option<&'a Version>,
    pub(super) count: u32,
    pub(super) settings: &'a AppSettings,
}

impl<'a> Target<'a> {
    fn frame(&'a self) -> Frame<'a> {
        Frame { app: self.app, to: self.version, count: self.count, settings: &self.settings }
    }
}

/// Makes the draft that of a deployment: its stages, what it was made for, and what is to be confirmed when fewer
/// serve on the way than shall.
pub(super) fn finish(draft: &mut Draft, frame: Frame<'_>, all: &[Member<'_>], rolled: Rolled) {
    let Frame { app, to, count, settings } = frame;
    let Rolled { stages, steps, healthy_before, fewest, .. } = rolled;
    // Where nobody says how few may serve, the plan is held to its own promise.
    let wished = match settings.min {
        0 => fewest,
        min => (min as usize).min(healthy_before),
    };
    let min = match settings.strategy {
        Strategy::Recreate if fewest == 0 => 0,
        _ => wished.min(fewest),
    };
    if min < wished {
        draft.note(say::server::plan::not_kept_on_this_way(&words::instances(wished), &fewest));
    }
    let is_recreated = matches!(settings.strategy, Strategy::Recreate);
    let name = app.to_string();
    if fewest == 0 && healthy_before > 0 && draft.confirm == Confirm::None {
        draft.warnings.push(tier::gap(app));
        draft.confirm = Confirm::TypeName { name, force: true };
    } else if min < wished && settings.protected && draft.confirm == Confirm::None {
        draft.confirm = Confirm::TypeName { name, force: true };
    }
    let from = all.iter().filter(|member| !member.is_leaving());
    let from = from.map(|member| FrozenUnit { unit: member.name.clone(), health: member.health() });
    draft.steps = steps;
    draft.stages = stages;
    draft.deployment = Some(Box::new(Deployment {
        app: app.clone(),
        from: from.collect(),
        to: to.cloned(),
        count,
        min: u32::try_from(min).unwrap_or(u32::MAX),
        // Where nothing serves before, nobody was asked whether what comes to serve meanwhile may go.
        may_end_service: fewest == 0 && (healthy_before > 0 || is_recreated),
        settings: settings.clone(),
        template_revision: None,
    }));
}
