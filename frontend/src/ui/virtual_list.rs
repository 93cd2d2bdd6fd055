//! A list of any length of which only the rows in view exist. The page scrolls, not the list.
//!
//! All rows have the height that the style sheet gives them (`--vrow`); this module only says how many there are
//! (`--rows`) and where each stands (`--at`), through the CSSOM, as the content policy demands.

use std::hash::Hash;
use std::ops::Range;
use std::sync::Arc;

use crate::state::memo::{Memo, effect, memo};
use leptos::prelude::*;
use leptos::{ev, html};

/// Rows kept above and below the window, so that scrolling and tabbing find them there.
const OVERSCAN: usize = 12;
/// Before anything was measured.
const FIRST_ROWS: usize = 40;

/// The rows that must exist. `top_px` is where the list begins, seen from the top of the window (negative when it
/// is scrolled past).
pub fn rows_in_view(rows: usize, row_px: f64, top_px: f64, window_px: f64) -> Range<usize> {
    if row_px <= 0.0 {
        return 0..rows.min(FIRST_ROWS);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to be positive; a list is short of 2^32 rows"
    )]
    let above = ((-top_px / row_px).floor().max(0.0)) as usize;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as above")]
    let fit = ((window_px / row_px).ceil().max(0.0)) as usize + 1;
    let first = above.saturating_sub(OVERSCAN).min(rows);
    let last = above.saturating_add(fit + OVERSCAN).min(rows);
    first..last
}

/// A windowed table. `head` draws the header row's cells' row (`.vlist-head`), `row` the cells of one row.
#[component]
pub fn VirtualList<T, K, V>(
    /// All rows.
    #[prop(into)]
    items: Signal<Arc<Vec<T>>>,
    /// What a row is known by.
    key: fn(&T) -> K,
    /// What the list holds, as its accessible name.
    #[prop(into)]
    label: String,
    /// The header: `<div class="vlist-head" role="row" aria-rowindex="1">` with its `columnheader`s.
    head: AnyView,
    /// Draws the cells of one row (`role="cell"`). Its signal follows the row while it exists.
    row: fn(Signal<T>) -> V,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let body = NodeRef::<html::Div>::new();
    let count = memo(move || items.with(|items| items.len()));
    let range = RwSignal::new(0..FIRST_ROWS);
    let measure = move || {
        let Some(body) = body.get_untracked() else { return };
        let count = count.get_untracked();
        let place = body.get_bounding_client_rect();
        #[expect(clippy::cast_precision_loss, reason = "a list is short of 2^32 rows")]
        let row_px = if count == 0 { 0.0 } else { place.height() / count as f64 };
        let window_px = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1_000.0);
        let now = rows_in_view(count, row_px, place.top(), window_px);
        if range.with_untracked(|range| *range != now) {
            range.set(now);
        }
    };
    let scrolled = window_event_listener(ev::scroll, move |_| measure());
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || {
        scrolled.remove();
        resized.remove();
    });
    effect(move || {
        count.track();
        // After the new height has reached the page.
        request_animation_frame(measure);
    });
    let visible = memo(move || {
        let range = range.get();
        items.with(|items| {
            let end = range.end.min(items.len());
            let start = range.start.min(end);
            (start..end).zip(items[start..end].iter().cloned()).collect::<Vec<(usize, T)>>()
        })
    });
    let draw = move |(at, item): (usize, T)| {
        let own = key(&item);
        let current = Memo::new(move |before: Option<&(usize, T)>| {
            let found = visible.with(|visible| visible.iter().find(|(_, item)| key(item) == own).cloned());
            found.or_else(|| before.cloned()).unwrap_or_else(|| (at, item.clone()))
        });
        let at = move || current.with(|(at, _)| *at);
        view! {
            <div
                class="vrow"
                role="row"
                aria-rowindex=move || (at() + 2).to_string()
                style=("--at", move || at().to_string())
            >
                {row(Signal::derive(move || current.with(|(_, item)| item.clone())))}
            </div>
        }
    };
    view! {
        <div class="vlist" role="table" aria-label=label aria-rowcount=move || (count.get() + 1).to_string()>
            <div role="rowgroup">{head}</div>
            <div
                class="vlist-body is-virtual"
                role="rowgroup"
                node_ref=body
                style=("--rows", move || count.get().to_string())
            >
                <For each=move || visible.get() key=move |(_, item)| key(item) children=draw />
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rows_near_the_window_exist() {
        assert_eq!(rows_in_view(5_000, 40.0, 100.0, 800.0), 0..33);
        assert_eq!(rows_in_view(5_000, 40.0, -40_000.0, 800.0), 988..1_033);
        assert_eq!(rows_in_view(5_000, 40.0, -199_960.0, 800.0), 4_987..5_000);
    }

    #[test]
    fn short_lists_are_whole() {
        assert_eq!(rows_in_view(3, 40.0, 100.0, 800.0), 0..3);
        assert_eq!(rows_in_view(0, 0.0, 0.0, 800.0), 0..0);
        assert_eq!(rows_in_view(5_000, 0.0, 0.0, 800.0), 0..FIRST_ROWS);
    }

    #[test]
    fn a_list_scrolled_far_away_has_no_rows() {
        assert!(rows_in_view(10, 40.0, -100_000.0, 800.0).is_empty());
    }
}
