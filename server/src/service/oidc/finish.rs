//! The second half of a sign-in: the browser comes back with a code, and the provider is asked whose it is.

use serde_json::{Map, Value};
use shared::audit::Outcome;

use super::exchange::{self, Exchange};
use super::keys::Unsigned;
use super::pending::Begun;
use super::person;
use super::problem::{Problem, Why};
use super::provider::Metadata;
use super::token::{self, Claims, Expected, SKEW_S, Unbelieved};
use super::{Failed, Provider, Returned, wall_s};
use crate::app::AppState;
use crate::auth::Via;
use crate::auth::confirm::has_own_means;
use crate::auth::secret::Secret;
use crate::config::Oidc;
use crate::error::Result;
use crate::service::audit;
use crate::service::session::{self, CameFrom, NewlySignedIn};

fn summary() -> &'static str {
    say::server::record::sign_in_provider()
}

/// Ends a sign-in: whoever the provider says that it is has a session now, and goes on to the page that they wanted.
pub async fn finish(
    app: &AppState,
    returned: Returned,
    browser: Option<Secret>,
    from: CameFrom,
) -> Result<(NewlySignedIn, String), Failed> {
    let nowhere = || "/".to_owned();
    let tried = app
        .tries
        .begin(from.peer.network(), None)
        .map_err(|error| Failed { to: nowhere(), why: Problem::TooMany.because(error.to_string()) })?;
    let (to, done) = match begun(app, &returned, browser) {
        Ok((provider, begun)) => (begun.to.clone(), sign_in(app, provider, &begun, returned, from).await),
        Err(why) => (nowhere(), Err(why)),
    };
    match done {
        Ok(new) => {
            app.tries.give_back(tried);
            Ok((new, to))
        }
        Err(why) => {
            // What can't be recorded is not done; here nothing is.
            if let Err(error) = record_refusal(app, &why).await {
                tracing::error!(%error, "a refused sign-in could not be recorded");
            }
            Err(Failed { to, why })
        }
    }
}

/// The sign-in that the browser comes back from. It is used up.
fn begun<'a>(
    app: &'a AppState,
    returned: &Returned,
    browser: Option<Secret>,
) -> Result<(&'a Provider, Begun), Why> {
    let provider = app.oidc.as_ref().ok_or_else(|| Problem::NoProvider.because(""))?;
    let state = returned.state.as_deref().and_then(Secret::parse);
    let begun = match (state, browser) {
        (Some(state), Some(browser)) => provider.pending.take(&state, &browser, app.now_ms()),
        _ => None,
    };
    let begun =
        begun.ok_or_else(|| Problem::Expired.because("it was not begun in this browser, or too long ago"))?;
    Ok((provider, begun))
}

async fn sign_in(
    app: &AppState,
    provider: &Provider,
    begun: &Begun,
    returned: Returned,
    from: CameFrom,
) -> Result<NewlySignedIn, Why> {
    let metadata = provider
        .known
        .metadata(&provider.fetcher, &provider.config.issuer, app.now_ms())
        .await
        .map_err(|error| Problem::Provider.because(error.to_string()))?;
    let says_who = metadata.authorization_response_iss_parameter_supported;
    if returned.iss.as_deref().map_or(says_who, |iss| iss != provider.config.issuer) {
        return Err(Problem::Unbelieved.because("the answer is not said to be the provider's"));
    }
    if let Some(error) = returned.error {
        let error: String = error.chars().filter(char::is_ascii_graphic).take(60).collect();
        return Err(Problem::Refused.because(format!("the provider says: {error}")));
    }
    let code = returned.code.ok_or_else(|| Problem::Unbelieved.because("the answer has no code"))?;
    let claims = ask(app, provider, &metadata, begun, &code).await?;
    let was_asked = claims.auth_time_s.is_some_and(|at_s| at_s.saturating_add(SKEW_S) >= begun.wall_s);
    if begun.confirms && !was_asked {
        return Err(Problem::NotAsked.because(format!("it says {:?} of when it asked", claims.auth_time_s)));
    }
    let user = person::user_of(app, &provider.config, &claims).await?;
    // What one has here is asked for here: who has a second factor does not get past it by way of the provider.
    let confirmed = was_asked && !has_own_means(&user);
    session::begin_session(app, user, summary(), from, confirmed)
        .await
        .map_err(|error| Problem::Ours.because(error.to_string()))
}

/// What the provider says of whoever brought the code.
async fn ask(
    app: &AppState,
    from: &Provider,
    metadata: &Metadata,
    begun: &Begun,
    code: &str,
) -> Result<Claims, Why> {
    let secret = from.secret().map_err(|error| Problem::Ours.because(error.to_string()))?;
    let exchange = Exchange {
        code,
        redirect_uri: &from.redirect_uri,
        verifier: begun.verifier.reveal(),
        client_id: &from.config.client_id,
        secret: secret.as_deref(),
    };
    let provider = |error: &dyn std::fmt::Display| Problem::Provider.because(error.to_string());
    let tokens = exchange.send(&from.fetcher, metadata).await.map_err(|error| provider(&error))?;
    let expected = Expected {
        issuer: &from.config.issuer,
        client_id: &from.config.client_id,
        nonce: begun.nonce.reveal(),
        now_s: wall_s(app),
    };
    let keys = async |newer| {
        from.known.keys(&from.fetcher, metadata, newer, app.now_ms()).await.map_err(|error| provider(&error))
    };
    let mut believed = token::verify(&tokens.id_token, &keys(false).await?, expected);
    if matches!(believed, Err(Unbelieved::Unsigned(Unsigned::NoKey))) {
        believed = token::verify(&tokens.id_token, &keys(true).await?, expected);
    }
    let mut claims = believed.map_err(|error| Problem::Unbelieved.because(error.to_string()))?;
    // Many providers say little in the token, and the rest to whoever asks.
    if let (Some(address), Some(access)) = (&metadata.userinfo_endpoint, &tokens.access_token)
        && lacks(&from.config, &claims.others)
    {
        let more =
            exchange::userinfo(&from.fetcher, address, access).await.map_err(|error| provider(&error))?;
        if more.get("sub").and_then(Value::as_str) != Some(claims.subject.as_str()) {
            return Err(Problem::Unbelieved.because("the provider speaks of somebody else"));
        }
        for (name, value) in more {
            claims.others.entry(name).or_insert(value);
        }
    }
    Ok(claims)
}

fn lacks(config: &Oidc, claims: &Map<String, Value>) -> bool {
    let wanted = std::iter::once(&config.user_claim).chain(&config.groups_claim);
    wanted.into_iter().any(|claim| !claims.contains_key(claim))
}

async fn record_refusal(app: &AppState, why: &Why) -> Result<()> {
    let line = audit::begin_unasked(app, "", Via::Nobody, session::SIGN_IN, summary()).await?;
    audit::finish(app, line, Outcome::Refused, &format!("{} ({})", why.problem.words(), why.note)).await;
    Ok(())
}
