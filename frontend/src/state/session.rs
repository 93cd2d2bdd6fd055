//! Who is signed in.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::policy::Actor;
use shared::session::{ClusterInfo, Engine, SessionView};

use crate::api::{self, Failure};

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
    /// Somebody.
    User(Arc<SessionView>),
}

/// The session of this browser.
#[derive(Clone, Copy)]
pub struct Session {
    who: RwSignal<Who>,
}

impl Session {
    /// Asks who is signed in and hands the session to everything below. A 401 anywhere ends it.
    pub fn provide() -> Self {
        let session = Self { who: RwSignal::new(Who::Asking) };
        provide_context(session);
        api::on_signed_out(move || {
            session.end(Some("Your session has ended. Sign in again to go on.".to_owned()));
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
                Err(Failure::Api(error)) if error.code == shared::ErrorCode::NotSignedIn => self.end(None),
                Err(failure) => self.who.set(Who::Unknown(failure.message())),
            }
        });
    }

    /// Somebody has signed in.
    pub fn begin(&self, view: SessionView) {
        self.who.set(Who::User(Arc::new(view)));
    }

    /// Somebody came by an invitation.
    pub fn invite(&self, code: String) {
        self.who.set(Who::Invited(code));
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

/// The signed-in person, for everything that is only drawn when there is one.
#[derive(Clone)]
pub struct Me(pub Arc<SessionView>);

impl Me {
    /// As the policy function sees them.
    pub fn actor(&self) -> Actor {
        Actor { name: self.0.user.clone(), rights: self.0.rights.clone() }
    }

    /// The roles by which they may do what they may, as words.
    pub fn roles(&self) -> String {
        let mut names: Vec<&str> = self.0.rights.iter().map(|right| right.role.as_str()).collect();
        names.dedup();
        if names.is_empty() { "without any role".to_owned() } else { names.join(", ") }
    }

    /// The cluster that the page shows: the default one.
    pub fn cluster(&self) -> Option<&ClusterInfo> {
        self.0.clusters.first()
    }

    /// Whether the cluster is the built-in demo.
    pub fn is_demo(&self) -> bool {
        self.cluster().is_some_and(|cluster| cluster.engine == Engine::Demo)
    }
}

/// The signed-in person.
pub fn use_me() -> Me {
    expect_context()
}
