//! A plan's hash: what was asked for, what will be done, and the units that it was decided on.
//!
//! It changes when somebody else changed the app meanwhile, and not because a state ticks on: what systemd says
//! counts only as far as it changes steps, warnings or the confirmation.

use fleet::{DesiredState, UnitHash, UnitName};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::draft::Draft;
use super::{Confirm, PlanRequest, PlanState, PlanUnit, Step, Warning};
use crate::deployment::{AppSettings, Stage};
use crate::id::PlanHash;
use crate::why::in_full;

/// Hashed as JSON, whose texts carry their own limits: nothing can run over into its neighbour.
#[derive(Serialize)]
struct Hashed<'a> {
    request: &'a PlanRequest,
    steps: &'a [Step],
    stages: &'a [Stage],
    min: Option<u32>,
    settings: Option<&'a AppSettings>,
    warnings: Vec<Warning>,
    confirm: &'a Confirm,
    units: Vec<HashedUnit<'a>>,
}

#[derive(Serialize)]
struct HashedUnit<'a> {
    name: &'a UnitName,
    desired: DesiredState,
    leaving: bool,
    options: UnitHash,
}

pub(super) fn of(request: &PlanRequest, draft: &Draft, state: &PlanState) -> PlanHash {
    let Draft { steps, stages, deployment, warnings, confirm, .. } = draft;
    let min = deployment.as_ref().map(|deployment| deployment.min);
    let settings = deployment.as_ref().map(|deployment| &deployment.settings);
    let units = concerned(request, draft, state);
    // As they are told to whoever sees the least: by a hash of names those could be tried out.
    let unnamed = |warning: &Warning| warning.clone().told(|text| in_full(text, |_| false));
    let warnings = warnings.iter().map(unnamed).collect();
    let hashed = Hashed { request, steps, stages, min, settings, warnings, confirm, units };
    // Only texts, numbers and lists, which can't fail to serialise.
    let text = serde_json::to_vec(&hashed).unwrap_or_default();
    PlanHash::of_digest(Sha256::digest(&text).into())
}

/// The app's units; for units without an app those that are touched.
fn concerned<'a>(request: &PlanRequest, draft: &Draft, state: &'a PlanState) -> Vec<HashedUnit<'a>> {
    match request.app() {
        Some(app) => state.of_app(&app).into_iter().map(|member| hashed(member.name, member.unit)).collect(),
        None => {
            let mut units: Vec<_> = draft
                .steps
                .iter()
                .filter_map(|step| state.units.get_key_value(step.unit()))
                .map(|(name, unit)| hashed(name, unit))
                .collect();
            units.dedup_by(|one, other| one.name == other.name);
            units
        }
    }
}

fn hashed<'a>(name: &'a UnitName, unit: &PlanUnit) -> HashedUnit<'a> {
    let row = &unit.row;
    HashedUnit {
        name,
        desired: row.desired,
        leaving: row.leaving.is_some(),
        options: UnitHash::of(&unit.options),
    }
}
