//! What follows when a person leaves an instance out: with how many a deployment goes on.

use std::collections::BTreeSet;

use fleet::UnitName;

use super::Course;
use crate::action::Progress;
use crate::health::Health;
use crate::plan::Step;
use crate::plan::words::count;

impl Course {
    /// The instances that were to serve on this leg and that a person has left out.
    pub(super) fn left_out(&self) -> BTreeSet<&UnitName> {
        let steps = self.route.steps_of(self.at.leg);
        let is_left_out = |index: &usize| self.at.steps.get(*index).is_some_and(|at| at.left_out_by_person);
        let steps = steps.filter(is_left_out).filter_map(|index| self.steps().get(index));
        steps.filter(|step| self.brings_instance(step)).map(Step::unit).collect()
    }

    /// What it would mean to leave the instances of these failed steps out, in a sentence; nothing for what is no
    /// deployment.
    pub(super) fn leaving_out_means(&self, failed: &[usize]) -> Option<String> {
        self.deployment.as_ref()?;
        let mut left_out = self.left_out();
        let (before, wanted, already) = (self.least(left_out.len()), self.wanted(), left_out.len());
        left_out.extend(failed.iter().filter_map(|step| self.brought_by_lane_of(*step)));
        if left_out.len() == already {
            return Some(match failed {
                [_] => "If it is left out, it stays as it is, and the rest goes on.".to_owned(),
                _ => "If these are left out, they stay as they are, and the rest goes on.".to_owned(),
            });
        }
        let (rest, least) = (wanted.saturating_sub(left_out.len()), self.least(left_out.len()));
        let leaving_out =
            if failed.len() == 1 { "If it is left out" } else { "If all of these are left out" };
        let with = match rest {
            0 => format!("{leaving_out}, no instance is left to take the place of others"),
            _ => format!("{leaving_out}, this goes on with {} instead of {wanted}", count(rest, "instance")),
        };
        Some(match least {
            0 => format!("{with}."),
            // Nothing is kept where nothing serves yet.
            _ if self.is_first() => format!("{with}."),
            _ if least == before => format!("{with}, and at least {least} stay healthy as before."),
            _ => format!("{with}, and at least {least} stay healthy instead of {before}."),
        })
    }

    /// Whether nothing served when it began, and nothing that it has started does yet.
    fn is_first(&self) -> bool {
        let ran = self.deployment.iter().flat_map(|deployment| &deployment.from);
        let mut steps = self.steps().iter().zip(&self.at.steps);
        !ran.into_iter().any(|frozen| frozen.health == Health::Running)
            && !steps.any(|(step, at)| self.brings_instance(step) && at.progress == Progress::Done)
    }

    /// The instance that is to serve once a step's lane is done, if it does not yet.
    fn brought_by_lane_of(&self, step: usize) -> Option<&UnitName> {
        let (_, lane) = self.route.lane_of(step)?;
        let is_open =
            |index: &&usize| self.at.steps.get(**index).is_some_and(|at| at.progress != Progress::Done);
        let mut open = lane.iter().filter(is_open).filter_map(|index| self.steps().get(*index));
        open.find(|step| self.brings_instance(step)).map(Step::unit)
    }

    /// Whether an instance of the app itself serves once this is passed.
    fn brings_instance(&self, step: &Step) -> bool {
        matches!(step, Step::Gate { unit, .. } | Step::WaitRunning { unit } if self.is_instance(unit))
    }
}
