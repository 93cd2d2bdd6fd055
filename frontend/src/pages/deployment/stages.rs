//! A deployment's stages and steps as they are shown, worked out from what the server tells. Pure.

use shared::action::{ActionDetail, ActionState, Progress, StepView};
use shared::deployment::{BrokenOff, Stage, StageKind};

use super::sets::is_instance;

/// How far a stage or a step is. The words are the values of `data-step`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Done.
    Done,
    /// At work.
    Current,
    /// Not begun.
    Waiting,
    /// Failed.
    Failed,
    /// Left out.
    LeftOut,
    /// Begun, and left for another way or for the end before it was over.
    BrokenOff,
}

impl Standing {
    /// The value of `data-step`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Current => "current",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::LeftOut => "left-out",
            Self::BrokenOff => "broken-off",
        }
    }

    fn of(progress: Progress) -> Self {
        match progress {
            Progress::Waiting => Self::Waiting,
            Progress::Running => Self::Current,
            Progress::Done => Self::Done,
            Progress::Failed => Self::Failed,
            Progress::LeftOut => Self::LeftOut,
            Progress::BrokenOff => Self::BrokenOff,
        }
    }
}

/// A stage as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct StageView {
    /// From 0.
    pub index: usize,
    /// "Start 2 of example 2.0.0".
    pub title: String,
    /// How far it is.
    pub standing: Standing,
    /// How many of its steps are done.
    pub done: usize,
    /// How many instances have steps that were left out.
    pub left_out: usize,
    /// Its steps.
    pub steps: Vec<StepLine>,
    /// When its first step began; absent: not yet.
    pub began_ms: Option<u64>,
    /// When its last step ended; absent while one is not over.
    pub ended_ms: Option<u64>,
}

/// A step as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct StepLine {
    /// Its number among all steps, from 0.
    pub number: u32,
    /// What it does.
    pub words: String,
    /// How far it is.
    pub standing: Standing,
    /// Fleet's answer, or why it failed.
    pub note: String,
    /// When it began last.
    pub began_ms: Option<u64>,
    /// When it ended.
    pub ended_ms: Option<u64>,
}

/// All stages. What has none is one stage.
pub fn stages(detail: &ActionDetail) -> Vec<StageView> {
    let whole = [Stage {
        title: detail.view.summary.clone(),
        kind: StageKind::Start,
        lanes: vec![u32::try_from(detail.steps.len()).unwrap_or(u32::MAX)],
    }];
    let stages = if detail.stages.is_empty() { &whole[..] } else { &detail.stages[..] };
    let at = detail.view.deploying.as_deref().map_or(0, |deploying| deploying.stage as usize);
    let mut next = 0;
    stages
        .iter()
        .enumerate()
        .map(|(index, stage)| {
            let from = next;
            next =
                (from + stage.lanes.iter().map(|lane| *lane as usize).sum::<usize>()).min(detail.steps.len());
            let steps = detail.steps.get(from..next).unwrap_or_default();
            let given_up = given_up(&detail.broken_off, index);
            let view = stage_view(index, stage, from, steps, index.cmp(&at), given_up, &detail.view.state);
            StageView { left_out: left_out(detail, steps), ..view }
        })
        .collect()
}

fn stage_view(
    index: usize,
    stage: &Stage,
    first: usize,
    steps: &[StepView],
    place: std::cmp::Ordering,
    given_up: Option<Standing>,
    state: &ActionState,
) -> StageView {
    let is = |progress: Progress| steps.iter().any(|step| step.progress == progress);
    let all = |progress: &[Progress]| steps.iter().all(|step| progress.contains(&step.progress));
    let standing = if steps.is_empty() {
        given_up.unwrap_or_else(|| without_steps(stage.kind, place, state))
    } else if is(Progress::Failed) {
        Standing::Failed
    } else if all(&[Progress::LeftOut]) {
        Standing::LeftOut
    } else if given_up.is_some() || is(Progress::BrokenOff) {
        Standing::BrokenOff
    } else if all(&[Progress::Done, Progress::LeftOut]) {
        Standing::Done
    } else if is(Progress::Running) || (is(Progress::Done) && state.is_at_work()) {
        Standing::Current
    } else {
        Standing::Waiting
    };
    let is_over = !matches!(standing, Standing::Current | Standing::Waiting);
    StageView {
        index,
        title: stage.title.clone(),
        standing,
        left_out: 0,
        done: steps.iter().filter(|step| step.progress == Progress::Done).count(),
        began_ms: steps.iter().filter_map(|step| step.began_ms).min(),
        ended_ms: steps.iter().filter_map(|step| step.ended_ms).max().filter(|_| is_over),
        steps: steps.iter().enumerate().map(|(at, step)| step_line(first + at, step)).collect(),
    }
}

