//! Giving somebody a role somewhere.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::access::NewGrant;
use shared::policy::Subject;
use shared::{GroupName, UserName};

use super::Given;
use super::scope::{Draft, ScopeFields, choice};
use crate::api;
use crate::ui::button::Button;
use crate::ui::combobox::{Combobox, Suggestion};
use crate::ui::dialog::{Dialog, Shape};
use crate::ui::field::FieldNote;
use crate::ui::message::ErrorLine;

/// The panel.
#[component]
pub fn GivePanel(
    /// What was given so far.
    given: Arc<Given>,
    /// It was given.
    #[prop(into)]
    on_done: Callback<()>,
    /// Leaves it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let name_error = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let draft = Draft::least();
    let known = known(&given);
    let groups: Vec<String> = given.groups.iter().map(|group| group.name.to_string()).collect();
    let roles = given.roles.iter().map(|role| choice(role.name.as_str(), role.verbs)).collect::<Vec<_>>();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        error.set(None);
        let to = subject(name.get_untracked().trim(), &groups);
        name_error.set(to.clone().err());
        let (Some(scoped), Ok(to)) = (draft.read(), to) else { return };
        let input = NewGrant {
            to,
            role: scoped.role,
            cluster: scoped.cluster,
            apps: scoped.apps,
            limits: scoped.limits,
        };
        busy.set(true);
        spawn_local(async move {
            match api::access::give(&input).await {
                Ok(_) => on_done.run(()),
                Err(failure) => {
                    name_error.try_set(failure.field("to"));
                    if failure.field("to").is_none() {
                        error.try_set(Some(failure.message()));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog shape=Shape::Panel title="Give access" on_close=on_close>
            <form class="panel-body form" id="give" on:submit=submit>
                <div class="field">
                    <label for="give-to">"To"</label>
                    <Combobox
                        id="give-to".to_owned()
                        value=name
                        suggestions=Signal::stored(known)
                        label="People and groups"
                        described_by="give-to-note"
                        autofocus=true
                        invalid=Signal::derive(move || name_error.with(Option::is_some))
                    />
                    <FieldNote
                        id="give-to-note".to_owned()
                        error=name_error
                        hint=Signal::stored("A person or a group. A group's grant is everybody's who is in it.".to_owned())
                    />
                </div>
                <ScopeFields draft=draft roles=roles />
                <ErrorLine error=error />
            </form>
            <footer class="panel-foot">
                <Button on_press=on_close>"Cancel"</Button>
                <button
                    class="btn btn-primary"
                    type="submit"
                    form="give"
                    aria-busy=move || busy.get().then_some("true")
                >
                    "Give access"
                </button>
            </footer>
        </Dialog>
    }
}

/// Groups, and people who were given something or are in a group. Others can be typed.
fn known(given: &Given) -> Vec<Suggestion> {
    let group = |name: String, members: usize| Suggestion {
        value: name,
        note: format!("{members} {}", if members == 1 { "member" } else { "members" }),
        group: "Groups",
    };
    let mut people: Vec<String> = given
        .grants
        .iter()
        .filter_map(|grant| match &grant.to {
            Subject::User(name) => Some(name.to_string()),
            Subject::Group(_) => None,
        })
        .chain(
            given.groups.iter().flat_map(|group| group.members.iter().map(|member| member.name.to_string())),
        )
        .collect();
    people.sort_unstable();
    people.dedup();
    let person = |name| Suggestion { value: name, note: String::new(), group: "People" };
    given
        .groups
        .iter()
        .map(|row| group(row.name.to_string(), row.members.len()))
        .chain(people.into_iter().map(person))
        .collect()
}

/// A name that a group has is the group's.
fn subject(name: &str, groups: &[String]) -> Result<Subject, String> {
    if groups.iter().any(|group| group == name) {
        return GroupName::parse(name).map(Subject::Group).map_err(|error| error.to_string());
    }
    UserName::parse(name).map(Subject::User).map_err(|_| "Name a person or a group.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_groups_name_is_the_group() {
        let groups = ["web".to_owned()];
        assert!(matches!(subject("web", &groups), Ok(Subject::Group(_))));
        assert!(matches!(subject("ada", &groups), Ok(Subject::User(_))));
        assert!(subject("", &groups).is_err());
    }
}
