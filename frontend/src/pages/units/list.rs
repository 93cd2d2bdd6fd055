//! The list of units itself: rows of which only those in view exist, and which stay where they are while one
//! scrolls or is about to press one.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::{ev, html};

use super::held::{Row, Shown};
use super::listing::Listing;
use crate::paths::{self, SortBy, UnitsQuery};
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::ui::icon::{Icon, IconView};
use crate::ui::state::{StateWord, why_line};
use crate::ui::steady::Steady;
use crate::ui::time::Since;
use crate::ui::updates::Updates;
use crate::ui::virtual_list::VirtualList;

/// The list.
#[component]
pub fn UnitList(
    /// What it is narrowed to, and its order.
    query: Memo<UnitsQuery>,
    /// What it shows.
    listing: Memo<Listing>,
) -> impl IntoView {
    let live = use_live();
    let place = NodeRef::<html::Div>::new();
    let steady = Steady::watched();
    // Grows when one asks for what waits.
    let released = RwSignal::new(0_u32);
    let held = Memo::new(move |before: Option<&Held>| {
        let (query, holds) = (query.get(), steady.holds());
        let release = released.get();
        let units = listing.with(|listing| Arc::clone(&listing.units));
        let same_list = before.filter(|before| before.query == query && before.release == release);
        let shown = match same_list {
            Some(before) if holds || is_scrolled(place) => {
                before.shown.hold(&units, |name| live.with_untracked(|cluster| cluster.unit(name).cloned()))
            }
            _ => Shown::all(&units),
        };
        Held { query, release, shown }
    });
    let rows = memo(move || held.with(|held| Arc::clone(&held.shown.rows)));
    let waiting = memo(move || held.with(|held| held.shown.waiting));
    let scrolled = window_event_listener(ev::scroll, move |_| {
        // Who goes to the button by Tab comes by the beginning of the page.
        if waiting.get_untracked() > 0 && !is_scrolled(place) && !steady.holds_untracked() {
            released.update(|released| *released += 1);
        }
    });
    on_cleanup(move || scrolled.remove());
    view! {
        <div class="v-place holds-still" node_ref=place>
            <Updates waiting=waiting on_press=move |()| released.update(|released| *released += 1) />
            <VirtualList
                items=rows
                key=|row: &Row| row.unit.row.name.clone()
                label=say::units::title()
                head=head(query).into_any()
                row=cells
            />
        </div>
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Held {
    query: UnitsQuery,
    release: u32,
    shown: Shown,
}

/// Whether the beginning of the list has left the window.
fn is_scrolled(place: NodeRef<html::Div>) -> bool {
    place.get_untracked().is_some_and(|place| place.get_bounding_client_rect().top() < 0.0)
}

fn head(query: Memo<UnitsQuery>) -> impl IntoView {
    let column = move |sort: SortBy, name: &'static str, class: &'static str| {
        let on = move || query.with(|query| query.sort == sort);
        let order =
            move || on().then(|| if query.with(|query| query.reverse) { "descending" } else { "ascending" });
        view! {
            <span role="columnheader" class=class aria-sort=order>
                <a
                    class="sort"
                    href=move || query.with(|query| query.sorted_by(sort).path())
                    data-noscroll=""
                >
                    {name}
                    {move || on().then(|| view! { <IconView icon=Icon::ChevronDown /> })}
                </a>
            </span>
        }
    };
    view! {
        <div class="vlist-head" role="row" aria-rowindex="1">
            {column(SortBy::State, say::units::state(), "")}
            {column(SortBy::Name, say::units::name(), "")}
            {column(SortBy::Machine, say::units::machine(), "")}
            <span role="columnheader">{say::units::wanted_and_actual()}</span>
            {column(SortBy::Since, say::units::since(), "v-since")}
        </div>
    }
}

fn cells(row: Signal<Row>) -> impl IntoView {
    let live = use_live();
    let name = row.with_untracked(|row| row.unit.row.name.clone());
    let health = memo(move || row.with(|row| row.unit.health));
    let gone = memo(move || row.with(|row| row.gone));
    let since_ms = memo(move || row.with(|row| row.unit.row.since_ms));
    let want = memo(move || row.with(wanted_and_actual));
    let why = memo(move || row.with(|row| row.unit.row.why.clone().filter(|_| !row.gone)));
    let machine = memo(move || {
        row.with(|row| {
            let mut on = row.unit.machines();
            let only = on.next().cloned().filter(|_| on.next().is_none());
            (only, live.place(&row.unit))
        })
    });
    view! {
        <span class="v-state" role="cell">
            {move || match gone.get() {
                true => view! { <span class="faint">{say::units::removed()}</span> }.into_any(),
                false => view! { <StateWord health=health /> }.into_any(),
            }}
        </span>
        <span class="v-name" role="cell">
            <a class="mono clip" href=paths::unit(&name) title=name.to_string()>
                {name.to_string()}
            </a>
            {move || why_line(why.get())}
        </span>
        <span class="v-machine clip" role="cell">
            {move || match machine.get() {
                (Some(id), place) => view! { <a href=paths::machine(&id)>{place}</a> }.into_any(),
                (None, Some(place)) => view! { <span>{place}</span> }.into_any(),
                (None, None) => view! { <span class="faint">{say::units::no_machine()}</span> }.into_any(),
            }}
        </span>
        <span class="v-want" class:is-off=move || want.with(|(_, off)| *off) role="cell">
            {move || want.with(|(words, _)| words.clone())}
        </span>
        <span class="v-since" role="cell">
            <Since at_ms=since_ms />
        </span>
    }
}

/// "launched", or "launched → loaded" where it is not as wanted yet; and which of the two it is.
fn wanted_and_actual(row: &Row) -> (String, bool) {
    let unit = &row.unit.row;
    // Fleet keeps no actual state of a unit that is on every machine.
    if row.gone || unit.global || unit.desired == unit.current {
        (unit.desired.to_string(), false)
    } else {
        (format!("{} → {}", unit.desired, unit.current), true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::Unit;
    use crate::state::cluster::tests::row;
    use crate::state::same::Same;

    #[test]
    fn what_is_not_as_wanted_is_said() {
        let mut unit = row("a.service", "active", "running");
        let words = |unit: &shared::view::UnitRow| {
            wanted_and_actual(&Row { unit: Same::new(Unit::new(unit.clone())), gone: false })
        };
        assert_eq!(words(&unit), ("launched".to_owned(), false));
        unit.current = fleet::DesiredState::Loaded;
        assert_eq!(words(&unit), ("launched → loaded".to_owned(), true));
        unit.global = true;
        assert_eq!(words(&unit), ("launched".to_owned(), false));
    }
}
