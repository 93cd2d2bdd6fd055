//! The two rows of tiles: what was there when it began, and what is to be there in the end. Pure.

use fleet::{AppUnit, DesiredState, UnitName};
use shared::Health;
use shared::action::{ActionDetail, ActionState, Progress};
use shared::course::Leg;
use shared::plan::Step;

use crate::state::cluster::Cluster;

/// A unit that was there when the deployment began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Old {
    /// Which.
    pub unit: UnitName,
    /// How it fared then.
    pub was: Health,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is there, and wanted.
    Stays,
    /// It is there, and no longer wanted: it stops, or is kept stopped.
    Stopped,
    /// It is gone.
    Gone,
}

impl Fate {
    /// The value of `data-fate`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stays => "stays",
            Self::Stopped => "stopped",
            Self::Gone => "gone",
        }
    }

    /// What became of it, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Stays => say::deployment::fate_stays(),
            Self::Stopped => say::deployment::fate_stopped(),
            Self::Gone => say::deployment::fate_gone(),
        }
    }
}

/// What was there when it began, with what became of it by now.
pub fn old(detail: &ActionDetail, cluster: &Cluster) -> Vec<Old> {
    let frozen = detail.deployment.iter().flat_map(|deployment| &deployment.from);
    frozen
        .map(|frozen| Old {
            unit: frozen.unit.clone(),
            was: frozen.health,
            fate: match cluster.unit(&frozen.unit) {
                None => Fate::Gone,
                Some(unit) if unit.row.desired == DesiredState::Launched => Fate::Stays,
                Some(_) => Fate::Stopped,
            },
        })
        .collect()
}

/// Whether it is an instance of the deployment's app, and none that follows one.
pub fn is_instance(detail: &ActionDetail, unit: &UnitName) -> bool {
    let of = detail.deployment.as_ref().map(|deployment| &deployment.app);
    of.is_none_or(|of| AppUnit::parse(unit).is_some_and(|parsed| parsed.app == *of))
}

/// The instances that are to run in the end, by what the steps lead to: those that are kept, and those that are created or
/// started. What was left out leads nowhere: on the way back the steps of the plan that were not done, and once it is
/// over what has failed.
pub fn wanted(detail: &ActionDetail) -> Vec<UnitName> {
    let frozen = detail.deployment.iter().flat_map(|deployment| &deployment.from);
    let frozen = frozen.filter(|frozen| frozen.was_wanted());
    let mut wanted: Vec<UnitName> = frozen.map(|frozen| frozen.unit.clone()).collect();
    let is_open = detail.view.state.is_open();
    let counts = |progress: Progress| match progress {
        Progress::LeftOut | Progress::BrokenOff => false,
        Progress::Failed => is_open,
        Progress::Waiting | Progress::Running | Progress::Done => true,
    };
    for step in detail.steps.iter().filter(|step| counts(step.progress)) {
        let unit = step.step.unit();
        if !is_instance(detail, unit) {
            continue;
        }
        match &step.step {
            Step::Create { .. } | Step::SetDesired { desired: DesiredState::Launched, .. } => {
                if !wanted.contains(unit) {
                    wanted.push(unit.clone());
                }
            }
            Step::SetDesired { .. } | Step::Destroy { .. } => wanted.retain(|other| other != unit),
            Step::WaitRunning { .. }
            | Step::Gate { .. }
            | Step::WaitStopped { .. }
            | Step::WaitGone { .. } => {}
        }
    }
    wanted
}

/// Of the units that are to run in the end, those that somebody has left out.
pub fn left_out(detail: &ActionDetail) -> Vec<UnitName> {
    let is_on_its_way = detail.view.deploying.as_ref().is_none_or(|deploying| deploying.leg == Leg::Plan);
    let ends = matches!(detail.view.state, ActionState::Aborted { .. } | ActionState::RolledBack { .. });
    if !is_on_its_way || ends {
        return Vec::new();
    }
    let steps = detail.steps.iter().filter(|step| step.progress == Progress::LeftOut);
    let units = steps.map(|step| step.step.unit()).filter(|unit| is_instance(detail, unit));
    let mut left_out: Vec<UnitName> = units.cloned().collect();
    left_out.dedup();
    left_out
}

#[cfg(test)]
mod tests {
    use super::super::stages::tests::{canary, name};
    use super::*;
    use crate::state::cluster::tests::{row, view};
    use shared::action::StepView;
    use shared::deployment::{AppSettings, Deployment, FrozenUnit};

    fn detail() -> ActionDetail {
        let frozen = |unit: &str| FrozenUnit { unit: name(unit), health: Health::Running };
        let mut detail = canary(ActionState::Running, 0, [Progress::Waiting; 4]);
        detail.deployment = Some(Box::new(Deployment {
            app: fleet::AppName::parse("example").unwrap(),
            from: vec![frozen("example:1.0.0@1.service"), frozen("example:2.0.0@7.service")],
            to: None,
            count: 2,
            min: 1,
            may_end_service: false,
            settings: AppSettings::default(),
            template_revision: None,
        }));
        detail
    }

    #[test]
    fn what_was_there_stays_as_it_was_and_says_what_became_of_it() {
        let now = Cluster::from_view(
            view(vec![row("example:2.0.0@7.service", "failed", "failed")]),
            &Cluster::default(),
        );
        let old = old(&detail(), &now);
        assert_eq!((old[0].was, old[0].fate), (Health::Running, Fate::Gone));
        assert_eq!((old[1].was, old[1].fate), (Health::Running, Fate::Stays));
    }

    #[test]
    fn what_is_wanted_follows_from_the_steps() {
        assert_eq!(wanted(&detail()), [name("example:2.0.0@7.service"), name("example:2.0.0@1.service")]);
    }

    #[test]
    fn what_follows_an_instance_and_what_was_stopped_is_not_counted() {
        let mut detail = detail();
        let asleep = FrozenUnit { unit: name("example:0.9.0@1.service"), health: Health::Stopped };
        detail.deployment.as_mut().unwrap().from.push(asleep);
        let step = Step::Create {
            unit: name("announcer:2.0.0@1.service"),
            options: Vec::new(),
            desired: DesiredState::Launched,
        };
        detail.steps.push(StepView { step, ..detail.steps[0].clone() });
        assert_eq!(wanted(&detail).len(), 2, "{:?}", wanted(&detail));
    }

    #[test]
    fn what_somebody_left_out_is_told_apart_from_what_the_way_back_leaves_out() {
        use Progress::{Done, LeftOut, Waiting};
        let of = |state| left_out(&canary(state, 0, [Done, LeftOut, Waiting, Waiting]));
        assert_eq!(of(ActionState::Running), [name("example:2.0.0@1.service")]);
        assert_eq!(of(ActionState::RolledBack { reason: String::new(), by: None }), []);
    }

    #[test]
    fn after_a_way_back_what_ran_before_is_what_is_wanted() {
        use Progress::{Done, Failed, LeftOut};
        let back = ActionState::RolledBack { reason: String::new(), by: None };
        let mut detail = ActionDetail {
            deployment: detail().deployment,
            ..canary(back, 0, [Done, Failed, LeftOut, LeftOut])
        };
        let gone = Step::Destroy { unit: name("example:2.0.0@1.service") };
        detail.steps.push(StepView { step: gone, progress: Done, ..detail.steps[0].clone() });
        assert_eq!(wanted(&detail), [name("example:1.0.0@1.service"), name("example:2.0.0@7.service")]);
    }
}
