//! What there is to say of a cluster's apps, and of what is under way.

use std::fmt::Display;

use ::say::wall_picture as words;
use fleet::{AppName, DesiredState};

use super::{Scene, Tone, WallApp, WallRun};
use crate::action::{ActionState, ActionView, TOLD_MS};
use crate::apps::group;
use crate::deployment::VersionCount;
use crate::health::{self, Health, Trouble};
use crate::view::UnitRow;

/// Units with how each fares.
type Units<'a> = Vec<(&'a UnitRow, Health)>;

/// All apps of a cluster; and units of no app that need attention.
pub(super) fn apps(scene: &Scene<'_>, cluster: u32, now_ms: u64) -> Vec<WallApp> {
    let grouped = group(&scene.view.units);
    let mut found = Vec::new();
    for row in grouped.others {
        let name = row.name.as_str();
        let name = name.strip_suffix(".service").unwrap_or(name).to_owned();
        let shown = of_units(scene, cluster, name, &[(row, health::of(row))], now_ms);
        if shown.tone.needs_attention() {
            found.push(WallApp { is_unit: true, ..shown });
        }
    }
    for (name, units) in &grouped.apps {
        let units: Units<'_> = units.units().map(|row| (row, health::of(row))).collect();
        let mut shown = of_units(scene, cluster, name.to_string(), &units, now_ms);
        if let Some((note, since_ms)) = of_deployment(scene.actions, name, now_ms) {
            shown.tone = shown.tone.min(Tone::Warn);
            shown.since_ms = shown.since_ms.or(Some(since_ms));
            shown.note = if shown.note.is_empty() { note } else { format!("{} {note}", shown.note) };
        }
        found.push(shown);
    }
    found
}

fn of_units(
    scene: &Scene<'_>,
    cluster: u32,
    name: String,
    units: &[(&UnitRow, Health)],
    now_ms: u64,
) -> WallApp {
    let of = |counts: &dyn Fn(&UnitRow, Health) -> bool| -> Vec<&UnitRow> {
        units.iter().filter(|(row, health)| counts(row, *health)).map(|(row, _)| *row).collect()
    };
    let troubled = |with: Trouble| of(&|row, health| health::trouble(row, health, now_ms) == Some(with));
    let failed = troubled(Trouble::Failed);
    let unplaced = troubled(Trouble::Unplaced);
    let ended = troubled(Trouble::Ended);
    let slow = troubled(Trouble::Slow);
    let is_wanted = |row: &UnitRow| row.desired == DesiredState::Launched && row.leaving.is_none();
    let wanted = of(&|row, _| is_wanted(row)).len();
    let running = of(&|row, health| is_wanted(row) && health == Health::Running).len();
    let is_any = |wanted: Health| units.iter().any(|(_, health)| *health == wanted);
    let tone = if !(failed.is_empty() && unplaced.is_empty() && ended.is_empty()) {
        Tone::Bad
    } else if !slow.is_empty() {
        Tone::Warn
    } else if is_any(Health::Unknown) {
        Tone::Unknown
    } else if running < wanted || is_any(Health::Starting) || is_any(Health::Stopping) {
        Tone::Working
    } else if wanted > 0 {
        Tone::Ok
    } else {
        Tone::Idle
    };
    let kinds = [
        (failed, Said(words::one_failed, words::all_failed, words::some_failed)),
        (unplaced, Said(words::one_unplaced, words::all_unplaced, words::some_unplaced)),
        (ended, Said(words::one_ended, words::all_ended, words::some_ended)),
        (slow, Said(words::one_slow, words::all_slow, words::some_slow)),
    ];
    let notes = kinds.iter().filter_map(|(rows, said)| several(scene, rows, units.len(), said));
    WallApp {
        name,
        cluster,
        is_unit: false,
        tone,
        running: u32::try_from(running).unwrap_or(u32::MAX),
        wanted: u32::try_from(wanted).unwrap_or(u32::MAX),
        note: notes.collect::<Vec<_>>().join(" "),
        since_ms: kinds.iter().flat_map(|(rows, _)| rows).map(|row| row.since_ms).min(),
    }
}

