//! Faults of the API itself, on demand: answers that fail, come late, break off, or leave things out.
//!
//! Owns the rules and which of them applies to a request. What goes wrong with units and machines is the state machine's.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

/// Something that goes wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is answered with this status and an empty message, as Fleet does without its etcd. Nothing is changed.
    Status(u16),
    /// It is answered with this status and these words, in Fleet's own form. Nothing is changed.
    Refusal {
        /// The status.
        status: u16,
        /// What Fleet says.
        message: String,
    },
    /// It is carried out this much later, in real time.
    Delay(Duration),
    /// The connection closes without an answer, and nothing is changed.
    CutConnection,
    /// It is carried out, and the connection closes without an answer.
    LoseAnswer,
    /// It is carried out, and the connection closes in the middle of the answer.
    CutBody,
    /// A list leaves out the units that match this glob, and their states.
    OmitUnits(String),
    /// A list leaves out every second entity, and says nothing of it.
    HalfList,
    /// A page of a list carries the first half of its entities, and the next page goes on as if it had carried all.
    HalfPage,
    /// A list ends after so many entities, as if there were no more.
    ShortList(usize),
    /// It is answered with 200 and this, as by something that stands in between. Nothing is changed.
    Answer {
        /// The media type.
        media_type: &'static str,
        /// The body.
        body: Bytes,
    },
}

/// When a fault happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRule {
    fault: Fault,
    method: Option<String>,
    path_prefix: Option<String>,
    after: u64,
    every: u64,
    left: Option<u64>,
    matched: u64,
}

impl FaultRule {
    /// It happens to every request.
    pub fn new(fault: Fault) -> Self {
        Self { fault, method: None, path_prefix: None, after: 0, every: 1, left: None, matched: 0 }
    }

    /// Only to requests of this method.
    #[must_use]
    pub fn method(self, method: &str) -> Self {
        Self { method: Some(method.to_owned()), ..self }
    }

    /// Only to requests whose path begins so.
    #[must_use]
    pub fn path(self, prefix: &str) -> Self {
        Self { path_prefix: Some(prefix.to_owned()), ..self }
    }

    /// Not to the first so many of them.
    #[must_use]
    pub fn after(self, spared: u64) -> Self {
        Self { after: spared, ..self }
    }

    /// Only to every nth of them.
    #[must_use]
    pub fn every(self, nth: u64) -> Self {
        Self { every: nth.max(1), ..self }
    }

    /// Only so many times.
    #[must_use]
    pub fn times(self, times: u64) -> Self {
        Self { left: Some(times), ..self }
    }

    fn applies(&mut self, method: &str, path: &str) -> bool {
        let matches = self.left != Some(0)
            && self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.path_prefix.as_ref().is_none_or(|prefix| path.starts_with(prefix));
        if !matches {
            return false;
        }
        self.matched += 1;
        let Some(counted) = self.matched.checked_sub(self.after).filter(|counted| *counted > 0) else {
            return false;
        };
        if !counted.is_multiple_of(self.every) {
            return false;
        }
        self.left = self.left.map(|left| left - 1);
        true
    }
}

/// How a Fleet is away altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outage {
    /// Every connection closes without an answer.
    Cut,
    /// Every request is answered with 503, as Fleet does when it lost its etcd.
    Unavailable,
}

/// The rules in force. Clones are the same script.
#[derive(Debug, Clone, Default)]
pub struct FaultScript(Arc<Mutex<Rules>>);

#[derive(Debug, Default)]
struct Rules {
    rules: Vec<FaultRule>,
    outage: Option<Outage>,
}

impl FaultScript {
    /// Adds a rule to those in force.
    pub fn add(&self, rule: FaultRule) {
        self.with(|script| script.rules.push(rule));
    }

    /// Lets the fault happen to the next `times` requests.
    pub fn next(&self, times: u64, fault: Fault) {
        self.add(FaultRule::new(fault).times(times));
    }

    /// Lets the fault happen to every nth request.
    pub fn every(&self, nth: u64, fault: Fault) {
        self.add(FaultRule::new(fault).every(nth));
    }

    /// Takes all rules back and ends an outage.
    pub fn clear(&self) {
        self.with(|script| *script = Rules::default());
    }

    /// Begins or ends an outage.
    pub fn set_outage(&self, outage: Option<Outage>) {
        self.with(|script| script.outage = outage);
    }

    pub(crate) fn outage(&self) -> Option<Outage> {
        self.with(|script| script.outage)
    }

    /// The faults that happen to a request, which counts as one from now on.
    pub(crate) fn strike(&self, method: &str, path: &str) -> Vec<Fault> {
        self.with(|script| {
            script
                .rules
                .iter_mut()
                .filter_map(|rule| rule.applies(method, path).then(|| rule.fault.clone()))
                .collect()
        })
    }

    fn with<T>(&self, look: impl FnOnce(&mut Rules) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_can_begin_late_and_end() {
        let script = FaultScript::default();
        script.add(FaultRule::new(Fault::ShortList(2)).after(2).times(2));
        let struck: Vec<usize> = (0..6).map(|_| script.strike("GET", "/").len()).collect();
        assert_eq!(struck, [0, 0, 1, 1, 0, 0]);
    }

    #[test]
    fn rules_count_what_they_match() {
        let script = FaultScript::default();
        script
            .add(FaultRule::new(Fault::Status(500)).method("GET").path("/fleet/v1/units").every(2).times(1));
        assert_eq!(script.strike("PUT", "/fleet/v1/units/a"), []);
        assert_eq!(script.strike("GET", "/fleet/v1/units"), []);
        assert_eq!(script.strike("GET", "/fleet/v1/units"), [Fault::Status(500)]);
        assert_eq!(script.strike("GET", "/fleet/v1/units"), []);
        assert_eq!(script.strike("GET", "/fleet/v1/units"), []);
    }
}
