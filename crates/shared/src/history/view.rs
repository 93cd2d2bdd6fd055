//! History as the API tells it.

use fleet::AppName;
use serde::{Deserialize, Serialize};

use super::{Availability, Lapse, Run, Span};
use crate::action::ActionState;
use crate::id::{ActionId, UserName};

/// The history of one subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryView {
    /// Of what: `cluster`, `machines`, `app:NAME` or `machine:ID`.
    pub of: String,
    /// What part of the past.
    pub span: Span,
    /// When the first bucket begins, by the time of day.
    pub from_ms: u64,
    /// How long a bucket is.
    pub step_ms: u64,
    /// How many buckets there are; the last one is not over yet.
    pub steps: u32,
    /// When this was answered, by the time of day.
    pub now_ms: u64,
    /// Equal buckets in a row. Of a bucket that is in none nothing is known.
    pub runs: Vec<Run>,
    /// For how long each was so.
    pub availability: Availability,
    /// A letter for each cell of the strip: `f` all ran, `p` some, `n` none, `i` none was meant to, `u` unknown.
    pub strip: String,
    /// When not all ran that were meant to, the newest first; at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lapses: Vec<Lapse>,
    /// The deployments of that time, the newest first; at most 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// A deployment, as a mark on a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mark {
    /// Which one.
    pub action: ActionId,
    /// Of which app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<AppName>,
    /// "Deploy example 2.0.0 to 3 instances".
    pub summary: String,
    /// Who started it.
    pub by: UserName,
    /// When.
    pub started_ms: u64,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_ms: Option<u64>,
    /// How far it is, or how it ended.
    pub state: ActionState,
}

/// The strips of all apps that one sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppsHistory {
    /// What part of the past.
    pub span: Span,
    /// When the first cell begins, by the time of day.
    pub from_ms: u64,
    /// How long a cell is.
    pub cell_ms: u64,
    /// When this was answered, by the time of day.
    pub now_ms: u64,
    /// By name; those of which nothing is known are not there.
    pub apps: Vec<AppStrip>,
    /// The deployments of that time, the newest first; at most 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// One app's strip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppStrip {
    /// Which app.
    pub app: AppName,
    /// A letter for each cell: `f` all ran, `p` some, `n` none, `i` none was meant to, `u` unknown.
    pub cells: String,
    /// For how long each was so.
    pub availability: Availability,
    /// How often a unit that had stopped by itself ran again, as far as readings saw it.
    pub restarts: u64,
    /// When not all ran that were meant to, the newest first; at most 20.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lapses: Vec<Lapse>,
}
