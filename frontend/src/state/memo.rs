//! Memos and effects of one type each, whatever they hold and whatever closure they run.
//!
//! Leptos' `Memo<T>` and `Effect::new` are generic, and each type of value and each closure copies some kilobytes of
//! machinery into the page: it was a twelfth of the first load. Here a value is kept behind `dyn Any` and the closure in
//! a box. That costs an allocation a change; for what changes thousands of times a second it would be the wrong choice,
//! and nothing here does.
//!
//! A trap of `reactive_graph` 0.2: an effect that reads first a memo that follows from another one, and then that other one
//! itself, is not run again when only the latter changes. Looking at its sources in their order, it works the second one out
//! through the first, and then takes it for unchanged. So read what others follow from first.
//!
//! A leak of it: what follows from a memo stays in that memo's list when it is gone, and keeps some hundred bytes. Rows come
//! and go all day on a display that nobody loads again, so here everything leaves those lists when it ends.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::graph::{AnySubscriber, Subscriber, ToAnySubscriber};

/// A value worked out from signals, which notifies only when it is different. Copy it freely; used like Leptos' own.
pub struct Memo<T>(ArenaMemo, PhantomData<fn() -> T>);

type ArenaMemo = leptos::prelude::Memo<Kept>;

type WorkOut = Box<dyn Fn(Option<&Kept>) -> Kept + Send + Sync>;

/// A value of any type, and how two of that type are compared.
#[derive(Clone)]
struct Kept {
    value: Arc<dyn Any + Send + Sync>,
    same: fn(&dyn Any, &dyn Any) -> bool,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&*self.value, &*other.value)
    }
}

impl<T> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    /// Works out the value from the one before, if there was one.
    pub fn new(work_out: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let kept = boxed_memo(Box::new(move |before| Kept {
            value: Arc::new(work_out(before.and_then(|kept| kept.value.downcast_ref()))),
            same: same::<T>,
        }));
        Self(kept, PhantomData)
    }
}

impl<T: Send + Sync + 'static> Memo<T> {
    /// Looks at the value; tracked.
    pub fn with<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&this(kept(self.0)))
    }

    /// Looks at the value without subscribing.
    pub fn with_untracked<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&this(kept_untracked(self.0)))
    }
}

impl<T: Clone + Send + Sync + 'static> Memo<T> {
    /// The value; tracked.
    pub fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value, without subscribing.
    pub fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }

    /// The value, without subscribing; absent once what made the memo is gone.
    pub fn try_get_untracked(&self) -> Option<T> {
        Some(T::clone(&this(self.0.try_get_untracked()?.value)))
    }
}

impl<T> Memo<T> {
    /// Subscribes without looking at the value.
    pub fn track(&self) {
        // By reading it: a memo that nobody has read is not worked out, and hears of nothing.
        drop(self.0.get());
    }
}

impl<T> Clone for Memo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Memo<T> {}

impl<T: Clone + Send + Sync + 'static> From<Memo<T>> for Signal<T> {
    fn from(memo: Memo<T>) -> Self {
        Signal::derive(move || memo.get())
    }
}

/// A value worked out from signals, which notifies only when it is different.
pub fn memo<T>(work_out: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| work_out())
}

/// Something done now and whenever a signal that it reads changes.
pub fn effect(act: impl FnMut() + 'static) {
    boxed_effect(Box::new(act));
}

fn boxed_memo(work_out: WorkOut) -> ArenaMemo {
    let memo = ArenaMemo::new(work_out);
    leave_at_the_end(ArcMemo::from(memo).to_any_subscriber());
    memo
}

fn boxed_effect(act: Box<dyn FnMut()>) {
    leave_at_the_end(Effect::new(act).to_any_subscriber());
}

/// Has what follows from others leave their lists when whatever made it ends.
fn leave_at_the_end(follower: AnySubscriber) {
    on_cleanup(move || follower.clear_sources(&follower));
}

fn kept(memo: ArenaMemo) -> Arc<dyn Any + Send + Sync> {
    memo.get().value
}

fn kept_untracked(memo: ArenaMemo) -> Arc<dyn Any + Send + Sync> {
    memo.get_untracked().value
}

/// The value as what it is.
fn this<T: Send + Sync + 'static>(kept: Arc<dyn Any + Send + Sync>) -> Arc<T> {
    #[expect(clippy::expect_used, reason = "a Memo<T> is made of values of T alone")]
    kept.downcast().expect("a memo's value has the memo's type")
}

fn same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    match (one.downcast_ref::<T>(), other.downcast_ref::<T>()) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_a_memo_that_is_gone() {
        let page = Owner::new();
        page.set();
        let source = memo(|| 5);
        let row = page.child();
        let follower = row.with(|| {
            let follows = memo(move || source.get() + 1);
            assert_eq!(follows.get(), 6);
            // Held, since nobody counts who looks at what is gone.
            ArcMemo::from(follows.0)
        });
        let in_lists = || follower.to_any_subscriber().1.weak_count();
        let before = in_lists();
        row.cleanup();
        assert_eq!(in_lists(), before - 2, "the memo's list, and what was to take it off");
    }
}
