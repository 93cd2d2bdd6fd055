//! How an app is deployed: kept on the server, versioned together with its template.

use fleet::AppName;
use serde::{Deserialize, Serialize};

use super::{Gate, ProbeKind, ProbePort, Strategy};
use crate::plan::MAX_COUNT;

mod check;

/// How an app is deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AppSettings {
    /// How many instances it shall have, where a deployment does not say otherwise.
    pub wanted: u32,
    /// Never fewer healthy ones than this while a deployment works, and no scaling below it.
    pub min: u32,
    /// No more than this, whoever asks.
    pub max: u32,
    /// How old instances are replaced.
    pub strategy: Strategy,
    /// What must hold of a new instance.
    pub gate: Gate,
    /// How long one step may take, in seconds.
    pub step_limit_s: u32,
    /// How long a deployment may take without the time in which it was paused or waited for a person, in seconds.
    pub deadline_s: u32,
    /// What happens when a step fails, takes too long, or the deadline is over.
    pub on_failure: OnFailure,
    /// How long old instances are kept stopped after a blue/green deployment, in seconds; 0: they go at once.
    pub keep_old_s: u32,
    /// Apps whose units follow each instance (`MachineOf`): they start after it and stop before it, with its version
    /// and number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<AppName>,
    /// Removing it, or going below the least count, needs the verb `force`.
    pub protected: bool,
}

/// What a deployment does when it can't go on as planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnFailure {
    /// It stops where it is and waits for a person.
    Pause,
    /// It ends; what serves goes on serving, and what it left behind is told.
    Abort,
    /// It brings back what ran before, and removes the new instances once that serves.
    RollBack,
}

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SettingsError {
    /// Which, as it is written in JSON: `strategy.batch`.
    pub field: &'static str,
    /// What to do, in a sentence.
    pub message: String,
}

impl Default for AppSettings {
    fn default() -> Self {
        Self {
            wanted: 1,
            min: 0,
            max: MAX_COUNT,
            strategy: Strategy::default(),
            gate: Gate { steady_s: 5, probe: None },
            step_limit_s: 600,
            deadline_s: 3_600,
            on_failure: OnFailure::Pause,
            keep_old_s: 600,
            companions: Vec::new(),
            protected: false,
        }
    }
}

/// The longest limit, in seconds: a week.
const LONGEST_S: u32 = 7 * 24 * 3_600;
/// The longest time for one answer to a probe, in milliseconds.
const LONGEST_ANSWER_MS: u32 = 60_000;
/// The longest path of a probe, in bytes.
const LONGEST_PATH: usize = 1_024;

