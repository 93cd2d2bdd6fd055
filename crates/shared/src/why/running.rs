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
        return Some(Said::new(say::server::why::machine_gone(&gone)).note(say::server::why::engine_looks()));
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
        return Said::until(until_ms, say::server::why::not_reported_yet(&place));
    }
    Said::new(say::server::why::not_reported(&place)).note(say::server::why::taken_for_lost())
}

/// What systemd will never load, wherever it is.
fn never(subject: Subject<'_>) -> Option<Said> {
    let name = &subject.row.name;
    if name.is_template() && subject.row.desired == DesiredState::Launched {
        let instance = format!("{}@1.{}", name.prefix(), name.unit_type());
        return Some(
            Said::new(say::server::why::is_template()).note(say::server::why::launch_instance(&instance)),
        );
    }
    (name.as_str().len() > LONGEST_NAME).then(|| {
        Said::new(say::server::why::name_long(&name.as_str().len())).note(say::server::why::launch_shorter())
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
            Said::until(until_ms, say::server::why::previous_being_replaced())
        } else {
            Said::new(say::server::why::previous_not_replaced())
        });
    }
    let active = state.active.as_str();
    match (row.desired, active) {
        (DesiredState::Launched, _) => of_launched(scene, subject, state, place),
        (_, "active" | "reloading" | "activating") => Some(Said::new(say::server::why::loaded_only())),
        (_, "deactivating") => Some(stopping(state)),
        _ => None,
    }
}

fn of_load(state: &StateRow, place: &str) -> Option<Said> {
    Some(match state.load.as_str() {
        "loaded" | "" => return None,
        load @ ("bad-setting" | "error") => {
            Said::new(say::server::why::file_unfit(&load)).note(say::server::why::look_at_file())
        }
        "not-found" => Said::new(say::server::why::file_not_found()).note(say::server::why::file_removed()),
        "masked" => Said::new(say::server::why::is_masked(&place)).note(say::server::why::unmask()),
        other => Said::new(say::server::why::file_unfit(&clip(other, 24))),
    })
}

fn of_launched(scene: &Scene<'_>, subject: Subject<'_>, state: &StateRow, place: &str) -> Option<Said> {
    Some(match state.active.as_str() {
        "active" | "reloading" => return None,
        "failed" => failed(subject, place),
        "inactive" => inactive(scene, subject, place),
        "activating" => activating(subject, state),
        "deactivating" => stopping(state),
        other => Said::new(say::server::why::systemd_says(&clip(other, 20), &clip(&state.sub, 24))),
    })
}

fn failed(subject: Subject<'_>, place: &str) -> Said {
    let said = if subject.row.name.unit_type() != UnitType::Service {
        Said::new(say::server::why::failed_for_good())
    } else {
        match Service(subject.options).restart() {
            Some(restart @ ("always" | "on-failure")) => {
                Said::new(say::server::why::failed_too_often(&restart))
            }
            // The others cover some ways to fail and not the rest; which it was is not told.
            Some(restart) => Said::new(say::server::why::restart_does_not_cover(&clip(restart, 16))),
            None => Said::new(say::server::why::no_restart()).note(say::server::why::restart_wanted()),
        }
    };
    said.note(say::server::why::see_journal(&place, &subject.row.name))
}

fn inactive(scene: &Scene<'_>, subject: Subject<'_>, place: &str) -> Said {
    let row = subject.row;
    if row.current != DesiredState::Launched {
        let until_ms = row.since_ms.saturating_add(STARTED_WITHIN_MS);
        if scene.now_ms <= until_ms {
            return Said::until(until_ms, say::server::why::starts_in_next_pass());
        }
        return Said::new(say::server::why::loaded_not_started(&place));
    }
    if row.name.unit_type() != UnitType::Service {
        return Said::new(say::server::why::stopped_there());
    }
    if Service(subject.options).kind() == "oneshot" {
        return Said::new(say::server::why::ran_to_its_end()).note(say::server::why::remain_after_exit());
    }
    Said::new(say::server::why::ended())
        .note(say::server::why::restart_always_wanted())
        .note(say::server::why::see_journal(&place, &row.name))
}

fn activating(subject: Subject<'_>, state: &StateRow) -> Said {
    let service = Service(subject.options);
    match state.sub.as_str() {
        "start-pre" if service.pulls() => Said::new(say::server::why::pulling(&service.start_limit())),
        "start-pre" => Said::new(say::server::why::start_pre(&service.start_limit())),
        "start-post" => Said::new(say::server::why::start_post(&service.start_limit())),
        sub if sub.starts_with("auto-restart") => {
            let restart = clip(service.restart().unwrap_or("yes"), 16);
            Said::new(say::server::why::keeps_ending(&restart))
        }
        "start" => match service.kind() {
            "notify" => Said::new(say::server::why::waits_notify()),
            "forking" => Said::new(say::server::why::waits_forking()),
            "oneshot" => Said::new(say::server::why::oneshot_running()),
            _ => Said::new(say::server::why::being_started(&service.start_limit())),
        },
        other => Said::new(say::server::why::being_started_in(&clip(other, 24))),
    }
}

fn stopping(state: &StateRow) -> Said {
    match state.sub.as_str() {
        "stop" => Said::new(say::server::why::stopping()),
        "stop-post" => Said::new(say::server::why::stopping_post()),
        other => Said::new(say::server::why::stopping_in(&clip(other, 24))),
    }
}
