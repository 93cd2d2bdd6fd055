//! All units: a list of any length, narrowed by search and facets that live in the address.

pub mod facets;
pub mod filters;
pub mod held;
pub mod list;
pub mod listing;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::Health;

use self::filters::Filters;
use self::list::UnitList;
use self::listing::Listing;
use super::problem::Unread;
use crate::layout::announcer::PageTitle;
use crate::pages::filter::in_place;
use crate::paths::{self, Source, UnitsQuery};
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect, memo};
use crate::state::words::grouped;
use crate::ui::count::count;
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconView};
use crate::ui::skeleton::Skeleton;

/// How long the address waits for the end of the typing: browsers refuse to change it with every key.
const ADDRESS_WAITS: Duration = Duration::from_millis(300);

/// The Units page.
#[component]
pub fn Units() -> impl IntoView {
    let live = use_live();
    let search = RwSignal::new(String::new());
    let query = follow_address(search);
    let order = memo(move || query.with(|query| (query.sort, query.reverse)));
    let sorted = memo(move || {
        let (sort, reverse) = order.get();
        live.with(|cluster| listing::sorted(cluster, sort, reverse))
    });
    let listing = memo(move || {
        live.with(|cluster| sorted.with(|units| query.with(|query| Listing::of(cluster, units, query))))
    });
    let state = memo(move || match (live.ready(), live.failure().is_some()) {
        (false, failed) => Showing::Nothing { failed },
        (true, _) if sorted.with(|units| units.is_empty()) => Showing::NoUnits,
        (true, _) if listing.with(|listing| listing.units.is_empty()) => Showing::NoMatch,
        (true, _) => Showing::List,
    });
    let none = memo(move || !matches!(state.get(), Showing::List | Showing::NoMatch));
    let deleted = memo(move || live.with(|cluster| cluster.deleted_still_running()));
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title=say::units::title() />
                {move || live.ready().then(|| view! { <StatusLine /> })}
            </div>
        </div>
        {move || {
            deleted.get().map(|deleted| {
                view! {
                    <p class="faint" role="status">
                        {say::units::deleted(&deleted)}
                    </p>
                }
            })
        }}
        {move || {
            (!none.get()).then(|| view! { <Filters search=search query=query listing=listing /> })
        }}
        {move || match state.get() {
            Showing::Nothing { failed: true } => view! { <Unread /> }.into_any(),
            Showing::Nothing { failed: false } => view! { <Skeleton rows=12 /> }.into_any(),
            Showing::NoUnits => view! { <NoUnits /> }.into_any(),
            Showing::NoMatch => view! { <NoMatch query=query search=search total=Signal::derive(move || sorted.with(|units| units.len())) /> }.into_any(),
            Showing::List => view! { <UnitList query=query listing=listing /> }.into_any(),
        }}
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Showing {
    Nothing { failed: bool },
    NoUnits,
    NoMatch,
    List,
}

/// The query of the address, but for the search: that is filtered by at once and reaches the address a little later.
fn follow_address(search: RwSignal<String>) -> Memo<UnitsQuery> {
    let map = use_query_map();
    let address = memo(move || map.with(UnitsQuery::read));
    let written = StoredValue::new(String::new());
    effect(move || {
        let text = address.with(|query| query.filter.search.clone());
        // What this page wrote itself may be overtaken by typing; what comes from elsewhere counts.
        if text != written.get_value() {
            written.set_value(text.clone());
            search.set(text);
        }
    });
    search.set(address.with_untracked(|query| query.filter.search.clone()));
    written.set_value(search.get_untracked());
    let query = memo(move || {
        let mut query = address.get();
        query.filter.search = search.get();
        query
    });
    let navigate = use_navigate();
    let write = leptos::leptos_dom::helpers::debounce(ADDRESS_WAITS, move |()| {
        let Some(query) = query.try_get_untracked() else { return };
        if address.with_untracked(|address| *address != query) {
            written.set_value(query.filter.search.clone());
            navigate(&query.path(), in_place());
        }
    });
    let write = StoredValue::new_local(write);
    Effect::new(move |before: Option<()>| {
        search.track();
        if before.is_some() {
            write.update_value(|write| write(()));
        }
    });
    query
}

/// How many there are and how many need a look; each number is a filter.
#[component]
fn StatusLine() -> impl IntoView {
    let live = use_live();
    let numbers = memo(move || {
        live.with(|cluster| {
            let attention = cluster.units().filter(|unit| unit.health.needs_attention()).count();
            (cluster.units().len(), cluster.machines().len(), attention)
        })
    });
    let attention = move || numbers.with(|(_, _, attention)| *attention);
    let needs = move || {
        (attention() > 0).then(|| {
            view! {
                <li>
                    <a class="is-warn" href=paths::units_in(&[Health::Failed, Health::Unplaced])>
                        <IconView icon=Icon::Warning />
                        <span>{move || count(attention(), say::units::need_attention)}</span>
                    </a>
                </li>
            }
        })
    };
    view! {
        <ul class="truth" role="list" aria-label=say::units::summary()>
            <li>
                <a href=paths::units()>
                    <span>{move || count(numbers.with(|(units, ..)| *units), say::units::units)}</span>
                </a>
            </li>
            <li>
                <a href=paths::machines()>
                    <span>{move || count(numbers.with(|(_, machines, _)| *machines), say::units::machines)}</span>
                </a>
            </li>
            {move || needs()}
        </ul>
    }
}

#[component]
fn NoUnits() -> impl IntoView {
    view! {
        <Empty title=say::units::empty() text=say::units::empty_text()>
            <p class="btns">
                <a class="btn btn-primary" href=paths::deploy_new(Source::Paste)>
                    {say::units::deploy()}
                </a>
            </p>
        </Empty>
    }
}

#[component]
fn NoMatch(query: Memo<UnitsQuery>, search: RwSignal<String>, total: Signal<usize>) -> impl IntoView {
    let title = move || {
        query.with(|query| match query.filter.search.trim() {
            "" => say::units::no_match().to_owned(),
            search => say::units::no_match_of(&search),
        })
    };
    let hidden = move || say::units::hidden(total.get(), &grouped(total.get()));
    view! {
        <section class="empty">
            <h2>{move || title()}</h2>
            <p>{move || hidden()}</p>
            <p class="btns">
                // What was typed may not have reached the address yet.
                <a class="btn" href=paths::units() on:click=move |_| search.set(String::new())>
                    {say::units::clear_filter()}
                </a>
            </p>
        </section>
    }
}
