//! Passwords: argon2id, a few at a time, and the same work whether there is such a user or not.

mod guess;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use shared::UserName;
use shared::account::{LONGEST_PASSWORD, SHORTEST_PASSWORD};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// At most so many at once: each takes a core and 19 MiB, and anybody can make us start one.
const AT_ONCE: usize = 2;
/// At most so many wait for that, some two seconds. Whoever comes then is told to come again: a queue without an end would
/// keep everybody waiting long after an attack is over.
const WAITING: usize = 64;

/// The most characters that are looked at: hashing must not become a way to keep the server busy. Passwords of up to
/// so many could be set once, and still work.
const LONGEST_TRIED: usize = 1024;

/// Hashes and checks passwords.
#[derive(Debug, Clone)]
pub struct Hasher {
    permits: Arc<Semaphore>,
    places: Arc<Semaphore>,
    /// A hash that no password fits, checked when there is no such user: it takes as long as a real one.
    dummy: Arc<str>,
    hashes: Arc<AtomicU64>,
}

impl Hasher {
    /// Works out the dummy hash; takes as long as one sign-in.
    pub fn new() -> Result<Self> {
        let nobodys = crate::auth::secret::Secret::random()?;
        Ok(Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            places: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            dummy: hash(nobodys.reveal())?.into(),
            hashes: Arc::default(),
        })
    }

    /// The hash to store, as a PHC string.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.work(move || hash(&password)).await
    }

    /// Whether it is the password. Without a hash (no such user, or no password yet) it never is, after the same
    /// work.
    pub async fn verify(&self, password: &str, stored: Option<String>) -> Result<bool> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.as_ref().to_owned());
        // One that is too long to be one is still measured against something, so that it takes as long.
        let password: String = password.chars().take(LONGEST_TRIED + 1).collect();
        let fits = self.work(move || verify(&password, &stored)).await?;
        Ok(fits && known)
    }

    /// How many hashes were worked out since the start: what an attack costs, and that nobody's sign-in costs more
    /// than anybody else's.
    pub fn hashes(&self) -> u64 {
        self.hashes.load(Ordering::Relaxed)
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Error::TooManyRequests { retry_after_s: 2 })?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Error::internal)?;
        self.hashes.fetch_add(1, Ordering::Relaxed);
        let job = move || {
            // Held by the work and not by whoever waits: one who goes away does not make room for another job.
            let _held = (permit, place);
            job()
        };
        tokio::task::spawn_blocking(job).await.map_err(Error::internal)?
    }
}

/// Whether a new password will do: long enough, and not one of the first that anybody would try. No rules about
/// capitals, digits and signs: they make passwords worse.
pub fn check_new(field: &'static str, password: &str, user: &UserName) -> Result<()> {
    let chars = password.chars().count();
    if !(SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&chars) {
        return Err(Error::bad_field(
            field,
            say::server::account::password_length(&SHORTEST_PASSWORD, &LONGEST_PASSWORD, &chars),
        ));
    }
    if guess::is_easy(password, user.as_str()) {
        return Err(Error::bad_field(field, say::server::account::password_guessable()));
    }
    Ok(())
}

/// Whether a stored hash was made with other parameters than today's: then it is made anew when its owner signs in.
pub fn is_outdated(stored: &str) -> bool {
    let Ok(stored) = PasswordHash::new(stored) else { return true };
    let today = params().ok();
    let is_today = stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into())
        && Params::try_from(&stored).ok().is_some_and(|params| {
            today.is_some_and(|today| {
                (params.m_cost(), params.t_cost(), params.p_cost())
                    == (today.m_cost(), today.t_cost(), today.p_cost())
            })
        });
    !is_today
}

fn params() -> Result<Params> {
    Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| Error::internal(error.to_string()))
}

fn argon2() -> Result<Argon2<'static>> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params()?))
}

fn hash(password: &str) -> Result<String> {
    let hash: PasswordHash =
        argon2()?.hash_password(password.as_bytes()).map_err(|error| Error::internal(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify(password: &str, stored: &str) -> Result<bool> {
    let stored = PasswordHash::new(stored).map_err(|error| Error::internal(error.to_string()))?;
    // The parameters come from the stored hash, so that older ones go on working.
    Ok(argon2()?.verify_password(password.as_bytes(), &stored).is_ok())
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{Context, Waker};

    use super::*;

    #[tokio::test]
    async fn fits_its_own_hash_and_no_other() {
        let hasher = Hasher::new().unwrap();
        let stored = hasher.hash("correct horse".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(!is_outdated(&stored));
        assert!(hasher.verify("correct horse", Some(stored.clone())).await.unwrap());
        assert!(!hasher.verify("correct horsf", Some(stored)).await.unwrap());
        assert!(!hasher.verify("correct horse", None).await.unwrap());
        assert_eq!(hasher.hashes(), 4);
    }

    /// Begins it, and says whether it has to wait.
    fn waits<T>(future: &mut Pin<Box<impl Future<Output = T>>>) -> bool {
        future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    #[tokio::test]
    async fn the_queue_has_an_end_and_who_gives_up_leaves_it() {
        let hasher = Hasher::new().unwrap();
        let all_at_work = Arc::clone(&hasher.permits).acquire_many_owned(2).await.unwrap();
        let mut waiting: Vec<_> =
            (0..AT_ONCE + WAITING).map(|_| Box::pin(hasher.verify("correct horse", None))).collect();
        for one in &mut waiting {
            assert!(waits(one));
        }
        assert!(matches!(hasher.verify("x", None).await, Err(Error::TooManyRequests { .. })));
        waiting.pop();
        let mut next = Box::pin(hasher.verify("x", None));
        assert!(waits(&mut next), "it has the place of the one who went away");
        drop(waiting);
        drop(all_at_work);
        assert!(!next.await.unwrap());
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_fits_and_is_told_to_be_old() {
        let params = Params::new(8 * 1024, 1, 1, None).unwrap();
        let weaker = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let stored: PasswordHash = weaker.hash_password(b"correct horse").unwrap();
        let stored = stored.to_string();
        assert!(is_outdated(&stored), "{stored}");
        assert!(Hasher::new().unwrap().verify("correct horse", Some(stored)).await.unwrap());
        assert!(is_outdated("$2b$12$nonsense"));
    }

    #[tokio::test]
    async fn longer_ones_than_may_be_set_today_still_work() {
        let hasher = Hasher::new().unwrap();
        let long = "x1y".repeat(341);
        let stored = hasher.hash(long.clone()).await.unwrap();
        assert!(hasher.verify(&long, Some(stored.clone())).await.unwrap());
        assert!(!hasher.verify(&"x1y".repeat(5_000), Some(stored)).await.unwrap());
    }

    #[test]
    fn there_are_two_rules_length_and_not_easy_to_guess() {
        let ada = UserName::parse("ada").unwrap();
        let fits = |password: &str| check_new("new", password, &ada).is_ok();
        assert!(!fits("v9!kQ2mZp4x"), "eleven characters");
        assert!(fits("v9!kQ2mZp4xw"));
        assert!(fits("zwölf Zeichen, auch ü"));
        assert!(fits(&"nK7 wq".repeat(21)), "126 characters");
        assert!(!fits(&"x".repeat(129)));
        assert!(!fits("Passw0rd2026!"));
    }
}
