//! The search: apps, units, machines and places, opened with `/`.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::bar::places;
use crate::paths;
use crate::state::cluster::Cluster;
use crate::state::filter::{UnitFilter, contains};
use crate::state::live::use_live;
use crate::state::memo::{effect, memo};
use crate::state::templates::use_templates;
use crate::ui::dialog::is_beside;
use crate::ui::focus;
use crate::ui::icon::{Icon, IconView};
use crate::ui::state::word;
use crate::ui::toast::ToastHost;

/// Not more than so many of a kind are offered.
const MOST: usize = 8;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Of which kind.
    pub group: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// Its name.
    pub name: String,
    /// A quiet remark.
    pub note: String,
    /// Where it is.
    pub path: String,
}

/// Finds in the cluster; `apps` are those with a template, which may have no units.
pub fn find(cluster: &Cluster, apps: &[fleet::AppName], text: &str) -> Vec<Hit> {
    let text = text.trim();
    let fits = |name: &str| text.split_whitespace().all(|word| contains(name, word));
    let mut names = BTreeSet::new();
    names.extend(cluster.apps().keys().chain(apps).filter(|app| fits(app.as_str())));
    let mut hits: Vec<Hit> = names
        .into_iter()
        .take(MOST)
        .map(|app| {
            let note = cluster.apps().get(app).map_or("not running".to_owned(), |units| {
                let (running, wanted) = units.running_of_wanted();
                format!("{running} of {wanted}")
            });
            Hit { group: "Apps", icon: Icon::Apps, name: app.to_string(), note, path: paths::app(app) }
        })
        .collect();
    if !text.is_empty() {
        hits.extend(units(cluster, text));
        hits.extend(machines(cluster, fits));
    }
    let places = places().into_iter().filter(|place| fits(place.name));
    hits.extend(places.map(|place| Hit {
        group: "Go to",
        icon: place.icon,
        name: place.name.to_owned(),
        note: format!("g {}", place.key),
        path: place.path,
    }));
    hits
}

fn units(cluster: &Cluster, text: &str) -> Vec<Hit> {
    let filter = UnitFilter { search: text.to_owned(), health: Vec::new() };
    let mut found = cluster.units().filter(|unit| filter.matches(unit, cluster.place(unit).as_deref()));
    let mut hits: Vec<Hit> = found
        .by_ref()
        .take(MOST)
        .map(|unit| Hit {
            group: "Units",
            icon: Icon::Units,
            name: unit.row.name.to_string(),
            note: word(unit.health).to_owned(),
            path: paths::unit(&unit.row.name),
        })
        .collect();
    let rest = found.count();
    if rest > 0 {
        hits.push(Hit {
            group: "Units",
            icon: Icon::Filter,
            name: format!("All {} units that match", rest + hits.len()),
            note: String::new(),
            path: paths::units_with(&filter),
        });
    }
    hits
}

fn machines(cluster: &Cluster, fits: impl Fn(&str) -> bool) -> Vec<Hit> {
    let found = cluster.machines().filter(|machine| fits(&machine.row.ip) || fits(machine.row.id.as_str()));
    let hit = |machine: &crate::state::same::Same<crate::state::cluster::Machine>| Hit {
        group: "Machines",
        icon: Icon::Machine,
        name: machine.label().to_owned(),
        note: machine.row.id.short().to_owned(),
        path: paths::units_with(&UnitFilter { search: machine.label().to_owned(), health: Vec::new() }),
    };
    found.take(MOST).map(hit).collect()
}

/// The search dialog.
#[component]
pub fn Palette(
    /// Closes it.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let live = use_live();
    let templates = use_templates();
    let text = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let hits = memo(move || {
        let apps = templates.names();
        Arc::new(text.with(|text| live.with(|cluster| find(cluster, &apps, text))))
    });
    let navigate = use_navigate();
    let go = Callback::new(move |at: usize| {
        if let Some(hit) = hits.get_untracked().get(at) {
            on_close.run(());
            navigate(&hit.path, Default::default());
            focus::on_the_page();
        }
    });
    let node = NodeRef::<html::Dialog>::new();
    focus::give_back();
    effect(move || {
        if let Some(dialog) = node.get() {
            // It can only fail when the dialog is not in the page any more.
            let _ = dialog.show_modal();
        }
    });
    let key = move |event: web_sys::KeyboardEvent| {
        let count = hits.with_untracked(|hits| hits.len());
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => active.update(|at| *at = (*at + count - 1) % count),
            "Enter" => go.run(active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let options = move || {
        let mut group = "";
        hits.get()
            .iter()
            .cloned()
            .enumerate()
            .map(|(at, hit)| {
                let heading = (hit.group != group).then_some(hit.group);
                group = hit.group;
                view! {
                    {heading.map(|heading| view! { <li role="presentation">{heading}</li> })}
                    <li
                        role="option"
                        id=format!("hit-{at}")
                        aria-selected=move || if active.get() == at { "true" } else { "false" }
                        on:click=move |_| go.run(at)
                    >
                        <IconView icon=hit.icon />
                        <span class="clip">{hit.name}</span>
                        <span>{hit.note}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <dialog
            class="palette"
            aria-label="Search"
            node_ref=node
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:mousedown=move |event: web_sys::MouseEvent| {
                if node.get_untracked().is_some_and(|dialog| is_beside(&dialog, &event)) {
                    on_close.run(());
                }
            }
        >
            <input
                class="palette-input"
                type="text"
                role="combobox"
                aria-expanded="true"
                aria-controls="hits"
                aria-autocomplete="list"
                aria-activedescendant=move || format!("hit-{}", active.get())
                aria-label="Search apps, units and machines"
                placeholder="App, unit or machine"
                autocomplete="off"
                spellcheck="false"
                autofocus
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    active.set(0);
                }
                on:keydown=key
            />
            <ul class="palette-list" id="hits" role="listbox" aria-label="Results">
                {move || options()}
            </ul>
            <p class="palette-foot">
                <span>
                    <kbd class="kbd">"↑"</kbd>
                    " "
                    <kbd class="kbd">"↓"</kbd>
                    " choose"
                </span>
                <span>
                    <kbd class="kbd">"↵"</kbd>
                    " open"
                </span>
                <span>
                    <kbd class="kbd">"Esc"</kbd>
                    " close"
                </span>
            </p>
            <ToastHost />
        </dialog>
    }
}
