//! One option of a unit: a line of its file.
//!
//! Owns the type and its JSON. What an option may hold is judged by [`guard`](crate::guard), never here: Fleet
//! itself hands out options that would be unsafe to send back.

use serde::{Deserialize, Serialize};

use crate::wire::null_is_default;

/// An option of a unit file: `name=value` under `[section]`. The order of options matters.
// The members stand in the order in which Fleet writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct UnitOption {
    /// What stands before the `=`.
    #[serde(deserialize_with = "null_is_default", skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The section, without brackets.
    #[serde(deserialize_with = "null_is_default", skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// What stands after the `=`; may be empty.
    #[serde(deserialize_with = "null_is_default", skip_serializing_if = "String::is_empty")]
    pub value: String,
}

impl UnitOption {
    /// An option from its three parts, in the order in which people read them.
    pub fn new(section: impl Into<String>, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { section: section.into(), name: name.into(), value: value.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::UnitOption;

    #[test]
    fn leaves_out_what_is_empty() {
        let empty_value = UnitOption::new("Service", "ExecStartPre", "");
        assert_eq!(
            serde_json::to_string(&empty_value).unwrap(),
            r#"{"name":"ExecStartPre","section":"Service"}"#
        );
        assert_eq!(serde_json::to_string(&UnitOption::default()).unwrap(), "{}");
    }

    #[test]
    fn takes_absent_null_and_unknown_members() {
        let option: UnitOption =
            serde_json::from_str(r#"{"section":"Unit","name":null,"colour":"red"}"#).unwrap();
        assert_eq!(option, UnitOption::new("Unit", "", ""));
        assert!(serde_json::from_str::<UnitOption>("null").is_err());
        assert!(serde_json::from_str::<UnitOption>(r#"{"value":1}"#).is_err());
    }
}
