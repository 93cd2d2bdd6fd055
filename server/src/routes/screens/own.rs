//! `/api/v1/screens/self`: what a screen reads. The only paths that take its cookie.

use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use serde::Deserialize;
use shared::ApiError;
use shared::event::name::SIGNED_OUT;
use shared::screen::{ScreenSelf, event};
use tokio::time::Instant;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::super::sse;
use super::cookie;
use crate::app::AppState;
use crate::auth::OnScreen;
use crate::auth::session::TOUCH_EVERY_MS;
use crate::error::Result;
use crate::extract::{Json, Peer, Query};
use crate::live::hub_frame as frame;
use crate::service::screens::picture::{Picture, Sent};
use crate::service::screens::{self, Order};
use crate::service::streams::Place;

/// A display that hears nothing for some times as long knows that it hears nothing.
const PULSE: Duration = Duration::from_secs(5);
/// After news others are waited for so long: what happens at once is one picture.
const GATHERED: Duration = Duration::from_millis(100);
/// How often a stream asks whether its screen still is one, so that a revocation shows within five seconds.
const RECHECK_MS: u64 = 3_000;

/// The streams, over which no time limit stands.
pub fn streams() -> OpenApiRouter<AppState> {
    OpenApiRouter::default().routes(routes!(stream_screen))
}

/// What a screen is told of itself.
#[utoipa::path(get, path = "/screens/self", operation_id = "get_screen_self", tag = "screens",
    responses((status = 200, body = ScreenSelf), (status = 429, body = ApiError)))]
pub(super) async fn get_screen_self(State(app): State<AppState>, on: OnScreen) -> Result<Response> {
    // Once more, so that a browser which has it for a year does not forget it.
    let cookie = AppendHeaders([(header::SET_COOKIE, cookie(&app, on.secret())?)]);
    Ok((cookie, Json(screens::own(&app, on.screen))).into_response())
}

/// What a stream can be asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StreamQuery {
    /// In which language, as the header `Accept-Language`.
    language: Option<String>,
}

/// A screen's live stream (server-sent events): `screen` first and when it was changed, `wall` when there is something else
/// to show, `pulse` when there is not, `identify` and `reload` when somebody says so, `signed_out` when it was revoked.
#[utoipa::path(get, path = "/screens/self/events", operation_id = "stream_screen", tag = "screens",
    params(("language" = Option<String>, Query, description = "In which language, such as de; as the header Accept-Language")),
    responses((status = 200, content_type = "text/event-stream", body = String), (status = "4XX", body = ApiError)))]
async fn stream_screen(
    State(app): State<AppState>,
    on: OnScreen,
    peer: Peer,
    Query(query): Query<StreamQuery>,
) -> Result<Response> {
    let place = app.screens.streams.open(&on.screen.id, peer.network())?;
    let live = Live {
        picture: Picture::of(&app, &on.screen.view),
        ears: app.screens.listen(&on.screen.id),
        peer,
        pulse_at: Instant::now(),
        recheck_at_ms: app.now_ms(),
        touched_ms: 0,
        is_over: false,
        _place: place,
        app: app.clone(),
        on,
    };
    let first = frame(event::SELF, None, &screens::own(&app, live.on.screen.clone()));
    Ok(sse::answer(&app, sse::language(query.language.as_deref()), stream::iter([first]).chain(follow(live))))
}

struct Live {
    app: AppState,
    on: OnScreen,
    peer: Peer,
    picture: Picture,
    ears: crate::service::screens::Ears,
    pulse_at: Instant,
    /// By the server's clock.
    recheck_at_ms: u64,
    /// By the time of day.
    touched_ms: u64,
    is_over: bool,
    _place: Place,
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
            let order = tokio::select! {
                // A screen that was revoked meanwhile is told nothing more.
                biased;
                () = self.app.clock.sleep_until(self.recheck_at_ms) => Some(Order::LookAgain),
                order = self.ears.next() => Some(order),
                () = self.picture.changed() => {
                    tokio::time::sleep(GATHERED).await;
                    None
                }
                () = tokio::time::sleep_until(self.pulse_at) => None,
            };
            let nothing = serde_json::json!({});
            match order {
                Some(Order::Identify) => return Some(frame(event::IDENTIFY, None, &nothing)),
                Some(Order::Reload) => return Some(frame(event::RELOAD, None, &nothing)),
                Some(Order::LookAgain) => {
                    // Boxed: what it needs for a moment every stream would have room for all the time.
                    if let Some(said) = Box::pin(self.recheck()).await {
                        return said;
                    }
                }
                None => {
                    self.pulse_at = Instant::now() + PULSE;
                    return match self.picture.now(&self.app).await {
                        Ok(Sent::Wall(wall)) => Some(frame(event::WALL, None, &wall)),
                        Ok(Sent::Pulse(pulse)) => Some(frame(event::PULSE, None, &pulse)),
                        Err(error) => {
                            tracing::warn!(%error, "the picture of a screen could not be made");
                            None
                        }
                    };
                }
            }
        }
    }

    /// What the stream says because its screen is another one now; within, nothing: it ends.
    async fn recheck(&mut self) -> Option<Option<Bytes>> {
        self.recheck_at_ms = self.app.now_ms() + RECHECK_MS;
        match self.on.recheck(&self.app).await {
            Ok(Some(now)) => {
                let was = std::mem::replace(&mut self.on.screen, now);
                self.touch().await;
                let now = &self.on.screen;
                if was.view != now.view {
                    self.picture = Picture::of(&self.app, &now.view);
                    self.pulse_at = Instant::now();
                }
                let is_same = (&was.name, &was.view) == (&now.name, &now.view);
                (!is_same).then(|| Some(frame(event::SELF, None, &screens::own(&self.app, now.clone()))))
            }
            Ok(None) => {
                self.is_over = true;
                Some(Some(frame(SIGNED_OUT, None, &serde_json::json!({}))))
            }
            // Not known: the stream ends, and the display comes back and is asked anew.
            Err(error) => {
                tracing::warn!(%error, "a screen could not be checked");
                Some(None)
            }
        }
    }

    /// A display that looks is used, as long as it looks.
    async fn touch(&mut self) {
        let now_ms = self.app.wall_ms();
        if self.touched_ms + TOUCH_EVERY_MS > now_ms {
            return;
        }
        let from = self.peer.0.to_canonical().to_string();
        self.touched_ms = now_ms;
        if let Err(error) = self.app.store.touch_screen(&self.on.screen.id, now_ms, &from).await {
            tracing::warn!(%error, "that a screen looks could not be noted");
        }
    }
}
