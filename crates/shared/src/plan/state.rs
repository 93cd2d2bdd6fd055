//! What a plan is computed from, and how an app's units are found in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fleet::{AppName, AppUnit, DesiredState, Instance, Machine, UnitName, UnitOption, Version};
use serde::{Deserialize, Serialize};

use super::{Plan, Step};
use crate::apps::units_of;
use crate::deployment::{AppSettings, Deployment};
use crate::health::{self, Health};
use crate::template::Template;
use crate::view::UnitRow;

/// What a plan is computed from.
#[derive(Debug, Clone, Default)]
pub struct PlanState {
    /// The units as last read, by name.
    pub units: BTreeMap<UnitName, PlanUnit>,
    /// The machines as last read.
    pub machines: Vec<Machine>,
    /// The template of the app that the request is about, if it has one.
    pub template: Option<Template>,
    /// The units that the request's action removed (`restore`), or that a deployment at work removes (`way_back`), with
    /// the options and the desired states of the time before.
    pub removed: Vec<RemovedUnit>,
    /// The settings of the app that the request is about, or whose units it puts back; usual ones if it has none of its
    /// own.
    pub settings: AppSettings,
    /// The templates of the app's companions.
    pub companions: Vec<Template>,
    /// Names that were destroyed a moment ago, or of which something still runs: Fleet may not have let go of them.
    pub recent: BTreeSet<UnitName>,
    /// Units that Fleet itself seems unable to read, of which nothing is known and which nothing can change: not among
    /// `units`.
    pub unreadable: BTreeSet<UnitName>,
    /// The rules of the lint whose errors somebody accepted when the template was saved; absent if that is not known.
    pub accepted: Option<Vec<String>>,
    /// The deployment to go back to (`RollBack`).
    pub past: Option<Past>,
}

/// A unit as it was before it was removed. Stored as a list of its three members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    from = "(UnitName, Vec<UnitOption>, DesiredState)",
    into = "(UnitName, Vec<UnitOption>, DesiredState)"
)]
pub struct RemovedUnit {
    /// Its name.
    pub name: UnitName,
    /// Its options, as Fleet returned them.
    pub options: Vec<UnitOption>,
    /// What was wanted of it.
    pub desired: DesiredState,
}

/// An earlier deployment, as far as one goes back to it.
#[derive(Debug, Clone)]
pub struct Past {
    /// What it was made for.
    pub deployment: Deployment,
    /// The template that it used; absent if that is not known any more.
    pub template: Option<Template>,
    /// Whether it is known to have made what is gone back to.
    pub is_theirs: bool,
    /// Whether it ended well, so that the version has passed its gate once.
    pub passed: bool,
}

/// A unit as plans see it.
#[derive(Debug, Clone)]
pub struct PlanUnit {
    /// Its row.
    pub row: Arc<UnitRow>,
    /// Its options.
    pub options: Arc<[UnitOption]>,
}

/// One unit of an app, its name taken apart.
#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    pub(super) name: &'a UnitName,
    pub(super) version: Option<Version>,
    pub(super) instance: Instance,
    pub(super) unit: &'a PlanUnit,
}

impl From<(UnitName, Vec<UnitOption>, DesiredState)> for RemovedUnit {
    fn from((name, options, desired): (UnitName, Vec<UnitOption>, DesiredState)) -> Self {
        Self { name, options, desired }
    }
}

impl From<RemovedUnit> for (UnitName, Vec<UnitOption>, DesiredState) {
    fn from(RemovedUnit { name, options, desired }: RemovedUnit) -> Self {
        (name, options, desired)
    }
}

impl PlanState {
    /// All units of an app, by name.
    pub(super) fn of_app(&self, app: &AppName) -> Vec<Member<'_>> {
        let member = |(name, parsed, unit)| {
            let AppUnit { version, instance, .. } = parsed;
            Member { name, version, instance, unit }
        };
        units_of(&self.units, app).map(member).collect()
    }

    /// What a plan destroys, as it is now: kept, so that it can be put back.
    pub fn removed_by(&self, plan: &Plan) -> Vec<RemovedUnit> {
        let destroyed = plan.steps.iter().filter_map(|step| match step {
            Step::Destroy { unit } => Some(unit),
            _ => None,
        });
        let as_it_is = |name: &UnitName| {
            let unit = self.units.get(name)?;
            Some(RemovedUnit {
                name: name.clone(),
                options: unit.options.to_vec(),
                desired: unit.row.desired,
            })
        };
        destroyed.filter_map(as_it_is).collect()
    }

    /// The template, if it is this app's.
    pub(super) fn template_of(&self, app: &AppName) -> Option<&Template> {
        self.template.as_ref().filter(|template| template.app == *app)
    }
}

impl Member<'_> {
    pub(super) fn health(&self) -> Health {
        health::of(&self.unit.row)
    }

    /// Whether somebody wants it to run.
    pub(super) fn is_wanted(&self) -> bool {
        self.unit.row.desired == DesiredState::Launched
    }

    /// The same, and no action is about to remove it.
    pub(super) fn is_to_run(&self) -> bool {
        self.is_wanted() && !self.is_leaving()
    }

    /// Whether an action is about to remove it.
    pub(super) fn is_leaving(&self) -> bool {
        self.unit.row.leaving.is_some()
    }
}
