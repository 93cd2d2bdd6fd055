//! The way of a course: the plan's steps in stages and lanes, and behind them what was added later.

use std::collections::BTreeMap;

use fleet::UnitName;
use serde::{Deserialize, Serialize};

use super::at::Leg;
use crate::deployment::{Stage, StageKind};
use crate::plan::{Plan, Step};

/// Steps that were added to a plan: a way back, or what an abort still has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detour {
    /// Which way they lead.
    pub leg: Leg,
    /// How the steps are parted; the lanes of all stages, in order, are the steps, in order.
    pub stages: Vec<Stage>,
    /// The steps.
    pub steps: Vec<Step>,
    /// What is left behind at the end, in words, or nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub left_behind: String,
}

/// All stages and steps, and what they came from.
#[derive(Debug, Clone)]
pub(super) struct Route {
    steps: Vec<Step>,
    stages: Vec<RouteStage>,
    detours: Vec<Detour>,
}

/// A stage with the numbers of its steps.
#[derive(Debug, Clone)]
pub(super) struct RouteStage {
    pub(super) title: String,
    pub(super) kind: StageKind,
    pub(super) leg: Leg,
    pub(super) lanes: Vec<Vec<usize>>,
}

impl Route {
    pub(super) fn of(plan: &Plan) -> Self {
        let stages = if plan.stages.is_empty() {
            // Steps of different units run side by side, those of one unit follow each other.
            let title = plan.summary.clone();
            vec![RouteStage {
                title,
                kind: StageKind::Start,
                leg: Leg::Plan,
                lanes: lanes_by_unit(&plan.steps),
            }]
        } else {
            staged(&plan.stages, Leg::Plan, 0, plan.steps.len())
        };
        Self { steps: plan.steps.clone(), stages, detours: Vec::new() }
    }

    pub(super) fn add(&mut self, detour: Detour) {
        let from = self.steps.len();
        self.stages.extend(staged(&detour.stages, detour.leg, from, from + detour.steps.len()));
        self.steps.extend(detour.steps.iter().cloned());
        self.detours.push(detour);
    }

    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub(super) fn stages(&self) -> &[RouteStage] {
        &self.stages
    }

    pub(super) fn detours(&self) -> &[Detour] {
        &self.detours
    }

    /// What the last detour of this leg leaves behind.
    pub(super) fn left_behind(&self, leg: Leg) -> &str {
        let last = self.detours.iter().rev().find(|detour| detour.leg == leg);
        last.map_or("", |detour| detour.left_behind.as_str())
    }

    /// The stage and the lane that a step stands in.
    pub(super) fn lane_of(&self, step: usize) -> Option<(usize, &[usize])> {
        self.stages.iter().enumerate().find_map(|(number, stage)| {
            let lane = stage.lanes.iter().find(|lane| lane.contains(&step))?;
            Some((number, lane.as_slice()))
        })
    }

    /// The numbers of the steps of one leg.
    pub(super) fn steps_of(&self, leg: Leg) -> impl Iterator<Item = usize> {
        self.stages
            .iter()
            .filter(move |stage| stage.leg == leg)
            .flat_map(|stage| stage.lanes.iter().flatten().copied())
    }
}

/// Lanes as the stages part them. Steps that no lane names, which no plan has, follow in a lane of their own: none is
/// forgotten.
fn staged(stages: &[Stage], leg: Leg, from: usize, to: usize) -> Vec<RouteStage> {
    let mut next = from;
    let mut take = |length: u32| {
        let end = next.saturating_add(length as usize).min(to);
        (std::mem::replace(&mut next, end)..end).collect::<Vec<usize>>()
    };
    let mut staged: Vec<RouteStage> = stages
        .iter()
        .map(|stage| RouteStage {
            title: stage.title.clone(),
            kind: stage.kind,
            leg,
            lanes: stage.lanes.iter().map(|length| take(*length)).filter(|lane| !lane.is_empty()).collect(),
        })
        .collect();
    if next < to {
        let lanes = vec![(next..to).collect()];
        staged.push(RouteStage { title: String::new(), kind: StageKind::Start, leg, lanes });
    }
    staged
}

fn lanes_by_unit(steps: &[Step]) -> Vec<Vec<usize>> {
    let mut lanes: BTreeMap<&UnitName, Vec<usize>> = BTreeMap::new();
    for (index, step) in steps.iter().enumerate() {
        lanes.entry(step.unit()).or_default().push(index);
    }
    lanes.into_values().collect()
}
