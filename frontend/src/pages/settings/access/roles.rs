//! What each role may do: a table of verbs and roles, and roles of one's own.

use std::sync::Arc;

use leptos::prelude::*;
use shared::access::{PutRole, RoleRow};
use shared::policy::Verbs;
use shared::{RoleName, Verb};

use super::{Given, everywhere, verbs};
use crate::api;
use crate::pages::settings::sure::{Doing, Sure};
use crate::state::call::Call;
use crate::state::rights::may_not_give;
use crate::ui::button::{Button, Kind};
use crate::ui::field::TextField;
use crate::ui::icon::{Icon, IconView};
use crate::ui::panel_form::PanelForm;
use crate::ui::tick::Tick;

/// The roles.
#[component]
pub fn Roles(
    /// What was given.
    given: Arc<Given>,
    /// It is to be read again.
    on_change: Callback<()>,
) -> impl IntoView {
    let edited = RwSignal::new(None::<RoleRow>);
    let asked = RwSignal::new(None::<RoleRow>);
    let new = move |()| edited.set(Some(blank()));
    let heads = given
        .roles
        .iter()
        .map(|role| view! { <RoleHead role=role.clone() edited=edited asked=asked /> })
        .collect_view();
    let rows = Verb::ALL
        .map(|verb| {
            let cells = given
                .roles
                .iter()
                .map(|role| view! { <td class="tick">{mark(role.verbs.has(verb))}</td> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">
                        <span class="mono">{verb.as_str()}</span>
                        <span class="hint">{verbs::about(verb)}</span>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="zone" aria-labelledby="roles">
            <div class="zone-line">
                <h2 class="label zone-head" id="roles">
                    {say::settings_roles::roles()}
                </h2>
                <Button icon=Icon::Plus on_press=new>
                    {say::settings_roles::new()}
                </Button>
            </div>
            <div class="scroll-x" tabindex="0" role="group" aria-labelledby="roles">
                <table class="table table-compact roles">
                    <thead>
                        <tr>
                            <th scope="col">{say::settings::may()}</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
        {move || edited.get().map(|role| view! { <RolePanel role=role edited=edited on_change=on_change /> })}
        {move || asked.get().map(|role| view! { <Remove role=role asked=asked on_change=on_change /> })}
    }
}

/// A role that nobody has named yet.
fn blank() -> RoleRow {
    RoleRow { name: RoleName::admin(), verbs: Verbs::of(&[Verb::View]), built_in: true }
}

fn mark(has: bool) -> impl IntoView {
    if has {
        view! {
            <IconView icon=Icon::Check />
            <span class="sr">{say::settings_roles::yes()}</span>
        }
        .into_any()
    } else {
        view! { <span class="faint">{say::settings_roles::no()}</span> }.into_any()
    }
}

#[component]
fn RoleHead(
    role: RoleRow,
    edited: RwSignal<Option<RoleRow>>,
    asked: RwSignal<Option<RoleRow>>,
) -> impl IntoView {
    let name = role.name.to_string();
    let blocked = may_not_give(vec![everywhere(&role)]);
    let controls = (!role.built_in).then(|| {
        let (edit, remove) = (role.clone(), role.clone());
        view! {
            <span class="btns">
                <Button
                    kind=Kind::Bare
                    small=true
                    label=say::settings_roles::change_label(&name)
                    blocked=blocked
                    on_press=move |()| edited.set(Some(edit.clone()))
                >
                    {say::settings_roles::change()}
                </Button>
                <Button
                    kind=Kind::BareDanger
                    small=true
                    label=say::settings_roles::remove_label(&name)
                    blocked=blocked
                    on_press=move |()| asked.set(Some(remove.clone()))
                >
                    {say::settings::remove()}
                </Button>
            </span>
        }
    });
    view! {
        <th scope="col" class="tick">
            {name.clone()}
            {controls}
        </th>
    }
}

/// What a role may do, as ticks. A built-in one stands for none yet: its name is asked for.
#[component]
fn RolePanel(role: RoleRow, edited: RwSignal<Option<RoleRow>>, on_change: Callback<()>) -> impl IntoView {
    let is_new = role.built_in;
    let name = RwSignal::new(if is_new { String::new() } else { role.name.to_string() });
    let chosen = RwSignal::new(role.verbs);
    let name_error = RwSignal::new(None::<String>);
    let call = Call::idle();
    let submit = move |()| {
        let parsed = RoleName::parse(name.get_untracked().trim());
        name_error.set(parsed.as_ref().err().map(ToString::to_string));
        let Ok(parsed) = parsed else { return };
        let input = PutRole { verbs: chosen.get_untracked() };
        call.make(async move { api::access::put_role(parsed.as_str(), &input).await }, move |()| {
            edited.try_set(None);
            on_change.run(());
        });
    };
    let ticks = Verb::ALL
        .map(|verb| {
            let toggle = move |on: bool| {
                chosen.update(|chosen| {
                    let kept: Vec<Verb> = chosen.iter().filter(|other| *other != verb).collect();
                    *chosen = Verbs::of(&kept).and(if on { Verbs::of(&[verb]) } else { Verbs::default() });
                });
            };
            view! {
                <Tick
                    label=verb.as_str()
                    about=Signal::stored(verbs::about(verb).to_owned())
                    checked=Signal::derive(move || chosen.get().has(verb))
                    on_change=toggle
                />
            }
        })
        .collect_view();
    let close = move |()| edited.set(None);
    let title = if is_new {
        say::settings_roles::title_new().to_owned()
    } else {
        say::settings_roles::title(&role.name)
    };
    view! {
        <PanelForm
            title=title
            verb=if is_new { say::settings_roles::make() } else { say::settings::save() }
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
                            hint=Signal::stored(say::settings_roles::name_hint().to_owned())
                        />
                    }
                })}
            <fieldset class="field">
                <legend>{say::settings::may()}</legend>
                {ticks}
            </fieldset>
        </PanelForm>
    }
}

#[component]
fn Remove(role: RoleRow, asked: RwSignal<Option<RoleRow>>, on_change: Callback<()>) -> impl IntoView {
    let name = role.name;
    view! {
        <Sure
            title=say::settings_roles::remove_title(&name)
            text=say::settings_roles::remove_text()
            verb=say::settings::remove_name(&name)
            doing=move |()| {
                let name = name.clone();
                Box::pin(async move { api::access::remove_role(name.as_str()).await }) as Doing
            }
            on_done=move |()| {
                asked.try_set(None);
                on_change.run(());
            }
            on_close=move |()| asked.set(None)
        />
    }
}
