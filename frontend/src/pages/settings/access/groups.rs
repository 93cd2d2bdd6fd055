//! Groups: who is in them.

use std::sync::Arc;

use leptos::prelude::*;
use shared::access::{GroupRow, MemberSource, PutGroup};
use shared::{GroupName, UserName};

use super::Given;
use crate::api;
use crate::pages::settings::sure::{Doing, Sure};
use crate::pages::settings::table::Table;
use crate::state::call::{Call, beside};
use crate::state::rights::may_not_give;
use crate::ui::button::{Button, Kind};
use crate::ui::field::TextField;
use crate::ui::icon::Icon;
use crate::ui::panel_form::PanelForm;

/// The columns of the table.
const COLUMNS: &[fn() -> &'static str] = &[say::settings::name, say::settings_groups::members];

/// What the panel is about.
#[derive(Debug, Clone)]
enum Edited {
    /// A group that nobody has named yet.
    New,
    /// One that is there.
    There(GroupRow),
}

/// The groups.
#[component]
pub fn Groups(
    /// What was given.
    given: Arc<Given>,
    /// It is to be read again.
    on_change: Callback<()>,
) -> impl IntoView {
    let edited = RwSignal::new(None::<Edited>);
    let asked = RwSignal::new(None::<GroupRow>);
    let line = |group: &GroupRow| {
        let blocked = may_not_give(given.rights_of(&group.name));
        view! { <Line group=group.clone() blocked=blocked edited=edited asked=asked /> }
    };
    let list = if given.groups.is_empty() {
        view! { <p class="quiet">{say::settings_groups::none()}</p> }.into_any()
    } else {
        let lines = given.groups.iter().map(line).collect_view();
        view! {
            <Table columns=COLUMNS rows=lines.into_any() />
        }
        .into_any()
    };
    view! {
        <section class="zone" aria-labelledby="groups">
            <div class="zone-line">
                <h2 class="label zone-head" id="groups">
                    {say::settings::groups()}
                </h2>
                <Button icon=Icon::Plus on_press=move |()| edited.set(Some(Edited::New))>
                    {say::settings_groups::new()}
                </Button>
            </div>
            {list}
        </section>
        {move || edited.get().map(|group| view! { <GroupPanel group=group edited=edited on_change=on_change /> })}
        {move || asked.get().map(|group| view! { <Remove group=group asked=asked on_change=on_change /> })}
    }
}

#[component]
fn Line(
    group: GroupRow,
    blocked: Signal<Option<String>>,
    edited: RwSignal<Option<Edited>>,
    asked: RwSignal<Option<GroupRow>>,
) -> impl IntoView {
    let name = group.name.to_string();
    let members: Vec<String> = group
        .members
        .iter()
        .map(|member| match member.source {
            MemberSource::Local => member.name.to_string(),
            MemberSource::Sso => say::settings_groups::member_sso(&member.name),
        })
        .collect();
    let members =
        if members.is_empty() { say::settings_groups::no_members().to_owned() } else { members.join(", ") };
    let (edit, remove) = (group.clone(), group);
    view! {
        <tr>
            <th scope="row">{name.clone()}</th>
            <td>{members}</td>
            <td class="end">
                <span class="btns">
                    <Button
                        kind=Kind::Bare
                        small=true
                        label=say::settings_groups::change_members_label(&name)
                        blocked=blocked
                        tip_at="end"
                        on_press=move |()| edited.set(Some(Edited::There(edit.clone())))
                    >
                        {say::settings_groups::change_members()}
                    </Button>
                    <Button
                        kind=Kind::BareDanger
                        small=true
                        label=say::settings_groups::remove_label(&name)
                        blocked=blocked
                        tip_at="end"
                        on_press=move |()| asked.set(Some(remove.clone()))
                    >
                        {say::settings::remove()}
                    </Button>
                </span>
            </td>
        </tr>
    }
}

#[component]
fn GroupPanel(group: Edited, edited: RwSignal<Option<Edited>>, on_change: Callback<()>) -> impl IntoView {
    let there = match &group {
        Edited::New => None,
        Edited::There(row) => Some(row.name.to_string()),
    };
    let name = RwSignal::new(there.clone().unwrap_or_default());
    let members = RwSignal::new(match &group {
        Edited::New => String::new(),
        Edited::There(row) => typed(row),
    });
    let name_error = RwSignal::new(None::<String>);
    let members_error = RwSignal::new(None::<String>);
    let call = Call::idle();
    let submit = move |()| {
        let parsed = GroupName::parse(name.get_untracked().trim());
        let people = people(&members.get_untracked());
        name_error.set(parsed.as_ref().err().map(ToString::to_string));
        members_error.set(people.clone().err());
        let (Ok(parsed), Ok(members)) = (parsed, people) else { return };
        let input = PutGroup { members };
        let put = async move { api::access::put_group(parsed.as_str(), &input).await };
        let done = move |()| {
            edited.try_set(None);
            on_change.run(());
        };
        call.make_or(put, done, beside(members_error, "members"));
    };
    let close = move |()| edited.set(None);
    let is_new = there.is_none();
    let title = there.map_or_else(
        || say::settings_groups::title_new().to_owned(),
        |name| say::settings_groups::title(&name),
    );
    view! {
        <PanelForm
            title=title
            verb=if is_new { say::settings_groups::make() } else { say::settings::save() }
            busy=call.busy
            error=call.error
            on_submit=submit
            on_close=close
        >
            {is_new
                .then(|| {
                    view! {
                        <TextField
                            label=say::settings::name()
                            value=name
                            error=name_error
                            autofocus=true
                            hint=Signal::stored(say::settings_groups::name_hint().to_owned())
                        />
                    }
                })}
            <TextField
                label=say::settings_groups::members()
                value=members
                error=members_error
                hint=Signal::stored(say::settings_groups::members_hint().to_owned())
            />
        </PanelForm>
    }
}

#[component]
fn Remove(group: GroupRow, asked: RwSignal<Option<GroupRow>>, on_change: Callback<()>) -> impl IntoView {
    let name = group.name;
    view! {
        <Sure
            title=say::settings_groups::remove_title(&name)
            text=say::settings_groups::remove_text()
            verb=say::settings::remove_name(&name)
            doing=move |()| {
                let name = name.clone();
                Box::pin(async move { api::access::remove_group(name.as_str()).await }) as Doing
            }
            on_done=move |()| {
                asked.try_set(None);
                on_change.run(());
            }
            on_close=move |()| asked.set(None)
        />
    }
}

/// Those whom somebody here put in, as they are typed.
fn typed(group: &GroupRow) -> String {
    let local = group.members.iter().filter(|member| member.source == MemberSource::Local);
    local.map(|member| member.name.to_string()).collect::<Vec<_>>().join(", ")
}

/// The names of a list with commas or blanks between; the first that is none is named.
fn people(text: &str) -> Result<Vec<UserName>, String> {
    text.split([',', ' ', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| UserName::parse(name).map_err(|error| format!("{name}: {error}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_however_they_are_set_apart() {
        let names = |text| people(text).unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names("ada, bo,  carl\n"), ["ada", "bo", "carl"]);
        assert_eq!(names(" "), [""; 0]);
        assert!(people("ada, b!o").is_err_and(|error| error.starts_with("b!o: ")));
    }
}
