//! What the menu under one's name holds. Nobody needs it before it is opened.

use leptos::prelude::*;

use crate::paths::{self, Section};
use crate::state::language::Choice;
use crate::state::session::{self, use_me};
use crate::state::theme::{Theme, use_theme};
use crate::ui::icon::{Icon, IconView};
use crate::ui::menu::{MenuAction, MenuLink};

/// The items.
#[component]
pub fn UserMenuItems(
    /// Opens the list of keys.
    on_help: Callback<()>,
    /// Signs out, unless there is something to ask before.
    on_leave: Callback<()>,
) -> impl IntoView {
    let me = use_me();
    let note = move || {
        let view = me.view();
        say::frame::signed_in_as(&view.user, &session::roles(&view))
    };
    let other = Choice::other();
    view! {
        <p class="menu-note">{note}</p>
        <MenuLink href=paths::settings_at(Section::Account) icon=Icon::User>
            {say::frame::account()}
        </MenuLink>
        // Two of the places of the bar, which on a phone has no room for all.
        <MenuLink href=paths::history() icon=Icon::History>
            {say::frame::place_history()}
        </MenuLink>
        <MenuLink href=paths::settings() icon=Icon::Settings>
            {say::frame::place_settings()}
        </MenuLink>
        <ThemeItem />
        // Said in that language: whoever wants it may not understand this one.
        <MenuAction icon=Icon::Language on_press=move |()| other.choose()>
            <span lang=other.tag()>{other.word()}</span>
        </MenuAction>
        <MenuAction icon=Icon::Help on_press=on_help>
            {say::frame::keys()}
            " "
            <span class="kbd">"?"</span>
        </MenuAction>
        <hr class="menu-line" />
        <MenuAction icon=Icon::SignOut on_press=on_leave>
            {say::frame::sign_out()}
        </MenuAction>
    }
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
