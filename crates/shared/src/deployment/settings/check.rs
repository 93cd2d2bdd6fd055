//! What settings can be: each member's range, and what members must hold of each other.

use std::collections::BTreeSet;
use std::fmt::Display;

use say::settings_check as words;

use super::{AppSettings, SettingsError};
use crate::deployment::freeze::fill_the_week;
use crate::deployment::{DAY_MIN, Freeze, Probe, ProbeKind, ProbePort, Strategy, Window};
use crate::plan::MAX_COUNT;
use crate::words::seconds;

/// The longest time that a step, a deployment or a bake may have, in seconds: 30 days.
const LONGEST_S: u32 = 30 * 86_400;
/// The longest time that one step may have, in seconds: a day.
const LONGEST_STEP_S: u32 = 86_400;
/// The longest time that an instance is watched before it counts as good, in seconds: an hour.
const LONGEST_STEADY_S: u32 = 3_600;
/// The least and the most time that a probe's answer may take, in milliseconds.
const PROBE_TIMEOUT_MS: std::ops::RangeInclusive<u32> = 100..=60_000;
/// The longest path of a probe, in bytes.
const LONGEST_PATH: usize = 1_024;
/// The most companions of an app.
const MOST_COMPANIONS: usize = 8;

/// The most freezes of an app.
const MOST_FREEZES: usize = 20;
/// The longest reason of a freeze, in characters.
const LONGEST_REASON: usize = 200;
/// The longest freeze, in milliseconds: a year.
const LONGEST_FREEZE_MS: u64 = 366 * 86_400_000;
/// The end of the year 9999, in milliseconds since the Unix epoch: what a calendar can show.
const LATEST_MS: u64 = 253_402_300_800_000;
/// The least and the most time that something waits for a yes, in seconds: five minutes and 30 days.
const APPROVAL_LIMIT_S: std::ops::RangeInclusive<u32> = 300..=LONGEST_S;

/// The sentence about a number that is out of its range: the least, the most, and the number.
type OutOfRange = fn(&dyn Display, &dyn Display, &dyn Display) -> String;

/// Everything that is wrong so far.
#[derive(Default)]
struct Problems(Vec<SettingsError>);

impl AppSettings {
    /// Refuses settings that cannot be, each member that is wrong with what to do about it. Whether its companions are
    /// other apps that have templates is for who knows the apps.
    pub fn check(&self) -> Result<(), Vec<SettingsError>> {
        let mut problems = Problems::default();
        problems.counts(self);
        problems.strategy(&self.strategy);
        problems.room(self);
        problems.times(self);
        problems.within("gate.steady_s", self.gate.steady_s, 0..=LONGEST_STEADY_S, words::steady);
        if let Some(probe) = &self.gate.probe {
            problems.probe(probe);
        }
        problems.companions(self);
        problems.freezes(&self.freezes);
        problems.within("approval_limit_s", self.approval_limit_s, APPROVAL_LIMIT_S, words::approval_limit);
        match problems.0 {
            none if none.is_empty() => Ok(()),
            some => Err(some),
        }
    }
}

impl Strategy {
    /// The same for a strategy alone, as a deployment may ask for one.
    pub fn check(&self) -> Result<(), Vec<SettingsError>> {
        let mut problems = Problems::default();
        problems.strategy(self);
        match problems.0 {
            none if none.is_empty() => Ok(()),
            some => Err(some),
        }
    }
}

