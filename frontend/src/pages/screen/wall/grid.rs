//! All apps that need nobody, small, page by page. Those that need somebody stand above, and never page away.

use leptos::html;
use leptos::prelude::*;
use shared::screen::wall::{Wall, WallApp};

use super::Seen;
use crate::pages::screen::fit;
use crate::pages::screen::mark::Mark;
use crate::state::memo::{effect, memo};
use crate::ui::each::each;

/// A page stands for so long, in seconds.
const PAGE_S: u64 = 12;
/// More pages than this have no dots, but numbers.
const MOST_DOTS: usize = 12;

/// A place of a page, and what stands there.
type Place = (usize, Option<WallApp>);

/// The grid and its dots.
#[component]
pub fn Grid(
    /// What is seen.
    seen: Seen,
) -> impl IntoView {
    let apps = seen.of(|wall: &Wall| {
        let mut apps: Vec<WallApp> =
            wall.apps.iter().filter(|app| !app.tone.needs_attention()).cloned().collect();
        // By name, so that each is found where it was.
        apps.sort_unstable_by(|one, other| (&one.name, one.cluster).cmp(&(&other.name, other.cluster)));
        apps
    });
    let clusters = seen
        .of(|wall: &Wall| wall.clusters.iter().map(|cluster| cluster.name.to_string()).collect::<Vec<_>>());
    let list = NodeRef::<html::Ul>::new();
    let grid = RwSignal::new(fit::Grid::ALL);
    effect(move || {
        seen.tick.track();
        let fits = fit::grid(list, apps.with(Vec::len));
        if grid.get_untracked() != fits {
            grid.set(fits);
        }
    });
    let pages = memo(move || grid.get().pages(apps.with(Vec::len)));
    let page = memo(move || usize::try_from(seen.tick.get() / PAGE_S).unwrap_or(0) % pages.get());
    let shown = move || {
        // The apps are asked for first: a list that asks first for what follows from them, and is the same, is not drawn
        // anew (`state::memo`).
        apps.track();
        let (room, page) = (grid.get().room.max(1), page.get());
        let mut shown: Vec<Place> = apps.with(|apps| {
            let here = apps.iter().skip(page.saturating_mul(room)).take(room);
            here.cloned().map(Some).enumerate().collect()
        });
        if pages.get() > 1 {
            // The last page is cut like the others, so that nothing changes its size from page to page.
            shown.extend((shown.len()..room).map(|at| (at, None)));
        }
        shown
    };
    let draw = move |(_, app): Place| match app {
        None => view! { <li class="screen-none" aria-hidden="true"></li> }.into_any(),
        Some(app) => {
            let of_several =
                |all: &Vec<String>| (all.len() > 1).then(|| all.get(app.cluster as usize).cloned());
            let cluster = clusters.with_untracked(of_several).flatten();
            view! { <Cell app=app cluster=cluster.unwrap_or_default() /> }.into_any()
        }
    };
    let dots = move || {
        let (pages, page) = (pages.get(), page.get());
        let words = say::wall::page_of(&(page + 1), &pages);
        let dots = (pages > 1).then(|| {
            let of = |at: usize| view! { <i data-here=(at == page).then_some("true")></i> };
            match pages {
                2..=MOST_DOTS => (0..pages).map(of).collect_view().into_any(),
                _ => words.clone().into_any(),
            }
        });
        dots.map(|dots| view! { <p class="screen-dots" role="img" aria-label=words>{dots}</p> })
    };
    view! {
        <ul
            class="screen-apps"
            role="list"
            node_ref=list
            data-size=move || grid.get().size.to_string()
            style=("--columns", move || grid.get().columns.unwrap_or(1).to_string())
            style=("--size", move || grid.get().scale().to_string())
            data-room=move || (grid.get().room == 0).then_some("none")
        >
            {each(shown, key, draw)}
        </ul>
        {dots}
    }
}

/// A cell of a page is drawn anew when anything of its app changed.
fn key((at, app): &Place) -> String {
    app.as_ref().map_or_else(|| at.to_string(), |app| format!("{app:?}"))
}

#[component]
fn Cell(app: WallApp, cluster: String) -> impl IntoView {
    view! {
        <li data-tone=app.tone.as_str()>
            <Mark tone=app.tone />
            <span class="screen-app">
                {app.name}
                {(!cluster.is_empty()).then(|| view! { <small>{cluster}</small> })}
            </span>
            <span class="screen-count">{format!("{}/{}", app.running, app.wanted)}</span>
            <span class="screen-word" aria-hidden="true">
                {app.tone.word()}
            </span>
        </li>
    }
}
