//! Plans and steps in words: verbs with objects, one and many told apart.

use fleet::{AppName, DesiredState, UnitName, Version};

use super::Step;
use crate::deployment::{Gate, ProbeKind};

impl Step {
    /// What it does, for people: "Create example:2.0.0@1.service and start it".
    pub fn words(&self) -> String {
        match self {
            Self::Create { unit, desired: DesiredState::Launched, .. } => {
                format!("Create {unit} and start it")
            }
            Self::Create { unit, desired: DesiredState::Loaded, .. } => {
                format!("Create {unit} and load it, stopped")
            }
            Self::Create { unit, desired: DesiredState::Inactive, .. } => {
                format!("Create {unit} and leave it inactive")
            }
            Self::SetDesired { unit, desired: DesiredState::Launched } => format!("Start {unit}"),
            Self::SetDesired { unit, desired: DesiredState::Loaded } => format!("Stop {unit}"),
            Self::SetDesired { unit, desired: DesiredState::Inactive } => format!("Keep {unit} inactive"),
            Self::WaitRunning { unit } => format!("Wait until {unit} runs"),
            Self::Gate { unit, gate } => gate_words(unit, gate),
            Self::WaitStopped { unit } => format!("Wait until {unit} has stopped"),
            Self::Destroy { unit } => format!("Destroy {unit}"),
            Self::WaitGone { unit } => format!("Verify that {unit} is gone"),
        }
    }
}

/// "Wait until example:2.0.0@1.service runs for 5 s and answers GET /healthz".
fn gate_words(unit: &UnitName, gate: &Gate) -> String {
    let steady = match gate.steady_s {
        0 => String::new(),
        steady_s => format!(" for {}", crate::words::seconds(u64::from(steady_s))),
    };
    let answers = match gate.probe.as_ref().map(|probe| &probe.kind) {
        None => String::new(),
        Some(ProbeKind::Tcp {}) => " and takes connections".to_owned(),
        Some(ProbeKind::Http { path, .. }) => format!(" and answers GET {path}"),
    };
    format!("Wait until {unit} runs{steady}{answers}")
}

/// "1 instance", "2 instances".
pub(crate) fn count(number: usize, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// "example 2.0.0", or the app alone where there is no version.
pub(crate) fn label(app: &AppName, version: Option<&Version>) -> String {
    match version {
        Some(version) => format!("{app} {version}"),
        None => format!("{app} (no version)"),
    }
}

/// "a", "a and b", "a, b and c"; at most `most` are named.
pub(crate) fn list<T: ToString>(items: &[T], most: usize) -> String {
    let mut named: Vec<String> = items.iter().take(most).map(T::to_string).collect();
    if items.len() > most {
        named.push(format!("{} more", items.len() - most));
    }
    crate::words::list(&named)
}
