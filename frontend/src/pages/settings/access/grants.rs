//! What was given: to whom, which role, on which apps, how far.

use std::sync::Arc;

use leptos::prelude::*;
use shared::policy::{Grant, Subject};

use super::Given;
use super::give::GivePanel;
use super::scope::apps_words;
use crate::api;
use crate::pages::settings::sure::{Doing, Sure};
use crate::ui::button::{Button, Kind};
use crate::ui::icon::{Icon, IconView};
use crate::ui::toast::use_toasts;

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
    let row =
        |grant: &Grant| view! { <Line grant=grant.clone() on_one_cluster=on_one_cluster asked=asked /> };
    let lines = given.grants.iter().map(row).collect_view();
    let panel = Arc::clone(&given);
    view! {
        <section class="zone" aria-labelledby="grants">
            <div class="zone-line">
                <h2 class="label zone-head" id="grants">
                    "Given"
                </h2>
                <Button kind=Kind::Primary icon=Icon::Plus on_press=move |()| giving.set(true)>
                    "Give access…"
                </Button>
            </div>
            <table class="table table-stack">
                <thead>
                    <tr>
                        <th scope="col">"To"</th>
                        <th scope="col">"May"</th>
                        <th scope="col">"On"</th>
                        <th scope="col">"Limits"</th>
                        <th scope="col">
                            <span class="sr">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
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
fn Line(grant: Grant, on_one_cluster: bool, asked: RwSignal<Option<Grant>>) -> impl IntoView {
    let (kind, name) = whom(&grant.to);
    let icon = match grant.to {
        Subject::User(_) => Icon::User,
        Subject::Group(_) => Icon::Apps,
    };
    let on = if on_one_cluster {
        apps_words(&grant.apps)
    } else {
        format!("{} of {}", apps_words(&grant.apps), grant.cluster)
    };
    let limits = grant.limits.words();
    let label = format!("Take {} on {on} from {name}", grant.role);
    let role = grant.role.to_string();
    view! {
        <tr>
            <th scope="row">
                <span class="with-icon">
                    <IconView icon=icon />
                    <b>{name}</b>
                    {(kind == "group").then(|| view! { <span class="faint">" group"</span> })}
                </span>
            </th>
            <td>{role}</td>
            <td data-label="On" class="mono">
                {on}
            </td>
            <td data-label="Limits">{if limits.is_empty() { "none".to_owned() } else { limits }}</td>
            <td class="end">
                <span class="btns">
                    <Button
                        kind=Kind::BareDanger
                        small=true
                        label=label
                        on_press=move |()| asked.set(Some(grant.clone()))
                    >
                        "Take away"
                    </Button>
                </span>
            </td>
        </tr>
    }
}

#[component]
fn Take(grant: Grant, asked: RwSignal<Option<Grant>>, on_change: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let (kind, name) = whom(&grant.to);
    let what = format!("{} on {}", grant.role, apps_words(&grant.apps));
    let text = if kind == "group" {
        "Everybody in this group loses it within seconds, on open pages too. Deployments that go on by it are paused."
    } else {
        "It holds within seconds, on open pages too. Deployments that go on by it are paused."
    };
    let title = format!("Take {what} from {name}?");
    let verb = format!("Take it from {name}");
    let done = move |()| {
        toasts.ok(format!("Taken from {name}."));
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

/// Whether it is a user or a group, and the name.
pub fn whom(to: &Subject) -> (&'static str, String) {
    match to {
        Subject::User(name) => ("user", name.to_string()),
        Subject::Group(name) => ("group", name.to_string()),
    }
}
