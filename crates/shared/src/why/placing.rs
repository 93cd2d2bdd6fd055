//! Whether a machine takes a unit, and if none does, why: the obstacles of all machines in one sentence.

use std::collections::{BTreeSet, HashSet};

use fleet::{DesiredState, Requirements};

use say::server::why;

use super::named::{about, name as named, shown_as};
use super::scene::{Memo, Scene};
use super::words::short;
use crate::placement::{Obstacle, Rule, label, peers};

/// How far units are followed that wait for each other.
const DEPTH: usize = 3;
/// How many kinds of obstacles one sentence tells.
const KINDS: usize = 3;

/// How many units one sentence names that must all be there; it is cut off before that.
const PEERS: usize = 32;

/// What comes out when Fleet looks for a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Placing {
    /// This machine has no obstacle, by its number.
    Fits(usize),
    /// No machine does, and why.
    Nowhere(String),
    /// Too much was looked at already.
    Unexplored,
}

/// Looks for a machine. `chain` are the units that wait for this one.
pub(super) fn of<'s>(
    scene: &'s Scene<'_>,
    name: &str,
    requirements: &'s Requirements,
    memo: &Memo<'s>,
    chain: &[&str],
) -> Placing {
    let cluster = &scene.cluster;
    if !memo.takes(cluster.foreign_effort(name, requirements)) {
        return Placing::Unexplored;
    }
    // Who waits for another unit has a reason of its own.
    let key = peers(requirements)
        .is_empty()
        .then(|| (requirements, cluster.patterns_against(name).map(|(pattern, _)| pattern).collect()));
    if let Some(known) = key.as_ref().and_then(|key| memo.known(key)) {
        return known;
    }
    if !memo.takes(cluster.effort(requirements)) {
        return Placing::Unexplored;
    }
    let placing = explore(scene, name, requirements, memo, chain);
    if let Some(key) = key {
        memo.remember(key, &placing);
    }
    placing
}

fn explore<'s>(
    scene: &'s Scene<'_>,
    name: &str,
    requirements: &'s Requirements,
    memo: &Memo<'s>,
    chain: &[&str],
) -> Placing {
    let first = scene.cluster.first_obstacles(name, requirements);
    if let Some(number) = first.iter().position(Option::is_none) {
        return Placing::Fits(number);
    }
    let all: Vec<usize> = (0..first.len()).collect();
    let is = |number: &usize, kind: fn(&Obstacle<'_>) -> bool| {
        first.get(*number).and_then(Option::as_ref).is_some_and(kind)
    };
    let is_id = |number: &usize| is(number, |obstacle| matches!(obstacle, Obstacle::Id(_)));
    let is_own = |number: &usize| {
        is(number, |obstacle| matches!(obstacle, Obstacle::Id(_) | Obstacle::Metadata { .. }))
    };
    let is_peer = |number: &usize| is(number, |obstacle| matches!(obstacle, Obstacle::Peer(_)));

    let id = requirements.machine_id.as_deref().filter(|_| !requirements.global);
    let mut candidates = all;
    candidates.retain(|number| !is_id(number));
    Placing::Nowhere(match (id, candidates.as_slice()) {
        (_, []) if first.is_empty() => say::server::why::no_machines().to_owned(),
        (Some(id), []) => say::server::why::no_machine_with_id(&short(id)),
        (_, left) if peers(requirements).is_empty() || left.iter().all(is_own) => match (id, left) {
            (Some(_), [only]) => {
                let kinds = Kinds::of(scene, left, &first);
                say::server::why::only_on(&scene.label(*only), &kinds.of_one())
            }
            _ => Kinds::of(scene, left, &first).of_all(left.len()),
        },
        _ => {
            candidates.retain(|number| !is_peer(number) && !is_own(number));
            beside(scene, name, requirements, &candidates, &first, memo, chain)
        }
    })
}

