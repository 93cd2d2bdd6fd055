//! Plans: the exact Fleet calls of an action, with what is waited for between them, computed by a pure function.
//!
//! A plan is shown before anything happens, and the click carries its hash: a cluster that changed since gives a
//! new plan, not a surprise. This module decides; it never calls anything.

mod alone;
mod back;
mod beside;
mod call;
mod create;
mod deploy;
mod draft;
mod error;
mod extent;
pub(crate) mod flat;
mod hash;
mod lane;
mod launch;
mod ports;
mod remove;
mod request;
mod restart;
mod restore;
mod rollout;
mod scale;
mod state;
mod still;
#[cfg(test)]
mod tests;
mod tier;
mod unit;
pub(crate) mod words;

use std::collections::BTreeMap;

use fleet::{AppName, DesiredState, UnitName, UnitOption, Version};
use serde::{Deserialize, Serialize};

use crate::approval::Wait;
use crate::deployment::{Deployment, Gate, Stage, Strategy};
use crate::id::{ActionId, PlanHash};
use crate::policy::Extent;
use crate::spec::Spec;

pub use alone::{Alone, alone};
pub use back::{Begun, way_back, way_out};
pub use beside::may_follow;
pub use call::Call;
pub use error::PlanError;
pub use ports::published_port;
pub use state::{Past, PlanState, PlanUnit, RemovedUnit};

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "flat::FlatRequest")]
pub enum PlanRequest {
    /// Start new instances of a version, on the lowest free instance numbers.
    Launch {
        /// The app; it has a template.
        app: AppName,
        /// The version to launch.
        version: Version,
        /// How many more.
        count: u32,
    },
    /// Bring a version to this many instances: new ones take the lowest free numbers; removed are the unhealthy
    /// ones first, then the highest numbers.
    Scale {
        /// The app.
        app: AppName,
        /// The version; absent for units named without one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<Version>,
        /// How many in all.
        count: u32,
    },
    /// Remove single units.
    RemoveUnit {
        /// The unit.
        unit: UnitName,
    },
    /// Remove a version of an app.
    RemoveVersion {
        /// The app.
        app: AppName,
        /// The version; absent for units named without one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<Version>,
    },
    /// Remove all units of an app. Its template stays.
    RemoveApp {
        /// The app.
        app: AppName,
    },
    /// Start one unit.
    StartUnit {
        /// The unit.
        unit: UnitName,
    },
    /// Stop one unit; it stays loaded on its machine.
    StopUnit {
        /// The unit.
        unit: UnitName,
    },
    /// Put back what an action removed, with the options of that time.
    Restore {
        /// The action that removed it.
        action: ActionId,
    },
    /// Bring the app to this version, and take away all others: a deployment, by the app's strategy.
    Deploy {
        /// The app; it has a template.
        app: AppName,
        /// The version to run.
        version: Version,
        /// How many instances; absent: as the app's settings say and no fewer than are set to run of one version now,
        /// but no more than the machines take, unless more run already.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<u32>,
        /// How; absent: as the app's settings say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        strategy: Option<Strategy>,
    },
    /// Stop and start the running instances, batch by batch: a deployment.
    RestartApp {
        /// The app.
        app: AppName,
        /// Only this version's; absent: all instances.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<Version>,
    },
    /// Bring the app back to what an earlier deployment led to, or to what ran before it, with the template and the
    /// settings of that time: a deployment. What was only stopped starts again.
    RollBack {
        /// The app.
        app: AppName,
        /// The earlier deployment.
        action: ActionId,
        /// To which side of it.
        #[serde(default, skip_serializing_if = "BackTo::is_after")]
        to: BackTo,
        /// Whether instances of a version that passed its gate before count as good once they are active.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        skip_gates: bool,
    },
}

/// To which side of an earlier deployment an app is brought back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BackTo {
    /// To what it led to.
    #[default]
    After,
    /// To what ran before it.
    Before,
}

