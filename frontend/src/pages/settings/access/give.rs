//! Giving somebody a role somewhere.

use std::sync::Arc;

use leptos::prelude::*;
use shared::access::NewGrant;
use shared::people::FirstGrant;
use shared::policy::Subject;
use shared::{GroupName, UserName};

use super::Given;
use super::scope::{Draft, ScopeFields, choice};
use crate::api;
use crate::state::call::{Call, beside};
use crate::ui::combobox::{Combobox, Suggestion};
use crate::ui::field::FieldNote;
use crate::ui::panel_form::PanelForm;

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
    let call = Call::idle();
    let draft = Draft::least();
    let known = known(&given);
    let groups: Vec<String> = given.groups.iter().map(|group| group.name.to_string()).collect();
    let roles = given.roles.iter().map(|role| choice(role.name.as_str(), role.verbs)).collect::<Vec<_>>();
    let submit = move |()| {
        let to = subject(name.get_untracked().trim(), &groups);
        name_error.set(to.clone().err());
        let (Some(FirstGrant { role, cluster, apps, limits }), Ok(to)) = (draft.read(), to) else { return };
        let input = NewGrant { to, role, cluster, apps, limits };
        let give = async move { api::access::give(&input).await };
        call.make_or(give, move |_| on_done.run(()), beside(name_error, "to"));
    };
    view! {
        <PanelForm
            title=say::settings_access::give_title()
            verb=say::settings_access::give_title()
            busy=call.busy
            error=call.error
            on_submit=submit
            on_close=on_close
        >
            <div class="field">
                <label for="give-to">{say::settings_access::give_to()}</label>
                <Combobox
                    id="give-to".to_owned()
                    value=name
                    suggestions=Signal::stored(known)
                    label=say::settings_access::give_to_label()
                    described_by="give-to-note"
                    autofocus=true
                    invalid=Signal::derive(move || name_error.with(Option::is_some))
                />
                <FieldNote
                    id="give-to-note".to_owned()
                    error=name_error
                    hint=Signal::stored(say::settings_access::give_to_hint().to_owned())
                />
            </div>
            <ScopeFields draft=draft roles=roles />
        </PanelForm>
    }
}

/// Groups, and people who were given something or are in a group. Others can be typed.
fn known(given: &Given) -> Vec<Suggestion> {
    let group = |name: String, members: usize| Suggestion {
        value: name,
        note: say::settings_access::give_members(members),
        group: say::settings::groups(),
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
    let person = |name| Suggestion { value: name, note: String::new(), group: say::settings::people() };
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
    UserName::parse(name).map(Subject::User).map_err(|_| say::settings_access::give_to_wrong().to_owned())
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
