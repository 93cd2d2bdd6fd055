//! Sign-ins that were begun and are with the provider now: short-lived, few, each used once, each bound to one browser.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::auth::limit::{fullest, site};
use crate::auth::secret::Secret;

/// How long somebody may take at the provider.
pub(super) const LASTS_MS: u64 = 10 * 60_000;
/// The most from one network at once: who begins more pushes out their own.
const MOST_OF_A_NETWORK: usize = 50;
/// The most at all: of more the network that has begun most pushes out its own.
const MOST: usize = 5_000;

/// A sign-in under way.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    /// What the ID token must repeat.
    pub(super) nonce: Secret,
    /// What proves to the provider that whoever brings the code has begun this.
    pub(super) verifier: Secret,
    /// The page to go to afterwards.
    pub(super) to: String,
    /// The hash of the browser's cookie.
    pub(super) browser: String,
    /// From where.
    pub(super) network: IpAddr,
    /// When, on the clock that never goes back.
    pub(super) at_ms: u64,
    /// When, by the time of day, in seconds since the Unix epoch.
    pub(super) wall_s: i64,
    /// Whether it was begun to confirm who sits there: the provider shall ask them anew.
    pub(super) confirms: bool,
}

/// All of them, by the hash of their `state`.
#[derive(Debug, Default)]
pub(super) struct Pending(Mutex<HashMap<String, Begun>>);

impl Pending {
    /// Keeps one, and lets go of the oldest where there are too many.
    pub(super) fn keep(&self, state: &Secret, begun: Begun) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, old| begun.at_ms < old.at_ms + LASTS_MS);
        let network = begun.network;
        if all.values().filter(|old| old.network == network).count() >= MOST_OF_A_NETWORK {
            remove_oldest(&mut all, |old| old.network == network);
        }
        if all.len() >= MOST {
            let fullest = fullest(all.values().map(|old| old.network));
            remove_oldest(&mut all, |old| Some(site(old.network)) == fullest);
        }
        all.insert(state.hash(), begun);
    }

    /// Takes it away, if it is this browser's and not too old. Another browser takes nothing away from its owner.
    pub(super) fn take(&self, state: &Secret, browser: &Secret, now_ms: u64) -> Option<Begun> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = state.hash();
        let begun = all.get(&key)?;
        // Both are hashes of random secrets: how long it takes to compare them tells nothing.
        if begun.browser != browser.hash() {
            return None;
        }
        let is_fresh = now_ms < begun.at_ms + LASTS_MS;
        all.remove(&key).filter(|_| is_fresh)
    }
}

fn remove_oldest(all: &mut HashMap<String, Begun>, among: impl Fn(&Begun) -> bool) {
    let oldest = all.iter().filter(|(_, begun)| among(begun)).min_by_key(|(_, begun)| begun.at_ms);
    if let Some(key) = oldest.map(|(key, _)| key.clone()) {
        all.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(browser: &Secret, network: impl Into<IpAddr>, at_ms: u64) -> Begun {
        Begun {
            nonce: Secret::random().unwrap(),
            verifier: Secret::random().unwrap(),
            to: "/".to_owned(),
            browser: browser.hash(),
            network: network.into(),
            at_ms,
            wall_s: 0,
            confirms: false,
        }
    }

    #[test]
    fn it_is_its_browsers_once_and_for_ten_minutes() {
        let pending = Pending::default();
        let [state, browser, other] = [(); 3].map(|()| Secret::random().unwrap());
        pending.keep(&state, begun(&browser, [10, 0, 0, 1], 1_000));
        assert!(pending.take(&state, &other, 1_000).is_none(), "another browser's");
        assert!(pending.take(&other, &browser, 1_000).is_none(), "another state");
        assert!(pending.take(&state, &browser, 1_000).is_some());
        assert!(pending.take(&state, &browser, 1_000).is_none(), "used");
        pending.keep(&state, begun(&browser, [10, 0, 0, 1], 1_000));
        assert!(pending.take(&state, &browser, 1_000 + LASTS_MS).is_none(), "too late");
    }

    #[test]
    fn whoever_begins_many_pushes_out_their_own() {
        let pending = Pending::default();
        let (state, browser) = (Secret::random().unwrap(), Secret::random().unwrap());
        pending.keep(&state, begun(&browser, [10, 0, 0, 1], 0));
        for at_ms in 1..1_000 {
            pending.keep(&Secret::random().unwrap(), begun(&browser, [10, 0, 0, 2], at_ms));
        }
        assert_eq!(pending.0.lock().unwrap().len(), 1 + MOST_OF_A_NETWORK);
        assert!(pending.take(&state, &browser, 1_000).is_some());
    }

    #[test]
    fn whoever_has_many_networks_pushes_out_nobody_elses() {
        let pending = Pending::default();
        let (state, browser) = (Secret::random().unwrap(), Secret::random().unwrap());
        pending.keep(&state, begun(&browser, [10, 0, 0, 1], 0));
        for at_ms in 1..=u64::try_from(MOST).unwrap() + 100 {
            // A /64 of its own each time, of one site.
            let [.., a, b] = at_ms.to_be_bytes();
            let network = [0x2001, 0xdb8, 7, u16::from_be_bytes([a, b]), 0, 0, 0, 0];
            pending.keep(&Secret::random().unwrap(), begun(&browser, network, at_ms));
        }
        assert_eq!(pending.0.lock().unwrap().len(), MOST);
        assert!(
            pending.take(&state, &browser, 1_000).is_some(),
            "the oldest of all, and the only one of its network"
        );
    }
}
