//! The stream: opened behind the snapshot, opened again when it breaks; all is read again when something was missed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Live, SILENCE_MS};
use crate::api;
use crate::state::actions::Actions;
use crate::state::clock::browser_ms;
use crate::state::cluster::Cluster;
use crate::state::memo::effect;
use crate::state::session::Session;
use crate::state::stream::{Connection, Message, back_off_ms};
use crate::state::templates::Templates;

/// Keeps the stream going: opens it behind the snapshot, opens it again when it breaks, reads everything again when
/// something was missed.
#[derive(Clone, Copy)]
pub(super) struct Driver {
    live: Live,
    actions: Actions,
    templates: Templates,
    session: Session,
    link: StoredValue<StreamState, LocalStorage>,
}

struct StreamState {
    connection: Option<Connection>,
    last_event_id: String,
    build: String,
    heard_ms: u64,
    attempt: u32,
    /// The server has said hello before.
    greeted: bool,
    /// Grows with each connection; what an older one still says is not listened to.
    generation: u32,
    /// The page is to be loaded again, as soon as nothing is open that would be lost.
    outdated: bool,
    ended: bool,
}

impl Driver {
    pub(super) fn start(live: Live, build: String, actions: Actions, templates: Templates, session: Session) {
        let link = StoredValue::new_local(StreamState {
            connection: None,
            last_event_id: String::new(),
            build,
            heard_ms: browser_ms(),
            attempt: 0,
            greeted: false,
            generation: 0,
            outdated: false,
            ended: false,
        });
        let driver = Self { live, actions, templates, session, link };
        driver.read_everything();
        effect(move || {
            live.clock.now_ms();
            driver.watch();
        });
        on_cleanup(move || {
            driver.link.try_update_value(|link| {
                link.ended = true;
                link.connection = None;
            });
        });
    }

    /// Reads the snapshot, then opens the stream behind it.
    fn read_everything(self) {
        let Some(generation) = self.next_generation() else { return };
        spawn_local(async move {
            let view = api::clusters::snapshot(&self.live.name()).await;
            if !self.is_current(generation) {
                return;
            }
            match view {
                Ok(view) => {
                    self.live.take_freshness(view.freshness.clone());
                    let event_id = view.event_id.clone();
                    self.live.cluster.update(|cluster| *cluster = Cluster::from_view(view, cluster));
                    self.live.failure.set(None);
                    // Once: reading everything again must not draw the pages, and what has the focus in them, anew.
                    self.live.ready.maybe_update(|ready| !std::mem::replace(ready, true));
                    self.link.try_update_value(|link| link.last_event_id = event_id);
                    self.open();
                }
                Err(failure) => {
                    self.live.failure.set(Some(failure));
                    self.later(Self::read_everything);
                }
            }
        });
    }

    /// Reads everything again, with what does not stand in the snapshot.
    fn resync(self) {
        // Also told when somebody's rights have changed.
        self.session.look_again();
        self.actions.read();
        self.templates.read();
        self.read_everything();
    }

    fn open(self) {
        let Some(generation) = self.next_generation() else { return };
        let last_event_id = self.link.try_with_value(|link| link.last_event_id.clone()).unwrap_or_default();
        let url = api::clusters::events_url(&self.live.name(), &last_event_id);
        let connection = Connection::open(
            &url,
            move |message, id| {
                if self.is_current(generation) {
                    self.hear(message, id);
                }
            },
            move || {
                if self.is_current(generation) {
                    self.cut();
                }
            },
            move || {
                if self.is_current(generation) {
                    self.broken();
                }
            },
        );
        self.link.try_update_value(|link| {
            link.connection = connection;
            link.heard_ms = browser_ms();
        });
    }

    fn hear(self, message: Message, id: String) {
        self.link.try_update_value(|link| {
            link.heard_ms = browser_ms();
            link.attempt = 0;
            if !id.is_empty() {
                link.last_event_id = id;
            }
        });
        self.live.cut_ms.maybe_update(|cut_ms| cut_ms.take().is_some());
        match message {
            Message::Hello(hello) => {
                self.live.clock.set_server_ms(hello.now_ms);
                let again = self.link.try_update_value(|link| {
                    link.outdated = link.build != hello.build;
                    std::mem::replace(&mut link.greeted, true)
                });
                // While the connection was broken nothing was told, also not that rights have changed.
                if again == Some(true) {
                    self.session.look_again();
                }
            }
            Message::Change(change) => self.live.take_change(change),
            Message::Freshness(event) => self.live.take_freshness(event.freshness),
            Message::Action(event) => self.actions.put(event.action),
            Message::App(_) => self.templates.read(),
            Message::Resync => self.resync(),
            Message::SignedOut => {
                self.session.end(Some(say::state::signed_out().to_owned()));
            }
        }
    }

    /// The connection broke. A server that ends says so by it at once; the data is old only later.
    fn cut(self) {
        let now_ms = self.live.clock.exact_ms();
        self.live.cut_ms.maybe_update(|cut_ms| {
            let whole = cut_ms.is_none();
            cut_ms.get_or_insert(now_ms);
            whole
        });
    }

    /// The browser has given up: the server said no, or something in between did. Perhaps the session has ended.
    fn broken(self) {
        self.later(|driver| {
            spawn_local(async move {
                match api::session::get().await {
                    Err(failure) if failure.code() == Some(shared::ErrorCode::NotSignedIn) => {
                        driver.session.end(Some(say::state::session_has_ended().to_owned()))
                    }
                    Ok(view) => {
                        driver.session.begin(view);
                        driver.open();
                    }
                    Err(_) => driver.broken(),
                }
            });
        });
    }

    fn later(self, then: fn(Self)) {
        let Some(generation) = self.next_generation() else { return };
        let attempt = self
            .link
            .try_update_value(|link| {
                link.attempt = link.attempt.saturating_add(1);
                link.attempt - 1
            })
            .unwrap_or_default();
        let wait = std::time::Duration::from_millis(back_off_ms(attempt, js_sys::Math::random()).into());
        set_timeout(
            move || {
                if self.is_current(generation) {
                    then(self);
                }
            },
            wait,
        );
    }

    /// Once a second: is the stream still alive, and is the page still the server's?
    fn watch(self) {
        let silent_ms = self.live.freshness.with_untracked(|read| {
            SILENCE_MS.max(read.as_ref().map_or(0, |read| read.every_ms.saturating_mul(3)))
        });
        let Some((silent, outdated)) = self.link.try_with_value(|link| {
            let silent = browser_ms().saturating_sub(link.heard_ms) > silent_ms;
            (silent && link.connection.is_some(), link.outdated)
        }) else {
            return;
        };
        if outdated && !dialog_is_open() {
            let _ = window().location().reload();
        } else if silent {
            self.open();
        }
    }

    /// Lets go of the connection and of everything that still waits for it. Absent when the page is gone.
    fn next_generation(self) -> Option<u32> {
        self.link
            .try_update_value(|link| {
                // Dropped here, in a task of its own or a timer: never inside the connection's own handler, but for
                // `resync`, which the browser allows.
                link.connection = None;
                link.generation += 1;
                (!link.ended).then_some(link.generation)
            })
            .flatten()
    }

    fn is_current(self, generation: u32) -> bool {
        self.link.try_with_value(|link| !link.ended && link.generation == generation).unwrap_or(false)
    }
}

fn dialog_is_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}
