//! What a deployment promises, held against the truth.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Instant;

use fleet::{AppUnit, DesiredState, Version};
use shared::Health;
use shared::action::{ActionDetail, ActionState, Progress};
use shared::deployment::{Deployment, FrozenUnit};
use shared::plan::{PlanRequest, Step};

use super::agreed;
use super::answers::Answers;
use super::weather::{BAD, FLAKY, SLOW};
use super::witness::{Standing, Standings, Stops, Witness};

/// What is known of a world besides its Fleet.
pub(super) struct Truth {
    /// What instances answered, by app.
    pub(super) answers: BTreeMap<&'static str, Answers>,
    /// Whether no machine has gone or come a moment ago: then what shall run does.
    pub(super) is_calm: bool,
    /// The same for versions that take long to start.
    pub(super) is_calm_for_slow: bool,
    /// Whether the server's clock was never set: then its times are those of everybody.
    pub(super) is_clock_true: bool,
    /// Who sees all of it.
    pub(super) witness: Rc<RefCell<Witness>>,
}

/// The units that plans named, by what they do to them.
#[derive(Debug, Default)]
pub(super) struct Named {
    creates: BTreeSet<String>,
    destroys: BTreeSet<String>,
    stops: BTreeSet<String>,
    /// When what was stopped was decided.
    decided: Stops,
}

impl Named {
    /// Takes up what an action's plan, and the ways that it went besides, name.
    pub(super) fn add(&mut self, action: &ActionDetail) {
        self.decided.add(action);
        for step in &action.steps {
            let name = step.step.unit().to_string();
            match &step.step {
                // A start that failed at once is tried a second time, and the unit is stopped for that.
                Step::Gate { .. } | Step::WaitRunning { .. } => self.stops.insert(name),
                Step::Create { .. } => self.creates.insert(name),
                Step::Destroy { .. } => self.destroys.insert(name),
                Step::SetDesired { desired, .. } if *desired != DesiredState::Launched => {
                    self.stops.insert(name)
                }
                _ => false,
            };
        }
    }

    /// Nothing was created, stopped or destroyed that no plan named.
    pub(super) fn check(&self, witness: &Witness, is_clock_true: bool, broken: &mut Vec<String>) {
        // Of times by a clock that was set nobody knows which was first.
        if is_clock_true {
            broken.extend(witness.crossed.iter().filter_map(|crossed| crossed.broken(&self.decided)));
        }
        for (done, named, word) in [
            (&witness.created, &self.creates, "created"),
            (&witness.destroyed, &self.destroys, "destroyed"),
            (&witness.stopped, &self.stops, "stopped"),
        ] {
            broken.extend(
                done.difference(named).map(|name| format!("{name} was {word}, and no plan named it")),
            );
        }
    }
}

/// The units of other apps that an action named.
pub(super) fn touched_others(action: &ActionDetail) -> Option<String> {
    let deployment = action.deployment.as_ref()?;
    let is_own =
        |app: &fleet::AppName| *app == deployment.app || deployment.settings.companions.contains(app);
    let units = action.steps.iter().map(|step| step.step.unit());
    let other = units.into_iter().find(|unit| AppUnit::parse(unit).is_none_or(|unit| !is_own(&unit.app)))?;
    Some(format!("“{}” names {other}, which is not of {}", action.view.summary, deployment.app))
}

/// How a deployment began.
pub(super) struct Since<'a> {
    /// When it was clicked.
    pub(super) clicked: Instant,
    /// How all stood then.
    pub(super) standings: &'a Standings,
}

/// What is not so of a deployment that says that it is done, or has gone back.
pub(super) fn untrue(
    action: &ActionDetail,
    since: &Since<'_>,
    standings: &Standings,
    truth: &Truth,
) -> Option<String> {
    let deployment = action.deployment.as_ref()?;
    let none = Standing::default();
    let standing = standings.get(deployment.app.as_str()).unwrap_or(&none);
    let what = match action.view.state {
        ActionState::Done | ActionState::Keeping { .. } => undone(action, deployment, since, standing, truth),
        ActionState::RolledBack { .. } => not_back(action, deployment, standing, truth),
        _ => return None,
    };
    let alone = || lacks_companions(action, deployment, since.standings, standings);
    what.or_else(alone).map(|what| {
        format!("“{}” says {:?}: {what}; there are {standing:?}", action.view.summary, action.view.state)
    })
}

