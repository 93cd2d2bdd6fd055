//! The app's units, sorted by what becomes of them: they stay, they start, or they go.

use std::cmp::Reverse;

use fleet::{DesiredState, UnitName};

use super::Target;
use crate::Health;
use crate::plan::create::{self, NewUnit};
use crate::plan::lane::{Lanes, Pass};
use crate::plan::rollout::{Going, Rollout, Starting};
use crate::plan::scale::removal_rank;
use crate::plan::state::Member;
use crate::plan::{PlanError, Step, words};
use crate::template::same_options;

/// The app's units, and those that it lacks.
pub(in crate::plan) struct Sorted<'a> {
    /// Of the wanted version, as the template says, and set to run.
    pub(super) staying: Vec<&'a Member<'a>>,
    /// The same, but stopped.
    pub(super) waking: Vec<&'a Member<'a>>,
    /// Not there.
    pub(super) new: Vec<NewUnit>,
    /// All others, in the order in which they go: at last those that are stopped already.
    pub(super) going: Vec<&'a Member<'a>>,
    /// What completes those that stay.
    completions: Vec<Vec<Step>>,
}

impl<'a> Sorted<'a> {
    pub(super) fn of(
        target: &Target<'_>,
        all: &'a [Member<'a>],
        lanes: &Lanes<'_>,
    ) -> Result<Self, PlanError> {
        let Target { app, version, count, template, pass, .. } = target;
        let count = *count as usize;
        let is_right = |member: &Member<'_>| {
            member.version.as_ref() == *version
                && member.health() != Health::Failed
                && template
                    .fill(*version, member.instance)
                    .is_ok_and(|options| same_options(&options, &member.unit.options))
        };
        let present = || all.iter().filter(|member| !member.is_leaving());
        let (mut right, mut going): (Vec<_>, Vec<_>) = present().partition(|member| is_right(member));
        // The healthy ones and the lowest numbers stay, those that run before those that are stopped.
        right.sort_by_key(|member| {
            (!member.is_wanted(), Reverse(removal_rank(member.health())), member.instance)
        });
        going.extend(right.split_off(count.min(right.len())));
        let (staying, waking): (Vec<_>, Vec<_>) = right.into_iter().partition(|member| member.is_wanted());
        going.sort_by_key(|member| {
            (
                !member.is_wanted(),
                removal_rank(member.health()),
                member.version.clone(),
                Reverse(member.instance),
            )
        });

        let missing = count - staying.len() - waking.len();
        let numbers = lanes.free_instances(app, *version, missing);
        let new = create::new_units(app, *version, &numbers, |instance| {
            create::fill(template, *version, instance)
        })?;
        let mut completions = Vec::new();
        for member in &staying {
            let lane = lanes.complete(member.name, member.health() == Health::Running, pass)?;
            completions.extend((!lane.is_empty()).then_some(lane));
        }
        Ok(Self { staying, waking, new, going, completions })
    }

    /// Whether everything is as it is wanted.
    pub(super) fn is_all_there(&self) -> bool {
        let only_waits = self.completions.iter().flatten().all(|step| step.call().is_none());
        self.waking.is_empty() && self.new.is_empty() && self.going.is_empty() && only_waits
    }

    /// Units that need a machine: new ones, and those that have none yet.
    pub(super) fn unplaced(&self) -> Vec<NewUnit> {
        unplaced(&self.waking, &self.new)
    }

    /// The names of those that go.
    pub(super) fn going(&self) -> impl Iterator<Item = &'a UnitName> {
        self.going.iter().map(|member| member.name)
    }

    pub(super) fn rollout(&self, target: &Target<'_>, lanes: &Lanes<'_>) -> Result<Rollout, PlanError> {
        let is_healthy = |member: &&&Member<'_>| member.health() == Health::Running;
        Ok(Rollout {
            app: target.app.to_string(),
            to: words::label(target.app, target.version),
            starts: starting(&self.waking, &self.new, &target.pass, lanes)?,
            completions: self.completions.clone(),
            going: self.going.iter().map(|member| going(member, lanes)).collect(),
            staying: self.staying.len(),
            staying_healthy: self.staying.iter().filter(is_healthy).count(),
            count: target.count as usize,
            min: target.settings.min as usize,
        })
    }
}

/// What starts: instances that are there and stopped, then new ones.
pub(in crate::plan) fn starting(
    waking: &[&Member<'_>],
    new: &[NewUnit],
    pass: &Pass,
    lanes: &Lanes<'_>,
) -> Result<Vec<Starting>, PlanError> {
    let mut starts = Vec::with_capacity(waking.len() + new.len());
    for member in waking {
        starts.push(Starting { lane: lanes.wake(member.name, pass)?, needs_machine: is_unplaced(member) });
    }
    for (name, options) in new {
        starts.push(Starting { lane: lanes.create(name, options.clone(), pass)?, needs_machine: true });
    }
    Ok(starts)
}

/// Those of them that need a machine: one that was never placed wants one like what is new.
pub(in crate::plan) fn unplaced(waking: &[&Member<'_>], new: &[NewUnit]) -> Vec<NewUnit> {
    let waking = waking.iter().filter(|member| is_unplaced(member));
    waking.map(|member| as_new(member)).chain(new.iter().cloned()).collect()
}

fn is_unplaced(member: &Member<'_>) -> bool {
    member.unit.row.machine.is_none()
}

/// What is done with an instance that goes.
pub(in crate::plan) fn going(member: &Member<'_>, lanes: &Lanes<'_>) -> Going {
    Going {
        label: label(member),
        serves: member.health() == Health::Running,
        may_serve: !matches!(member.health(), Health::Failed | Health::Stopped | Health::Stopping),
        is_wanted: member.unit.row.desired == DesiredState::Launched,
        stop: lanes.stop(member.name, member.unit),
        remove: lanes.remove(member.name, member.unit),
    }
}

fn label(member: &Member<'_>) -> String {
    let prefix = member.name.prefix();
    match &member.version {
        Some(_) => prefix.replacen(':', " ", 1),
        None => say::server::plan::without_version(&prefix),
    }
}

fn as_new(member: &Member<'_>) -> NewUnit {
    (member.name.clone(), member.unit.options.to_vec())
}
