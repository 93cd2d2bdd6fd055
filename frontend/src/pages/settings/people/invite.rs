//! Inviting somebody: a name, groups, what they may do, and the link that lets them set a password.

use std::sync::Arc;

use leptos::prelude::*;
use shared::people::{CreatedUser, INVITATION_HOURS, NewUser};
use shared::{GroupName, UserName};

use super::People;
use super::link::Handed;
use crate::api;
use crate::pages::settings::access::scope::{Draft, ScopeFields, choice};
use crate::state::call::{Call, beside};
use crate::ui::field::TextField;
use crate::ui::panel_form::PanelForm;
use crate::ui::tick::Tick;

/// The panel.
#[component]
pub fn InvitePanel(
    /// Who and what there is.
    people: Arc<People>,
    /// Somebody was made, with the link for them.
    #[prop(into)]
    on_done: Callback<Option<Handed>>,
    /// Leaves it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let groups = RwSignal::new(Vec::<GroupName>::new());
    let gives = RwSignal::new(true);
    let draft = Draft::least();
    let name_error = RwSignal::new(None::<String>);
    let call = Call::idle();
    let submit = move |()| {
        let parsed = UserName::parse(name.get_untracked().trim());
        name_error.set(parsed.as_ref().err().map(ToString::to_string));
        let Ok(name) = parsed else { return };
        let grant = if gives.get_untracked() { draft.read() } else { None };
        if gives.get_untracked() && grant.is_none() {
            return;
        }
        let input =
            NewUser { name, groups: groups.get_untracked(), grant, invite_hours: Some(INVITATION_HOURS) };
        let done = move |made: CreatedUser| {
            let name = made.user.name.to_string();
            on_done.run(made.invitation.map(|invitation| Handed { name, invitation }));
        };
        call.make_or(async move { api::users::create(&input).await }, done, beside(name_error, "name"));
    };
    let roles = people.roles.iter().map(|role| choice(role.name.as_str(), role.verbs)).collect::<Vec<_>>();
    let ticks = people.groups.iter().map(|group| tick(group.name.clone(), groups)).collect_view();
    let some_groups = (!people.groups.is_empty()).then(|| {
        view! {
            <fieldset class="field">
                <legend>{say::settings::groups()}</legend>
                {ticks}
            </fieldset>
        }
    });
    view! {
        <PanelForm
            title=say::settings_people::invite_title()
            verb=say::settings_people::invite_button()
            busy=call.busy
            error=call.error
            on_submit=submit
            on_close=on_close
        >
            <TextField
                label=say::settings::name()
                value=name
                error=name_error
                autofocus=true
                hint=Signal::stored(say::settings_people::invite_name_hint().to_owned())
            />
            {some_groups}
            <Tick
                label=say::settings_people::invite_give()
                about=Signal::stored(say::settings_people::invite_give_about().to_owned())
                checked=gives
                on_change=move |on| gives.set(on)
            />
            {move || gives.get().then(|| view! { <ScopeFields draft=draft roles=roles.clone() /> })}
        </PanelForm>
    }
}

fn tick(group: GroupName, chosen: RwSignal<Vec<GroupName>>) -> impl IntoView {
    let label = group.to_string();
    let own = group.clone();
    let toggle = move |on: bool| {
        chosen.update(|chosen| {
            chosen.retain(|other| *other != group);
            if on {
                chosen.push(group.clone());
            }
        });
    };
    view! {
        <Tick
            label=label
            about=Signal::stored(String::new())
            checked=Signal::derive(move || chosen.with(|chosen| chosen.contains(&own)))
            on_change=toggle
        />
    }
}
