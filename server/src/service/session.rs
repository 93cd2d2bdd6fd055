//! Signing in and out. Every try is recorded; a session exists only after its line in the record does.

use shared::account::SessionRow;
use shared::audit::Outcome;
use shared::policy::Sight;
use shared::session::{ClusterInfo, ConfirmBy, SessionView, SignIn, SignInWithCode};
use shared::{Actor, Scope, UserName, Verb, may};

use super::access::actor_of;
use super::second_factor::{self, Asked};
use super::undivided::undivided;
use super::{audit, oidc};
use crate::app::{App, AppState};
use crate::auth::familiar::Familiar;
use crate::auth::limit::Try;
use crate::auth::secret::Secret;
use crate::auth::session::CODE_MS;
use crate::auth::{SignedIn, Via, password};
use crate::error::{Error, Result};
use crate::extract::Peer;
use crate::store::{CodePurpose, NewSession, User};

/// The verbs that the record uses for these; the policy does not know them.
pub(super) const SIGN_IN: &str = "sign-in";
const SIGN_OUT: &str = "sign-out";

/// Longest text of a browser about itself that is kept.
const USER_AGENT_CHARS: usize = 200;

/// The most sessions of one user. Another one ends the one that was used least lately.
const MOST_SESSIONS: u32 = 50;

/// Where a sign-in comes from.
#[derive(Debug, Clone)]
pub struct CameFrom {
    /// The other end.
    pub peer: Peer,
    /// The browser, as it calls itself.
    pub user_agent: String,
    /// The session that the browser had until now. It ends: a session never outlives another sign-in.
    pub old_secret: Option<Secret>,
    /// The cookie by which the browser may be known, unopened.
    pub familiar: Option<String>,
}

impl CameFrom {
    /// The browser, if this user signed in there before.
    fn known_to(&self, app: &App, user: &str) -> Option<Familiar> {
        Familiar::open(&app.seal, user, self.familiar.as_deref()?, app.wall_ms())
    }
}

/// A session just made.
#[derive(Debug)]
pub struct NewlySignedIn {
    /// For the cookie.
    pub secret: Secret,
    /// The browser, to be known again.
    pub browser: Familiar,
    /// What the page is told.
    pub view: SessionView,
}

/// Signs in with name and password. A wrong name, a wrong password and a disabled account look the same, and take as
/// long; whether there is a second factor is told after the password was right.
pub async fn sign_in(app: &AppState, body: SignIn, from: CameFrom) -> Result<NewlySignedIn> {
    let summary = say::server::record::sign_in_password();
    let network = from.peer.network();
    let tried = match from.known_to(app, &body.name) {
        Some(browser) => app.tries.begin_in(&browser, network, &body.name)?,
        None => app.tries.begin(network, Some(&body.name))?,
    };
    let user = match UserName::parse(&body.name) {
        Ok(name) => app.store.user(&name).await?,
        Err(_) => None,
    };
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let fits = match app.hasher.verify(&body.password, stored).await {
        Ok(fits) => fits,
        Err(error) => {
            // Nobody has looked at it.
            app.tries.give_back(tried);
            return Err(error);
        }
    };
    let Some(user) = user.filter(|user| fits && user.disabled_ms.is_none()) else {
        return refuse(app, &body.name, summary, say::server::account::wrong_password()).await;
    };
    match second_factor::ask(app, &user, body.code.as_deref()).await? {
        Asked::Fine => {}
        not_yet => return ask_for_code(app, tried, &user.name, summary, not_yet).await,
    }
    app.tries.was_right(tried)?;
    let user = renew_hash(app, user, body.password).await;
    begin_session(app, user, summary, from, true).await
}

/// Signs in with a one-time link's code, and uses it up.
pub async fn sign_in_with_code(
    app: &AppState,
    body: SignInWithCode,
    from: CameFrom,
) -> Result<NewlySignedIn> {
    let summary = say::server::record::sign_in_link();
    let wrong = say::server::account::link_wrong();
    let tried = app.tries.begin(from.peer.network(), None)?;
    let hash = Secret::parse(body.code.trim()).map(|code| code.hash());
    let owner = match &hash {
        Some(hash) => app.store.code_owner(CodePurpose::SignIn, hash, app.wall_ms()).await?,
        None => None,
    };
    let user = match owner {
        Some(name) => app.store.user(&name).await?.filter(|user| user.disabled_ms.is_none()),
        None => None,
    };
    let (Some(hash), Some(user)) = (hash, user) else {
        return refuse(app, "", summary, wrong).await;
    };
    match second_factor::ask(app, &user, body.second_factor.as_deref()).await? {
        Asked::Fine => {}
        not_yet => return ask_for_code(app, tried, &user.name, summary, not_yet).await,
    }
    // Of two tries at once, one gets it.
    if app.store.use_code(CodePurpose::SignIn, &hash, app.wall_ms()).await?.is_none() {
        return refuse(app, "", summary, wrong).await;
    }
    app.tries.give_back(tried);
    begin_session(app, user, summary, from, true).await
}

