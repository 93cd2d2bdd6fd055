//! Pages in place of one that can't be shown.

use leptos::prelude::*;

use crate::layout::announcer::PageTitle;
use crate::paths;
use crate::state::live::use_live;
use crate::state::session::use_session;
use crate::ui::button::{Button, Kind};
use crate::ui::icon::Icon;

/// Nothing has this address.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <section class="problem">
            <p class="problem-code">"404"</p>
            <PageTitle title=say::frame::not_found() />
            <p>{say::frame::not_found_text()}</p>
            <p class="btns">
                <a class="btn btn-primary" href=paths::apps()>
                    {say::frame::go_to_apps()}
                </a>
                <a class="btn to-record" href=paths::activity()>
                    {say::frame::look_in_activity()}
                </a>
            </p>
        </section>
    }
}

/// The server does not answer at all.
#[component]
pub fn Unreachable(
    /// Why.
    #[prop(into)]
    reason: String,
) -> impl IntoView {
    let session = use_session();
    view! {
        <main class="page" id="main" tabindex="-1">
            <section class="problem" role="alert">
                <PageTitle title=say::frame::unreachable() />
                <p>{reason}</p>
                <p class="btns">
                    <Button kind=Kind::Primary icon=Icon::Refresh on_press=move |()| session.ask()>
                        {say::frame::try_again()}
                    </Button>
                </p>
            </section>
        </main>
    }
}

/// A part of a page whose data could not be read, with a way to try again.
#[component]
pub fn Failed(
    /// What could not be shown: "The activity could not be read".
    #[prop(into)]
    title: String,
    /// Why.
    #[prop(into)]
    reason: String,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <section class="empty" role="alert">
            <h2>{title}</h2>
            <p>{reason}</p>
            <p class="btns">
                <Button icon=Icon::Refresh on_press=on_retry>
                    {say::frame::try_again()}
                </Button>
            </p>
        </section>
    }
}

/// In place of what needs the cluster, while it could not be read even once.
#[component]
pub fn Unread() -> impl IntoView {
    let live = use_live();
    let reason = live.failure().map(|failure| failure.message()).unwrap_or_default();
    view! {
        <Failed
            title=say::frame::unread()
            reason=say::frame::unread_why(&reason)
            on_retry=move |()| drop(window().location().reload())
        />
    }
}