/// Why the machine of the units that must be there too does not do.
fn beside<'s>(
    scene: &'s Scene<'_>,
    name: &str,
    requirements: &'s Requirements,
    left: &[usize],
    first: &[Option<Obstacle<'_>>],
    memo: &Memo<'s>,
    chain: &[&str],
) -> String {
    let cluster = &scene.cluster;
    let names: Vec<&str> = peers(requirements).iter().map(String::as_str).collect();
    if let Some(absent) = names.iter().find(|peer| cluster.machines_of(peer).is_empty()) {
        return waits(scene, name, absent, memo, chain);
    }
    let all =
        names.iter().take(PEERS).map(|peer| named(peer)).collect::<Vec<_>>().join(say::server::why::and());
    // Where they are is told to those who may know of all of them.
    let where_they_are = |text: String| names.iter().take(PEERS).fold(text, |text, peer| about(peer, &text));
    // Only where all of them are it might be; if it lacks a label there, that stands before them.
    let together: Vec<usize> = (0..first.len())
        .filter(|number| names.iter().all(|peer| cluster.machines_of(peer).contains(number)))
        .collect();
    let among = if left.is_empty() { together.as_slice() } else { left };
    match among {
        [] => say::server::why::beside(&all, &where_they_are(say::server::why::on_different().to_owned())),
        [only] => {
            let kinds = Kinds::of(scene, among, first);
            let there = say::server::why::there_it(&scene.label(*only), &kinds.of_one());
            say::server::why::beside(&all, &where_they_are(there))
        }
        several => {
            let there = say::server::why::but(&Kinds::of(scene, several, first).of_all(several.len()));
            say::server::why::beside(&all, &where_they_are(there))
        }
    }
}

/// What keeps the unit that this one waits for.
fn waits<'s>(scene: &'s Scene<'_>, name: &str, peer: &str, memo: &Memo<'s>, chain: &[&str]) -> String {
    if peer == name {
        return say::server::why::beside_itself().to_owned();
    }
    let which = waited_for(scene, name, peer, memo, chain);
    say::server::why::waits_for(&named(peer), &about(peer, &say::server::why::and_that(&which)))
}

/// What is so of the unit that this one waits for.
fn waited_for<'s>(scene: &'s Scene<'_>, name: &str, peer: &str, memo: &Memo<'s>, chain: &[&str]) -> String {
    if chain.contains(&peer) || leads_to(scene, peer, name, memo) {
        return say::server::why::each_other().to_owned();
    }
    let Some(subject) = scene.subject(peer) else { return say::server::why::does_not_exist().to_owned() };
    if subject.row.desired == DesiredState::Inactive {
        return say::server::why::not_meant_to_run().to_owned();
    }
    if !subject.requirements.global && subject.row.machine.is_some() {
        return say::server::why::was_on_gone().to_owned();
    }
    if chain.len() >= DEPTH {
        return say::server::why::itself_unplaced().to_owned();
    }
    let chain: Vec<&str> = chain.iter().copied().chain([name]).collect();
    match of(scene, peer, subject.requirements, memo, &chain) {
        Placing::Nowhere(text) if subject.requirements.global => say::server::why::is_global_but(&text),
        Placing::Nowhere(text) => say::server::why::itself_unplaced_since(&text),
        Placing::Fits(_) => say::server::why::about_to_be().to_owned(),
        Placing::Unexplored => say::server::why::itself_unplaced().to_owned(),
    }
}

/// Whether a unit waits, directly or over a few others, for another that is not placed either. Each unit is looked at
/// once, however many wait for it.
pub(super) fn leads_to(scene: &Scene<'_>, from: &str, to: &str, memo: &Memo<'_>) -> bool {
    let mut seen = HashSet::from([from]);
    let mut front = vec![from];
    for _ in 0..DEPTH {
        let mut next = Vec::new();
        for subject in front.into_iter().filter_map(|unit| scene.subject(unit)) {
            let peers = peers(subject.requirements);
            if !memo.takes(peers.len()) {
                return false;
            }
            for peer in peers.iter().map(String::as_str) {
                if !seen.insert(peer) || !scene.cluster.machines_of(peer).is_empty() {
                    continue;
                }
                if peer == to {
                    return true;
                }
                next.push(peer);
            }
        }
        front = next;
    }
    false
}

/// The obstacles of several machines, counted by kind: the most frequent first.
struct Kinds<'c>(Vec<Kind<'c>>);

