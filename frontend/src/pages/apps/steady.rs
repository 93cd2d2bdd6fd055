//! Rows neither come nor go under a pointer that is about to press one: while it moves over the list, and for a moment
//! after, the list stays as it is. What it counts is told above it all the while.

use leptos::prelude::*;

use crate::state::clock::{Clock, use_clock};
use crate::state::memo::Memo;

/// The pointer rests for so long before rows may move again.
const RESTS_MS: u64 = 2_000;

/// When the pointer moved over the list last.
#[derive(Clone, Copy)]
pub struct Steady {
    clock: Clock,
    moved_ms: StoredValue<u64>,
}

impl Steady {
    /// It has not moved there yet.
    pub fn watch() -> Self {
        Self { clock: use_clock(), moved_ms: StoredValue::new(0) }
    }

    /// It moves there now.
    pub fn moved(self) {
        self.moved_ms.set_value(self.clock.exact_ms());
    }

    /// The same, as it was when the pointer came to the list.
    pub fn hold<T: Clone + PartialEq + Send + Sync + 'static>(self, source: Memo<T>) -> Memo<T> {
        Memo::new(move |before: Option<&T>| {
            let source = source.get();
            let moves = self.clock.exact_ms() < self.moved_ms.get_value() + RESTS_MS;
            let Some(held) = before.filter(|before| moves && **before != source) else { return source };
            // Each second anew, so that what is held back is shown once the pointer rests.
            self.clock.now_ms();
            held.clone()
        })
    }
}
