//! A plan in the making: all but its hash.

use std::collections::BTreeMap;

use fleet::{AppUnit, DesiredState, UnitName, UnitOption};

use super::lane::{Lane, Lanes};
use super::{Confirm, Plan, PlanRequest, PlanState, PlanUnit, Step, UNDO_S, Warning, words};
use crate::deployment::{Deployment, Stage, StageKind};
use crate::id::PlanHash;
use crate::policy::Extent;
use crate::spec::Spec;

/// What a plan will do.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) summary: String,
    pub(super) steps: Vec<Step>,
    pub(super) warnings: Vec<Warning>,
    pub(super) confirm: Confirm,
    pub(super) undo_s: u32,
    pub(super) stages: Vec<Stage>,
    /// How many steps each lane has of what is no deployment.
    lanes: Vec<u32>,
    pub(super) deployment: Option<Box<Deployment>>,
}

impl Draft {
    pub(super) fn new(summary: String) -> Self {
        Self {
            summary,
            steps: Vec::new(),
            warnings: Vec::new(),
            confirm: Confirm::None,
            undo_s: 0,
            stages: Vec::new(),
            lanes: Vec::new(),
            deployment: None,
        }
    }

    /// Creates a unit and waits for it, if it is to run.
    pub(super) fn create(&mut self, unit: UnitName, options: Vec<UnitOption>, desired: DesiredState) {
        self.steps.push(Step::Create { unit: unit.clone(), options, desired });
        if desired == DesiredState::Launched {
            self.steps.push(Step::WaitRunning { unit });
        }
    }

    /// Does this besides what it does already, side by side with it.
    pub(super) fn beside(&mut self, lane: Lane) {
        self.lanes.push(u32::try_from(lane.len()).unwrap_or(u32::MAX));
        self.steps.extend(lane);
    }

    /// Removes a unit in order with those that follow it, with time to undo.
    pub(super) fn remove(&mut self, name: &UnitName, unit: &PlanUnit, lanes: &Lanes<'_>) {
        self.beside(lanes.remove(name, unit));
        self.undo_s = UNDO_S;
    }

    /// Parts the steps into lanes where units follow others: without, each unit's steps would go on by themselves.
    pub(super) fn part(&mut self, kind: StageKind) {
        let mut rest = self.steps.as_slice();
        let is_followed = |length: &u32| {
            let (lane, behind) = rest.split_at((*length as usize).min(rest.len()));
            rest = behind;
            lane.iter().any(|step| lane.first().is_some_and(|first| first.unit() != step.unit()))
        };
        if self.lanes.iter().any(is_followed) {
            let lanes = std::mem::take(&mut self.lanes);
            self.stages = vec![Stage { title: self.summary.clone(), kind, lanes }];
        }
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.warnings.push(Warning::Note { text: text.into() });
    }

    /// Says which units of the app are left out because Fleet can't read them.
    pub(super) fn note_unreadable(&mut self, request: &PlanRequest, state: &PlanState) {
        let Some(app) = request.app() else { return };
        let is_of = |name: &&UnitName| AppUnit::parse(name).is_some_and(|parsed| parsed.app == app);
        let names: Vec<&UnitName> = state.unreadable.iter().filter(is_of).collect();
        if !names.is_empty() {
            self.note(say::server::plan::not_listed(&words::list(&names, 3)));
        }
    }

    pub(super) fn into_plan(self, request: PlanRequest, hash: PlanHash) -> Plan {
        let Self { summary, steps, warnings, confirm, undo_s, stages, deployment, lanes: _ } = self;
        Plan {
            hash,
            request,
            summary,
            steps,
            stages,
            deployment,
            warnings,
            confirm,
            undo_s,
            waits: Vec::new(),
            spec: Spec::Whole,
            extent: Extent::default(),
            beside: BTreeMap::new(),
        }
    }
}
