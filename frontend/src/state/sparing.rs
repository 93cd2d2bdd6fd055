//! Asking no more often than is good: for what follows from things that may change many times a second.

use std::time::Duration;

use leptos::prelude::*;

/// After an answer nothing is asked for so long.
const REST: Duration = Duration::from_secs(5);

/// Whether something may be asked now. One question is under way at most.
#[derive(Clone, Copy)]
pub struct Sparing {
    state: StoredValue<State>,
}

/// What has happened since the last rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing.
    Idle,
    /// It was asked.
    Asked,
    /// It was asked, and something has changed since.
    AskAgain,
}

impl Sparing {
    /// Nothing was asked yet.
    pub fn idle() -> Self {
        Self { state: StoredValue::new(State::Idle) }
    }

    /// Whether whoever wants to ask may. If not, they are called once they may.
    pub fn may(self) -> bool {
        let (may, next) = wanted(self.state.get_value());
        self.state.set_value(next);
        may
    }

    /// The answer is here: rests, and then asks again if somebody wanted to.
    pub fn answered(self, ask: impl Fn() + 'static) {
        let rested = move || {
            // Nobody is there any more where the page has gone on.
            if let Some(state) = self.state.try_get_value() {
                self.state.set_value(State::Idle);
                if state == State::AskAgain {
                    ask();
                }
            }
        };
        set_timeout(rested, REST);
    }
}

/// Somebody wants to ask: whether they may, and what is so afterwards.
fn wanted(state: State) -> (bool, State) {
    match state {
        State::Idle => (true, State::Asked),
        State::Asked | State::AskAgain => (false, State::AskAgain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_asks_and_all_who_come_meanwhile_make_one_more() {
        let (may, asked) = wanted(State::Idle);
        assert!(may);
        let (may, again) = wanted(asked);
        assert!(!may);
        assert_eq!(wanted(again), (false, State::AskAgain));
    }
}
