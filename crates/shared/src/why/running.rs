//! What is said of a unit that has a machine and is not active there: its machine's silence, and systemd's words.
//!
//! systemd's words grow with its versions: those not known here are passed on as they are.

use fleet::{DesiredState, MachineId, UnitType};

use super::Subject;
use super::scene::Scene;
use super::service::Service;
use super::words::{Said, clip};
use crate::view::StateRow;

/// The longest name that systemd loads; Fleet takes one byte more.
const LONGEST_NAME: usize = 255;
/// An agent looks every 5 s and publishes every second; a machine that is silent for so long is lost to Fleet.
pub(super) const REPORTED_WITHIN_MS: u64 = 30_000;
/// Stopping may take 90 s before systemd kills.
const REPLACED_WITHIN_MS: u64 = 120_000;
/// An agent starts in its next pass what it has loaded.
const STARTED_WITHIN_MS: u64 = 10_000;

pub(super) fn said(scene: &Scene<'_>, subject: Subject<'_>, machine: &MachineId) -> Option<Said> {
    let row = subject.row;
    let Some(number) = scene.cluster.machine(machine) else {
        // No row tells since when it is gone, so that nothing is said of how long the engine takes.
        let gone = clip(machine.short(), 16);
        return Some(Said::new(format!("its machine {gone} is gone: Fleet's engine has to move it")).note(
            "Fleet's engine looks every 2 s, and takes a machine for lost 30 s after its last sign of life.",
        ));
    };
    let place = scene.label(number);
    match row.states.iter().find(|state| state.machine.is_none()) {
        Some(state) => of_state(scene, subject, state, place),
        None => Some(unreported(scene, subject, place)),
    }
}

/// No machine says anything of it yet.
pub(super) fn unreported(scene: &Scene<'_>, subject: Subject<'_>, place: &str) -> Said {
    if let Some(said) = never(subject) {
        return said;
    }
    let until_ms = subject.row.since_ms.saturating_add(REPORTED_WITHIN_MS);
    if scene.now_ms <= until_ms {
        return Said::until(until_ms, format!("{place} has not reported on it yet: it looks every 5 s"));
    }
    Said::new(format!("{place} does not report on it: its agent seems not to answer"))
        .note("Fleet takes a machine for lost 30 s after its last sign of life, and moves its units then.")
}

/// What systemd will never load, wherever it is.
fn never(subject: Subject<'_>) -> Option<Said> {
    let name = &subject.row.name;
    if name.is_template() && subject.row.desired == DesiredState::Launched {
        let instance = format!("{}@1.{}", name.prefix(), name.unit_type());
        return Some(
            Said::new("it is a template, which systemd refuses to start")
                .note(format!("Launch an instance of it instead, such as {instance}.")),
        );
    }
    (name.as_str().len() > LONGEST_NAME).then(|| {
        Said::new(format!("its name has {} bytes; systemd loads at most 255", name.as_str().len()))
            .note("Remove it, and launch it under a shorter name.")
    })
}

/// What a machine's systemd says of it; nothing if all is as it should be.
pub(super) fn of_state(
    scene: &Scene<'_>,
    subject: Subject<'_>,
    state: &StateRow,
    place: &str,
) -> Option<Said> {
    let row = subject.row;
    if let Some(said) = of_load(state, place) {
        return Some(said);
    }
    if subject.is_outdated {
        let until_ms = row.since_ms.saturating_add(REPLACED_WITHIN_MS);
        return Some(if scene.now_ms <= until_ms {
            Said::until(until_ms, "still has its previous options; Fleet is replacing it")
        } else {
            Said::new("still has its previous options; Fleet has not replaced it")
        });
    }
    let active = state.active.as_str();
    match (row.desired, active) {
        (DesiredState::Launched, _) => of_launched(scene, subject, state, place),
        (_, "active" | "reloading" | "activating") => {
            Some(Said::new("wanted loaded only: it is being stopped"))
        }
        (_, "deactivating") => Some(stopping(state)),
        _ => None,
    }
}

