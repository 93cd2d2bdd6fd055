//! Lines below the top bar: that this is a demo, and that the data is not fresh.

use leptos::prelude::*;

use crate::paths::{self, Section};
use crate::state::freshness::Age;
use crate::state::live::use_live;
use crate::state::memo::{effect, memo};
use crate::state::session::{is_demo, use_me};
use crate::ui::icon::{Icon, IconView};

/// On every page of the built-in demo.
#[component]
pub fn DemoBanner() -> impl IntoView {
    let view = use_me().view_now();
    is_demo(&view).then(|| {
        view! {
            <aside class="banner" data-tone="demo" aria-label="Demo">
                <div class="banner-in">
                    <p>"This is a demo cluster: nothing here is real."</p>
                    <a class="banner-end" href=paths::settings_at(Section::Clusters)>
                        "Connect your own Fleet…"
                    </a>
                </div>
            </aside>
        }
    })
}

/// While the data is not fresh: since when, why, and what it means. Also turns the page's states grey.
#[component]
pub fn StaleBanner() -> impl IntoView {
    let live = use_live();
    effect(move || mark_page(matches!(live.age(), Age::Old | Age::Lost)));
    on_cleanup(|| mark_page(false));
    let lost = memo(move || live.age() == Age::Lost);
    let sentence = memo(move || live.sentence());
    view! { {move || {
        sentence.get().map(|sentence| {
            let (tone, icon) = if lost.get() { ("bad", Icon::Error) } else { ("warn", Icon::Warning) };
            view! {
                <aside class="banner" data-tone=tone role="alert" aria-label="State of the data">
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

/// `data-data="lost"` on the root: the style sheet takes the colours away.
fn mark_page(stale: bool) {
    if let Some(root) = document().document_element() {
        // It can fail only for names that are none.
        let _ =
            if stale { root.set_attribute("data-data", "lost") } else { root.remove_attribute("data-data") };
    }
}
