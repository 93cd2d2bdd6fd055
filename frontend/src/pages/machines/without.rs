//! What would happen if a machine went away: which units would run elsewhere, which nowhere, and what that means for
//! their apps. The server works it out; this shows it, and asks again when what is on the machines changes.

use std::sync::Arc;

use fleet::{MachineId, UnitName};
use leptos::prelude::*;
use shared::ClusterName;
use shared::without::{AppWithout, Without};
use shared::words::list;

use super::load::Overview;
use crate::api::clusters;
use crate::paths;
use crate::state::live::use_live;
use crate::state::loaded::Loaded;
use crate::state::memo::{Memo, effect, memo};
use crate::state::sparing::Sparing;
use crate::state::words;
use crate::ui::message::{Check, Tone};
use crate::ui::zone::Zone;

/// The section of a machine's page.
#[component]
pub fn IfItWentAway(
    /// The machine.
    id: MachineId,
    /// What the machines carry: the answer follows from it.
    overview: Memo<Arc<Overview>>,
) -> impl IntoView {
    let live = use_live();
    let read = Loaded::<Without>::nothing();
    let (sparing, id) = (Sparing::idle(), StoredValue::new(id));
    let ask = move || {
        if sparing.may() {
            ask(read, sparing, live.name(), id);
        }
    };
    let places = memo(move || overview.with(|overview| overview.places()));
    effect(move || {
        places.track();
        ask();
    });
    view! {
        <Zone id="without" title=say::machines::without() class="zone">
            {read.shown(say::machines::without_unread(), ask, |without| answer(&without))}
        </Zone>
    }
}

/// Asks now, and again after a while if what stands where has changed meanwhile: on a busy cluster that is every second,
/// and the answer takes a whole placement.
fn ask(read: Loaded<Without>, sparing: Sparing, cluster: ClusterName, id: StoredValue<MachineId>) {
    let Some(machine) = id.try_get_value() else { return };
    let again = cluster.clone();
    read.read(async move {
        let answer = clusters::without(&cluster, &machine).await;
        sparing.answered(move || {
            if sparing.may() {
                ask(read, sparing, again.clone(), id);
            }
        });
        answer
    });
}

fn answer(without: &Without) -> AnyView {
    let said: Vec<AnyView> = sentences(without)
        .into_iter()
        .map(|(tone, text)| view! { <Check tone=tone text=text /> }.into_any())
        .collect();
    let rows: Vec<AnyView> = without
        .stuck
        .iter()
        .map(|it| {
            let (nowhere, after) = say::around(say::machines::runs_nowhere(&say::HERE));
            row(&it.unit, view! { <b>{nowhere}</b> {it.why.clone()} {after} }.into_any())
        })
        .chain(without.moves.iter().map(|it| row(&it.unit, machine(&it.to))))
        .chain(without.copies.iter().map(|unit| {
            row(unit, view! { <span class="quiet">{say::machines::runs_anyway()}</span> }.into_any())
        }))
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! {
            <table class="table table-compact table-stack">
                <thead>
                    <tr>
                        <th scope="col">{say::machines::column_unit()}</th>
                        <th scope="col">{say::machines::column_runs_on()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    });
    view! { <div class="stack">{said} {table}</div> }.into_any()
}

fn row(unit: &UnitName, to: AnyView) -> AnyView {
    view! {
        <tr>
            <th scope="row">
                <a class="mono" href=paths::unit(unit)>{unit.to_string()}</a>
            </th>
            <td class="full">{to}</td>
        </tr>
    }
    .into_any()
}

fn machine(id: &MachineId) -> AnyView {
    let label = use_live().with_untracked(|cluster| cluster.machine_label(id));
    view! { <a href=paths::machine(id)>{label}</a> }.into_any()
}

/// What it comes to, worst first.
fn sentences(without: &Without) -> Vec<(Tone, String)> {
    let Without { moves, stuck, copies, apps } = without;
    let mut said = Vec::new();
    if moves.is_empty() && stuck.is_empty() {
        let text =
            if copies.is_empty() { say::machines::nothing_here() } else { say::machines::only_global() };
        return vec![(Tone::Ok, text.to_owned())];
    }
    let all = moves.len() + stuck.len();
    let (dark, down): (Vec<&AppWithout>, Vec<&AppWithout>) =
        apps.iter().filter(|app| app.elsewhere == 0).partition(|app| app.stuck == app.here);
    if !stuck.is_empty() {
        let stuck = words::grouped(stuck.len());
        said.push((Tone::Warn, say::machines::would_be_stuck(all, &stuck, &words::grouped(all))));
    }
    if !dark.is_empty() {
        said.push((Tone::Warn, say::machines::nothing_left(&names(&dark))));
    }
    if !down.is_empty() {
        said.push((Tone::Warn, say::machines::serves_nothing(down.len(), &names(&down))));
    }
    if stuck.is_empty() {
        said.insert(0, (Tone::Ok, say::machines::all_fit(all, &words::grouped(all))));
    }
    said
}

/// "a, b and c".
fn names(apps: &[&AppWithout]) -> String {
    let names: Vec<String> = apps.iter().map(|it| it.app.to_string()).collect();
    list(&names)
}

#[cfg(test)]
mod tests {
    use fleet::AppName;
    use shared::without::{Move, Stuck};

    use super::*;

    fn app(name: &str, here: u32, stuck: u32, elsewhere: u32) -> AppWithout {
        AppWithout { app: AppName::parse(name).unwrap(), here, stuck, elsewhere }
    }

    fn unit(name: &str) -> UnitName {
        UnitName::parse(name).unwrap()
    }

    fn texts(without: &Without) -> Vec<String> {
        sentences(without).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn what_would_be_lost_is_said_before_what_would_not() {
        let moves = vec![Move { unit: unit("a:1@1.service"), to: "m2".parse().unwrap() }];
        let stuck = vec![Stuck { unit: unit("b:1@1.service"), why: "no machine has the ID m1".into() }];
        let both = Without {
            moves: moves.clone(),
            stuck,
            copies: Vec::new(),
            apps: vec![app("a", 1, 0, 0), app("b", 1, 1, 0), app("c", 1, 0, 2)],
        };
        let said = texts(&both);
        assert_eq!(said[0], "1 of 2 units would run nowhere.");
        assert_eq!(said[1], "Nothing would be left of b.");
        assert!(said[2].starts_with("a would serve nothing until"), "{said:?}");
        assert_eq!(said.len(), 3);
        let fine = Without { moves, apps: vec![app("a", 1, 0, 3)], ..Without::default() };
        assert_eq!(texts(&fine), ["Its only unit finds a place on another machine."]);
    }

    #[test]
    fn a_machine_without_units_is_no_loss() {
        assert_eq!(texts(&Without::default()), ["Nothing that you may see runs here: nothing would change."]);
        let global = Without { copies: vec![unit("g.service")], ..Without::default() };
        assert!(texts(&global)[0].starts_with("Only global units"));
    }
}
