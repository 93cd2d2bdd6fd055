//! Units that have a machine and do not run, and units that are not wanted and still there.

use fleet::{DesiredState, MachineId};

use super::{Town, says};
use crate::testing::Fares;
use crate::view::StateRow;

const ONE: &str = "example:1.0.0@1.service";

/// A unit on m1 with these options of `[Service]`, in the words of systemd.
fn town(service: &str, active: &str, sub: &str) -> Town {
    let unit_file = format!("[Service]\nExecStart=/bin/run\n{service}\n");
    Town::new(3).with(ONE, Fares::Running, "m1", &unit_file).change(ONE, |unit| {
        unit.row.states = says("loaded", active, sub);
    })
}

fn headline(service: &str, active: &str, sub: &str) -> String {
    town(service, active, sub).headline(ONE)
}

#[test]
fn what_is_as_it_should_be_has_no_reason() {
    assert_eq!(town("", "active", "running").why(ONE), None);
    assert_eq!(town("", "active", "exited").why(ONE), None);
    for sub in [("inactive", "dead"), ("failed", "failed")] {
        let loaded = town("", sub.0, sub.1).change(ONE, |unit| unit.row.desired = DesiredState::Loaded);
        assert_eq!(loaded.why(ONE), None);
    }
    let leaving = town("", "failed", "failed")
        .change(ONE, |unit| unit.row.leaving = Some(crate::ActionId::parse("0a").unwrap()));
    assert_eq!(leaving.why(ONE), None);
}

#[test]
fn systemds_words() {
    for (service, active, sub, expected) in [
        ("", "failed", "failed", "its process failed, and no Restart= starts it again"),
        ("Restart=no", "failed", "failed", "its process failed, and no Restart= starts it again"),
        ("Restart=always", "failed", "failed", "failed too often: systemd gave up (Restart=always)"),
        ("Restart=on-failure", "failed", "failed", "failed too often: systemd gave up (Restart=on-failure)"),
        (
            "Restart=on-abort",
            "failed",
            "failed",
            "its process failed, and Restart=on-abort does not cover that",
        ),
        (
            "Restart=on-success",
            "failed",
            "failed",
            "its process failed, and Restart=on-success does not cover that",
        ),
        (
            "Restart=on-watchdog",
            "failed",
            "failed",
            "its process failed, and Restart=on-watchdog does not cover that",
        ),
        (
            "Restart=on-abnormal",
            "failed",
            "failed",
            "its process failed, and Restart=on-abnormal does not cover that",
        ),
        ("", "inactive", "dead", "ended without an error or was stopped by hand; nothing starts it again"),
        ("Type=oneshot", "inactive", "dead", "has run to its end, as a oneshot does"),
        (
            "ExecStartPre=/usr/bin/docker pull coreos/%p",
            "activating",
            "start-pre",
            "pulling its image, at most 90 s, systemd's own limit",
        ),
        (
            "ExecStartPre=/usr/bin/docker pull x\nTimeoutStartSec=0",
            "activating",
            "start-pre",
            "pulling its image, without a time limit",
        ),
        (
            "ExecStartPre=/bin/prepare\nTimeoutStartSec=20min",
            "activating",
            "start-pre",
            "its ExecStartPre is running, at most 20min",
        ),
        ("TimeoutStartSec=30", "activating", "start", "systemd is starting it, at most 30 s"),
        (
            "Restart=always",
            "activating",
            "auto-restart",
            "keeps ending; systemd starts it again (Restart=always)",
        ),
        ("Type=notify", "activating", "start", "waits until the program says it is ready (Type=notify)"),
        ("Type=forking", "activating", "start", "waits until it went to the background (Type=forking)"),
        ("Type=oneshot", "activating", "start", "running; a oneshot becomes active when it is done"),
        ("", "activating", "start-post", "its ExecStartPost is running, at most 90 s, systemd's own limit"),
        ("", "activating", "start-chown", "systemd is starting it (start-chown)"),
        ("", "deactivating", "stop-sigterm", "is stopping (stop-sigterm)"),
        ("", "deactivating", "stop", "is stopping: its ExecStop is running"),
        ("", "maintenance", "cleaning", "systemd says maintenance, cleaning"),
    ] {
        assert_eq!(headline(service, active, sub), expected);
    }
}

