//! The root: what exists for the whole life of the page, and the choice between signing in and working.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::Router;
use shared::session::SessionView;

use crate::action::acting::Acting;
use crate::layout::announcer::Announcer;
use crate::layout::shell::Shell;
use crate::pages::apps::attention::UnitsInNeed;
use crate::pages::problem::Unreachable;
use crate::pages::sign_in::{SigningIn, link};
use crate::parts;
use crate::paths;
use crate::routes::PageRoutes;
use crate::state::actions::Actions;
use crate::state::clock::Clock;
use crate::state::live::Live;
use crate::state::memo::{effect, memo};
use crate::state::rows::provide_rows;
use crate::state::session::{Me, Session, Who, cluster};
use crate::state::step_up::StepUp;
use crate::state::templates::Templates;
use crate::state::theme::provide_theme;
use crate::ui::toast::Toasts;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    if paths::is_screen() {
        // A display has no session, no clock of people and no theme of theirs.
        return parts::screen();
    }
    Clock::provide();
    Toasts::provide();
    Announcer::provide();
    provide_theme();
    provide_rows();
    let session = Session::provide();
    // Before the router reads the address: the code must not stay in it.
    link::sign_in_or_ask(session);
    let who = memo(move || Drawn(session.who()));
    view! {
        <Router>
            {move || match who.get().0 {
                Who::Asking => view! { <SigningIn /> }.into_any(),
                Who::Nobody(reason) => parts::sign_in(reason),
                Who::Unknown(reason) => view! { <Unreachable reason=reason /> }.into_any(),
                Who::Invited(code) => parts::invited(code),
                Who::Linked(code) => parts::linked(code),
                Who::User(view) => view! { <Workspace view=view /> }.into_any(),
            }}
        </Router>
    }
    .into_any()
}

/// What is drawn for whom. Another screen, and all of its state, comes with another person or another cluster, not with
/// other rights: what is open stays open.
#[derive(Clone)]
struct Drawn(Who);

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        let shown = |view: &SessionView| cluster(view).map(|cluster| cluster.name.clone());
        match (&self.0, &other.0) {
            (Who::User(one), Who::User(other)) => one.user == other.user && shown(one) == shown(other),
            (one, other) => one == other,
        }
    }
}

/// Everything that exists only while somebody is signed in; the stream closes with it.
#[component]
fn Workspace(view: Arc<SessionView>) -> impl IntoView {
    Me::provide(Arc::clone(&view));
    // Whoever sees nothing of any cluster is told of none.
    let Some(cluster) = cluster(&view).map(|cluster| cluster.name.clone()) else {
        return parts::no_cluster();
    };
    let actions = Actions::provide(cluster.clone());
    let templates = Templates::provide();
    let live = Live::provide(cluster, view.build.clone(), actions, templates);
    UnitsInNeed::provide(live);
    Acting::provide();
    StepUp::provide();
    let parts = parts::Here::provide();
    effect(move || {
        if live.ready() {
            parts.fetch_soon();
        }
    });
    view! {
        <Shell>
            <PageRoutes />
        </Shell>
    }
    .into_any()
}
