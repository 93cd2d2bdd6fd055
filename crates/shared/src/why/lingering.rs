//! What is said of a unit that is not wanted and that a machine still has.

use super::Subject;
use super::scene::Scene;
use super::words::Said;

/// Fleet's agents unload within their next pass, every 5 s.
const UNLOADED_WITHIN_MS: u64 = 30_000;

pub(super) fn said(scene: &Scene<'_>, subject: Subject<'_>) -> Option<Said> {
    let unit_type = subject.row.name.unit_type();
    let state = subject.row.states.first()?;
    if !unit_type.agent_can_unload() {
        return Some(
            Said::new(say::server::why::never_unloaded(&unit_type)).note(say::server::why::stays_until()),
        );
    }
    if state.load != "loaded" {
        return Some(
            Said::new(say::server::why::cannot_unload(&state.load)).note(say::server::why::remove_the_file()),
        );
    }
    let until_ms = subject.row.since_ms.saturating_add(UNLOADED_WITHIN_MS);
    let runs = matches!(state.active.as_str(), "active" | "reloading" | "activating" | "deactivating");
    Some(match (scene.now_ms <= until_ms, runs) {
        (true, true) => Said::until(until_ms, say::server::why::being_stopped()),
        (true, false) => Said::until(until_ms, say::server::why::being_unloaded()),
        (false, runs) => {
            Said::new(if runs { say::server::why::still_running() } else { say::server::why::still_loaded() })
                .note(say::server::why::unloads_slowly())
        }
    })
}
