//! What a plan leads to, for the limits of whoever starts it.

use std::collections::{BTreeMap, BTreeSet};

use fleet::{AppName, AppUnit, DesiredState, UnitName};

use super::draft::Draft;
use super::{PlanRequest, PlanState, Step};
use crate::policy::Extent;

/// What a plan leads to for its app, and for each other one whose units it changes along: its companions.
pub(super) fn of(
    request: &PlanRequest,
    draft: &Draft,
    state: &PlanState,
) -> (Extent, BTreeMap<AppName, Extent>) {
    let created = |step: &Step| match step {
        Step::Create { unit, .. } => AppUnit::parse(unit).map(|parsed| parsed.app),
        _ => None,
    };
    // What is put back is known from its steps alone.
    let own = request.app().or_else(|| draft.steps.iter().find_map(created));
    let touched = draft.steps.iter().filter_map(|step| AppUnit::parse(step.unit())).map(|parsed| parsed.app);
    let beside: BTreeSet<AppName> = touched.filter(|app| Some(app) != own.as_ref()).collect();
    let beside = beside.into_iter().map(|app| {
        let extent = of_app(&app, draft, state);
        (app, extent)
    });
    (own.map(|app| of_app(&app, draft, state)).unwrap_or_default(), beside.collect())
}

/// How many instances of an app are wanted in the end, if those are more than now, and which versions are started. What is
/// only stopped and started again, or taken away, is beyond no limit.
fn of_app(app: &AppName, draft: &Draft, state: &PlanState) -> Extent {
    let before = wanted(app, state);
    let mut after = before.clone();
    for step in &draft.steps {
        let is_of_app = |unit: &UnitName| AppUnit::parse(unit).is_some_and(|parsed| parsed.app == *app);
        match step {
            Step::Create { unit, desired, .. } | Step::SetDesired { unit, desired } if is_of_app(unit) => {
                if *desired == DesiredState::Launched {
                    after.insert(unit);
                } else {
                    after.remove(unit);
                }
            }
            Step::Destroy { unit } => {
                after.remove(unit);
            }
            _ => {}
        }
    }
    between(&before, &after)
}

/// What the step from these wanted instances of an app to those leads to.
pub(super) fn between(before: &BTreeSet<&UnitName>, after: &BTreeSet<&UnitName>) -> Extent {
    let mut versions: Vec<String> = after.difference(before).map(|unit| version(unit)).collect();
    versions.sort_unstable();
    versions.dedup();
    let count = u32::try_from(after.len()).unwrap_or(u32::MAX);
    Extent { instances: (after.len() > before.len()).then_some(count), versions }
}

/// The instances of an app that are wanted, and stay.
pub(super) fn wanted<'a>(app: &AppName, state: &'a PlanState) -> BTreeSet<&'a UnitName> {
    let members = state.of_app(app);
    members.into_iter().filter(|member| member.is_to_run()).map(|member| member.name).collect()
}

fn version(unit: &UnitName) -> String {
    let version = AppUnit::parse(unit).and_then(|parsed| parsed.version);
    version.map_or_else(String::new, |version| version.as_str().to_owned())
}
