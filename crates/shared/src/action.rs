//! Actions: a plan that somebody started, and how far it is.

use serde::{Deserialize, Serialize};

use crate::approval::Asked;
use crate::deployment::{BrokenOff, Deploying, Deployment, Line, Stage};
use crate::id::{ActionId, ClusterName, PlanHash, UserName};
use crate::plan::flat::needed;
use crate::plan::{PlanRequest, Step};
use crate::spec::Spec;

/// What went wrong with a deployment is told for so long after its end, unless another one follows.
pub const TOLD_MS: u64 = 24 * 3_600_000;

/// Starts a plan. The header `Idempotency-Key` makes a double click one action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StartAction {
    /// What was asked for.
    pub request: PlanRequest,
    /// The hash of the plan that the person saw.
    pub plan_hash: PlanHash,
    /// The name that had to be typed, if the plan asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<String>,
    /// Why, or which ticket: kept with a deployment and shown wherever it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The deployment of the same app that is still at work: it is aborted, and this one goes on from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_over: Option<ActionId>,
}

/// An action as lists and the live stream carry it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionView {
    /// Which one.
    pub id: ActionId,
    /// On which cluster.
    pub cluster: ClusterName,
    /// What was asked for.
    pub request: PlanRequest,
    /// The same in words: "Launch 2 instances of example 2.0.0".
    pub summary: String,
    /// Who started it.
    pub actor: UserName,
    /// When, by the time of day.
    pub started_ms: u64,
    /// How far it is.
    pub state: ActionState,
    /// How many of its steps are done.
    pub steps_done: u32,
    /// How many steps it has.
    pub steps_total: u32,
    /// When it or one of its steps changed last. It grows with every change, so that the newer of two views is the one
    /// with the greater.
    #[serde(default)]
    pub changed_ms: u64,
    /// When it ended, by the time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<u64>,
    /// Whether what it removed can be put back now (a `restore` plan).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restorable: bool,
    /// Why, or which ticket.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What is known of a deployment besides; absent for other actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploying: Option<Box<Deploying>>,
    /// Who asked for it and who approved it, if it had to wait for somebody else; absent: it had not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Box<Asked>>,
}

impl ActionView {
    /// How much is done, per cent. What is not over is never told as all of it.
    pub fn percent(&self) -> u32 {
        let done = match &self.deploying {
            Some(deploying) => deploying.percent,
            None => self.steps_done.saturating_mul(100) / self.steps_total.max(1),
        };
        if self.state.is_at_work() { done.min(99) } else { 100 }
    }
}

/// An action with its steps: read on its own, since the steps carry all options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionDetail {
    /// The action.
    #[serde(flatten)]
    pub view: ActionView,
    /// Its steps, each with how far it is.
    pub steps: Vec<StepView>,
    /// How the steps are parted. Empty: one stage, with a lane for each unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// What a deployment was made for; absent for other actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<Box<Deployment>>,
    /// What happened besides the steps, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// Which stages of a deployment were left before they were over, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broken_off: Vec<BrokenOff>,
    /// How much of the options is shown; absent: all of them.
    #[serde(default, skip_serializing_if = "Spec::is_whole")]
    pub spec: Spec,
}

/// How far an action is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "FlatState")]
pub enum ActionState {
    /// It waits for somebody else to approve it. Nothing was sent, and it holds nothing.
    Asked {
        /// When it is over if nobody has approved it.
        until_ms: u64,
    },
    /// Nothing was sent yet: it can be undone until then.
    Waiting {
        /// When it begins.
        until_ms: u64,
    },
    /// It is at work.
    Running,
    /// It begins no further step.
    Paused {
        /// Why, in words.
        reason: String,
        /// Who paused it; absent: the server.
        by: Option<UserName>,
        /// Whether it goes on by itself, once the reason is gone. What has vanished may never come back: for that somebody
        /// is asked, though it goes on by itself if it does.
        resumes: bool,
        /// If it waits for more instances to serve: with how few healthy ones it could go on, once somebody with the
        /// verb `force` agrees to that (the command `go_on_with`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fewer: Option<u32>,
    },
    /// It waits before the next stage: for a person, or for the time to bake.
    Holding {
        /// Until when; absent: until a person says so.
        until_ms: Option<u64>,
    },
    /// What was wanted is reached; old instances are kept stopped.
    Keeping {
        /// Until when.
        until_ms: u64,
    },
    /// All steps are done.
    Done,
    /// It was ended before its time; what serves goes on serving.
    Aborted {
        /// What it left behind, in words.
        reason: String,
        /// Who; absent: the server.
        by: Option<UserName>,
    },
    /// It brought back what ran before.
    RolledBack {
        /// Why, in words.
        reason: String,
        /// Who; absent: the server.
        by: Option<UserName>,
    },
    /// It was asked for, and not approved; nothing was sent.
    Declined {
        /// Why, in words.
        reason: String,
        /// Who declined it; absent: nobody approved it in time.
        by: Option<UserName>,
    },
    /// Somebody took it back in time; nothing was sent.
    Undone {
        /// Who.
        by: UserName,
    },
    /// A step failed; later ones were not begun.
    Failed {
        /// Why, in words.
        reason: String,
    },
    /// The server stopped in the middle; what was done and what was not stands in the steps.
    Interrupted {
        /// What to do now, in words.
        reason: String,
    },
}

