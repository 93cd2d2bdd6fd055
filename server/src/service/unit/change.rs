//! What a PUT of options means for the unit that is there. Pure.

use fleet::{DesiredState, Unit, UnitHash, UnitName, UnitOption};
use http::StatusCode;

use crate::proxy::Refused;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// The unit is new.
    Make(DesiredState),
    /// It has other options, which are replaced.
    Replace(DesiredState),
    /// It has these options: only its desired state is to be sent.
    Desired(DesiredState),
}

/// Why nothing is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoState {
    /// The options are there already, and nothing else was said.
    Unchanged,
    /// Fleet would set the unit to inactive, which is not what it is to be.
    WouldStop(Option<DesiredState>),
}

impl Change {
    /// Works it out. Without a desired state Fleet makes a unit inactive. fleetctl never sends one with options: that is
    /// fine for a unit that is new, or replaced while it shall not run; any other it would stop.
    pub(super) fn to(
        there: Option<&Unit>,
        options: &[UnitOption],
        desired: Option<DesiredState>,
    ) -> Result<Self, NoState> {
        let Some(unit) = there else { return Ok(Self::Make(desired.unwrap_or(DesiredState::Inactive))) };
        let same = UnitHash::of(&unit.options) == UnitHash::of(options);
        match desired {
            Some(desired) if same => Ok(Self::Desired(desired)),
            Some(desired) => Ok(Self::Replace(desired)),
            None if same => Err(NoState::Unchanged),
            None if matches!(unit.desired_state, Some(DesiredState::Inactive | DesiredState::Loaded)) => {
                Ok(Self::Replace(DesiredState::Inactive))
            }
            None => Err(NoState::WouldStop(unit.desired_state)),
        }
    }

    /// The state that the unit shall have.
    pub(super) fn desired(self) -> DesiredState {
        match self {
            Self::Make(desired) | Self::Replace(desired) | Self::Desired(desired) => desired,
        }
    }

    /// What is done, for the record.
    pub(super) fn summary(self, name: &UnitName) -> String {
        let desired = self.desired().as_str();
        match self {
            Self::Make(_) => say::server::record::make_unit(name, &desired),
            Self::Replace(_) => say::server::record::replace_options(name, &desired),
            Self::Desired(_) => say::server::record::set_desired_alone(name, &desired),
        }
    }
}

impl NoState {
    /// The refusal, which begins with Fleet's own words for the first of the two.
    pub(super) fn refusal(self, name: &UnitName) -> Refused {
        const FLEETS: &str = "must provide DesiredState to update existing unit";
        let message = match self {
            Self::Unchanged => format!(
                "{FLEETS}: {name} has exactly these options already. Nothing was changed; send desiredState as \
                 inactive, loaded or launched"
            ),
            Self::WouldStop(state) => format!(
                "{FLEETS}: without one Fleet would stop {name}, whose desired state is {}, to replace its options. \
                 Nothing was changed; send desiredState together with the options, or make the unit inactive first \
                 (fleetctl unload {name})",
                state.map_or("unknown", DesiredState::as_str)
            ),
        };
        Refused::new(StatusCode::CONFLICT, message)
    }
}

#[cfg(test)]
mod tests {
    use DesiredState::{Inactive, Launched, Loaded};

    use super::*;

    fn options(command: &str) -> Vec<UnitOption> {
        vec![UnitOption::new("Service", "ExecStart", command)]
    }

    #[test]
    fn the_table() {
        let unit = |desired| Unit {
            name: "a.service".parse().unwrap(),
            options: options("/a"),
            desired_state: desired,
            current_state: None,
            machine_id: None,
        };
        let cases = [
            (None, "/a", None, Ok(Change::Make(Inactive))),
            (None, "/a", Some(Launched), Ok(Change::Make(Launched))),
            (Some(Some(Launched)), "/a", Some(Loaded), Ok(Change::Desired(Loaded))),
            (Some(Some(Launched)), "/a", None, Err(NoState::Unchanged)),
            (Some(Some(Inactive)), "/a", None, Err(NoState::Unchanged)),
            (Some(Some(Launched)), "/b", Some(Launched), Ok(Change::Replace(Launched))),
            (Some(Some(Inactive)), "/b", None, Ok(Change::Replace(Inactive))),
            (Some(Some(Loaded)), "/b", None, Ok(Change::Replace(Inactive))),
            (Some(Some(Launched)), "/b", None, Err(NoState::WouldStop(Some(Launched)))),
            (Some(None), "/b", None, Err(NoState::WouldStop(None))),
        ];
        for (there, command, desired, expected) in cases {
            let there = there.map(unit);
            assert_eq!(
                Change::to(there.as_ref(), &options(command), desired),
                expected,
                "{there:?} {command}"
            );
        }
    }
}