#[test]
fn what_a_failed_unit_printed_is_said_to_be_in_the_log() {
    let why = town("", "failed", "failed").why(ONE).unwrap();
    assert!(
        why.notes.iter().any(|note| note.contains("log of 10.0.0.1 (journalctl -u example:1.0.0@1.service)"))
    );
    assert!(why.machines.is_empty(), "the machine is not the question");
}

#[test]
fn unusable_unit_files() {
    for (load, expected) in [
        ("bad-setting", "systemd can't use its unit file (bad-setting)"),
        ("error", "systemd can't use its unit file (error)"),
        ("not-found", "systemd does not find its unit file (not-found)"),
        ("masked", "it is masked: an administrator of 10.0.0.1 forbids it"),
        ("merged", "systemd can't use its unit file (merged)"),
    ] {
        let town =
            town("", "inactive", "dead").change(ONE, |unit| unit.row.states = says(load, "inactive", "dead"));
        assert_eq!(town.headline(ONE), expected);
    }
}

#[test]
fn a_start_takes_a_moment() {
    let mut fresh = town("", "inactive", "dead").change(ONE, |unit| {
        unit.row.since_ms = 995_000;
        unit.row.current = DesiredState::Loaded;
    });
    assert_eq!(fresh.headline(ONE), "loaded; its machine starts it in its next pass");
    fresh.now_ms += 10_000;
    assert_eq!(fresh.headline(ONE), "loaded on 10.0.0.1, whose agent has not started it");
}

#[test]
fn what_has_just_ended_is_not_promised_a_start() {
    let ended = town("", "inactive", "dead").change(ONE, |unit| unit.row.since_ms = 999_000);
    assert_eq!(ended.headline(ONE), "ended without an error or was stopped by hand; nothing starts it again");
}

#[test]
fn a_machine_that_says_nothing() {
    let silent = |unit: &mut super::Inhabitant| {
        unit.row.states.clear();
        unit.row.since_ms = 980_000;
    };
    let mut town = town("", "active", "running").change(ONE, silent);
    assert_eq!(town.headline(ONE), "10.0.0.1 has not reported on it yet: it looks every 5 s");
    town.now_ms += 20_000;
    assert_eq!(town.headline(ONE), "10.0.0.1 does not report on it: its agent seems not to answer");
    town.machines.remove(0);
    assert_eq!(town.headline(ONE), "its machine m1 is gone: Fleet's engine has to move it");
}

#[test]
fn what_systemd_never_loads() {
    let template = Town::new(1)
        .with("x@.service", Fares::Running, "m1", "[Service]\nExecStart=/bin/run\n")
        .change("x@.service", |unit| unit.row.states.clear());
    let why = template.why("x@.service").unwrap();
    assert_eq!(why.headline, "it is a template, which systemd refuses to start");
    assert_eq!(why.notes, ["Launch an instance of it instead, such as x@1.service."]);

    let long = format!("{}.service", "a".repeat(248));
    let town = Town::new(1)
        .with(&long, Fares::Running, "m1", "[Service]\nExecStart=/bin/run\n")
        .change(&long, |unit| unit.row.states.clear());
    assert_eq!(town.headline(&long), "its name has 256 bytes; systemd loads at most 255");
}

#[test]
fn options_that_were_replaced() {
    let mut town = town("", "active", "running").change(ONE, |unit| {
        unit.is_outdated = true;
        unit.row.since_ms = 990_000;
    });
    assert_eq!(town.headline(ONE), "still has its previous options; Fleet is replacing it");
    town.now_ms += 200_000;
    assert_eq!(town.headline(ONE), "still has its previous options; Fleet has not replaced it");
}

