//! Ids for elements that refer to each other (`for`, `aria-describedby`).

use std::cell::Cell;

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element of the page has, beginning with a readable part.
pub fn unique(stem: &str) -> String {
    let n = NEXT.with(|next| {
        next.set(next.get() + 1);
        next.get()
    });
    format!("{stem}-{n}")
}
