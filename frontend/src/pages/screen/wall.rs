//! The picture: one sentence, what is wrong, what is under way, and all apps page by page.

pub mod bad;
pub mod grid;
pub mod runs;

use leptos::prelude::*;
use shared::screen::wall::{self, Age, Wall};
use shared::screen::{Kind, ScreenSelf};
use shared::view::Link;
use shared::words::span;

use self::bad::Bad;
use self::grid::Grid;
use self::runs::Runs;
use super::care::Care;
use super::listen::{Ear, Known};
use super::mark::Mark;
use crate::state::memo::{Memo, effect, memo};
use crate::ui::time::clock_time;

/// A cut that lasts so long is said; shorter ones mend themselves.
const SAID_MS: u64 = 10_000;

/// What all parts of the picture look at.
#[derive(Clone, Copy)]
pub struct Seen {
    /// What the server has said.
    pub known: Known,
    /// Grows by one each second.
    pub tick: RwSignal<u64>,
    /// How old the picture is.
    pub age: Memo<Age>,
}

impl Seen {
    /// The server's time, each second anew.
    pub fn now_ms(self) -> u64 {
        self.tick.track();
        self.known.time.now_ms()
    }

    /// A part of the picture, which changes only when that does.
    pub fn of<T: PartialEq + Send + Sync + 'static>(self, part: fn(&Wall) -> T) -> Memo<T> {
        memo(move || self.known.wall.with(part))
    }
}

/// The whole picture.
#[component]
pub fn WallView(
    /// What the display knows.
    known: Known,
    /// Grows by one each second.
    tick: RwSignal<u64>,
    /// What keeps it going.
    care: Care,
    /// It is no screen any more.
    on_revoked: Callback<()>,
) -> impl IntoView {
    let ear = Ear::open(known, care, on_revoked);
    let age = memo(move || {
        tick.track();
        known.pulse.with(|pulse| wall::age(pulse, known.time.now_ms()))
    });
    let seen = Seen { known, tick, age };
    care.keep_lit();
    effect(move || {
        ear.tick();
        if tick.get().is_multiple_of(60) {
            care.keep_lit();
        }
    });
    let own = memo(move || known.own.get());
    let of_own = move |part: fn(&ScreenSelf) -> String| {
        memo(move || own.with(|own| own.as_ref().map(part).unwrap_or_default()))
    };
    let distance = of_own(|own| own.view.distance_m.to_string());
    let minute = memo(move || {
        let date = js_sys::Date::new_0();
        tick.track();
        date.get_hours() * 60 + date.get_minutes()
    });
    let is_dim = memo(move || {
        let minute = u16::try_from(minute.get()).unwrap_or(0);
        own.with(|own| own.as_ref().and_then(|own| own.view.dim).is_some_and(|dim| dim.is_at(minute)))
    });
    let verdict = memo(move || {
        let verdict = known.wall.with(|wall| wall::verdict(wall, age.get()));
        (verdict.words, verdict.tone)
    });
    effect(move || {
        let words = verdict.with(|(words, _)| words.clone());
        let name = own.with(|own| own.as_ref().map(|own| own.name.clone()).unwrap_or_default());
        document().set_title(&format!("{words} · {name}"));
    });
    let is_begun = memo(move || known.pulse.with(|pulse| pulse.now_ms > 0));
    view! {
        <main
            class="screen"
            data-age=move || if is_begun.get() { age.get().as_str() } else { "begin" }
            data-distance=move || distance.get()
            data-shift=move || (minute.get() % 4).to_string()
            data-swap=move || (minute.get() / 60 % 2).to_string()
            data-dim=move || is_dim.get().then_some("true")
        >
            <header class="screen-head">
                {move || {
                    let (words, tone) = if is_begun.get() {
                        verdict.get()
                    } else {
                        (say::wall::reading().to_owned(), wall::Tone::Idle)
                    };
                    view! {
                        <h1 class="verdict" data-tone=tone.as_str() aria-live="polite">
                            <Mark tone=tone />
                            <span>{words}</span>
                        </h1>
                    }
                }}
                <Clock seen=seen />
            </header>
            <Banner seen=seen />
            <Bad seen=seen />
            <Runs seen=seen />
            <Grid seen=seen />
            <Foot seen=seen />
            <Named seen=seen />
        </main>
    }
}

