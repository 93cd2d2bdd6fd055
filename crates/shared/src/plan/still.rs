//! Whether a plan that waited is still what was agreed to, before its first call.
//!
//! The numbers and states of other units may have changed: what counts is what can't be taken back.

use std::collections::BTreeMap;

use fleet::{AppName, AppUnit, UnitName};

use super::{Confirm, Plan, PlanState, RemovedUnit, tier};

impl Plan {
    /// Whether the units that it destroys are there with the options of that time (`removed`), and the app does not lose its
    /// last healthy instance by it unless that was agreed to; what follows an instance goes with it. In `state` they are
    /// not marked as leaving by this plan.
    pub fn still_holds(&self, removed: &[RemovedUnit], state: &PlanState) -> bool {
        let is_as_it_was =
            |was: &RemovedUnit| state.units.get(&was.name).is_some_and(|unit| *unit.options == *was.options);
        let as_they_were = removed.iter().all(is_as_it_was);
        let forced = matches!(self.confirm, Confirm::TypeName { force: true, .. });
        let of = self.request.app();
        let is_of = |name: &&UnitName| of.is_none() || AppUnit::parse(name).map(|unit| unit.app) == of;
        let own = removed.iter().map(|was| &was.name).filter(is_of);
        as_they_were && (forced || !takes_last_healthy(own, state))
    }
}

fn takes_last_healthy<'a>(names: impl Iterator<Item = &'a UnitName>, state: &PlanState) -> bool {
    let mut by_app: BTreeMap<AppName, Vec<&UnitName>> = BTreeMap::new();
    for name in names {
        if let Some(unit) = AppUnit::parse(name) {
            by_app.entry(unit.app).or_default().push(name);
        }
    }
    by_app.iter().any(|(app, names)| {
        let all = state.of_app(app);
        let taken: Vec<_> = all.iter().filter(|member| names.contains(&member.name)).collect();
        tier::takes_last_healthy(&all, &taken)
    })
}