pub(super) async fn refuse<T>(app: &App, name: &str, summary: &str, why: &'static str) -> Result<T> {
    let line = audit::begin_unasked(app, name, Via::Nobody, SIGN_IN, summary).await?;
    audit::finish(app, line, Outcome::Refused, why).await;
    Err(Error::NotSignedIn(why))
}

/// What came before was right; the second factor is missing, or wrong. That is recorded as well: somebody may know the
/// password who should not.
pub(super) async fn ask_for_code<T>(
    app: &App,
    tried: Try,
    name: &UserName,
    summary: &str,
    asked: Asked,
) -> Result<T> {
    let why = if asked == Asked::Missing {
        app.tries.was_right(tried)?;
        say::server::account::code_wanted()
    } else {
        say::server::account::code_wrong()
    };
    let line = audit::begin_unasked(app, name.as_str(), Via::Nobody, SIGN_IN, summary).await?;
    audit::finish(app, line, Outcome::Refused, why).await;
    Err(Error::SecondFactorNeeded(why))
}

/// The password is known at this moment only: a hash of former parameters is made anew. That it can't be is no reason
/// to keep anybody out.
async fn renew_hash(app: &App, user: User, password: String) -> User {
    let outdated = user.password_hash.as_deref().filter(|hash| password::is_outdated(hash));
    let Some(old) = outdated else { return user };
    let renewed = async {
        let new = app.hasher.hash(password).await?;
        app.store.renew_password_hash(&user.name, old, &new).await?;
        Ok::<_, Error>(new)
    };
    match renewed.await {
        Ok(new) => User { password_hash: Some(new), ..user },
        Err(error) => {
            tracing::warn!(user = %user.name, %error, "a password's hash could not be made anew");
            user
        }
    }
}

/// Begins a session of a user who has shown who they are, however. `confirmed`: just now, and by all that they have here.
pub(super) async fn begin_session(
    app: &AppState,
    user: User,
    summary: &'static str,
    from: CameFrom,
    confirmed: bool,
) -> Result<NewlySignedIn> {
    let state = app.clone();
    undivided(app, async move {
        let line = audit::begin_unasked(&state, user.name.as_str(), Via::Session, SIGN_IN, summary).await?;
        audit::finish_by(&state, line, store(&state, &user, from, confirmed).await).await
    })
    .await
}

/// The session itself, without its line in the record; if what the user showed still counts.
pub(super) async fn store(app: &App, user: &User, from: CameFrom, confirmed: bool) -> Result<NewlySignedIn> {
    let now_ms = app.wall_ms();
    let times = app.config.sessions;
    forget_old(app, now_ms).await?;
    let secret = Secret::random()?;
    let user_agent: String =
        from.user_agent.chars().filter(|sign| !sign.is_control()).take(USER_AGENT_CHARS).collect();
    let is_made = app
        .store
        .insert_session(NewSession {
            id: &uuid::Uuid::now_v7().to_string(),
            secret_hash: &secret.hash(),
            user,
            user_agent: &user_agent,
            now_ms,
            confirmed,
            most: MOST_SESSIONS,
        })
        .await?;
    if !is_made {
        return Err(Error::NotSignedIn(say::server::account::account_changed()));
    }
    if let Some(old) = &from.old_secret {
        app.store.delete_session_by_secret(&old.hash()).await?;
    }
    // It keeps the id that it had, and with it what it has tried.
    let browser = match from.known_to(app, user.name.as_str()) {
        Some(browser) => browser,
        None => Familiar::new()?,
    };
    let expires_ms = Some(now_ms + times.idle_ms.min(times.absolute_ms));
    let actor = actor_of(app, &user.name).await?;
    Ok(NewlySignedIn { secret, browser, view: view_of(app, actor, Some(user), expires_ms) })
}

