//! Another deployment of the app is at work: whose, how far, and the way to take its place.

use fleet::AppName;
use leptos::prelude::*;
use shared::ActionId;

use crate::action::acting::Extras;
use crate::pages::deployments::words;
use crate::paths;
use crate::state::actions::use_actions;
use crate::state::memo::{Memo, effect, memo};
use crate::ui::icon::{Icon, IconView};
use crate::ui::tick::Tick;

/// Who holds an app, and whether they are to be taken over.
#[derive(Clone, Copy)]
pub struct Held {
    holder: Memo<Option<Holder>>,
    with: RwSignal<Extras>,
}

#[derive(Debug, Clone, PartialEq)]
struct Holder {
    id: ActionId,
    /// "ada: 1.0.0 → 2.0.0, stage 3 of 10".
    words: String,
}

impl Held {
    /// Follows who holds the app. `with` goes with the start, and names whom it takes over.
    pub fn of(app: AppName, with: RwSignal<Extras>) -> Self {
        let actions = use_actions();
        let holder = memo(move || {
            let at_work = actions.deployments_at_work();
            let held = at_work.iter().find(|action| action.request.app().as_ref() == Some(&app))?;
            let far = words::progress(held).map(|far| format!(", {far}")).unwrap_or_default();
            let words = format!("{}: {}{far}", held.actor, words::change(held));
            Some(Holder { id: held.id.clone(), words })
        });
        let id = memo(move || holder.with(|holder| holder.as_ref().map(|holder| holder.id.clone())));
        // Who agreed to take over one deployment did not agree to take over the next one.
        effect(move || {
            let id = id.get();
            if with.with_untracked(|with| with.takes_over.is_some() && with.takes_over != id) {
                with.update(|with| with.takes_over = None);
            }
        });
        Self { holder, with }
    }

    /// Why nothing can be started; absent if nobody holds the app, or they are taken over.
    pub fn why_not(self) -> Option<String> {
        let taken = self.with.with(|with| with.takes_over.is_some());
        (self.holder.with(Option::is_some) && !taken).then(|| say::deploy::held_why().to_owned())
    }
}

/// The notice in the deploy panel; nothing while nobody holds the app.
#[component]
pub fn HeldNotice(
    /// Who holds it.
    held: Held,
) -> impl IntoView {
    let id = memo(move || held.holder.with(|holder| holder.as_ref().map(|holder| holder.id.clone())));
    let words = move || held.holder.with(|holder| holder.as_ref().map(|holder| holder.words.clone()));
    view! { {move || {
        id.get().map(|id| {
            let path = paths::deployment(&id);
            let take = move |ticked: bool| {
                let taken = ticked.then(|| id.clone());
                held.with.update(|with| with.takes_over = taken);
            };
            view! {
                <section class="notice" data-tone="warn" aria-label=say::deploy::held_label()>
                    <IconView icon=Icon::Lock />
                    <div>
                        <b>{say::deploy::held_title()}</b>
                        <p>{words} ". " <a href=path>{say::deploy::held_look()}</a></p>
                        <Tick
                            label=say::deploy::take_over()
                            about=say::deploy::take_over_about()
                            checked=Signal::derive(move || held.with.with(|with| with.takes_over.is_some()))
                            on_change=take
                        />
                    </div>
                </section>
            }
        })
    }} }
}
