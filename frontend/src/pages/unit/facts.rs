//! What is known of a unit, as names and values; and what each machine's systemd says.

use fleet::{MachineId, UnitName};
use leptos::prelude::*;
use shared::view::StateRow;

use super::options::{Detail, Read};
use crate::paths;
use crate::state::cluster::Unit;
use crate::state::live::{Live, use_live};
use crate::state::memo::memo;
use crate::state::order;
use crate::state::rights;
use crate::state::same::Same;
use crate::ui::time::Since;

/// Of more machines only the number stands among the facts.
const MOST_NAMED: usize = 8;

/// Names and values.
#[component]
pub fn Facts(
    /// Its name.
    name: UnitName,
    /// The unit as it is.
    unit: Signal<Same<Unit>>,
    /// What was read of it beside its row.
    detail: Detail,
) -> impl IntoView {
    let live = use_live();
    let parsed = unit.with_untracked(|unit| unit.app.clone());
    let parts = parsed.map(|parsed| {
        let version =
            parsed.version.as_ref().map_or_else(|| say::unit::no_version().to_owned(), ToString::to_string);
        view! {
            <dt>{say::unit::app()}</dt>
            <dd>
                <a href=paths::app(&parsed.app)>{parsed.app.to_string()}</a>
            </dd>
            <dt>{say::unit::version()}</dt>
            <dd class="mono">{version}</dd>
            <dt>{say::unit::instance()}</dt>
            <dd>{parsed.instance.get()}</dd>
        }
    });
    let systemd = move || unit.with(|unit| said(&unit.row.states));
    let machine = memo(move || {
        unit.with(|unit| {
            let mut on: Vec<(MachineId, String)> = unit
                .machines()
                .map(|id| (id.clone(), live.with(|cluster| cluster.machine_label(id))))
                .collect();
            order::sort(&mut on, |a, b| order::natural(&a.1, &b.1));
            on
        })
    });
    let machines = move || {
        let on = machine.get();
        match on.as_slice() {
            [] => view! { <span class="faint">{say::unit::no_machine()}</span> }.into_any(),
            [(id, label)] => view! {
                <a href=paths::machine(id)>{label.clone()}</a>
                " "
                <span class="mono faint">{id.short().to_owned()}</span>
            }
            .into_any(),
            several if several.len() <= MOST_NAMED => {
                let link = |(id, label): &(MachineId, String)| {
                    view! {
                        <li>
                            <a href=paths::machine(id)>{label.clone()}</a>
                        </li>
                    }
                };
                view! {
                    {say::unit::machines(&several.len())}
                    <ul role="list">{several.iter().map(link).collect_view()}</ul>
                }
                .into_any()
            }
            // The table of states names them all.
            several => say::unit::machines(&several.len()).into_any(),
        }
    };
    let hash = move || match detail.get() {
        Read::Done(detail) if detail.spec.is_whole() => detail.hash.to_string(),
        // A short secret could be tried out by it.
        Read::Done(_) => say::unit::hash_not_shown().to_owned(),
        Read::Waiting => "…".to_owned(),
        Read::Failed(_) => say::unit::hash_not_read().to_owned(),
    };
    let read_ms = memo(move || unit.with(|unit| unit.row.read_ms.unwrap_or_default()));
    let since_ms = memo(move || unit.with(|unit| unit.row.since_ms));
    let global = unit.with_untracked(|unit| unit.row.global);
    let (before_since, after_since) = say::around(say::unit::for_span(&say::HERE));
    view! {
        <aside aria-labelledby="unit-facts">
            <h2 class="label zone-head" id="unit-facts">
                {say::unit::facts()}
            </h2>
            <dl class="facts">
                {parts}
                <dt>{say::unit::wanted()}</dt>
                <dd>{move || unit.with(|unit| unit.row.desired.to_string())}</dd>
                <dt>{say::unit::actual()}</dt>
                <dd>{move || unit.with(|unit| unit.row.current.to_string())}</dd>
                <dt>"systemd"</dt>
                <dd>{move || systemd()}</dd>
                <dt>{say::unit::machine()}</dt>
                <dd>{move || machines()}</dd>
                {global
                    .then(|| {
                        view! {
                            <dt>{say::unit::global()}</dt>
                            <dd>{say::unit::global_text()}</dd>
                        }
                    })}
                <dt>{say::unit::in_this_state()}</dt>
                <dd>
                    {before_since}
                    <Since at_ms=since_ms />
                    {after_since}
                </dd>
                {move || {
                    unit.with(|unit| unit.row.read_ms.is_some())
                        .then(|| {
                            let (before, after) = say::around(say::unit::last_read_text(&say::HERE));
                            view! {
                                <dt>{say::unit::last_read()}</dt>
                                <dd>
                                    {before}
                                    <Since at_ms=read_ms />
                                    {after}
                                </dd>
                            }
                        })
                }}
                <dt>{say::unit::hash()}</dt>
                <dd class="mono">{move || hash()}</dd>
                {rights::for_who_reads_record(move || {
                    view! {
                        <dt>{say::unit::record()}</dt>
                        <dd>
                            <a href=paths::activity_of_unit(&name)>{say::unit::record_text()}</a>
                        </dd>
                    }
                    .into_any()
                })}
            </dl>
        </aside>
    }
}

