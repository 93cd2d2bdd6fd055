//! How an app is deployed: kept on the server, versioned together with its template.

use fleet::AppName;
use serde::{Deserialize, Serialize};

use super::{Freeze, Gate, Strategy};
use crate::plan::MAX_COUNT;

mod check;

/// How an app is deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AppSettings {
    /// How many instances it shall have, where a deployment does not say otherwise.
    pub wanted: u32,
    /// Never fewer healthy ones than this while a deployment works, and no scaling below it. 0: as few as the plan
    /// shows, and none fewer.
    pub min: u32,
    /// No more than this, whoever asks.
    pub max: u32,
    /// How old instances are replaced.
    pub strategy: Strategy,
    /// What must hold of a new instance.
    pub gate: Gate,
    /// How long one step may take, in seconds.
    pub step_limit_s: u32,
    /// How long a deployment may take without the time in which it was paused or waited for a person, in seconds.
    pub deadline_s: u32,
    /// What happens when a step fails, takes too long, or the deadline is over.
    pub on_failure: OnFailure,
    /// How long old instances are kept stopped after a blue/green deployment, in seconds; 0: they go at once.
    pub keep_old_s: u32,
    /// Apps whose units follow each instance (`MachineOf`): they start after it and stop before it, with its version
    /// and number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<AppName>,
    /// Removing it, or going below the least count, needs the verb `force`.
    pub protected: bool,
    /// Who has to agree before something that changes what runs of it starts.
    #[serde(skip_serializing_if = "Approval::is_none")]
    pub approval: Approval,
    /// When nothing of it starts without somebody else's yes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub freezes: Vec<Freeze>,
    /// How long something that was asked for waits for that yes, in seconds.
    #[serde(skip_serializing_if = "is_usual_limit")]
    pub approval_limit_s: u32,
}

/// Who has to agree before an action starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// Nobody else.
    #[default]
    None,
    /// A second person who may do the same.
    SecondPerson,
}

impl Approval {
    fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }
}

/// How long something waits for a yes, where the settings don't say otherwise, in seconds: a day.
const APPROVAL_LIMIT_S: u32 = 86_400;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_usual_limit(limit_s: &u32) -> bool {
    *limit_s == APPROVAL_LIMIT_S
}

/// What a deployment does when it can't go on as planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnFailure {
    /// It stops where it is and waits for a person.
    Pause,
    /// It ends; what serves goes on serving, and what it left behind is told.
    Abort,
    /// It brings back what ran before and removes the new instances: once that serves, but where old and new are not there
    /// at once (no surge, recreated).
    RollBack,
}

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SettingsError {
    /// Which, as it is written in JSON: `strategy.batch`.
    pub field: &'static str,
    /// What to do, in a sentence.
    pub message: String,
}

impl Default for AppSettings {
    fn default() -> Self {
        Self {
            wanted: 1,
            min: 0,
            max: MAX_COUNT,
            strategy: Strategy::default(),
            gate: Gate { steady_s: 5, probe: None },
            step_limit_s: 600,
            deadline_s: 3_600,
            on_failure: OnFailure::Pause,
            keep_old_s: 600,
            companions: Vec::new(),
            protected: false,
            approval: Approval::None,
            freezes: Vec::new(),
            approval_limit_s: APPROVAL_LIMIT_S,
        }
    }
}
