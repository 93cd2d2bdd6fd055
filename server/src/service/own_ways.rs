//! How one comes in oneself, and taking such ways away: each only after confirming that it is oneself, and the last one only
//! if that is said. What others may do about one's account is `identities`'s.

use std::collections::BTreeSet;

use shared::sign_on::{CameBy, OwnWaysIn};
use shared::{Permit, UserName};

use super::account::{VERB, own_user};
use super::{audit, identities};
use crate::app::{App, AppState};
use crate::auth::{SignedIn, Via};
use crate::error::{Error, Result};

/// One's own ways in.
pub async fn view(app: &App, who: &SignedIn) -> Result<OwnWaysIn> {
    who.must_be_user()?;
    let ways = of(app, who).await?;
    let certificates = ways.certificates.iter().map(|own| &own.fingerprint);
    let certificates: BTreeSet<&String> = certificates.chain(&ways.certificate_now).collect();
    let all = ways.identities.iter().map(|link| &link.id).chain(certificates);
    let last_ways = all.filter(|id| !lets_in(app, &without(&ways, id))).cloned().collect();
    Ok(OwnWaysIn { last_ways, ..ways })
}

/// Takes one's own link to the identity provider away. `last_way`: also if nothing is left by which one gets in.
pub async fn unlink(app: &AppState, permit: &Permit, who: &SignedIn, id: &str, last_way: bool) -> Result<()> {
    let name = begin(who).await?;
    let own = app.store.identities_of(&name).await?;
    let link = own
        .into_iter()
        .find(|link| link.id == id)
        .ok_or_else(|| Error::not_found(say::server::people::this_link()))?;
    let entry = who.entry(say::server::record::unlink_oneself(&link.subject)).verb(VERB);
    let (state, id, who) = (app.clone(), link.id, who.clone());
    audit::recorded(app, permit, entry, async move {
        let _changing = state.access.lock().await;
        check_without(&state, &who, &id, last_way).await?;
        state.store.delete_identity(&id).await.map(drop).map_err(Error::from)
    })
    .await
}

/// Revokes one's own client certificate. `last_way` as above.
pub async fn revoke_certificate(
    app: &AppState,
    permit: &Permit,
    who: &SignedIn,
    text: &str,
    last_way: bool,
) -> Result<()> {
    let name = begin(who).await?;
    let fingerprint = identities::fingerprint(text)?;
    let is_own = app.store.certificates_of(&name).await?.iter().any(|own| own.fingerprint == fingerprint)
        // By its common name it is this user's, and in no list.
        || who.behalf().credential.as_ref() == Some(&fingerprint);
    if !is_own {
        return Err(Error::not_found(say::server::people::this_certificate()));
    }
    let entry = who.entry(identities::revoke_summary(&fingerprint)).verb(VERB);
    let (state, who) = (app.clone(), who.clone());
    audit::recorded(app, permit, entry, async move {
        let _changing = state.access.lock().await;
        check_without(&state, &who, &fingerprint, last_way).await?;
        state.store.revoke_certificate(&fingerprint, name.as_str(), state.wall_ms()).await?;
        Ok(())
    })
    .await
}

async fn begin(who: &SignedIn) -> Result<UserName> {
    who.must_be_user()?;
    // Whoever finds an open browser must not lock its owner out.
    who.confirmed().await?;
    Ok(who.actor.name.clone())
}

/// All but which of them is the last.
async fn of(app: &App, who: &SignedIn) -> Result<OwnWaysIn> {
    let user = own_user(app, who).await?;
    let now = match who.via {
        Via::Certificate => CameBy::Certificate,
        Via::Header => CameBy::TrustedHeader,
        _ => CameBy::Session,
    };
    Ok(OwnWaysIn {
        password: user.password_hash.is_some(),
        identities: app.store.identities_of(&user.name).await?,
        certificates: app.store.certificates_of(&user.name).await?,
        trusted_header: app.config.header_sign_in.is_some(),
        now,
        certificate_now: who.behalf().credential.filter(|_| now == CameBy::Certificate),
        last_ways: Vec::new(),
    })
}

/// Refuses what would leave no way in, unless one has said that one knows. Ask it under the lock under which it is done.
async fn check_without(app: &App, who: &SignedIn, taken: &str, last_way: bool) -> Result<()> {
    if last_way || lets_in(app, &without(&of(app, who).await?, taken)) {
        return Ok(());
    }
    Err(Error::ConfirmationNeeded(say::server::people::last_way_in().into()))
}

/// What is left without the identity of this id, or the certificate of this fingerprint.
fn without(ways: &OwnWaysIn, taken: &str) -> OwnWaysIn {
    let mut left = ways.clone();
    left.identities.retain(|link| link.id != taken);
    left.certificates.retain(|own| own.fingerprint != taken);
    left.certificate_now = left.certificate_now.filter(|now| now != taken);
    left
}

/// Whether one gets in by these: the one rule, by which the page warns and the server refuses.
fn lets_in(app: &App, ways: &OwnWaysIn) -> bool {
    // Of a provider or an authority that this server does not ask any more nobody comes.
    let issuer = app.oidc.as_ref().map(|provider| provider.issuer());
    let by_provider = ways.identities.iter().any(|link| issuer == Some(link.issuer.as_str()));
    // One that is in no list lets in whoever came with it.
    let has_certificate = !ways.certificates.is_empty() || ways.certificate_now.is_some();
    let by_certificate =
        has_certificate && app.config.tls.as_ref().is_some_and(|tls| tls.client_ca.is_some());
    // Whom a proxy names is known by who came by its word.
    let by_header = ways.now == CameBy::TrustedHeader;
    ways.password || by_provider || by_certificate || by_header
}
