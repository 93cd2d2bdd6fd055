//! A machine of the cluster.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{text::parsed_text, wire::null_is_default};

/// How many signs of its ID name a machine for short.
const SHORT_LENGTH: usize = 8;

/// The ID of a machine: the content of its `/etc/machine-id`, usually 32 hexadecimal digits, which Fleet does not
/// enforce. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, example = "944b8b4cf411912113956567820fcb9a"))]
pub struct MachineId(Arc<str>);

/// A machine ID cannot be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a machine ID cannot be empty")]
pub struct MachineIdError;

/// A machine that is alive, as far as the cluster knows: a lost one stays in the list for some 30 seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    /// Its ID.
    pub id: MachineId,
    /// What units can ask for with `MachineMetadata`.
    #[serde(default, deserialize_with = "null_is_default", skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// The address it is known by; may be empty.
    #[serde(
        rename = "primaryIP",
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "String::is_empty"
    )]
    pub primary_ip: String,
}

impl MachineId {
    /// Takes any text that is not empty.
    pub fn parse(text: &str) -> Result<Self, MachineIdError> {
        if text.is_empty() { Err(MachineIdError) } else { Ok(Self(text.into())) }
    }

    /// The first eight signs: what `fleetctl` shows, and what Fleet takes in `MachineID=` besides the whole.
    pub fn short(&self) -> &str {
        self.0.char_indices().nth(SHORT_LENGTH).map_or(&self.0, |(end, _)| &self.0[..end])
    }
}

parsed_text!(MachineId, MachineIdError);

#[cfg(test)]
mod tests {
    use super::{Machine, MachineId, MachineIdError};

    #[test]
    fn shortens_on_sign_boundaries() {
        let short = |text: &str| MachineId::parse(text).unwrap().short().to_owned();
        assert_eq!(short("944b8b4cf411912113956567820fcb9a"), "944b8b4c");
        assert_eq!(short("m1"), "m1");
        assert_eq!(short("ääääääääää"), "ääääääää");
        assert_eq!(MachineId::parse(""), Err(MachineIdError));
    }

    #[test]
    fn reads_and_writes_fleets_json() {
        let json = concat!(
            r#"{"id":"944b8b4cf411912113956567820fcb9a","#,
            r#""metadata":{"disk":"hdd","region":"eu","slot":"2"},"primaryIP":"10.231.0.12"}"#
        );
        let machine: Machine = serde_json::from_str(json).unwrap();
        assert_eq!(machine.metadata["region"], "eu");
        assert_eq!(serde_json::to_string(&machine).unwrap(), json);

        let bare: Machine =
            serde_json::from_str(r#"{"id":"m1","metadata":null,"primaryIP":null,"version":"1.0.0"}"#)
                .unwrap();
        assert_eq!(serde_json::to_string(&bare).unwrap(), r#"{"id":"m1"}"#);
    }
}