struct Kind<'c> {
    cause: Cause<'c>,
    machines: usize,
    units: BTreeSet<&'c str>,
    is_global: bool,
}

#[derive(PartialEq, Eq)]
enum Cause<'c> {
    Label(&'c str, &'c BTreeSet<String>),
    Own(&'c str),
    Theirs,
    Replaced,
    /// Stands before this already.
    Other,
}

impl<'c> Kinds<'c> {
    fn of(scene: &Scene<'_>, machines: &[usize], first: &[Option<Obstacle<'c>>]) -> Self {
        let mut kinds: Vec<Kind<'c>> = Vec::new();
        for obstacle in machines.iter().filter_map(|number| *first.get(*number)?) {
            let (cause, unit) = match obstacle {
                Obstacle::Metadata { key, wanted, .. } => (Cause::Label(key, wanted), None),
                Obstacle::Blocked(blocker) => {
                    let cause = match blocker.rule {
                        Rule::OwnConflicts => Cause::Own(blocker.pattern),
                        Rule::TheirConflicts => Cause::Theirs,
                        Rule::TheirReplaces => Cause::Replaced,
                    };
                    (cause, Some(blocker.unit))
                }
                Obstacle::Id(_) | Obstacle::Peer(_) => (Cause::Other, None),
            };
            let is_global =
                unit.and_then(|unit| scene.subject(unit)).is_some_and(|unit| unit.requirements.global);
            match kinds.iter_mut().find(|kind| kind.cause == cause) {
                Some(kind) => {
                    kind.machines += 1;
                    kind.units.extend(unit);
                    kind.is_global &= is_global;
                }
                None => {
                    kinds.push(Kind { cause, machines: 1, units: unit.into_iter().collect(), is_global });
                }
            }
        }
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.machines));
        Self(kinds)
    }

    /// Of the only machine that is in question.
    fn of_one(&self) -> String {
        self.0.first().map_or_else(String::new, |kind| kind.words(true))
    }

    /// Of several machines.
    fn of_all(&self, machines: usize) -> String {
        match self.0.as_slice() {
            [Kind { cause: Cause::Label(key, values), .. }] => {
                say::server::why::no_machine_has(&has(key, values))
            }
            [only] if machines == 1 => say::server::why::only_machine(&only.words(true)),
            [only] => say::server::why::all_machines(&machines, &only.words(false)),
            kinds => {
                let told = kinds.iter().take(KINDS);
                let parts: Vec<String> = told
                    .map(|kind| format!("{} {}", kind.machines, kind.words(kind.machines == 1)))
                    .collect();
                say::server::why::machines(&machines, &parts.join(", "))
            }
        }
    }
}

impl Kind<'_> {
    fn words(&self, is_one: bool) -> String {
        let number = if is_one { 1 } else { 2 };
        let is_replaced = self.cause == Cause::Replaced;
        match (&self.cause, self.units.first()) {
            (Cause::Label(key, values), _) => why::lacks(number, &has(key, values)),
            (Cause::Own(pattern), Some(unit))
                if self.is_global && self.units.len() == 1 && pattern != unit =>
            {
                why::runs_global(number, &named(unit), &about(unit, &why::excluded(&short(pattern))))
            }
            // A pattern with a name in it tells as much as the name.
            (Cause::Own(pattern), Some(unit)) => why::already_holds(number, &shown_as(unit, pattern)),
            (Cause::Own(pattern), None) => why::already_holds(number, &short(pattern)),
            (_, Some(unit)) if self.units.len() == 1 => {
                let holds = match (self.is_global, is_replaced) {
                    (false, false) => why::holds_conflicting,
                    (false, true) => why::holds_replacing,
                    (true, false) => why::holds_global_conflicting,
                    (true, true) => why::holds_global_replacing,
                };
                holds(number, &named(unit))
            }
            (_, Some(unit)) if is_replaced => why::holds_some_replacing(number, &named(unit)),
            (_, Some(unit)) => why::holds_some_conflicting(number, &named(unit)),
            (_, None) => why::does_not_fit(number),
        }
    }
}

fn has(key: &str, values: &BTreeSet<String>) -> String {
    short(&label(key, values))
}
