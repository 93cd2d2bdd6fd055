//! Lists that keep the elements of what stays.
//!
//! `<For>` is generic over items, keys and views, and each use copies several kilobytes into the page. Here all
//! lists are one.
//!
//! `<For>` also leaks: an owner keeps a place for every child that it ever had, and the owner of a list lives as long as
//! the page. A wall display turns its pages all day. Here rows belong to a nursery, and every so many rows get a new one;
//! a nursery goes with its last row.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use leptos::tachys::reactive_graph::OwnedView;
use leptos::tachys::view::keyed::keyed;

/// So many rows belong to one nursery.
const MOST: usize = 256;

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
    let nurseries = Arc::new(Nurseries::of(Owner::current().unwrap_or_default()));
    let list = move || {
        let nurseries = Arc::clone(&nurseries);
        let draw = move |_, row: Row| {
            let owner = nurseries.row();
            let view = owner.with(row.draw);
            (drop::<usize> as fn(usize), OwnedView::new_with_owner(view, owner))
        };
        keyed(rows(), |row| row.key.clone(), draw)
    };
    list.into_any()
}

/// Where the owners of a list's rows come from.
struct Nurseries {
    list: Owner,
    /// The one that takes rows now, and how many it has had.
    open: Mutex<(Owner, usize)>,
}

impl Nurseries {
    fn of(list: Owner) -> Self {
        let open = Mutex::new((list.with(Owner::new), 0));
        Self { list, open }
    }

    /// An owner for one row. What it was born in stays as long as the row does, for the row's contexts.
    fn row(&self) -> Owner {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.1 == MOST {
            *open = (self.list.with(Owner::new), 0);
        }
        open.1 += 1;
        let nursery = open.0.clone();
        let row = nursery.with(Owner::new);
        row.with(|| on_cleanup(move || drop(nursery)));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_rows_that_come_and_go_the_list_keeps_next_to_nothing() {
        let list = Owner::new();
        let nurseries = Nurseries::of(list.clone());
        let kept = nurseries.row();
        kept.with(|| provide_context(5_u8));
        for _ in 0..100 * MOST {
            let row = nurseries.row();
            assert!(row.with(use_context::<u8>).is_none(), "rows see nothing of each other");
        }
        assert_eq!(kept.with(use_context::<u8>), Some(5), "a row that stays is whole");
        let debug = format!("{:?}", nurseries.list);
        let places = debug.matches("(Weak)").count();
        assert!(places <= 110, "the list has a place for each nursery and none for each row: {places}");
    }

    #[test]
    fn rows_see_what_the_list_sees_and_end_with_it() {
        let list = Owner::new();
        list.with(|| provide_context(7_u8));
        let nurseries = Nurseries::of(list.clone());
        let rows: Vec<Owner> = (0..MOST + 1).map(|_| nurseries.row()).collect();
        let ended = Arc::new(Mutex::new(0));
        for row in &rows {
            assert_eq!(row.with(use_context::<u8>), Some(7));
            let ended = Arc::clone(&ended);
            row.with(|| on_cleanup(move || *ended.lock().unwrap() += 1));
        }
        list.cleanup();
        assert_eq!(*ended.lock().unwrap(), MOST + 1);
    }
}