/// What should be there of a deployment that is done, if it is not.
fn undone(
    action: &ActionDetail,
    deployment: &Deployment,
    since: &Since<'_>,
    standing: &Standing,
    truth: &Truth,
) -> Option<String> {
    let to = deployment.to.as_ref()?.to_string();
    let count = usize::try_from(deployment.count).unwrap_or(usize::MAX);
    let of = |counts: &BTreeMap<String, usize>| counts.get(&to).copied().unwrap_or_default();
    let is_less = action.steps.iter().any(|step| step.progress.is_given_up());
    // What a person left out is not there, and is not said to be.
    if is_less {
        return None;
    }
    if let PlanRequest::RestartApp { version, .. } = &action.view.request {
        return not_restarted(deployment, version.as_ref(), since.clicked, truth);
    }
    let others: usize =
        standing.wanted.iter().filter(|(version, _)| **version != to).map(|(_, count)| count).sum();
    let replaces = !matches!(action.view.request, PlanRequest::Scale { .. });
    let is_calm = if to.ends_with(SLOW) { truth.is_calm_for_slow } else { truth.is_calm };
    let runs = !is_calm || of(&standing.running) == count || says_what_is_ill(action);
    let is_so = of(&standing.wanted) == count && runs && (others == 0 || !replaces);
    (!is_so).then(|| format!("it should be {count} of {to}"))
}

/// The instance that was to be restarted and that nobody has started since, if there is one.
fn not_restarted(
    deployment: &Deployment,
    version: Option<&Version>,
    clicked: Instant,
    truth: &Truth,
) -> Option<String> {
    let witness = truth.witness.borrow();
    let is_meant = |old: &&FrozenUnit| {
        let of_app = AppUnit::parse(&old.unit).filter(|unit| unit.app == deployment.app);
        old.was_wanted() && of_app.is_some_and(|unit| version.is_none() || unit.version.as_ref() == version)
    };
    let started = |old: &FrozenUnit| witness.starts.get(old.unit.as_str()).is_some_and(|at| *at >= clicked);
    let old = deployment.from.iter().filter(is_meant).find(|old| !started(old))?;
    Some(format!("{} was not started again", old.unit))
}

/// What should be there again of a deployment that was rolled back, if it is not: as many of each version as when it began.
fn not_back(
    action: &ActionDetail,
    deployment: &Deployment,
    standing: &Standing,
    truth: &Truth,
) -> Option<String> {
    if left_out(action) {
        return None;
    }
    let (mut wanted, mut running) = (BTreeMap::new(), BTreeMap::new());
    for old in &deployment.from {
        let Some(AppUnit { app, version: Some(version), .. }) = AppUnit::parse(&old.unit) else { continue };
        if app != deployment.app {
            continue;
        }
        if !matches!(old.health, Health::Stopped | Health::Stopping) {
            *wanted.entry(version.to_string()).or_insert(0_usize) += 1;
        }
        // One that is moved may fail in a bad spell, whoever deploys what.
        let fails = |version: &str| version.ends_with(BAD) || version.ends_with(FLAKY);
        let starts_late = version.as_str().ends_with(SLOW) && !truth.is_calm_for_slow;
        if old.health == Health::Running && !starts_late && !fails(version.as_str()) {
            *running.entry(version.to_string()).or_insert(0_usize) += 1;
        }
    }
    if standing.wanted != wanted {
        return Some(format!("it should be {wanted:?} again"));
    }
    let lacks = |(version, count): (&String, &usize)| {
        standing.running.get(version).copied().unwrap_or_default() < *count
    };
    (truth.is_calm && running.iter().any(lacks) && !says_what_is_ill(action))
        .then(|| format!("{running:?} should run again"))
}

/// Whether it says beside its end that not all of it runs: what has passed its gate, or was never started, may fail.
fn says_what_is_ill(action: &ActionDetail) -> bool {
    action.view.deploying.as_ref().is_some_and(|deploying| !deploying.unwell.is_empty())
}

/// Whose companions are not there: each new instance has its own, and what ran before has those again that it had.
fn lacks_companions(
    action: &ActionDetail,
    deployment: &Deployment,
    before: &Standings,
    standings: &Standings,
) -> Option<String> {
    let of = |standings: &Standings, app: &str, version: &str| {
        standings.get(app).and_then(|standing| standing.wanted.get(version).copied()).unwrap_or_default()
    };
    let app = deployment.app.as_str();
    deployment.settings.companions.iter().map(fleet::AppName::as_str).find_map(|companion| {
        let (version, least) = match (&action.view.state, &deployment.to) {
            _ if left_out(action) => return None,
            (ActionState::RolledBack { .. }, _) => {
                let had = &before.get(companion)?.wanted;
                had.iter().find(|(version, count)| of(standings, companion, version) < **count)?
            }
            (_, Some(to)) if of(before, app, to.as_str()) == 0 => {
                let least = &standings.get(app)?.wanted;
                least
                    .get_key_value(to.as_str())
                    .filter(|(to, count)| of(standings, companion, to) < **count)?
            }
            _ => return None,
        };
        let there = of(standings, companion, version);
        Some(format!("of {companion} {version} there should be {least}, and are {there}"))
    })
}

