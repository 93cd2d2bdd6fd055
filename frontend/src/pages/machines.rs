//! The machines: what each carries, by app, and how evenly.

pub mod bars;
pub mod card;
pub mod load;
pub mod one;
pub mod without;

use std::sync::Arc;

use fleet::MachineId;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::Health;

use self::bars::Bars;
use self::card::{MachineCard, UnitsByApp};
use self::load::{Load, Overview};
use self::one::One;
use super::problem::Unread;
use crate::layout::announcer::PageTitle;
use crate::paths;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::words;
use crate::ui::count::count;
use crate::ui::each::each;
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::{Check, Tone};
use crate::ui::skeleton::Skeleton;
use crate::ui::zone::Zone;

/// As many are seen at a glance, each with its own share beside it; more are compared by bars.
const BARS_FROM: usize = 9;

/// Machines that are drawn at once; more follow as one scrolls.
const AT_ONCE: usize = 24;

/// The Machines page; with `?machine=` only that one.
#[component]
pub fn Machines() -> impl IntoView {
    let live = use_live();
    let query = use_query_map();
    let chosen = memo(move || {
        query.with(|query| query.get("machine")).and_then(|text| text.parse::<MachineId>().ok())
    });
    let overview = memo(move || live.with(|cluster| Arc::new(Overview::of(cluster))));
    let title = Signal::derive(move || match chosen.get() {
        Some(id) => say::machines::title_one(&live.with(|cluster| cluster.machine_label(&id))),
        None => say::machines::title().to_owned(),
    });
    let body = move || match (live.ready(), live.failure().is_some()) {
        (true, _) => match chosen.get() {
            Some(id) => view! { <One id=id overview=overview /> }.into_any(),
            None => view! { <All overview=overview /> }.into_any(),
        },
        (false, true) => view! { <Unread /> }.into_any(),
        (false, false) => view! { <Skeleton rows=6 /> }.into_any(),
    };
    view! {
        <div class="head">
            <div class="head-text">
                {move || {
                    chosen
                        .get()
                        .map(|_| {
                            view! {
                                <nav class="crumb" aria-label=say::machines::crumb()>
                                    <a href=paths::machines()>{say::machines::crumb_all()}</a>
                                </nav>
                            }
                        })
                }}
                <PageTitle title=title />
                {move || {
                    (live.ready() && chosen.with(Option::is_none))
                        .then(|| view! { <StatusLine overview=overview /> })
                }}
            </div>
            {move || {
                chosen
                    .with(Option::is_none)
                    .then(|| {
                        view! {
                            <div class="head-end">
                                <a class="btn" href=paths::history()>
                                    {say::machines::history()}
                                </a>
                            </div>
                        }
                    })
            }}
        </div>
        {move || body()}
    }
}

/// How many there are, how many units they carry, and how many found none.
#[component]
fn StatusLine(overview: Memo<Arc<Overview>>) -> impl IntoView {
    let machines = memo(move || overview.with(|overview| overview.machines.len()));
    let placed = memo(move || overview.with(|overview| overview.placed));
    let waiting = memo(move || {
        overview.with(|overview| {
            overview
                .nowhere
                .iter()
                .flat_map(|group| &group.units)
                .filter(|unit| unit.health == Health::Unplaced)
                .count()
        })
    });
    view! {
        <ul class="truth" role="list" aria-label=say::machines::summary()>
            <li>
                <span>{move || count(machines.get(), say::machines::count)}</span>
            </li>
            <li>
                <a href=paths::units()>
                    <span>{move || count(placed.get(), say::machines::placed)}</span>
                </a>
            </li>
            {move || {
                (waiting.get() > 0)
                    .then(|| {
                        view! {
                            <li>
                                <a class="is-warn" href=paths::units_in(&[Health::Unplaced])>
                                    <IconView icon=Icon::Warning />
                                    <span>{move || count(waiting.get(), say::machines::nowhere)}</span>
                                </a>
                            </li>
                        }
                    })
            }}
        </ul>
    }
}

#[component]
fn All(overview: Memo<Arc<Overview>>) -> impl IntoView {
    let load = memo(move || overview.with(|overview| overview.load));
    let ids = memo(move || {
        overview.with(|overview| {
            overview.machines.iter().map(|machine| machine.row.id.clone()).collect::<Vec<_>>()
        })
    });
    let hint = memo(move || overview.with(|overview| overview.imbalance()));
    let nowhere = memo(move || overview.with(|overview| overview.nowhere.clone()));
    let at_once = RwSignal::new(AT_ONCE);
    let scrolled = window_event_listener(ev::scroll, move |_| {
        if near_the_end() && at_once.get_untracked() < ids.with_untracked(Vec::len) {
            at_once.update(|drawn| *drawn += AT_ONCE);
        }
    });
    on_cleanup(move || scrolled.remove());
    let drawn = move || ids.with(|ids| ids.iter().take(at_once.get()).cloned().collect::<Vec<_>>());
    let none = memo(move || ids.with(Vec::is_empty));
    view! {
        {move || {
            none.get()
                .then(|| {
                    view! {
                        <Empty
                            title=say::machines::none_title()
                            text=say::machines::none()
                        />
                    }
                })
        }}
        <Bars overview=overview from=BARS_FROM />
        {move || hint.get().map(|hint| view! { <Check tone=Tone::Info text=hint /> })}
        <ul class="machines zone" role="list">
            {each(drawn, ToString::to_string, move |id| view! { <Followed id=id overview=overview load=load /> }.into_any())}
        </ul>
        {move || {
            (!nowhere.with(Vec::is_empty))
                .then(|| {
                    view! {
                        <Zone id="no-machine" title=say::machines::nowhere_title() class="zone">
                            <UnitsByApp groups=nowhere />
                        </Zone>
                    }
                })
        }}
        <Legend overview=overview />
    }
}

/// One machine, drawn again only where it changes.
#[component]
fn Followed(id: MachineId, overview: Memo<Arc<Overview>>, load: Memo<Load>) -> impl IntoView {
    let own = memo(move || {
        overview.with(|overview| overview.machines.iter().find(|machine| machine.row.id == id).cloned())
    });
    let there = memo(move || own.with(Option::is_some));
    view! { {move || {
        let first = there.get().then(|| own.get_untracked()).flatten()?;
        let machine = memo(move || own.get().unwrap_or_else(|| Arc::clone(&first)));
        Some(view! { <MachineCard machine=machine load=load /> })
    }} }
}

/// How many units are in each state; each leads to them.
#[component]
fn Legend(overview: Memo<Arc<Overview>>) -> impl IntoView {
    let states = memo(move || overview.with(|overview| overview.states.clone()));
    let entry = |(health, count): (Health, usize)| {
        view! {
            <li>
                <a href=paths::units_in(&[health]) class:is-zero=count == 0>
                    <span class="state" data-state=health.word()>
                        <span class="mark" aria-hidden="true"></span>
                        {crate::ui::state::word(health)}
                    </span>
                    <span class="count">{words::grouped(count)}</span>
                </a>
            </li>
        }
    };
    view! {
        <ul class="legend zone" role="list" aria-label=say::machines::states()>
            {move || states.get().into_iter().map(entry).collect_view()}
        </ul>
    }
}

fn near_the_end() -> bool {
    let Some(root) = document().document_element() else { return false };
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    f64::from(root.scroll_height()) - f64::from(root.scroll_top()) - height < 2.0 * height
}