/// How it is said of the only unit, of all units, and of some of all.
struct Said(fn() -> &'static str, fn(&dyn Display) -> String, fn(&dyn Display, &dyn Display) -> String);

/// "2 of 5 failed on 10.0.1.5: …".
fn several(scene: &Scene<'_>, rows: &[&UnitRow], all: usize, said: &Said) -> Option<String> {
    let Said(of_one, of_all, of_some) = said;
    let first = rows.first()?;
    let what = match rows.len() {
        1 if all == 1 => of_one().to_owned(),
        count if count == all => of_all(&all),
        count => of_some(&count, &all),
    };
    let machine = |row: &UnitRow| {
        let own = row.machine.clone();
        own.or_else(|| row.states.iter().find_map(|state| state.machine.clone()))
    };
    let place = machine(first).filter(|place| rows.iter().all(|row| machine(row).as_ref() == Some(place)));
    let place = place.map(|id| {
        let row = scene.view.machines.iter().find(|machine| machine.id == id && !machine.ip.is_empty());
        words::on_machine(&what, &row.map_or_else(|| id.short(), |machine| machine.ip.as_str()))
    });
    let what = place.unwrap_or(what);
    // The same reason once; where they differ the first one would be half of the truth.
    let why = first.why.as_ref().filter(|why| rows.iter().all(|row| row.why.as_ref() == Some(why)));
    Some(match why {
        Some(why) => words::why(&what, &why.trim_end_matches('.')),
        None => format!("{what}."),
    })
}

/// What is wrong with the app's last deployment, and since when.
fn of_deployment(actions: &[ActionView], app: &AppName, now_ms: u64) -> Option<(String, u64)> {
    let deployments = actions.iter().filter(|action| action.deploying.is_some() && action.state.is_begun());
    let own = deployments.filter(|action| action.request.app().as_ref() == Some(app));
    let last = own.max_by_key(|action| action.started_ms)?;
    let ended_ms = last.ended_ms.unwrap_or(last.changed_ms);
    if now_ms.saturating_sub(ended_ms) >= TOLD_MS {
        return None;
    }
    let said = match &last.state {
        ActionState::Failed { reason } | ActionState::Interrupted { reason } => {
            words::deployment_failed(reason)
        }
        ActionState::Aborted { reason, by: None } => words::deployment_ended(reason),
        ActionState::RolledBack { reason, by: None } => words::deployment_went_back(reason),
        _ => return None,
    };
    Some((said, ended_ms))
}

/// What is under way on a cluster.
pub(super) fn runs(scene: &Scene<'_>, cluster: u32) -> Vec<WallRun> {
    let at_work = scene.actions.iter().filter(|action| action.state.is_at_work());
    at_work.map(|action| run(action, cluster)).collect()
}

fn run(action: &ActionView, cluster: u32) -> WallRun {
    let deploying = action.deploying.as_deref();
    let (tone, state) = match &action.state {
        ActionState::Paused { reason, by: None, .. } => (Tone::Warn, words::paused(reason)),
        ActionState::Paused { by: Some(by), .. } => (Tone::Warn, words::paused_by(by)),
        ActionState::Holding { until_ms: None } => (Tone::Warn, words::holding().to_owned()),
        ActionState::Waiting { .. } => (Tone::Working, words::waiting().to_owned()),
        _ => match deploying.map(|deploying| (&deploying.unwell, &deploying.title)) {
            Some((unwell, _)) if !unwell.is_empty() => (Tone::Warn, unwell.clone()),
            Some((_, title)) => (Tone::Working, title.clone()),
            None => (Tone::Working, String::new()),
        },
    };
    let what = deploying.and_then(|deploying| change(&deploying.from, &deploying.to));
    WallRun {
        name: action.request.app().map(|app| app.to_string()).unwrap_or_default(),
        cluster,
        what: what.unwrap_or_else(|| action.summary.clone()),
        tone,
        state,
        percent: action.percent(),
        by: action.actor.to_string(),
        note: action.note.clone(),
        since_ms: action.started_ms,
    }
}

/// "1.0.0 → 2.0.0" of a deployment that brings another version, "3 → 5 instances" of one that does not.
fn change(from: &[VersionCount], to: &VersionCount) -> Option<String> {
    let version = |count: &VersionCount| count.version.as_ref().map(ToString::to_string);
    let old: Vec<String> = from.iter().filter(|old| old.version != to.version).filter_map(version).collect();
    match (old.as_slice(), version(to)) {
        ([], new) if from.is_empty() => new,
        ([], _) => {
            let before = from.iter().map(|old| old.count).sum::<u32>();
            (before != to.count).then(|| words::instances(to.count as usize, &before))
        }
        (old, Some(new)) => Some(format!("{} → {new}", old.join(", "))),
        (_, None) => None,
    }
}
