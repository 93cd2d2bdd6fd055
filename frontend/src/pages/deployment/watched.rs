//! The deployment as it is now: read again whenever the stream says that it went on, so that all who look see the same.

use std::time::Duration;

use fleet::AppName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::action::{ActionDetail, ActionView};
use shared::{ActionId, ErrorCode};

use crate::api::{self, Failure};
use crate::state::actions::use_actions;
use crate::state::live::{Live, use_live};
use crate::state::memo::{Memo, effect, memo};
use crate::state::same::Same;

/// How long after a call that met no server the next one is made.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// A deployment that is looked at.
#[derive(Clone, Copy)]
pub struct Watched {
    live: Live,
    id: StoredValue<ActionId>,
    detail: RwSignal<Option<Same<ActionDetail>>>,
    view: Memo<Option<Same<ActionView>>>,
    failure: RwSignal<Option<Failure>>,
    reading: StoredValue<Reading>,
}

/// At most one call is under way: what changes meanwhile is read once it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Idle,
    Asked,
    AskedAndOutdated,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Showing {
    /// Nothing was read yet.
    Waiting,
    /// There is no such deployment.
    NotThere,
    /// It could not be read, and why.
    Failed(String),
    /// The deployment.
    Here,
}

impl Watched {
    /// Reads it, and goes on reading as it goes on.
    pub fn of(id: ActionId) -> Self {
        let actions = use_actions();
        let detail = RwSignal::new(None::<Same<ActionDetail>>);
        let view = memo({
            let id = id.clone();
            move || {
                let read = detail.with(|detail| detail.as_ref().map(|detail| Same::new(detail.view.clone())));
                let told = actions.get(&id);
                match (read, told) {
                    (Some(read), Some(told)) if told.changed_ms >= read.changed_ms => Some(told),
                    (read, told) => read.or(told),
                }
            }
        });
        let watched = Self {
            live: use_live(),
            id: StoredValue::new(id.clone()),
            detail,
            view,
            failure: RwSignal::new(None),
            reading: StoredValue::new(Reading::Idle),
        };
        effect(move || {
            actions.get(&id);
            watched.read();
        });
        watched
    }

    /// Reads it again.
    pub fn read(self) {
        if self.reading.get_value() != Reading::Idle {
            self.reading.set_value(Reading::AskedAndOutdated);
            return;
        }
        self.reading.set_value(Reading::Asked);
        spawn_local(async move {
            loop {
                let Some(id) = self.id.try_get_value() else { return };
                let answer = api::actions::get(&self.live.name(), &id).await;
                let Some(was) = self.reading.try_get_value() else { return };
                self.take(answer);
                if was == Reading::Asked {
                    self.reading.set_value(Reading::Idle);
                    return;
                }
                self.reading.set_value(Reading::Asked);
            }
        });
    }

    fn read_if_here(self) {
        if self.reading.try_get_value().is_some() {
            self.read();
        }
    }

    fn take(self, answer: Result<ActionDetail, Failure>) {
        match answer {
            Ok(detail) => {
                self.failure.set(None);
                self.detail.set(Some(Same::new(detail)));
            }
            Err(failure) => {
                if failure == Failure::Network {
                    set_timeout(move || self.read_if_here(), AGAIN_AFTER);
                }
                self.failure.set(Some(failure));
            }
        }
    }

    /// What the page shows; tracked.
    pub fn showing(self) -> Showing {
        // Once it was read, a call that fails leaves it as it was: the next word of the stream asks again.
        if self.detail.with(Option::is_some) {
            return Showing::Here;
        }
        match self.failure.get() {
            None => Showing::Waiting,
            Some(failure) if failure.code() == Some(ErrorCode::NotFound) => Showing::NotThere,
            Some(failure) => Showing::Failed(failure.message()),
        }
    }

    /// It as it is now, for what is drawn once it was read.
    pub fn shown(self) -> Option<Shown> {
        let first_detail = self.detail.get_untracked()?;
        let first_view = self.view.get_untracked()?;
        let (detail, view) = (self.detail, self.view);
        Some(Shown {
            detail: memo(move || detail.get().unwrap_or_else(|| first_detail.clone())),
            view: memo(move || view.get().unwrap_or_else(|| first_view.clone())),
        })
    }
}

/// A deployment that was read.
#[derive(Clone, Copy)]
pub struct Shown {
    /// As lists tell it: the newest that is known.
    pub view: Memo<Same<ActionView>>,
    /// With its steps: as it was read last.
    pub detail: Memo<Same<ActionDetail>>,
}

impl Shown {
    /// Looks at both; tracked.
    pub fn look<T>(self, look: impl FnOnce(&ActionView, &ActionDetail) -> T) -> T {
        self.view.with(|view| self.detail.with(|detail| look(view, detail)))
    }

    /// Looks at both without subscribing.
    pub fn look_untracked<T>(self, look: impl FnOnce(&ActionView, &ActionDetail) -> T) -> T {
        self.view.with_untracked(|view| self.detail.with_untracked(|detail| look(view, detail)))
    }

    /// Which.
    pub fn id(self) -> ActionId {
        self.view.with_untracked(|view| view.id.clone())
    }

    /// The app that it is about.
    pub fn app(self) -> Option<AppName> {
        self.view.with_untracked(|view| view.request.app())
    }
}
