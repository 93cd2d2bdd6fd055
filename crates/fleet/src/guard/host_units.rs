//! Units that belong to the machine.
//!
//! Fleet links its file over a unit of the same name by force: a `systemd-journald.service` put through it replaces
//! the machine's own, and deleting it takes Fleet's agent down. Owns the names that are known to be a machine's; the
//! list can't be complete and is no substitute for a right to write units.

use crate::{UnitName, UnitType};

/// A unit is the machine's if its prefix starts with one of these.
const FAMILIES: &[&str] =
    &["cloud-init", "coreos-", "dbus", "etcd", "fleet", "network", "serial-getty", "sshd", "systemd-"];

/// The same of families without templates: what has an `@` is somebody's own.
const PLAIN_FAMILIES: &[&str] = &["docker"];

/// A unit is the machine's if its prefix is one of these.
const UNITS: &[&str] = &[
    "apparmor",
    "auditd",
    "autovt",
    "console-getty",
    "containerd",
    "cron",
    "crond",
    "chronyd",
    "crio",
    "early-docker",
    "emergency",
    "firewalld",
    "flanneld",
    "getty",
    "init",
    "ip6tables",
    "iptables",
    "kubelet",
    "locksmithd",
    "nftables",
    "ntpd",
    "polkit",
    "rescue",
    "rsyslog",
    "ssh",
    "syslog",
    "udev",
    "ufw",
    "update-engine",
    "user",
    "user-runtime-dir",
];

/// Mount points without which a machine does not work, as systemd writes paths: `/` is `-`, then each slash is.
const MOUNTS: &[&str] =
    &["", "bin", "boot", "dev", "etc", "lib", "lib64", "proc", "root", "run", "sbin", "sys", "usr"];

pub(super) fn is_host_unit(name: &UnitName) -> bool {
    let prefix = name.prefix().to_ascii_lowercase();
    // A machine's own units carry no colon before the `@`: an app with a version is never one, whatever its name.
    if prefix.contains(':') {
        return false;
    }
    let is_mount = matches!(name.unit_type(), UnitType::Automount | UnitType::Device | UnitType::Mount);
    let is_plain = name.instance().is_none();
    FAMILIES.iter().any(|family| prefix.starts_with(family))
        || (is_plain && PLAIN_FAMILIES.iter().any(|family| prefix.starts_with(family)))
        || UNITS.contains(&prefix.as_str())
        || (is_mount && is_host_mount(&prefix))
}

fn is_host_mount(prefix: &str) -> bool {
    let first = prefix.split('-').next().unwrap_or_default();
    MOUNTS.contains(&first) || matches!(prefix, "home" | "tmp" | "var" | "var-lib")
}