impl AppSettings {
    /// Whether they can be, by themselves; every wrong one is named.
    pub fn check(&self) -> Result<(), Vec<SettingsError>> {
        let mut wrong = Vec::new();
        let mut refuse = |is_wrong: bool, field, message: String| {
            if is_wrong {
                wrong.push(SettingsError { field, message });
            }
        };
        let Self { wanted, min, max, .. } = *self;
        refuse(
            max == 0 || max > MAX_COUNT,
            "max",
            format!("Allow between 1 and {MAX_COUNT} instances at most."),
        );
        refuse(wanted > max, "wanted", format!("{wanted} are more than the {max} that are allowed at most."));
        refuse(
            wanted < min,
            "wanted",
            format!("{wanted} are fewer than the {min} that must be there at least."),
        );
        refuse(min > max, "min", format!("The least count, {min}, is above the most, {max}."));
        self.check_strategy(&mut refuse);
        self.check_gate(&mut refuse);
        let limit = |seconds: u32| seconds == 0 || seconds > LONGEST_S;
        let words = format!("Give it between 1 second and {} days.", LONGEST_S / 86_400);
        refuse(limit(self.step_limit_s), "step_limit_s", words.clone());
        refuse(limit(self.deadline_s), "deadline_s", words);
        refuse(
            self.step_limit_s > self.deadline_s,
            "step_limit_s",
            "One step can't have more time than the whole deployment.".to_owned(),
        );
        refuse(
            self.gate.steady_s >= self.step_limit_s && self.step_limit_s > 0,
            "gate.steady_s",
            format!("A step ends after {} s, so no instance could ever pass this gate.", self.step_limit_s),
        );
        refuse(
            self.keep_old_s > LONGEST_S,
            "keep_old_s",
            format!("Keep old instances for {} days at most.", LONGEST_S / 86_400),
        );
        let mut seen = self.companions.clone();
        seen.sort();
        seen.dedup();
        refuse(seen.len() < self.companions.len(), "companions", "Each companion is named once.".to_owned());
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn check_strategy(&self, refuse: &mut impl FnMut(bool, &'static str, String)) {
        let (batch, surge) = match self.strategy {
            Strategy::Rolling { batch, surge } => (batch, surge),
            Strategy::Canary { count, batch, surge, bake_s } => {
                let few = || format!("Send between 1 and {MAX_COUNT} instances ahead.");
                refuse(count == 0 || count > MAX_COUNT, "strategy.count", few());
                let no_surge = "Canaries start beside what runs: allow at least 1 more than wanted.";
                refuse(surge == 0, "strategy.surge", no_surge.to_owned());
                let long =
                    format!("Watch the first ones for between 1 second and {} days.", LONGEST_S / 86_400);
                refuse(
                    bake_s.is_some_and(|bake_s| bake_s == 0 || bake_s > LONGEST_S),
                    "strategy.bake_s",
                    long,
                );
                (batch, surge)
            }
            Strategy::BlueGreen | Strategy::Recreate => return,
        };
        let of_batch = format!("A batch has between 1 and {MAX_COUNT} instances.");
        refuse(batch == 0 || batch > MAX_COUNT, "strategy.batch", of_batch);
        refuse(surge > MAX_COUNT, "strategy.surge", format!("Allow at most {MAX_COUNT} more than wanted."));
        let stands_still = self.min > 0 && self.min >= self.wanted && surge == 0;
        refuse(
            stands_still,
            "strategy.surge",
            format!(
                "With {} wanted and at least {} healthy nothing could ever go: allow 1 more than wanted, or a lower \
                 least count.",
                self.wanted, self.min
            ),
        );
    }

    fn check_gate(&self, refuse: &mut impl FnMut(bool, &'static str, String)) {
        let Some(probe) = &self.gate.probe else { return };
        refuse(
            probe.timeout_ms == 0 || probe.timeout_ms > LONGEST_ANSWER_MS,
            "gate.probe.timeout_ms",
            format!("Give an answer between 1 and {LONGEST_ANSWER_MS} ms."),
        );
        refuse(
            probe.port == ProbePort::Fixed(0),
            "gate.probe.port",
            "Name a port from 1 to 65535.".to_owned(),
        );
        let ProbeKind::Http { path, status } = &probe.kind else { return };
        let is_path = path.starts_with('/') && !path.starts_with("//") && path.len() <= LONGEST_PATH;
        refuse(
            !is_path || !path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'),
            "gate.probe.kind.path",
            "Write a path from the root, such as /healthz: printable ASCII without blanks or #.".to_owned(),
        );
        refuse(
            status.is_some_and(|status| !(100..=599).contains(&status)),
            "gate.probe.kind.status",
            "A status is a number from 100 to 599.".to_owned(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::Probe;

    fn fields(settings: &AppSettings) -> Vec<&'static str> {
        settings.check().err().unwrap_or_default().into_iter().map(|error| error.field).collect()
    }

    fn with(change: impl FnOnce(&mut AppSettings)) -> AppSettings {
        let mut settings = AppSettings { wanted: 3, min: 2, max: 5, ..AppSettings::default() };
        change(&mut settings);
        settings
    }

    fn http(path: &str) -> Option<Probe> {
        let kind = ProbeKind::Http { path: path.to_owned(), status: None };
        Some(Probe { kind, port: ProbePort::Fixed(80), timeout_ms: 1_000 })
    }

    #[test]
    fn usual_ones_can_be() {
        assert_eq!(fields(&AppSettings::default()), Vec::<&str>::new());
        assert_eq!(
            fields(&with(|settings| settings.gate.probe = http("/healthz?deep=1"))),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn each_wrong_one_is_named() {
        type Change = fn(&mut AppSettings);
        let cases: [(Change, &str); 16] = [
            (|settings| settings.max = 0, "max"),
            (|settings| settings.max = MAX_COUNT + 1, "max"),
            (|settings| settings.wanted = 6, "wanted"),
            (|settings| settings.wanted = 1, "wanted"),
            (|settings| settings.min = 9, "min"),
            (|settings| settings.strategy = Strategy::Rolling { batch: 0, surge: 1 }, "strategy.batch"),
            (
                |settings| {
                    settings.min = 3;
                    settings.strategy = Strategy::Rolling { batch: 1, surge: 0 };
                },
                "strategy.surge",
            ),
            (
                |settings| {
                    settings.strategy = Strategy::Canary { count: 0, bake_s: None, batch: 1, surge: 1 }
                },
                "strategy.count",
            ),
            (
                |settings| {
                    settings.strategy = Strategy::Canary { count: 1, bake_s: None, batch: 1, surge: 0 }
                },
                "strategy.surge",
            ),
            (|settings| settings.step_limit_s = 0, "step_limit_s"),
            (|settings| settings.deadline_s = u32::MAX, "deadline_s"),
            (|settings| settings.gate.steady_s = 600, "gate.steady_s"),
            (|settings| settings.keep_old_s = u32::MAX, "keep_old_s"),
            (|settings| settings.gate.probe = http("//elsewhere/"), "gate.probe.kind.path"),
            (|settings| settings.gate.probe = http("/a b"), "gate.probe.kind.path"),
            (
                |settings| {
                    settings.companions = vec![AppName::parse("a").unwrap(), AppName::parse("a").unwrap()]
                },
                "companions",
            ),
        ];
        for (change, field) in cases {
            assert!(fields(&with(change)).contains(&field), "{field}: {:?}", with(change).check());
        }
    }
}
