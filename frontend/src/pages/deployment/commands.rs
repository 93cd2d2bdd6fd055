//! Saying things to a deployment: go on, wait, end, go back. Which of it makes sense follows from how it stands; who
//! may say it, from the policy.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ActionId;
use shared::deployment::Command;

use super::choices::{self, is_asked, leads_to, offered};
use super::question::Sure;
use super::watched::Shown;
use crate::api;
use crate::state::actions::{Actions, use_actions};
use crate::state::live::{Live, use_live};
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::state::session::use_me;
use crate::ui::button::{Button, Kind};

/// Says things to one deployment.
#[derive(Clone, Copy)]
pub struct Speaker {
    live: Live,
    actions: Actions,
    id: StoredValue<ActionId>,
    /// Why nothing can be said to the server now.
    away: Memo<Option<String>>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    /// What is asked about before it is said.
    asked: RwSignal<Option<Command>>,
}

impl Speaker {
    /// To this one.
    pub fn to(shown: Shown) -> Self {
        let live = use_live();
        Self {
            live,
            actions: use_actions(),
            id: StoredValue::new(shown.id()),
            away: live.away(),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            asked: RwSignal::new(None),
        }
    }

    /// Says it.
    pub fn say(self, command: Command) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = api::deployments::command(&self.live.name(), &self.id.get_value(), &command).await;
            match answer {
                Ok(view) => {
                    self.actions.put(view);
                    self.asked.try_set(None);
                }
                Err(failure) => drop(self.error.try_set(Some(failure.message()))),
            }
            self.busy.try_set(false);
        });
    }

    /// Asks before it says it.
    pub fn ask(self, command: Command) {
        self.error.set(None);
        self.asked.set(Some(command));
    }

    /// Does not say what it asked about.
    pub fn forget(self) {
        self.asked.set(None);
    }

    /// Whether something is being said; tracked.
    pub fn busy(self) -> RwSignal<bool> {
        self.busy
    }

    /// Why it was not taken.
    pub fn error(self) -> RwSignal<Option<String>> {
        self.error
    }
}

/// One thing to say.
#[component]
pub fn Say(
    /// What.
    command: Command,
    /// To which deployment.
    shown: Shown,
    /// Says it.
    speaker: Speaker,
    /// How the button looks.
    #[prop(optional)]
    kind: Kind,
    /// Inside the list of steps.
    #[prop(optional)]
    small: bool,
    /// What it leads to stands beside it already.
    #[prop(optional)]
    explained: bool,
) -> impl IntoView {
    let verb = command.verb(shown.view.with_untracked(|view| view.request.verb()));
    let refusal = rights::refusal(verb, shown.app());
    let blocked = Signal::derive(move || refusal.get().or_else(|| speaker.away.get()));
    let (text, icon, about) = shown.look_untracked(|view, detail| {
        let (text, icon) = choices::words(&command, choices::has_failed(detail));
        (text, icon, (!explained).then(|| leads_to(&command, view, detail)))
    });
    let asks =
        matches!(command, Command::Abort | Command::RollBack | Command::Finish | Command::GoOnWith { .. });
    let press = move |()| {
        if asks {
            speaker.ask(command.clone());
        } else {
            speaker.say(command.clone());
        }
    };
    rights::for_who_changes(move || {
        let (text, about, press) = (text, about.clone(), press.clone());
        view! {
            <Button
                kind=kind
                small=small
                icon=icon
                blocked=blocked
                busy=speaker.busy()
                tip_at=if small || explained { "start" } else { "end" }
                about=about
                on_press=press
            >
                {text}
            </Button>
        }
        .into_any()
    })
}

/// The buttons at the head of the page while it goes on as planned, and the question before what can't be taken back.
#[component]
pub fn Commands(
    /// The deployment.
    shown: Shown,
    /// Says it.
    speaker: Speaker,
) -> impl IntoView {
    let offers =
        memo(move || if shown.view.with(|view| is_asked(&view.state)) { Vec::new() } else { offers(shown) });
    view! {
        {move || {
            let say = |command| view! { <Say command=command shown=shown speaker=speaker /> };
            offers.get().into_iter().map(say).collect_view()
        }}
        {move || {
            speaker.asked.get().map(|command| view! { <Sure command=command shown=shown speaker=speaker /> })
        }}
    }
}

/// Where somebody has to decide: each choice, and what it leads to.
#[component]
pub fn Choices(
    /// The deployment.
    shown: Shown,
    /// Says it.
    speaker: Speaker,
) -> impl IntoView {
    // What it leads to depends on what has failed.
    let me = use_me();
    let offers = memo(move || {
        let asked = !me.only_looks() && shown.view.with(|view| is_asked(&view.state));
        let told = |command: Command| {
            let says = shown.look(|view, detail| leads_to(&command, view, detail));
            (command, says)
        };
        if asked { offers(shown).into_iter().map(told).collect() } else { Vec::new() }
    });
    let failed = memo(move || shown.detail.with(|detail| choices::has_failed(detail)));
    let choice = move |(command, says): (Command, String)| {
        view! {
            <li>
                <Say command=command shown=shown speaker=speaker explained=true />
                <span>{says}</span>
            </li>
        }
    };
    move || {
        let offers = offers.get();
        (!offers.is_empty()).then(|| {
            let by_step = failed.get().then(|| {
                view! {
                    <p class="hint">
                        {say::deployment::by_step()}
                    </p>
                }
            });
            view! {
                <ul class="choices" role="list" aria-label=say::deployment::choices()>
                    {offers.into_iter().map(choice).collect_view()}
                </ul>
                {by_step}
            }
        })
    }
}

fn offers(shown: Shown) -> Vec<Command> {
    shown.view.with(|view| offered(&view.state, view.deploying.as_deref()))
}
