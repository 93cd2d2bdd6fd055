//! What is said of a global unit: nothing chooses a machine for it, every agent decides for itself.

use std::collections::HashSet;

use super::Subject;
use super::placing::{self, Placing};
use super::running;
use super::scene::{Memo, Scene};
use super::words::Said;

pub(super) fn said<'s>(scene: &'s Scene<'_>, subject: Subject<'s>, memo: &Memo<'s>) -> Option<Said> {
    let row = subject.row;
    let name = row.name.as_str();
    let on = scene.cluster.machines_of(name);
    if on.is_empty() && row.states.is_empty() {
        return Some(match placing::of(scene, name, subject.requirements, memo, &[]) {
            Placing::Nowhere(text) => Said::new(say::server::why::global_but(&text)),
            Placing::Fits(number) => running::unreported(scene, subject, scene.label(number)),
            Placing::Unexplored if memo.is_of_one => Said::new(say::server::why::global_nowhere()),
            Placing::Unexplored => Said::new(say::server::why::global_nowhere_see_page()),
        });
    }
    let place = |state: &crate::view::StateRow| {
        let number = state.machine.as_ref().and_then(|id| scene.cluster.machine(id));
        number.map_or(say::server::why::gone_machine(), |number| scene.label(number))
    };
    let mut troubled = row
        .states
        .iter()
        .filter_map(|state| Some((place(state), running::of_state(scene, subject, state, place(state))?)));
    if let Some((first, said)) = troubled.next() {
        let others = troubled.count();
        return Some(match (row.states.len(), others) {
            (1, _) => said,
            (_, 0) => said.within(|said| say::server::why::on_one(&first, &said)),
            (all, others) => said.within(|said| say::server::why::on_some(&(others + 1), &all, &said)),
        });
    }
    let reporting: HashSet<usize> =
        row.states.iter().filter_map(|state| scene.cluster.machine(state.machine.as_ref()?)).collect();
    let silent: Vec<usize> = on.iter().filter(|number| !reporting.contains(number)).copied().collect();
    let first = scene.label(*silent.first()?);
    let who = match silent.len() {
        1 => first.to_owned(),
        several => say::server::why::some_machines(&several, &on.len()),
    };
    let until_ms = row.since_ms.saturating_add(running::REPORTED_WITHIN_MS);
    if row.states.is_empty() {
        return Some(running::unreported(scene, subject, first));
    }
    Some(if scene.now_ms <= until_ms {
        Said::until(until_ms, say::server::why::silent_yet(silent.len(), &who))
    } else {
        Said::new(say::server::why::silent(silent.len(), &who))
    })
}