impl Problems {
    fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.push(SettingsError { field, message: message.into() });
    }

    fn within(
        &mut self,
        field: &'static str,
        value: u32,
        range: std::ops::RangeInclusive<u32>,
        says: OutOfRange,
    ) {
        if !range.contains(&value) {
            self.add(field, says(range.start(), range.end(), &value));
        }
    }

    fn counts(&mut self, settings: &AppSettings) {
        let AppSettings { wanted, min, max, .. } = settings;
        if !(1..=MAX_COUNT).contains(max) {
            self.add("max", words::max(&MAX_COUNT, max));
        }
        if wanted > max {
            self.add("wanted", words::wanted(wanted, max));
        }
        if min > wanted {
            self.add("min", words::min(min, wanted));
        }
    }

    /// With no room for more than wanted old ones go first; then the least count must leave room for that.
    fn room(&mut self, settings: &AppSettings) {
        let AppSettings { wanted, min, strategy, .. } = settings;
        if matches!(strategy, Strategy::Rolling { surge: 0, .. }) && *min > 0 && min >= wanted {
            self.add("strategy.surge", words::no_room(wanted, min));
        }
    }

    fn strategy(&mut self, strategy: &Strategy) {
        match *strategy {
            Strategy::Rolling { batch, surge } => {
                self.within("strategy.batch", batch, 1..=MAX_COUNT, words::batch);
                self.within("strategy.surge", surge, 0..=MAX_COUNT, words::surge);
            }
            Strategy::BlueGreen | Strategy::Recreate => {}
            Strategy::Canary { count, bake_s, batch, surge } => {
                self.within("strategy.count", count, 1..=MAX_COUNT, words::canaries);
                self.within("strategy.batch", batch, 1..=MAX_COUNT, words::batch);
                if surge == 0 {
                    self.add("strategy.surge", words::canaries_beside());
                }
                self.within("strategy.surge", surge, 0..=MAX_COUNT, words::surge);
                if let Some(bake_s) = bake_s {
                    self.within("strategy.bake_s", bake_s, 1..=LONGEST_S, words::bake);
                }
            }
        }
    }

    fn times(&mut self, settings: &AppSettings) {
        let AppSettings { step_limit_s, deadline_s, keep_old_s, gate, .. } = settings;
        self.within("step_limit_s", *step_limit_s, 1..=LONGEST_STEP_S, words::step_limit);
        self.within("deadline_s", *deadline_s, 1..=LONGEST_S, words::deadline);
        self.within("keep_old_s", *keep_old_s, 0..=LONGEST_S, words::keep_old);
        if deadline_s < step_limit_s {
            self.add(
                "deadline_s",
                words::deadline_step(&seconds(u64::from(*deadline_s)), &seconds(u64::from(*step_limit_s))),
            );
        }
        if gate.steady_s >= *step_limit_s {
            self.add(
                "gate.steady_s",
                words::steady_step(&seconds(u64::from(gate.steady_s)), &seconds(u64::from(*step_limit_s))),
            );
        }
    }

    fn probe(&mut self, probe: &Probe) {
        let Probe { kind, port, timeout_ms } = probe;
        self.within("gate.probe.timeout_ms", *timeout_ms, PROBE_TIMEOUT_MS, words::probe_timeout);
        if matches!(port, ProbePort::Fixed(0)) {
            self.add("gate.probe.port", words::port());
        }
        if let ProbeKind::Http { path, status } = kind {
            if let Some(problem) = path_problem(path) {
                self.add("gate.probe.kind.path", problem);
            }
            if let Some(status) = status
                && !(100..=599).contains(status)
            {
                self.add("gate.probe.kind.status", words::status(status));
            }
        }
    }

    fn companions(&mut self, settings: &AppSettings) {
        let companions = &settings.companions;
        if companions.len() > MOST_COMPANIONS {
            self.add("companions", words::companions_many(&MOST_COMPANIONS));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = companions.iter().find(|companion| !seen.insert(*companion)) {
            self.add("companions", words::companion_twice(twice));
        }
    }
}

impl Problems {
    fn freezes(&mut self, freezes: &[Freeze]) {
        const FIELD: &str = "freezes";
        if freezes.len() > MOST_FREEZES {
            self.add(FIELD, words::freezes_many(&MOST_FREEZES));
        }
        for (number, freeze) in freezes.iter().enumerate().take(MOST_FREEZES) {
            if let Some(problem) = freeze_problem(freeze) {
                self.add(FIELD, words::freeze(&(number + 1), &problem));
            }
        }
        if fill_the_week(freezes) {
            self.add(FIELD, words::freeze_week());
        }
    }
}

fn freeze_problem(freeze: &Freeze) -> Option<String> {
    let Freeze { reason, window } = freeze;
    if reason.trim().is_empty() {
        return Some(words::freeze_why().to_owned());
    }
    if reason.chars().count() > LONGEST_REASON || reason.chars().any(char::is_control) {
        return Some(words::freeze_why_long(&LONGEST_REASON));
    }
    match window {
        Window::Once { from_ms, until_ms } if until_ms <= from_ms => Some(words::freeze_end().to_owned()),
        Window::Once { until_ms, .. } if *until_ms > LATEST_MS => Some(words::freeze_end_late().to_owned()),
        Window::Once { from_ms, until_ms } if until_ms - from_ms > LONGEST_FREEZE_MS => {
            Some(words::freeze_long().to_owned())
        }
        Window::Once { .. } => None,
        Window::Weekly { from_min, until_min, .. } if *from_min.max(until_min) >= DAY_MIN => {
            Some(words::freeze_minutes(&(DAY_MIN - 1)))
        }
        Window::Weekly { days, .. } if days.is_empty() => Some(words::freeze_no_day().to_owned()),
        Window::Weekly { days, .. } => {
            let is_twice = days.iter().collect::<BTreeSet<_>>().len() < days.len();
            is_twice.then(|| words::freeze_day_twice().to_owned())
        }
    }
}

