//! Signing out. Of an account that has no password only after a question, unless something else lets one in again.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::user_menu::sign_out;
use crate::paths::{self, Section};
use crate::state::session::use_me;
use crate::state::way_back;
use crate::ui::button::{Button, Kind};
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::toast::use_toasts;

/// Signs out; asks before that if there is a reason to.
#[component]
pub fn Leave(
    /// Stays signed in.
    on_stay: Callback<()>,
) -> impl IntoView {
    let asks = RwSignal::new(false);
    let me = use_me();
    let toasts = use_toasts();
    let leave = sign_out(move |reason| {
        toasts.bad(reason);
        on_stay.run(());
    });
    spawn_local(async move {
        if way_back::is_missing(me).await {
            asks.try_set(true);
        } else {
            leave.run(());
        }
    });
    let question = move || {
        view! {
            <Dialog shape=Shape::Middle title=say::confirm::leave_title() on_close=on_stay>
                <div class="panel-body">
                    <p class="quiet">{say::confirm::leave_text()}</p>
                </div>
                <footer class="panel-foot">
                    <Button kind=Kind::Danger on_press=leave>
                        {say::confirm::leave_button()}
                    </Button>
                    <a class="btn btn-primary" href=paths::settings_at(Section::Account) on:click=move |_| on_stay.run(())>
                        {say::confirm::leave_set_password()}
                    </a>
                </footer>
            </Dialog>
        }
    };
    move || asks.get().then(question)
}
