//! Memos and effects whose closures share one type.
//!
//! `Memo::new` and `Effect::new` are generic over the closure, and each use copies some kilobyte of machinery into
//! the page. These box the closure: one copy for each type of value. For what changes thousands of times a second
//! they would be the wrong choice; nothing here does.

use leptos::prelude::*;

/// A value worked out from signals, which notifies only when it is different.
pub fn memo<T>(work_out: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    boxed_memo(Box::new(work_out))
}

/// Something done now and whenever a signal that it reads changes.
pub fn effect(act: impl FnMut() + 'static) {
    boxed_effect(Box::new(act));
}

fn boxed_memo<T>(work_out: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| work_out())
}

fn boxed_effect(act: Box<dyn FnMut()>) {
    Effect::new(act);
}
