//! Who is signed in.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ErrorCode;
use shared::policy::Actor;
use shared::session::{ClusterInfo, Engine, SessionView};

use super::memo::{Memo, memo};
use super::rights;
use crate::api;

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// The server has not answered yet.
    Asking,
    /// Nobody; with the reason, if there is one to tell.
    Nobody(Option<String>),
    /// The server can't be asked, and why.
    Unknown(String),
    /// Somebody who was invited, with the link's code.
    Invited(String),
    /// Somebody with a one-time link whose account also takes a code, with the link's code.
    Linked(String),
    /// Somebody.
    User(Arc<SessionView>),
}

/// The session of this browser.
#[derive(Clone, Copy)]
pub struct Session {
    who: RwSignal<Who>,
}

impl Session {
    /// Asks who is signed in and hands the session to everything below. A 401 anywhere ends it; another refusal may mean
    /// that somebody's rights are no longer those that the page knows.
    pub fn provide() -> Self {
        let session = Self { who: RwSignal::new(Who::Asking) };
        provide_context(session);
        api::on_refused(move |code| match code {
            ErrorCode::NotSignedIn => session.end(Some(say::state::session_has_ended().to_owned())),
            _ => session.look_again(),
        });
        session
    }

    /// Who it is; tracked.
    pub fn who(&self) -> Who {
        self.who.get()
    }

    /// Asks the server again who is signed in.
    pub fn ask(self) {
        spawn_local(async move {
            match api::session::get().await {
                Ok(view) => self.begin(view),
                // A browser that is a screen as well has nobody who is signed in.
                Err(failure)
                    if matches!(failure.code(), Some(ErrorCode::NotSignedIn | ErrorCode::OnlyAScreen)) =>
                {
                    self.end(None);
                }
                Err(failure) => self.who.set(Who::Unknown(failure.message())),
            }
        });
    }

    /// Asks again what somebody who is signed in may do, while they work: nothing is drawn anew but what is different.
    pub fn look_again(self) {
        spawn_local(async move {
            match api::session::get().await {
                Ok(view) if matches!(self.who.get_untracked(), Who::User(_)) => self.begin(view),
                Err(failure) if failure.code() == Some(ErrorCode::NotSignedIn) => {
                    self.end(Some(say::state::session_has_ended().to_owned()));
                }
                // What is known stays; what needs the server says that it can't be reached.
                Ok(_) | Err(_) => {}
            }
        });
    }

    /// Somebody is signed in, and this is what they may do.
    pub fn begin(&self, view: SessionView) {
        // Each answer tells another end; here nobody reads it, and it must not look like news.
        let told = Who::User(Arc::new(SessionView { expires_ms: None, ..view }));
        self.who.maybe_update(|who| {
            let news = *who != told;
            *who = told;
            news
        });
    }

    /// Somebody came by an invitation.
    pub fn invite(&self, code: String) {
        self.who.set(Who::Invited(code));
    }

    /// Somebody came by a one-time link, and their account also takes a code.
    pub fn link(&self, code: String) {
        self.who.set(Who::Linked(code));
    }

    /// Nobody is signed in any more.
    pub fn end(&self, reason: Option<String>) {
        // A second 401 of the same moment must not wipe the reason of the first, nor draw the form again.
        if !matches!(self.who.get_untracked(), Who::Nobody(_)) {
            self.who.set(Who::Nobody(reason));
        }
    }

    /// Shows why signing in did not work.
    pub fn refuse(&self, reason: String) {
        self.who.set(Who::Nobody(Some(reason)));
    }
}

/// The session of this browser.
pub fn use_session() -> Session {
    expect_context()
}

/// The signed-in person, for everything that is only drawn when there is one. What they may do can change at any moment.
#[derive(Clone, Copy)]
pub struct Me {
    view: Memo<Arc<SessionView>>,
    only_looks: Memo<bool>,
}

impl Me {
    /// Follows the session of somebody who is signed in, and hands them to everything below.
    pub fn provide(first: Arc<SessionView>) -> Self {
        let session = use_session();
        let view = memo(move || match session.who() {
            Who::User(view) => view,
            // What is drawn for them is about to go.
            _ => Arc::clone(&first),
        });
        let only_looks = memo(move || view.with(|view| rights::only_looks(view)));
        let me = Self { view, only_looks };
        provide_context(me);
        me
    }

    /// What the session tells; tracked.
    pub fn view(&self) -> Arc<SessionView> {
        self.view.get()
    }

    /// The same, not tracked: for what stays as long as they are signed in, and for handlers.
    pub fn view_now(&self) -> Arc<SessionView> {
        self.view.get_untracked()
    }

    /// Whether they may change nothing here at all; tracked.
    pub fn only_looks(&self) -> bool {
        self.only_looks.get()
    }

    /// Whether they may read the record; tracked. Nobody else is led to it.
    pub fn reads_record(&self) -> bool {
        self.view.with(|view| rights::reads_record(view))
    }
}

/// As the policy function sees them.
pub fn actor(view: &SessionView) -> Actor {
    Actor { name: view.user.clone(), rights: view.rights.clone() }
}

/// The roles by which they may do what they may, as words.
pub fn roles(view: &SessionView) -> String {
    let mut names: Vec<&str> = view.rights.iter().map(|right| right.role.as_str()).collect();
    names.dedup();
    if names.is_empty() { say::state::no_role().to_owned() } else { names.join(", ") }
}

/// The cluster that the page shows: the default one.
pub fn cluster(view: &SessionView) -> Option<&ClusterInfo> {
    view.clusters.first()
}

/// Whether the cluster is the built-in demo.
pub fn is_demo(view: &SessionView) -> bool {
    cluster(view).is_some_and(|cluster| cluster.engine == Engine::Demo)
}

/// The signed-in person.
pub fn use_me() -> Me {
    expect_context()
}
