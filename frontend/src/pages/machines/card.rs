//! One machine: what it is, and a tile for each of its units.

use std::sync::Arc;

use fleet::AppName;
use leptos::prelude::*;

use super::load::{Carried, Group, Load};
use crate::paths;
use crate::state::cluster::Unit;
use crate::state::memo::{Memo, memo};
use crate::state::same::Same;
use crate::state::words;
use crate::ui::each::each;
use crate::ui::state::Tile;

/// One machine.
#[component]
pub fn MachineCard(
    /// The machine with its units.
    machine: Memo<Arc<Carried>>,
    /// What the others carry.
    load: Memo<Load>,
) -> impl IntoView {
    let id = machine.with_untracked(|machine| machine.row.id.clone());
    let label = memo(move || machine.with(|machine| machine.label.clone()));
    let metadata = memo(move || machine.with(|machine| machine.row.metadata.clone()));
    let groups = memo(move || machine.with(|machine| machine.groups.clone()));
    let count = memo(move || machine.with(|machine| machine.count()));
    let chips = move || {
        let chip =
            |(name, value): (String, String)| view! { <span class="chip">{format!("{name}={value}")}</span> };
        metadata.get().into_iter().map(chip).collect_view()
    };
    let compared = move || {
        let count = count.get();
        say::machines::carries_compared(count, &words::grouped(count), &words::grouped(load.get().mean))
    };
    let carries = move || say::machines::carries(count.get(), &words::grouped(count.get()));
    view! {
        <li class="machine">
            <div class="machine-id">
                <h2>
                    <a href=paths::machine(&id)>{move || label.get()}</a>
                    " "
                    <span class="mono" title=id.to_string()>
                        {id.short().to_owned()}
                    </span>
                </h2>
                <div class="chips">{move || chips()}</div>
            </div>
            <UnitsByApp groups=groups />
            <div class="machine-load">
                <a href=paths::units_on(Some(id))>{carries}</a>
                <meter
                    class="share"
                    min="0"
                    max=move || load.get().most.max(1).to_string()
                    prop:value=move || count.get().to_string()
                    aria-label=compared
                ></meter>
            </div>
        </li>
    }
}

/// Tiles of units, a line for each app.
#[component]
pub fn UnitsByApp(
    /// The units.
    groups: Memo<Vec<Group>>,
) -> impl IntoView {
    let apps =
        memo(move || groups.with(|groups| groups.iter().map(|group| group.app.clone()).collect::<Vec<_>>()));
    view! {
        <ul class="machine-apps" role="list">
            {each(move || apps.get(), |app: &Option<AppName>| app.as_ref().map(ToString::to_string).unwrap_or_default(), move |app| view! { <AppTiles app=app groups=groups /> }.into_any())}
        </ul>
    }
}

#[component]
fn AppTiles(app: Option<AppName>, groups: Memo<Vec<Group>>) -> impl IntoView {
    let units = {
        let app = app.clone();
        memo(move || {
            groups.with(|groups| {
                groups
                    .iter()
                    .find(|group| group.app == app)
                    .map(|group| group.units.clone())
                    .unwrap_or_default()
            })
        })
    };
    let (name, href) = match &app {
        Some(app) => (app.to_string(), paths::app(app)),
        None => (say::machines::other_units().to_owned(), paths::units_of(None)),
    };
    view! {
        <li class:is-wide=app.is_none()>
            <a href=href title=name.clone()>
                {name.clone()}
            </a>
            <div class="tiles">
                {each(move || units.get(), |unit| unit.row.name.to_string(), move |unit| view! { <Tile unit=follow(units, unit) /> }.into_any())}
            </div>
        </li>
    }
}

/// The unit as it is now, so that a tile changes in place and keeps the focus.
fn follow(units: Memo<Vec<Same<Unit>>>, first: Same<Unit>) -> Signal<Same<Unit>> {
    let now = memo(move || {
        let found = units.with(|units| units.iter().find(|unit| unit.row.name == first.row.name).cloned());
        found.unwrap_or_else(|| first.clone())
    });
    now.into()
}
