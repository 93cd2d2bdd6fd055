//! How often somebody may try to sign in: by network and by account name.
//!
//! Only failures count. No account is ever locked: the account's own allowance refills faster than one network's, so
//! that one attacker can't use it up and keep its owner out.

mod screens;
mod turned_away;

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::extract::Peer;

pub use screens::ScreenLimits;
pub use turned_away::{Count, TurnedAway};

/// Tries at once from one network.
const NETWORK_BURST: u64 = 10;
/// One more every so often.
const NETWORK_EVERY_MS: u64 = 6_000;
/// Tries at once for one account, from everywhere.
const ACCOUNT_BURST: u64 = 30;
/// One more every so often.
const ACCOUNT_EVERY_MS: u64 = 2_000;
/// Codes of a second factor at once for one account. Who tries these knows the password already; six digits are soon
/// guessed otherwise. A recovery code can't be guessed and is not under this limit: an owner always gets in by one.
const CODE_BURST: u64 = 10;
/// One more every so often: 0.4 % a day to guess one of the three that fit.
const CODE_EVERY_MS: u64 = 60_000;
/// The most keys to remember. Above it those with the fewest failures are forgotten.
const MOST_KEYS: usize = 20_000;

/// The tries to sign in, and how many there may be.
#[derive(Debug, Clone)]
pub struct Tries {
    clock: Clock,
    networks: Arc<Keyed<IpAddr>>,
    accounts: Arc<Keyed<String>>,
    codes: Arc<Keyed<String>>,
    turned_away: Arc<TurnedAway>,
}

/// A try that is under way. It counts as a failure unless it is given back.
#[derive(Debug)]
#[must_use = "give it back when the try succeeds"]
pub struct Try {
    network: IpAddr,
    account: Option<String>,
}

impl Tries {
    /// Tries that know of nobody yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            networks: Arc::new(Keyed::new(NETWORK_BURST, NETWORK_EVERY_MS)),
            accounts: Arc::new(Keyed::new(ACCOUNT_BURST, ACCOUNT_EVERY_MS)),
            codes: Arc::new(Keyed::new(CODE_BURST, CODE_EVERY_MS)),
            turned_away: Arc::default(),
        }
    }

    /// Asks for a try from this network, on this account if it is about one. It is counted at once, so that many
    /// tries side by side gain nothing.
    pub fn begin(&self, network: IpAddr, account: Option<&str>) -> Result<Try> {
        let now_ms = self.clock.now_ms();
        // Lower case: "Ada" and "ada" are one name to somebody who guesses.
        let account = account.map(|name| name.chars().take(64).collect::<String>().to_ascii_lowercase());
        let turned_away = |wait_ms| {
            self.turned_away.count(network, account.as_deref());
            too_many(wait_ms)
        };
        self.networks.take(network, now_ms).map_err(turned_away)?;
        if let Some(account) = &account {
            self.accounts.take(account.clone(), now_ms).map_err(turned_away)?;
        }
        Ok(Try { network, account })
    }

    /// What was turned away, for the record.
    pub fn turned_away(&self) -> &TurnedAway {
        &self.turned_away
    }

    /// Asks for a try of a code of this account's second factor. It counts unless [`Self::code_fits`].
    pub fn begin_code(&self, account: &str) -> Result<()> {
        self.codes.take(account.to_owned(), self.clock.now_ms()).map_err(|wait_ms| {
            if let Some(peer) = Peer::current() {
                self.turned_away.count(peer.network(), Some(account));
            }
            too_many(wait_ms)
        })
    }

    /// The code was right: the try does not count.
    pub fn code_fits(&self, account: &str) {
        self.codes.give_back(account);
    }

    /// The try succeeded: it does not count.
    pub fn give_back(&self, tried: Try) {
        self.networks.give_back(&tried.network);
        if let Some(account) = &tried.account {
            self.accounts.give_back(account);
        }
    }
}

fn too_many(wait_ms: u64) -> Error {
    Error::TooManyRequests { retry_after_s: wait_ms.div_ceil(1000).max(1) }
}

/// Allowances by key. Each is a point in time: until when what was taken is paid for (GCRA).
#[derive(Debug)]
struct Keyed<K> {
    burst_ms: u64,
    every_ms: u64,
    paid_until_ms: Mutex<HashMap<K, u64>>,
}

impl<K: Hash + Eq + Clone> Keyed<K> {
    fn new(burst: u64, every_ms: u64) -> Self {
        Self { burst_ms: burst * every_ms, every_ms, paid_until_ms: Mutex::default() }
    }