fn of_load(state: &StateRow, place: &str) -> Option<Said> {
    Some(match state.load.as_str() {
        "loaded" | "" => return None,
        load @ ("bad-setting" | "error") => Said::new(format!("systemd can't use its unit file ({load})"))
            .note("Look for a service without ExecStart, a program without its whole path, an unbalanced quotation mark, or a value that systemd does not know."),
        "not-found" => Said::new("systemd does not find its unit file (not-found)")
            .note("Somebody removed the file on the machine, or a unit that this one needs is not there."),
        "masked" => Said::new(format!("it is masked: an administrator of {place} forbids it"))
            .note("A unit of that name is disabled on the machine itself (systemctl unmask allows it again)."),
        other => Said::new(format!("systemd can't use its unit file ({})", clip(other, 24))),
    })
}

fn of_launched(scene: &Scene<'_>, subject: Subject<'_>, state: &StateRow, place: &str) -> Option<Said> {
    Some(match state.active.as_str() {
        "active" | "reloading" => return None,
        "failed" => failed(subject, place),
        "inactive" => inactive(scene, subject, place),
        "activating" => activating(subject, state),
        "deactivating" => stopping(state),
        other => Said::new(format!("systemd says {}, {}", clip(other, 20), clip(&state.sub, 24))),
    })
}

fn failed(subject: Subject<'_>, place: &str) -> Said {
    let said = if subject.row.name.unit_type() != UnitType::Service {
        Said::new("it failed; Fleet never starts a unit again by itself")
    } else {
        match Service(subject.options).restart() {
            Some(restart @ ("always" | "on-failure")) => {
                Said::new(format!("failed too often: systemd gave up (Restart={restart})"))
            }
            // The others cover some ways to fail and not the rest; which it was is not told.
            Some(restart) => Said::new(format!(
                "its process failed, and Restart={} does not cover that",
                clip(restart, 16)
            )),
            None => Said::new("its process failed, and no Restart= starts it again").note(
                "Fleet never starts a failed unit again; systemd does, if its [Service] has Restart=on-failure or \
                 Restart=always.",
            ),
        }
    };
    said.note(format!("What it printed is in the log of {place} (journalctl -u {}).", subject.row.name))
}

fn inactive(scene: &Scene<'_>, subject: Subject<'_>, place: &str) -> Said {
    let row = subject.row;
    if row.current != DesiredState::Launched {
        let until_ms = row.since_ms.saturating_add(STARTED_WITHIN_MS);
        if scene.now_ms <= until_ms {
            return Said::until(until_ms, "loaded; its machine starts it in its next pass");
        }
        return Said::new(format!("loaded on {place}, whose agent has not started it"));
    }
    if row.name.unit_type() != UnitType::Service {
        return Said::new("it was stopped on its machine; Fleet does not start it again");
    }
    if Service(subject.options).kind() == "oneshot" {
        return Said::new("has run to its end, as a oneshot does")
            .note("With RemainAfterExit=yes it counts as active after that.");
    }
    Said::new("ended without an error or was stopped by hand; nothing starts it again")
        .note("Fleet never starts a unit again that has ended. systemd does after any end, if its [Service] has Restart=always.")
        .note(format!("What it printed is in the log of {place} (journalctl -u {}).", row.name))
}

fn activating(subject: Subject<'_>, state: &StateRow) -> Said {
    let service = Service(subject.options);
    match state.sub.as_str() {
        "start-pre" if service.pulls() => Said::new(format!("pulling its image, {}", service.start_limit())),
        "start-pre" => Said::new(format!("its ExecStartPre is running, {}", service.start_limit())),
        "start-post" => Said::new(format!("its ExecStartPost is running, {}", service.start_limit())),
        sub if sub.starts_with("auto-restart") => {
            let restart = clip(service.restart().unwrap_or("yes"), 16);
            Said::new(format!("keeps ending; systemd starts it again (Restart={restart})"))
        }
        "start" => match service.kind() {
            "notify" => Said::new("waits until the program says it is ready (Type=notify)"),
            "forking" => Said::new("waits until it went to the background (Type=forking)"),
            "oneshot" => Said::new("running; a oneshot becomes active when it is done"),
            _ => Said::new(format!("systemd is starting it, {}", service.start_limit())),
        },
        other => Said::new(format!("systemd is starting it ({})", clip(other, 24))),
    }
}

fn stopping(state: &StateRow) -> Said {
    match state.sub.as_str() {
        "stop" => Said::new("is stopping: its ExecStop is running"),
        "stop-post" => Said::new("is stopping: its ExecStopPost is running"),
        other => Said::new(format!("is stopping ({})", clip(other, 24))),
    }
}
