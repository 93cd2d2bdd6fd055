//! The screens there are, and what can be done to each.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::screen::{Kind as Form, ScreenRow};

use super::form::ChangePanel;
use crate::api;
use crate::pages::settings::sure::{Doing, Sure};
use crate::pages::settings::table::Table;
use crate::state::clock::use_clock;
use crate::state::words;
use crate::ui::button::{Button, Kind};
use crate::ui::time::Ago;
use crate::ui::toast::use_toasts;

/// The columns of the table.
const COLUMNS: &[fn() -> &'static str] = &[
    say::settings::name,
    say::settings_screens::shows,
    say::settings_screens::created,
    say::settings::last_seen,
];

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
            <Table columns=COLUMNS rows=rows.iter().cloned().map(row).collect_view().into_any() />
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
                {say::settings_screens::all()}
            </h2>
            {table}
            {empty.then(|| view! { <p class="quiet">{say::settings_screens::none()}</p> })}
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
        (Form::Display, _) => say::settings_screens::is_screen(),
        (Form::Link, true) => say::settings_screens::is_link(),
        (Form::Link, false) => say::settings_screens::is_unopened(),
    };
    let ends = move || {
        expires_ms.map(|expires_ms| {
            let now_ms = clock.now_ms();
            match expires_ms.checked_sub(now_ms) {
                Some(left_ms) => say::settings_screens::ends_in(&words::span(left_ms)),
                None => say::settings_screens::ended().to_owned(),
            }
        })
    };
    let (name, shows, created_ms, by) =
        (screen.name.clone(), screen.view.words(), screen.created_ms, screen.created_by.clone());
    let (seen_ms, from) = (screen.seen_ms, screen.seen_from.clone());
    let distance = say::settings_screens::from_far(&screen.view.distance_m);
    let (change, revoke) = (Asked::Change(screen.clone()), Asked::Revoke(screen.clone()));
    let change_label = say::settings_screens::change_label(&name);
    let revoke_label = say::settings_screens::revoke_name(&name);
    let orders = screen.is_open.then(|| view! { <Orders id=screen.id name=name.clone() /> });
    let (made_before, made_after) = say::around(say::settings_screens::created_by(&say::HERE, &by));
    view! {
        <tr>
            <th scope="row">
                <b>{name}</b>
                " "
                <span class="faint">{what}</span>
            </th>
            <td data-label=say::settings_screens::shows()>
                {shows}
                " "
                <span class="faint">{distance}</span>
            </td>
            <td data-label=say::settings_screens::created()>
                <span>
                    {made_before}
                    <Ago at_ms=created_ms />
                    {made_after}
                    {move || ends().map(|ends| format!(", {ends}"))}
                </span>
            </td>
            <td data-label=say::settings::last_seen()>
                {match seen_ms {
                    Some(seen_ms) => seen(seen_ms, &from),
                    None => say::settings::never().into_any(),
                }}
            </td>
            <td class="end">
                <span class="btns">
                    {orders}
                    <Button kind=Kind::Bare small=true label=change_label on_press=move |()| asked.set(Some(change.clone()))>
                        {say::settings_screens::change()}
                    </Button>
                    <Button kind=Kind::BareDanger small=true label=revoke_label on_press=move |()| asked.set(Some(revoke.clone()))>
                        {say::settings_screens::revoke()}
                    </Button>
                </span>
            </td>
        </tr>
    }
}

/// When a screen last showed its picture, and at which address, where that is known.
fn seen(at_ms: u64, address: &str) -> AnyView {
    let (before, after) = match address {
        "" => (String::new(), String::new()),
        _ => say::around(say::settings_screens::seen_at(&say::HERE, &address)),
    };
    view! {
        <span>
            {before}
            <Ago at_ms=at_ms />
            {after}
        </span>
    }
    .into_any()
}

/// What is said to a display over its stream.
#[component]
fn Orders(id: String, name: String) -> impl IntoView {
    let toasts = use_toasts();
    let identify_label = say::settings_screens::identify_label(&name);
    let reload_label = say::settings_screens::reload_label(&name);
    let (id, name) = (StoredValue::new(id), StoredValue::new(name));
    let say = move |is_reload: bool| {
        spawn_local(async move {
            let (id, name) = (id.get_value(), name.get_value());
            let done = match is_reload {
                true => api::screens::reload(&id).await,
                false => api::screens::identify(&id).await,
            };
            match done {
                Ok(()) if is_reload => toasts.ok(say::settings_screens::reloaded(&name)),
                Ok(()) => toasts.ok(say::settings_screens::identified(&name)),
                Err(failure) => toasts.bad(failure.message()),
            }
        });
    };
    view! {
        <Button kind=Kind::Bare small=true label=identify_label on_press=move |()| say(false)>
            {say::settings_screens::identify()}
        </Button>
        <Button kind=Kind::Bare small=true label=reload_label on_press=move |()| say(true)>
            {say::settings_screens::reload()}
        </Button>
    }
}

#[component]
fn Revoke(screen: ScreenRow, on_done: Callback<()>, on_close: Callback<()>) -> impl IntoView {
    let toasts = use_toasts();
    let (id, name) = (screen.id, screen.name);
    let title = say::settings_screens::revoke_title(&name);
    let verb = say::settings_screens::revoke_name(&name);
    let done = move |()| {
        toasts.ok(say::settings_screens::revoked(&name));
        on_done.run(());
    };
    view! {
        <Sure
            title=title
            text=say::settings_screens::revoke_text()
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
