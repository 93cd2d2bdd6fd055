//! Who users are elsewhere: links to the identity provider, and client certificates. Changed by whoever may change users,
//! and recorded.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use sha2::{Digest, Sha256};
use shared::policy::Right;
use shared::sign_on::{CertificateRow, IdentityRow, NewCertificate, NewIdentity};
use shared::{Permit, UserName};

use super::access::may_manage;
use super::audit;
use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::auth::secret::hex;
use crate::error::{Error, Result};
use crate::store::{self, Store};

/// Longest subject that a provider may give.
const MOST_SUBJECT_CHARS: usize = 255;

/// All links to the identity provider.
pub async fn identities(app: &App, _permit: &Permit) -> Result<Vec<IdentityRow>> {
    Ok(app.store.identities().await?)
}

/// Links a user to somebody at the identity provider.
pub async fn link(app: &AppState, permit: &Permit, who: &SignedIn, new: NewIdentity) -> Result<IdentityRow> {
    let issuer = app
        .oidc
        .as_ref()
        .map(|provider| provider.issuer().to_owned())
        .ok_or_else(|| Error::bad_request(say::server::people::no_provider()))?;
    // Whoever says that somebody is this user gives them all that the user has.
    may_manage(app, who, &new.user).await?;
    let entry = who.entry(link_summary(&new));
    let (state, by) = (app.clone(), permit.actor().name.clone());
    let work = async move { insert_link(&state.store, &issuer, &new, by.as_str(), state.wall_ms()).await };
    audit::recorded(app, permit, entry, work).await
}

/// Takes a link away: who it was can't sign in by the provider any more. Sessions that began by it go on.
pub async fn unlink(app: &AppState, permit: &Permit, who: &SignedIn, id: &str) -> Result<()> {
    let all = app.store.identities().await?;
    let link = all
        .into_iter()
        .find(|link| link.id == id)
        .ok_or_else(|| Error::not_found(say::server::people::this_link()))?;
    may_manage(app, who, &link.user).await?;
    let summary = say::server::record::unlink(&link.user, &link.subject);
    let store = app.store.clone();
    let work = async move { store.delete_identity(&link.id).await.map(drop).map_err(Error::from) };
    audit::recorded(app, permit, who.entry(summary), work).await
}

/// All certificates that are somebody's, or were.
pub async fn certificates(app: &App, _permit: &Permit) -> Result<Vec<CertificateRow>> {
    Ok(app.store.certificates().await?)
}

/// Makes a certificate a user's.
pub async fn add_certificate(
    app: &AppState,
    permit: &Permit,
    who: &SignedIn,
    new: NewCertificate,
) -> Result<CertificateRow> {
    let fingerprint = fingerprint(&new.certificate)?;
    may_manage(app, who, &new.user).await?;
    let entry = who.entry(add_summary(&fingerprint, &new.user));
    let (state, by) = (app.clone(), permit.actor().name.clone());
    let work = async move {
        insert_certificate(&state.store, &fingerprint, &new.user, by.as_str(), state.wall_ms()).await
    };
    audit::recorded(app, permit, entry, work).await
}

/// Revokes a certificate: from the next request on it lets nobody in, whatever its common name is.
pub async fn revoke_certificate(app: &AppState, permit: &Permit, who: &SignedIn, text: &str) -> Result<()> {
    let fingerprint = fingerprint(text)?;
    match app.store.certificate(&fingerprint).await?.and_then(|row| row.user) {
        Some(user) => may_manage(app, who, &user).await?,
        // Of one that nobody added it isn't known whose it is: by its common name it may be anybody's.
        None => who.may_give(&Right::everything()).await?,
    }
    let entry = who.entry(revoke_summary(&fingerprint));
    let (state, by) = (app.clone(), permit.actor().name.clone());
    let work = async move {
        state.store.revoke_certificate(&fingerprint, by.as_str(), state.wall_ms()).await?;
        Ok(())
    };
    audit::recorded(app, permit, entry, work).await
}

/// The SHA-256 of a certificate: of its PEM form, or as tools print it.
pub(super) fn fingerprint(text: &str) -> Result<String> {
    let text = text.trim();
    if text.contains("-----BEGIN") {
        let der = CertificateDer::from_pem_slice(text.as_bytes())
            .map_err(|_| Error::bad_field("certificate", say::server::people::no_certificate()))?;
        return Ok(hex(&Sha256::digest(&der)));
    }
    let digits: String = text.chars().filter(|sign| *sign != ':').collect::<String>().to_ascii_lowercase();
    if digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(digits);
    }
    Err(Error::bad_field("certificate", say::server::people::certificate_wanted()))
}

pub(super) fn link_summary(new: &NewIdentity) -> String {
    let subject: String =
        new.subject.chars().filter(|sign| !sign.is_control()).take(MOST_SUBJECT_CHARS).collect();
    say::server::record::link(&new.user, &subject)
}

pub(super) fn add_summary(fingerprint: &str, user: &UserName) -> String {
    say::server::record::add_certificate(user, &short(fingerprint))
}

pub(super) fn revoke_summary(fingerprint: &str) -> String {
    say::server::record::revoke_certificate(&short(fingerprint))
}

/// Enough of it to tell certificates apart.
fn short(fingerprint: &str) -> String {
    format!("SHA-256 {}…", fingerprint.get(..16).unwrap_or(fingerprint))
}

pub(super) async fn insert_link(
    store: &Store,
    issuer: &str,
    new: &NewIdentity,
    by: &str,
    now_ms: u64,
) -> Result<IdentityRow> {
    if new.subject.is_empty() || new.subject.chars().count() > MOST_SUBJECT_CHARS {
        return Err(Error::bad_field("subject", say::server::people::subject_length(&MOST_SUBJECT_CHARS)));
    }
    must_be_there(store, &new.user).await?;
    let row = store::NewIdentity {
        id: &uuid::Uuid::now_v7().to_string(),
        issuer,
        subject: &new.subject,
        user: &new.user,
        created_by: by,
        now_ms,
    };
    store.insert_identity(row).await?;
    let there = store.identity(issuer, &new.subject).await?;
    there
        .filter(|there| there.user == new.user)
        .ok_or_else(|| Error::Conflict(say::server::people::subject_taken().into()))
}

pub(super) async fn insert_certificate(
    store: &Store,
    fingerprint: &str,
    user: &UserName,
    by: &str,
    now_ms: u64,
) -> Result<CertificateRow> {
    must_be_there(store, user).await?;
    store.insert_certificate(fingerprint, user, by, now_ms).await?;
    let there = store.certificate(fingerprint).await?;
    there
        .filter(|there| there.user.as_ref() == Some(user))
        .ok_or_else(|| Error::Conflict(say::server::people::certificate_taken().into()))
}

async fn must_be_there(store: &Store, user: &UserName) -> Result<()> {
    if store.user(user).await?.is_some() {
        return Ok(());
    }
    Err(Error::bad_field("user", say::server::people::no_user_to_link(&user)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_read_as_tools_print_it() {
        let colons = ["AB"; 32].join(":");
        assert_eq!(fingerprint(&colons).unwrap(), "ab".repeat(32));
        assert_eq!(fingerprint(&format!(" {} \n", "0F".repeat(32))).unwrap(), "0f".repeat(32));
        for wrong in ["", "ab", &"xy".repeat(32), "-----BEGIN CERTIFICATE-----", &"ü".repeat(32)] {
            assert!(fingerprint(wrong).is_err(), "{wrong}");
        }
    }
}
