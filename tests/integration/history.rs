//! The past: written from readings on a clock by hand, and told to each as far as they see.

mod told;
mod written;

use std::time::Duration;

use server::service::history::{Moment, Recorder};
use server::store::Store;
use shared::ClusterName;
use shared::history::Promised;

use crate::harness::Deck;

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;

/// A cluster whose past is written, on times by hand.
struct Past {
    deck: Deck,
    recorder: Recorder,
    /// What deployments promise at the moment.
    promised: Promised,
    now: Moment,
}

impl Past {
    /// Begins at that time of day.
    async fn begin(deck: Deck, wall_ms: u64) -> Self {
        deck.advance(Duration::from_secs(120));
        deck.settle().await;
        let recorder = Recorder::new(ClusterName::parse("default").unwrap());
        let now = Moment { passed_ms: 1_000, wall_ms };
        Self { deck, recorder, promised: Promised::new(), now }
    }

    /// Reads Fleet once, so much later.
    async fn read_after(&mut self, ms: u64) {
        self.deck.advance(Duration::from_millis(ms));
        self.now.passed_ms += ms;
        self.now.wall_ms += ms;
        self.deck.read().await;
        self.recorder.see(&self.deck.cluster.snapshot(), self.promised.clone(), self.now);
    }

    async fn write(&mut self, store: &Store) {
        self.recorder.write(store, self.now.wall_ms).await.unwrap();
    }

    /// A reading and a write a minute.
    async fn minutes(&mut self, store: &Store, minutes: u64) {
        for _ in 0..minutes {
            self.read_after(MINUTE_MS).await;
            self.write(store).await;
        }
    }

    /// The server is started anew, so much later.
    fn restart_after(&mut self, ms: u64) {
        self.deck.advance(Duration::from_millis(ms));
        self.now = Moment { passed_ms: 5, wall_ms: self.now.wall_ms + ms };
        self.recorder = Recorder::new(ClusterName::parse("default").unwrap());
    }
}
