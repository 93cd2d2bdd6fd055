//! Which sections and options there are.
//!
//! Owns the names that systemd and Fleet read, by section. systemd passes over a name that it does not know, with a
//! line in the machine's journal; Fleet says nothing at all.

use crate::UnitType;

mod others;
mod processes;
mod service;
mod socket;
mod unit;

/// The section that Fleet reads and systemd passes over.
pub(super) const FLEET: &str = "X-Fleet";

/// What Fleet reads, old spellings last.
const FLEET_OPTIONS: &[&str] = &[
    "Conflicts",
    "Global",
    "MachineID",
    "MachineMetadata",
    "MachineOf",
    "Replaces",
    "X-ConditionMachineBootID",
    "X-ConditionMachineID",
    "X-ConditionMachineMetadata",
    "X-ConditionMachineOf",
    "X-Conflicts",
];

/// The sections that a unit of this type has.
pub(super) fn sections(kind: UnitType) -> impl Iterator<Item = &'static str> {
    ["Unit", "Install", FLEET].into_iter().chain(own_section(kind))
}

/// The section that only units of this type have.
pub(super) fn own_section(kind: UnitType) -> Option<&'static str> {
    Some(match kind {
        UnitType::Automount => "Automount",
        UnitType::Mount => "Mount",
        UnitType::Path => "Path",
        UnitType::Scope => "Scope",
        UnitType::Service => "Service",
        UnitType::Slice => "Slice",
        UnitType::Socket => "Socket",
        UnitType::Swap => "Swap",
        UnitType::Timer => "Timer",
        UnitType::Busname | UnitType::Device | UnitType::Snapshot | UnitType::Target => return None,
    })
}

/// The type of unit that has this section of its own.
pub(super) fn type_of(section: &str) -> Option<UnitType> {
    UnitType::ALL.into_iter().find(|kind| own_section(*kind) == Some(section))
}

/// The options of a section.
pub(super) fn options(section: &str) -> impl Iterator<Item = &'static str> {
    const PROCESSES: [&[&str]; 3] = [processes::EXEC, processes::KILL, processes::RESOURCES];
    let (own, shared): (&[&str], &[&[&str]]) = match section {
        "Unit" => (unit::UNIT, &[]),
        "Install" => (unit::INSTALL, &[]),
        "Service" => (service::SERVICE, &PROCESSES),
        "Socket" => (socket::SOCKET, &PROCESSES),
        "Mount" => (others::MOUNT, &PROCESSES),
        "Swap" => (others::SWAP, &PROCESSES),
        "Timer" => (others::TIMER, &[]),
        "Path" => (others::PATH, &[]),
        "Automount" => (others::AUTOMOUNT, &[]),
        "Slice" | "Scope" => (processes::KILL, &[processes::RESOURCES]),
        FLEET => (FLEET_OPTIONS, &[]),
        _ => (&[], &[]),
    };
    own.iter().chain(shared.iter().copied().flatten()).copied()
}

/// Whether the section has an option of this name. Letter case counts.
pub(super) fn is_known(section: &str, name: &str) -> bool {
    options(section).any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_known() {
        for (section, names) in [
            (
                "Unit",
                "Description Documentation After Requires Wants BindsTo PartOf Conflicts StartLimitIntervalSec",
            ),
            ("Unit", "ConditionPathExists OnFailure Before JobTimeoutSec RefuseManualStop"),
            (
                "Service",
                "Type ExecStart ExecStartPre ExecStop Restart RestartSec TimeoutStartSec KillMode User",
            ),
            (
                "Service",
                "Environment EnvironmentFile LimitNOFILE MemoryLimit CPUShares StandardOutput Nice Slice",
            ),
            (
                "Service",
                "StartLimitInterval StartLimitBurst WorkingDirectory PrivateTmp NotifyAccess SuccessExitStatus",
            ),
            ("Socket", "ListenStream Accept ReusePort SocketMode Service ExecStartPre User"),
            ("Timer", "OnCalendar OnBootSec OnUnitActiveSec Persistent Unit AccuracySec"),
            ("Path", "PathExists PathChanged MakeDirectory Unit"),
            ("Mount", "What Where Type Options TimeoutSec"),
            ("X-Fleet", "MachineOf MachineMetadata Conflicts Global Replaces MachineID X-Conflicts"),
            ("Install", "WantedBy RequiredBy Alias Also"),
        ] {
            for name in names.split(' ') {
                assert!(is_known(section, name), "[{section}] {name}");
            }
        }
        assert!(
            !is_known("Service", "After")
                && !is_known("Unit", "ExecStart")
                && !is_known("Service", "execstart")
        );
    }

    #[test]
    fn every_name_stands_once() {
        for section in
            ["Unit", "Install", "Service", "Socket", "Mount", "Swap", "Timer", "Path", "Automount", FLEET]
        {
            let mut names: Vec<_> = options(section).collect();
            names.sort_unstable();
            let all = names.len();
            names.dedup();
            assert_eq!(names.len(), all, "{section}");
        }
    }
}
