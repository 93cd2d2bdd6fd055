//! Client certificates: what the handshake has verified, as requests carry it.
//!
//! That a certificate is signed by the configured authority is the handshake's to decide; whose it is stands in the
//! store. A connection may stay open for longer than its certificate is good, so that is asked again at each request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::request::Parts;
use sha2::{Digest, Sha256};
use shared::UserName;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::secret::hex;
use crate::app::App;
use crate::error::{Error, Result};
use crate::store::Vouched;

/// What is kept of a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub fingerprint: String,
    /// The subject's common name, if it has exactly one.
    pub common_name: Option<String>,
    /// When it ends, in milliseconds since the Unix epoch.
    pub expires_ms: u64,
}

impl Certificate {
    /// Reads the DER form.
    pub fn read(der: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let mut names = certificate.subject().iter_common_name();
        // Of two names one would be chosen by whoever reads it: so there is none.
        let common_name = match (names.next(), names.next()) {
            (Some(name), None) => name.as_str().ok().map(str::to_owned),
            _ => None,
        };
        let expires_s = certificate.validity().not_after.timestamp();
        Some(Self {
            fingerprint: hex(&Sha256::digest(der)),
            common_name,
            expires_ms: u64::try_from(expires_s).unwrap_or(0).saturating_mul(1000),
        })
    }
}

/// Which reading of the authority's file is in force: connections of earlier ones have proved nothing to this one.
#[derive(Debug, Clone, Default)]
pub struct Authority(Arc<InForce>);

#[derive(Debug, Default)]
struct InForce {
    number: AtomicU64,
    /// SHA-256 of the file, in hexadecimal digits; empty while none was read.
    digest: Mutex<Arc<str>>,
}

impl Authority {
    /// The reading that is in force now.
    pub fn now(&self) -> Reading {
        // In this order: of a file that is replaced meanwhile the reading is none in force.
        let number = self.0.number.load(Ordering::SeqCst);
        Reading { authority: self.clone(), number, digest: self.digest() }
    }

    /// Another file is in force.
    pub fn replaced(&self, digest: &[u8]) {
        *self.0.digest.lock().unwrap_or_else(PoisonError::into_inner) = hex(digest).into();
        self.0.number.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether what somebody showed once would still be believed: they can't be asked to show it again.
    pub fn still_believes(&self, vouched: &Vouched, now_ms: u64) -> bool {
        let digest = self.digest();
        !digest.is_empty() && *digest == *vouched.authority && now_ms < vouched.expires_ms
    }

    fn digest(&self) -> Arc<str> {
        Arc::clone(&self.0.digest.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One reading of the authority's file.
#[derive(Debug, Clone)]
pub struct Reading {
    authority: Authority,
    number: u64,
    digest: Arc<str>,
}

impl Reading {
    fn is_in_force(&self) -> bool {
        self.authority.0.number.load(Ordering::SeqCst) == self.number
    }
}

/// The certificate that a connection came with, if any.
#[derive(Debug, Clone, Default)]
pub struct Presented(Option<Arc<(Certificate, Reading)>>);

impl Presented {
    /// None was shown.
    pub fn none() -> Self {
        Self(None)
    }

    /// This one was shown, and verified by that reading of the authority.
    pub fn some(certificate: Certificate, reading: Reading) -> Self {
        Self(Some(Arc::new((certificate, reading))))
    }

    /// The certificate.
    pub fn certificate(&self) -> Option<&Certificate> {
        self.0.as_ref().map(|shown| &shown.0)
    }

    /// Whether the certificate is still good: not expired, and of the authority that is in force.
    pub fn is_good(&self, now_ms: u64) -> bool {
        self.0.as_ref().is_some_and(|shown| now_ms < shown.0.expires_ms && shown.1.is_in_force())
    }

    /// What vouches for whoever showed it, as it is kept with what they begin.
    pub fn vouched(&self) -> Option<Vouched> {
        let (certificate, reading) = &**self.0.as_ref()?;
        Some(Vouched { authority: reading.digest.to_string(), expires_ms: certificate.expires_ms })
    }

    /// What the connection of this request came with.
    pub(super) fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }
}

/// Whose a certificate is.
pub(super) struct Owner {
    pub(super) user: UserName,
    /// When it was used last, if that is noted at all.
    pub(super) used_ms: Option<Option<u64>>,
}

/// Whose the certificate of this connection is; nothing if it came without one. One that was revoked is nobody's, also
/// where common names count.
pub(super) async fn owner(app: &App, presented: &Presented) -> Result<Option<Owner>> {
    let Some(certificate) = presented.certificate() else { return Ok(None) };
    if !presented.is_good(app.wall_ms()) {
        return Err(Error::NotSignedIn(say::server::who::certificate_ended()));
    }
    if let Some(row) = app.store.certificate(&certificate.fingerprint).await? {
        let user = row
            .user
            .filter(|_| row.revoked_ms.is_none())
            .ok_or(Error::NotSignedIn(say::server::who::certificate_revoked()))?;
        return Ok(Some(Owner { user, used_ms: Some(row.used_ms) }));
    }
    let named = certificate.common_name.as_deref().filter(|_| app.config.client_names);
    match named.and_then(|name| UserName::parse(name).ok()) {
        Some(user) => Ok(Some(Owner { user, used_ms: None })),
        None => Err(Error::NotSignedIn(say::server::who::certificate_nobodys())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(expires_ms: u64) -> Certificate {
        Certificate { fingerprint: "00".repeat(32), common_name: None, expires_ms }
    }

    #[test]
    fn a_certificate_is_good_until_it_ends_or_its_authority_does() {
        let authority = Authority::default();
        let presented = Presented::some(certificate(1_000), authority.now());
        assert!(presented.is_good(999));
        assert!(!presented.is_good(1_000), "it has ended");
        authority.replaced(&[1]);
        assert!(!presented.is_good(999), "another authority is in force");
        assert!(Presented::some(certificate(1_000), authority.now()).is_good(999));
        assert!(!Presented::none().is_good(0));
    }

    #[test]
    fn what_was_shown_once_is_believed_as_long_as_it_would_be_again() {
        let authority = Authority::default();
        let shown =
            |authority: &Authority| Presented::some(certificate(1_000), authority.now()).vouched().unwrap();
        assert!(!authority.still_believes(&shown(&authority), 0), "no authority was read");
        authority.replaced(&[1]);
        let vouched = shown(&authority);
        assert!(authority.still_believes(&vouched, 999));
        assert!(!authority.still_believes(&vouched, 1_000), "it has ended");
        let after_a_start = Authority::default();
        after_a_start.replaced(&[1]);
        assert!(after_a_start.still_believes(&vouched, 999));
        authority.replaced(&[2]);
        assert!(!authority.still_believes(&vouched, 999), "another authority is in force");
    }

    #[test]
    fn nonsense_is_no_certificate() {
        assert_eq!(Certificate::read(b""), None);
        assert_eq!(Certificate::read(b"-----BEGIN CERTIFICATE-----"), None);
    }
}
