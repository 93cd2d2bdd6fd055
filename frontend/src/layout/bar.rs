//! The top bar: where one can go, the search, the age of the data, who one is.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::fresh_chip::FreshChip;
use super::user_menu::UserMenu;
use crate::paths;
use crate::state::session::Me;
use crate::ui::icon::{Icon, IconView};

/// A place of the main navigation.
pub struct Place {
    /// What it is called.
    pub name: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// Where it is.
    pub path: String,
    /// The key after `g`.
    pub key: &'static str,
}

impl Place {
    /// Whether somebody is led there: to the record only who may read it; tracked.
    pub fn is_for(&self, me: Me) -> bool {
        self.key != "r" || me.reads_record()
    }
}

/// The main navigation.
pub fn places() -> [Place; 7] {
    [
        Place { name: say::frame::place_apps(), icon: Icon::Apps, path: paths::apps(), key: "a" },
        Place {
            name: say::frame::place_deployments(),
            icon: Icon::Deploy,
            path: paths::deployments(),
            key: "d",
        },
        Place { name: say::frame::place_units(), icon: Icon::Units, path: paths::units(), key: "u" },
        Place { name: say::frame::place_machines(), icon: Icon::Machine, path: paths::machines(), key: "m" },
        Place { name: say::frame::place_history(), icon: Icon::History, path: paths::history(), key: "h" },
        Place { name: say::frame::place_activity(), icon: Icon::Activity, path: paths::activity(), key: "r" },
        Place { name: say::frame::place_settings(), icon: Icon::Settings, path: paths::settings(), key: "s" },
    ]
}

/// The top bar.
#[component]
pub fn TopBar(
    /// Opens the search.
    #[prop(into)]
    on_search: Callback<()>,
    /// Opens the list of keys.
    #[prop(into)]
    on_help: Callback<()>,
) -> impl IntoView {
    let pathname = use_location().pathname;
    let link = move |place: Place| {
        let path = place.path.clone();
        // On a phone the user menu leads there.
        let class = match place.key {
            "s" | "h" => Some("nav-wide"),
            "r" => Some("to-record"),
            _ => None,
        };
        view! {
            <a class=class href=place.path aria-current=move || is_at(&pathname.get(), &path).then_some("page")>
                <IconView icon=place.icon />
                {place.name}
            </a>
        }
    };
    view! {
        <header class="bar">
            <div class="bar-in">
                <a class="brand" href=paths::apps()>
                    <IconView icon=Icon::Brand />
                    "Quarterdeck"
                </a>
                <nav class="nav" aria-label=say::frame::navigation()>
                    {places().map(link).collect_view()}
                </nav>
                <div class="bar-end">
                    <button
                        type="button"
                        class="find"
                        aria-label=say::frame::search()
                        aria-keyshortcuts="/"
                        on:click=move |_| on_search.run(())
                    >
                        <IconView icon=Icon::Search />
                        <span>{say::frame::search()}</span>
                        <kbd class="kbd">"/"</kbd>
                    </button>
                    <FreshChip />
                    <UserMenu on_help=on_help />
                </div>
            </div>
        </header>
    }
}

/// Whether an address belongs to a place: itself, or below it.
fn is_at(pathname: &str, place: &str) -> bool {
    let root = place.split('/').nth(1).unwrap_or_default();
    pathname.split('/').nth(1).unwrap_or_default() == root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_below_a_place_belongs_to_it() {
        assert!(is_at("/", "/"));
        assert!(is_at("/units/a.service", "/units"));
        assert!(is_at("/settings/tokens", "/settings/templates"));
        assert!(!is_at("/units", "/"));
        assert!(!is_at("/", "/units"));
    }
}
