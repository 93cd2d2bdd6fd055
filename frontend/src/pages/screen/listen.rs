//! What the server says to a display, and how the display comes back to it: tried again and again, for ever, with longer and
//! longer waits.

use leptos::prelude::*;
use leptos::task::spawn_local;
use say::Language;
use shared::ErrorCode;
use shared::event::name::SIGNED_OUT;
use shared::screen::wall::{self, Age, Pulse, Wall, WallEvent};
use shared::screen::{ScreenSelf, event};

use super::care::Care;
use super::time::{ServerTime, steady_ms};
use crate::api;
use crate::state::language;
use crate::state::stream::{Listening, back_off_ms, parse};

/// The server says something every five seconds; whoever hears nothing for so long is not connected, whatever they think.
const SILENCE_MS: u64 = 20_000;
/// So often the server answered and its stream did not begin: then a new page may help.
const DESPAIR: u32 = 6;
/// A name is shown for so long after somebody asked for it.
const NAMED_MS: u64 = 15_000;

/// What a display knows.
#[derive(Clone, Copy)]
pub struct Known {
    /// Who it is; nothing before the server has said so.
    pub own: RwSignal<Option<ScreenSelf>>,
    /// What there is to show.
    pub wall: RwSignal<Wall>,
    /// How new that is.
    pub pulse: RwSignal<Pulse>,
    /// Until when it says its name, by the server's time.
    pub named_until_ms: RwSignal<u64>,
    /// Since when the server is silent, by the server's time; nothing while it speaks.
    pub cut_ms: RwSignal<Option<u64>>,
    /// The server's time.
    pub time: ServerTime,
}

impl Known {
    /// Nothing.
    pub fn nothing() -> Self {
        Self {
            own: RwSignal::new(None),
            wall: RwSignal::new(Wall::default()),
            pulse: RwSignal::new(Pulse::default()),
            named_until_ms: RwSignal::new(0),
            cut_ms: RwSignal::new(None),
            time: ServerTime::by_the_browser(),
        }
    }

    /// Whether what is shown is of now.
    pub fn is_fresh(self) -> bool {
        let age = self.pulse.with_untracked(|pulse| wall::age(pulse, self.time.now_ms()));
        age == Age::Live && self.cut_ms.get_untracked().is_none()
    }

    /// Everything that belongs to the screen that this was: what comes next may be another one.
    pub fn forget(self) {
        self.own.set(None);
        self.named_until_ms.set(0);
        self.wall.set(Wall::default());
        self.pulse.set(Pulse::default());
        self.cut_ms.set(None);
    }
}

/// The connection to the server.
#[derive(Clone, Copy)]
pub struct Ear {
    known: Known,
    care: Care,
    on_revoked: Callback<()>,
    state: StoredValue<State, LocalStorage>,
}

struct State {
    connection: Option<Listening>,
    build: Option<String>,
    heard_ms: u64,
    retry_ms: Option<u64>,
    attempt: u32,
    /// How often the server answered, and its stream did not begin.
    deaf: u32,
    /// Grows with each connection; what an older one still says is not listened to.
    generation: u32,
}

impl Ear {
    /// Connects, and keeps connected.
    pub fn open(known: Known, care: Care, on_revoked: Callback<()>) -> Self {
        let state = State {
            connection: None,
            build: None,
            heard_ms: steady_ms(),
            retry_ms: None,
            attempt: 0,
            deaf: 0,
            generation: 0,
        };
        let ear = Self { known, care, on_revoked, state: StoredValue::new_local(state) };
        ear.connect();
        on_cleanup(move || {
            ear.state.try_update_value(|state| state.connection = None);
        });
        ear
    }

    /// Looks whether the server still speaks, and comes back to it when it is time. Called each second.
    pub fn tick(self) {
        let now_ms = steady_ms();
        let Some((is_silent, is_due)) = self.state.try_with_value(|state| {
            // Also where an answer never comes: then there is neither a connection nor a next try.
            let is_silent = state.retry_ms.is_none() && now_ms > state.heard_ms + SILENCE_MS;
            (is_silent, state.retry_ms.is_some_and(|retry_ms| retry_ms <= now_ms))
        }) else {
            return;
        };
        if is_silent {
            self.cut();
        } else if is_due {
            self.connect();
        }
    }

