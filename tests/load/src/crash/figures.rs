//! What the worlds saw, added up.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::stats;

/// The figures of one world or of all.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Figures {
    /// The choices follow from it.
    pub(crate) seed: u64,
    /// How many worlds there were.
    pub(crate) worlds: u32,
    /// How long the longest went, in seconds.
    pub(crate) seconds: f64,
    /// How often the server was killed.
    pub(crate) kills: u32,
    /// How often while steps of a deployment went on.
    pub(crate) kills_at_work: u32,
    /// How often before it listened.
    pub(crate) kills_while_starting: u32,
    /// From each start to the first reading of Fleet, in milliseconds; not of those that were killed before.
    #[serde(skip)]
    pub(crate) ready_ms: Vec<f64>,
    /// The middle and the longest of them.
    pub(crate) ready_p50_ms: f64,
    pub(crate) ready_max_ms: f64,
    /// Deployments, by kind of request.
    pub(crate) started: BTreeMap<String, u64>,
    /// How they ended, or how they stand.
    pub(crate) ended: BTreeMap<String, u64>,
    /// How those stood that needed a person in the end.
    pub(crate) stood_still: BTreeMap<String, u64>,
    /// What people said to them.
    pub(crate) commands: BTreeMap<String, u64>,
    /// What the server refused, by code.
    pub(crate) refused: BTreeMap<String, u64>,
    /// What somebody else did to units of deployments at work.
    pub(crate) meddled: BTreeMap<String, u64>,
    /// The weathers, by how often each began.
    pub(crate) weather: BTreeMap<String, u64>,
    /// Units that were created, and destroyed.
    pub(crate) creates: u64,
    pub(crate) destroys: u64,
    /// Writes that were carried out and whose answers were lost.
    pub(crate) answers_lost: u64,
    /// Changes of the cluster that were looked at.
    pub(crate) looks: u64,
    /// By how many the healthy instances of an app exceeded its minimum when it was closest to it.
    pub(crate) closest: Option<i64>,
    /// Writes that took away something that ran, and were looked after.
    pub(crate) takings: u64,
    /// Those that left fewer than the app's settings say, as somebody had agreed to.
    pub(crate) takings_agreed: u64,
    /// Those that left too few together with what others took at the same time.
    pub(crate) takings_crossed: u64,
    /// Gates that a probe's answer opened.
    pub(crate) probed: u64,
    /// Deployments that said that they are done or rolled back, and were looked after.
    pub(crate) looked_after: u64,
    /// The promises that were broken, in words.
    pub(crate) broken: Vec<String>,
}

impl Figures {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, ..Self::default() }
    }

    /// Adds those of another world.
    pub(crate) fn add(&mut self, other: Self) {
        self.worlds += 1;
        self.seconds = self.seconds.max(other.seconds);
        self.kills += other.kills;
        self.kills_at_work += other.kills_at_work;
        self.kills_while_starting += other.kills_while_starting;
        self.ready_ms.extend(other.ready_ms);
        self.ready_p50_ms = stats::median(&self.ready_ms);
        self.ready_max_ms = self.ready_ms.iter().copied().fold(0.0, f64::max);
        for (own, others) in [
            (&mut self.started, other.started),
            (&mut self.ended, other.ended),
            (&mut self.stood_still, other.stood_still),
            (&mut self.commands, other.commands),
            (&mut self.refused, other.refused),
            (&mut self.meddled, other.meddled),
            (&mut self.weather, other.weather),
        ] {
            for (word, number) in others {
                *own.entry(word).or_default() += number;
            }
        }
        self.creates += other.creates;
        self.destroys += other.destroys;
        self.answers_lost += other.answers_lost;
        self.looks += other.looks;
        self.closest = [self.closest, other.closest].into_iter().flatten().min();
        self.takings += other.takings;
        self.takings_agreed += other.takings_agreed;
        self.takings_crossed += other.takings_crossed;
        self.probed += other.probed;
        self.looked_after += other.looked_after;
        self.broken.extend(other.broken);
    }
}

/// Counts one more.
pub(super) fn count(counts: &mut BTreeMap<String, u64>, word: impl Into<String>) {
    *counts.entry(word.into()).or_default() += 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_are_added_up() {
        let mut all = Figures::new(1);
        for (kills, closest) in [(3, Some(2)), (4, None), (5, Some(0))] {
            let mut one = Figures { kills, closest, ready_ms: vec![f64::from(kills)], ..Figures::new(9) };
            count(&mut one.ended, "done");
            all.add(one);
        }
        assert_eq!((all.seed, all.worlds, all.kills, all.closest), (1, 3, 12, Some(0)));
        assert_eq!((all.ready_p50_ms, all.ready_max_ms), (4.0, 5.0));
        assert_eq!(all.ended["done"], 3);
    }
}
