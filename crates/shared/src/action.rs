//! Actions: a plan that somebody started, and how far it is.

use serde::{Deserialize, Serialize};

use crate::id::{ActionId, ClusterName, PlanHash, UserName};
use crate::plan::{PlanRequest, Step};

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
    /// When.
    pub started_ms: u64,
    /// How far it is.
    pub state: ActionState,
    /// How many of its steps are done.
    pub steps_done: u32,
    /// How many steps it has.
    pub steps_total: u32,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<u64>,
    /// Whether what it removed can be put back now (a `restore` plan).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restorable: bool,
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
}

/// How far an action is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ActionState {
    /// Nothing was sent yet: it can be undone until then.
    Waiting {
        /// When it begins.
        until_ms: u64,
    },
    /// It is at work.
    Running,
    /// All steps are done.
    Done,
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

impl ActionState {
    /// Whether it goes on.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting { .. } | Self::Running)
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
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Not begun.
    Waiting,
    /// Begun.
    Running,
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Left out, because an earlier step failed or the action was taken back.
    Skipped,
}
