//! Whether whoever sits there showed a short while ago that it is them.
//!
//! A session remembers it itself. Who comes by certificate or by a proxy's word has none: their browser gets a secret that
//! opens nothing, and counts only beside the certificate or the word of that same user.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use shared::UserName;

use super::secret::Secret;
use super::session::STEP_UP_MS;
use super::{SignedIn, Via};
use crate::error::{Error, Result};
use crate::store::User;

/// The most that are remembered; of more the oldest are asked again.
const MOST: usize = 10_000;

/// Who has confirmed it without a session, and when, by the hash of the browser's secret. In memory: after a start they
/// are asked again.
#[derive(Debug, Default)]
pub struct Confirmations(Mutex<HashMap<String, (UserName, u64)>>);

impl Confirmations {
    /// Remembers it; gives the browser's secret.
    pub fn keep(&self, user: &UserName, now_ms: u64) -> Result<Secret> {
        let secret = Secret::random()?;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, at_ms)| now_ms < *at_ms + STEP_UP_MS);
        if all.len() >= MOST
            && let Some(oldest) =
                all.iter().min_by_key(|(_, (_, at_ms))| *at_ms).map(|(hash, _)| hash.clone())
        {
            all.remove(&oldest);
        }
        all.insert(secret.hash(), (user.clone(), now_ms));
        Ok(secret)
    }

    fn hold(&self, secret: &Secret, user: &UserName, now_ms: u64) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&secret.hash()).is_some_and(|(of, at_ms)| of == user && now_ms < *at_ms + STEP_UP_MS)
    }
}

impl SignedIn {
    /// Whether whoever sits there showed a short while ago that it is them: before users, roles, groups, grants, tokens
    /// and templates change. A script with a token is not asked: it has nothing else to show.
    ///
    /// Nor is a certificate or a proxy's user whose account has neither a password nor a second factor. Whether it is a
    /// browser that shows the certificate plays no part: a browser's word about itself is left out at will.
    pub async fn confirmed(&self) -> Result<()> {
        let now_ms = self.app.wall_ms();
        let is_confirmed = match (&self.session_id, self.via) {
            (Some(id), _) => {
                let stepped_up_ms = self.app.store.stepped_up_ms(id).await?.unwrap_or(0);
                stepped_up_ms + STEP_UP_MS > now_ms
            }
            (None, Via::Certificate | Via::Header) => {
                let shown = self.confirmation.as_ref();
                shown.is_some_and(|secret| self.app.confirmations.hold(secret, &self.actor.name, now_ms))
                    || !self.app.store.user(&self.actor.name).await?.is_some_and(|user| has_own_means(&user))
            }
            (None, _) => true,
        };
        if is_confirmed {
            return Ok(());
        }
        Err(Error::StepUpNeeded(say::server::who::confirm_that_it_is_you()))
    }
}

/// Whether the account itself has something to confirm with.
pub fn has_own_means(user: &User) -> bool {
    user.totp.is_some() || user.password_hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_for_one_user_and_ten_minutes() {
        let all = Confirmations::default();
        let [ada, grace] = ["ada", "grace"].map(|name| UserName::parse(name).unwrap());
        let secret = all.keep(&ada, 1_000).unwrap();
        assert!(all.hold(&secret, &ada, 1_000 + STEP_UP_MS - 1));
        assert!(!all.hold(&secret, &grace, 1_000));
        assert!(!all.hold(&Secret::random().unwrap(), &ada, 1_000));
        assert!(!all.hold(&secret, &ada, 1_000 + STEP_UP_MS));
    }
}
