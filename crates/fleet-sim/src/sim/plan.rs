//! What a machine's systemd will do with a unit: read once from the options, then followed by the process.
//!
//! Owns the reading of the sections that systemd reads. `[X-Fleet]` is the scheduler's and is not looked at here.

use std::time::Duration;

use fleet::{UnitName, UnitOption, UnitType, specifier};

use super::command::{Command, Fate, time_span};

/// How a unit of the simulated systemd behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// `false`: systemd refuses the file, and the unit shows `bad-setting`.
    pub(super) usable: bool,
    /// The commands before the main one, in order.
    pub(super) preparation: Vec<Command>,
    /// What follows.
    pub(super) kind: Kind,
    /// How long stopping takes.
    pub(super) stop_time: Duration,
}

/// The kinds of units as far as they behave differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Runs a program.
    Service(Service),
    /// Waits for something on behalf of a service that has to be there (`needs`), and shows `sub` meanwhile.
    Trigger {
        /// The service's full name.
        service: String,
        /// Sub state while the service does not run.
        idle: &'static str,
        /// Sub state while it runs.
        busy: &'static str,
    },
    /// Is active as soon as it is started.
    Instant {
        /// Its sub state.
        sub: &'static str,
    },
}

/// A `.service`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Service {
    pub(super) readiness: Readiness,
    pub(super) remains: bool,
    pub(super) main: Fate,
    pub(super) restart: Restart,
    pub(super) restart_pause: Duration,
}

/// When a service counts as started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readiness {
    /// At once.
    Started,
    /// When the program has ended well (`Type=oneshot`).
    Ended,
    /// When the program says so (`Type=notify`).
    Told,
}

/// `Restart=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Restart {
    No,
    Always,
    OnFailure,
    OnSuccess,
}

impl Restart {
    /// Whether a program that ended is started again.
    pub(super) fn after(self, ok: bool) -> bool {
        match self {
            Self::No => false,
            Self::Always => true,
            Self::OnFailure => !ok,
            Self::OnSuccess => ok,
        }
    }
}

/// `docker stop` asks politely first; others just get the signal.
const POLITE_STOP: Duration = Duration::from_millis(1200);
const SIMPLE_STOP: Duration = Duration::from_millis(200);

impl Plan {
    /// Reads what systemd would read.
    pub(super) fn read(name: &UnitName, options: &[UnitOption]) -> Self {
        let file = File { name, options };
        let (usable, kind) = match name.unit_type() {
            UnitType::Service => (file.last("Service", "ExecStart").is_some(), Kind::Service(file.service())),
            UnitType::Timer => (file.has_section("Timer"), file.trigger("Timer", "waiting", "waiting")),
            UnitType::Path => (file.has_section("Path"), file.trigger("Path", "waiting", "running")),
            UnitType::Socket => {
                (file.has_section("Socket"), file.trigger("Socket", "listening", "listening"))
            }
            UnitType::Mount => (file.mount_fits_name(), Kind::Instant { sub: "mounted" }),
            UnitType::Automount => (file.has_section("Automount"), Kind::Instant { sub: "waiting" }),
            UnitType::Swap | UnitType::Target | UnitType::Slice => (true, Kind::Instant { sub: "active" }),
            UnitType::Device => (true, Kind::Instant { sub: "plugged" }),
            _ => (true, Kind::Instant { sub: "running" }),
        };
        let preparation = file.all("Service", "ExecStartPre").map(|line| Command::read(&line)).collect();
        let polite = file.all("Service", "ExecStop").any(|line| line.contains("docker stop"));
        Self { usable, preparation, kind, stop_time: if polite { POLITE_STOP } else { SIMPLE_STOP } }
    }
}

/// The options of a unit, with systemd's way to look at them.
struct File<'a> {
    name: &'a UnitName,
    options: &'a [UnitOption],
}

impl File<'_> {
    /// All values of an option, expanded. An empty value forgets those before it, as in systemd.
    fn all(&self, section: &str, name: &str) -> impl Iterator<Item = String> + '_ {
        let mut values = Vec::new();
        for option in self.options.iter().filter(|option| option.section == section && option.name == name) {
            if option.value.is_empty() {
                values.clear();
            } else {
                values.push(specifier::expand(&option.value, self.name));
            }
        }
        values.into_iter()
    }

    fn last(&self, section: &str, name: &str) -> Option<String> {
        self.all(section, name).last()
    }

    fn has_section(&self, section: &str) -> bool {
        self.options.iter().any(|option| option.section == section)
    }

    fn service(&self) -> Service {
        let main = self.last("Service", "ExecStart").map_or(Fate::Runs, |line| Command::read(&line).fate);
        let readiness = match self.last("Service", "Type").as_deref() {
            Some("oneshot") => Readiness::Ended,
            Some("notify" | "dbus") => Readiness::Told,
            _ => Readiness::Started,
        };
        let restart = match self.last("Service", "Restart").as_deref() {
            Some("always") => Restart::Always,
            Some("on-failure" | "on-abnormal" | "on-abort") => Restart::OnFailure,
            Some("on-success") => Restart::OnSuccess,
            _ => Restart::No,
        };
        Service {
            readiness,
            remains: self.last("Service", "RemainAfterExit").is_some_and(|value| is_yes(&value)),
            main,
            restart,
            restart_pause: self
                .last("Service", "RestartSec")
                .and_then(|value| time_span(&value))
                .unwrap_or(Duration::from_millis(100)),
        }
    }

    fn trigger(&self, section: &str, idle: &'static str, busy: &'static str) -> Kind {
        let own = if section == "Socket" { "Service" } else { "Unit" };
        let service =
            self.last(section, own).unwrap_or_else(|| format!("{}.service", self.name.without_type()));
        Kind::Trigger { service, idle, busy }
    }

    /// systemd insists that `/var/data` is mounted by `var-data.mount`.
    fn mount_fits_name(&self) -> bool {
        let place = self.last("Mount", "Where").unwrap_or_default();
        self.last("Mount", "What").is_some()
            && place.trim_matches('/').replace('/', "-") == self.name.without_type()
    }
}

fn is_yes(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "yes" | "true" | "1" | "on" | "y" | "t")
}
