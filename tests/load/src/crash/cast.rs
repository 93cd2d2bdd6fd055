//! The apps that people deploy, each with a strategy of its own, and what runs beside them.

use anyhow::Result;
use fleet::{AppName, DesiredState};
use fleet_sim::{SimHandle, UnitPut};
use shared::deployment::{AppSettings, Gate, OnFailure, Probe, ProbeKind, ProbePort, Strategy};

use super::chance::Chance;

/// The app with whose units somebody else meddles.
pub(super) const MEDDLED: &str = "meddled";
/// Instances of each app at first, and the fewest that may ever be healthy.
pub(super) const INSTANCES: u32 = 3;
const AT_LEAST: u32 = 2;
/// The longest that an instance may take to answer, in milliseconds.
pub(super) const ANSWERS_WITHIN_MS: u32 = 500;

/// Pulls its image, which takes long for some versions, and then works.
const WORKS: &str = "[Unit]\nDescription={app} {version}\n\n[Service]\n\
    ExecStartPre=/usr/bin/docker pull registry.example/{app}:{version}\n";
const RUNS: &str = "ExecStart=/bin/run {app} {version} {instance}\n";

/// Units of nobody's deployment: an app of another name that begins alike, and no app at all.
const BYSTANDERS: [&str; 3] =
    ["rolling-too:1.0.0@1.service", "rolling-too:1.0.0@2.service", "housekeeping.service"];

/// One app.
pub(super) struct Part {
    pub(super) app: AppName,
    pub(super) template: String,
    pub(super) settings: AppSettings,
    /// Whose instances its units follow: it is not deployed by itself.
    pub(super) follows: Option<AppName>,
}

/// The ports at which instances are asked, on every machine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ports {
    pub(super) http: u16,
    pub(super) tcp: u16,
}

/// All apps; one that others have for a companion comes first.
pub(super) fn all(chance: &mut Chance, ports: Ports) -> Result<Vec<Part>> {
    let rolling = |batch| Strategy::Rolling { batch, surge: 1 };
    let canary = |bake_s| Strategy::Canary { count: 1, bake_s, batch: 2, surge: 1 };
    let runs = || format!("{WORKS}{RUNS}");
    let publishes = format!(
        "{WORKS}ExecStart=/usr/bin/docker run --rm --name {{app}}-{{version}}-{{instance}} -p {}:80 registry.example/{{app}}:{{version}}\n",
        ports.http
    );
    let follows = "[Service]\nExecStart=/bin/announce {version} {instance}\n\n\
                   [X-Fleet]\nMachineOf=paired:{version}@%i.service\n";
    let http = Probe {
        kind: ProbeKind::Http { path: "/healthz".to_owned(), status: None },
        port: ProbePort::Published,
        timeout_ms: ANSWERS_WITHIN_MS,
    };
    let tcp =
        Probe { kind: ProbeKind::Tcp {}, port: ProbePort::Fixed(ports.tcp), timeout_ms: ANSWERS_WITHIN_MS };
    let mut parts = vec![Part {
        app: AppName::parse("announcer")?,
        template: follows.to_owned(),
        settings: AppSettings::default(),
        follows: Some(AppName::parse("paired")?),
    }];
    for (name, strategy, template, probe) in [
        ("rolling", rolling(1), runs(), None),
        ("batches", rolling(2), runs(), None),
        ("frugal", Strategy::Rolling { batch: 1, surge: 0 }, runs(), None),
        (MEDDLED, rolling(1), runs(), None),
        ("bluegreen", Strategy::BlueGreen, runs(), None),
        ("canary", canary(None), runs(), None),
        ("baking", canary(Some(2)), runs(), None),
        ("recreate", Strategy::Recreate, runs(), None),
        ("paired", rolling(1), runs(), None),
        ("answering", rolling(1), publishes, Some(http)),
        ("listening", Strategy::BlueGreen, runs(), Some(tcp)),
    ] {
        // Most wait for a person, who retries, leaves out, or ends it.
        let on_failure = [OnFailure::Pause, OnFailure::Pause, OnFailure::Abort, OnFailure::RollBack];
        let companions = if name == "paired" { vec![AppName::parse("announcer")?] } else { Vec::new() };
        let settings = AppSettings {
            wanted: INSTANCES,
            min: if strategy == Strategy::Recreate { 0 } else { AT_LEAST },
            max: 6,
            strategy,
            step_limit_s: if probe.is_some() { 8 } else { 20 },
            gate: Gate { steady_s: 1, probe },
            deadline_s: 180,
            on_failure: *chance.one_of(&on_failure).unwrap_or(&OnFailure::Pause),
            keep_old_s: 4,
            companions,
            ..AppSettings::default()
        };
        parts.push(Part { app: AppName::parse(name)?, template, settings, follows: None });
    }
    Ok(parts)
}

/// Puts units onto the cluster that no plan may touch, and tells their names.
pub(super) fn bystanders(fleet: &SimHandle) -> Result<Vec<String>> {
    let options = fleet::unit_file::parse("[Service]\nExecStart=/bin/run\n")?;
    for name in BYSTANDERS {
        fleet
            .put_unit(name, UnitPut::new(options.clone(), DesiredState::Launched))
            .map_err(|error| anyhow::anyhow!("{name}: {error:?}"))?;
    }
    Ok(BYSTANDERS.map(str::to_owned).to_vec())
}
