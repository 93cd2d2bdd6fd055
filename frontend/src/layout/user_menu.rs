//! Who one is: account, colours, language, keys, signing out.

pub mod items;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::parts;
use crate::state::language::Choice;
use crate::state::session::{use_me, use_session};
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::Menu;

/// The menu under one's name.
#[component]
pub fn UserMenu(
    /// Opens the list of keys.
    #[prop(into)]
    on_help: Callback<()>,
) -> impl IntoView {
    let user = use_me().view_now().user.to_string();
    let is_opened = RwSignal::new(false);
    // The question stands beside the menu, which closes.
    let is_leaving = RwSignal::new(false);
    let on_leave = Callback::new(move |()| is_leaving.set(true));
    let on_stay = Callback::new(move |()| is_leaving.set(false));
    let name = user.clone();
    view! {
        <Menu
            label=say::frame::account_of(&user)
            summary=move || {
                view! {
                    <IconView icon=Icon::User />
                    <span class="wide-only">{name.clone()}</span>
                    <IconView icon=Icon::ChevronDown class="wide-only" />
                }
            }
            on_open=move |()| is_opened.set(true)
        >
            {move || is_opened.get().then(|| parts::user_menu(on_help, on_leave))}
        </Menu>
        {move || is_leaving.get().then(|| parts::leave(on_stay))}
    }
}

/// Signs out when it is called; says why that did not work.
pub fn sign_out(failed: impl Fn(String) + Copy + Send + Sync + 'static) -> Callback<()> {
    let session = use_session();
    Callback::new(move |()| {
        spawn_local(async move {
            let language = Choice::stored();
            match api::session::sign_out().await {
                Ok(()) => {
                    // The server has the browser forget all that is kept; whoever signs in next is to be understood.
                    language.keep();
                    session.end(None);
                }
                Err(failure) if failure.code() == Some(shared::ErrorCode::NotSignedIn) => session.end(None),
                Err(failure) => failed(say::frame::still_signed_in(&failure.message())),
            }
        });
    })
}
