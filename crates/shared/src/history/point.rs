//! What is known of one subject in one bucket of time.

use serde::{Deserialize, Serialize};

use super::Counts;
use crate::absent::is_zero;

/// A bucket. The times say for how long each was so, and leave out when nothing was known; the counts are of the time
/// that is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Point {
    /// All that were wanted ran, for so many milliseconds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub full_ms: u32,
    /// Some of those wanted ran.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub partly_ms: u32,
    /// None of those wanted ran.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub none_ms: u32,
    /// None was wanted.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub idle_ms: u32,
    /// How many were wanted, at most.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub wanted: u32,
    /// How many ran, at least.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub healthy_min: u32,
    /// How many ran, at most.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub healthy_max: u32,
    /// How many had failed, at most.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub failed: u32,
    /// How often a unit that had stopped by itself ran again, as far as readings saw it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub restarts: u32,
}

impl Point {
    /// So it was for that long.
    pub fn of(counts: Counts, lasted_ms: u32) -> Self {
        let Counts { wanted, healthy, failed } = counts;
        let mut point =
            Self { wanted, healthy_min: healthy, healthy_max: healthy, failed, ..Self::default() };
        let time = match (wanted, healthy) {
            (0, _) => &mut point.idle_ms,
            (_, 0) => &mut point.none_ms,
            (wanted, healthy) if healthy < wanted => &mut point.partly_ms,
            _ => &mut point.full_ms,
        };
        *time = lasted_ms;
        point
    }

    /// A unit that had stopped by itself ran again, so often.
    pub fn of_restarts(restarts: u32) -> Self {
        Self { restarts, ..Self::default() }
    }

    /// For how long anything was known.
    pub fn known_ms(&self) -> u32 {
        [self.full_ms, self.partly_ms, self.none_ms, self.idle_ms].into_iter().fold(0, u32::saturating_add)
    }

    /// Both together: of two parts of one bucket, or of two buckets that make a longer one. In which order they are
    /// put together makes no difference.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self.known_ms() == 0 {
            return Self { restarts: self.restarts.saturating_add(other.restarts), ..other };
        }
        if other.known_ms() == 0 {
            return other.and(self);
        }
        Self {
            full_ms: self.full_ms.saturating_add(other.full_ms),
            partly_ms: self.partly_ms.saturating_add(other.partly_ms),
            none_ms: self.none_ms.saturating_add(other.none_ms),
            idle_ms: self.idle_ms.saturating_add(other.idle_ms),
            wanted: self.wanted.max(other.wanted),
            healthy_min: self.healthy_min.min(other.healthy_min),
            healthy_max: self.healthy_max.max(other.healthy_max),
            failed: self.failed.max(other.failed),
            restarts: self.restarts.saturating_add(other.restarts),
        }
    }

    /// Two subjects in the same time, counted as one. For how long all, some or none ran follows from both.
    #[must_use]
    pub fn beside(self, other: Self) -> Self {
        let known_ms = self.known_ms().max(other.known_ms());
        let wanted = self.wanted.saturating_add(other.wanted);
        let none_ms = match (self.wanted, other.wanted) {
            (0, _) => other.none_ms,
            (_, 0) => self.none_ms,
            _ => self.none_ms.min(other.none_ms),
        };
        let idle_ms = self.idle_ms.min(other.idle_ms);
        let less_ms = |point: &Self| point.none_ms.saturating_add(point.partly_ms);
        let partly_ms = less_ms(&self).max(less_ms(&other)).saturating_sub(none_ms);
        let rest_ms = known_ms.saturating_sub(none_ms).saturating_sub(idle_ms);
        let partly_ms = partly_ms.min(rest_ms);
        Self {
            full_ms: rest_ms - partly_ms,
            partly_ms,
            none_ms,
            idle_ms,
            wanted,
            healthy_min: self.healthy_min.saturating_add(other.healthy_min),
            healthy_max: self.healthy_max.saturating_add(other.healthy_max),
            failed: self.failed.saturating_add(other.failed),
            restarts: self.restarts.saturating_add(other.restarts),
        }
    }
}
