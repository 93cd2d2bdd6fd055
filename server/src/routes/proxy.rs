//! `/fleet/v1/*`: the Fleet API for scripts and fleetctl. Credentials are a token, as bearer or as the password of
//! Basic; the page's cookie does not count here, so no other site can make a browser speak to Fleet.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use fleet::UnitName;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use shared::view::Link;
use shared::{Permit, Scope, Verb, spec};

use super::clusters::settled;
use super::who;
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::Error;
use crate::live::{Cluster, Snapshot};
use crate::page;
use crate::proxy::{self, Answer, Call, Lens, MAX_BODY_BYTES, Refused, Target};
use crate::service::asking::scope_of_unit;
use crate::service::undivided::Begun;
use crate::service::{machines, unit};

const NO_TOKEN: &str = "send an API token: 'Authorization: Bearer qd_…', or as the password of Basic \
                        (https://any:qd_…@host). Make one under Settings, or with 'quarterdeck token create'; or \
                        come with a client certificate";

const READ_TOO_LONG: &str = "this could not be read in time; try again in a moment";
const NOT_BEGUN: &str = "Fleet took too long to say what it has. Nothing was sent; try again in a moment";
const TOO_LONG: &str = "Fleet took too long, and whether this was done, or will be, is not known yet; the record will \
                        say it. Read it again before you send this again";

/// Every path that Fleet has, under both of its prefixes: what is not passed on is refused here, by name.
pub fn routes() -> Router<AppState> {
    let mut router = Router::new();
    for path in ["/fleet", "/fleet/", "/fleet/{*rest}", "/v1-alpha", "/v1-alpha/", "/v1-alpha/{*rest}"] {
        router = router.route(path, any(pass));
    }
    router
}

async fn pass(State(app): State<AppState>, request: Request) -> Response {
    let takes_gzip = page::takes(request.headers(), "gzip");
    match answer(&app, request).await {
        Ok(answer) => answer.respond(takes_gzip),
        Err(refused) => refused.into_response(),
    }
}

async fn answer(app: &AppState, request: Request) -> Result<Answer, Refused> {
    let (mut parts, body) = request.into_parts();
    // No browser's session: what runs here is no page.
    let who = if parts.headers.contains_key(header::AUTHORIZATION) {
        SignedIn::from_request_parts(&mut parts, app).await?
    } else {
        let vouched_for = who::vouched_for(app, &parts).await?;
        vouched_for.ok_or_else(|| Refused::new(StatusCode::UNAUTHORIZED, NO_TOKEN))?
    };
    let call = Call::read(&parts.method, parts.uri.path())?;
    let waits = app.clusters.default_cluster().waits();
    let body = match call {
        Call::Put(_) | Call::Patch => collect(body, waits.body).await?,
        // What another one brings along says nothing.
        Call::Read(_) | Call::Delete(_) => Vec::new(),
    };
    let (begun, is_read) = (Begun::default(), matches!(call, Call::Read(_)));
    in_time(waits.answer, is_read, &begun, carry_out(app, &who, &parts, call, &body, &begun)).await
}

/// The answer, or what is known when its time is over.
async fn in_time(
    limit: Duration,
    is_read: bool,
    begun: &Begun,
    answer: impl Future<Output = Result<Answer, Refused>>,
) -> Result<Answer, Refused> {
    // A change that was not handed on when this is dropped is not made.
    tokio::time::timeout(limit, answer).await.unwrap_or_else(|_| {
        Err(Refused::unavailable(match (is_read, begun.get()) {
            (true, _) => READ_TOO_LONG,
            (false, false) => NOT_BEGUN,
            (false, true) => TOO_LONG,
        }))
    })
}

async fn carry_out(
    app: &AppState,
    who: &SignedIn,
    parts: &Parts,
    call: Call,
    body: &[u8],
    begun: &Begun,
) -> Result<Answer, Refused> {
    let cluster = app.clusters.default_cluster();
    match call {
        Call::Read(target) => {
            match &target {
                Target::Unit(name) | Target::State(name) => {
                    on_unit(who, Verb::View, cluster, name).await?;
                }
                _ => drop(who.sight(cluster.name()).await?),
            }
            read(app, cluster, who, &target, parts.uri.query().unwrap_or_default()).await
        }
        Call::Put(name) => {
            // Which right it takes stands in the body.
            let write = proxy::read_write(&name, &parts.headers, body)?;
            let permit = match &write {
                // Whoever makes a unit is told what they lack: "it is not there" would be no reason.
                proxy::Write::Options { .. } => {
                    who.may_make(Verb::RawUnit, scope_of_unit(cluster.name(), &name)).await?
                }
                proxy::Write::Desired(_) => on_unit(who, Verb::Restart, cluster, &name).await?,
            };
            unit::put(app, cluster, who, permit, name, write, begun).await
        }
        Call::Delete(name) => {
            let permit = on_unit(who, Verb::Remove, cluster, &name).await?;
            unit::delete(app, cluster, who, permit, name, begun).await
        }
        Call::Patch => {
            let changes = proxy::read_patch(&parts.headers, body)?;
            let permit = who.may(Verb::Machines, Scope::cluster(cluster.name())).await?;
            let before = fresh(app, cluster).await?;
            let ids = &before.machines;
            proxy::check_machines(&changes, |id| ids.contains_key(id), ids.keys())?;
            machines::change_metadata(app, cluster, who, permit, &before, changes, begun).await
        }
    }
}

