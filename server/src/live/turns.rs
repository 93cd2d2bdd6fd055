//! Turns of those who write single units: one writer a unit at a time, so that the second sees what the first has made;
//! and turns of those whose writes to an app are counted.
//!
//! Who only reads waits for nobody. Knows nothing of Fleet.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use fleet::{AppName, UnitName};
use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

/// The units that somebody writes, or waits to write; and the apps on which somebody's writes are counted.
#[derive(Debug, Default)]
pub(super) struct Turns {
    units: Queues<UnitName>,
    apps: Queues<AppName>,
}

type Queues<T> = Mutex<HashMap<T, Arc<Lock<()>>>>;

/// One writer's turn; it ends when this is dropped.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "held for its end alone")] OwnedMutexGuard<()>);

impl Turns {
    /// Waits until nobody else writes the unit.
    pub(super) async fn of(&self, unit: &UnitName) -> Turn {
        turn(&self.units, unit).await
    }

    /// Waits until nobody else's writes to the app are counted.
    pub(super) async fn of_app(&self, app: &AppName) -> Turn {
        turn(&self.apps, app).await
    }
}

async fn turn<T: Clone + Eq + Hash>(queues: &Queues<T>, of: &T) -> Turn {
    let lock = {
        let mut queues = queues.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever writes or waits holds another one: the rest are over.
        queues.retain(|_, lock| Arc::strong_count(lock) > 1);
        Arc::clone(queues.entry(of.clone()).or_default())
    };
    Turn(lock.lock_owned().await)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_unit_has_one_writer_at_a_time() {
        let turns = Turns::default();
        let [one, other] = ["a.service", "b.service"].map(|name| UnitName::parse(name).unwrap());
        let first = turns.of(&one).await;
        assert!(turns.of(&one).now_or_never().is_none(), "somebody writes it");
        assert!(turns.of(&other).now_or_never().is_some(), "nobody writes that one");
        drop(first);
        assert!(turns.of(&one).now_or_never().is_some());
        assert_eq!(turns.units.lock().unwrap().len(), 1, "who is done is forgotten");
    }
}
