//! What is read once from the server, shown, and read again after a change. What is shown stays until the new is here.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Answer;
use crate::pages::problem::Failed;
use crate::state::memo::{Memo, memo};
use crate::ui::skeleton::Skeleton;

/// Something that is read.
pub struct Loaded<T: 'static> {
    value: RwSignal<Option<Result<Arc<T>, String>>>,
    /// How often it was asked for: an answer that was overtaken by a later question counts for nothing.
    asked: StoredValue<u32>,
}

impl<T: 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> Copy for Loaded<T> {}

impl<T: Send + Sync + 'static> Loaded<T> {
    /// Nothing yet.
    pub fn nothing() -> Self {
        Self { value: RwSignal::new(None), asked: StoredValue::new(0) }
    }

    /// Reads it by this call.
    pub fn read(self, call: impl Future<Output = Answer<T>> + 'static) {
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        spawn_local(async move {
            let answer = call.await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            self.value.try_set(Some(answer.map(Arc::new).map_err(|failure| failure.message())));
        });
    }

    /// What was read last, if anything; tracked.
    pub fn get(self) -> Option<Arc<T>> {
        self.value.with(|value| value.as_ref()?.as_ref().ok().cloned())
    }

    /// Draws it once it is here; until then its outline, and why it is not, with another try.
    pub fn shown(
        self,
        title: &'static str,
        again: impl Fn() + Copy + Send + Sync + 'static,
        draw: impl Fn(Arc<T>) -> AnyView + Send + Sync + 'static,
    ) -> impl IntoView {
        let retry = move |()| {
            self.value.set(None);
            again();
        };
        move || match self.value.get() {
            None => view! { <Skeleton rows=4 /> }.into_any(),
            Some(Err(reason)) => view! { <Failed title=title reason=reason on_retry=retry /> }.into_any(),
            Some(Ok(value)) => draw(value),
        }
    }

    /// The same for what is read again and again: drawn once, and told of what comes later. So nothing that is open is
    /// closed, and nothing that has the focus goes, because a minute has passed.
    pub fn followed(
        self,
        title: &'static str,
        again: impl Fn() + Copy + Send + Sync + 'static,
        draw: impl Fn(Memo<Arc<T>>) -> AnyView + Send + Sync + 'static,
    ) -> impl IntoView
    where
        T: PartialEq,
    {
        let here = memo(move || self.get().is_some());
        move || {
            let first = here.get().then(|| untrack(|| self.get())).flatten();
            match first {
                Some(first) => {
                    let last = Memo::new(move |last: Option<&Arc<T>>| {
                        self.get().unwrap_or_else(|| Arc::clone(last.unwrap_or(&first)))
                    });
                    draw(last)
                }
                None => self.shown(title, again, |_| ().into_any()).into_any(),
            }
        }
    }
}
