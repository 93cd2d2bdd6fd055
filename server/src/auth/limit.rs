//! How often somebody may try to sign in, and how often they may succeed.
//!
//! No account is ever locked, and no allowance is one that strangers can use up for its owner:
//!
//! * From a browser that nobody knows a failure counts for its network and for the account's name. Many networks together
//!   can use up what the account has there, and then strangers wait.
//! * A browser in which that user signed in before (`auth::familiar`), and whoever is signed in already and confirms that it
//!   is them, take from an allowance of their own, of which nobody else takes.
//! * A one-time link, an invitation and the identity provider ask for no account's allowance, only for the network's.
//!
//! Who is right counts as well, slowly: each sign-in costs a hash, a session and two entries of the record.

mod keyed;
mod networks;
mod screens;
mod turned_away;

use std::net::IpAddr;
use std::sync::Arc;

use self::keyed::Keyed;
use self::networks::Networks;
use super::familiar::Familiar;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::extract::Peer;

pub use networks::{fullest, site};
pub use screens::ScreenLimits;
pub use turned_away::{Count, TurnedAway};

/// Tries at once for one account, by those whom nobody knows.
const ACCOUNT_BURST: u64 = 30;
/// One more every so often.
const ACCOUNT_EVERY_MS: u64 = 2_000;
/// Tries at once in a browser that is known, or in a session.
const OWN_BURST: u64 = 10;
/// One more every so often.
const OWN_EVERY_MS: u64 = 6_000;
/// How often somebody may succeed at once.
const RIGHT_BURST: u64 = 60;
/// Once more every so often.
const RIGHT_EVERY_MS: u64 = 60_000;
/// Codes of a second factor at once for one account. Who tries these knows the password already; six digits are soon
/// guessed otherwise. A recovery code can't be guessed and is not under this limit: an owner always gets in by one.
const CODE_BURST: u64 = 10;
/// One more every so often: 0.4 % a day to guess one of the three that fit.
const CODE_EVERY_MS: u64 = 60_000;

/// The tries to sign in, and how many there may be.
#[derive(Debug, Clone)]
pub struct Tries {
    clock: Clock,
    networks: Arc<Networks>,
    accounts: Arc<Keyed<String>>,
    own: Arc<Keyed<String>>,
    right: Arc<Keyed<String>>,
    codes: Arc<Keyed<String>>,
    turned_away: Arc<TurnedAway>,
    bad_credentials: Arc<TurnedAway>,
}

/// A try that is under way. It counts as a failure unless it is given back.
#[derive(Debug)]
#[must_use = "give it back when the try succeeds"]
pub struct Try(Of);

/// Whose allowance a try was taken of.
#[derive(Debug, Clone)]
enum Of {
    Strangers { network: IpAddr, account: Option<String> },
    Own(String),
}

