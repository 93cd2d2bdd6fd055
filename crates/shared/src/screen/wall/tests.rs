use super::*;
use crate::deployment::{Deploying, VersionCount};
use crate::health::{ENDED_MS, PLACING_MS, SLOW_START_MS};
use crate::testing;
use crate::view::UnitRow;

const MACHINE: &str = "0123456789abcdef0123456789abcdef";

fn row(name: &str, active: &str, sub: &str) -> UnitRow {
    let json = serde_json::json!({
        "name": name, "desired": "launched", "current": "launched", "machine": MACHINE,
        "states": [{"active": active, "sub": sub}], "since_ms": 0,
    });
    serde_json::from_value(json).unwrap()
}

fn unplaced(name: &str, why: &str) -> UnitRow {
    UnitRow { machine: None, states: Vec::new(), why: Some(why.into()), ..row(name, "active", "running") }
}

fn view(units: Vec<UnitRow>) -> ClusterView {
    let json = serde_json::json!({
        "cluster": "default", "event_id": "1", "units": [],
        "freshness": {"link": "live", "as_of_ms": 0, "now_ms": 0, "since_ms": 0, "every_ms": 2_000},
        "machines": [{"id": MACHINE, "ip": "10.0.1.5"}],
    });
    ClusterView { units, ..serde_json::from_value(json).unwrap() }
}

fn picture(units: Vec<UnitRow>, now_ms: u64) -> Wall {
    with(units, &[], now_ms)
}

fn with(units: Vec<UnitRow>, actions: &[ActionView], now_ms: u64) -> Wall {
    wall(&[Scene { view: &view(units), actions }], now_ms)
}

fn only(units: Vec<UnitRow>, now_ms: u64) -> WallApp {
    let mut apps = picture(units, now_ms).apps;
    assert_eq!(apps.len(), 1, "{apps:?}");
    apps.remove(0)
}

/// A deployment of web 2 in the place of web 1.
fn deployment(state: &serde_json::Value, ended_ms: Option<u64>) -> ActionView {
    let request = crate::plan::PlanRequest::RemoveVersion { app: testing::app("web"), version: None };
    let json = serde_json::json!({
        "id": "0", "cluster": "default", "summary": "Deploy web 2", "actor": "ada", "started_ms": 5,
        "request": request, "state": state, "steps_done": 2, "steps_total": 6, "changed_ms": 5,
        "ended_ms": ended_ms, "note": "hotfix",
    });
    let deploying = Deploying {
        from: vec![VersionCount { version: Some(testing::version("1")), count: 2 }],
        to: VersionCount { version: Some(testing::version("2")), count: 2 },
        min: 2,
        stage: 0,
        stages: 3,
        title: "Start 1 of 2".into(),
        percent: 41,
        deadline_ms: None,
        paused_ms: None,
        leg: crate::course::Leg::default(),
        turns_to: None,
        unwell: String::new(),
    };
    ActionView { deploying: Some(Box::new(deploying)), ..serde_json::from_value(json).unwrap() }
}

#[test]
fn what_runs_is_well_and_what_is_off_is_no_alarm() {
    let well = only(vec![row("web:1@1.service", "active", "running")], 1_000_000_000);
    assert_eq!((well.tone, well.running, well.wanted, well.note.as_str()), (Tone::Ok, 1, 1, ""));
    let off = UnitRow { desired: fleet::DesiredState::Loaded, ..row("web:1@1.service", "inactive", "dead") };
    assert_eq!(only(vec![off], 1_000_000_000).tone, Tone::Idle);
}

#[test]
fn what_failed_is_bad_and_says_where_and_why() {
    let failed =
        UnitRow { why: Some("it ended with 1".into()), ..row("web:1@1.service", "failed", "failed") };
    let shown = only(vec![failed, row("web:1@2.service", "active", "running")], 60_000);
    assert_eq!((shown.tone, shown.running, shown.wanted, shown.since_ms), (Tone::Bad, 1, 2, Some(0)));
    assert_eq!(shown.note, "1 of 2 failed on 10.0.1.5: it ended with 1.");
    let held = "all machines hold one";
    let both = vec![unplaced("web:1@1.service", held), unplaced("web:1@2.service", held)];
    let shown = only(both, PLACING_MS + 1);
    assert_eq!((shown.tone, shown.note.as_str()), (Tone::Bad, "All 2 unplaced: all machines hold one."));
}

#[test]
fn time_makes_a_matter_of_what_does_not_come_up() {
    let starting = || vec![row("web:1@1.service", "activating", "start-pre")];
    assert_eq!(only(starting(), SLOW_START_MS).tone, Tone::Working);
    assert_eq!(only(starting(), SLOW_START_MS + 1).tone, Tone::Warn);
    let placing = || vec![unplaced("web:1@1.service", "no machine fits")];
    assert_eq!(only(placing(), PLACING_MS).tone, Tone::Working);
    assert_eq!(only(placing(), PLACING_MS + 1).tone, Tone::Bad);
    let ended = || vec![row("web:1@1.service", "inactive", "dead")];
    assert_eq!(only(ended(), ENDED_MS).tone, Tone::Working);
    assert_eq!(only(ended(), ENDED_MS + 1).tone, Tone::Bad);
}

