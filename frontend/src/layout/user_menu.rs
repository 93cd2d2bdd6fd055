//! Who one is: account, colours, keys, signing out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::parts;
use crate::paths::{self, Section};
use crate::state::session::{self, use_me, use_session};
use crate::state::theme::{Theme, use_theme};
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::{Menu, MenuAction, MenuLink};
use crate::ui::toast::use_toasts;

/// The menu under one's name.
#[component]
pub fn UserMenu(
    /// Opens the list of keys.
    #[prop(into)]
    on_help: Callback<()>,
) -> impl IntoView {
    let me = use_me();
    let user = me.view_now().user.to_string();
    let note = move || {
        let view = me.view();
        say::frame::signed_in_as(&view.user, &session::roles(&view))
    };
    let toasts = use_toasts();
    let sign_out = sign_out(move |reason| toasts.bad(reason));
    let leaving = RwSignal::new(false);
    let leave = move |()| if me.view_now().has_password { sign_out.run(()) } else { leaving.set(true) };
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
        >
            <p class="menu-note">{note}</p>
            <MenuLink href=paths::settings_at(Section::Account) icon=Icon::User>
                {say::frame::account()}
            </MenuLink>
            <MenuLink href=paths::settings() icon=Icon::Settings>
                {say::frame::place_settings()}
            </MenuLink>
            <ThemeItem />
            <MenuAction icon=Icon::Help on_press=on_help>
                {say::frame::keys()}
                " "
                <span class="kbd">"?"</span>
            </MenuAction>
            <hr class="menu-line" />
            <MenuAction icon=Icon::SignOut on_press=leave>
                {say::frame::sign_out()}
            </MenuAction>
        </Menu>
        {move || leaving.get().then(|| parts::leave(sign_out, Callback::new(move |()| leaving.set(false))))}
    }
}

/// Signs out when it is called; says why that did not work.
pub fn sign_out(failed: impl Fn(String) + Copy + Send + Sync + 'static) -> Callback<()> {
    let session = use_session();
    Callback::new(move |()| {
        spawn_local(async move {
            match api::session::sign_out().await {
                Ok(()) => session.end(None),
                Err(failure) if failure.code() == Some(shared::ErrorCode::NotSignedIn) => session.end(None),
                Err(failure) => failed(say::frame::still_signed_in(&failure.message())),
            }
        });
    })
}

/// Goes on to the next colours; says which are in force.
#[component]
fn ThemeItem() -> impl IntoView {
    let theme = use_theme();
    let next = move |event: web_sys::MouseEvent| {
        // The menu stays open, so that one sees what was chosen.
        event.stop_propagation();
        theme.update(|theme| {
            let at = Theme::ALL.iter().position(|other| other == theme).unwrap_or_default();
            *theme = Theme::ALL[(at + 1) % Theme::ALL.len()];
        });
    };
    view! {
        <button type="button" class="menu-item" on:click=next>
            <IconView icon=Icon::Theme />
            {move || say::frame::colours(&theme.get().word())}
        </button>
    }
}
