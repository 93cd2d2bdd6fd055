//! Passwords: argon2id, a few at a time, and the same work whether there is such a user or not.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// At most so many at once: each takes a core and 19 MiB, and anybody can make us start one.
const AT_ONCE: usize = 2;

/// The fewest characters of a password.
pub const MIN_CHARS: usize = 10;
/// The most: hashing must not become a way to keep the server busy.
pub const MAX_CHARS: usize = 1024;

/// Hashes and checks passwords.
#[derive(Debug, Clone)]
pub struct Hasher {
    permits: Arc<Semaphore>,
    /// A hash that no password fits, checked when there is no such user: it takes as long as a real one.
    dummy: Arc<str>,
}

impl Hasher {
    /// Works out the dummy hash; takes as long as one sign-in.
    pub fn new() -> Result<Self> {
        let nobodys = crate::auth::secret::Secret::random()?;
        Ok(Self { permits: Arc::new(Semaphore::new(AT_ONCE)), dummy: hash(nobodys.reveal())?.into() })
    }

    /// The hash to store, as a PHC string.
    pub async fn hash(&self, password: String) -> Result<String> {
        self.work(move || hash(&password)).await
    }

    /// Whether it is the password. Without a hash (no such user, or no password yet) it never is, after the same
    /// work.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.as_ref().to_owned());
        let fits = self.work(move || verify(&password, &stored)).await?;
        Ok(fits && known)
    }

    async fn work<T: Send + 'static>(&self, job: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Error::internal)?;
        let job = move || {
            // Held by the work and not by whoever waits: one who goes away does not make room for another job.
            let _permit = permit;
            job()
        };
        tokio::task::spawn_blocking(job).await.map_err(Error::internal)?
    }
}

/// Whether a new password is long enough. No other rules: they make passwords worse.
pub fn check_new(password: &str) -> Result<()> {
    let chars = password.chars().count();
    if (MIN_CHARS..=MAX_CHARS).contains(&chars) {
        return Ok(());
    }
    Err(Error::bad_field(
        "new",
        format!("A password must have {MIN_CHARS} to {MAX_CHARS} characters; this one has {chars}."),
    ))
}

fn argon2() -> Result<Argon2<'static>> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
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
    use super::*;

    #[tokio::test]
    async fn fits_its_own_hash_and_no_other() {
        let hasher = Hasher::new().unwrap();
        let stored = hasher.hash("correct horse".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(hasher.verify("correct horse".into(), Some(stored.clone())).await.unwrap());
        assert!(!hasher.verify("correct horsf".into(), Some(stored)).await.unwrap());
        assert!(!hasher.verify("correct horse".into(), None).await.unwrap());
    }

    #[test]
    fn length_is_the_only_rule() {
        assert!(check_new("ninechars").is_err());
        assert!(check_new("ten chars!").is_ok());
        assert!(check_new("zehn Zeichen, auch ü").is_ok());
        assert!(check_new(&"x".repeat(1024)).is_ok());
        assert!(check_new(&"x".repeat(1025)).is_err());
    }
}