impl Tries {
    /// Tries that know of nobody yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            networks: Arc::new(Networks::new()),
            accounts: Arc::new(Keyed::new(ACCOUNT_BURST, ACCOUNT_EVERY_MS)),
            own: Arc::new(Keyed::new(OWN_BURST, OWN_EVERY_MS)),
            right: Arc::new(Keyed::new(RIGHT_BURST, RIGHT_EVERY_MS)),
            codes: Arc::new(Keyed::new(CODE_BURST, CODE_EVERY_MS)),
            turned_away: Arc::default(),
            bad_credentials: Arc::default(),
        }
    }

    /// Asks for a try from this network, on this account if it is about one. It is counted at once, so that many
    /// tries side by side gain nothing.
    pub fn begin(&self, network: IpAddr, account: Option<&str>) -> Result<Try> {
        let now_ms = self.clock.now_ms();
        let account = account.map(folded);
        let turned_away = |wait_ms| {
            self.turned_away.count(network, account.as_deref());
            too_many(wait_ms)
        };
        self.networks.take(network, now_ms).map_err(turned_away)?;
        if let Some(account) = &account {
            self.accounts.take(account.clone(), now_ms).map_err(turned_away)?;
        }
        Ok(Try(Of::Strangers { network, account }))
    }

    /// The same on an account in which this browser signed in before: nobody else takes of its allowance.
    pub fn begin_in(&self, browser: &Familiar, network: IpAddr, account: &str) -> Result<Try> {
        self.begin_own(format!("browser {}", browser.id()), network, account)
    }

    /// The same of somebody who is signed in as this user, in this session if it is one, and confirms that it is them.
    pub fn begin_signed_in(&self, session: Option<&str>, network: IpAddr, account: &str) -> Result<Try> {
        self.begin_own(
            session.map_or_else(|| format!("user {account}"), |id| format!("session {id}")),
            network,
            account,
        )
    }

    fn begin_own(&self, key: String, network: IpAddr, account: &str) -> Result<Try> {
        self.own.take(key.clone(), self.clock.now_ms()).map_err(|wait_ms| {
            self.turned_away.count(network, Some(&folded(account)));
            too_many(wait_ms)
        })?;
        Ok(Try(Of::Own(key)))
    }

    /// The try was right: it counts as that, and no more as a failure. Who is right too often waits, and from then on
    /// what they try counts as if it were wrong.
    pub fn was_right(&self, tried: Try) -> Result<()> {
        let key = match &tried.0 {
            Of::Strangers { account: None, .. } => None,
            Of::Strangers { account: Some(account), .. } => Some(format!("account {account}")),
            Of::Own(key) => Some(key.clone()),
        };
        if let Some(key) = key {
            self.right.take(key, self.clock.now_ms()).map_err(too_many)?;
        }
        self.give_back(tried);
        Ok(())
    }

    /// The try was none: it does not count.
    pub fn give_back(&self, tried: Try) {
        match tried.0 {
            Of::Strangers { network, account } => {
                self.networks.give_back(network);
                if let Some(account) = &account {
                    self.accounts.give_back(account);
                }
            }
            Of::Own(key) => self.own.give_back(&key),
        }
    }

    /// What was turned away, for the record.
    pub fn turned_away(&self) -> &TurnedAway {
        &self.turned_away
    }

    /// Counts credentials that are good no more, or never were: what they are, without the secret. There is no limit of
    /// these: 256 random bits can't be guessed, and one forgotten script must not keep its whole network out.
    pub fn refuse_credentials(&self, what: &str) {
        if let Some(peer) = Peer::current() {
            self.bad_credentials.count(peer.network(), Some(what));
        }
    }

    /// The credentials that were refused, for the record.
    pub fn bad_credentials(&self) -> &TurnedAway {
        &self.bad_credentials
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
}

/// Lower case: "Ada" and "ada" are one name to somebody who guesses.
fn folded(name: &str) -> String {
    name.chars().take(64).collect::<String>().to_ascii_lowercase()
}

fn too_many(wait_ms: u64) -> Error {
    Error::TooManyRequests { retry_after_s: wait_ms.div_ceil(1000).max(1) }
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
    fn a_success_is_no_failure_and_counts_slowly() {
        let clock = Clock::manual(1_000_000);
        let limits = Tries::new(clock.clone());
        for _ in 0..RIGHT_BURST {
            limits.was_right(limits.begin(HOME, Some("ada")).unwrap()).unwrap();
        }
        for _ in 0..10 {
            assert!(limits.was_right(limits.begin(HOME, Some("ada")).unwrap()).is_err());
        }
        assert_eq!(wait_s(limits.begin(HOME, Some("ada"))), Some(6), "now each counts as a failure");
        assert!(limits.was_right(limits.begin(AWAY, Some("grace")).unwrap()).is_ok());
        clock.advance(RIGHT_EVERY_MS);
        assert!(limits.was_right(limits.begin(HOME, Some("ada")).unwrap()).is_ok());
    }

    #[test]
    fn what_strangers_use_up_is_not_its_owners() {
        let limits = Tries::new(Clock::manual(1_000_000));
        for host in 0..100u8 {
            let _ = wait_s(limits.begin(IpAddr::from([10, 1, 0, host]), Some("ada")));
        }
        assert!(wait_s(limits.begin(HOME, Some("ada"))).is_some());
        let browser = Familiar::new().unwrap();
        for _ in 0..OWN_BURST {
            assert_eq!(wait_s(limits.begin_in(&browser, HOME, "ada")), None);
        }
        assert_eq!(wait_s(limits.begin_in(&browser, AWAY, "ada")), Some(6));
        assert_eq!(wait_s(limits.begin_in(&Familiar::new().unwrap(), HOME, "ada")), None);
        assert_eq!(wait_s(limits.begin_signed_in(Some("1"), HOME, "ada")), None);
        assert_eq!(wait_s(limits.begin_signed_in(None, HOME, "ada")), None);
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
    fn many_networks_share_an_accounts_allowance() {
        let limits = Tries::new(Clock::manual(1_000_000));
        let waited = (0..100u8)
            .filter(|host| wait_s(limits.begin(IpAddr::from([10, 1, 0, *host]), Some("ada"))).is_some())
            .count();
        assert_eq!(waited, 70);
    }
}
