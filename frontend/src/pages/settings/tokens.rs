//! API tokens: made, shown once, revoked.

pub mod create;
pub mod list;

use leptos::prelude::*;
use shared::access::RoleRow;
use shared::account::{CreatedToken, ListedToken};

use self::create::{Made, NewTokenPanel};
use self::list::TokenTable;
use super::{SectionHead, guarded};
use crate::api;
use crate::paths::Section;
use crate::state::loaded::Loaded;
use crate::ui::button::{Button, Kind};
use crate::ui::icon::Icon;

/// The Tokens section.
#[component]
pub fn Tokens() -> impl IntoView {
    guarded(Section::Tokens, || view! { <Head /> }.into_any(), || view! { <Managed /> }.into_any())
}

#[component]
fn Head(
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <SectionHead title=say::settings::tokens() text=say::settings_tokens::about()>
            {children.map(|children| children())}
        </SectionHead>
    }
}

#[component]
fn Managed() -> impl IntoView {
    let (rows, roles) = (Loaded::<Vec<ListedToken>>::nothing(), Loaded::<Vec<RoleRow>>::nothing());
    let making = RwSignal::new(false);
    let made = RwSignal::new(None::<CreatedToken>);
    let read = move || rows.read(api::tokens::list());
    read();
    roles.read(api::access::roles());
    let on_made = move |token: CreatedToken| {
        making.set(false);
        made.set(Some(token));
        read();
    };
    let on_revoked = move |id: String| {
        // What is worth nothing any more is not to be copied.
        made.update(|made| drop(made.take_if(|made| made.token.id == id)));
        read();
    };
    let blocked = Signal::derive(move || {
        roles.get().is_none().then(|| say::settings_tokens::roles_being_read().to_owned())
    });
    view! {
        <Head>
            <Button kind=Kind::Primary icon=Icon::Plus blocked=blocked tip_at="end" on_press=move |()| making.set(true)>
                {say::settings_tokens::make()}
            </Button>
        </Head>
        {move || made.get().map(|made| view! { <Made made=made /> })}
        {rows
            .shown(
                say::settings_tokens::unread(),
                read,
                move |rows| view! { <TokenTable rows=rows on_revoked=on_revoked /> }.into_any(),
            )}
        {move || {
            let roles = roles.get().filter(|_| making.get())?;
            Some(view! { <NewTokenPanel roles=roles on_made=on_made on_close=move |()| making.set(false) /> })
        }}
    }
}
