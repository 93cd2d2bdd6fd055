//! The whole reason of one unit: each machine with its obstacles, and what else is worth knowing.

use fleet::{AppName, DesiredState, Requirements, UnitName};

use say::server::why;

use super::named::app_of;
use super::scene::{Memo, Scene};
use super::words::Said;
use super::{MachineWhy, ObstacleKind, ObstacleView, Subject};
use crate::placement::{Obstacle, Obstacles, Rule, label};

/// What keeps a unit from each machine, where that is the question; nothing where that is too much to look through.
pub(super) fn machines(scene: &Scene<'_>, subject: Subject<'_>, memo: &Memo<'_>) -> Vec<MachineWhy> {
    let row = subject.row;
    let is_nowhere = row.machine.is_none() || subject.requirements.global;
    if row.desired == DesiredState::Inactive || !is_nowhere {
        return Vec::new();
    }
    let (name, requirements) = (row.name.as_str(), subject.requirements);
    let cluster = &scene.cluster;
    if !memo.takes(cluster.effort(requirements) + cluster.foreign_effort(name, requirements)) {
        return Vec::new();
    }
    let obstacles = cluster.obstacles(name, requirements);
    let has_it = scene.cluster.machines_of(name);
    let of_machine = |(number, obstacles): (usize, Obstacles<'_>)| {
        let machine = scene.cluster.machines().get(number)?;
        let obstacles = if has_it.contains(&number) { Vec::new() } else { views(scene, &obstacles) };
        Some(MachineWhy { machine: machine.id.clone(), obstacles })
    };
    obstacles.into_iter().enumerate().filter_map(of_machine).collect()
}

/// The same for somebody who sees only these apps: what others are called is left out, and what they keep away.
pub(super) fn as_seen(
    mut machines: Vec<MachineWhy>,
    sees: impl Fn(Option<&AppName>) -> bool,
) -> Vec<MachineWhy> {
    let mut is_hidden = false;
    let obstacles = |machines: &mut [MachineWhy], change: &mut dyn FnMut(&mut ObstacleView)| {
        machines.iter_mut().flat_map(|machine| &mut machine.obstacles).for_each(change);
    };
    obstacles(&mut machines, &mut |obstacle| {
        let Some(unit) = obstacle.unit.take_if(|unit| !sees(app_of(unit.as_str()).as_ref())) else { return };
        drop(unit);
        is_hidden = true;
        obstacle.text = match obstacle.kind {
            ObstacleKind::Peer => say::server::why::hidden_peer(),
            _ => say::server::why::hidden_blocker(),
        }
        .to_owned();
    });
    if is_hidden {
        // How many there are is told to those who may know of them.
        obstacles(&mut machines, &mut |obstacle| {
            if obstacle.kind == ObstacleKind::More {
                obstacle.text = say::server::why::more_unlisted().to_owned();
            }
        });
    }
    machines
}

fn views(scene: &Scene<'_>, obstacles: &Obstacles<'_>) -> Vec<ObstacleView> {
    let listed = obstacles.listed.iter().map(|obstacle| view(scene, obstacle));
    let more = |count: usize, text: fn(usize) -> String| {
        (count > 0).then(|| ObstacleView { kind: ObstacleKind::More, unit: None, text: text(count) })
    };
    let more = [
        more(obstacles.more_labels, why::more_labels),
        more(obstacles.more_peers, why::more_peers),
        more(obstacles.more_blockers, why::more_blockers),
    ];
    listed.chain(more.into_iter().flatten()).collect()
}

fn view(scene: &Scene<'_>, obstacle: &Obstacle<'_>) -> ObstacleView {
    let named = |unit: &str| UnitName::parse(unit).ok();
    match obstacle {
        Obstacle::Id(wanted) => {
            let text = say::server::why::other_id(&wanted);
            ObstacleView { kind: ObstacleKind::Id, unit: None, text }
        }
        Obstacle::Metadata { key, wanted, has } => {
            let lacks = label(key, *wanted);
            let text = match has {
                Some(has) => say::server::why::label_differs(&lacks, &key, &has),
                None => say::server::why::label_lacking(&lacks, &key),
            };
            ObstacleView { kind: ObstacleKind::Metadata, unit: None, text }
        }
        Obstacle::Peer(peer) => {
            let text = say::server::why::peer_missing().to_owned();
            ObstacleView { kind: ObstacleKind::Peer, unit: named(peer), text }
        }
        Obstacle::Blocked(blocker) => {
            let is_global = scene.subject(blocker.unit).is_some_and(|unit| unit.requirements.global);
            let here =
                if is_global { say::server::why::here_as_everywhere() } else { say::server::why::here() };
            let pattern = blocker.pattern;
            let (kind, text) = match blocker.rule {
                Rule::OwnConflicts => {
                    (ObstacleKind::OwnConflicts, say::server::why::own_conflicts(&here, &pattern))
                }
                Rule::TheirConflicts => {
                    (ObstacleKind::TheirConflicts, say::server::why::their_conflicts(&here, &pattern))
                }
                Rule::TheirReplaces => {
                    (ObstacleKind::TheirReplaces, say::server::why::their_replaces(&here, &pattern))
                }
            };
            ObstacleView { kind, unit: named(blocker.unit), text }
        }
    }
}

/// What else is worth knowing of it.
pub(super) fn notes(scene: &Scene<'_>, subject: Subject<'_>, said: &Said) -> Vec<String> {
    let mut notes = said.notes.clone();
    notes.extend(
        Requirements::ignored_metadata(subject.options)
            .iter()
            .map(|value| say::server::why::metadata_ignored(&value)),
    );
    let id = subject.requirements.machine_id.as_deref().filter(|_| !subject.requirements.global);
    if let Some(id) = id.filter(|id| !id.is_empty()) {
        let is_like = |machine: &&&fleet::Machine| {
            let own = machine.id.as_str();
            own.starts_with(id) && own != id && machine.id.short() != id
        };
        if let Some(machine) = scene.cluster.machines().iter().find(is_like) {
            notes.push(say::server::why::write_whole_id(&machine.id, &id, &machine.id.short()));
        }
    }
    if subject
        .requirements
        .conflicts
        .iter()
        .any(|pattern| fleet::glob::matches(pattern, subject.row.name.as_str()))
        && subject.row.machine.is_none()
        && subject.row.desired != DesiredState::Inactive
    {
        notes.push(say::server::why::excludes_itself().to_owned());
    }
    if subject.row.states.iter().any(|state| state.machine.is_some()) && !subject.requirements.global {
        notes.push(say::server::why::old_state().to_owned());
    }
    notes
}
