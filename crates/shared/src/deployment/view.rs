//! Deployments as plans carry them and as the page is told of them.

use fleet::{AppName, UnitName, Version};
use serde::{Deserialize, Serialize};

use super::AppSettings;
use crate::Health;
use crate::course::Leg;
use crate::id::UserName;

/// What a deployment's plan was made for: frozen at the start, and never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deployment {
    /// The app.
    pub app: AppName,
    /// Its units when the plan was made.
    pub from: Vec<FrozenUnit>,
    /// The version that it leads to; absent for units named without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Version>,
    /// How many instances of it there are in the end.
    pub count: u32,
    /// Never fewer healthy ones than this in between.
    pub min: u32,
    /// Whether nothing may serve in between, as was shown before the click: else the last healthy one stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub may_end_service: bool,
    /// The settings of that time.
    pub settings: AppSettings,
    /// The template that new instances were made from; absent if none was needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_revision: Option<u64>,
}

/// A unit as it was when the plan was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrozenUnit {
    /// The unit.
    pub unit: UnitName,
    /// How it fared.
    pub health: Health,
}

impl FrozenUnit {
    /// Whether it was set to run.
    pub fn was_wanted(&self) -> bool {
        !matches!(self.health, Health::Stopped | Health::Stopping)
    }
}

/// A part of a plan: the next begins when all of it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stage {
    /// "Start 2 of example 2.0.0".
    pub title: String,
    /// What kind of work it is.
    pub kind: StageKind,
    /// How many steps each lane has. Lanes run side by side, the steps of one follow each other. The lanes of all
    /// stages, in order, are the plan's steps, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lanes: Vec<u32>,
}

/// What a stage does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StageKind {
    /// New instances start and pass the gate.
    Start,
    /// Instances stop, and go.
    #[serde(alias = "retire")]
    Remove,
    /// Instances stop and are kept.
    Stop,
    /// Instances stop and start again.
    Restart,
    /// Nothing is done until a person says so, or the time is over. Has no lanes.
    Hold {
        /// In seconds; absent: a person decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bake_s: Option<u32>,
    },
    /// The deployment has reached its end; old instances are kept stopped for so long. Has no lanes.
    Keep {
        /// In seconds.
        keep_s: u32,
    },
}

/// Stages that a deployment has left for another way, or for its end, before they were over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BrokenOff {
    /// The one that it was in, from 0, counting those of other ways that it went before.
    pub stage: usize,
    /// The first of the other way. Those in between were left out.
    pub to: usize,
}

/// How many instances of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VersionCount {
    /// The version; absent for units named without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// How many.
    pub count: u32,
}

/// What lists and the live stream carry of a deployment, besides what they carry of any action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deploying {
    /// What was wanted when it began, by version.
    pub from: Vec<VersionCount>,
    /// What it leads to.
    pub to: VersionCount,
    /// Never fewer healthy ones than this in between; fewer than its plan said where people have left instances out.
    pub min: u32,
    /// The stage it is in, from 0.
    pub stage: u32,
    /// How many stages it has.
    pub stages: u32,
    /// The title of the stage it is in.
    pub title: String,
    /// How much of it is done, per cent. Never less than it was, also where steps are added, or done again.
    #[serde(default)]
    pub percent: u32,
    /// When it fails, unless it is paused or waits for a person: then absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_ms: Option<u64>,
    /// Since when it is paused, whatever has ended meanwhile; absent: it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_ms: Option<u64>,
    /// Which way it goes.
    #[serde(default)]
    pub leg: Leg,
    /// The other way that it is about to go, once what is under way has ended and Fleet can be read; then nothing else
    /// can be said to it, but that it is aborted instead of rolled back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turns_to: Option<Leg>,
    /// What was set to run when it ended and did not, in a sentence; empty: all of it ran.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unwell: String,
}

/// Something that happened to an action, besides its steps: "ada paused it".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Line {
    /// When.
    pub at_ms: u64,
    /// Who; absent: the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserName>,
    /// What, in a sentence.
    pub text: String,
}
