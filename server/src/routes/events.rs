//! `/api/v1/events`: the live stream. Every frame was serialised once, by the hub of those who see the same; here it is
//! only passed on.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use say::Language;
use serde::Deserialize;
use shared::event::{self, Hello};
use shared::policy::Sight;
use shared::{ApiError, ClusterName};
use tokio::time::Instant;

use super::clusters::find;
use super::sse;
use crate::app::AppState;
use crate::auth::{SignedIn, Still};
use crate::clock::Clock;
use crate::error::Result;
use crate::extract::{Peer, Query};
use crate::live::{Cluster, News, Subscription, hub_frame as frame};
use crate::service::access;
use crate::service::streams::Place;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Proxies close what is silent for a minute; and a browser learns that a dead connection is dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Between these a browser waits before it comes back after a broken connection.
const COME_BACK_MS: std::ops::Range<u32> = 500..5_000;
/// How often a stream asks whether its session still holds, and what it may show. Credentials are remembered for a second,
/// so that a change shows within five.
const RECHECK_MS: u64 = 3_000;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(stream_events))
}

/// What the stream is about, and from where it goes on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamQuery {
    cluster: ClusterName,
    /// As the header `Last-Event-ID`, for a stream that the page opens anew itself.
    last_event_id: Option<String>,
    /// In which language, as the header `Accept-Language`.
    language: Option<String>,
}

/// The live stream of a cluster (server-sent events): `hello`, `change`, `freshness`, `action`, `app`, `resync`,
/// `signed_out`. A stream that fell behind gets `resync` and reads the snapshot again.
#[utoipa::path(
    get, path = "/events", tag = "clusters", operation_id = "stream_events",
    params(
        ("cluster" = String, Query, description = "The cluster's name"),
        ("last_event_id" = Option<String>, Query, description = "Where to go on; as the header Last-Event-ID"),
        ("language" = Option<String>, Query, description = "In which language, such as de; as the header Accept-Language"),
    ),
    responses(
        (status = 200, content_type = "text/event-stream", body = String),
        (status = "4XX", body = ApiError),
    )
)]
pub async fn stream_events(
    State(app): State<AppState>,
    who: SignedIn,
    peer: Peer,
    Query(query): Query<StreamQuery>,
    headers: HeaderMap,
) -> Result<Response> {
    let cluster = find(&app, &query.cluster)?.clone();
    let language = sse::language(query.language.as_deref());
    let sight = who.sight(&query.cluster).await?;
    // Of a person's tokens each would have as many otherwise.
    let person = access::person(&app, &who).await?.unwrap_or_else(|| who.actor.name.clone());
    let place = app.streams.open(person.as_str(), peer.network())?;
    // An id that is no text is none of ours: whoever sends it reads everything again.
    let header_id = headers.get("last-event-id").map(|value| value.to_str().unwrap_or_default());
    // Before the stream counts as a viewer: the first one has Fleet read at once.
    cluster.look();
    let mut subscription = cluster.hub_for(&sight).subscribe(header_id.or(query.last_event_id.as_deref()));
    let hello = Hello { build: app.page.build().to_owned(), now_ms: app.now_ms() };
    // What was missed comes next, so that the data's age stands behind what it is the age of.
    let mut first = vec![come_back_after(), frame(event::name::HELLO, None, &hello)];
    while let Some(news) = subscription.try_next() {
        first.push(said(&subscription, news, language));
    }
    first.push(frame(event::name::FRESHNESS, None, &cluster.freshness_event()));
    let live = Live {
        subscription,
        cluster,
        sight,
        who,
        _place: place,
        beat_at: Instant::now() + HEARTBEAT,
        recheck_at_ms: app.now_ms() + RECHECK_MS,
        clock: app.clock.clone(),
        is_over: false,
        language,
    };
    Ok(sse::answer(&app, language, stream::iter(first).chain(follow(live))))
}

struct Live {
    subscription: Subscription,
    cluster: Arc<Cluster>,
    sight: Sight,
    who: SignedIn,
    _place: Place,
    beat_at: Instant,
    /// By the server's clock.
    recheck_at_ms: u64,
    clock: Clock,
    is_over: bool,
    language: Language,
}

fn follow(live: Live) -> impl Stream<Item = Bytes> {
    stream::unfold(live, |mut live| async move {
        let frame = live.next().await?;
        Some((frame, live))
    })
}

impl Live {
    async fn next(&mut self) -> Option<Bytes> {
        if self.is_over {
            return None;
        }
        loop {
            tokio::select! {
                // Somebody who reads again after a pause gets nothing more that was taken from them meanwhile.
                biased;
                () = self.clock.sleep_until(self.recheck_at_ms) => {
                    self.recheck_at_ms = self.clock.now_ms() + RECHECK_MS;
                    // Boxed: what it needs for a moment every stream would have room for all the time.
                    if let Some(frame) = Box::pin(self.recheck()).await {
                        return frame;
                    }
                }
                news = self.subscription.next() => {
                    self.beat_at = Instant::now() + HEARTBEAT;
                    return Some(said(&self.subscription, news, self.language));
                }
                () = tokio::time::sleep_until(self.beat_at) => {
                    self.beat_at = Instant::now() + HEARTBEAT;
                    return Some(Bytes::from_static(b": still here\n\n"));
                }
            }
        }
    }

    /// What the stream says because the credentials changed, if they did; within, nothing: it ends.
    async fn recheck(&mut self) -> Option<Option<Bytes>> {
        let nothing = serde_json::json!({});
        match self.who.recheck().await {
            Ok(Still::Same) => None,
            // The browser comes back by itself, by way of the proxy, or with the secret that it has now.
            Ok(Still::Unsaid) => Some(None),
            Ok(Still::Over) if self.who.goes_on_anew().await.unwrap_or(false) => Some(None),
            Ok(Still::Over) => {
                self.is_over = true;
                Some(Some(frame(event::name::SIGNED_OUT, None, &nothing)))
            }
            Ok(Still::Changed(who)) => {
                self.who = who;
                let sight = Sight::of(&self.who.actor, self.cluster.name());
                // Of a cluster that they see nothing of there is nothing more to say; reading it again tells them why.
                self.is_over = sight.is_nothing();
                if sight != self.sight {
                    self.subscription = self.cluster.hub_for(&sight).subscribe(None);
                    self.sight = sight;
                }
                Some(Some(frame(event::name::RESYNC, None, &nothing)))
            }
            // Not known: the stream ends, and the page comes back and is asked anew.
            Err(error) => {
                tracing::warn!(%error, "a stream's credentials could not be checked");
                Some(None)
            }
        }
    }
}

fn said(subscription: &Subscription, news: News, language: Language) -> Bytes {
    match news {
        News::Event(frame) => subscription.said(frame, language),
        News::Missed => frame(event::name::RESYNC, None, &serde_json::json!({})),
    }
}

/// How long the browser waits before it comes back when the connection breaks: another time for each, so that a server
/// that starts again does not meet all of them at once. A line of the event that follows.
fn come_back_after() -> Bytes {
    let wait_ms = rand::random_range(COME_BACK_MS);
    Bytes::from(format!("retry: {wait_ms}\n"))
}
