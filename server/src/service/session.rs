//! Signing in and out. Every try is recorded; a session exists only after its line in the record does.

use shared::audit::Outcome;
use shared::policy::Sight;
use shared::session::{ClusterInfo, SessionView, SignIn};
use shared::{Actor, UserName};

use super::access::actor_of;
use super::audit;
use super::undivided::undivided;
use crate::app::{App, AppState};
use crate::auth::secret::Secret;
use crate::auth::session::{ABSOLUTE_MS, CODE_MS, IDLE_MS};
use crate::auth::{SignedIn, Via};
use crate::error::{Error, Result};
use crate::extract::Peer;
use crate::store::{NewSession, User};

/// The verbs that the record uses for these; the policy does not know them.
pub(super) const SIGN_IN: &str = "sign-in";
const SIGN_OUT: &str = "sign-out";

/// Longest text of a browser about itself that is kept.
const USER_AGENT_CHARS: usize = 200;

/// Where a sign-in comes from.
#[derive(Debug, Clone)]
pub struct From {
    /// The other end.
    pub peer: Peer,
    /// The browser, as it calls itself.
    pub user_agent: String,
    /// The session that the browser had until now. It ends: a session never outlives another sign-in.
    pub old_secret: Option<Secret>,
}

/// A session just made.
#[derive(Debug)]
pub struct NewlySignedIn {
    /// For the cookie.
    pub secret: Secret,
    /// What the page is told.
    pub view: SessionView,
}

/// Signs in with name and password. A wrong name and a wrong password look the same, and take as long.
pub async fn sign_in(app: &AppState, body: SignIn, from: From) -> Result<NewlySignedIn> {
    let tried = app.limits.begin(from.peer.network(), Some(&body.name))?;
    let user = match UserName::parse(&body.name) {
        Ok(name) => app.store.user(&name).await?,
        Err(_) => None,
    };
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let fits = app.hasher.verify(&body.password, stored).await?;
    let Some(user) = user.filter(|_| fits) else {
        return refuse(app, &body.name, "Sign in with a password", "The name or the password is wrong.")
            .await;
    };
    app.limits.give_back(tried);
    begin_session(app, user, "Sign in with a password", from).await
}

/// Signs in with a one-time link's code, and uses it up.
pub async fn sign_in_with_code(app: &AppState, code: &str, from: From) -> Result<NewlySignedIn> {
    const WRONG: &str = "This link was used already, is older than 15 minutes, or was not copied whole. Make a new one \
                         on the server: quarterdeck user link --name admin";
    let tried = app.limits.begin(from.peer.network(), None)?;
    let name = match Secret::parse(code.trim()) {
        Some(code) => app.store.use_code(&code.hash(), app.wall_ms()).await?,
        None => None,
    };
    let user = match name {
        Some(name) => app.store.user(&name).await?,
        None => None,
    };
    let Some(user) = user else {
        return refuse(app, "", "Sign in with a one-time link", WRONG).await;
    };
    app.limits.give_back(tried);
    begin_session(app, user, "Sign in with a one-time link", from).await
}

async fn refuse<T>(app: &App, name: &str, summary: &str, why: &'static str) -> Result<T> {
    let line = audit::begin_unasked(app, name, Via::Nobody, SIGN_IN, summary).await?;
    audit::finish(app, line, Outcome::Refused, why).await;
    Err(Error::NotSignedIn(why))
}

/// Begins a session of a user who has shown who they are, however.
pub(super) async fn begin_session(
    app: &AppState,
    user: User,
    summary: &'static str,
    from: From,
) -> Result<NewlySignedIn> {
    let state = app.clone();
    undivided(app, async move {
        let line = audit::begin_unasked(&state, user.name.as_str(), Via::Session, SIGN_IN, summary).await?;
        audit::finish_by(&state, line, store_session(&state, &user, from).await).await
    })
    .await
}

async fn store_session(app: &App, user: &User, from: From) -> Result<NewlySignedIn> {
    let now_ms = app.wall_ms();
    if let Some(old) = from.old_secret {
        app.store.delete_session_by_secret(&old.hash()).await?;
    }
    app.store.delete_old_sessions(now_ms.saturating_sub(ABSOLUTE_MS), now_ms.saturating_sub(IDLE_MS)).await?;
    app.store.delete_old_codes(now_ms.saturating_sub(CODE_MS)).await?;
    let secret = Secret::random()?;
    let user_agent: String =
        from.user_agent.chars().filter(|sign| !sign.is_control()).take(USER_AGENT_CHARS).collect();
    app.store
        .insert_session(NewSession {
            id: &uuid::Uuid::now_v7().to_string(),
            secret_hash: &secret.hash(),
            user: &user.name,
            user_agent: &user_agent,
            now_ms,
        })
        .await?;
    let actor = actor_of(app, &user.name).await?;
    let view = SessionView {
        user: user.name.clone(),
        rights: actor.rights.clone(),
        contact: app.config.contact.clone(),
        expires_ms: Some(now_ms + IDLE_MS.min(ABSOLUTE_MS)),
        has_password: user.password_hash.is_some(),
        clusters: clusters(app, &actor),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: app.page.build().to_owned(),
    };
    Ok(NewlySignedIn { secret, view })
}

/// Who one is, and what there is.
pub async fn view(app: &App, signed_in: &SignedIn) -> Result<SessionView> {
    let has_password = match signed_in.via {
        Via::Session => {
            app.store.user(&signed_in.actor.name).await?.is_some_and(|user| user.password_hash.is_some())
        }
        _ => false,
    };
    Ok(SessionView {
        user: signed_in.actor.name.clone(),
        rights: signed_in.actor.rights.clone(),
        contact: app.config.contact.clone(),
        expires_ms: (signed_in.via == Via::Session).then_some(signed_in.expires_ms),
        has_password,
        clusters: clusters(app, &signed_in.actor),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: app.page.build().to_owned(),
    })
}

/// Ends one's own session.
pub async fn sign_out(app: &AppState, signed_in: &SignedIn) -> Result<()> {
    let id = signed_in.session_id()?.to_owned();
    let (state, name, via) = (app.clone(), signed_in.actor.name.clone(), signed_in.via);
    undivided(app, async move {
        let line = audit::begin_unasked(&state, name.as_str(), via, SIGN_OUT, "Sign out").await?;
        let done = state.store.delete_session(&name, &id).await.map(drop).map_err(Error::from);
        audit::finish_by(&state, line, done).await
    })
    .await
}

/// The clusters of which somebody sees anything.
fn clusters(app: &App, actor: &Actor) -> Vec<ClusterInfo> {
    let seen = app.clusters.iter().filter(|cluster| !Sight::of(actor, cluster.name()).is_nothing());
    seen.map(|cluster| cluster.info()).collect()
}
