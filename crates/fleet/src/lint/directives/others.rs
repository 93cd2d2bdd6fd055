//! Names of options of timers, paths, mounts, automounts and swaps.
//!
//! The names are those of systemd 252, with older ones that still are read.

/// In `[Timer]` only.
pub(super) const TIMER: &[&str] = &[
    "AccuracySec",
    "FixedRandomDelay",
    "OnActiveSec",
    "OnBootSec",
    "OnCalendar",
    "OnClockChange",
    "OnStartupSec",
    "OnTimezoneChange",
    "OnUnitActiveSec",
    "OnUnitInactiveSec",
    "Persistent",
    "RandomizedDelaySec",
    "RemainAfterElapse",
    "Unit",
    "WakeSystem",
];

/// In `[Path]` only.
pub(super) const PATH: &[&str] = &[
    "DirectoryMode",
    "DirectoryNotEmpty",
    "MakeDirectory",
    "PathChanged",
    "PathExists",
    "PathExistsGlob",
    "PathModified",
    "TriggerLimitBurst",
    "TriggerLimitIntervalSec",
    "Unit",
];

/// In `[Mount]` only.
pub(super) const MOUNT: &[&str] = &[
    "DirectoryMode",
    "ForceUnmount",
    "LazyUnmount",
    "Options",
    "ReadWriteOnly",
    "SloppyOptions",
    "TimeoutSec",
    "Type",
    "What",
    "Where",
];

/// In `[Automount]` only.
pub(super) const AUTOMOUNT: &[&str] = &["DirectoryMode", "ExtraOptions", "TimeoutIdleSec", "Where"];

/// In `[Swap]` only.
pub(super) const SWAP: &[&str] = &["Options", "Priority", "TimeoutSec", "What"];
