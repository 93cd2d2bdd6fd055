//! People: who there is, who is invited, who may come in.

pub mod invite;
pub mod link;
pub mod list;
pub mod person;
pub mod ways_in;

use std::sync::Arc;

use leptos::prelude::*;
use shared::access::{GroupRow, RoleRow};
use shared::people::UserRow;

use self::invite::InvitePanel;
use self::link::Handed;
use self::list::PeopleTable;
use self::person::PersonPanel;
use super::{SectionHead, guarded};
use crate::api::{self, Answer};
use crate::paths::Section;
use crate::state::loaded::Loaded;
use crate::ui::button::{Button, Kind};
use crate::ui::icon::Icon;

/// What the section shows, read together.
#[derive(Debug, Clone)]
pub struct People {
    /// Everybody.
    pub users: Vec<UserRow>,
    /// The groups that somebody can be put into.
    pub groups: Vec<GroupRow>,
    /// The roles that somebody can be given.
    pub roles: Vec<RoleRow>,
}

/// The People section.
#[component]
pub fn PeopleSection() -> impl IntoView {
    guarded(
        Section::People,
        || {
            view! { <SectionHead title=say::settings::people() text=say::settings_people::about() /> }
                .into_any()
        },
        || view! { <Managed /> }.into_any(),
    )
}

#[component]
fn Managed() -> impl IntoView {
    let people = Loaded::<People>::nothing();
    let read = move || people.read(all());
    read();
    let inviting = RwSignal::new(false);
    let opened = RwSignal::new(None::<String>);
    let handed = RwSignal::new(None::<Handed>);
    let blocked =
        Signal::derive(move || people.get().is_none().then(|| say::settings_people::being_read().to_owned()));
    let panel = move || {
        let people = people.get().filter(|_| inviting.get())?;
        let done = move |made| {
            inviting.set(false);
            handed.set(made);
            read();
        };
        Some(view! { <InvitePanel people=people on_done=done on_close=move |()| inviting.set(false) /> })
    };
    view! {
        <SectionHead title=say::settings::people() text=say::settings_people::about()>
            <Button
                kind=Kind::Primary
                icon=Icon::Plus
                blocked=blocked
                tip_at="end"
                on_press=move |()| inviting.set(true)
            >
                {say::settings_people::invite()}
            </Button>
        </SectionHead>
        {move || handed.get().map(|handed| view! { <link::Link handed=handed /> })}
        {people
            .shown(
                say::settings_people::unread(),
                read,
                move |people: Arc<People>| view! { <PeopleTable people=people opened=opened /> }.into_any(),
            )}
        {move || panel()}
        {move || {
            opened.get().map(|name| view! { <PersonPanel name=name opened=opened handed=handed on_change=move |()| read() /> })
        }}
    }
}

async fn all() -> Answer<People> {
    Ok(People {
        users: api::users::list().await?,
        groups: api::access::groups().await?,
        roles: api::access::roles().await?,
    })
}
