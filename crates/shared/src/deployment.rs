//! Deployments: actions that move an app from the versions and counts that run to those that are wanted, stage by
//! stage, with gates between.
//!
//! Owns an app's settings, the gates, what a person can say to a deployment at work, and how it is told. Which calls it
//! makes is the plan's matter (`plan`), what comes next that of the `course`.

mod command;
mod freeze;
mod gate;
mod settings;
mod strategy;
mod view;

pub use command::Command;
pub use freeze::{DAY_MIN, Day, Freeze, Frozen, Window, frozen, next_freeze};
pub use gate::{Gate, Probe, ProbeKind, ProbePort};
pub use settings::{AppSettings, Approval, OnFailure, SettingsError};
pub use strategy::Strategy;
pub use view::{BrokenOff, Deploying, Deployment, FrozenUnit, Line, Stage, StageKind, VersionCount};
