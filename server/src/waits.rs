//! How long each part of a call may take that somebody waits for. The tests of what happens then give shorter ones.

use std::time::Duration;

/// The limits. Each ends in words of its own, so those of the parts lie within that of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    /// For a request's body to arrive at the proxy.
    pub body: Duration,
    /// For an answer of the proxy, from the end of its body on: longer than the limits of its parts together (of a unit:
    /// the looks before and after a call, `look_turn` and `look` each, its `turn` and its `fleet`; of metadata `settles`,
    /// `turn`, `look` and `fleet`), so that their careful words are said; with `body` shorter than common clients and
    /// balancers wait.
    pub answer: Duration,
    /// For a call's turn at Fleet. Somebody waits for it: it must not be done long after they have gone.
    pub turn: Duration,
    /// For hearing what Fleet has, before a call and after one whose answer was lost.
    pub look: Duration,
    /// For such a question's turn before that. Fleet is not said to be silent if it was not asked.
    pub look_turn: Duration,
    /// For a reading that contains all that was written here before.
    pub settles: Duration,
    /// For the same, where it is about a single unit, before Fleet is asked for that by name.
    pub one_settles: Duration,
    /// For one request to Fleet, with its answer.
    pub fleet: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            body: Duration::from_secs(10),
            answer: Duration::from_secs(35),
            turn: Duration::from_secs(5),
            look: Duration::from_secs(5),
            look_turn: Duration::from_secs(2),
            settles: Duration::from_secs(10),
            one_settles: Duration::from_secs(2),
            fleet: Duration::from_secs(8),
        }
    }
}

impl Waits {
    /// All of them so much shorter.
    #[must_use]
    pub fn shorter(self, times: u32) -> Self {
        let Self { body, answer, turn, look, look_turn, settles, one_settles, fleet } = self;
        Self {
            body: body / times,
            answer: answer / times,
            turn: turn / times,
            look: look / times,
            look_turn: look_turn / times,
            settles: settles / times,
            one_settles: one_settles / times,
            fleet: fleet / times,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_lie_within_the_whole() {
        let Waits { answer, turn, look, look_turn, settles, fleet, .. } = Waits::default();
        assert!(2 * (look_turn + look) + turn + fleet < answer);
        assert!(settles + turn + look + fleet < answer);
    }
}
