//! Cases that are worth a name.

use fleet::{AppName, MachineId};

use super::super::*;
use crate::testing::{Fares, row};

fn minute(wanted: u32, healthy: u32) -> Point {
    Point::of(Counts { wanted, healthy, ..Counts::default() }, 60_000)
}

#[test]
fn a_quiet_hour_is_short() {
    let block: Block = (0..60).map(|index| (index, minute(3, 3))).collect();
    assert_eq!(block.to_text(), "0x60:60000,0,0,0,3,3,3");
    assert_eq!(block.rolled_up().map(|point| point.full_ms), Some(3_600_000));
}

#[test]
fn text_that_is_none_of_a_block_is_refused() {
    for text in ["x", "0x1", "0x1:", "0x61:1", "5x1:1 2x1:1", "0x1:1,2,3,4,5,6,7,8,9,10", "0x1:-1", "-1x1:1"]
    {
        assert!(Block::parse(text, 60).is_err(), "{text}");
    }
    assert_eq!(Block::parse("", 60), Ok(Block::default()));
}

#[test]
fn a_gap_counts_for_neither_and_is_told() {
    let now_ms = 10 * 86_400_000;
    let window = Span::Day.window(now_ms);
    // The last bucket of the window begins now; the hour before it is known, and half of that was bad.
    let block: Block =
        (0..60).map(|number| (1_379 + number, minute(2, if number < 30 { 2 } else { 0 }))).collect();
    let times = Availability::of(&block, &window);
    assert_eq!((times.full_ms, times.none_ms), (1_800_000, 1_800_000));
    assert_eq!(times.unknown_ms, 82_740_000, "23 hours, less the minute that has just begun");
    assert_eq!(times.served().as_deref(), Some("50"));
    assert_eq!(times.known().as_deref(), Some("4.16"), "an hour of a day");
    assert_eq!(Availability { full_ms: 1, unknown_ms: 59_999, ..Availability::default() }.known(), None);
    let strip = strip(&block, &window, Span::Day);
    assert!(strip.starts_with(&"u".repeat(91)), "{strip}");
    assert_eq!(strip.matches('n').count(), 3, "{strip}");
    assert_eq!(Availability::default().served(), None, "nothing is known");
}

#[test]
fn a_cell_that_is_mostly_unknown_is_not_drawn_as_good() {
    let window = Span::Day.window(10 * 86_400_000);
    let cells = |known: u32| strip(&(0..known).map(|at| (at, minute(1, 1))).collect(), &window, Span::Day);
    assert!(cells(12).starts_with("uu"));
    assert!(cells(14).starts_with("fu"));
    let worst: Block = [(0, minute(2, 2)), (1, minute(2, 1)), (16, minute(1, 0))].into_iter().collect();
    assert!(strip(&worst, &window, Span::Day).starts_with("pn"), "bad is told as soon as it is known");
}

#[test]
fn a_restart_and_a_partly_bad_minute_are_told() {
    let good = Point::of(Counts { wanted: 3, healthy: 3, ..Counts::default() }, 48_000);
    let bad = Point::of(Counts { wanted: 3, healthy: 2, failed: 1 }, 12_000);
    let minute = good.and(bad).and(Point::of_restarts(1));
    assert_eq!(
        (minute.full_ms, minute.partly_ms, minute.healthy_min, minute.healthy_max),
        (48_000, 12_000, 2, 3)
    );
    assert_eq!((minute.failed, minute.restarts, minute.known_ms()), (1, 1, 60_000));
}

#[test]
fn shares_are_never_rounded_up() {
    let told = |part, whole| percent(part, whole).unwrap();
    assert_eq!(told(86_399_999, 86_400_000), "99.99");
    assert_eq!(told(86_400_000, 86_400_000), "100");
    assert_eq!(told(1, 3), "33.33");
    assert_eq!(told(1, 20), "5");
    assert_eq!(percent(0, 0), None);
}

