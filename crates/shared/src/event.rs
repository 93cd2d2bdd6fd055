//! What the live stream says (server-sent events). Each is serialised once, however many people look.

use fleet::{AppName, MachineId, UnitName};
use serde::{Deserialize, Serialize};

use crate::action::ActionView;
use crate::id::ClusterName;
use crate::view::{Freshness, LeftoverRow, MachineRow, UnitRow};

/// The names on the stream (`event:`), one for each struct here.
pub mod name {
    /// `Hello`: first on every stream.
    pub const HELLO: &str = "hello";
    /// `Change`.
    pub const CHANGE: &str = "change";
    /// `FreshnessEvent`: after every reading of Fleet, also a failed one. Carries no id.
    pub const FRESHNESS: &str = "freshness";
    /// `ActionEvent`.
    pub const ACTION: &str = "action";
    /// `AppChanged`: read it again.
    pub const APP: &str = "app";
    /// The page missed something: it must read everything again. No data but `{}`.
    pub const RESYNC: &str = "resync";
    /// The session has ended; the stream closes. No data but `{}`.
    pub const SIGNED_OUT: &str = "signed_out";
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The build of the server; the page reloads itself when it is another than its own first one.
    pub build: String,
    /// The server's clock.
    pub now_ms: u64,
}

/// What changed between two readings of the cluster that the stream is of. Rows are whole: they replace those of the
/// same name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// New and changed units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitRow>,
    /// Units that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units_gone: Vec<UnitName>,
    /// New and changed machines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub machines: Vec<MachineRow>,
    /// Machines that are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub machines_gone: Vec<MachineId>,
    /// New and changed remains of deleted units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leftovers: Vec<LeftoverRow>,
    /// Deleted units of which nothing is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leftovers_gone: Vec<UnitName>,
}

/// How fresh a cluster's data is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshnessEvent {
    /// Which cluster.
    pub cluster: ClusterName,
    /// How fresh.
    pub freshness: Freshness,
}

/// An action began, went on or ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionEvent {
    /// The action as it is now.
    pub action: ActionView,
}

/// An app's template was written or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppChanged {
    /// Which app.
    pub app: AppName,
}
