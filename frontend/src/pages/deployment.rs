//! One deployment, while it runs and after: what it does, what it did, what serves meanwhile, and what can be said to
//! it. Other actions have this page too.

pub mod back;
pub mod choices;
pub mod commands;
pub mod compare;
pub mod facts;
pub mod notice;
pub mod question;
pub mod serving;
pub mod sets;
pub mod stages;
pub mod steps;
pub mod tiles;
pub mod watched;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::ActionId;
use shared::action::ActionState;

use self::back::WaysBack;
use self::commands::{Commands, Speaker};
use self::facts::{Calls, Happened, SettingsThen};
use self::notice::Notice;
use self::serving::Serving;
use self::steps::Stages;
use self::tiles::Sets;
use self::watched::{Showing, Shown, Watched};
use super::deployments::words;
use super::problem::{Failed, NotFound};
use crate::action::asked::AskedNotice;
use crate::layout::announcer::PageTitle;
use crate::paths;
use crate::state::clock::use_clock;
use crate::state::live::use_live;
use crate::state::memo::memo;
use crate::state::words as numbers;
use crate::ui::icon::IconView;
use crate::ui::skeleton::Skeleton;
use crate::ui::time::{Ago, clock_time};

/// The page of one deployment.
#[component]
pub fn DeploymentPage() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move || ActionId::parse(&params.with(|params| params.get("id")).unwrap_or_default()).ok());
    view! { {move || match id.get() {
        Some(id) => view! { <Named id=id /> }.into_any(),
        None => view! { <NotFound /> }.into_any(),
    }} }
}

#[component]
fn Named(id: ActionId) -> impl IntoView {
    let watched = Watched::of(id);
    // Each reading is new; the page is drawn anew, with its questions and the focus lost, only where this changes.
    let showing = memo(move || watched.showing());
    let body = move || match showing.get() {
        Showing::Waiting => view! {
            <div class="head">
                <div class="head-text">
                    <PageTitle title=say::deployment::title() />
                </div>
            </div>
            <Skeleton rows=8 />
        }
        .into_any(),
        Showing::NotThere => view! { <NotFound /> }.into_any(),
        Showing::Failed(reason) => view! {
            <Failed title=say::deployment::unread() reason=reason on_retry=move |()| watched.read() />
        }
        .into_any(),
        Showing::Here => watched.shown().map(|shown| view! { <Here shown=shown /> }).into_any(),
    };
    view! { {move || body()} }
}

#[component]
fn Here(shown: Shown) -> impl IntoView {
    let speaker = Speaker::to(shown);
    let asked = memo(move || Some(shown.view.get()));
    let app = shown.app();
    let name = app.as_ref().map(ToString::to_string).unwrap_or_default();
    let title = Signal::derive(move || {
        let change = shown.view.with(|view| words::change(view));
        if name.is_empty() { change } else { format!("{name} {change}") }
    });
    let crumb = app.map(|app| {
        view! {
            <span aria-hidden="true">"/"</span>
            <a href=paths::deployments_of(&app)>{app.to_string()}</a>
        }
    });
    view! {
        <div class="head">
            <div class="head-text">
                <nav class="crumb" aria-label=say::deployment::crumb()>
                    <a href=paths::deployments()>{say::deployment::crumb_all()}</a>
                    {crumb}
                </nav>
                <PageTitle title=title class="deployment-title" />
                <Line shown=shown />
            </div>
            <div class="head-end">
                <Commands shown=shown speaker=speaker />
                <WaysBack shown=shown />
            </div>
        </div>
        <AskedNotice action=asked />
        <Notice shown=shown speaker=speaker />
        <Serving shown=shown />
        <div class="rollout">
            <Stages shown=shown speaker=speaker />
            <Sets shown=shown />
        </div>
        <div class="stack stack-wide zone">
            <Happened shown=shown />
            <SettingsThen shown=shown />
            <Calls shown=shown />
        </div>
    }
}

/// "At work · by ada · begun 5 min ago · 54 min to its deadline".
#[component]
fn Line(shown: Shown) -> impl IntoView {
    let clock = use_clock();
    let live = use_live();
    let standing = memo(move || shown.view.with(|view| words::standing(view)));
    let paused_by = move || {
        shown.view.with(|view| match &view.state {
            ActionState::Paused { by: Some(who), .. } => Some(say::deployment::paused_by(who)),
            _ => None,
        })
    };
    let (by, note) = shown.view.with(|view| (view.actor.to_string(), view.note.clone()));
    // One that waited begins when it is approved.
    let started_ms = memo(move || shown.view.with(|view| view.started_ms));
    let started_ms = Signal::derive(move || started_ms.get());
    let approved = memo(move || {
        shown.view.with(|view| view.asked.as_ref()?.approved_by.as_ref().map(ToString::to_string))
    });
    // What was never approved was never begun.
    let asked = memo(move || {
        shown.view.with(|view| view.asked.as_ref().is_some_and(|asked| asked.approved_by.is_none()))
    });
    let begun = move || {
        let said = if asked.get() { say::deployment::asked_for } else { say::deployment::begun };
        say::around(said(&say::HERE))
    };
    // While it is at work, when it began says as much.
    let took = memo(move || {
        shown.view.with(|view| {
            (!view.state.is_at_work() && !asked.get()).then(|| say::deployment::took(&words::took(view, 0)))
        })
    });
    // Nothing is told as of now that is not known.
    let as_of = memo(move || {
        let known_ms = live.known_ms();
        (known_ms < clock.now_ms()).then(|| say::deployment::as_of(&clock_time(known_ms)))
    });
    let times = memo(move || {
        shown.view.with(|view| {
            let deadline_ms = view.deploying.as_ref().and_then(|deploying| deploying.deadline_ms);
            match view.state {
                ActionState::Keeping { until_ms } => (None, Some(until_ms)),
                _ => (deadline_ms.filter(|_| view.state.is_at_work()), None),
            }
        })
    });
    let until = move || match times.get() {
        (Some(deadline_ms), _) => {
            let left = numbers::span(deadline_ms.saturating_sub(live.known_ms()));
            let at = clock_time(deadline_ms);
            Some(
                view! { <li title=say::deployment::deadline_at(&at)>{say::deployment::deadline_in(&left)}</li> },
            )
        }
        (None, Some(until_ms)) => {
            let title = say::deployment::kept_then().to_owned();
            Some(view! { <li title=title>{say::deployment::kept_until(&clock_time(until_ms))}</li> })
        }
        (None, None) => None,
    };
    let note = (!note.is_empty()).then(|| view! { <p class="deployment-note">{note}</p> });
    view! {
        <ul class="facts-line" role="list">
            <li>
                {move || {
                    let (word, result, icon) = standing.get();
                    view! {
                        <span class="result" data-result=result title=paused_by()>
                            <IconView icon=icon />
                            {word}
                        </span>
                    }
                }}
            </li>
            <li>{say::deployment::by(&by)}</li>
            {move || approved.get().map(|who| view! { <li>{say::deployment::approved_by(&who)}</li> })}
            <li>{move || begun().0} <Ago at_ms=started_ms /> {move || begun().1}</li>
            {move || took.get().map(|took| view! { <li>{took}</li> })}
            {move || as_of.get().map(|as_of| view! { <li>{as_of}</li> })}
            {move || until()}
        </ul>
        {note}
    }
}
