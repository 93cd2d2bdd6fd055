//! Lists that keep the elements of what stays.
//!
//! `<For>` is generic over items, keys and views, and each use copies several kilobytes into the page. Here all
//! lists are one.

use std::sync::Arc;

use leptos::prelude::*;

/// Draws each item; an item whose key was there before keeps its elements, and is not drawn again.
pub fn each<T>(
    items: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: fn(&T) -> String,
    draw: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Send + 'static,
{
    let draw = Arc::new(draw);
    list(Box::new(move || {
        let row = |item: T| {
            let draw = Arc::clone(&draw);
            Row { key: key(&item), draw: Box::new(move || draw(item)) }
        };
        items().into_iter().map(row).collect()
    }))
}

struct Row {
    key: String,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

fn list(rows: Box<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    view! { <For each=move || rows() key=|row| row.key.clone() children=|row: Row| (row.draw)() /> }
        .into_any()
}