    /// Takes one, or says how long to wait for the next.
    fn take(&self, key: K, now_ms: u64) -> Result<(), u64> {
        let mut all = self.paid_until_ms.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KEYS {
            all.retain(|_, until_ms| *until_ms > now_ms);
        }
        if all.len() >= MOST_KEYS {
            // All are in use: somebody has very many addresses. Whoever has tried least gains least by being forgotten;
            // an attack under way goes on to wait.
            let mut paid: Vec<u64> = all.values().copied().collect();
            let (_, least_ms, _) = paid.select_nth_unstable(MOST_KEYS / 8);
            let least_ms = *least_ms;
            all.retain(|_, until_ms| *until_ms > least_ms);
        }
        let until_ms = all.get(&key).copied().unwrap_or(0).max(now_ms) + self.every_ms;
        if until_ms > now_ms + self.burst_ms {
            return Err(until_ms - now_ms - self.burst_ms);
        }
        all.insert(key, until_ms);
        Ok(())
    }

    fn give_back<Q: Hash + Eq + ?Sized>(&self, key: &Q)
    where
        K: std::borrow::Borrow<Q>,
    {
        let mut all = self.paid_until_ms.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until_ms) = all.get_mut(key) {
            *until_ms = until_ms.saturating_sub(self.every_ms);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const AWAY: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    fn wait_s(result: Result<Try>) -> Option<u64> {
        match result {
            Ok(_) => None,
            Err(Error::TooManyRequests { retry_after_s }) => Some(retry_after_s),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn the_eleventh_failure_waits_and_time_heals() {
        let clock = Clock::manual(1_000_000);
        let limits = Tries::new(clock.clone());
        for _ in 0..10 {
            assert_eq!(wait_s(limits.begin(HOME, Some("ada"))), None);
        }
        assert_eq!(wait_s(limits.begin(HOME, Some("ada"))), Some(6));
        assert_eq!(wait_s(limits.begin(HOME, Some("grace"))), Some(6), "the network counts for all names");
        clock.advance(6_000);
        assert_eq!(wait_s(limits.begin(HOME, Some("ada"))), None);
        assert_eq!(wait_s(limits.begin(HOME, Some("ada"))), Some(6));
    }

    #[test]
    fn a_success_does_not_count() {
        let limits = Tries::new(Clock::manual(1_000_000));
        for _ in 0..100 {
            let tried = limits.begin(HOME, Some("ada")).unwrap();
            limits.give_back(tried);
        }
    }

    #[test]
    fn an_attacker_does_not_keep_the_owner_out() {
        let clock = Clock::manual(1_000_000);
        let limits = Tries::new(clock.clone());
        for _ in 0..1_000 {
            let _ = wait_s(limits.begin(HOME, Some("ada")));
            clock.advance(1_000);
        }
        assert_eq!(wait_s(limits.begin(AWAY, Some("Ada"))), None);
    }

    #[test]
    fn codes_are_tried_slowly() {
        let clock = Clock::manual(1_000_000);
        let limits = Tries::new(clock.clone());
        for _ in 0..100 {
            limits.begin_code("ada").unwrap();
            limits.code_fits("ada");
        }
        let tried = (0..24 * 60).filter(|_| {
            clock.advance(60_000);
            (0..10).filter(|_| limits.begin_code("ada").is_ok()).count() > 0
        });
        assert_eq!(tried.count(), 24 * 60);
        assert!(limits.begin_code("ada").is_err(), "one a minute, however many are tried");
        assert!(limits.begin_code("grace").is_ok());
    }

    #[test]
    fn whoever_has_very_many_addresses_frees_nobody_else() {
        let limits = Tries::new(Clock::manual(1_000_000));
        for _ in 0..10 {
            assert_eq!(wait_s(limits.begin(HOME, None)), None);
        }
        for number in 0..u32::try_from(3 * MOST_KEYS).unwrap() {
            let [_, a, b, c] = number.to_be_bytes();
            assert_eq!(wait_s(limits.begin(IpAddr::from([11, a, b, c]), None)), None);
        }
        assert_eq!(wait_s(limits.begin(HOME, None)), Some(6));
        assert!(limits.networks.paid_until_ms.lock().unwrap().len() <= MOST_KEYS);
    }

    #[test]
    fn many_networks_share_an_accounts_allowance() {
        let limits = Tries::new(Clock::manual(1_000_000));
        let waited = (0..100u8)
            .filter(|host| wait_s(limits.begin(IpAddr::from([10, 1, 0, *host]), Some("ada"))).is_some())
            .count();
        assert_eq!(waited, 70);
    }
}
