//! What a deployment promises, held against the truth.

use std::collections::BTreeSet;

use fleet::DesiredState;
use shared::action::{ActionDetail, ActionState};
use shared::plan::{PlanRequest, Step};

use super::witness::{Standing, Witness};

/// The units that plans named, by what they do to them.
#[derive(Debug, Default)]
pub(super) struct Named {
    creates: BTreeSet<String>,
    destroys: BTreeSet<String>,
    stops: BTreeSet<String>,
}

impl Named {
    /// Takes up what an action's plan, and the ways that it went besides, name.
    pub(super) fn add(&mut self, action: &ActionDetail) {
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
    pub(super) fn check(&self, witness: &Witness, broken: &mut Vec<String>) {
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

/// What is not so of a deployment that says that it is done, or has gone back.
pub(super) fn untrue(action: &ActionDetail, standing: &Standing) -> Option<String> {
    let deployment = action.deployment.as_ref()?;
    let (ActionState::Done | ActionState::Keeping { .. }) = action.view.state else { return None };
    let to = deployment.to.as_ref()?.to_string();
    let count = usize::try_from(deployment.count).unwrap_or(usize::MAX);
    let of =
        |counts: &std::collections::BTreeMap<String, usize>| counts.get(&to).copied().unwrap_or_default();
    let skipped = action.steps.iter().any(|step| step.progress == shared::action::Progress::Skipped);
    // What a person left out is not there, and is not said to be.
    if skipped || matches!(action.view.request, PlanRequest::RestartApp { .. }) {
        return None;
    }
    let others: usize =
        standing.wanted.iter().filter(|(version, _)| **version != to).map(|(_, count)| count).sum();
    let replaces = !matches!(action.view.request, PlanRequest::Scale { .. });
    let is_so = of(&standing.wanted) == count && of(&standing.running) == count && (others == 0 || !replaces);
    (!is_so).then(|| {
        format!(
            "“{}” says {:?}, which should be {count} of {to}; there are {standing:?}",
            action.view.summary, action.view.state
        )
    })
}

/// A word for how an action stands.
pub(super) fn word(state: &ActionState) -> &'static str {
    match state {
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

/// Why an action may not be left like this; nothing if it may.
pub(super) fn left_open(action: &ActionDetail) -> Option<String> {
    let summary = &action.view.summary;
    match &action.view.state {
        ActionState::Running | ActionState::Waiting { .. } | ActionState::Keeping { .. } => {
            Some(format!("“{summary}” is still {}", word(&action.view.state)))
        }
        ActionState::Paused { reason, resumes, .. } if reason.is_empty() || *resumes => {
            Some(format!("“{summary}” is paused, and should go on by itself: “{reason}”"))
        }
        ActionState::Failed { reason } => Some(format!("“{summary}” failed: {reason}")),
        ActionState::Interrupted { reason } if action.view.steps_done > 0 => {
            Some(format!("“{summary}” was interrupted in the middle: {reason}"))
        }
        _ => None,
    }
}
