//! How one comes in oneself, and taking such ways away: each only after confirming that it is oneself, and the last one only
//! if that is said. What others may do about one's account is `identities`'s.

use shared::sign_on::{CameBy, OwnWaysIn};
use shared::{Permit, UserName};

use super::account::{VERB, own_user};
use super::{audit, identities};
use crate::app::{App, AppState};
use crate::auth::{SignedIn, Via};
use crate::error::{Error, Result};
use crate::store::User;

/// One's own ways in.
pub async fn view(app: &App, who: &SignedIn) -> Result<OwnWaysIn> {
    who.must_be_user()?;
    let user = own_user(app, who).await?;
    let now = match who.via {
        Via::Certificate => CameBy::Certificate,
        Via::Header => CameBy::TrustedHeader,
        _ => CameBy::Session,
    };
    let certificate_now = who.behalf().credential.filter(|_| now == CameBy::Certificate);
    Ok(OwnWaysIn { now, certificate_now, ..of(app, &user).await? })
}

/// Takes one's own link to the identity provider away. `last_way`: also if nothing is left by which one gets in.
pub async fn unlink(app: &AppState, permit: &Permit, who: &SignedIn, id: &str, last_way: bool) -> Result<()> {
    let name = begin(who).await?;
    let own = app.store.identities_of(&name).await?;
    let link = own.into_iter().find(|link| link.id == id).ok_or_else(|| Error::not_found("This link"))?;
    let entry =
        who.entry(format!("Unlink oneself from {} at the identity provider", link.subject)).verb(VERB);
    let (state, id, via) = (app.clone(), link.id, who.via);
    audit::recorded(app, permit, entry, async move {
        let _changing = state.access.lock().await;
        let user = user_of(&state, &name).await?;
        let mut left = of(&state, &user).await?;
        left.identities.retain(|link| link.id != id);
        check_left(&state, &left, via, last_way)?;
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
        return Err(Error::not_found("This certificate"));
    }
    let entry = who.entry(identities::revoke_summary(&fingerprint)).verb(VERB);
    let (state, via) = (app.clone(), who.via);
    audit::recorded(app, permit, entry, async move {
        let _changing = state.access.lock().await;
        let user = user_of(&state, &name).await?;
        let mut left = of(&state, &user).await?;
        left.certificates.retain(|own| own.fingerprint != fingerprint);
        check_left(&state, &left, via, last_way)?;
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

async fn user_of(app: &App, name: &UserName) -> Result<User> {
    app.store.user(name).await?.ok_or(Error::NotSignedIn("This account is no longer there."))
}

/// All but how one came in now.
async fn of(app: &App, user: &User) -> Result<OwnWaysIn> {
    Ok(OwnWaysIn {
        password: user.password_hash.is_some(),
        identities: app.store.identities_of(&user.name).await?,
        certificates: app.store.certificates_of(&user.name).await?,
        trusted_header: app.config.header_sign_in.is_some(),
        now: CameBy::Session,
        certificate_now: None,
    })
}

/// Whether one still gets in by what is left, or has said that one knows.
fn check_left(app: &App, left: &OwnWaysIn, via: Via, last_way: bool) -> Result<()> {
    // Of a provider or an authority that this server does not ask any more nobody comes.
    let issuer = app.oidc.as_ref().map(|provider| provider.issuer());
    let by_provider = left.identities.iter().any(|link| issuer == Some(link.issuer.as_str()));
    let by_certificate =
        app.config.tls.as_ref().is_some_and(|tls| tls.client_ca.is_some()) && !left.certificates.is_empty();
    // Whom a proxy names is known by who came by its word.
    let by_header = via == Via::Header;
    if left.password || by_provider || by_certificate || by_header || last_way {
        return Ok(());
    }
    Err(Error::ConfirmationNeeded(
        "This is your last way in: without it only a new link from an administrator, or from the server's terminal, \
         lets you in again. Set a password first; or send ?last_way=true if you mean it. Nothing was changed."
            .into(),
    ))
}
