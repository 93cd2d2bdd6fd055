//! What is said of a unit that is wanted and on no machine.

use super::scene::{Memo, Scene};
use super::words::Said;
use super::{Subject, placing};
use placing::Placing;

/// Fleet's engine looks every 2 s, and a reading may be as old.
const PLACED_WITHIN_MS: u64 = 10_000;

pub(super) fn said<'s>(scene: &'s Scene<'_>, subject: Subject<'s>, memo: &Memo<'s>) -> Said {
    match placing::of(scene, subject.row.name.as_str(), subject.requirements, memo, &[]) {
        Placing::Nowhere(text) => Said::new(text),
        Placing::Unexplored if memo.is_of_one => Said::new("no machine has taken it")
            .note("It and others ask for so much that Quarterdeck did not look through all of it."),
        Placing::Unexplored => Said::new("no machine has taken it; its page says why"),
        Placing::Fits(number) => {
            let until_ms = subject.row.since_ms.saturating_add(PLACED_WITHIN_MS);
            if scene.now_ms <= until_ms {
                return Said::until(until_ms, "about to be placed: Fleet's engine looks every 2 s");
            }
            Said::new(format!("{} would take it, but Fleet's engine has not placed it", scene.label(number)))
                .note(
                    "One of the cluster's machines is Fleet's engine at a time. Is fleetd up on any of them?",
                )
        }
    }
}
