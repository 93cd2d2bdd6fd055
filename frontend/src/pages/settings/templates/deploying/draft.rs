//! An app's settings while they are being written, and what is wrong with them so far.

use fleet::AppName;
use leptos::prelude::*;
use shared::deployment::{AppSettings, Approval, Gate, OnFailure, Probe, ProbeKind, ProbePort};
use shared::mistakes;

use super::freeze::FreezeDraft;
use crate::pages::deploy::strategy::StrategyDraft;

/// What is wrong with a member, by its name in JSON (`gate.probe.port`).
pub type Wrong = Vec<(&'static str, String)>;

/// What an instance is asked besides being active.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// Whether it takes connections.
    Tcp,
    /// A page.
    Http,
}

/// Settings while they are being written.
#[derive(Clone, Copy)]
pub struct Draft {
    pub(super) wanted: RwSignal<u32>,
    pub(super) min: RwSignal<u32>,
    pub(super) max: RwSignal<u32>,
    pub(super) strategy: StrategyDraft,
    pub(super) steady_s: RwSignal<u32>,
    pub(super) asks: RwSignal<Asks>,
    pub(super) path: RwSignal<String>,
    /// Empty: any from 200 to 299.
    pub(super) status: RwSignal<String>,
    /// Empty: the published one.
    pub(super) port: RwSignal<String>,
    pub(super) timeout_ms: RwSignal<u32>,
    pub(super) step_limit_s: RwSignal<u32>,
    pub(super) deadline_s: RwSignal<u32>,
    pub(super) on_failure: RwSignal<OnFailure>,
    pub(super) keep_old_s: RwSignal<u32>,
    /// Names with blanks or commas between.
    pub(super) companions: RwSignal<String>,
    pub(super) protected: RwSignal<bool>,
    /// A second person approves.
    pub(super) approval: RwSignal<bool>,
    pub(super) freezes: RwSignal<Vec<FreezeDraft>>,
    pub(super) approval_limit_s: RwSignal<u32>,
}

impl Draft {
    /// Begins with these.
    pub fn new(settings: &AppSettings) -> Self {
        let probe = settings.gate.probe.as_ref();
        let (asks, path, status) = match probe.map(|probe| &probe.kind) {
            None => (Asks::Nothing, "/healthz".to_owned(), None),
            Some(ProbeKind::Tcp {}) => (Asks::Tcp, "/healthz".to_owned(), None),
            Some(ProbeKind::Http { path, status }) => (Asks::Http, path.clone(), *status),
        };
        let port = match probe.map(|probe| probe.port) {
            Some(ProbePort::Fixed(port)) => port.to_string(),
            Some(ProbePort::Published) | None => String::new(),
        };
        let freezes = (0..).zip(&settings.freezes);
        let companions: Vec<&str> = settings.companions.iter().map(AppName::as_str).collect();
        Self {
            wanted: RwSignal::new(settings.wanted),
            min: RwSignal::new(settings.min),
            max: RwSignal::new(settings.max),
            strategy: StrategyDraft::new(settings.strategy),
            steady_s: RwSignal::new(settings.gate.steady_s),
            asks: RwSignal::new(asks),
            path: RwSignal::new(path),
            status: RwSignal::new(status.map(|status| status.to_string()).unwrap_or_default()),
            port: RwSignal::new(port),
            timeout_ms: RwSignal::new(probe.map_or(2_000, |probe| probe.timeout_ms)),
            step_limit_s: RwSignal::new(settings.step_limit_s),
            deadline_s: RwSignal::new(settings.deadline_s),
            on_failure: RwSignal::new(settings.on_failure),
            keep_old_s: RwSignal::new(settings.keep_old_s),
            companions: RwSignal::new(companions.join(", ")),
            protected: RwSignal::new(settings.protected),
            approval: RwSignal::new(settings.approval == Approval::SecondPerson),
            freezes: RwSignal::new(freezes.map(|(id, freeze)| FreezeDraft::new(id, freeze)).collect()),
            approval_limit_s: RwSignal::new(settings.approval_limit_s),
        }
    }

