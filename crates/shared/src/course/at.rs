//! How far an action is: all of a course that changes. Small, since it is stored before each call.

use std::collections::BTreeSet;

use fleet::UnitName;
use serde::{Deserialize, Serialize};

use super::weather::Weather;
use crate::action::{ActionState, Progress};
use crate::deployment::{BrokenOff, Line};
use crate::id::UserName;

/// How far an action is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct At {
    /// How far each step is, in their order.
    pub steps: Vec<StepAt>,
    /// Which way it goes.
    pub leg: Leg,
    /// The stage it is in, from 0, counting those that were added.
    pub stage: usize,
    /// What happened besides the steps, the oldest first.
    pub lines: Vec<Line>,
    /// Which stages it has left before they were over, the first first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broken_off: Vec<BrokenOff>,
    /// How it ended.
    pub end: Option<ActionState>,
    /// What was set to run at the end and did not, in a sentence; empty: all of it ran.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) unwell: String,
    pub(super) pause: Option<Pause>,
    pub(super) wait: Option<Wait>,
    pub(super) turn: Option<Turn>,
    /// How long it has worked, in milliseconds: without the time in which it was paused or held.
    pub(super) worked_ms: u64,
    pub(super) weather: Weather,
    /// Instances that failed after they had passed their gate, as a person knows and goes on.
    pub(super) forgiven: BTreeSet<UnitName>,
    /// A person has said to go on: what is failed or missing at the next look is known.
    pub(super) accepts: bool,
    /// A person has agreed to fewer healthy instances than the plan keeps, and to how few.
    pub(super) fewer: Option<u32>,
}

/// How far one step is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepAt {
    /// How far.
    #[serde(default)]
    pub progress: Progress,
    /// Fleet's answer, or the reason of a failure.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it was begun last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_ms: Option<u64>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<u64>,
    /// Whether a person wants it done again after it had failed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
    /// Whether it had been begun before it was begun last: whatever it does may have been done in part.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub begun_before: bool,
    /// Whether a person has left its instance out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out_by_person: bool,
}

/// Which way an action goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// As planned.
    #[default]
    Plan,
    /// Back to what ran before.
    Back,
    /// To its end, with what serves.
    Abort,
}

/// Why nothing is begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pause {
    pub(super) why: Why,
    /// Empty where it is only for steps that failed.
    pub(super) reason: String,
    pub(super) by: Option<UserName>,
    /// Since when nothing is begun, for whatever reasons by turns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) since_ms: Option<u64>,
    /// Which steps are failed meanwhile, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) failures: String,
    /// Where too few would serve: how few that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fewer: Option<u32>,
}

/// What kind of reason it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Why {
    /// A person wants it so.
    Person,
    /// A step failed, or the time is over.
    Failure,
    /// Fleet has weather: it goes on by itself.
    Weather,
    /// Something has vanished that the deployment did not remove: it goes on if it comes back, which nobody knows.
    Lack,
    /// Too few would serve: it goes on by itself once more do, or with fewer if a person agrees to that.
    Guard,
    /// The one who wants this has lost the right.
    Rights,
}

/// A stage that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wait {
    /// Whether it is the time for which old instances are kept.
    pub(super) keeps: bool,
    /// Until when; absent: until a person says so.
    pub(super) until_ms: Option<u64>,
}

/// It is about to go another way, once nothing is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Turn {
    pub(super) to: Leg,
    pub(super) reason: String,
    pub(super) by: Option<UserName>,
    /// Whether the new way is known: then this is why it was taken.
    pub(super) taken: bool,
}

impl Pause {
    pub(super) fn of(why: Why, reason: String) -> Self {
        Self { why, reason, by: None, since_ms: None, failures: String::new(), fewer: None }
    }

    /// All of the reason.
    pub(super) fn words(&self) -> String {
        let parts = [self.reason.as_str(), self.failures.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Leg {
    /// What is done to an action that goes this way: "rolled back".
    pub(super) fn done(self) -> &'static str {
        match self {
            Self::Plan => "done",
            Self::Back => say::server::course::rolled_back(),
            Self::Abort => say::server::course::aborted(),
        }
    }
}

impl Why {
    /// Whether it stays until a person says something.
    pub(super) fn is_lasting(self) -> bool {
        matches!(self, Self::Person | Self::Failure | Self::Rights)
    }
}

impl At {
    /// Of so many steps none is begun.
    pub fn begin(steps: usize) -> Self {
        Self { steps: vec![StepAt::default(); steps], ..Self::default() }
    }

    /// Of an action of which no more is known than how far its steps are, and how it ended.
    pub fn known(steps: Vec<StepAt>, end: Option<ActionState>) -> Self {
        Self { steps, end, ..Self::default() }
    }

    /// How many steps are done.
    pub fn done(&self) -> u32 {
        let done = self.steps.iter().filter(|step| step.progress == Progress::Done).count();
        u32::try_from(done).unwrap_or(u32::MAX)
    }

    /// The state as it is told.
    pub fn state(&self) -> ActionState {
        if let Some(end) = &self.end {
            return end.clone();
        }
        if let Some(pause) = &self.pause {
            // What is missing may never come back: somebody is to know of it, though it goes on if it does.
            let resumes = matches!(pause.why, Why::Weather | Why::Guard);
            let (reason, by) = (pause.words(), pause.by.clone());
            return ActionState::Paused { reason, by, resumes, fewer: pause.fewer };
        }
        if self.is_turning() {
            return ActionState::Running;
        }
        match self.wait {
            Some(Wait { keeps: true, until_ms }) => {
                ActionState::Keeping { until_ms: until_ms.unwrap_or(u64::MAX) }
            }
            Some(Wait { keeps: false, until_ms }) => ActionState::Holding { until_ms },
            None => ActionState::Running,
        }
    }

    pub(super) fn is_turning(&self) -> bool {
        self.turn.as_ref().is_some_and(|turn| !turn.taken)
    }

    pub(super) fn is_paused_for(&self, why: Why) -> bool {
        self.pause.as_ref().is_some_and(|pause| pause.why == why)
    }
}