/// What the systemd of each machine says, where there are several.
#[component]
pub fn States(
    /// The unit as it is.
    unit: Signal<Same<Unit>>,
) -> impl IntoView {
    let live = use_live();
    let states = memo(move || unit.with(|unit| unit.row.states.clone()));
    view! { {move || {
        (states.with(Vec::len) > 1).then(|| {
            let row = |state: StateRow| {
                let machine = state.machine.as_ref().map(|id| {
                    let label = live.with_untracked(|cluster| cluster.machine_label(id));
                    view! { <a href=paths::machine(id)>{label}</a> }
                });
                view! {
                    <tr>
                        <th scope="row">{machine}</th>
                        <td data-label="systemd">{words(&state)}</td>
                    </tr>
                }
            };
            view! {
                <section aria-labelledby="unit-states">
                    <h2 class="label zone-head" id="unit-states">
                        {say::unit::by_machine()}
                    </h2>
                    <table class="table table-compact table-stack">
                        <thead>
                            <tr>
                                <th scope="col">{say::unit::machine()}</th>
                                <th scope="col">{say::unit::systemd_says()}</th>
                            </tr>
                        </thead>
                        <tbody>{by_machine(states.get(), live).into_iter().map(row).collect_view()}</tbody>
                    </table>
                </section>
            }
        })
    }} }
}

/// In the order of the machines' names.
fn by_machine(mut states: Vec<StateRow>, live: Live) -> Vec<StateRow> {
    live.with_untracked(|cluster| {
        let label =
            |state: &StateRow| state.machine.as_ref().map(|id| cluster.machine_label(id)).unwrap_or_default();
        order::sort(&mut states, |a, b| order::natural(&label(a), &label(b)));
    });
    states
}

/// systemd's words: "loaded, active, running"; over several machines only how many there are.
fn said(states: &[StateRow]) -> String {
    match states {
        [] => say::unit::nothing_said().to_owned(),
        [only] => words(only),
        several => {
            let active = several.iter().filter(|state| state.active == "active").count();
            say::unit::active_on(several.len(), &active)
        }
    }
}

/// systemd's three words, and whether they are about other options than the unit has now.
fn words(state: &StateRow) -> String {
    let words = format!("{}, {}, {}", state.load, state.active, state.sub);
    if state.previous { say::unit::of_options_before(&words) } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(active: &str) -> StateRow {
        StateRow {
            machine: None,
            load: "loaded".into(),
            active: active.into(),
            sub: "x".into(),
            previous: false,
        }
    }

    #[test]
    fn systemds_words() {
        assert_eq!(said(&[]), "nothing yet");
        assert_eq!(said(&[state("active")]), "loaded, active, x");
        assert_eq!(said(&[state("active"), state("failed")]), "active on 1 of 2 machines");
    }
}