/// A user's sessions that are still good, the latest used first; the one that asks is marked.
pub(super) async fn rows_of(app: &App, name: &UserName, own_id: Option<&str>) -> Result<Vec<SessionRow>> {
    let now_ms = app.wall_ms();
    let sessions = app.store.sessions_of(name).await?.into_iter();
    Ok(sessions
        .filter(|session| app.config.sessions.expires_ms(session) > now_ms)
        .map(|session| SessionRow {
            current: own_id == Some(session.id.as_str()),
            id: session.id,
            created_ms: session.created_ms,
            seen_ms: session.seen_ms,
            user_agent: session.user_agent,
        })
        .collect())
}

/// Gives the session another secret: after a new password or second factor the one before opens nothing any more.
pub(super) async fn rotate(app: &App, signed_in: &SignedIn) -> Result<Secret> {
    let secret = Secret::random()?;
    app.store.rotate_session(signed_in.session_id()?, &secret.hash()).await?;
    Ok(secret)
}

/// Forgets sessions and one-time links that can't be used any more. How many it were.
pub(super) async fn forget_old(app: &App, now_ms: u64) -> Result<u64> {
    let times = app.config.sessions;
    let (created_ms, seen_ms) =
        (now_ms.saturating_sub(times.absolute_ms), now_ms.saturating_sub(times.idle_ms));
    let sessions = app.store.delete_old_sessions(created_ms, seen_ms).await?;
    let codes = app.store.delete_old_codes(now_ms.saturating_sub(CODE_MS)).await?;
    Ok(sessions + codes)
}

/// Who one is, and what there is.
pub async fn view(app: &App, signed_in: &SignedIn) -> Result<SessionView> {
    let actor = signed_in.actor.clone();
    let is_session = signed_in.via == Via::Session;
    let user = if signed_in.via == Via::Token { None } else { app.store.user(&actor.name).await? };
    let expires_ms = is_session.then_some(signed_in.expires_ms);
    let mut view = view_of(app, actor, user.as_ref(), expires_ms);
    if !is_session {
        // The account is changed by its sessions alone; what it has is asked for all the same.
        view.has_password = false;
        view.confirm_by = view.confirm_by.filter(|by| *by != ConfirmBy::SigningIn);
        view.confirm_at = None;
    }
    Ok(view)
}

fn view_of(app: &App, actor: Actor, user: Option<&User>, expires_ms: Option<u64>) -> SessionView {
    let seen = clusters(app, &actor);
    let confirm_by = user.map(|user| match (&user.totp, &user.password_hash) {
        (Some(_), _) => ConfirmBy::Code,
        (None, Some(_)) => ConfirmBy::Password,
        (None, None) => ConfirmBy::SigningIn,
    });
    let confirm_at = match (confirm_by, &app.oidc) {
        (Some(ConfirmBy::SigningIn), Some(_)) => Some(oidc::CONFIRM.to_owned()),
        _ => None,
    };
    SessionView {
        user: actor.name,
        rights: actor.rights,
        contact: app.config.contact.clone(),
        expires_ms,
        has_password: user.is_some_and(|user| user.password_hash.is_some()),
        confirm_by,
        confirm_at,
        clusters: seen,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: app.page.build().to_owned(),
    }
}

/// Ends one's own session.
pub async fn sign_out(app: &AppState, signed_in: &SignedIn) -> Result<()> {
    let id = signed_in.session_id()?.to_owned();
    let (state, name, via) = (app.clone(), signed_in.actor.name.clone(), signed_in.via);
    undivided(app, async move {
        let line =
            audit::begin_unasked(&state, name.as_str(), via, SIGN_OUT, say::server::record::sign_out())
                .await?;
        let done = state.store.delete_session(&name, &id).await.map(drop).map_err(Error::from);
        audit::finish_by(&state, line, done).await
    })
    .await
}

/// The clusters of which somebody sees anything.
fn clusters(app: &App, actor: &Actor) -> Vec<ClusterInfo> {
    let seen = app.clusters.iter().filter(|cluster| !Sight::of(actor, cluster.name()).is_nothing());
    let may_know = may(actor, Verb::Settings, Scope::server()).is_ok();
    seen.map(|cluster| cluster.info(may_know)).collect()
}