/// Whether a person has left an instance as it is.
fn left_out(action: &ActionDetail) -> bool {
    let left_out = |text: &str| text.contains(" left ") && text.ends_with(" out.");
    action.lines.iter().any(|line| line.by.is_some() && left_out(&line.text))
}

/// A gate that was passed although nothing answered well while it was looked at.
pub(super) fn passed_unanswered(action: &ActionDetail, passed: &mut u64, truth: &Truth) -> Option<String> {
    if !truth.is_clock_true {
        return None;
    }
    let answers = truth.answers.get(action.deployment.as_ref()?.app.as_str())?;
    action.steps.iter().find_map(|step| {
        let (Step::Gate { unit, gate }, Progress::Done) = (&step.step, step.progress) else { return None };
        gate.probe.as_ref()?;
        let (began_ms, ended_ms) = (step.began_ms?, step.ended_ms?);
        *passed += 1;
        (!answers.answered_well(began_ms, ended_ms)).then(|| {
            format!("{unit} passed its gate, and answered no probe well from {began_ms} to {ended_ms} ms")
        })
    })
}

/// A word for how an action stands.
pub(super) fn word(state: &ActionState) -> &'static str {
    match state {
        ActionState::Asked { .. } => "waiting for approval",
        ActionState::Declined { .. } => "not approved",
        ActionState::Waiting { .. } => "waiting",
        ActionState::Running => "running",
        ActionState::Paused { by: Some(_), .. } => "paused by a person",
        ActionState::Paused { by: None, .. } => "paused with a reason",
        ActionState::Holding { .. } => "waiting for a person",
        ActionState::Keeping { .. } => "keeping the old ones",
        ActionState::Done => "done",
        ActionState::Aborted { .. } => "aborted",
        ActionState::RolledBack { .. } => "rolled back",
        ActionState::Undone { .. } => "taken back",
        ActionState::Failed { .. } => "failed",
        ActionState::Interrupted { .. } => "ended before anything was sent",
    }
}

/// Why an action may not be left like this while all is well with Fleet and its machines; nothing if it may.
/// `least`: how few of its app's instances may be healthy.
pub(super) fn left_open(action: &ActionDetail, least: usize, standing: &Standing) -> Option<String> {
    let summary = &action.view.summary;
    match &action.view.state {
        ActionState::Running | ActionState::Waiting { .. } | ActionState::Keeping { .. } => {
            Some(format!("“{summary}” is still {}", word(&action.view.state)))
        }
        ActionState::Holding { until_ms: Some(_) } => Some(format!("“{summary}” still bakes")),
        ActionState::Paused { reason, .. } if reason.is_empty() => {
            Some(format!("“{summary}” is paused, and says no reason"))
        }
        // The last one stays as well.
        ActionState::Paused { fewer: Some(_), .. }
            if standing.serving <= least.max(1) + agreed::unproven(action) =>
        {
            not_well_ended(action)
        }
        ActionState::Paused { reason, resumes: true, .. } => Some(format!(
            "“{summary}” is paused, and should go on by itself with {} that serve, of which {least} must: “{reason}”",
            standing.serving
        )),
        ActionState::Paused { reason, by: None, resumes: false, .. } if reason.contains("vanished") => {
            Some(format!("“{summary}” misses what is there: “{reason}”"))
        }
        _ => not_well_ended(action),
    }
}

/// What was not ended by all that people said in the end.
pub(super) fn not_ended(action: &ActionDetail) -> Option<String> {
    if action.view.state.is_open() {
        let summary = &action.view.summary;
        return Some(format!("“{summary}” could not be brought to an end: {:?}", action.view.state));
    }
    not_well_ended(action)
}

fn not_well_ended(action: &ActionDetail) -> Option<String> {
    let summary = &action.view.summary;
    match &action.view.state {
        ActionState::Failed { reason } => Some(format!("“{summary}” failed: {reason}")),
        ActionState::Interrupted { reason } if action.view.steps_done > 0 => {
            Some(format!("“{summary}” was interrupted in the middle: {reason}"))
        }
        ActionState::Aborted { reason, .. } | ActionState::RolledBack { reason, .. } if reason.is_empty() => {
            Some(format!("“{summary}” is {}, and says no reason", word(&action.view.state)))
        }
        _ => None,
    }
}
