//! The three states that Fleet can be asked for.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What a unit shall be, or is as far as Fleet is concerned (`currentState`). It says nothing about success: a
/// failed process is `launched` all the same.
///
/// Fleet answers 204 to any other text and the unit can never be read again, so there is no other value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum DesiredState {
    /// Known to Fleet, on no machine.
    Inactive,
    /// On a machine, not started.
    Loaded,
    /// On a machine and started.
    Launched,
}

/// The text is none of the three states.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the desired state is inactive, loaded or launched, not {0:?}")]
pub struct DesiredStateError(String);

impl DesiredState {
    /// The state as Fleet spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inactive => "inactive",
            Self::Loaded => "loaded",
            Self::Launched => "launched",
        }
    }

    /// Parses a state. Letter case counts.
    pub fn parse(text: &str) -> Result<Self, DesiredStateError> {
        match text {
            "inactive" => Ok(Self::Inactive),
            "loaded" => Ok(Self::Loaded),
            "launched" => Ok(Self::Launched),
            _ => Err(DesiredStateError(text.to_owned())),
        }
    }
}

impl fmt::Display for DesiredState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for DesiredState {
    type Err = DesiredStateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::DesiredState;

    #[test]
    fn spells_the_same_everywhere() {
        for state in [DesiredState::Inactive, DesiredState::Loaded, DesiredState::Launched] {
            assert_eq!(DesiredState::parse(state.as_str()), Ok(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{state}\""));
        }
        for text in ["", "Launched", "bogus", "launched "] {
            assert!(DesiredState::parse(text).is_err(), "{text:?}");
        }
    }
}
