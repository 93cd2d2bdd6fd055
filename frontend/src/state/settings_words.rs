//! An app's settings in words. Pure.

use shared::deployment::{AppSettings, Approval, Gate, OnFailure, ProbeKind, ProbePort, Strategy};
use shared::plan::MAX_COUNT;

/// All of them, as names and values.
pub fn all(settings: &AppSettings) -> Vec<(&'static str, String)> {
    let mut all = vec![
        (say::app_settings::instances(), instances(settings)),
        (say::app_settings::strategy(), strategy(&settings.strategy)),
        (say::app_settings::gate(), gate(&settings.gate)),
        (say::app_settings::limits(), limits(settings)),
        (say::app_settings::when_failing(), on_failure(settings.on_failure).to_owned()),
        (say::app_settings::old_instances(), kept(settings.keep_old_s)),
    ];
    if !settings.companions.is_empty() {
        let names: Vec<&str> = settings.companions.iter().map(|app| app.as_str()).collect();
        all.push((say::app_settings::companions(), names.join(", ")));
    }
    if settings.protected {
        all.push((say::app_settings::protected(), say::app_settings::protected_means().to_owned()));
    }
    if settings.approval == Approval::SecondPerson {
        all.push((say::app_settings::approval(), say::app_settings::approval_means().to_owned()));
    }
    if !settings.freezes.is_empty() {
        all.push((say::app_settings::freezes(), say::app_settings::freezes_count(settings.freezes.len())));
    }
    all
}

fn instances(settings: &AppSettings) -> String {
    let mut words = say::app_settings::wanted(&settings.wanted);
    if settings.min > 0 {
        words = format!("{words}, {}", say::app_settings::wanted_min(&settings.min));
    }
    if settings.max != MAX_COUNT {
        words = format!("{words}, {}", say::app_settings::wanted_max(&settings.max));
    }
    words
}

/// A strategy's name, as it stands in choices.
pub fn name(strategy: &Strategy) -> &'static str {
    match strategy {
        Strategy::Rolling { .. } => say::app_settings::rolling(),
        Strategy::BlueGreen => say::app_settings::blue_green(),
        Strategy::Recreate => say::app_settings::recreate(),
        Strategy::Canary { .. } => say::app_settings::canary(),
    }
}

/// "Rolling: 2 at a time, up to 1 more than wanted".
pub fn strategy(strategy: &Strategy) -> String {
    let pace = |batch: u32, surge: u32| match surge {
        0 => say::app_settings::pace_old_first(&batch),
        _ => say::app_settings::pace_more(&batch, &surge),
    };
    let means = match *strategy {
        Strategy::Rolling { batch, surge } => pace(batch, surge),
        Strategy::BlueGreen => say::app_settings::blue_green_means().to_owned(),
        Strategy::Recreate => say::app_settings::recreate_means().to_owned(),
        Strategy::Canary { count, bake_s, batch, surge } => {
            let until = match bake_s {
                Some(bake_s) => say::app_settings::canary_watched(&seconds(bake_s)),
                None => say::app_settings::canary_until_said().to_owned(),
            };
            say::app_settings::canary_means(&count, &until, &pace(batch, surge))
        }
    };
    format!("{}: {means}", name(strategy))
}

/// "active for 5 s, and answers GET /healthz at port 8080 within 2 s".
pub fn gate(gate: &Gate) -> String {
    let steady = match gate.steady_s {
        0 => say::app_settings::gate_active().to_owned(),
        steady_s => say::app_settings::gate_steady(&seconds(steady_s)),
    };
    let Some(probe) = &gate.probe else { return steady };
    let asks = match &probe.kind {
        ProbeKind::Tcp {} => say::app_settings::gate_tcp().to_owned(),
        ProbeKind::Http { path, status: None } => say::app_settings::gate_http(path),
        ProbeKind::Http { path, status: Some(status) } => say::app_settings::gate_http_status(path, status),
    };
    let port = match probe.port {
        ProbePort::Fixed(port) => say::app_settings::gate_port(&port),
        ProbePort::Published => say::app_settings::gate_published().to_owned(),
    };
    let within = match probe.timeout_ms {
        ms if ms.is_multiple_of(1_000) => seconds(ms / 1_000),
        ms => format!("{ms} ms"),
    };
    say::app_settings::gate_probe(&steady, &asks, &port, &within)
}

fn limits(settings: &AppSettings) -> String {
    say::app_settings::limits_both(&seconds(settings.step_limit_s), &seconds(settings.deadline_s))
}

/// What it does when it can't go on.
pub fn on_failure(on_failure: OnFailure) -> &'static str {
    match on_failure {
        OnFailure::Pause => say::app_settings::failing_pause(),
        OnFailure::Abort => say::app_settings::failing_abort(),
        OnFailure::RollBack => say::app_settings::failing_roll_back(),
    }
}

fn kept(keep_old_s: u32) -> String {
    match keep_old_s {
        0 => say::app_settings::old_removed().to_owned(),
        keep_old_s => say::app_settings::old_kept(&seconds(keep_old_s)),
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