#[test]
fn units_are_counted_by_app_and_by_machine() {
    let rows = [
        ("web:1@1.service", Fares::Running, "m1"),
        ("web:1@2.service", Fares::Failed, "m1"),
        ("web:1@3.service", Fares::Unplaced, "m1"),
        ("web:1@4.service", Fares::Stopped, "m2"),
        ("idle:1@1.service", Fares::Inactive, "m1"),
        ("other.service", Fares::Running, "m2"),
    ]
    .map(|(name, fares, machine)| row(name, fares, machine));
    let app = |name: &str| AppName::parse(name).unwrap();
    let apps =
        rows.iter().map(|row| fleet::AppUnit::parse(&row.name).map(|unit| unit.app)).collect::<Vec<_>>();
    let machines: Vec<MachineId> = ["m1", "m2", "m3"].map(|id| MachineId::parse(id).unwrap()).into();
    let tallies = Tallies::of(rows.iter().zip(apps.iter().map(Option::as_ref)), &machines, &Promised::new());
    let counts = |wanted, healthy, failed| Counts { wanted, healthy, failed };
    assert_eq!(tallies.cluster, counts(4, 2, 1));
    assert_eq!(tallies.apps[&app("web")], counts(3, 1, 1));
    assert_eq!(tallies.apps[&app("idle")], Counts::default());
    let on: Vec<_> = tallies.machines.values().copied().collect();
    assert_eq!(on, [counts(2, 1, 1), counts(1, 1, 0), Counts::default()]);
    let subjects: Vec<String> = tallies.each().map(|(subject, _)| subject.to_string()).collect();
    assert_eq!(subjects.join(" "), "cluster machines app:idle app:web machine:m1 machine:m2 machine:m3");
    for subject in subjects {
        assert_eq!(Subject::parse(&subject).unwrap().to_string(), subject);
    }
    assert!(Subject::parse("app:").is_err() && Subject::parse("unit:a").is_err());
}

#[test]
fn what_starts_beside_what_a_deployment_promises_is_not_missed() {
    let web = AppName::parse("web").unwrap();
    let said = |fares: &[Fares], promised: Option<u32>| {
        let name = |at: usize| format!("web:1@{at}.service");
        let rows: Vec<_> =
            fares.iter().enumerate().map(|(at, fares)| row(&name(at + 1), *fares, "m1")).collect();
        let promised = promised.map(|count| (web.clone(), count)).into_iter().collect();
        let tallies = Tallies::of(rows.iter().map(|row| (row, Some(&web))), &[], &promised);
        assert_eq!(tallies.cluster, tallies.apps[&web], "the cluster has no other units");
        (tallies.cluster.wanted, tallies.cluster.healthy)
    };
    use Fares::{Failed, Running, Unplaced};
    // Four before and four after, and for a moment a fifth that starts.
    let surge = [Running, Running, Running, Running, Unplaced];
    assert_eq!((said(&surge, None), said(&surge, Some(4))), ((5, 4), (4, 4)));
    let falls = [Running, Running, Running, Failed, Unplaced];
    assert_eq!(said(&falls, Some(4)), (4, 3), "one that was promised does not run");
    assert_eq!(said(&[Running; 5], Some(4)), (5, 5), "what runs counts");
    assert_eq!(said(&[Running, Running], Some(4)), (2, 2), "what is set to rest is not wanted");
    assert_eq!(said(&[Unplaced, Unplaced], Some(0)), (0, 0), "there was none before");
}

#[test]
fn a_deployment_promises_the_fewer_of_before_and_after() {
    let told = |kind: &str, from: &[(&str, u32)], to: u32, state: &str| {
        let of = |version: &str, count: u32| serde_json::json!({ "version": version, "count": count });
        let from: Vec<_> = from.iter().map(|(version, count)| of(version, *count)).collect();
        let action = serde_json::json!({
            "id": "a1", "cluster": "default", "summary": "", "actor": "ada", "started_ms": 0,
            "request": { "kind": kind, "app": "web", "version": "2", "count": to },
            "state": { "kind": state, "until_ms": 1 }, "steps_done": 0, "steps_total": 1,
            "deploying": { "from": from, "to": of("2", to), "min": 1, "stage": 0, "stages": 1, "title": "" },
        });
        let action: crate::action::ActionView = serde_json::from_value(action).unwrap();
        promised([&action]).into_values().next()
    };
    assert_eq!(told("deploy", &[("1", 4)], 4, "running"), Some(4));
    assert_eq!(told("deploy", &[("1", 4)], 6, "running"), Some(4));
    assert_eq!(told("deploy", &[("1", 3), ("2", 3)], 4, "holding"), Some(4));
    assert_eq!(told("deploy", &[], 3, "running"), Some(0));
    assert_eq!(told("scale", &[("1", 3), ("2", 1)], 2, "running"), Some(4), "the others stay");
    for over in ["keeping", "done", "asked"] {
        assert_eq!(told("deploy", &[("1", 4)], 4, over), None, "{over}");
    }
}

#[test]
fn a_span_ends_with_the_bucket_that_is_not_over() {
    let window = Span::Month.window(5_000_000_000);
    assert_eq!(window.index_of(window.begins_ms(743)), Some(743));
    assert_eq!(window.index_of(window.begins_ms(744)), None);
    assert!(window.begins_ms(743) <= 5_000_000_000 && window.begins_ms(744) > 5_000_000_000);
    assert_eq!(window.index_of(window.from_ms - 1), None);
    for span in Span::ALL {
        assert_eq!(Span::parse(span.as_str()), Some(span));
        assert!(span.window(0).steps.div_ceil(span.cell()) <= 96);
    }
}