/// A path that could mean another host, or break out of its line, is none.
fn path_problem(path: &str) -> Option<String> {
    let plain = |sign: char| sign.is_ascii_graphic() && !matches!(sign, '\\' | '#' | '"' | '<' | '>');
    let file = path.split('?').next().unwrap_or_default();
    if !path.starts_with('/') {
        Some(words::path_slash().to_owned())
    } else if path.starts_with("//") {
        Some(words::path_slashes().to_owned())
    } else if path.len() > LONGEST_PATH {
        Some(words::path_long(&LONGEST_PATH))
    } else if !path.chars().all(plain) {
        Some(words::path_signs().to_owned())
    } else if file.split('/').any(is_dots) {
        Some(words::path_dots().to_owned())
    } else {
        None
    }
}

/// Also as `%2e`, which means the same to whoever reads a URL.
fn is_dots(part: &str) -> bool {
    let part = part.to_ascii_lowercase().replace("%2e", ".");
    part == "." || part == ".."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::{Day, Gate};
    use crate::testing::app;

    fn wrong(settings: &AppSettings) -> Vec<&'static str> {
        settings.check().err().unwrap_or_default().into_iter().map(|error| error.field).collect()
    }

    fn usual() -> AppSettings {
        AppSettings::default()
    }

    fn probing(kind: ProbeKind, port: ProbePort, timeout_ms: u32) -> AppSettings {
        AppSettings { gate: Gate { steady_s: 0, probe: Some(Probe { kind, port, timeout_ms }) }, ..usual() }
    }

    fn asking(path: &str) -> AppSettings {
        probing(ProbeKind::Http { path: path.to_owned(), status: None }, ProbePort::Fixed(80), 1_000)
    }

    #[test]
    fn usual_settings_can_be() {
        assert_eq!(usual().check(), Ok(()));
        let all = AppSettings {
            wanted: 5,
            min: 5,
            max: 5,
            strategy: Strategy::Canary { count: 2, bake_s: Some(60), batch: 5, surge: 1 },
            companions: vec![app("announcer"), app("logger")],
            keep_old_s: 0,
            ..asking("/healthz?full=1&x=%20")
        };
        assert_eq!(all.check(), Ok(()));
        assert_eq!(AppSettings { wanted: 0, ..usual() }.check(), Ok(()));
        let recreate = AppSettings { strategy: Strategy::Recreate, ..usual() };
        assert_eq!(recreate.check(), Ok(()));
    }

    #[test]
    fn each_member_has_its_range() {
        let rolling = |batch, surge| AppSettings { strategy: Strategy::Rolling { batch, surge }, ..usual() };
        let canary = |count, bake_s, surge| AppSettings {
            strategy: Strategy::Canary { count, bake_s, batch: 1, surge },
            ..usual()
        };
        for (settings, fields) in [
            (AppSettings { min: 2, ..usual() }, vec!["min"]),
            (AppSettings { wanted: 3, max: 2, ..usual() }, vec!["wanted"]),
            (AppSettings { wanted: 0, max: 0, ..usual() }, vec!["max"]),
            (AppSettings { max: MAX_COUNT + 1, ..usual() }, vec!["max"]),
            (rolling(0, 1), vec!["strategy.batch"]),
            (rolling(1, MAX_COUNT + 1), vec!["strategy.surge"]),
            (rolling(1, 0), vec![]),
            (AppSettings { min: 1, ..rolling(1, 0) }, vec!["strategy.surge"]),
            (canary(0, None, 1), vec!["strategy.count"]),
            (canary(1, Some(0), 1), vec!["strategy.bake_s"]),
            (canary(1, None, 0), vec!["strategy.surge"]),
            (AppSettings { step_limit_s: 0, ..usual() }, vec!["step_limit_s", "gate.steady_s"]),
            (AppSettings { step_limit_s: 86_401, deadline_s: 86_401, ..usual() }, vec!["step_limit_s"]),
            (AppSettings { deadline_s: 599, ..usual() }, vec!["deadline_s"]),
            (AppSettings { deadline_s: LONGEST_S + 1, ..usual() }, vec!["deadline_s"]),
            (AppSettings { keep_old_s: LONGEST_S + 1, ..usual() }, vec!["keep_old_s"]),
            (AppSettings { gate: Gate { steady_s: 600, probe: None }, ..usual() }, vec!["gate.steady_s"]),
            (AppSettings { companions: vec![app("a"), app("b"), app("a")], ..usual() }, vec!["companions"]),
            (probing(ProbeKind::Tcp {}, ProbePort::Fixed(0), 1_000), vec!["gate.probe.port"]),
            (probing(ProbeKind::Tcp {}, ProbePort::Published, 99), vec!["gate.probe.timeout_ms"]),
            (probing(ProbeKind::Tcp {}, ProbePort::Published, 60_001), vec!["gate.probe.timeout_ms"]),
            (
                probing(
                    ProbeKind::Http { path: "/".to_owned(), status: Some(600) },
                    ProbePort::Published,
                    1_000,
                ),
                vec!["gate.probe.kind.status"],
            ),
        ] {
            assert_eq!(wrong(&settings), fields, "{settings:?}");
        }
    }

    #[test]
    fn a_freeze_has_a_reason_an_end_and_a_gap() {
        let once = |from_ms, until_ms| Window::Once { from_ms, until_ms };
        let weekly =
            |days: &[Day], from_min, until_min| Window::Weekly { days: days.to_vec(), from_min, until_min };
        let frozen = |reason: &str, window| AppSettings {
            freezes: vec![Freeze { reason: reason.to_owned(), window }],
            ..usual()
        };
        for good in [once(1, 2), once(0, LONGEST_FREEZE_MS), weekly(&[Day::Fri], 1_080, 0)] {
            assert_eq!(frozen("fair", good).check(), Ok(()));
        }
        for (settings, word) in [
            (frozen(" ", once(1, 2)), "Say why"),
            (frozen("a\nb", once(1, 2)), "one line"),
            (frozen(&"x".repeat(201), once(1, 2)), "at most 200"),
            (frozen("x", once(2, 2)), "end later"),
            (frozen("x", once(3, 2)), "end later"),
            (frozen("x", once(0, LONGEST_FREEZE_MS + 1)), "at most a year"),
            (frozen("x", once(LATEST_MS, LATEST_MS + 1)), "year 10000"),
            (frozen("x", weekly(&[], 1, 2)), "Name a day"),
            (frozen("x", weekly(&[Day::Mon, Day::Mon], 1, 2)), "stands twice"),
            (frozen("x", weekly(&[Day::Mon], 1, 1_440)), "0 to 1439"),
            (frozen("x", weekly(&Day::ALL, 5, 5)), "leave a gap"),
            (
                AppSettings { freezes: vec![frozen("x", once(1, 2)).freezes[0].clone(); 21], ..usual() },
                "at most 20",
            ),
        ] {
            let wrong = settings.check().unwrap_err();
            assert_eq!(wrong.len(), 1, "{wrong:?}");
            assert_eq!(wrong[0].field, "freezes");
            assert!(wrong[0].message.contains(word), "{wrong:?}");
        }
        assert_eq!(wrong(&AppSettings { approval_limit_s: 299, ..usual() }), ["approval_limit_s"]);
    }

    #[test]
    fn settings_of_the_time_before_are_read_and_written_as_they_were() {
        let settings: AppSettings = serde_json::from_str(r#"{"wanted":3}"#).unwrap();
        assert_eq!(settings, AppSettings { wanted: 3, ..usual() });
        let json = serde_json::to_string(&settings).unwrap();
        assert!(!json.contains("approval") && !json.contains("freezes"), "{json}");
    }

    #[test]
    fn a_path_means_the_instance_and_nothing_else() {
        for path in [
            "",
            "healthz",
            "//evil/x",
            "http://evil/",
            "/a b",
            "/a\r\nHost: x",
            "/..",
            "/a/../b",
            "/%2E%2e/x",
            "/a/./b",
            "/a#b",
            "/\\evil",
            "/\u{e4}",
            "/a\u{0}",
            "@evil",
        ] {
            assert_eq!(wrong(&asking(path)), ["gate.probe.kind.path"], "{path:?}");
        }
        for path in ["/", "/a..b/c", "/a?x=../y", "/.well-known/health", "/a@b:c"] {
            assert_eq!(wrong(&asking(path)), [""; 0], "{path:?}");
        }
        assert_eq!(wrong(&asking(&format!("/{}", "a".repeat(LONGEST_PATH)))), ["gate.probe.kind.path"]);
    }

    #[test]
    fn every_message_says_what_to_do() {
        let settings = AppSettings { wanted: 7, min: 9, max: 5, ..usual() };
        let messages: Vec<String> = settings.check().unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            messages,
            [
                "7 instances are wanted and at most 5 allowed: want fewer, or allow more.",
                "At least 9 instances are to be healthy and only 7 wanted: want more, or be content with fewer.",
            ]
        );
    }
}
