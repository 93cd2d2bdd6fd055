//! The state machine with its time in hand.

mod lifecycle;
mod machines;
mod placement;
mod requirements;

use std::time::Duration;

use fleet::{DesiredState, UnitOption};

use super::{Sim, UnitPut};
use crate::config::SimConfig;

const SLOT_1: &str = "d70dd7c0373ca9455898f0b45c0d80f4";
const SLOT_2: &str = "944b8b4cf411912113956567820fcb9a";
const SLOT_3: &str = "aace2687da74b096e2c17858b628c0a6";

/// An empty cluster of three machines, with short words for what tests do with it.
struct Cluster(Sim);

impl Cluster {
    fn new() -> Self {
        Self(Sim::new(&SimConfig::empty()))
    }

    fn wait(&mut self, seconds: f64) {
        let now = self.0.now() + Duration::from_secs_f64(seconds);
        self.0.advance_to(now);
    }

    fn put(&mut self, name: &str, options: &[(&str, &str, &str)], desired: DesiredState) {
        self.0.put_unit(name, UnitPut::new(self::options(options), desired)).unwrap();
    }

    /// Launches a service that runs for ever, with options in its `[X-Fleet]`.
    fn launch(&mut self, name: &str, x_fleet: &[(&str, &str)]) {
        let mut options = vec![("Service", "ExecStart", "/opt/bin/server")];
        options.extend(x_fleet.iter().map(|(name, value)| ("X-Fleet", *name, *value)));
        self.put(name, &options, DesiredState::Launched);
    }

    fn target(&mut self, name: &str, desired: DesiredState) {
        self.0.put_unit(name, UnitPut::state(desired)).unwrap();
    }

    fn machine_of(&self, name: &str) -> Option<String> {
        self.0.unit(name).unwrap().machine.map(|id| id.as_str().to_owned())
    }

    fn current(&self, name: &str) -> DesiredState {
        self.0.unit(name).unwrap().current
    }

    /// Active and sub state on every machine that publishes one, by machine.
    fn states(&self, name: &str) -> Vec<String> {
        self.0.states_of(name).map(|state| format!("{} {}", state.active, state.sub)).collect()
    }

    fn state(&self, name: &str) -> String {
        self.states(name).join(", ")
    }
}

fn options(options: &[(&str, &str, &str)]) -> Vec<UnitOption> {
    options.iter().map(|(section, name, value)| UnitOption::new(*section, *name, *value)).collect()
}
