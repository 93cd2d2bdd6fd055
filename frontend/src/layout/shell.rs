//! The frame itself: what surrounds every page for somebody who is signed in.

use fleet::AppName;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

use super::announcer::LiveRegion;
use super::banner::{PlaceBanner, StaleBanner, mark_page};
use super::bar::{Place, TopBar, places};
use super::hotkeys::{self, Wish};
use crate::action::acting::use_acting;
use crate::action::toasts::ActionToasts;
use crate::parts;
use crate::paths::{self, Source};
use crate::state::memo::effect;
use crate::state::session::use_me;
use crate::state::step_up::use_step_up;
use crate::ui::toast::{Ahead, ToastHost};

/// What the shell has opened over the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    Help,
    Search,
}

/// The frame around the pages.
#[component]
pub fn Shell(
    /// The pages.
    children: Children,
) -> impl IntoView {
    let over = RwSignal::new(Over::Nothing);
    let main = NodeRef::<html::Main>::new();
    let close = move |()| over.set(Over::Nothing);
    let navigate = use_navigate();
    let me = use_me();
    hotkeys::listen(move |wish| match wish {
        Wish::Search => over.set(Over::Search),
        Wish::Find => {
            if !focus_search_field() {
                over.set(Over::Search);
            }
        }
        Wish::Help => over.set(Over::Help),
        Wish::Deploy if untrack(|| me.only_looks()) => {}
        Wish::Deploy => {
            let path =
                app_at_hand().map_or_else(|| paths::deploy_new(Source::Paste), |app| paths::deploy(&app));
            navigate(&path, Default::default());
        }
        Wish::Go(key) => {
            let is_meant = |place: &Place| place.key == key && untrack(|| place.is_for(me));
            if let Some(place) = places().into_iter().find(is_meant) {
                navigate(&place.path, Default::default());
            }
        }
        Wish::Chord => {}
    });
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    let under_way = ActionToasts::new();
    provide_context(Ahead {
        count: Signal::derive(move || under_way.count()),
        view: (move || parts::once_here(move || parts::toasts(under_way))).into(),
    });
    let pending = use_acting().pending();
    let step_up = use_step_up();
    effect(move || mark_page("data-record", (!me.reads_record()).then_some("closed")));
    let version = me.view_now().version.clone();
    view! {
        <a class="skip" href="#main" on:click=skip>
            {say::frame::skip()}
        </a>
        <TopBar on_search=move |()| over.set(Over::Search) on_help=move |()| over.set(Over::Help) />
        <PlaceBanner />
        <StaleBanner />
        <LiveRegion />
        <main class="page" id="main" tabindex="-1" node_ref=main>
            {children()}
        </main>
        <footer class="foot">
            <span>{format!("Quarterdeck {version}")}</span>
            <a href="/api/v1/openapi.json" rel="external">
                {say::frame::api()}
            </a>
        </footer>
        <ToastHost />
        {parts::once_here(move || parts::background(under_way))}
        {move || pending.get().map(parts::confirm)}
        {move || step_up.is_asking().then(parts::confirm_self)}
        {move || match over.get() {
            Over::Nothing => ().into_any(),
            Over::Help => parts::help(Callback::new(close)),
            Over::Search => parts::palette(Callback::new(close), Callback::new(move |()| over.set(Over::Help))),
        }}
    }
}

/// The app of the row that has the focus, else of the row that is open.
fn app_at_hand() -> Option<AppName> {
    let open = || document().query_selector(".app-body").ok().flatten();
    let row = |element: web_sys::Element| element.closest("li.app").ok().flatten();
    let row = document().active_element().and_then(row).or_else(|| open().and_then(row))?;
    AppName::parse(row.id().strip_prefix("app-")?).ok()
}

/// Goes to the search field of the page. Says whether there is one.
fn focus_search_field() -> bool {
    let found = document().query_selector("#main input[aria-keyshortcuts='/']").ok().flatten();
    let Some(input) = found.and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) else {
        return false;
    };
    input.select();
    input.focus().is_ok()
}
