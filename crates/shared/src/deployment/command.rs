//! What a person can say to a deployment at work.

use serde::{Deserialize, Serialize};

use crate::policy::Verb;

/// What a person can say to an action at work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "Flat")]
pub enum Command {
    /// Begin no further step. What is under way ends.
    Pause,
    /// Go on.
    Resume,
    /// The canaries are good, or the time to bake is long enough: go on with the rest.
    Promote,
    /// End here: what serves goes on serving. Old instances that were only stopped start again.
    Abort,
    /// Bring back what ran before and remove the new instances: after it serves, but where old and new are not there at once
    /// (no surge, recreated).
    RollBack,
    /// Do a failed step again.
    Retry {
        /// Its number among the steps, from 0.
        step: u32,
    },
    /// Leave out the instance of a failed step, as it is, and go on with the others.
    LeaveOut {
        /// The number of one of its steps, from 0.
        step: u32,
    },
    /// Remove the old instances that are kept stopped, now.
    Finish,
    /// It waits because too few would serve: go on with fewer healthy instances than were to serve.
    GoOnWith {
        /// From here on never fewer than this; no fewer than the action says that it could go on with.
        least: u32,
    },
}

/// Every member that a command has. Serde itself passes over what it does not know where a variant has no members.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Flat {
    kind: Kind,
    step: Option<u32>,
    least: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Pause,
    Resume,
    Promote,
    Abort,
    RollBack,
    Retry,
    LeaveOut,
    Finish,
    GoOnWith,
}

impl TryFrom<Flat> for Command {
    type Error = &'static str;

    fn try_from(flat: Flat) -> Result<Self, Self::Error> {
        let command = match (flat.kind, flat.step) {
            (Kind::GoOnWith, None) => {
                return flat.least.map(|least| Self::GoOnWith { least }).ok_or("missing field `least`");
            }
            _ if flat.least.is_some() => return Err("unknown field `least`: only go_on_with has one"),
            (Kind::Retry, Some(step)) => return Ok(Self::Retry { step }),
            (Kind::LeaveOut, Some(step)) => return Ok(Self::LeaveOut { step }),
            (Kind::Retry | Kind::LeaveOut, None) => return Err("missing field `step`"),
            (_, Some(_)) => return Err("unknown field `step`: only retry and leave_out have one"),
            (Kind::Pause, None) => Self::Pause,
            (Kind::Resume, None) => Self::Resume,
            (Kind::Promote, None) => Self::Promote,
            (Kind::Abort, None) => Self::Abort,
            (Kind::RollBack, None) => Self::RollBack,
            (Kind::Finish, None) => Self::Finish,
        };
        Ok(command)
    }
}

impl Command {
    /// The verb that it needs on the app; `started` is the one that the action was started with.
    pub fn verb(&self, started: Verb) -> Verb {
        match self {
            Self::Pause | Self::Resume | Self::Promote | Self::Abort | Self::Retry { .. } | Self::Finish => {
                started
            }
            Self::RollBack => Verb::Rollback,
            Self::LeaveOut { .. } | Self::GoOnWith { .. } => Verb::Force,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Command;

    #[test]
    fn every_command_is_read_as_it_is_written() {
        for command in [
            Command::Pause,
            Command::Resume,
            Command::Promote,
            Command::Abort,
            Command::RollBack,
            Command::Retry { step: 3 },
            Command::LeaveOut { step: 0 },
            Command::Finish,
            Command::GoOnWith { least: 2 },
        ] {
            let text = serde_json::to_string(&command).unwrap();
            assert_eq!(serde_json::from_str::<Command>(&text).unwrap(), command, "{text}");
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        for (text, named) in [
            (r#"{"kind":"pause","options":[]}"#, "options"),
            (r#"{"kind":"abort","step":1}"#, "step"),
            (r#"{"kind":"retry"}"#, "step"),
            (r#"{"kind":"go_on_with"}"#, "least"),
            (r#"{"kind":"go_on_with","step":1}"#, "step"),
            (r#"{"kind":"retry","step":1,"least":1}"#, "least"),
            (r#"{"kind":"explode"}"#, "explode"),
            (r#"{"step":1}"#, "kind"),
        ] {
            let error = serde_json::from_str::<Command>(text).unwrap_err().to_string();
            assert!(error.contains(named), "{text}: {error}");
        }
    }
}