    /// As they stand, if they can be; else all that is wrong. Tracked.
    pub fn settings(self) -> Result<AppSettings, Wrong> {
        let mut wrong = Wrong::new();
        let settings = AppSettings {
            wanted: self.wanted.get(),
            min: self.min.get(),
            max: self.max.get(),
            strategy: self.strategy.get(),
            gate: Gate { steady_s: self.steady_s.get(), probe: self.probe(&mut wrong) },
            step_limit_s: self.step_limit_s.get(),
            deadline_s: self.deadline_s.get(),
            on_failure: self.on_failure.get(),
            keep_old_s: self.keep_old_s.get(),
            companions: self.companions.with(|text| companions(text, &mut wrong)),
            protected: self.protected.get(),
            approval: if self.approval.get() { Approval::SecondPerson } else { Approval::None },
            freezes: self.freezes.get().into_iter().map(|freeze| freeze.freeze(&mut wrong)).collect(),
            approval_limit_s: self.approval_limit_s.get(),
        };
        let refused = settings.check().err().unwrap_or_default();
        wrong.extend(refused.into_iter().map(|error| (error.field, error.message)));
        if wrong.is_empty() { Ok(settings) } else { Err(wrong) }
    }

    fn probe(self, wrong: &mut Wrong) -> Option<Probe> {
        let kind = match self.asks.get() {
            Asks::Nothing => return None,
            Asks::Tcp => ProbeKind::Tcp {},
            Asks::Http => ProbeKind::Http {
                path: self.path.get().trim().to_owned(),
                status: self.status.with(|text| {
                    optional(text, "gate.probe.kind.status", say::settings_deploying::status_wrong(), wrong)
                }),
            },
        };
        let port = self
            .port
            .with(|text| optional(text, "gate.probe.port", say::settings_deploying::port_wrong(), wrong));
        let port = port.map_or(ProbePort::Published, ProbePort::Fixed);
        Some(Probe { kind, port, timeout_ms: self.timeout_ms.get() })
    }
}

/// What is wrong with one member.
pub fn message(wrong: &Wrong, field: &str) -> Option<String> {
    wrong.iter().find(|(own, _)| *own == field).map(|(_, message)| message.clone())
}

/// A number, or nothing where it is left empty; `otherwise` is said if it is neither.
fn optional(text: &str, field: &'static str, otherwise: &str, wrong: &mut Wrong) -> Option<u16> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let number = text.parse().ok();
    if number.is_none() {
        wrong.push((field, otherwise.to_owned()));
    }
    number
}

fn companions(text: &str, wrong: &mut Wrong) -> Vec<AppName> {
    let names = text.split([',', ' ']).filter(|name| !name.is_empty());
    let mut parsed = Vec::new();
    for name in names {
        match AppName::parse(name) {
            Ok(app) => parsed.push(app),
            Err(error) => wrong.push(("companions", format!("{name}: {}", mistakes::app_name(&error)))),
        }
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companions_are_names() {
        let mut wrong = Wrong::new();
        let apps = companions("announcer, logger  x", &mut wrong);
        assert_eq!(apps.iter().map(AppName::as_str).collect::<Vec<_>>(), ["announcer", "logger", "x"]);
        assert!(wrong.is_empty());
        companions("a;b", &mut wrong);
        assert!(message(&wrong, "companions").is_some_and(|message| message.starts_with("a;b: ")));
    }

    #[test]
    fn what_is_left_empty_is_as_usual() {
        let mut wrong = Wrong::new();
        assert_eq!(optional(" ", "gate.probe.port", "Write a port, or leave it empty.", &mut wrong), None);
        assert_eq!(
            optional("8080", "gate.probe.port", "Write a port, or leave it empty.", &mut wrong),
            Some(8080)
        );
        assert!(wrong.is_empty());
        assert_eq!(optional("http", "gate.probe.port", "Write a port, or leave it empty.", &mut wrong), None);
        assert_eq!(message(&wrong, "gate.probe.port").as_deref(), Some("Write a port, or leave it empty."));
    }
}