    /// Asks who this is: that also tells whether it still is a screen, and which page the server has. Then listens.
    fn connect(self) {
        let Some(generation) = self.next_generation() else { return };
        self.state.try_update_value(|state| state.heard_ms = steady_ms());
        spawn_local(async move {
            let answer = api::screens::own().await;
            if !self.is_current(generation) {
                return;
            }
            match answer {
                Ok(own) => {
                    self.take(own);
                    self.listen(generation);
                }
                Err(failure) if failure.code() == Some(ErrorCode::NotSignedIn) => self.on_revoked.run(()),
                Err(_) => self.cut(),
            }
        });
    }

    fn listen(self, generation: u32) {
        const NAMES: &[&str] =
            &[event::SELF, event::WALL, event::PULSE, event::IDENTIFY, event::RELOAD, SIGNED_OUT];
        let connection = Listening::open(
            &api::screens::own_events_url(),
            NAMES,
            Box::new(move |event| {
                if self.is_current(generation) {
                    self.hear(&event.type_(), &event.data().as_string().unwrap_or_default());
                }
            }),
            Box::new(move |_| {
                if self.is_current(generation) {
                    self.cut();
                }
            }),
        );
        let is_deaf = self.state.try_update_value(|state| {
            state.heard_ms = steady_ms();
            state.connection = connection;
            state.deaf += 1;
            state.deaf > DESPAIR
        });
        if is_deaf == Some(true) {
            self.care.reload_in_despair();
        }
    }

    fn hear(self, name: &str, data: &str) {
        self.state.try_update_value(|state| {
            state.heard_ms = steady_ms();
            (state.attempt, state.deaf) = (0, 0);
        });
        self.known.cut_ms.maybe_update(|cut_ms| cut_ms.take().is_some());
        match name {
            event::SELF => parse(data).map(|own: ScreenSelf| self.take(own)),
            event::WALL => parse(data).map(|said: WallEvent| {
                self.pulse(said.pulse);
                self.known.wall.set(said.wall);
            }),
            event::PULSE => parse(data).map(|pulse: Pulse| self.pulse(pulse)),
            event::IDENTIFY => {
                self.known.named_until_ms.set(self.known.time.now_ms() + NAMED_MS);
                Some(())
            }
            event::RELOAD => {
                self.care.reload();
                Some(())
            }
            _ => {
                self.stop();
                self.on_revoked.run(());
                Some(())
            }
        }
        // What can't be read was meant for another page.
        .unwrap_or_else(|| self.care.reload_in_despair());
    }

    fn pulse(self, pulse: Pulse) {
        self.known.time.hear(pulse.now_ms);
        self.known.pulse.set(pulse);
    }

    fn take(self, own: ScreenSelf) {
        self.known.time.hear(own.now_ms);
        let is_another_build = self.state.try_update_value(|state| {
            let known = state.build.get_or_insert_with(|| own.build.clone());
            *known != own.build
        });
        let speaks_another = language::of_screen(own.view.language.map(Language::tag));
        if is_another_build == Some(true) || speaks_another {
            return self.care.reload();
        }
        self.known.own.set(Some(own));
    }

    /// The connection broke, or was none.
    fn cut(self) {
        self.stop();
        self.known.cut_ms.maybe_update(|cut_ms| {
            let is_news = cut_ms.is_none();
            cut_ms.get_or_insert(self.known.time.now_ms());
            is_news
        });
        self.state.try_update_value(|state| {
            let wait_ms = back_off_ms(state.attempt, js_sys::Math::random());
            state.attempt = state.attempt.saturating_add(1);
            state.retry_ms = Some(steady_ms() + u64::from(wait_ms));
        });
    }

    fn stop(self) {
        self.next_generation();
    }

    /// Lets go of the connection there is.
    fn next_generation(self) -> Option<u32> {
        self.state.try_update_value(|state| {
            state.connection = None;
            state.retry_ms = None;
            state.generation = state.generation.wrapping_add(1);
            state.generation
        })
    }

    fn is_current(self, generation: u32) -> bool {
        self.state.try_with_value(|state| state.generation == generation).unwrap_or(false)
    }
}
