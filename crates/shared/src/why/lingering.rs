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
            Said::new(format!("Fleet can start a {unit_type} but never unload it"))
                .note("It stays until Fleet's agent on its machine starts anew."),
        );
    }
    if state.load != "loaded" {
        return Some(
            Said::new(format!("systemd can't use its unit file ({}): Fleet can't unload it", state.load))
                .note("Fleet's agent tries again and again. Somebody has to remove the file on the machine."),
        );
    }
    let until_ms = subject.row.since_ms.saturating_add(UNLOADED_WITHIN_MS);
    let runs = matches!(state.active.as_str(), "active" | "reloading" | "activating" | "deactivating");
    Some(match (scene.now_ms <= until_ms, runs) {
        (true, true) => Said::until(until_ms, "no longer wanted: it is being stopped and unloaded"),
        (true, false) => Said::until(until_ms, "no longer wanted: it is being unloaded"),
        (false, runs) => Said::new(if runs {
            "no longer wanted, but still running: its machine unloads slowly"
        } else {
            "no longer wanted, but still loaded: its machine unloads slowly"
        })
        .note("On a modern systemd Fleet's agent unloads about one unit in 5 s, and others wait behind it."),
    })
}
