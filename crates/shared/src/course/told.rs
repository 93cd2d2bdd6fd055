//! A course as it is told.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{AppUnit, DesiredState, UnitName};

use super::{Course, StepAt};
use crate::action::Progress;
use crate::deployment::{Deploying, Line, VersionCount};
use crate::id::UserName;
use crate::plan::Step;

/// How many lines are kept: then the oldest go first of those that nobody has said.
const MOST_LINES: usize = 200;

impl Course {
    /// What lists and the stream carry of a deployment; nothing for another action.
    pub fn deploying(&self) -> Option<Box<Deploying>> {
        let deployment = self.deployment.as_ref()?;
        let mut from = BTreeMap::new();
        for frozen in &deployment.from {
            if let Some(parsed) = AppUnit::parse(&frozen.unit).filter(|_| frozen.was_wanted()) {
                *from.entry(parsed.version).or_insert(0_u32) += 1;
            }
        }
        let stages = self.route.stages();
        let stage = self.at.stage.min(stages.len().saturating_sub(1));
        Some(Box::new(Deploying {
            from: from.into_iter().map(|(version, count)| VersionCount { version, count }).collect(),
            to: VersionCount { version: deployment.to.clone(), count: deployment.count },
            // With what people have left out so few may serve as they were told then.
            min: deployment.min.min(u32::try_from(self.least(self.left_out().len())).unwrap_or(u32::MAX)),
            stage: u32::try_from(stage).unwrap_or(u32::MAX),
            stages: u32::try_from(stages.len()).unwrap_or(u32::MAX),
            title: stages.get(stage).map(|stage| stage.title.clone()).unwrap_or_default(),
            percent: self.percent(),
            deadline_ms: self.deadline_ms(),
            paused_ms: self.at.pause.as_ref().and_then(|pause| pause.since_ms),
            unwell: self.at.unwell.clone(),
            leg: self.at.leg,
            turns_to: self.at.turn.as_ref().filter(|turn| !turn.taken).map(|turn| turn.to),
        }))
    }

    /// How much is done, per cent: of a step that was begun half. The plan and each way that was added behind it are a part
    /// of their own, which is done to some share of what the parts before it left to do: so a way that is added takes
    /// nothing from what was done.
    fn percent(&self) -> u32 {
        const WHOLE: u64 = 1_000_000;
        let ways = self.detours().iter().map(|detour| detour.steps.len());
        let planned = self.steps().len() - ways.clone().sum::<usize>();
        let mut steps = self.at.steps.iter();
        let mut left = WHOLE;
        for count in std::iter::once(planned).chain(ways).filter(|count| *count > 0) {
            let halves = 2 * count as u64;
            let done = steps.by_ref().take(count).map(|step| match step.progress {
                Progress::Done => 2,
                _ => u64::from(step.began_ms.is_some()),
            });
            left = left * (halves - done.sum::<u64>()) / halves;
        }
        u32::try_from((WHOLE - left) * 100 / WHOLE).unwrap_or(100)
    }

    /// The units whose removal a deployment has begun: stopped in order to be destroyed, and not started again.
    pub fn leaving(&self) -> BTreeSet<UnitName> {
        let mut leaving = BTreeSet::new();
        for lane in self.route.stages().iter().flat_map(|stage| &stage.lanes) {
            let steps =
                || lane.iter().filter_map(|index| self.steps().get(*index).zip(self.at.steps.get(*index)));
            for (step, _) in steps().filter(|(_, at)| at.began_ms.is_some()) {
                let unit = step.unit();
                let goes = |(step, at): (&Step, &StepAt)| {
                    matches!(step, Step::Destroy { .. }) && step.unit() == unit && !at.progress.is_given_up()
                };
                match step {
                    Step::SetDesired { desired: DesiredState::Launched, .. } => {
                        leaving.remove(unit);
                    }
                    Step::SetDesired { .. } | Step::Destroy { .. } if steps().any(goes) => {
                        leaving.insert(unit.clone());
                    }
                    _ => {}
                }
            }
        }
        leaving
    }

    /// Notes what happened.
    pub(super) fn say(&mut self, at_ms: u64, by: Option<UserName>, text: String) {
        if self.at.lines.len() >= MOST_LINES
            && let Some(oldest) = self.at.lines.iter().position(|line| line.by.is_none())
        {
            self.at.lines.remove(oldest);
        }
        self.at.lines.push(Line { at_ms, by, text });
        self.version += 1;
    }
}