/// What became of a stage that was left before it was over, if it was.
fn given_up(broken_off: &[BrokenOff], index: usize) -> Option<Standing> {
    let left = broken_off.iter().find(|left| (left.stage..left.to).contains(&index))?;
    Some(if left.stage == index { Standing::BrokenOff } else { Standing::LeftOut })
}

/// How many instances have steps that were left out.
fn left_out(detail: &ActionDetail, steps: &[StepView]) -> usize {
    let mut units: Vec<&fleet::UnitName> = Vec::new();
    for step in steps.iter().filter(|step| step.progress == Progress::LeftOut) {
        let unit = step.step.unit();
        if is_instance(detail, unit) && !units.contains(&unit) {
            units.push(unit);
        }
    }
    units.len()
}

/// To wait for a person, or to keep the old instances, takes no steps.
fn without_steps(kind: StageKind, place: std::cmp::Ordering, state: &ActionState) -> Standing {
    let is_here = match kind {
        StageKind::Hold { .. } => matches!(state, ActionState::Holding { .. }),
        StageKind::Keep { .. } => matches!(state, ActionState::Keeping { .. }),
        StageKind::Start | StageKind::Remove | StageKind::Stop | StageKind::Restart => false,
    };
    match place {
        _ if is_here => Standing::Current,
        _ if matches!(state, ActionState::Done) => Standing::Done,
        std::cmp::Ordering::Less => Standing::Done,
        _ if state.is_open() => Standing::Waiting,
        _ => Standing::LeftOut,
    }
}

