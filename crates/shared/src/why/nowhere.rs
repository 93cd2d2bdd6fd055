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
        Placing::Unexplored if memo.is_of_one => {
            Said::new(say::server::why::nobody_took()).note(say::server::why::too_much())
        }
        Placing::Unexplored => Said::new(say::server::why::nobody_took_see_page()),
        Placing::Fits(number) => {
            let until_ms = subject.row.since_ms.saturating_add(PLACED_WITHIN_MS);
            if scene.now_ms <= until_ms {
                return Said::until(until_ms, say::server::why::about_to_be_placed());
            }
            Said::new(say::server::why::would_take(&scene.label(number)))
                .note(say::server::why::is_fleetd_up())
        }
    }
}
