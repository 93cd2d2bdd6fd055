//! Signing out of an account that has no password: asked first, unless something else lets one in again.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::paths::{self, Section};
use crate::state::session::use_me;
use crate::state::way_back;
use crate::ui::button::{Button, Kind};
use crate::ui::dialog::{Dialog, Shape};

/// The question; nothing, and the sign-out at once, if there is no reason to ask.
#[component]
pub fn Leave(
    /// Signs out.
    on_leave: Callback<()>,
    /// Stays.
    on_stay: Callback<()>,
) -> impl IntoView {
    let asks = RwSignal::new(false);
    let me = use_me();
    spawn_local(async move {
        if way_back::is_missing(me).await {
            asks.try_set(true);
        } else {
            on_leave.run(());
        }
    });
    let question = move || {
        view! {
            <Dialog shape=Shape::Middle title=say::confirm::leave_title() on_close=on_stay>
                <div class="panel-body">
                    <p class="quiet">{say::confirm::leave_text()}</p>
                </div>
                <footer class="panel-foot">
                    <Button kind=Kind::Danger on_press=on_leave>
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
