//! systemd's unit types, as far as Fleet knows them.
//!
//! Owns the list and what Fleet can do with each; knows nothing of names.

use std::fmt;

/// The type of a unit: the part of its name after the last dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UnitType {
    /// `automount`
    Automount,
    /// `busname`
    Busname,
    /// `device`
    Device,
    /// `mount`
    Mount,
    /// `path`
    Path,
    /// `scope`
    Scope,
    /// `service`
    Service,
    /// `slice`
    Slice,
    /// `snapshot`
    Snapshot,
    /// `socket`
    Socket,
    /// `swap`
    Swap,
    /// `target`
    Target,
    /// `timer`
    Timer,
}

impl UnitType {
    /// Every type that Fleet takes.
    pub const ALL: [Self; 13] = [
        Self::Automount,
        Self::Busname,
        Self::Device,
        Self::Mount,
        Self::Path,
        Self::Scope,
        Self::Service,
        Self::Slice,
        Self::Snapshot,
        Self::Socket,
        Self::Swap,
        Self::Target,
        Self::Timer,
    ];

    /// The type as it ends a name, without the dot.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automount => "automount",
            Self::Busname => "busname",
            Self::Device => "device",
            Self::Mount => "mount",
            Self::Path => "path",
            Self::Scope => "scope",
            Self::Service => "service",
            Self::Slice => "slice",
            Self::Snapshot => "snapshot",
            Self::Socket => "socket",
            Self::Swap => "swap",
            Self::Target => "target",
            Self::Timer => "timer",
        }
    }

    /// Parses a type. Letter case counts.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit_type| unit_type.as_str() == text)
    }

    /// Whether Fleet takes names with `@` for this type.
    pub fn can_be_template(self) -> bool {
        matches!(self, Self::Path | Self::Service | Self::Socket | Self::Target | Self::Timer)
    }

    /// Whether Fleet's agent recognises the type. It starts units of the others too, but never finds them again:
    /// they can't be unloaded and their state stays until the agent dies.
    pub fn agent_can_unload(self) -> bool {
        matches!(
            self,
            Self::Automount
                | Self::Device
                | Self::Mount
                | Self::Path
                | Self::Service
                | Self::Socket
                | Self::Timer
        )
    }
}

impl fmt::Display for UnitType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
