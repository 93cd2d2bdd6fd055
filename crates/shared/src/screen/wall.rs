//! The picture on a screen: how all apps fare, what is wrong, what is under way, and how old all of that is.
//!
//! Made whole from what a sight sees of each cluster, never pieced together by the display: one that missed a picture is
//! right again with the next. It carries moments and no spans, so that it changes only when something does.

mod look;
mod say;

use ::say::wall_picture as words;
use serde::{Deserialize, Serialize};

use crate::absent::is_zero;
use crate::action::ActionView;
use crate::id::ClusterName;
use crate::view::{ClusterView, Freshness, Link};

pub use say::{Verdict, verdict};

/// From this age on the picture is said to be old, in milliseconds.
pub const OLD_MS: u64 = 15_000;
/// From this age on nothing on it looks well any more.
pub const LATE_MS: u64 = 60_000;
/// From this age on it says nothing any more.
pub const NONE_MS: u64 = 5 * 60_000;

/// All that a screen shows at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wall {
    /// The clusters of its view.
    pub clusters: Vec<WallCluster>,
    /// All apps that it shows, the worst first; and units of no app that need attention.
    pub apps: Vec<WallApp>,
    /// What is under way, the oldest first.
    pub runs: Vec<WallRun>,
}

/// A cluster, on a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WallCluster {
    /// Its name.
    pub name: ClusterName,
    /// How many machines it has.
    pub machines: u32,
}

/// How new the picture is: sent with each, and alone when nothing changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pulse {
    /// The server's time.
    pub now_ms: u64,
    /// Of each cluster, in the picture's order.
    pub clusters: Vec<Freshness>,
}

/// A picture with its age, as it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WallEvent {
    /// The picture.
    pub wall: Wall,
    /// How new it is.
    pub pulse: Pulse,
}

/// How something fares, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Something failed, or nothing of it runs that should.
    Bad,
    /// Somebody should look at it.
    Warn,
    /// Nothing is known of a part of it.
    Unknown,
    /// It changes, and is meant to.
    Working,
    /// All that is wanted runs.
    Ok,
    /// Nothing of it is wanted.
    Idle,
}

impl Tone {
    /// Whether somebody should look.
    pub fn needs_attention(self) -> bool {
        matches!(self, Self::Bad | Self::Warn)
    }

    /// As style sheets know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Warn => "warn",
            Self::Unknown => "unknown",
            Self::Working => "working",
            Self::Ok => "ok",
            Self::Idle => "idle",
        }
    }

    /// In a word, beside its sign.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bad => words::failing(),
            Self::Warn => words::look(),
            Self::Unknown => words::unknown(),
            Self::Working => words::changing(),
            Self::Ok => words::ok(),
            Self::Idle => words::off(),
        }
    }
}

/// An app on a screen; or a unit of no app, if it needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WallApp {
    /// Its name; of a unit without `.service`.
    pub name: String,
    /// Which of the clusters it is on, by its place in the picture's list.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cluster: u32,
    /// Whether it is a unit of no app.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unit: bool,
    /// How it fares.
    pub tone: Tone,
    /// How many of its wanted units run.
    pub running: u32,
    /// How many are wanted.
    pub wanted: u32,
    /// What is wrong, as a sentence; empty if nothing is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Since when that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since_ms: Option<u64>,
}

/// Something under way, on a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WallRun {
    /// The app's name; empty if it is about several.
    pub name: String,
    /// Which of the clusters it is on, by its place in the picture's list.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cluster: u32,
    /// From what to what: "1.0.0 → 2.0.0"; or what is done, in words.
    pub what: String,
    /// How it stands.
    pub tone: Tone,
    /// What happens now, or why nothing does.
    pub state: String,
    /// How much of it is done, per cent; never less than it was.
    #[serde(default)]
    pub percent: u32,
    /// Who began it.
    pub by: String,
    /// What they said about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Since when.
    pub since_ms: u64,
}

/// What is seen of a cluster.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// Its rows.
    pub view: &'a ClusterView,
    /// Its last actions.
    pub actions: &'a [ActionView],
}

/// The picture of these clusters. `now_ms` is the server's clock: what takes too long needs attention.
pub fn wall(scenes: &[Scene<'_>], now_ms: u64) -> Wall {
    let mut wall = Wall::default();
    for (scene, cluster) in scenes.iter().zip(0..) {
        wall.clusters.push(WallCluster {
            name: scene.view.cluster.clone(),
            machines: u32::try_from(scene.view.machines.len()).unwrap_or(u32::MAX),
        });
        wall.apps.extend(look::apps(scene, cluster, now_ms));
        wall.runs.extend(look::runs(scene, cluster));
    }
    // The worst first; of equal ones that of which most is missing.
    wall.apps.sort_by(|one, other| {
        let order = |app: &WallApp| {
            let part =
                if app.wanted == 0 { 1_000 } else { u64::from(app.running) * 1_000 / u64::from(app.wanted) };
            (app.tone, if app.tone.needs_attention() { part } else { 0 })
        };
        order(one)
            .cmp(&order(other))
            .then_with(|| (&one.name, one.cluster).cmp(&(&other.name, other.cluster)))
    });
    wall.runs.sort_by(|one, other| (one.since_ms, &one.name).cmp(&(other.since_ms, &other.name)));
    wall
}

/// How old a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// As of now.
    Live,
    /// It may be otherwise by now.
    Old,
    /// Nobody should go by it.
    Late,
    /// It says nothing any more.
    None,
}

impl Age {
    /// As style sheets know it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Old => "old",
            Self::Late => "late",
            Self::None => "none",
        }
    }
}

/// How old a picture is by the server's clock: as old as the oldest of its clusters. That of a Fleet which can't be read is
/// old at once.
pub fn age(pulse: &Pulse, now_ms: u64) -> Age {
    let of_one = |freshness: &Freshness| {
        let Some(as_of_ms) = freshness.as_of_ms else { return Age::None };
        match now_ms.saturating_sub(as_of_ms) {
            NONE_MS.. => Age::None,
            LATE_MS.. => Age::Late,
            // Where one reading takes long, it is not late before the next one should have ended.
            aged_ms if aged_ms >= OLD_MS.max(2 * freshness.every_ms) => Age::Old,
            _ if freshness.link != Link::Live => Age::Old,
            _ => Age::Live,
        }
    };
    pulse.clusters.iter().map(of_one).max().unwrap_or(Age::None)
}

/// When the oldest part of the picture was read; nothing if a part never was.
pub fn as_of_ms(pulse: &Pulse) -> Option<u64> {
    let all: Option<Vec<u64>> = pulse.clusters.iter().map(|freshness| freshness.as_of_ms).collect();
    all?.into_iter().min()
}

#[cfg(test)]
mod tests;
