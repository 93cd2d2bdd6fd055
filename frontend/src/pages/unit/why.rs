//! Why a unit does not run: the sentence, what else is worth knowing, and what keeps it from each machine.

use fleet::DesiredState;
use leptos::prelude::*;
use shared::why::{MachineWhy, ObstacleView, Why};

use super::options::{Detail, Read};
use crate::paths;
use crate::state::cluster::Unit;
use crate::state::live::use_live;
use crate::state::memo::{effect, memo};
use crate::state::same::Same;

/// The reason, if there is one.
#[component]
pub fn WhyNot(
    /// The unit as it is.
    unit: Signal<Same<Unit>>,
    /// What was read of it beside its row.
    detail: Detail,
) -> impl IntoView {
    let headline = memo(move || unit.with(|unit| unit.row.why.clone()));
    let desired = memo(move || unit.with(|unit| unit.row.desired));
    // What was read with another sentence tells of other machines.
    let why = memo(move || match (headline.get(), detail.get()) {
        (Some(headline), Read::Done(detail)) => detail.why.clone().filter(|why| *why.headline == *headline),
        _ => None,
    });
    let first = headline.get_untracked();
    let seen = StoredValue::new(first);
    effect(move || {
        let now = headline.get();
        if seen.get_value() != now {
            seen.set_value(now);
            detail.again();
        }
    });
    view! { {move || headline.get().map(|headline| view! {
        <section class="why" aria-labelledby="unit-why">
            <h2 class="label zone-head" id="unit-why">{move || title(desired.get())}</h2>
            <p class="why-said">{sentence(&headline)}</p>
            {move || why.get().map(more)}
        </section>
    }.into_any())} }
}

fn title(desired: DesiredState) -> &'static str {
    match desired {
        DesiredState::Inactive => say::unit::why_still_there(),
        DesiredState::Loaded => say::unit::why_not_as_wanted(),
        DesiredState::Launched => say::unit::why_not_running(),
    }
}

/// With a capital and a full stop; "systemd" is a name.
fn sentence(headline: &str) -> String {
    let (first, rest) = headline.split_at(headline.chars().next().map_or(0, char::len_utf8));
    let first = if headline.starts_with("systemd") { first.to_owned() } else { first.to_uppercase() };
    format!("{first}{rest}.")
}

fn more(why: Why) -> AnyView {
    let notes: Vec<AnyView> =
        why.notes.into_iter().map(|note| view! { <p class="quiet">{note}</p> }.into_any()).collect();
    let table = (!why.machines.is_empty()).then(|| {
        let rows: Vec<AnyView> = why.machines.into_iter().map(machine).collect();
        view! {
            <table class="table table-compact table-stack">
                <thead>
                    <tr>
                        <th scope="col">{say::unit::machine()}</th>
                        <th scope="col">{say::unit::in_the_way()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    view! { {notes} {table} }.into_any()
}

fn machine(row: MachineWhy) -> AnyView {
    let label = use_live().with_untracked(|cluster| cluster.machine_label(&row.machine));
    let ways: Vec<AnyView> = match row.obstacles.is_empty() {
        true => vec![view! { <span class="quiet">{say::unit::nothing_in_the_way()}</span> }.into_any()],
        false => row.obstacles.into_iter().map(obstacle).collect(),
    };
    view! {
        <tr>
            <th scope="row">
                <a href=paths::machine(&row.machine)>{label}</a>
            </th>
            <td class="full">{ways}</td>
        </tr>
    }
    .into_any()
}

fn obstacle(way: ObstacleView) -> AnyView {
    let unit = way.unit.map(|unit| {
        view! {
            <a class="mono" href=paths::unit(&unit)>{unit.to_string()}</a>
            " "
        }
    });
    view! { <p>{unit}{way.text}</p> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn sentences_begin_with_a_capital() {
        assert_eq!(sentence("no machine has a=b"), "No machine has a=b.");
        assert_eq!(sentence("systemd says no"), "systemd says no.");
        assert_eq!(sentence("10.0.0.1 is silent"), "10.0.0.1 is silent.");
    }
}
