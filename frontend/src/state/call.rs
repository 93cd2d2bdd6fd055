//! One call that a form or a question makes: not twice at once, and what it said if it did not work.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Answer, Failure};

/// The call of a form or a question.
#[derive(Clone, Copy)]
pub struct Call {
    /// While it is under way.
    pub busy: RwSignal<bool>,
    /// Why it did not work.
    pub error: RwSignal<Option<String>>,
}

impl Call {
    /// None was made yet.
    pub fn idle() -> Self {
        Self { busy: RwSignal::new(false), error: RwSignal::new(None) }
    }

    /// Makes it, and hands on what it gave; nothing while one is under way.
    pub fn make<T: 'static>(
        self,
        call: impl Future<Output = Answer<T>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.make_or(call, done, |_| false);
    }

    /// The same; `beside` says a failure beside the field that it is about, and whether it did.
    pub fn make_or<T: 'static>(
        self,
        call: impl Future<Output = Answer<T>> + 'static,
        done: impl FnOnce(T) + 'static,
        beside: impl FnOnce(&Failure) -> bool + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            match call.await {
                Ok(value) => done(value),
                Err(failure) => {
                    if !beside(&failure) {
                        self.error.try_set(Some(failure.message()));
                    }
                }
            }
            self.busy.try_set(false);
        });
    }
}

/// Says beside a field what is wrong with it, and whether anything is.
pub fn beside(field: RwSignal<Option<String>>, name: &'static str) -> impl FnOnce(&Failure) -> bool {
    move |failure| {
        let wrong = failure.field(name);
        let said = wrong.is_some();
        field.try_set(wrong);
        said
    }
}
