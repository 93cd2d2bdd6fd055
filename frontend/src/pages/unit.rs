//! One unit: how it fares, where, its options, and what can be done with it.

pub mod actions;
pub mod facts;
pub mod options;
pub mod why;

use fleet::UnitName;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::actions::Actions;
use self::facts::{Facts, States};
use self::options::{Detail, Options};
use self::why::WhyNot;
use super::problem::{NotFound, Unread};
use crate::layout::announcer::PageTitle;
use crate::paths;
use crate::state::cluster::Unit;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::state::same::Same;
use crate::ui::skeleton::Skeleton;
use crate::ui::state::StateWord;
use crate::ui::time::Since;

/// The page of one unit.
#[component]
pub fn UnitPage() -> impl IntoView {
    let params = use_params_map();
    let name = memo(move || {
        let text = params.with(|params| params.get("unit")).unwrap_or_default();
        UnitName::parse(&text).ok()
    });
    view! { {move || match name.get() {
        Some(name) => view! { <Named name=name /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }} }
}

#[component]
fn Named(name: UnitName) -> impl IntoView {
    let live = use_live();
    let unit = live.unit(name.clone());
    let there = memo(move || unit.with(Option::is_some));
    view! { {move || {
        let name = name.clone();
        // Drawn anew when the unit comes or goes; what changes in it changes in place.
        let present = there.get().then(|| unit.get_untracked()).flatten();
        match (live.ready(), present) {
            (true, Some(first)) => view! { <Known name=name unit=follow(unit, first) /> }.into_any(),
            (true, None) => view! { <Gone name=name /> }.into_any(),
            (false, _) => view! { <NotRead name=name /> }.into_any(),
        }
    }} }
}

/// The unit as it is, and as it was last once it is gone.
fn follow(unit: Memo<Option<Same<Unit>>>, first: Same<Unit>) -> Signal<Same<Unit>> {
    let last = Memo::new(move |before: Option<&Same<Unit>>| {
        unit.get().or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    last.into()
}

#[component]
fn NotRead(name: UnitName) -> impl IntoView {
    let live = use_live();
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title=name.to_string() class="unit-title" />
            </div>
        </div>
        {move || match live.failure() {
            Some(_) => view! { <Unread /> }.into_any(),
            None => view! { <Skeleton rows=8 /> }.into_any(),
        }}
    }
}

#[component]
fn Known(name: UnitName, unit: Signal<Same<Unit>>) -> impl IntoView {
    let detail = Detail::of(&name);
    let app = unit.with_untracked(|unit| unit.app.as_ref().map(|parsed| parsed.app.clone()));
    let crumb = app.map(|app| {
        view! {
            <span aria-hidden="true">"/"</span>
            <a href=paths::app(&app)>{app.to_string()}</a>
        }
    });
    view! {
        <div class="head">
            <div class="head-text">
                <nav class="crumb" aria-label=say::unit::crumb()>
                    <a href=paths::units()>{say::unit::units()}</a>
                    {crumb}
                </nav>
                <PageTitle title=name.to_string() class="unit-title" />
                <Standing unit=unit />
            </div>
            <div class="head-end">
                <Actions name=name.clone() unit=unit />
            </div>
        </div>
        <div class="columns">
            <div class="stack stack-wide">
                <WhyNot unit=unit detail=detail />
                <Options name=name.clone() detail=detail />
                <States unit=unit />
            </div>
            <Facts name=name unit=unit detail=detail />
        </div>
    }
}

/// "running on 10.0.1.5 for 5 min".
#[component]
fn Standing(unit: Signal<Same<Unit>>) -> impl IntoView {
    let live = use_live();
    let health = memo(move || unit.with(|unit| unit.health));
    let since_ms = memo(move || unit.with(|unit| unit.row.since_ms));
    let place = memo(move || unit.with(|unit| (unit.only_machine().cloned(), live.place(unit))));
    let on = move || match place.get() {
        (Some(id), Some(label)) => {
            let (before, after) = say::around(say::unit::on_machine(&say::HERE));
            view! { {before} <a href=paths::machine(&id)>{label}</a> {after} " " }.into_any()
        }
        (None, Some(label)) => format!("{} ", say::unit::on_machine(&label)).into_any(),
        (_, None) => ().into_any(),
    };
    let (before, after) = say::around(say::unit::for_span(&say::HERE));
    view! {
        <p class="row">
            <StateWord health=health />
            <span>" " {on} {before} <Since at_ms=since_ms /> {after}</span>
        </p>
    }
}

#[component]
fn Gone(name: UnitName) -> impl IntoView {
    let live = use_live();
    let title = say::unit::gone(&name);
    let reason = move || {
        if live.stale() { say::unit::gone_when_old() } else { say::unit::gone_text() }
    };
    view! {
        <section class="problem">
            <PageTitle title=title />
            <p>{move || reason()}</p>
            <p class="btns">
                {rights::for_who_reads_record(move || {
                    view! {
                        <a class="btn btn-primary" href=paths::activity_of_unit(&name)>
                            {say::unit::look_in_activity()}
                        </a>
                    }
                    .into_any()
                })}
                <a class="btn" href=paths::units()>
                    {say::unit::all_units()}
                </a>
            </p>
        </section>
    }
}
