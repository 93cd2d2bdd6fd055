//! What is told to those who see a part of a cluster only: a hub for each sight, with ids of its own.
//!
//! Owns which rows, actions and apps an event shows to whom. Each event is serialised once, and put together once for
//! each sight that somebody has now, however many streams have it. Who sees everything has the cluster's own hub and
//! none of this. Must never tell of a hidden app: not its name, not how many units it has, not that anything of it changed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use fleet::AppName;
use serde::Serialize;
use shared::event;
use shared::policy::Sight;
use shared::view::UnitRow;

use super::hub::{self, Frame, Hub};
use super::parts::Parts;

/// How long a hub that nobody listens to is kept: whoever comes back goes on where they were.
const KEPT_MS: u64 = 60_000;
/// The most sights that are kept without a listener.
const MOST_IDLE: usize = 64;

/// The hubs of all sights that somebody has now, or had a moment ago.
#[derive(Default)]
pub(super) struct Sights {
    hubs: HashMap<Sight, Part>,
}

struct Part {
    hub: Arc<Hub>,
    /// When it was asked for last, or had a stream.
    used_ms: AtomicU64,
}

impl Sights {
    /// The hub of those who see this; made if there is none.
    pub(super) fn hub(&mut self, sight: &Sight, whole: &Hub, now_ms: u64) -> Arc<Hub> {
        if let Some(part) = self.hubs.get(sight) {
            part.used_ms.store(now_ms, Ordering::Relaxed);
            return Arc::clone(&part.hub);
        }
        self.tidy(now_ms);
        // Ids tell nothing: neither how much happened that one may not see, nor how long this server runs.
        let hub = Arc::new(whole.part(uuid::Uuid::new_v4().simple().to_string()));
        let part = Part { hub: Arc::clone(&hub), used_ms: AtomicU64::new(now_ms) };
        self.hubs.insert(sight.clone(), part);
        hub
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.hubs.len()
    }

    /// Tells each what it sees of a change.
    pub(super) fn tell_change(&self, parts: impl FnOnce() -> Parts) {
        if self.hubs.is_empty() {
            return;
        }
        let parts = parts();
        for (sight, part) in &self.hubs {
            if let Some(json) = parts.seen_by(sight) {
                part.hub.publish_json(event::name::CHANGE, &json);
            }
        }
    }

    /// Tells those who see the app; in other words, if there are such for them.
    pub(super) fn tell<T: Serialize>(
        &self,
        name: &str,
        data: &T,
        app: Option<&AppName>,
        seen_by: impl Fn(&Sight) -> Option<T>,
    ) {
        let mut hubs = self.hubs.iter().filter(|(sight, _)| sight.sees(app)).peekable();
        if hubs.peek().is_none() {
            return;
        }
        let json = hub::json(name, data);
        for (sight, part) in hubs {
            match seen_by(sight) {
                Some(seen) => part.hub.publish(name, &seen),
                None => part.hub.publish_json(name, &json),
            };
        }
    }

    /// Passes a frame on to all, and lets go of the hubs that nobody has listened to for a while.
    pub(super) fn pass(&mut self, frame: &Frame, now_ms: u64) {
        self.tidy(now_ms);
        for part in self.hubs.values() {
            part.hub.pass(frame.clone());
        }
    }

    fn tidy(&mut self, now_ms: u64) {
        let mut idle = Vec::new();
        self.hubs.retain(|sight, part| {
            if part.hub.streams() > 0 {
                part.used_ms.store(now_ms, Ordering::Relaxed);
                return true;
            }
            let used_ms = part.used_ms.load(Ordering::Relaxed);
            idle.push((used_ms, sight.clone()));
            now_ms < used_ms.saturating_add(KEPT_MS)
        });
        if idle.len() > MOST_IDLE {
            idle.sort_by_key(|(used_ms, _)| *used_ms);
            for (_, sight) in idle.iter().take(idle.len() - MOST_IDLE) {
                self.hubs.remove(sight);
            }
        }
    }
}

/// What a sight sees of rows in the order of their names: the rows of an app mostly follow each other, and are looked at
/// once.
pub struct Seen<'a> {
    sight: &'a Sight,
    last: Option<(&'a AppName, bool)>,
}

impl<'a> Seen<'a> {
    /// For one pass over the rows.
    pub fn new(sight: &'a Sight) -> Self {
        Self { sight, last: None }
    }

    /// Whether a row of this app is seen.
    pub fn sees(&mut self, app: Option<&'a AppName>) -> bool {
        let Some(app) = app else { return self.sight.is_everything() };
        match self.last {
            Some((last, sees)) if last == app => sees,
            _ => {
                let sees = self.sight.sees(Some(app));
                self.last = Some((app, sees));
                sees
            }
        }
    }
}

/// A row as somebody with this sight is told it.
pub fn row(row: &UnitRow, naming: Option<&Arc<str>>, sight: &Sight) -> UnitRow {
    let why = match (&row.why, naming) {
        (Some(_), Some(naming)) => Some(Arc::from(shared::why::as_seen(naming, |app| sight.sees(app)))),
        (why, _) => why.clone(),
    };
    UnitRow { why, ..row.clone() }
}

#[cfg(test)]
pub(super) mod tests;
