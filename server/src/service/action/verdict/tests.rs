//! What a snapshot says of a unit that was just started.

use serde_json::json;

use super::*;

const UNIT: &str = "example:1.0.0@1.service";

fn snapshot(load: &str, active: &str, sub: &str) -> Snapshot {
    snapshot_of("launched", (load, active, sub))
}

fn snapshot_of(desired: &str, (load, active, sub): (&str, &str, &str)) -> Snapshot {
    let unit = json!({
        "name": UNIT, "desiredState": desired, "currentState": "launched", "machineID": "m1",
        "options": [{"section": "Service", "name": "ExecStart", "value": "/bin/true"}],
    });
    let state = json!({
        "name": UNIT, "machineID": "m1", "systemdLoadState": load, "systemdActiveState": active,
        "systemdSubState": sub,
    });
    let machine = json!({ "id": "m1", "primaryIP": "10.0.0.1" });
    Snapshot::of_lists(
        vec![serde_json::from_value(unit).unwrap()],
        vec![serde_json::from_value(state).unwrap()],
        vec![serde_json::from_value(machine).unwrap()],
        1_000,
    )
}

fn judged(load: &str, active: &str, sub: &str, waited_s: u64) -> Verdict {
    let unit = UNIT.parse().unwrap();
    running(&snapshot(load, active, sub), &unit, Duration::from_secs(waited_s))
}

#[test]
fn a_unit_without_its_file_comes_once_it_is_started_again() {
    for (active, sub) in [("failed", "failed"), ("inactive", "dead")] {
        assert!(matches!(judged("not-found", active, sub, 1), Verdict::NotYet(_)), "it may still come");
        assert!(matches!(judged("not-found", active, sub, 5), Verdict::NoFile(_)));
    }
    assert!(matches!(judged("loaded", "failed", "failed", 5), Verdict::Never(_)), "that is its own fault");
    assert!(matches!(judged("loaded", "inactive", "dead", 5), Verdict::Ended(_)), "or about to be started");
    assert_eq!(judged("loaded", "active", "running", 0), Verdict::Yes);
}

#[test]
fn what_failed_can_be_started_anew_once_its_machine_has_let_go() {
    let unit = UNIT.parse().unwrap();
    assert!(has_failed(&snapshot("loaded", "failed", "failed"), &unit));
    assert!(!has_failed(&snapshot("loaded", "active", "running"), &unit));
    assert!(!was_let_go(&snapshot("loaded", "failed", "failed"), &unit), "Fleet still has it there");
    assert!(was_let_go(&Snapshot::empty(0), &unit));
}

/// Another of Fleet's servers may answer with what was so a moment before.
#[test]
fn what_was_asked_for_just_now_may_not_show_yet() {
    let unit = UNIT.parse().unwrap();
    let launched = snapshot("loaded", "active", "running");
    let after = Duration::from_secs;
    assert!(matches!(stopped(&launched, &unit, after(1)), Verdict::NotYet(_)));
    assert!(matches!(stopped(&launched, &unit, after(5)), Verdict::Never(_)));
    let loaded = snapshot_of("loaded", ("loaded", "inactive", "dead"));
    assert!(matches!(running(&loaded, &unit, after(1)), Verdict::NotYet(_)));
    assert!(matches!(running(&loaded, &unit, after(5)), Verdict::NotWanted(_)));
    assert_eq!(stopped(&loaded, &unit, after(0)), Verdict::Yes);
}
