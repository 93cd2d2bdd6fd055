//! What goes on behind every page once there is time for it: which toasts are to be seen, and the progress of a
//! deployment in the window's title.

use leptos::prelude::*;

use super::announcer::use_announcer;
use crate::action::toasts::ActionToasts;
use crate::state::actions::use_actions;
use crate::state::deploying;
use crate::state::memo::effect;

/// Follows both. Draws nothing.
#[component]
pub fn Background(
    /// Where the toasts go.
    toasts: ActionToasts,
) -> impl IntoView {
    toasts.follow();
    let actions = use_actions();
    let announcer = use_announcer();
    effect(move || {
        let at_work = actions.deployments_at_work();
        announcer.progress(deploying::title(&at_work));
    });
}
