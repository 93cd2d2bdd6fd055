//! What keeps a display going for months without a hand on it: the screen stays lit, and the page is loaded again when it has
//! to be.
//!
//! The page is only ever loaded again once the server has answered, so that no display ends on the browser's own page for
//! servers that are away. What has to work when nothing of this code does any more stands in `index.html`: it loads a page
//! again that does not say that it lives.

use std::cell::Cell;

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, VisibilityState};

use super::time::steady_ms;
use crate::api;

/// What the page says to the watchdog in `index.html`.
const LIVES: &str = "lives";
/// Where that counts how often in a row it had to load the page again; kept over the page's own life.
const DEATHS: &str = "deaths";
/// A page that has lived for so long did not die at its start.
const WELL_MS: u64 = 5 * 60_000;
/// A page is loaded again after 6 to 12 hours, when all is well.
const LEAST_LIFE_MS: u64 = 6 * 3_600_000;
/// So long after its beginning a page that does not get what it needs is loaded again, at the earliest.
const DESPAIR_MS: u64 = 60_000;

thread_local! {
    /// Something of this page has panicked: what is drawn may stand still for ever.
    static IS_BROKEN: Cell<bool> = const { Cell::new(false) };
}

/// Keeps the page alive.
#[derive(Clone, Copy)]
pub struct Care(StoredValue<State, LocalStorage>);

struct State {
    began_ms: u64,
    life_ms: u64,
    is_well: bool,
    is_leaving: bool,
    lock: Option<JsValue>,
}

impl Care {
    /// Begins to.
    pub fn begin() -> Self {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            IS_BROKEN.set(true);
            before(panic);
        }));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 6 hours")]
        let luck_ms = (js_sys::Math::random() * 6.0 * 3_600_000.0) as u64;
        Self(StoredValue::new_local(State {
            began_ms: steady_ms(),
            life_ms: LEAST_LIFE_MS + luck_ms,
            is_well: false,
            is_leaving: false,
            lock: None,
        }))
    }

    /// Says that the page lives. `is_fresh`: what it shows is of now, so that it may be loaded again when that is due.
    pub fn lives(self, is_fresh: bool) {
        if IS_BROKEN.get() {
            return;
        }
        if let Ok(event) = Event::new(LIVES) {
            // Only a listener that cancels makes this false.
            let _ = window().dispatch_event(&event);
        }
        let lived_ms = self.lived_ms();
        let is_due = self.0.try_update_value(|state| {
            if lived_ms > WELL_MS && !std::mem::replace(&mut state.is_well, true) {
                forget_deaths();
            }
            lived_ms > state.life_ms
        });
        if is_due == Some(true) && is_fresh {
            self.reload();
        }
    }

    /// Loads the page again, once the server answers; nothing if it does not.
    pub fn reload(self) {
        if self.0.try_update_value(|state| std::mem::replace(&mut state.is_leaving, true)) != Some(false) {
            return;
        }
        spawn_local(async move {
            if api::answers().await {
                drop(window().location().reload());
            }
            // Not gone a while later: asked for again when there is reason to.
            self.0.try_update_value(|state| state.is_leaving = false);
        });
    }

    /// The same for a page that goes on but does not get what it needs, and not at once: it would go in circles.
    pub fn reload_in_despair(self) {
        if self.lived_ms() > DESPAIR_MS {
            self.reload();
        }
    }

    /// Has the display stay lit, if the browser knows how; asked again, since a page that is hidden for a moment loses it.
    pub fn keep_lit(self) {
        let held = self.0.try_with_value(|state| {
            let released = Reflect::get(state.lock.as_ref()?, &"released".into()).ok()?;
            (released.as_bool() == Some(false)).then_some(())
        });
        if held.flatten().is_some() || document().visibility_state() != VisibilityState::Visible {
            return;
        }
        let Some(asked) = ask_for_light() else { return };
        spawn_local(async move {
            // Refused, over http for one: the display's own settings then decide.
            if let Ok(lock) = JsFuture::from(asked).await {
                self.0.try_update_value(|state| state.lock = Some(lock));
            }
        });
    }

    fn lived_ms(self) -> u64 {
        self.0.try_with_value(|state| steady_ms().saturating_sub(state.began_ms)).unwrap_or(0)
    }
}

fn ask_for_light() -> Option<Promise> {
    let lock = Reflect::get(&window().navigator(), &"wakeLock".into()).ok()?;
    let request = Reflect::get(&lock, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
    Reflect::apply(&request, &lock, &Array::of1(&"screen".into())).ok()?.dyn_into().ok()
}

fn forget_deaths() {
    if let Ok(Some(storage)) = window().session_storage() {
        // Then the next death counts as one more.
        let _ = storage.remove_item(DEATHS);
    }
}
