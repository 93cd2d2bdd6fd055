//! Lapses: stretches of time in which not all units ran that were meant to.

use serde::{Deserialize, Serialize};

use super::{Block, Point, Window};

/// What lies no further apart than this is one lapse: a unit that falls again and again is told once.
const JOINED_MS: u64 = 10 * 60_000;

/// So many of one subject are told, the newest.
const MOST: usize = 20;

/// One stretch. Begin and end are those of buckets, the times in between are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lapse {
    /// When its first bucket begins, by the time of day.
    pub from_ms: u64,
    /// When its last bucket ends, or when this was answered.
    pub to_ms: u64,
    /// For how long none ran.
    pub none_ms: u64,
    /// For how long only some ran.
    pub partly_ms: u64,
    /// How many ran, at least.
    pub healthy_min: u32,
    /// How many were meant to, at most.
    pub wanted: u32,
    /// How often a unit that had stopped by itself ran again, as far as readings saw it.
    pub restarts: u32,
}

impl Lapse {
    fn begin(from_ms: u64) -> Self {
        Self { from_ms, healthy_min: u32::MAX, ..Self::default() }
    }

    fn add(&mut self, point: &Point, times: u32) {
        self.none_ms += u64::from(point.none_ms) * u64::from(times);
        self.partly_ms += u64::from(point.partly_ms) * u64::from(times);
        self.healthy_min = self.healthy_min.min(point.healthy_min);
        self.wanted = self.wanted.max(point.wanted);
        self.restarts = self.restarts.saturating_add(point.restarts.saturating_mul(times));
    }
}

/// The lapses of a window, the newest first.
pub fn lapses(block: &Block, window: &Window) -> Vec<Lapse> {
    let mut found: Vec<Lapse> = Vec::new();
    for run in block.runs().iter().filter(|run| run.point.none_ms > 0 || run.point.partly_ms > 0) {
        let from_ms = window.begins_ms(run.at);
        let to_ms = window.begins_ms(run.at.saturating_add(run.count)).min(window.now_ms);
        let joined = found.last().is_some_and(|last| from_ms <= last.to_ms + JOINED_MS);
        if !joined {
            found.push(Lapse::begin(from_ms));
        }
        if let Some(last) = found.last_mut() {
            last.to_ms = to_ms;
            last.add(&run.point, run.count);
        }
    }
    found.reverse();
    found.truncate(MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Counts, Span};

    const MINUTE_MS: u64 = 60_000;

    fn block(minutes: &[(u32, u32, u32)]) -> Block {
        let point = |healthy| Point::of(Counts { wanted: 3, healthy, failed: 3 - healthy }, 60_000);
        minutes
            .iter()
            .flat_map(|&(from, to, healthy)| (from..to).map(move |at| (at, point(healthy))))
            .collect()
    }

    #[test]
    fn what_falls_again_and_again_is_one_lapse_and_the_newest_comes_first() {
        let window = Span::Day.window(1_790_000_000_000);
        let found = lapses(
            &block(&[
                (0, 100, 3),
                (100, 105, 2),
                (105, 110, 3),
                (110, 112, 0),
                (112, 1_000, 3),
                (1_000, 1_001, 1),
            ]),
            &window,
        );
        let at = |minute: u64| window.from_ms + minute * MINUTE_MS;
        assert_eq!(
            found,
            [
                Lapse {
                    from_ms: at(1_000),
                    to_ms: at(1_001),
                    partly_ms: MINUTE_MS,
                    healthy_min: 1,
                    wanted: 3,
                    ..Lapse::default()
                },
                Lapse {
                    from_ms: at(100),
                    to_ms: at(112),
                    none_ms: 2 * MINUTE_MS,
                    partly_ms: 5 * MINUTE_MS,
                    healthy_min: 0,
                    wanted: 3,
                    restarts: 0,
                },
            ]
        );
    }

    #[test]
    fn what_is_not_known_is_no_lapse() {
        let window = Span::Week.window(1_790_000_000_000);
        assert_eq!(lapses(&Block::default(), &window), []);
        assert_eq!(lapses(&block(&[(3, 9, 3)]), &window), []);
    }

    #[test]
    fn the_bucket_that_is_not_over_ends_now() {
        let window = Span::Week.window(1_790_000_000_000);
        let last = window.steps - 1;
        let found = lapses(&block(&[(last, last + 1, 2)]), &window);
        assert_eq!(found.first().map(|lapse| lapse.to_ms), Some(window.now_ms));
    }

    #[test]
    fn there_is_an_end_to_them() {
        let window = Span::Day.window(1_790_000_000_000);
        let many: Vec<_> = (0..50).map(|at| (at * 20, at * 20 + 1, 2)).collect();
        let found = lapses(&block(&many), &window);
        assert_eq!(found.len(), MOST);
        assert_eq!(found.first().map(|lapse| lapse.from_ms), Some(window.from_ms + 980 * MINUTE_MS));
    }
}