/// The time of day, and how old the picture is.
#[component]
fn Clock(seen: Seen) -> impl IntoView {
    let now = memo(move || clock_time(seen.now_ms()));
    let as_of = memo(move || {
        let now_ms = seen.now_ms();
        match seen.known.pulse.with(wall::as_of_ms) {
            None => say::wall::nothing_read().to_owned(),
            Some(_) if seen.age.get() == Age::Live => say::wall::as_of_now().to_owned(),
            Some(as_of_ms) => say::wall::as_of(&span(now_ms.saturating_sub(as_of_ms))),
        }
    });
    view! {
        <p class="screen-clock">
            <b>{move || now.get()}</b>
            <span class="screen-as-of">{move || as_of.get()}</span>
        </p>
    }
}

/// Why the picture is old.
#[component]
fn Banner(seen: Seen) -> impl IntoView {
    let words = memo(move || why(seen));
    move || words.get().map(|words| view! { <p class="screen-banner" role="status">{words}</p> })
}

fn why(seen: Seen) -> Option<String> {
    let now_ms = seen.now_ms();
    let cut_ms = seen.known.cut_ms.get().filter(|cut_ms| now_ms.saturating_sub(*cut_ms) > SAID_MS);
    if let Some(cut_ms) = cut_ms {
        return Some(say::wall::server_away(&clock_time(cut_ms)));
    }
    if seen.age.get() == Age::Live {
        return None;
    }
    seen.known.pulse.with(|pulse| {
        if pulse.now_ms == 0 {
            return None;
        }
        if pulse.clusters.is_empty() {
            return Some(say::wall::no_cluster().to_owned());
        }
        let lost = pulse.clusters.iter().zip(0..).find(|(freshness, _)| freshness.link != Link::Live);
        let name =
            |at: usize| seen.known.wall.with(|wall| wall.clusters.get(at).map(|it| it.name.to_string()));
        match lost {
            Some((freshness, _)) if freshness.link == Link::Connecting => {
                Some(say::wall::cluster_read().to_owned())
            }
            Some((freshness, at)) => {
                let since = clock_time(freshness.since_ms);
                Some(match name(at).filter(|_| pulse.clusters.len() > 1) {
                    Some(name) => say::wall::fleet_away_of(&name, &since),
                    None => say::wall::fleet_away(&since),
                })
            }
            None => Some(say::wall::fleet_slow().to_owned()),
        }
    })
}

/// What this screen is, small.
#[component]
fn Foot(seen: Seen) -> impl IntoView {
    let words = memo(move || {
        let clusters = seen.known.wall.with(|wall| {
            let one =
                |cluster: &wall::WallCluster| say::wall::cluster(cluster.machines as usize, &cluster.name);
            wall.clusters.iter().map(one).collect::<Vec<_>>().join(" · ")
        });
        let own = seen.known.own.get();
        let until = own.as_ref().filter(|own| own.kind == Kind::Link).and_then(|own| own.expires_ms);
        let name = own.map(|own| own.name).unwrap_or_default();
        let said = match until {
            Some(ms) => say::wall::link_ends(&name, &span(ms.saturating_sub(seen.now_ms()))),
            None => name,
        };
        (said, clusters)
    });
    view! {
        <footer class="screen-foot">
            <span>{move || words.with(|(name, _)| name.clone())}</span>
            <span>{move || words.with(|(_, clusters)| clusters.clone())}</span>
        </footer>
    }
}

/// The name over everything, when somebody asks which screen this is.
#[component]
fn Named(seen: Seen) -> impl IntoView {
    let name = memo(move || {
        let is_named = seen.known.named_until_ms.get() > seen.now_ms();
        is_named.then(|| seen.known.own.with(|own| own.as_ref().map(|own| own.name.clone()))).flatten()
    });
    move || name.get().map(|name| view! { <p class="screen-named" role="status">{name}</p> })
}