/// Every member that some state has. Read instead of the enum for the reason that stands at `plan::flat`.
#[derive(Deserialize)]
struct FlatState {
    kind: StateKind,
    until_ms: Option<u64>,
    by: Option<UserName>,
    reason: Option<String>,
    resumes: Option<bool>,
    fewer: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum StateKind {
    Asked,
    Declined,
    Waiting,
    Running,
    Paused,
    Holding,
    Keeping,
    Done,
    Aborted,
    RolledBack,
    Undone,
    Failed,
    Interrupted,
}

impl TryFrom<FlatState> for ActionState {
    type Error = String;

    fn try_from(flat: FlatState) -> Result<Self, String> {
        let FlatState { kind, mut until_ms, mut by, mut reason, resumes, fewer } = flat;
        Ok(match kind {
            StateKind::Waiting => Self::Waiting { until_ms: needed(&mut until_ms, "until_ms")? },
            StateKind::Asked => Self::Asked { until_ms: needed(&mut until_ms, "until_ms")? },
            StateKind::Declined => Self::Declined { reason: needed(&mut reason, "reason")?, by },
            StateKind::Running => Self::Running,
            StateKind::Paused => Self::Paused {
                reason: needed(&mut reason, "reason")?,
                by,
                resumes: resumes.unwrap_or_default(),
                fewer,
            },
            StateKind::Holding => Self::Holding { until_ms },
            StateKind::Keeping => Self::Keeping { until_ms: needed(&mut until_ms, "until_ms")? },
            StateKind::Done => Self::Done,
            StateKind::Aborted => Self::Aborted { reason: needed(&mut reason, "reason")?, by },
            StateKind::RolledBack => Self::RolledBack { reason: needed(&mut reason, "reason")?, by },
            StateKind::Undone => Self::Undone { by: needed(&mut by, "by")? },
            StateKind::Failed => Self::Failed { reason: needed(&mut reason, "reason")? },
            StateKind::Interrupted => Self::Interrupted { reason: needed(&mut reason, "reason")? },
        })
    }
}

impl ActionState {
    /// Whether it was begun: it did not only wait for somebody's approval, in vain or until now.
    pub fn is_begun(&self) -> bool {
        !matches!(self, Self::Asked { .. } | Self::Declined { .. })
    }

    /// Whether it goes on, or can.
    pub fn is_open(&self) -> bool {
        self.is_at_work() || matches!(self, Self::Keeping { .. } | Self::Asked { .. })
    }

    /// The same without what only keeps old instances, and what was not approved yet: then another deployment of the app may
    /// begin.
    pub fn is_at_work(&self) -> bool {
        matches!(self, Self::Waiting { .. } | Self::Running | Self::Paused { .. } | Self::Holding { .. })
    }
}

/// A step and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepView {
    /// What it does.
    pub step: Step,
    /// How far it is.
    pub progress: Progress,
    /// Fleet's answer or the reason of a failure.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it was begun last; absent: not yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub began_ms: Option<u64>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<u64>,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Not begun.
    #[default]
    Waiting,
    /// Begun.
    Running,
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Not begun, and not to be: an earlier step failed, the action went another way or was taken back, or somebody wanted
    /// it so.
    LeftOut,
    /// Begun, and not brought to its end, as the action went another way: what it waited for was not seen.
    BrokenOff,
}

impl Progress {
    /// Whether it was not brought to its end, and will not be.
    pub fn is_given_up(self) -> bool {
        matches!(self, Self::LeftOut | Self::BrokenOff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_read_as_it_is_written() {
        let reason = || "Fleet said no.".to_owned();
        for state in [
            ActionState::Waiting { until_ms: 5 },
            ActionState::Asked { until_ms: 6 },
            ActionState::Declined { reason: reason(), by: UserName::parse("ada").ok() },
            ActionState::Declined { reason: reason(), by: None },
            ActionState::Running,
            ActionState::Paused { reason: reason(), by: None, resumes: true, fewer: Some(2) },
            ActionState::Paused {
                reason: reason(),
                by: UserName::parse("ada").ok(),
                resumes: false,
                fewer: None,
            },
            ActionState::Holding { until_ms: None },
            ActionState::Keeping { until_ms: 7 },
            ActionState::Aborted { reason: reason(), by: None },
            ActionState::RolledBack { reason: reason(), by: UserName::parse("ada").ok() },
            ActionState::Done,
            ActionState::Undone { by: UserName::parse("ada").unwrap() },
            ActionState::Failed { reason: reason() },
            ActionState::Interrupted { reason: reason() },
        ] {
            let json = serde_json::to_string(&state).unwrap();
            assert_eq!(serde_json::from_str::<ActionState>(&json).unwrap(), state);
        }
        let error = serde_json::from_str::<ActionState>(r#"{"kind":"failed"}"#).unwrap_err();
        assert!(error.to_string().contains("missing field `reason`"));
    }
}
