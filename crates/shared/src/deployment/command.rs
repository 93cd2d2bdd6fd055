//! What a person can say to a deployment at work.

use serde::{Deserialize, Serialize};

use crate::policy::Verb;

/// What a person can say to an action at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Begin no further step. What is under way ends.
    Pause,
    /// Go on.
    Resume,
    /// The canaries are good, or the time to bake is long enough: go on with the rest.
    Promote,
    /// End here: what serves goes on serving. Old instances that were only stopped start again.
    Abort,
    /// Bring back what ran before, and then remove the new instances.
    RollBack,
    /// Do a failed step again.
    Retry {
        /// Its number among the steps, from 0.
        step: u32,
    },
    /// Leave the instance of a failed step as it is, and go on with the others.
    Skip {
        /// The number of one of its steps, from 0.
        step: u32,
    },
    /// Remove the old instances that are kept stopped, now.
    Finish,
}

impl Command {
    /// The verb that it needs on the app; `started` is the one that the action was started with.
    pub fn verb(&self, started: Verb) -> Verb {
        match self {
            Self::Pause | Self::Resume | Self::Promote | Self::Abort | Self::Retry { .. } | Self::Finish => {
                started
            }
            Self::RollBack => Verb::Rollback,
            Self::Skip { .. } => Verb::Force,
        }
    }
}
