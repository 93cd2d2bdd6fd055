//! One app, opened: its versions with their instances, and its last changes.

use fleet::{AppName, Version};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::action::{ActionState, ActionView};
use shared::plan::PlanRequest;

use super::version::VersionSection;
use crate::action::acting::use_acting;
use crate::action::asked::AskedNotice;
use crate::action::log;
use crate::api;
use crate::pages::history::app::LastDay;
use crate::paths;
use crate::state::actions::use_actions;
use crate::state::cluster::AppUnits;
use crate::state::deploying::can_be_put_back;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::state::same::Same;
use crate::ui::button::{Button, Kind};
use crate::ui::each::each;
use crate::ui::message::{Check, Tone};
use crate::ui::time::Ago;

/// How many of the last changes are shown; the rest is in Activity.
const CHANGES_SHOWN: usize = 5;

/// What an open row holds.
#[component]
pub fn AppBody(
    /// The app.
    app: AppName,
    /// Its units.
    units: Memo<Option<Same<AppUnits>>>,
) -> impl IntoView {
    let versions = super::row::versions(units);
    let section = {
        let app = app.clone();
        move |version| view! { <VersionSection app=app.clone() version=version units=units /> }
    };
    let none = {
        let path = paths::deploy(&app);
        move || {
            versions.with(Vec::is_empty).then(|| {
                let (before, after) = say::around(say::apps::no_units(&say::HERE));
                view! {
                    <p class="quiet">
                        {before} <a href=path.clone()>{say::apps::no_units_deploy()}</a> {after}
                    </p>
                }
            })
        }
    };
    view! {
        {move || none()}
        {each(move || versions.get(), |version: &Option<Version>| version.as_ref().map(ToString::to_string).unwrap_or_default(), move |item| section(item).into_any())}
        <WaitsHere app=app.clone() />
        <Drifted app=app.clone() />
        <LastDay app=app.clone() />
        <LastChanges app=app />
    }
}

/// What of it waits for somebody's approval.
#[component]
fn WaitsHere(app: AppName) -> impl IntoView {
    let actions = use_actions();
    let ids = memo(move || {
        let waiting = actions
            .of_app(&app)
            .into_iter()
            .filter(|action| matches!(action.state, ActionState::Asked { .. }));
        waiting.map(|action| action.id.clone()).collect::<Vec<_>>()
    });
    each(
        move || ids.get(),
        ToString::to_string,
        move |id| {
            let action = memo(move || actions.get(&id));
            view! { <AskedNotice action=action linked=true /> }.into_any()
        },
    )
}

/// Where its units are not as they were deployed; nothing while all of them are.
#[component]
fn Drifted(app: AppName) -> impl IntoView {
    let cluster = use_live().name();
    let words = RwSignal::new(Vec::<String>::new());
    spawn_local(async move {
        // What can't be read is not told: Needs attention tries again.
        let drift = api::deployments::drift(&cluster).await.unwrap_or_default();
        if let Some(own) = drift.into_iter().find(|drift| drift.app == app) {
            words.try_set(own.drift.words);
        }
    });
    move || {
        let words = words.get();
        (!words.is_empty()).then(|| {
            let line = |text: String| view! { <Check tone=Tone::Info text=text /> };
            view! {
                <section class="checks" aria-label=say::apps::drift_label()>
                    {words.into_iter().map(line).collect_view()}
                </section>
            }
        })
    }
}

#[component]
fn LastChanges(app: AppName) -> impl IntoView {
    let actions = use_actions();
    let heading = format!("log-{app}");
    let id = heading.clone();
    let activity = paths::activity_of(&app);
    let last = memo(move || actions.of_app(&app).into_iter().take(CHANGES_SHOWN).collect::<Vec<_>>());
    let none = memo(move || last.with(Vec::is_empty));
    // An action that goes on is another line: its words change.
    let key =
        |action: &Same<ActionView>| format!("{} {} {}", action.id, action.steps_done, action.state.is_open());
    view! {
        <section aria-labelledby=heading>
            <h4 class="label" id=id>
                {say::apps::last_changes()}
            </h4>
            {move || none.get().then(|| view! { <p class="hint">{say::apps::no_changes()}</p> })}
            <ol class="app-log">
                {each(move || last.get(), key, move |action| view! { <Change action=action /> }.into_any())}
            </ol>
            {rights::for_who_reads_record(move || {
                view! {
                    <p class="small">
                        <a href=activity.clone()>{say::apps::all_activity()}</a>
                    </p>
                }
                .into_any()
            })}
        </section>
    }
}

#[component]
fn Change(action: Same<ActionView>) -> impl IntoView {
    let acting = use_acting();
    let words = log::sentence(&action);
    let put_back = can_be_put_back(&action).then(|| {
        let request = PlanRequest::Restore { action: action.id.clone() };
        let blocked = rights::blocked(shared::Verb::Remove, action.request.app());
        let label = say::apps::put_back_label(&action.summary);
        rights::for_who_changes(move || {
            let (request, label) = (request.clone(), label.clone());
            view! {
            " "
            <Button kind=Kind::Bare small=true blocked=blocked label=label on_press=move |()| acting.ask(request.clone())>
                {say::apps::put_back()}
            </Button>
        }
            .into_any()
        })
    });
    let details = action.request.is_deployment().then(|| {
        view! { " " <a href=paths::deployment(&action.id) aria-label=say::apps::details_label(&action.summary)>{say::apps::details()}</a> }
    });
    view! {
        <li>
            <Ago at_ms=action.started_ms />
            <span>{words} {details} {put_back}</span>
        </li>
    }
}
