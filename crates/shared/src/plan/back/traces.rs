//! What the steps that were begun have done, or may have: whatever was begun may have been heard by Fleet.

use std::collections::BTreeSet;

use fleet::{DesiredState, UnitName};

use crate::deployment::FrozenUnit;
use crate::plan::lane::Lanes;
use crate::plan::{PlanState, Step};

/// A step that was begun, whether it has ended or not.
#[derive(Debug, Clone, Copy)]
pub struct Begun<'a> {
    /// What it is.
    pub step: &'a Step,
    /// Whether it has ended well.
    pub is_done: bool,
}

/// The units that were touched, by the last that was begun with them.
pub(super) struct Traces<'a> {
    pub(super) created: BTreeSet<&'a UnitName>,
    pub(super) woken: BTreeSet<&'a UnitName>,
    pub(super) stopped: BTreeSet<&'a UnitName>,
    pub(super) destroyed: BTreeSet<&'a UnitName>,
    /// Started, and they have not passed what they must since: nobody counts on them, also where they run.
    pub(super) unproven: BTreeSet<&'a UnitName>,
}

impl<'a> Traces<'a> {
    pub(super) fn of(begun: &[Begun<'a>]) -> Self {
        let (mut created, mut woken) = (BTreeSet::new(), BTreeSet::new());
        let (mut stopped, mut destroyed) = (BTreeSet::new(), BTreeSet::new());
        let mut unproven = BTreeSet::new();
        for Begun { step, is_done } in begun {
            match step {
                Step::Create { unit, .. } => {
                    unproven.insert(unit);
                    created.insert(unit)
                }
                // The last word counts.
                Step::SetDesired { unit, desired: DesiredState::Launched } => {
                    stopped.remove(unit);
                    unproven.insert(unit);
                    woken.insert(unit)
                }
                Step::Gate { unit, .. } | Step::WaitRunning { unit } if *is_done => unproven.remove(unit),
                Step::SetDesired { unit, .. } => stopped.insert(unit),
                Step::Destroy { unit } => destroyed.insert(unit),
                _ => false,
            };
        }
        Self { created, woken, stopped, destroyed, unproven }
    }

    /// Whether anything was begun with a companion, its start too: Fleet may not have heard of it, and the instance may
    /// be there without.
    pub(super) fn touched_companion_of(&self, name: &UnitName, lanes: &Lanes<'_>) -> bool {
        let touched = [&self.created, &self.woken, &self.stopped, &self.destroyed];
        lanes.companion_names(name).iter().any(|unit| touched.iter().any(|units| units.contains(unit)))
    }

    /// Whether a unit is there, and nobody has begun to destroy it.
    pub(super) fn is_left(&self, name: &UnitName, state: &PlanState) -> bool {
        state.units.contains_key(name) && !self.destroyed.contains(name)
    }
}

/// Whether it was set to run when the deployment began.
pub(super) fn was_wanted(frozen: &FrozenUnit, state: &PlanState) -> bool {
    match state.removed.iter().find(|was| was.name == frozen.unit) {
        Some(was) => was.desired == DesiredState::Launched,
        None => frozen.was_wanted(),
    }
}
