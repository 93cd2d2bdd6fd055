//! What was given: to whom, which role, on which apps, how far.

use std::sync::Arc;

use leptos::prelude::*;
use shared::policy::{Grant, Subject};

use super::Given;
use super::give::GivePanel;
use super::scope::apps_words;
use crate::api;
use crate::pages::settings::sure::{Doing, Sure};
use crate::pages::settings::table::Table;
use crate::state::rights::may_not_give;
use crate::ui::button::{Button, Kind};
use crate::ui::icon::{Icon, IconView};
use crate::ui::toast::use_toasts;

/// The columns of the table.
const COLUMNS: &[fn() -> &'static str] = &[
    say::settings_access::given_to,
    say::settings::may,
    say::settings_access::given_on,
    say::settings_access::given_limits,
];

/// All grants.
#[component]
pub fn Grants(
    /// What was given.
    given: Arc<Given>,
    /// It is to be read again.
    on_change: Callback<()>,
) -> impl IntoView {
    let giving = RwSignal::new(false);
    let asked = RwSignal::new(None::<Grant>);
    let on_one_cluster = given.grants.iter().all(|grant| grant.cluster.is_all());
    let row = |grant: &Grant| {
        let blocked = may_not_give(given.right(grant).into_iter().collect());
        view! { <Line grant=grant.clone() on_one_cluster=on_one_cluster blocked=blocked asked=asked /> }
    };
    let lines = given.grants.iter().map(row).collect_view();
    let panel = Arc::clone(&given);
    view! {
        <section class="zone" aria-labelledby="grants">
            <div class="zone-line">
                <h2 class="label zone-head" id="grants">
                    {say::settings_access::given()}
                </h2>
                <Button kind=Kind::Primary icon=Icon::Plus on_press=move |()| giving.set(true)>
                    {say::settings_access::give()}
                </Button>
            </div>
            <Table columns=COLUMNS rows=lines.into_any() />
        </section>
        {move || {
            giving
                .get()
                .then(|| {
                    view! {
                        <GivePanel
                            given=Arc::clone(&panel)
                            on_done=move |()| {
                                giving.set(false);
                                on_change.run(());
                            }
                            on_close=move |()| giving.set(false)
                        />
                    }
                })
        }}
        {move || asked.get().map(|grant| view! { <Take grant=grant asked=asked on_change=on_change /> })}
    }
}

#[component]
fn Line(
    grant: Grant,
    on_one_cluster: bool,
    blocked: Signal<Option<String>>,
    asked: RwSignal<Option<Grant>>,
) -> impl IntoView {
    let (is_group, name) = whom(&grant.to);
    let icon = if is_group { Icon::Apps } else { Icon::User };
    let on = if on_one_cluster {
        apps_words(&grant.apps)
    } else {
        say::settings_access::apps_of(&apps_words(&grant.apps), &grant.cluster)
    };
    let limits = grant.limits.words();
    let label = say::settings_access::take_label(&grant.role, &on, &name);
    let role = grant.role.to_string();
    view! {
        <tr>
            <th scope="row">
                <span class="with-icon">
                    <IconView icon=icon />
                    <b>{name}</b>
                    {is_group.then(|| view! { <span class="faint">" " {say::settings_access::given_group()}</span> })}
                </span>
            </th>
            <td>{role}</td>
            <td data-label=say::settings_access::given_on() class="mono">
                {on}
            </td>
            <td data-label=say::settings_access::given_limits()>{if limits.is_empty() { say::settings_access::given_no_limits().to_owned() } else { limits }}</td>
            <td class="end">
                <span class="btns">
                    <Button
                        kind=Kind::BareDanger
                        small=true
                        label=label
                        blocked=blocked
                        tip_at="end"
                        on_press=move |()| asked.set(Some(grant.clone()))
                    >
                        {say::settings_access::take()}
                    </Button>
                </span>
            </td>
        </tr>
    }
}

#[component]
fn Take(grant: Grant, asked: RwSignal<Option<Grant>>, on_change: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let (is_group, name) = whom(&grant.to);
    let text =
        if is_group { say::settings_access::take_group_text() } else { say::settings_access::take_text() };
    let title = say::settings_access::take_title(&grant.role, &apps_words(&grant.apps), &name);
    let verb = say::settings_access::take_button(&name);
    let done = move |()| {
        toasts.ok(say::settings_access::taken(&name));
        asked.try_set(None);
        on_change.run(());
    };
    view! {
        <Sure
            title=title
            text=text
            verb=verb
            doing=move |()| {
                let id = grant.id.clone();
                Box::pin(async move { api::access::take(&id).await }) as Doing
            }
            on_done=done
            on_close=move |()| asked.set(None)
        />
    }
}

/// Whether it is a group, and the name.
fn whom(to: &Subject) -> (bool, String) {
    match to {
        Subject::User(name) => (false, name.to_string()),
        Subject::Group(name) => (true, name.to_string()),
    }
}
