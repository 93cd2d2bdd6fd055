//! Lines below the top bar: that this is a demo or Fleet is reached in the clear, and that the data is not fresh.

use leptos::prelude::*;
use shared::session::Engine;
use shared::{Scope, Verb, may};

use crate::paths::{self, Section};
use crate::state::freshness::Age;
use crate::state::live::use_live;
use crate::state::memo::{effect, memo};
use crate::state::session::{actor, cluster, use_me};
use crate::ui::icon::{Icon, IconView};

/// On every page: that the cluster is the built-in demo; or, for those who are told how Fleet is reached, that it is
/// reached in the clear.
#[component]
pub fn PlaceBanner() -> impl IntoView {
    let view = use_me().view_now();
    let place = cluster(&view)?;
    let in_the_clear = place.reached.as_ref().is_some_and(|reached| reached.in_the_clear);
    let (tone, label, text, link) = match place.engine {
        Engine::Demo => ("demo", say::frame::demo(), say::frame::demo_text(), say::frame::demo_link()),
        Engine::Fleet if in_the_clear => (
            "warn",
            say::frame::in_the_clear(),
            say::frame::in_the_clear_text(),
            say::frame::in_the_clear_link(),
        ),
        Engine::Fleet => return None,
    };
    // How Fleet is reached is changed by those who may change settings: nobody else is led there.
    let leads_there = may(&actor(&view), Verb::Settings, Scope::server()).is_ok();
    let link = leads_there.then(|| {
        view! {
            <a class="banner-end" href=paths::settings_at(Section::Clusters)>
                {link}
            </a>
        }
        .into_any()
    });
    let icon = in_the_clear.then(|| view! { <IconView icon=Icon::Warning /> });
    Some(view! {
        <aside class="banner" data-tone=tone aria-label=label>
            <div class="banner-in">
                <p>{icon} <span>{text}</span></p>
                {link}
            </div>
        </aside>
    })
}

/// While the data is not fresh: since when, why, and what it means. Also turns the page's states grey.
#[component]
pub fn StaleBanner() -> impl IntoView {
    let live = use_live();
    effect(move || mark_page("data-data", matches!(live.age(), Age::Old | Age::Lost).then_some("lost")));
    on_cleanup(|| mark_page("data-data", None));
    let lost = memo(move || live.age() == Age::Lost);
    let sentence = memo(move || live.sentence());
    view! { {move || {
        sentence.get().map(|sentence| {
            let (tone, icon) = if lost.get() { ("bad", Icon::Error) } else { ("warn", Icon::Warning) };
            view! {
                <aside class="banner" data-tone=tone role="alert" aria-label=say::frame::state_of_data()>
                    <div class="banner-in">
                        <p>
                            <IconView icon=icon />
                            <span>{sentence}</span>
                        </p>
                    </div>
                </aside>
            }
        })
    }} }
}

/// Sets an attribute of the root, or takes it away. By `data-data="lost"` the style sheet takes the colours away, by
/// `data-record="closed"` the links to the record.
pub fn mark_page(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        // It can fail only for names that are none.
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}
