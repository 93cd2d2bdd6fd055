//! In place of everything, for somebody who sees nothing of any cluster: whom to ask, and the way out.

use std::time::Duration;

use leptos::prelude::*;

use crate::layout::announcer::PageTitle;
use crate::layout::user_menu::sign_out;
use crate::state::session::{use_me, use_session};
use crate::ui::button::{Button, Kind};
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::ErrorLine;

/// How often it is looked whether they were given something meanwhile: no stream tells them.
const LOOKS_EVERY: Duration = Duration::from_secs(10);

/// The screen.
#[component]
pub fn NoCluster() -> impl IntoView {
    let (me, session) = (use_me(), use_session());
    if let Ok(looking) = set_interval_with_handle(move || session.look_again(), LOOKS_EVERY) {
        on_cleanup(move || looking.clear());
    }
    let view = me.view_now();
    let error = RwSignal::new(None::<String>);
    let out = sign_out(move |reason| drop(error.try_set(Some(reason))));
    let (before, after) = say::around(say::frame::no_cluster_who(&say::HERE));
    view! {
        <main class="signin" id="main" tabindex="-1">
            <p class="brand">
                <IconView icon=Icon::Brand />
                "Quarterdeck"
            </p>
            <PageTitle title=say::frame::no_cluster() />
            <p>
                {before} <b>{view.user.to_string()}</b> {after}
            </p>
            <p>{say::frame::no_cluster_ask(&view.contact)}</p>
            <ErrorLine error=error />
            <p class="btns">
                <Button kind=Kind::Primary icon=Icon::Refresh on_press=move |()| session.look_again()>
                    {say::frame::look_again()}
                </Button>
                <Button icon=Icon::SignOut on_press=out>
                    {say::frame::sign_out()}
                </Button>
            </p>
        </main>
    }
}
