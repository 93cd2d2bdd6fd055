//! The numbers that the project set itself, each beside what was measured. Pure.

use serde::Serialize;

use crate::report::{Pace, Report, Way, WriteKind};

/// A goal and what became of it.
#[derive(Debug, Serialize)]
pub(crate) struct Goal {
    pub(crate) what: String,
    pub(crate) goal: String,
    pub(crate) measured: String,
    pub(crate) verdict: Verdict,
}

/// Whether a goal was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verdict {
    Met,
    Missed,
    NotMeasured,
}

/// The size of cluster that goals about lists and writes speak of.
const LISTED: &str = "1000 units";
/// The size of cluster that goals about the page speak of.
const SHOWN: usize = 5_000;
/// A frame at 60 a second, with what clocks are unsure about.
const FRAME_MS: f64 = 17.5;

/// All goals, in the order of the tables.
pub(crate) fn of(report: &Report) -> Vec<Goal> {
    let mut goals = vec![
        lists(report),
        writes(report, Pace::LikeReal, "write through the proxy, Fleet as slow as a real one"),
        writes(report, Pace::Own, "the same, Fleet answering at once"),
    ];
    goals.extend(streams(report));
    goals.extend(page(report));
    let program = ("program with the page in it", "≤ 25 MB");
    goals.push(at_most(program, Some(megabytes(report.program_bytes)), 25.0, "MB"));
    goals
}

fn lists(report: &Report) -> Goal {
    let rate = |way| {
        let row = report.lists.iter().find(|row| row.way == way && row.fleet == LISTED);
        row.map(|row| row.rate.per_second)
    };
    let ratio = rate(Way::Quarterdeck).zip(rate(Way::NginxSha)).map(|(ours, theirs)| ours / theirs);
    goal(
        ("lists a second to a token holder, 1,000 units", "≥ 1 × nginx's ({SHA})"),
        ratio.map(|ratio| format!("{ratio:.2} ×")),
        ratio.is_some_and(|ratio| ratio >= 1.0),
    )
}

fn writes(report: &Report, pace: Pace, what: &str) -> Goal {
    let row = report
        .writes
        .iter()
        .find(|row| row.fleet == LISTED && row.kind == WriteKind::DesiredState && row.pace == pace);
    goal(
        (what, "≤ 1.1 × direct (median)"),
        row.map(|row| format!("{:.2} × (+{:.2} ms)", row.ratio, row.proxied_p50_ms - row.direct_p50_ms)),
        row.is_some_and(|row| row.ratio <= 1.1),
    )
}

fn streams(report: &Report) -> Vec<Goal> {
    let streams = report.streams.as_ref();
    let per_reading = |row: usize| {
        let row = streams.and_then(|streams| streams.viewers.get(row))?;
        #[expect(clippy::cast_precision_loss, reason = "some thousand requests")]
        Some((row.requests as f64 / row.readings as f64, row.readings as f64 / row.seconds))
    };
    let requests = per_reading(0).zip(per_reading(1));
    let delay = streams.map(|streams| streams.delay.own_max);
    let bytes = streams.map(|streams| streams.bytes.each.max(as_float(streams.bytes.single)));
    let memory = streams.and_then(|streams| Some(streams.viewers.last()?.memory_mb));
    vec![
        goal(
            ("requests to Fleet with 500 viewers, against 1", "the same"),
            requests.map(|((one, one_rate), (many, many_rate))| {
                format!(
                    "{one:.0} and {many:.0} a reading; {one_rate:.2} and {many_rate:.2} readings a second"
                )
            }),
            // Readings wait a random fifth longer than a second: their rate differs a little from time to time.
            requests.is_some_and(|((one, one_rate), (many, many_rate))| {
                (one - many).abs() < 0.5 && many_rate <= one_rate * 1.15
            }),
        ),
        at_most(
            ("a change, from Fleet's last answer to the stream, 5,000 units", "≤ 100 ms"),
            delay,
            100.0,
            "ms",
        ),
        at_most(("a change on the wire, each unit", "≤ 300 B"), bytes, 300.0, "B"),
        at_most(("server's memory, 5,000 units, 500 streams", "≤ 60 MB"), memory, 60.0, "MB"),
    ]
}

