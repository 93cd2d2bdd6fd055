//! A unit as Fleet knows it.

use serde::{Deserialize, Serialize};

use super::{DesiredState, MachineId};
use crate::{
    UnitName, UnitOption,
    wire::{empty_is_none, null_is_default},
};

/// A unit: its options, and where it shall be and is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Unit {
    /// What Fleet has made of it. Absent for a global unit read alone; in a list the same unit shows `inactive`.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub current_state: Option<DesiredState>,
    /// What it shall be.
    #[serde(default, deserialize_with = "empty_is_none", skip_serializing_if = "Option::is_none")]
    pub desired_state: Option<DesiredState>,
    /// The machine that it was given to: absent while it has none, and always for a global unit.
    #[serde(
        rename = "machineID",
        default,
        deserialize_with = "empty_is_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub machine_id: Option<MachineId>,
    /// The full name.
    pub name: UnitName,
    /// The options, as read back from the stored text.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<UnitOption>,
}

#[cfg(test)]
mod tests {
    use super::Unit;
    use crate::{DesiredState, UnitOption};

    #[test]
    fn reads_and_writes_fleets_json() {
        let json = concat!(
            r#"{"currentState":"launched","desiredState":"inactive","#,
            r#""machineID":"944b8b4cf411912113956567820fcb9a","name":"sem.service","options":["#,
            r#"{"name":"ExecStart","section":"Service","value":"/bin/sleep 3000"},"#,
            r#"{"name":"Description","section":"Unit","value":"two"}]}"#
        );
        let unit: Unit = serde_json::from_str(json).unwrap();
        assert_eq!(unit.current_state, Some(DesiredState::Launched));
        assert_eq!(unit.desired_state, Some(DesiredState::Inactive));
        assert_eq!(unit.machine_id.as_ref().map(|id| id.short()), Some("944b8b4c"));
        assert_eq!(unit.options[0], UnitOption::new("Service", "ExecStart", "/bin/sleep 3000"));
        assert_eq!(serde_json::to_string(&unit).unwrap(), json);
    }

    #[test]
    fn takes_absent_null_empty_and_unknown_members() {
        for json in [
            r#"{"name":"a.service"}"#,
            r#"{"name":"a.service","options":null,"machineID":null,"desiredState":null,"currentState":null}"#,
            r#"{"name":"a.service","options":[],"machineID":"","desiredState":"","currentState":"","x":[1]}"#,
        ] {
            let unit: Unit = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&unit).unwrap(), r#"{"name":"a.service"}"#);
        }
    }

    #[test]
    fn refuses_what_must_not_be_guessed() {
        for json in [
            "{}",
            r#"{"name":"a"}"#,
            r#"{"name":"a.service","desiredState":"bogus"}"#,
            r#"{"name":"a.service","options":[null]}"#,
            r#"{"name":"a.service","name":"b.service"}"#,
        ] {
            assert!(serde_json::from_str::<Unit>(json).is_err(), "{json}");
        }
    }
}
