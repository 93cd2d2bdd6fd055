//! Asking whether it is still the same person who sits there, for calls that the server does not take without.

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::api;

/// The question, while it stands, and the calls that wait for its answer.
#[derive(Clone, Copy)]
pub struct StepUp {
    asking: RwSignal<bool>,
    /// For each call: what lets it go on, and what ends it.
    waiting: StoredValue<Vec<(Function, Function)>, LocalStorage>,
}

impl StepUp {
    /// Answers for all calls from now on; hands it to everything below.
    pub fn provide() {
        let step_up = Self { asking: RwSignal::new(false), waiting: StoredValue::new_local(Vec::new()) };
        provide_context(step_up);
        api::on_step_up(move || step_up.ask());
    }

    /// Whether the question stands; tracked.
    pub fn is_asking(self) -> bool {
        self.asking.get()
    }

    fn ask(self) -> Promise {
        let promise = Promise::new(&mut |resolve, reject| {
            self.waiting.try_update_value(|waiting| waiting.push((resolve, reject)));
        });
        self.asking.set(true);
        promise
    }

    /// It is answered: all that wait go on, or end.
    pub fn answer(self, is_them: bool) {
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        self.asking.set(false);
        for (resolve, reject) in waiting {
            let settle = if is_them { resolve } else { reject };
            // Whoever waited may be gone with their page.
            let _ = settle.call0(&JsValue::NULL);
        }
    }
}

/// The question.
pub fn use_step_up() -> StepUp {
    expect_context()
}