/// Asks for a verb on a unit. One that they don't see is not there, in Fleet's words.
async fn on_unit(who: &SignedIn, verb: Verb, cluster: &Cluster, name: &UnitName) -> Result<Permit, Refused> {
    who.may_on_unit(verb, cluster.name(), name).await.map_err(|error| match error {
        Error::NotFound { .. } => Refused::not_found("unit does not exist"),
        other => other.into(),
    })
}

async fn read(
    app: &AppState,
    cluster: &Cluster,
    who: &SignedIn,
    target: &Target,
    query: &str,
) -> Result<Answer, Refused> {
    let spec = |name: &UnitName| spec::of_units(&who.actor, cluster.name(), spec::app_of(name).as_ref());
    let snapshot = match target {
        Target::Unit(name) => match cluster.settled_snapshot(cluster.waits().one_settles).await {
            Some(snapshot) => new_enough(app, snapshot)?,
            // Reading all of a large Fleet takes longer than a script bears to wait for what it has just written.
            None => return proxy::unit_as_read(unit::look_up(cluster, name).await?, spec(name)),
        },
        _ => fresh(app, cluster).await?,
    };
    let lens = Lens::of(&who.actor, cluster.name());
    match target {
        Target::Units => proxy::units(&snapshot, lens.as_ref(), query),
        Target::Unit(name) => proxy::unit(&snapshot, name, spec(name)),
        Target::States => proxy::states(&snapshot, lens.as_ref(), query),
        Target::State(name) => proxy::state(&snapshot, name, spec(name)),
        Target::Machines => proxy::machines(&snapshot, query),
    }
}

/// What is known, if it is new enough to be told to a script. Old data never looks new: the script gets a 503, as from
/// a Fleet that can't work.
async fn fresh(app: &AppState, cluster: &Cluster) -> Result<Arc<Snapshot>, Refused> {
    new_enough(app, settled(cluster).await?)
}

fn new_enough(app: &AppState, snapshot: Arc<Snapshot>) -> Result<Arc<Snapshot>, Refused> {
    const OLDEST_MS: u64 = 60_000;
    let fresh = &snapshot.freshness;
    let age_ms = fresh.as_of_ms.map(|as_of_ms| app.now_ms().saturating_sub(as_of_ms));
    match (fresh.link, age_ms) {
        (Link::Live, Some(age_ms)) if age_ms <= OLDEST_MS => Ok(snapshot),
        (_, None) => Err(Refused::unavailable("Fleet has not been read yet; try again in a moment")),
        (_, Some(age_ms)) => Err(Refused::unavailable(format!(
            "Fleet can't be read; what is known is {} s old. {}",
            age_ms / 1_000,
            fresh.reason
        ))),
    }
}

/// Reads a body to its end, in time. What has not arrived whole was not said: nothing is done.
async fn collect(body: Body, limit: Duration) -> Result<Vec<u8>, Refused> {
    let collected = Limited::new(body, MAX_BODY_BYTES).collect();
    match tokio::time::timeout(limit, collected).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes().to_vec()),
        Ok(Err(error)) if error.downcast_ref::<LengthLimitError>().is_some() => Err(Refused::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is larger than {MAX_BODY_BYTES} bytes; a unit's options must fit"),
        )),
        Ok(Err(_)) => Err(Refused::bad_request("the body ended before its time")),
        Err(_) => Err(Refused::new(
            StatusCode::REQUEST_TIMEOUT,
            format!("the body did not arrive within {limit:?}. Nothing was done; send it again"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::{StreamExt, stream};

    use super::*;

    #[tokio::test]
    async fn whose_time_is_over_is_told_what_is_known() {
        let words = async |is_read, begun: &Begun| {
            let late = in_time(Duration::from_millis(1), is_read, begun, std::future::pending()).await;
            late.unwrap_err().message
        };
        let begun = Begun::default();
        assert!(words(true, &begun).await.contains("could not be read"));
        assert!(words(false, &begun).await.contains("Nothing was sent"));
        begun.set();
        assert!(words(false, &begun).await.contains("is not known yet; the record will say it"));
    }

    #[tokio::test]
    async fn a_body_that_does_not_end_is_not_waited_for() {
        let begun = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{}"))]);
        let refused = collect(Body::from_stream(begun.chain(stream::pending())), Duration::from_millis(10))
            .await
            .unwrap_err();
        assert_eq!(refused.status, 408);
        assert!(refused.message.contains("within 10ms. Nothing was done"), "{}", refused.message);
    }
}
