//! What follows when a person leaves an instance out: with how many a deployment goes on.

use std::collections::BTreeSet;

use fleet::UnitName;

use super::Course;
use crate::action::Progress;
use crate::health::Health;
use crate::plan::Step;

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
                [_] => say::server::course::left_out_one().to_owned(),
                _ => say::server::course::left_out_some().to_owned(),
            });
        }
        let (rest, least) = (wanted.saturating_sub(left_out.len()), self.least(left_out.len()));
        use say::server::course as means;
        let with = match (failed.len(), rest) {
            (1, 0) => means::without_it_none_is_left().to_owned(),
            (_, 0) => means::without_these_none_is_left().to_owned(),
            (1, _) => means::without_it(rest, &wanted),
            (_, _) => means::without_these(rest, &wanted),
        };
        Some(match least {
            0 => means::then(&with),
            // Nothing is kept where nothing serves yet.
            _ if self.is_first() => means::then(&with),
            _ if least == before => means::then_as_before(&with, &least),
            _ => means::then_instead(&with, &least, &before),
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
