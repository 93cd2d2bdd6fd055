//! The screens there are, and what can be done to each.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::screen::{Kind as Form, ScreenRow};

use super::form::ChangePanel;
use crate::api;
use crate::pages::settings::sure::{Doing, Sure};
use crate::state::clock::use_clock;
use crate::state::words;
use crate::ui::button::{Button, Kind};
use crate::ui::time::Ago;
use crate::ui::toast::use_toasts;

/// What is asked about one of them.
#[derive(Clone, PartialEq)]
enum Asked {
    Change(ScreenRow),
    Revoke(ScreenRow),
}

/// All screens and links.
#[component]
pub fn ScreenTable(
    /// They.
    rows: Arc<Vec<ScreenRow>>,
    /// They are to be read again.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    let empty = rows.is_empty();
    let table = (!empty).then(|| {
        let row = |screen: ScreenRow| view! { <Line screen=screen asked=asked /> };
        view! {
            <table class="table table-stack">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Shows"</th>
                        <th scope="col">"Made"</th>
                        <th scope="col">"Last seen"</th>
                        <th scope="col">
                            <span class="sr">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows.iter().cloned().map(row).collect_view()}</tbody>
            </table>
        }
    });
    let close = Callback::new(move |()| asked.set(None));
    let changed = Callback::new(move |()| {
        asked.try_set(None);
        on_change.run(());
    });
    view! {
        <section class="zone" aria-labelledby="screens">
            <h2 class="sr" id="screens">
                "All screens and links"
            </h2>
            {table}
            {empty.then(|| view! { <p class="quiet">"There is none yet. Open /screen in the browser of a display, and pair it here."</p> })}
        </section>
        {move || match asked.get() {
            None => ().into_any(),
            Some(Asked::Change(screen)) => {
                view! { <ChangePanel screen=screen on_changed=changed on_close=close /> }.into_any()
            }
            Some(Asked::Revoke(screen)) => view! { <Revoke screen=screen on_done=changed on_close=close /> }.into_any(),
        }}
    }
}

#[component]
fn Line(screen: ScreenRow, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let clock = use_clock();
    let expires_ms = screen.expires_ms;
    let what = match (screen.kind, screen.is_open) {
        (Form::Display, _) => "screen",
        (Form::Link, true) => "link",
        (Form::Link, false) => "link, not opened yet",
    };
    let ends = move || {
        expires_ms.map(|expires_ms| {
            let now_ms = clock.now_ms();
            match expires_ms.checked_sub(now_ms) {
                Some(left_ms) => format!("ends in {}", words::span(left_ms)),
                None => "ended".to_owned(),
            }
        })
    };
    let (name, shows, created_ms, by) =
        (screen.name.clone(), screen.view.words(), screen.created_ms, screen.created_by.clone());
    let (seen_ms, from) = (screen.seen_ms, screen.seen_from.clone());
    let distance = format!("from {} m", screen.view.distance_m);
    let (change, revoke) = (Asked::Change(screen.clone()), Asked::Revoke(screen.clone()));
    let labels = ["Say the name of", "Reload", "Change", "Revoke"].map(|verb| format!("{verb} {name}"));
    let [say_label, reload_label, change_label, revoke_label] = labels;
    let orders = screen
        .is_open
        .then(|| view! { <Orders id=screen.id name=name.clone() labels=[say_label, reload_label] /> });
    view! {
        <tr>
            <th scope="row">
                <b>{name}</b>
                " "
                <span class="faint">{what}</span>
            </th>
            <td data-label="Shows">
                {shows}
                " "
                <span class="faint">{distance}</span>
            </td>
            <td data-label="Made">
                <span>
                    <Ago at_ms=created_ms />
                    {format!(" by {by}")}
                    {move || ends().map(|ends| format!(", {ends}"))}
                </span>
            </td>
            <td data-label="Last seen">
                {match seen_ms {
                    Some(seen_ms) => view! {
                        <span>
                            <Ago at_ms=seen_ms />
                            {(!from.is_empty()).then(|| format!(", at {from}"))}
                        </span>
                    }
                    .into_any(),
                    None => "never".into_any(),
                }}
            </td>
            <td class="end">
                <span class="btns">
                    {orders}
                    <Button kind=Kind::Bare small=true label=change_label on_press=move |()| asked.set(Some(change.clone()))>
                        "Change…"
                    </Button>
                    <Button kind=Kind::BareDanger small=true label=revoke_label on_press=move |()| asked.set(Some(revoke.clone()))>
                        "Revoke"
                    </Button>
                </span>
            </td>
        </tr>
    }
}

/// What is said to a display over its stream.
#[component]
fn Orders(id: String, name: String, labels: [String; 2]) -> impl IntoView {
    let toasts = use_toasts();
    let (id, name) = (StoredValue::new(id), StoredValue::new(name));
    let say = move |is_reload: bool| {
        spawn_local(async move {
            let (id, name) = (id.get_value(), name.get_value());
            let done = match is_reload {
                true => api::screens::reload(&id).await,
                false => api::screens::identify(&id).await,
            };
            match done {
                Ok(()) if is_reload => toasts.ok(format!("{name} loads its page again.")),
                Ok(()) => toasts.ok(format!("{name} shows its name for a moment.")),
                Err(failure) => toasts.bad(failure.message()),
            }
        });
    };
    let [say_label, reload_label] = labels;
    view! {
        <Button kind=Kind::Bare small=true label=say_label on_press=move |()| say(false)>
            "Identify"
        </Button>
        <Button kind=Kind::Bare small=true label=reload_label on_press=move |()| say(true)>
            "Reload"
        </Button>
    }
}

#[component]
fn Revoke(screen: ScreenRow, on_done: Callback<()>, on_close: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let (id, name) = (screen.id, screen.name);
    let title = format!("Revoke {name}?");
    let verb = format!("Revoke {name}");
    let done = move |()| {
        toasts.ok(format!("{name} is revoked."));
        on_done.run(());
    };
    view! {
        <Sure
            title=title
            text="It shows nothing more within five seconds. This cannot be taken back; it can be paired again."
            verb=verb
            doing=move |()| {
                let id = id.clone();
                Box::pin(async move { api::screens::revoke(&id).await }) as Doing
            }
            on_done=done
            on_close=on_close
        />
    }
}
