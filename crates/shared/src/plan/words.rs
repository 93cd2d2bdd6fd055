//! Plans and steps in words: verbs with objects, one and many told apart.

use fleet::{AppName, DesiredState, UnitName, Version};
use say::steps as words;

use super::Step;
use crate::deployment::{Gate, ProbeKind};

impl Step {
    /// What it does, for people: "Create example:2.0.0@1.service and start it".
    pub fn words(&self) -> String {
        match self {
            Self::Create { unit, desired: DesiredState::Launched, .. } => words::create(unit),
            Self::Create { unit, desired: DesiredState::Loaded, .. } => words::create_loaded(unit),
            Self::Create { unit, desired: DesiredState::Inactive, .. } => words::create_inactive(unit),
            Self::SetDesired { unit, desired: DesiredState::Launched } => words::start(unit),
            Self::SetDesired { unit, desired: DesiredState::Loaded } => words::stop(unit),
            Self::SetDesired { unit, desired: DesiredState::Inactive } => words::keep_inactive(unit),
            Self::WaitRunning { unit } => words::wait_running(unit),
            Self::Gate { unit, gate } => gate_words(unit, gate),
            Self::WaitStopped { unit } => words::wait_stopped(unit),
            Self::Destroy { unit } => words::destroy(unit),
            Self::WaitGone { unit } => words::wait_gone(unit),
        }
    }
}

/// "Wait until example:2.0.0@1.service runs for 5 s and answers GET /healthz".
fn gate_words(unit: &UnitName, gate: &Gate) -> String {
    let asked = gate.probe.as_ref().map(|probe| &probe.kind);
    if gate.steady_s == 0 {
        return match asked {
            None => words::wait_running(unit),
            Some(ProbeKind::Tcp {}) => words::gate_tcp(unit),
            Some(ProbeKind::Http { path, .. }) => words::gate_http(unit, path),
        };
    }
    let steady = crate::words::seconds(u64::from(gate.steady_s));
    match asked {
        None => words::gate_steady(unit, &steady),
        Some(ProbeKind::Tcp {}) => words::gate_steady_tcp(unit, &steady),
        Some(ProbeKind::Http { path, .. }) => words::gate_steady_http(unit, &steady, path),
    }
}

pub(crate) use say::server::plan::{errors, instances, stopped_instances, units};

/// "example 2.0.0", or the app alone where there is no version.
pub(crate) fn label(app: &AppName, version: Option<&Version>) -> String {
    match version {
        Some(version) => format!("{app} {version}"),
        None => say::server::plan::no_version(app),
    }
}

/// "a", "a and b", "a, b and c"; at most `most` are named.
pub(crate) fn list<T: ToString>(items: &[T], most: usize) -> String {
    let mut named: Vec<String> = items.iter().take(most).map(T::to_string).collect();
    if items.len() > most {
        named.push(say::server::plan::and_more(items.len() - most));
    }
    crate::words::list(&named)
}