/// What will happen, exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    /// Goes with the click.
    pub hash: PlanHash,
    /// What was asked for.
    pub request: PlanRequest,
    /// The same in words, with verb and object: "Launch 2 instances of example 2.0.0".
    pub summary: String,
    /// In order. Steps of different units run side by side; the steps of one unit follow each other.
    pub steps: Vec<Step>,
    /// How the steps are parted into stages and lanes. Empty: one stage, with a lane for each unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// What is known of a deployment besides; absent for other plans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<Box<Deployment>>,
    /// What the person should know before the click. As it is worked out, names of other units are marked in it:
    /// [`Plan::shown`] words it for somebody.
    pub warnings: Vec<Warning>,
    /// What the click needs.
    pub confirm: Confirm,
    /// How long the server waits before the first call, so that it can be undone; 0 if it begins at once.
    pub undo_s: u32,
    /// Why it would wait for somebody else's yes; empty: it starts with the click.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<Wait>,
    /// How much of the options is shown; absent: all of them.
    #[serde(default, skip_serializing_if = "Spec::is_whole")]
    pub spec: Spec,
    /// What it leads to, for the limits of whoever starts it.
    #[serde(default, skip_serializing_if = "Extent::is_none")]
    pub extent: Extent,
    /// The same for each other app whose units it changes along: its companions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub beside: BTreeMap<AppName, Extent>,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Step {
    /// Create the unit with these options and this desired state.
    Create {
        /// The unit.
        unit: UnitName,
        /// Its options.
        options: Vec<UnitOption>,
        /// Its desired state.
        desired: DesiredState,
    },
    /// Change the desired state of a unit that is there.
    SetDesired {
        /// The unit.
        unit: UnitName,
        /// The desired state.
        desired: DesiredState,
    },
    /// Wait until systemd says active.
    WaitRunning {
        /// The unit.
        unit: UnitName,
    },
    /// Wait until the unit passes the gate.
    Gate {
        /// The unit.
        unit: UnitName,
        /// What must hold.
        gate: Gate,
    },
    /// Wait until systemd says inactive or failed, or no longer knows it.
    WaitStopped {
        /// The unit.
        unit: UnitName,
    },
    /// Delete the unit.
    Destroy {
        /// The unit.
        unit: UnitName,
    },
    /// Verify that Fleet no longer has it.
    WaitGone {
        /// The unit.
        unit: UnitName,
    },
}

impl Step {
    /// The unit that it is about.
    pub fn unit(&self) -> &UnitName {
        match self {
            Self::Create { unit, .. }
            | Self::SetDesired { unit, .. }
            | Self::WaitRunning { unit }
            | Self::Gate { unit, .. }
            | Self::WaitStopped { unit }
            | Self::Destroy { unit }
            | Self::WaitGone { unit } => unit,
        }
    }
}

/// Something to know before the click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Warning {
    /// Some of the new instances will find no machine.
    Unscheduled {
        /// How many of them.
        unscheduled: u32,
        /// Of how many instances in all.
        of: u32,
        /// In words: "2 of 5 will stay unplaced: needs 5 machines, the cluster has 3".
        text: String,
    },
    /// It takes the last healthy instance of an app.
    LastHealthy {
        /// In words.
        text: String,
    },
    /// Anything else worth saying.
    Note {
        /// In words.
        text: String,
    },
}

impl Warning {
    /// The same in these words instead of its own.
    #[must_use]
    pub fn told(mut self, words: impl FnOnce(&str) -> String) -> Self {
        let (Self::Unscheduled { text, .. } | Self::LastHealthy { text } | Self::Note { text }) = &mut self;
        *text = words(text);
        self
    }
}

/// What the click needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Confirm {
    /// Nothing: the plan was the dialog, or it can be undone.
    None,
    /// A dialog that lists every unit.
    List,
    /// The name typed; with `force`, the verb `force` as well.
    TypeName {
        /// What must be typed.
        name: String,
        /// Whether the verb `force` is needed (the last healthy instance).
        force: bool,
    },
}

/// The most instances that one request may create or ask for.
pub const MAX_COUNT: u32 = 1_000;
/// How long a removal can be undone, in seconds.
pub const UNDO_S: u32 = 10;
/// A removal of more units than this needs the app's name typed.
pub const MANY_UNITS: usize = 10;

/// Computes the plan. The same request over the same units gives the same plan, hash included.
pub fn plan(request: &PlanRequest, state: &PlanState) -> Result<Plan, PlanError> {
    let mut draft = match request {
        PlanRequest::Launch { app, version, count } => launch::launch(app, version, *count, state),
        PlanRequest::Scale { app, version, count } => scale::scale(app, version.as_ref(), *count, state),
        PlanRequest::RemoveUnit { unit } => remove::unit(unit, state),
        PlanRequest::RemoveVersion { app, version } => remove::version(app, version.as_ref(), state),
        PlanRequest::RemoveApp { app } => remove::app(app, state),
        PlanRequest::StartUnit { unit } => unit::start(unit, state),
        PlanRequest::StopUnit { unit } => unit::stop(unit, state),
        PlanRequest::Restore { .. } => restore::restore(state),
        PlanRequest::Deploy { app, version, count, strategy } => {
            deploy::deploy(app, version, *count, *strategy, state)
        }
        PlanRequest::RestartApp { app, version } => restart::restart(app, version.as_ref(), state),
        PlanRequest::RollBack { app, to, skip_gates, .. } => deploy::roll_back(app, *to, *skip_gates, state),
    }?;
    draft.note_unreadable(request, state);
    let hash = hash::of(request, &draft, state);
    let (extent, beside) = extent::of(request, &draft, state);
    Ok(Plan { extent, beside, ..draft.into_plan(request.clone(), hash) })
}
