//! Wall displays and read-only links: a code confirmed, what each shows, something said to it, revoked.

pub mod form;
pub mod list;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::screen::{CreatedLink, ScreenRow};

use self::form::{LinkPanel, PairPanel};
use self::list::ScreenTable;
use super::people::link::{Handed, Link};
use super::{SectionHead, guarded};
use crate::api;
use crate::paths::{self, Section};
use crate::state::loaded::Loaded;
use crate::ui::button::{Button, Kind};
use crate::ui::icon::Icon;
use crate::ui::toast::use_toasts;

/// Which panel is open.
#[derive(Clone, PartialEq)]
enum Panel {
    Pair(String),
    Link,
}

/// The Screens section.
#[component]
pub fn Screens() -> impl IntoView {
    guarded(Section::Screens, || view! { <Head /> }.into_any(), || view! { <Managed /> }.into_any())
}

#[component]
fn Head(
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <SectionHead
            title=say::settings::screens()
            text=say::settings_screens::about()
        >
            {children.map(|children| children())}
        </SectionHead>
    }
}

#[component]
fn Managed() -> impl IntoView {
    let rows = Loaded::<Vec<ScreenRow>>::nothing();
    // A camera has read the display's picture: the code stands in the address.
    let code = use_query_map().with_untracked(|query| query.get("code"));
    let panel = RwSignal::new(code.map(Panel::Pair));
    let made = RwSignal::new(None::<Handed>);
    let toasts = use_toasts();
    let read = move || rows.read(api::screens::list());
    read();
    let navigate = use_navigate();
    let close = Callback::new(move |()| {
        // A code is asked about once: it shall not be again when the page is loaded anew.
        if matches!(panel.get_untracked(), Some(Panel::Pair(code)) if !code.is_empty()) {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&paths::settings_at(Section::Screens), options);
        }
        panel.set(None);
    });
    let on_paired = Callback::new(move |screen: ScreenRow| {
        close.run(());
        toasts.ok(say::settings_screens::paired(&screen.name));
        read();
    });
    let on_made = Callback::new(move |link: CreatedLink| {
        panel.set(None);
        let expires_ms = link.screen.expires_ms.unwrap_or_default();
        let invitation = shared::people::Invitation { link: link.link, expires_ms };
        made.set(Some(Handed { name: link.screen.name, invitation }));
        read();
    });
    view! {
        <Head>
            <Button icon=Icon::Link on_press=move |()| panel.set(Some(Panel::Link))>
                {say::settings_screens::make_link()}
            </Button>
            <Button kind=Kind::Primary icon=Icon::Plus on_press=move |()| panel.set(Some(Panel::Pair(String::new())))>
                {say::settings_screens::pair()}
            </Button>
        </Head>
        {move || made.get().map(|handed| view! { <Link handed=handed /> })}
        {rows
            .shown(
                say::settings_screens::unread(),
                read,
                move |rows| view! { <ScreenTable rows=rows on_change=move |()| read() /> }.into_any(),
            )}
        {move || match panel.get() {
            None => ().into_any(),
            Some(Panel::Pair(code)) => view! { <PairPanel code=code on_paired=on_paired on_close=close /> }.into_any(),
            Some(Panel::Link) => view! { <LinkPanel on_made=on_made on_close=close /> }.into_any(),
        }}
    }
}
