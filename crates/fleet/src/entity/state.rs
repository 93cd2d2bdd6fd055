//! What systemd says of a unit on a machine.

use serde::{Deserialize, Serialize};

use super::MachineId;
use crate::{
    UnitHash, UnitName,
    wire::{empty_is_none, null_is_default},
};

/// The state of a unit on one machine. Several can exist for a name: a global unit has one a machine, and after the
/// loss of a machine the old one stays for some seconds.
///
/// The three states are systemd's own words, which grow with its versions: treat them as open sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitState {
    /// The hash of the options that the machine runs; for some seconds after a change still the old one.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub hash: Option<UnitHash>,
    /// The machine that reports.
    #[serde(rename = "machineID")]
    pub machine_id: MachineId,
    /// The full name of the unit.
    pub name: UnitName,
    /// systemd's active state: `active`, `failed`, `activating` …
    #[serde(
        rename = "systemdActiveState",
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub active: String,
    /// systemd's load state: `loaded`, `not-found`, `bad-setting` …
    #[serde(
        rename = "systemdLoadState",
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub load: String,
    /// systemd's sub state: `running`, `dead`, `auto-restart` …
    #[serde(
        rename = "systemdSubState",
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub sub: String,
}

#[cfg(test)]
mod tests {
    use super::UnitState;

    #[test]
    fn reads_and_writes_fleets_json() {
        let json = concat!(
            r#"{"hash":"7dc08eb00f0c705e84a61e030d98e8cc3c994954","machineID":"944b8b4cf411912113956567820fcb9a","#,
            r#""name":"sem.service","systemdActiveState":"active","systemdLoadState":"loaded","#,
            r#""systemdSubState":"running"}"#
        );
        let state: UnitState = serde_json::from_str(json).unwrap();
        assert_eq!([&*state.load, &*state.active, &*state.sub], ["loaded", "active", "running"]);
        assert_eq!(serde_json::to_string(&state).unwrap(), json);
    }

    #[test]
    fn takes_a_state_that_lacks_members() {
        let state: UnitState =
            serde_json::from_str(r#"{"name":"a.service","machineID":"m","hash":"","systemdSubState":null}"#)
                .unwrap();
        assert_eq!((state.hash, &*state.load, &*state.sub), (None, "", ""));
        assert!(serde_json::from_str::<UnitState>(r#"{"name":"a.service","machineID":""}"#).is_err());
    }
}
