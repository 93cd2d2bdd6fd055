//! Rows neither come, go nor move under a pointer that is about to press one: while it is over them they stay as they are,
//! and a button says how many changes wait. Whoever presses anything, takes the pointer away or lets it rest sees them.

use std::collections::HashSet;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::state::clock::use_clock;
use crate::state::memo::effect;

/// What is around rows that stay while the pointer is over it.
const ROWS: &str = ".holds-still";

/// A pointer that was not moved for so long was left there: nobody is about to press anything.
const RESTS_MS: u64 = 30_000;

/// Whether rows stay as they are.
#[derive(Clone, Copy)]
pub struct Steady(RwSignal<bool>);

impl Steady {
    /// They don't, as long as nobody watches the pointer.
    pub fn unwatched() -> Self {
        Self(RwSignal::new(false))
    }

    /// They do while the pointer is over them.
    pub fn watched() -> Self {
        let steady = Self::unwatched();
        steady.watch();
        steady
    }

    /// Whether they stay; tracked.
    pub fn holds(self) -> bool {
        self.0.get()
    }

    /// The same; not tracked.
    pub fn holds_untracked(self) -> bool {
        self.0.get_untracked()
    }

    /// Follows the pointer from now on. A finger is not followed: it is over what it presses, and nowhere before.
    pub fn watch(self) {
        let clock = use_clock();
        let moved_ms = StoredValue::new(0_u64);
        let moved = window_event_listener(ev::pointermove, move |event| {
            let is_over = event.pointer_type() != "touch" && is_over_rows(&event);
            // The rows scrolled away under it, to what a key has gone to perhaps: nobody took it away.
            let stands = (event.movement_x(), event.movement_y()) == (0, 0);
            if stands && !is_over {
                return;
            }
            if is_over {
                moved_ms.set_value(clock.exact_ms());
            }
            self.set(is_over);
        });
        // Who goes on by keys, to the button perhaps, is still there.
        let typed = window_event_listener(ev::keydown, move |_| moved_ms.set_value(clock.exact_ms()));
        let pressed = window_event_listener(ev::click, move |_| self.set(false));
        on_cleanup(move || {
            moved.remove();
            typed.remove();
            pressed.remove();
        });
        effect(move || {
            if self.holds() && clock.now_ms() > moved_ms.get_value() + RESTS_MS {
                self.set(false);
            }
        });
    }

    fn set(self, holds: bool) {
        if self.0.try_get_untracked().is_some_and(|held| held != holds) {
            self.0.set(holds);
        }
    }
}

fn is_over_rows(event: &web_sys::Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    // A selector that is wrong is refused; this is one.
    element.is_some_and(|element| matches!(element.closest(ROWS), Ok(Some(_))))
}

/// How many rows came, left or moved, from those that stand to those that should. Pure.
pub fn apart(stand: &[&str], should: &[&str]) -> usize {
    let standing: HashSet<&str> = stand.iter().copied().collect();
    let wanted: HashSet<&str> = should.iter().copied().collect();
    let staying = stand.iter().filter(|name| wanted.contains(**name));
    let kept = should.iter().filter(|name| standing.contains(**name));
    let moved = staying.clone().zip(kept).filter(|(stands, should)| stands != should).count();
    let stay = staying.count();
    (stand.len() - stay) + (should.len() - stay) + moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_left_or_moved_is_counted() {
        assert_eq!(apart(&["a", "b"], &["a", "b"]), 0);
        assert_eq!(apart(&["b", "c"], &["a", "c"]), 2, "one came and one left");
        assert_eq!(apart(&["a", "b", "c"], &["b", "a", "c"]), 2, "two changed places");
        assert_eq!(apart(&[], &["a"]), 1);
    }
}
