//! What the page is told of a cluster: rows, made for the wire (at most 300 bytes a unit).

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::{DesiredState, MachineId, UnitHash, UnitName, UnitOption};
use serde::{Deserialize, Serialize};

use crate::id::{ActionId, ClusterName};
use crate::spec::Spec;
use crate::why::Why;

/// All of a cluster at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClusterView {
    /// Which cluster.
    pub cluster: ClusterName,
    /// The last event that this view contains: where a stream goes on (`Last-Event-ID`).
    pub event_id: String,
    /// How fresh it is.
    pub freshness: Freshness,
    /// Its machines, by id.
    pub machines: Vec<MachineRow>,
    /// Its units, by name.
    pub units: Vec<UnitRow>,
    /// What still runs of units that Fleet no longer has, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leftovers: Vec<LeftoverRow>,
}

/// How old the data is, and what is known of Fleet's health.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Freshness {
    /// Whether Fleet answers.
    pub link: Link,
    /// When the last complete reading of Fleet began; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of_ms: Option<u64>,
    /// The server's clock when this was sent, so that the page can correct its own.
    pub now_ms: u64,
    /// Since when the link is as it is.
    pub since_ms: u64,
    /// How long the server waits between two readings at most; while a deployment waits for one it waits less.
    pub every_ms: u64,
    /// Why Fleet does not answer, in words that name nothing of what is behind it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Whether Fleet answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// Not read yet.
    Connecting,
    /// The last reading was complete.
    Live,
    /// Fleet answers with errors (500, 503).
    Degraded,
    /// Fleet does not answer.
    Unreachable,
}

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitRow {
    /// Full name.
    pub name: UnitName,
    /// What somebody wants.
    pub desired: DesiredState,
    /// What Fleet made of it.
    pub current: DesiredState,
    /// Where Fleet put it; absent while unplaced and for global units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<MachineId>,
    /// Runs on every machine that fits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub global: bool,
    /// What systemd says, one a machine.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<StateRow>,
    /// Since when its state is what it is, as far as this server saw.
    pub since_ms: u64,
    /// An action is about to remove it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<ActionId>,
    /// Why it does not run, in one sentence without a full stop; absent if it runs as it should.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub why: Option<Arc<str>>,
    /// When it was read last; only if later readings could not confirm it, so that it may be otherwise by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_ms: Option<u64>,
}

/// What one machine's systemd says of a unit. What it says of most units is left out: loaded and active.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateRow {
    /// The machine; absent when it is the unit's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<MachineId>,
    /// `loaded`, `not-found`, `bad-setting`, …; absent when it is `loaded`.
    #[serde(default = "loaded", skip_serializing_if = "is_loaded")]
    pub load: String,
    /// `active`, `activating`, `failed`, …; absent when it is `active`.
    #[serde(default = "active", skip_serializing_if = "is_active")]
    pub active: String,
    /// `running`, `start-pre`, `dead`, …
    pub sub: String,
    /// It is about other options than the unit has now: the machine still runs the previous ones.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub previous: bool,
}

fn loaded() -> String {
    "loaded".to_owned()
}

fn is_loaded(load: &str) -> bool {
    load == "loaded"
}

fn active() -> String {
    "active".to_owned()
}

fn is_active(active: &str) -> bool {
    active == "active"
}

/// What still runs of a unit that Fleet no longer has: a machine stops a deleted unit only seconds later, or not at
/// all while its agent is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftoverRow {
    /// The name that the unit had.
    pub name: UnitName,
    /// What systemd says, one a machine; the machine is always named. Not all of it runs, and there is none of a unit
    /// whose states left Fleet's list together with it.
    pub states: Vec<StateRow>,
    /// Since when this is so, as far as this server saw.
    pub since_ms: u64,
}

/// One machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MachineRow {
    /// Its id, usually 32 hexadecimal digits.
    pub id: MachineId,
    /// Its address, as Fleet reports it; may be empty.
    pub ip: String,
    /// Its labels.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
}

/// One unit with everything known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitDetail {
    /// Its row.
    pub unit: UnitRow,
    /// Its options as Fleet holds them.
    pub options: Vec<UnitOption>,
    /// The same as the text of a unit file.
    pub unit_file: String,
    /// The hash of the options.
    pub hash: UnitHash,
    /// Why it does not run, with what keeps it from each machine; absent if it runs as it should.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// How much of the options is shown; absent: all of them.
    #[serde(default, skip_serializing_if = "Spec::is_whole")]
    pub spec: Spec,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As long as a machine's ID and an app's unit usually are.
    fn row() -> UnitRow {
        let text = r#"{"name": "storefront:2026.11.3@12.service", "desired": "loaded", "current": "launched",
            "machine": "0123456789abcdef0123456789abcdef", "states": [{"sub": "running"}],
            "since_ms": 1790000000000, "why": "wanted loaded only: it is being stopped"}"#;
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn a_changed_unit_has_room_in_300_bytes() {
        let json = serde_json::to_string(&row()).unwrap();
        // What stands around it on the stream: the chunk, the event's name and id, the change.
        let around = "13c\r\nevent: change\nid: 0123456789abcdef-12345\ndata: {\"units\":[]}\n\n\r\n";
        assert!(json.len() + around.len() <= 300, "{} and {}: {json}", json.len(), around.len());
    }

    #[test]
    fn only_what_is_usual_is_left_out_of_a_state() {
        let shown = |load: &str, active: &str| {
            let state = StateRow { load: load.into(), active: active.into(), ..row().states.remove(0) };
            let json = serde_json::to_string(&state).unwrap();
            assert_eq!(serde_json::from_str::<StateRow>(&json).unwrap(), state);
            json
        };
        assert_eq!(shown("loaded", "active"), r#"{"sub":"running"}"#);
        assert_eq!(shown("loaded", ""), r#"{"active":"","sub":"running"}"#);
        assert_eq!(
            shown("not-found", "inactive"),
            r#"{"load":"not-found","active":"inactive","sub":"running"}"#
        );
    }
}