fn page(report: &Report) -> Vec<Goal> {
    let page = report.page.as_ref();
    let row = page.and_then(|page| page.browser.iter().find(|row| row.units == SHOWN));
    let load = page.map(|page| as_float(usize::try_from(page.brotli()).unwrap_or(usize::MAX)) / 1e3);
    vec![
        at_most(("first load, all files, brotli", "≤ 200 KB"), load, 200.0, "KB"),
        at_most(
            ("list usable after the snapshot, 5,000 units", "≤ 300 ms"),
            row.map(|row| row.list_after_snapshot_ms),
            300.0,
            "ms",
        ),
        at_most(("a filter key, 5,000 units", "≤ 50 ms"), row.map(|row| row.filter_key_p50_ms), 50.0, "ms"),
        at_most(
            ("scrolling, 95 % of the frames, 5,000 units", "60 frames a second"),
            row.map(|row| row.frame_p95_ms),
            FRAME_MS,
            "ms a frame",
        ),
        at_most(
            ("memory of the page (JS heap and wasm), 5,000 units", "≤ 80 MB"),
            row.map(|row| row.js_heap_mb + row.wasm_mb),
            80.0,
            "MB",
        ),
    ]
}

fn at_most((what, text): (&str, &str), measured: Option<f64>, most: f64, unit: &str) -> Goal {
    let shown = measured.map(|measured| format!("{measured:.1} {unit}"));
    goal((what, text), shown, measured.is_some_and(|measured| measured <= most))
}

fn goal((what, text): (&str, &str), measured: Option<String>, is_met: bool) -> Goal {
    let verdict = match (&measured, is_met) {
        (None, _) => Verdict::NotMeasured,
        (_, true) => Verdict::Met,
        (_, false) => Verdict::Missed,
    };
    Goal { what: what.to_owned(), goal: text.to_owned(), measured: measured.unwrap_or_default(), verdict }
}

fn megabytes(bytes: u64) -> f64 {
    as_float(usize::try_from(bytes).unwrap_or(usize::MAX)) / 1e6
}

#[expect(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
fn as_float(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{ListRow, Rate};

    fn report(lists: Vec<ListRow>) -> Report {
        Report {
            machine: String::new(),
            load_before: 0.0,
            load_after: 0.0,
            quick: false,
            program_bytes: 26_000_000,
            lists,
            writes: Vec::new(),
            streams: None,
            sights: Vec::new(),
            page: None,
            goals: Vec::new(),
        }
    }

    fn row(way: Way, per_second: f64) -> ListRow {
        let rate = Rate { per_second, p50_ms: 1.0, p99_ms: 2.0, spread_percent: 0.0 };
        ListRow { fleet: LISTED.to_owned(), way, rate }
    }

    #[test]
    fn what_was_not_measured_is_neither_met_nor_missed() {
        let goals = of(&report(vec![row(Way::Quarterdeck, 100.0)]));
        let verdicts: Vec<_> = goals.iter().map(|goal| goal.verdict).collect();
        let (last, others) = verdicts.split_last().unwrap();
        assert!(others.iter().all(|verdict| *verdict == Verdict::NotMeasured), "{goals:?}");
        assert_eq!(*last, Verdict::Missed, "26 MB are more than 25");
    }

    #[test]
    fn lists_are_held_against_nginx() {
        for (ours, verdict) in [(100.0, Verdict::Met), (99.0, Verdict::Missed)] {
            let goal = lists(&report(vec![row(Way::Quarterdeck, ours), row(Way::NginxSha, 100.0)]));
            assert_eq!(goal.verdict, verdict, "{goal:?}");
        }
    }

    #[test]
    fn a_goal_that_is_reached_exactly_is_met() {
        assert_eq!(at_most(("", ""), Some(60.0), 60.0, "MB").verdict, Verdict::Met);
        let missed = at_most(("", ""), Some(60.01), 60.0, "MB");
        assert_eq!((missed.verdict, missed.measured.as_str()), (Verdict::Missed, "60.0 MB"));
    }
}
