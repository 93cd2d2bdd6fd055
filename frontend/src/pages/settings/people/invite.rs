//! Inviting somebody: a name, groups, what they may do, and the link that lets them set a password.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::people::{FirstGrant, INVITATION_HOURS, NewUser};
use shared::{GroupName, UserName};

use super::People;
use super::link::Handed;
use crate::api;
use crate::pages::settings::access::scope::{Draft, ScopeFields, choice};
use crate::ui::button::Button;
use crate::ui::check::Check;
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::field::TextField;
use crate::ui::message::ErrorLine;

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
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        error.set(None);
        let parsed = UserName::parse(name.get_untracked().trim());
        name_error.set(parsed.as_ref().err().map(ToString::to_string));
        let Ok(name) = parsed else { return };
        let grant = if gives.get_untracked() {
            let Some(scoped) = draft.read() else { return };
            Some(FirstGrant {
                role: scoped.role,
                cluster: scoped.cluster,
                apps: scoped.apps,
                limits: scoped.limits,
            })
        } else {
            None
        };
        let input =
            NewUser { name, groups: groups.get_untracked(), grant, invite_hours: Some(INVITATION_HOURS) };
        busy.set(true);
        spawn_local(async move {
            match api::users::create(&input).await {
                Ok(made) => {
                    let name = made.user.name.to_string();
                    on_done.run(made.invitation.map(|invitation| Handed { name, invitation }));
                }
                Err(failure) => {
                    name_error.try_set(failure.field("name"));
                    if failure.field("name").is_none() {
                        error.try_set(Some(failure.message()));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    let roles = people.roles.iter().map(|role| choice(role.name.as_str(), role.verbs)).collect::<Vec<_>>();
    let ticks = people.groups.iter().map(|group| tick(group.name.clone(), groups)).collect_view();
    let some_groups = (!people.groups.is_empty()).then(|| {
        view! {
            <fieldset class="field">
                <legend>"Groups"</legend>
                {ticks}
            </fieldset>
        }
    });
    view! {
        <Dialog shape=Shape::Panel title="Invite somebody".to_owned() on_close=on_close>
            <form class="panel-body form" id="invite" on:submit=submit>
                <TextField
                    label="Name"
                    value=name
                    error=name_error
                    autofocus=true
                    hint=Signal::stored("What they sign in with, such as ada or ada@example.org.".to_owned())
                />
                {some_groups}
                <Check
                    label="Give them access at once"
                    about=Signal::stored("Without it they have what their groups have.".to_owned())
                    checked=gives
                    on_change=move |on| gives.set(on)
                />
                {move || gives.get().then(|| view! { <ScopeFields draft=draft roles=roles.clone() /> })}
                <ErrorLine error=error />
            </form>
            <footer class="panel-foot">
                <Button on_press=on_close>"Cancel"</Button>
                <button
                    class="btn btn-primary"
                    type="submit"
                    form="invite"
                    aria-busy=move || busy.get().then_some("true")
                >
                    "Make a link for them"
                </button>
            </footer>
        </Dialog>
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
        <Check
            label=label
            about=Signal::stored(String::new())
            checked=Signal::derive(move || chosen.with(|chosen| chosen.contains(&own)))
            on_change=toggle
        />
    }
}