#[test]
fn nobody_calls_well_what_was_not_read() {
    let unread = UnitRow { read_ms: Some(0), ..row("web:1@1.service", "active", "running") };
    assert_eq!(only(vec![unread], 0).tone, Tone::Unknown);
}

#[test]
fn other_units_are_told_when_they_need_attention() {
    let units = vec![row("haproxy.service", "failed", "failed"), row("dnsmasq.service", "active", "running")];
    let shown = picture(units, 1_000);
    assert_eq!(shown.apps.len(), 1);
    assert!(shown.apps[0].is_unit && shown.apps[0].name == "haproxy");
    assert_eq!(verdict(&shown, Age::Live).words, "1 unit needs attention");
}

#[test]
fn the_worst_comes_first() {
    let units = vec![
        row("a:1@1.service", "active", "running"),
        row("b:1@1.service", "failed", "failed"),
        row("b:1@2.service", "active", "running"),
        row("c:1@1.service", "failed", "failed"),
        row("d:1@1.service", "activating", "start"),
    ];
    let names: Vec<String> = picture(units, 1_000).apps.into_iter().map(|app| app.name).collect();
    assert_eq!(names, ["c", "b", "d", "a"]);
}

#[test]
fn a_deployment_that_went_wrong_is_told_for_a_day() {
    let well = || vec![row("web:1@1.service", "active", "running")];
    let failed = [deployment(&serde_json::json!({"kind": "failed", "reason": "No."}), Some(5))];
    let shown = with(well(), &failed, 1_000);
    assert_eq!((shown.apps[0].tone, shown.apps[0].note.as_str()), (Tone::Warn, "Its deployment failed: No."));
    assert!(shown.runs.is_empty());
    assert_eq!(with(well(), &failed, 25 * 3_600_000).apps[0].tone, Tone::Ok);
}

#[test]
fn what_is_under_way_says_from_what_to_what() {
    let runs = |state: serde_json::Value| with(Vec::new(), &[deployment(&state, None)], 1_000).runs.remove(0);
    let run = runs(serde_json::json!({"kind": "running"}));
    assert_eq!((run.name.as_str(), run.what.as_str(), run.state.as_str()), ("web", "1 → 2", "Start 1 of 2"));
    assert_eq!((run.percent, run.note.as_str(), run.tone), (41, "hotfix", Tone::Working));
    let paused =
        serde_json::json!({"kind": "paused", "reason": "Fleet is away.", "by": null, "resumes": true});
    let run = runs(paused);
    assert_eq!((run.tone, run.state.as_str()), (Tone::Warn, "Paused: Fleet is away."));
}

fn pulse(link: Link, as_of_ms: Option<u64>) -> Pulse {
    let freshness = Freshness { link, as_of_ms, ..view(Vec::new()).freshness };
    Pulse { now_ms: 0, clusters: vec![freshness] }
}

#[test]
fn it_ages_by_the_oldest_of_its_clusters() {
    let live = pulse(Link::Live, Some(1_000));
    for (aged_ms, expected) in [
        (0, Age::Live),
        (OLD_MS - 1, Age::Live),
        (OLD_MS, Age::Old),
        (LATE_MS, Age::Late),
        (NONE_MS, Age::None),
    ] {
        assert_eq!(age(&live, 1_000 + aged_ms), expected, "{aged_ms}");
    }
    assert_eq!(age(&pulse(Link::Unreachable, Some(1_000)), 1_000), Age::Old, "Fleet can't be read");
    assert_eq!(age(&pulse(Link::Connecting, None), 1_000), Age::None, "nothing was ever read");
    assert_eq!(age(&Pulse::default(), 0), Age::None, "there is no cluster");
    let mut both = pulse(Link::Live, Some(100_000));
    both.clusters.extend(live.clusters);
    assert_eq!((age(&both, 100_000), as_of_ms(&both)), (Age::Late, Some(1_000)));
}

#[test]
fn old_data_never_looks_well() {
    let units = vec![row("a:1@1.service", "active", "running"), row("b:1@1.service", "active", "running")];
    let well = picture(units, 0);
    assert_eq!(verdict(&well, Age::Live), Verdict { words: "All 2 apps OK".into(), tone: Tone::Ok });
    for age in [Age::Old, Age::Late, Age::None] {
        assert!(!matches!(verdict(&well, age).tone, Tone::Ok | Tone::Working), "{age:?}");
    }
    assert_eq!(verdict(&well, Age::Late).words, "Last known: all 2 apps OK");
    assert_eq!(verdict(&well, Age::None).words, "No data");
    let bad = picture(vec![row("a:1@1.service", "failed", "failed")], 0);
    assert_eq!(verdict(&bad, Age::Old), Verdict { words: "1 app needs attention".into(), tone: Tone::Bad });
}

#[test]
fn one_sentence_for_everything_else() {
    let words = |units| verdict(&picture(units, 0), Age::Live).words;
    let well = || row("a:1@1.service", "active", "running");
    let starts = || row("b:1@1.service", "activating", "start");
    assert_eq!(words(Vec::new()), "No apps yet");
    assert_eq!(words(vec![well()]), "1 app OK");
    assert_eq!(words(vec![starts()]), "1 app changing");
    assert_eq!(words(vec![well(), starts()]), "1 app OK, 1 changing");
}
