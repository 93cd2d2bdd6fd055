//! The demonstration: three machines of a small shop, as somebody might find them on a Tuesday.
//!
//! Everything runs, with one exception that a person should find at a glance: `checkout` wants five instances on machines of
//! their own, and there are three machines.

use fleet::DesiredState::{Launched, Loaded};

use super::{container, option, put};
use crate::sim::Sim;

const REGISTRY: &str = "registry.example.com/shop";

pub(super) fn fill(sim: &mut Sim) {
    apps(sim);
    units_of_nobody(sim);
}

fn apps(sim: &mut Sim) {
    // The apps that are spread come first, so that each finds a machine of its own.
    for instance in 1..=5 {
        let options = container("checkout %i", REGISTRY, &[("Conflicts", "checkout:*@*.service")]);
        put(sim, &format!("checkout:2.4.1@{instance}.service"), options, Launched);
    }
    for instance in 1..=3 {
        let options = container("web %i", REGISTRY, &[("Conflicts", "%p@*.service")]);
        put(sim, &format!("web:1.9.0@{instance}.service"), options, Launched);
    }
    // The version before, kept for the way back.
    put(
        sim,
        "web:1.8.2@1.service",
        container("web %i", REGISTRY, &[("Conflicts", "%p@*.service")]),
        Launched,
    );
    for instance in 1..=2 {
        let options = container("search %i", REGISTRY, &[("MachineMetadata", "disk=ssd")]);
        put(sim, &format!("search:5.2.0@{instance}.service"), options, Launched);
    }
    let options = container("search %i", REGISTRY, &[("MachineMetadata", "disk=ssd")]);
    put(sim, "search:5.3.0-rc1@1.service", options, Launched);
    for instance in 1..=2 {
        put(
            sim,
            &format!("mailer:0.9.4@{instance}.service"),
            container("mailer %i", REGISTRY, &[]),
            Launched,
        );
    }
}

fn units_of_nobody(sim: &mut Sim) {
    let node_exporter = vec![
        option("Unit", "Description", "Machine metrics"),
        option("Service", "ExecStart", "/opt/bin/node_exporter --web.listen-address=:9100"),
        option("Service", "Restart", "always"),
        option("X-Fleet", "Global", "true"),
    ];
    put(sim, "node-exporter.service", node_exporter, Launched);

    let logrotate = vec![
        option("Unit", "Description", "Rotate logs"),
        option("Service", "Type", "oneshot"),
        option("Service", "ExecStart", "/usr/sbin/logrotate /etc/logrotate.conf"),
    ];
    put(sim, "logrotate.service", logrotate, Loaded);
    let timer = vec![
        option("Unit", "Description", "Rotate logs every night"),
        option("Timer", "OnCalendar", "*-*-* 03:00:00"),
        option("X-Fleet", "MachineOf", "logrotate.service"),
    ];
    put(sim, "logrotate.timer", timer, Launched);

    let backup = vec![
        option("Unit", "Description", "Backup of the order database"),
        option("Service", "Type", "oneshot"),
        option("Service", "RemainAfterExit", "yes"),
        option("Service", "ExecStart", "/opt/bin/backup --to s3://shop-backup/orders"),
        option("X-Fleet", "MachineMetadata", "disk=hdd"),
    ];
    put(sim, "backup.service", backup, Launched);
}
