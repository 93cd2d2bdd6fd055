//! What the server takes away while somebody else takes something of the same app: each was right when it was decided,
//! and both together may leave too few.
//!
//! Which was decided first does not show at the Fleet: a call is stored before it is sent, and is tried again in bad
//! weather. So it is held against what the actions say of themselves once they can be asked. What others had begun before
//! the server decided it had to count.

use std::collections::VecDeque;
use std::time::{SystemTime, UNIX_EPOCH};

use shared::action::ActionDetail;
use shared::plan::Step;

/// For so long a call may be tried again after it was decided.
const TRIED_FOR_MS: u64 = 15_000;
/// How far apart a server's time and this one's may be, with the time that looking takes.
const APART_MS: u64 = 250;

/// What others have taken away lately.
#[derive(Debug, Default)]
pub(super) struct Others(VecDeque<Taken>);

/// A unit that ran, and was stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(super) app: String,
    pub(super) unit: String,
    /// In milliseconds since the Unix epoch.
    pub(super) at_ms: u64,
}

/// A unit that the server took away, which left too few together with what others took.
#[derive(Debug)]
pub(crate) struct Crossed {
    pub(super) taken: Taken,
    pub(super) others: Vec<Taken>,
    /// How many too few.
    pub(super) lacks: usize,
    /// What it would be if the server had to know of the others.
    pub(super) words: String,
}

/// Stops as the actions themselves tell them.
#[derive(Debug, Default)]
pub(crate) struct Stops(Vec<Stop>);

#[derive(Debug)]
struct Stop {
    unit: String,
    is_deployments: bool,
    opened_ms: u64,
    began_ms: u64,
    ended_ms: Option<u64>,
}

impl Taken {
    pub(super) fn now(app: &str, unit: &str) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let at_ms = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        Self { app: app.to_owned(), unit: unit.to_owned(), at_ms }
    }
}

impl Others {
    pub(super) fn add(&mut self, taken: Taken) {
        self.0.retain(|before| before.at_ms + TRIED_FOR_MS > taken.at_ms);
        self.0.push_back(taken);
    }

    /// Those of the app of what was taken now.
    pub(super) fn beside(&self, taken: &Taken) -> Vec<Taken> {
        let is_beside = |other: &&Taken| other.app == taken.app && other.at_ms + TRIED_FOR_MS > taken.at_ms;
        self.0.iter().filter(is_beside).cloned().collect()
    }
}

impl Stops {
    /// Takes up those of an action that were begun.
    pub(crate) fn add(&mut self, action: &ActionDetail) {
        let stops = action.steps.iter().filter_map(|at| match &at.step {
            Step::SetDesired { unit, desired } if *desired != fleet::DesiredState::Launched => Some(Stop {
                unit: unit.to_string(),
                is_deployments: action.deployment.is_some(),
                opened_ms: action.view.started_ms,
                began_ms: at.began_ms?,
                ended_ms: at.ended_ms,
            }),
            _ => None,
        });
        self.0.extend(stops);
    }

    /// The stop that this was, if it still tells of itself.
    fn of(&self, taken: &Taken, is_deployments: bool) -> Option<&Stop> {
        let covers = |stop: &&Stop| {
            stop.began_ms <= taken.at_ms + APART_MS
                && stop.ended_ms.is_none_or(|ended_ms| taken.at_ms <= ended_ms + APART_MS)
        };
        let stops = self.0.iter().filter(|stop| stop.unit == taken.unit);
        stops
            .filter(|stop| stop.is_deployments == is_deployments)
            .filter(covers)
            .max_by_key(|stop| stop.began_ms)
    }
}

impl Crossed {
    /// The promise that was broken, if the server decided this although it had to count what others had begun.
    pub(crate) fn broken(&self, stops: &Stops) -> Option<String> {
        // One that was killed with it has begun it again, and tells only of that.
        let decided_ms = stops.of(&self.taken, true)?.began_ms;
        let came_after = |other: &&Taken| match stops.of(other, false) {
            Some(action) => action.opened_ms >= decided_ms,
            // A raw write says of itself only that it was carried out.
            None => other.at_ms >= decided_ms,
        };
        let after = self.others.iter().filter(came_after).count();
        (after < self.lacks).then(|| {
            format!("{}; it was decided at {decided_ms}, and others took {:?}", self.words, self.others)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_had_begun_before_the_server_decided_had_to_count() {
        let taken = |unit: &str, at_ms| Taken { app: "a".to_owned(), unit: unit.to_owned(), at_ms };
        let stop = |unit: &str, is_deployments, began_ms| Stop {
            unit: unit.to_owned(),
            is_deployments,
            opened_ms: began_ms,
            began_ms,
            ended_ms: Some(10_000),
        };
        let crossed = Crossed {
            taken: taken("own", 9_000),
            others: vec![taken("other", 8_990)],
            lacks: 1,
            words: String::new(),
        };
        for (others_ms, is_broken) in [(8_970, true), (8_980, false), (8_985, false)] {
            let stops = Stops(vec![stop("own", true, 8_980), stop("other", false, others_ms)]);
            assert_eq!(crossed.broken(&stops).is_some(), is_broken, "{others_ms}");
        }
        // A raw write: carried out behind the decision, or before it.
        assert_eq!(crossed.broken(&Stops(vec![stop("own", true, 8_980)])), None);
        assert!(crossed.broken(&Stops(vec![stop("own", true, 8_995)])).is_some());
    }
}
