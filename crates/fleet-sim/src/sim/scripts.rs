//! What tests and demonstrations want to go wrong with units: by glob of the name, until taken back.

use std::time::Duration;

use fleet::glob;

use super::Sim;
use super::process::Phase;

/// The scripts in force. Of several for one unit the last one counts.
#[derive(Debug, Default)]
pub(super) struct Scripts(Vec<(String, Script)>);

#[derive(Debug, Clone, Copy)]
enum Script {
    FailStart,
    SlowPull(Duration),
    DieAfter(Duration),
}

impl Scripts {
    pub(super) fn fails_start(&self, unit: &str) -> bool {
        self.of(unit).any(|script| matches!(script, Script::FailStart))
    }

    pub(super) fn slow_pull(&self, unit: &str) -> Option<Duration> {
        self.of(unit).find_map(|script| match script {
            Script::SlowPull(takes) => Some(takes),
            Script::FailStart | Script::DieAfter(_) => None,
        })
    }

    pub(super) fn dies_after(&self, unit: &str) -> Option<Duration> {
        self.of(unit).find_map(|script| match script {
            Script::DieAfter(after) => Some(after),
            Script::FailStart | Script::SlowPull(_) => None,
        })
    }

    fn of(&self, unit: &str) -> impl Iterator<Item = Script> {
        self.0
            .iter()
            .rev()
            .filter(move |(pattern, _)| glob::matches(pattern, unit))
            .map(|(_, script)| *script)
    }
}

impl Sim {
    /// From now on the main program of these units ends badly whenever it is started.
    pub fn fail_start(&mut self, units: &str) {
        self.scripts.0.push((units.to_owned(), Script::FailStart));
    }

    /// From now on these units take that long to pull their image.
    pub fn slow_pull(&mut self, units: &str, takes: Duration) {
        self.scripts.0.push((units.to_owned(), Script::SlowPull(takes)));
    }

    /// From now on these units die that long after they began to run; those that run already, that long from now.
    pub fn die_after(&mut self, units: &str, after: Duration) {
        self.scripts.0.push((units.to_owned(), Script::DieAfter(after)));
        let running: Vec<_> = self
            .processes
            .iter()
            .filter(|((name, _), process)| {
                process.phase == Phase::Active("running") && glob::matches(units, name.as_str())
            })
            .map(|(key, _)| key.clone())
            .collect();
        for key in running {
            self.die_later(&key, after);
        }
    }

    /// Takes all scripts back, and lets machines that flap return. A death that is planned already still happens.
    pub fn clear_scripts(&mut self) {
        self.scripts.0.clear();
        self.end_flapping();
    }
}
