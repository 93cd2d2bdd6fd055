//! One machine: what it carries, how that compares, what would happen without it, and its past.

use std::sync::Arc;

use fleet::MachineId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::history::Subject;

use super::bars::Bars;
use super::card::UnitsByApp;
use super::load::{Carried, Load, Overview};
use super::without::IfItWentAway;
use crate::pages::history::past::Past;
use crate::pages::history::spans::Spans;
use crate::paths;
use crate::state::memo::{Memo, memo};
use crate::state::rights::sees_everything;
use crate::state::words;
use crate::ui::chart::adopt_styles;
use crate::ui::empty::Empty;
use crate::ui::zone::Zone;

/// One machine.
#[component]
pub fn One(
    /// Which.
    id: MachineId,
    /// What all machines carry.
    overview: Memo<Arc<Overview>>,
) -> impl IntoView {
    adopt_styles();
    let own = {
        let id = id.clone();
        memo(move || {
            overview.with(|overview| overview.machines.iter().find(|machine| machine.row.id == id).cloned())
        })
    };
    let there = memo(move || own.with(Option::is_some));
    view! { {move || {
        let first = there.get().then(|| own.get_untracked()).flatten();
        match first {
            Some(first) => {
                let machine = memo(move || own.get().unwrap_or_else(|| Arc::clone(&first)));
                view! { <There id=id.clone() machine=machine overview=overview /> }.into_any()
            }
            None => view! { <NotThere /> }.into_any(),
        }
    }} }
}

#[component]
fn There(id: MachineId, machine: Memo<Arc<Carried>>, overview: Memo<Arc<Overview>>) -> impl IntoView {
    let load = memo(move || overview.with(|overview| overview.load));
    let groups = memo(move || machine.with(|machine| machine.groups.clone()));
    let none = memo(move || groups.with(Vec::is_empty));
    let query = use_query_map();
    let span = memo(move || query.with(paths::span));
    let back = StoredValue::new(id.clone());
    let chosen = id.clone();
    let of = id.clone();
    let sees = sees_everything();
    // How many units a machine carried would tell of apps that somebody does not see.
    let past = move || {
        sees.get().then(|| {
            let subject = Subject::Machine(of.clone());
            view! {
                <Zone
                    id="machine-past"
                    title=say::machines::past()
                    aside=view! { <Spans chosen=span path=move |span| paths::machine_back(&back.get_value(), span) /> }
                        .into_any()
                >
                    <div class="stack stack-wide">
                        <Past subject=subject span=span title=say::machines::past_units() />
                    </div>
                </Zone>
            }
        })
    };
    view! {
        <Facts machine=machine load=load />
        <div class="stack stack-wide zone">
            <Zone
                id="machine-units"
                title=say::machines::units()
                aside=view! { <a class="small" href=paths::units_on(Some(id.clone()))>{say::machines::units_list()}</a> }.into_any()
            >
                {move || none.get().then(|| view! { <p class="quiet">{say::machines::units_none()}</p> })}
                <UnitsByApp groups=groups />
            </Zone>
            <Bars overview=overview from=2 chosen=chosen />
            <IfItWentAway id=id overview=overview />
            {past}
        </div>
    }
}

/// What it is, and how much it carries.
#[component]
fn Facts(machine: Memo<Arc<Carried>>, load: Memo<Load>) -> impl IntoView {
    let row = memo(move || machine.with(|machine| machine.row.clone()));
    let count = memo(move || machine.with(|machine| machine.count()));
    let labels = move || {
        let chip =
            |(name, value): (String, String)| view! { <span class="chip">{format!("{name}={value}")}</span> };
        row.with(|row| row.metadata.clone()).into_iter().map(chip).collect_view()
    };
    let carries = move || {
        let count = count.get();
        say::machines::facts_compared(count, &words::grouped(count), &words::grouped(load.get().mean))
    };
    view! {
        <dl class="facts machine-facts zone">
            <dt>{say::machines::facts_carries()}</dt>
            <dd>{carries}</dd>
            <dt>{say::machines::address()}</dt>
            <dd>{move || row.with(|row| if row.ip.is_empty() { say::machines::address_not_told().to_owned() } else { row.ip.clone() })}</dd>
            <dt>{say::machines::id()}</dt>
            <dd class="mono">{move || row.with(|row| row.id.to_string())}</dd>
            <dt>{say::machines::labels()}</dt>
            <dd class="chips">{move || labels()}</dd>
        </dl>
    }
}

#[component]
fn NotThere() -> impl IntoView {
    view! {
        <Empty
            title=say::machines::gone_title()
            text=say::machines::gone()
        >
            <p class="btns">
                <a class="btn" href=paths::machines()>
                    {say::machines::all()}
                </a>
            </p>
        </Empty>
    }
}
