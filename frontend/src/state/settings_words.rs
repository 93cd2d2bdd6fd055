//! An app's settings in words. Pure.

use shared::deployment::{AppSettings, Approval, Gate, OnFailure, ProbeKind, ProbePort, Strategy};
use shared::plan::MAX_COUNT;

use super::words;

/// All of them, as names and values.
pub fn all(settings: &AppSettings) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("Instances", instances(settings)),
        ("Strategy", strategy(&settings.strategy)),
        ("Gate", gate(&settings.gate)),
        ("Time limits", limits(settings)),
        ("When it fails", on_failure(settings.on_failure).to_owned()),
        ("Old instances", kept(settings.keep_old_s)),
    ];
    if !settings.companions.is_empty() {
        let names: Vec<&str> = settings.companions.iter().map(|app| app.as_str()).collect();
        all.push(("Companions", names.join(", ")));
    }
    if settings.protected {
        all.push(("Protected", "removing it needs the right 'force'".to_owned()));
    }
    if settings.approval == Approval::SecondPerson {
        all.push(("Approval", "a second person approves what changes it".to_owned()));
    }
    if !settings.freezes.is_empty() {
        all.push(("Freezes", words::count(settings.freezes.len(), "freeze")));
    }
    all
}

fn instances(settings: &AppSettings) -> String {
    let least = match settings.min {
        0 => String::new(),
        min => format!(", never fewer than {min} healthy"),
    };
    let most = match settings.max {
        MAX_COUNT => String::new(),
        max => format!(", at most {max}"),
    };
    format!("{} wanted{least}{most}", settings.wanted)
}

/// A strategy's name, as it stands in choices.
pub fn name(strategy: &Strategy) -> &'static str {
    match strategy {
        Strategy::Rolling { .. } => "Rolling",
        Strategy::BlueGreen => "Blue/green",
        Strategy::Recreate => "Recreate",
        Strategy::Canary { .. } => "Canary",
    }
}

/// "Rolling: 2 at a time, up to 1 more than wanted".
pub fn strategy(strategy: &Strategy) -> String {
    let pace = |batch: u32, surge: u32| match surge {
        0 => format!("{batch} at a time, the old ones go first"),
        _ => format!("{batch} at a time, up to {surge} more than wanted"),
    };
    let name = name(strategy);
    match *strategy {
        Strategy::Rolling { batch, surge } => format!("{name}: {}", pace(batch, surge)),
        Strategy::BlueGreen => format!("{name}: all new ones start, then all old ones stop"),
        Strategy::Recreate => format!("{name}: all old ones go, then the new ones start"),
        Strategy::Canary { count, bake_s, batch, surge } => {
            let until = match bake_s {
                Some(bake_s) => format!("watched for {}", seconds(bake_s)),
                None => "until somebody says so".to_owned(),
            };
            format!("{name}: {count} first, {until}; then {}", pace(batch, surge))
        }
    }
}

/// "active for 5 s, and answers GET /healthz at port 8080 within 2 s".
pub fn gate(gate: &Gate) -> String {
    let steady = match gate.steady_s {
        0 => "active".to_owned(),
        steady_s => format!("active for {}", seconds(steady_s)),
    };
    let Some(probe) = &gate.probe else { return steady };
    let asks = match &probe.kind {
        ProbeKind::Tcp {} => "takes connections".to_owned(),
        ProbeKind::Http { path, status: None } => format!("answers GET {path}"),
        ProbeKind::Http { path, status: Some(status) } => format!("answers GET {path} with {status}"),
    };
    let port = match probe.port {
        ProbePort::Fixed(port) => format!("port {port}"),
        ProbePort::Published => "its published port".to_owned(),
    };
    let within = match probe.timeout_ms {
        ms if ms.is_multiple_of(1_000) => seconds(ms / 1_000),
        ms => format!("{ms} ms"),
    };
    format!("{steady}, and {asks} at {port} within {within}")
}

fn limits(settings: &AppSettings) -> String {
    format!("a step {}, all of it {}", seconds(settings.step_limit_s), seconds(settings.deadline_s))
}

/// What it does when it can't go on.
pub fn on_failure(on_failure: OnFailure) -> &'static str {
    match on_failure {
        OnFailure::Pause => "it pauses, and waits for somebody",
        OnFailure::Abort => "it ends there; what serves goes on serving",
        OnFailure::RollBack => "it rolls back by itself",
    }
}

fn kept(keep_old_s: u32) -> String {
    match keep_old_s {
        0 => "removed at once".to_owned(),
        keep_old_s => format!("kept stopped for {} after blue/green", seconds(keep_old_s)),
    }
}

/// A number of seconds, exactly.
pub fn seconds(s: u32) -> String {
    shared::words::seconds(u64::from(s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::deployment::Probe;

    #[test]
    fn strategies_are_sentences() {
        assert_eq!(
            strategy(&Strategy::Rolling { batch: 2, surge: 1 }),
            "Rolling: 2 at a time, up to 1 more than wanted"
        );
        assert_eq!(
            strategy(&Strategy::Rolling { batch: 1, surge: 0 }),
            "Rolling: 1 at a time, the old ones go first"
        );
        assert_eq!(
            strategy(&Strategy::Canary { count: 1, bake_s: Some(90), batch: 1, surge: 1 }),
            "Canary: 1 first, watched for 1 min 30 s; then 1 at a time, up to 1 more than wanted"
        );
    }

    #[test]
    fn gates_say_what_must_hold() {
        let plain = Gate { steady_s: 0, probe: None };
        assert_eq!(gate(&plain), "active");
        let probe = Probe {
            kind: ProbeKind::Http { path: "/healthz".into(), status: Some(204) },
            port: ProbePort::Published,
            timeout_ms: 2_000,
        };
        assert_eq!(
            gate(&Gate { steady_s: 5, probe: Some(probe) }),
            "active for 5 s, and answers GET /healthz with 204 at its published port within 2 s"
        );
    }

    #[test]
    fn what_is_usual_is_not_said() {
        let words = all(&AppSettings { wanted: 3, ..AppSettings::default() });
        assert_eq!(words[0], ("Instances", "3 wanted".to_owned()));
        assert_eq!(words.len(), 6);
        let strict = AppSettings { min: 2, max: 5, protected: true, ..AppSettings::default() };
        assert_eq!(all(&strict)[0].1, "1 wanted, never fewer than 2 healthy, at most 5");
        assert_eq!(all(&strict).last().unwrap().0, "Protected");
    }
}
