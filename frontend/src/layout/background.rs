//! What goes on behind every page once there is time for it: which toasts are to be seen, what the window's title and the
//! tab's icon say of the cluster, and desktop notifications.

pub mod news;
pub mod notifier;
pub mod tab;

use std::collections::BTreeSet;

use leptos::prelude::*;

use self::news::Deployments;
use super::announcer::use_announcer;
use crate::action::toasts::ActionToasts;
use crate::pages::apps::attention::use_units_in_need;
use crate::state::actions::use_actions;
use crate::state::clock::use_clock;
use crate::state::deploying;
use crate::state::live::use_live;
use crate::state::memo::{effect, memo};
use crate::state::session::use_me;

/// Follows all of it. Draws nothing.
#[component]
pub fn Background(
    /// Where the toasts go.
    toasts: ActionToasts,
) -> impl IntoView {
    toasts.follow();
    let (actions, live, clock, announcer) = (use_actions(), use_live(), use_clock(), use_announcer());
    let in_need = use_units_in_need();
    let at_work = memo(move || actions.deployments_at_work());
    let counts = memo(move || (live.stale(), in_need.with(|rows| rows.len()), at_work.with(Vec::len)));
    effect(move || announcer.progress(at_work.with(|at_work| deploying::title(at_work))));
    effect(move || {
        let (stale, attention, at_work) = counts.get();
        announcer.before_title(tab::before_title(stale, attention));
        tab::draw(tab::sign(stale, attention, at_work));
    });
    on_cleanup(move || {
        announcer.before_title(String::new());
        tab::draw(tab::Sign::None);
    });

    let me = use_me().view_now().user.clone();
    let deployments = StoredValue::new(Deployments::default());
    effect(move || {
        let all = actions.deployments();
        let news = deployments.try_update_value(|seen| seen.look(&all, &me));
        news.unwrap_or_default().into_iter().for_each(notifier::tell);
    });
    let before = StoredValue::new(None::<BTreeSet<String>>);
    effect(move || {
        // What old data says is no news, and neither is what was missed meanwhile.
        if live.stale() || !live.ready() {
            before.set_value(None);
            return;
        }
        let rows = in_need.get();
        let news = before.with_value(|before| news::of_attention(before.as_ref(), &rows, clock.exact_ms()));
        before.set_value(Some(rows.iter().map(|row| row.name.clone()).collect()));
        news.into_iter().for_each(notifier::tell);
    });
}