fn step_line(number: usize, step: &StepView) -> StepLine {
    StepLine {
        number: u32::try_from(number).unwrap_or(u32::MAX),
        words: step.step.words().replace(".service", ""),
        standing: Standing::of(step.progress),
        note: step.note.clone(),
        began_ms: step.began_ms,
        ended_ms: step.ended_ms,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::state::deploying::tests::{deploying, deployment};
    use fleet::{DesiredState, UnitName};
    use shared::action::ActionView;
    use shared::deployment::{Deploying, Gate};
    use shared::plan::Step;

    pub(crate) fn name(text: &str) -> UnitName {
        UnitName::parse(text).unwrap()
    }

    fn step(step: Step, progress: Progress) -> StepView {
        let began_ms = (progress != Progress::Waiting).then_some(10);
        let ended_ms = matches!(progress, Progress::Done | Progress::Failed).then_some(20);
        StepView { step, progress, note: String::new(), began_ms, ended_ms }
    }

    /// One new unit starts, a person is waited for, one old unit goes.
    pub(crate) fn canary(state: ActionState, stage: u32, progress: [Progress; 4]) -> ActionDetail {
        let (new, old) = (name("example:2.0.0@1.service"), name("example:1.0.0@1.service"));
        let steps = [
            Step::Create { unit: new.clone(), options: Vec::new(), desired: DesiredState::Launched },
            Step::Gate { unit: new, gate: Gate { steady_s: 5, probe: None } },
            Step::SetDesired { unit: old.clone(), desired: DesiredState::Loaded },
            Step::Destroy { unit: old },
        ];
        let stage_of =
            |title: &str, kind, lanes: &[u32]| Stage { title: title.into(), kind, lanes: lanes.to_vec() };
        let deploying = Deploying { stage, stages: 3, ..deploying() };
        ActionDetail {
            view: ActionView { deploying: Some(Box::new(deploying)), ..deployment(state) },
            steps: steps.into_iter().zip(progress).map(|(own, progress)| step(own, progress)).collect(),
            stages: vec![
                stage_of("Start 1", StageKind::Start, &[2]),
                stage_of("Wait for a person", StageKind::Hold { bake_s: None }, &[]),
                stage_of("Remove 1", StageKind::Remove, &[2]),
            ],
            deployment: None,
            lines: Vec::new(),
            broken_off: Vec::new(),
            spec: Default::default(),
        }
    }

    fn standings(detail: &ActionDetail) -> Vec<Standing> {
        stages(detail).iter().map(|stage| stage.standing).collect()
    }

    #[test]
    fn stages_stand_as_their_steps_do() {
        use Progress::{Done, Running, Waiting};
        let running = canary(ActionState::Running, 0, [Done, Running, Waiting, Waiting]);
        assert_eq!(standings(&running), [Standing::Current, Standing::Waiting, Standing::Waiting]);
        let holding = canary(ActionState::Holding { until_ms: None }, 1, [Done, Done, Waiting, Waiting]);
        assert_eq!(standings(&holding), [Standing::Done, Standing::Current, Standing::Waiting]);
        let going_on = canary(ActionState::Running, 2, [Done, Done, Done, Running]);
        assert_eq!(standings(&going_on), [Standing::Done, Standing::Done, Standing::Current]);
        let done = canary(ActionState::Done, 2, [Done; 4]);
        assert_eq!(standings(&done), [Standing::Done; 3]);
        assert_eq!((stages(&done)[0].began_ms, stages(&done)[0].ended_ms), (Some(10), Some(20)));
    }

    #[test]
    fn between_two_steps_a_stage_is_still_at_work() {
        use Progress::{Done, Waiting};
        let between = canary(ActionState::Running, 0, [Done, Waiting, Waiting, Waiting]);
        assert_eq!(standings(&between)[0], Standing::Current);
        assert_eq!(stages(&between)[0].ended_ms, None);
    }

    #[test]
    fn a_failed_step_is_its_stage_s_and_the_rest_is_left_out() {
        use Progress::{Done, Failed, LeftOut};
        let reason = "It does not start.".to_owned();
        let failed = canary(ActionState::Failed { reason }, 0, [Done, Failed, LeftOut, LeftOut]);
        assert_eq!(standings(&failed), [Standing::Failed, Standing::LeftOut, Standing::LeftOut]);
        assert_eq!(stages(&failed)[2].steps[1].number, 3);
    }

    #[test]
    fn what_was_left_before_it_was_over_has_no_tick() {
        use Progress::{Done, LeftOut};
        let reason = || "ada aborted it.".to_owned();
        let aborted = |stage, progress| ActionDetail {
            broken_off: vec![BrokenOff { stage, to: 3 }],
            ..canary(ActionState::Aborted { reason: reason(), by: None }, 2, progress)
        };
        let held = aborted(1, [Done, Done, LeftOut, LeftOut]);
        assert_eq!(standings(&held), [Standing::Done, Standing::BrokenOff, Standing::LeftOut]);
        let gated = aborted(0, [Done, Progress::BrokenOff, LeftOut, LeftOut]);
        assert_eq!(standings(&gated), [Standing::BrokenOff, Standing::LeftOut, Standing::LeftOut]);
        assert_eq!(stages(&gated)[0].steps[1].standing, Standing::BrokenOff);
        let unbegun = aborted(0, [LeftOut; 4]);
        assert_eq!(standings(&unbegun), [Standing::LeftOut; 3]);
    }

    #[test]
    fn an_action_without_stages_is_one() {
        let mut plain = canary(ActionState::Running, 0, [Progress::Done; 4]);
        plain.stages.clear();
        plain.view.deploying = None;
        let all = stages(&plain);
        assert_eq!((all.len(), all[0].steps.len(), all[0].done), (1, 4, 4));
        assert_eq!(all[0].steps[0].words, "Create example:2.0.0@1 and start it");
    }
}
