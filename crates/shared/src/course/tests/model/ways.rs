//! How the runner of the model finds another way.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::plans;
use super::Model;
use crate::course::{Detour, Leg};
use crate::health::Health;
use crate::plan::{self, PlanState, PlanUnit, Step};
use crate::testing::{Fares, row};

impl Model {
    pub(super) fn turn(&mut self, to: Leg) {
        let now_ms = self.now_s * 1_000;
        let way = match self.now_s < self.no_ways_until_s {
            true => Err("There is no way from here now.".to_owned()),
            false => self.way(to),
        };
        match way {
            Ok(detour) => {
                self.ways.push(detour.clone());
                self.course.take(detour, now_ms);
            }
            Err(reason) => self.course.keep_from_turning(&reason, now_ms),
        }
    }

    fn way(&self, to: Leg) -> Result<Detour, String> {
        let old = self.plan.deployment.as_ref().map(|deployment| deployment.from.clone()).unwrap_or_default();
        let begun = self.course.begun();
        if let Some(state) = &self.begun_from {
            let state = self.state_now(state);
            return match to {
                Leg::Back => plan::way_back(&self.plan, &begun, &state).map_err(|error| error.to_string()),
                Leg::Abort | Leg::Plan => Ok(plan::way_out(&self.plan, &begun, &state)),
            };
        }
        let steps: Vec<&Step> = begun.iter().map(|begun| begun.step).collect();
        let there = self.cluster.units.keys().cloned().collect();
        Ok(match to {
            Leg::Back => plans::way_back(&old, &steps, &there, self.now_s),
            Leg::Abort | Leg::Plan => plans::restart(&old, &steps, &there, Leg::Abort),
        })
    }

    /// What a planner would see now.
    fn state_now(&self, before: &PlanState) -> PlanState {
        let made = self.course.steps().iter().filter_map(|step| match step {
            Step::Create { unit, options, .. } => Some((unit, options.clone())),
            _ => None,
        });
        let made: BTreeMap<_, _> = made.collect();
        let units = self.cluster.units.keys().map(|name| {
            let fares = match self.health(name) {
                Health::Running => Fares::Running,
                Health::Failed => Fares::Failed,
                Health::Starting | Health::Unknown => Fares::Starting,
                Health::Unplaced => Fares::Unplaced,
                Health::Stopped | Health::Stopping => Fares::Stopped,
            };
            let mut row = row(name.as_str(), fares, "m1");
            row.desired = self.cluster.units[name].desired;
            let options = match (made.get(name), before.units.get(name)) {
                (Some(options), _) => options.clone().into(),
                (None, Some(unit)) => Arc::clone(&unit.options),
                (None, None) => Arc::from([]),
            };
            (name.clone(), PlanUnit { row: Arc::new(row), options })
        });
        let recent =
            self.destroyed.iter().filter(|(_, at_s)| self.now_s < **at_s + 60).map(|(name, _)| name.clone());
        PlanState {
            units: units.collect(),
            removed: before.removed_by(&self.plan),
            recent: recent.collect(),
            ..before.clone()
        }
    }
}