#[test]
fn what_is_no_longer_wanted_and_still_there() {
    let unwanted = |unit: &mut super::Inhabitant| {
        unit.row.desired = DesiredState::Inactive;
        unit.row.since_ms = 990_000;
    };
    let mut town = town("", "active", "running").change(ONE, unwanted);
    assert_eq!(town.headline(ONE), "no longer wanted: it is being stopped and unloaded");
    town.now_ms += 60_000;
    assert_eq!(town.headline(ONE), "no longer wanted, but still running: its machine unloads slowly");
    let dead = town.change(ONE, |unit| unit.row.states = says("loaded", "inactive", "dead"));
    assert_eq!(dead.headline(ONE), "no longer wanted, but still loaded: its machine unloads slowly");
    let unusable = dead.change(ONE, |unit| unit.row.states = says("bad-setting", "inactive", "dead"));
    assert_eq!(
        unusable.headline(ONE),
        "systemd can't use its unit file (bad-setting): Fleet can't unload it"
    );
    let loaded = unusable.change(ONE, |unit| {
        unit.row.desired = DesiredState::Loaded;
        unit.row.states = says("loaded", "active", "running");
    });
    assert_eq!(loaded.headline(ONE), "wanted loaded only: it is being stopped");

    let slice = Town::new(1).with("x.slice", Fares::Running, "m1", "").change("x.slice", unwanted);
    assert_eq!(slice.headline("x.slice"), "Fleet can start a slice but never unload it");
}

#[test]
fn global_units_by_machine() {
    let state = |on: &str, active: &str| StateRow {
        machine: Some(MachineId::parse(on).unwrap()),
        load: "loaded".into(),
        active: active.into(),
        sub: "x".into(),
        previous: false,
    };
    let global = |states: Vec<StateRow>| {
        Town::new(3)
            .with(
                "g.service",
                Fares::Running,
                "m1",
                "[Service]\nExecStart=/bin/run\n[X-Fleet]\nGlobal=true\n",
            )
            .change("g.service", |unit| unit.row.states = states)
    };
    let all = ["m1", "m2", "m3"];
    assert_eq!(global(all.map(|on| state(on, "active")).to_vec()).why("g.service"), None);
    let failed = vec![state("m1", "active"), state("m2", "failed"), state("m3", "active")];
    assert_eq!(
        global(failed).headline("g.service"),
        "on 10.0.0.2: its process failed, and no Restart= starts it again"
    );
    let worse = vec![state("m1", "active"), state("m2", "failed"), state("m3", "failed")];
    assert!(global(worse).headline("g.service").starts_with("on 2 of 3 machines: its process failed"));
    let missing = global(vec![state("m1", "active"), state("m2", "active")]);
    assert_eq!(missing.headline("g.service"), "10.0.0.3 should run it too, but has not reported on it");
    let fresh = missing.change("g.service", |unit| unit.row.since_ms = 990_000);
    assert_eq!(fresh.headline("g.service"), "10.0.0.3 has not reported on it yet");
}

#[test]
fn a_row_with_its_reason_stays_small() {
    for (service, active, sub) in [
        ("", "failed", "failed"),
        ("Restart=on-abnormal", "failed", "failed"),
        ("Restart=on-abnormal", "activating", "auto-restart"),
        ("Type=notify", "activating", "start"),
        ("", "inactive", "dead"),
        ("ExecStartPre=docker pull x", "activating", "start-pre"),
    ] {
        let town = town(service, active, sub);
        let mut row = town.units.values().next().unwrap().row.clone();
        row.machine = Some(MachineId::parse("d70dd7c0373ca9455898f0b45c0d80f4").unwrap());
        row.since_ms = 1_763_823_000_000;
        row.why = Some(town.headline(ONE).into());
        let bytes = serde_json::to_string(&row).unwrap().len();
        assert!(bytes <= 300, "{bytes} bytes: {row:?}");
    }
}
