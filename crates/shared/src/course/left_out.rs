//! What follows when a person leaves an instance out: with how many a deployment goes on, and how few may serve.

use std::collections::BTreeSet;

use fleet::{AppUnit, UnitName};

use super::{Course, Leg};
use crate::action::Progress;
use crate::plan::Step;
use crate::plan::words::count;

impl Course {
    /// The instances that were to serve on this leg and that a person has left out.
    pub(super) fn left_out(&self) -> BTreeSet<&UnitName> {
        let steps = self.route.steps_of(self.at.leg);
        let is_left_out = |index: &usize| self.at.steps.get(*index).is_some_and(|at| at.left_out);
        let steps = steps.filter(is_left_out).filter_map(|index| self.steps().get(index));
        steps.filter(|step| self.brings_instance(step)).map(Step::unit).collect()
    }

    /// How few healthy instances may be left, with so many left out: as few as was agreed; fewer only where not enough are
    /// left for that. The last one stays, unless it was agreed to that nothing serves.
    pub(super) fn least(&self, left_out: usize) -> usize {
        let min = self.deployment.as_ref().map_or(0, |deployment| deployment.min as usize);
        let rest = min.max(self.wanted()).saturating_sub(left_out);
        min.min(rest).max(usize::from(!self.may_end_service))
    }

    /// What it would mean to leave the instance of a failed step out, in a sentence; nothing for what is no deployment.
    pub(super) fn leaving_out_means(&self, step: usize) -> Option<String> {
        self.deployment.as_ref()?;
        let (_, lane) = self.route.lane_of(step)?;
        let is_open =
            |index: &&usize| self.at.steps.get(**index).is_some_and(|at| at.progress != Progress::Done);
        let mut open = lane.iter().filter(is_open).filter_map(|index| self.steps().get(*index));
        let Some(brings) = open.find(|step| self.brings_instance(step)) else {
            return Some("If it is left out, it stays as it is, and the rest goes on.".to_owned());
        };
        let mut left_out = self.left_out();
        let (before, wanted) = (self.least(left_out.len()), self.wanted());
        left_out.insert(brings.unit());
        let (rest, least) = (wanted.saturating_sub(left_out.len()), self.least(left_out.len()));
        let with = match rest {
            0 => "If it is left out, no instance is left to take the place of others".to_owned(),
            _ => format!(
                "If it is left out, this goes on with {} instead of {wanted}",
                count(rest, "instance")
            ),
        };
        Some(match least {
            0 => format!("{with}."),
            _ if least == before => format!("{with}, and at least {least} stay healthy as before."),
            _ => format!("{with}, and at least {least} stay healthy instead of {before}."),
        })
    }

    /// How many instances this leg leads to.
    fn wanted(&self) -> usize {
        let Some(deployment) = &self.deployment else { return 0 };
        match self.at.leg {
            Leg::Back => deployment.from.iter().filter(|frozen| frozen.was_wanted()).count(),
            Leg::Plan | Leg::Abort => deployment.count as usize,
        }
    }

    /// Whether an instance of the app itself serves once this is passed.
    fn brings_instance(&self, step: &Step) -> bool {
        let (Step::Gate { unit, .. } | Step::WaitRunning { unit }) = step else { return false };
        let app = self.deployment.as_ref().map(|deployment| &deployment.app);
        AppUnit::parse(unit).is_some_and(|parsed| Some(&parsed.app) == app)
    }
}
