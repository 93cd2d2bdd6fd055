//! One app at rest: its versions as rows of tiles, how many run, the last change.

use fleet::{AppName, Instance, Version};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::Verb;
use shared::action::{ActionState, ActionView};

use super::attention::Row;
use super::stay;
use crate::action::log;
use crate::pages::filter::in_place;
use crate::parts;
use crate::paths::{self, AppsQuery};
use crate::state::actions::use_actions;
use crate::state::cluster::{AppUnits, Unit};
use crate::state::deploying;
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect, memo};
use crate::state::rights;
use crate::state::same::Same;
use crate::ui::button::Button;
use crate::ui::each::each;
use crate::ui::icon::{Icon, IconView};
use crate::ui::into_view::bring_into_view;
use crate::ui::menu::Menu;
use crate::ui::state::Tile;
use crate::ui::time::Ago;

/// More tiles of one version than this are counted, not drawn.
const MOST_TILES: usize = 32;

/// One app.
#[component]
pub fn AppRow(
    /// Which.
    app: AppName,
    /// The app whose row is open.
    open: Memo<Option<AppName>>,
    /// The state of the page.
    query: Memo<AppsQuery>,
    /// What rows say besides their units.
    marks: RwSignal<Vec<Row>>,
) -> impl IntoView {
    let live = use_live();
    let units = live.app(app.clone());
    let is_open = memo({
        let app = app.clone();
        move || open.with(|open| open.as_ref() == Some(&app))
    });
    let body_id = format!("app-{app}-body");
    let navigate = use_navigate();
    let toggle = {
        let app = app.clone();
        move |_| {
            let open = (!is_open.get_untracked()).then(|| app.clone());
            let next = AppsQuery { open, ..query.get_untracked() };
            navigate(&next.path(), in_place());
        }
    };
    let node = NodeRef::<leptos::html::Li>::new();
    effect(move || {
        // A link to an open row brings it into view.
        if is_open.get()
            && let Some(row) = node.get()
        {
            bring_into_view(&row);
        }
    });
    let deploy = {
        let navigate = use_navigate();
        let path = paths::deploy(&app);
        move |()| navigate(&path, stay())
    };
    let body = {
        let app = app.clone();
        let body_id = body_id.clone();
        move || {
            is_open.get().then(|| {
                view! {
                    <div class="app-body" id=body_id.clone()>
                        {parts::app_body(app.clone(), units)}
                    </div>
                }
            })
        }
    };
    let blocked = rights::blocked(Verb::Launch, Some(app.clone()));
    let name = app.to_string();
    let label = say::apps::deploy_named(&name);
    let deploy = rights::for_who_changes(move || {
        let (label, deploy) = (label.clone(), deploy.clone());
        view! { <Button label=label blocked=blocked tip_at="end" on_press=deploy>{say::apps::deploy()}</Button> }
            .into_any()
    });
    let id = format!("app-{app}");
    view! {
        <li class="app" id=id node_ref=node>
            <div class="app-row">
                <h3>
                    <button
                        type="button"
                        class="app-name"
                        aria-expanded=move || if is_open.get() { "true" } else { "false" }
                        aria-controls=move || is_open.get().then(|| body_id.clone())
                        on:click=toggle
                    >
                        <IconView icon=Icon::Chevron class="chev" />
                        <span class="clip" title=name.clone()>
                            {name.clone()}
                        </span>
                    </button>
                </h3>
                <Versions units=units />
                <Count units=units />
                <LastChange app=app.clone() units=units marks=marks />
                <div class="app-do">
                    {deploy}
                    <RowMenu app=app units=units />
                </div>
            </div>
            {move || body()}
        </li>
    }
}

/// The menu at the end of the row. What it holds is drawn when it opens.
#[component]
fn RowMenu(app: AppName, units: Memo<Option<Same<AppUnits>>>) -> impl IntoView {
    let opened = RwSignal::new(0_u32);
    let label = say::apps::more_for(&app);
    view! {
        <Menu
            label=label
            class="btn-icon"
            summary=|| view! { <IconView icon=Icon::More /> }
            on_open=move |()| opened.update(|times| *times += 1)
        >
            {move || (opened.get() > 0).then(|| parts::app_menu(app.clone(), units))}
        </Menu>
    }
}

/// A strip of tiles for each version.
#[component]
fn Versions(units: Memo<Option<Same<AppUnits>>>) -> impl IntoView {
    let versions = versions(units);
    view! {
        <div class="versions">
            {each(move || versions.get(), |version: &Option<Version>| version.as_ref().map(ToString::to_string).unwrap_or_default(), move |version| view! { <VersionStrip units=units version=version /> }.into_any())}
        </div>
    }
}

#[component]
fn VersionStrip(units: Memo<Option<Same<AppUnits>>>, version: Option<Version>) -> impl IntoView {
    let name = version.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
    let own = instances(units, version);
    let shown = move || {
        own.with(|own| own.iter().take(MOST_TILES).map(|(instance, _)| *instance).collect::<Vec<_>>())
    };
    let rest = move || own.with(|own| own.len().saturating_sub(MOST_TILES));
    view! {
        <div class="version">
            <span class="version-name">{name}</span>
            <div class="tiles">
                {each(shown, ToString::to_string, move |instance| view! { <InstanceTile own=own instance=instance /> }.into_any())}
                {move || (rest() > 0).then(|| view! { <span class="faint small">{format!("+{}", rest())}</span> })}
            </div>
        </div>
    }
}

/// Keeps its element while the unit's state changes, so that a tile under the pointer or the focus stays there.
#[component]
fn InstanceTile(own: Memo<Vec<(Instance, Same<Unit>)>>, instance: Instance) -> impl IntoView {
    let found = Memo::new(move |before: Option<&Option<Same<Unit>>>| {
        let found = own.with(|own| {
            own.binary_search_by_key(&instance, |(instance, _)| *instance).ok().map(|at| own[at].1.clone())
        });
        found.or_else(|| before.cloned().flatten())
    });
    // It exists when the tile is made, and what is gone keeps its last state until the tile is gone too.
    let first = found.get_untracked()?;
    let unit = Signal::derive(move || found.get().unwrap_or_else(|| first.clone()));
    Some(view! { <Tile unit=unit /> })
}

/// The versions of an app that have units; notifies only when one comes or goes.
pub(super) fn versions(units: Memo<Option<Same<AppUnits>>>) -> Memo<Vec<Option<Version>>> {
    memo(move || {
        units.with(|units| {
            let versions = units.iter().flat_map(|units| units.versions.iter());
            versions.map(|version| version.version.clone()).collect()
        })
    })
}

/// The instances of one version; notifies only when one of them changes.
pub(super) fn instances(
    units: Memo<Option<Same<AppUnits>>>,
    version: Option<Version>,
) -> Memo<Vec<(Instance, Same<Unit>)>> {
    memo(move || {
        units.with(|units| {
            let found =
                units.as_ref().and_then(|units| units.versions.iter().find(|own| own.version == version));
            found.map(|own| own.units.clone()).unwrap_or_default()
        })
    })
}

/// "3 of 3". Stands out only when something keeps the rest from running, not while it starts.
#[component]
fn Count(units: Memo<Option<Same<AppUnits>>>) -> impl IntoView {
    let count = memo(move || {
        units.with(|units| {
            units.as_ref().map(|units| {
                let short = units.units().any(|unit| unit.health.needs_attention());
                (units.running_of_wanted(), short)
            })
        })
    });
    let short = move || matches!(count.get(), Some((_, true)));
    let words = move || match count.get() {
        None => say::apps::not_running().to_owned(),
        Some(((_, 0), _)) => say::apps::all_stopped().to_owned(),
        Some(((running, wanted), _)) => say::apps::running_of_wanted(&running, &wanted),
    };
    view! {
        <span class=move || if short() { "app-count is-short" } else { "app-count" } title=say::apps::count_about()>
            {move || words()}
        </span>
    }
}

/// "launched 5 min ago by ada", or what goes on now; a deployment with how far it is, and the way to its page.
#[component]
fn LastChange(app: AppName, units: Memo<Option<Same<AppUnits>>>, marks: RwSignal<Vec<Row>>) -> impl IntoView {
    let actions = use_actions();
    // What fills the marks comes with the same part; a row that has none need not open it.
    let any = memo({
        let app = app.clone();
        move || marks.with(|marks| marks.iter().any(|mark| mark.app.as_ref() == Some(&app)))
    });
    let marks = {
        let app = app.clone();
        move || any.get().then(|| parts::app_marks(app.clone(), marks))
    };
    let last = memo(move || actions.newest_of(&app));
    let class = move || last.with(|last| last.as_ref().map_or("app-last", |last| class(&last.state)));
    let words = move || match last.get() {
        Some(action) if action.state.is_at_work() => match &action.deploying {
            Some(deploying) => view! {
                <a class="app-progress" href=paths::deployment(&action.id)>
                    <span>{deploying::stage_words(&action, deploying)}</span>
                    <progress class="progress" max="100" value=action.percent() aria-hidden="true"></progress>
                </a>
            }
            .into_any(),
            None => format!("{}{}", log::going(&action.request), log::standing(&action)).into_any(),
        },
        Some(action) => view! { <Past action=action /> }.into_any(),
        None => units.with(Option::is_none).then(say::apps::never_launched).into_any(),
    };
    view! { <span class=class>{words} {marks}</span> }
}

/// What waits for somebody is not drawn as if it went on.
fn class(state: &ActionState) -> &'static str {
    match state {
        ActionState::Paused { .. } | ActionState::Holding { .. } => "app-last is-paused",
        state if state.is_at_work() => "app-last is-working",
        _ => "app-last",
    }
}

#[component]
fn Past(action: Same<ActionView>) -> impl IntoView {
    let (before, after) = past(&action);
    view! {
        {before}
        <Ago at_ms=action.ended_ms.unwrap_or(action.started_ms) />
        {after}
    }
}

/// What stands before and after the time: "deployed " and " by ada, failed".
fn past(action: &ActionView) -> (String, String) {
    let (before, after) =
        say::around(say::apps::last_change(&log::verb(&action.request), &say::HERE, &action.actor));
    (before, after + log::ending(&action.state))
}

#[cfg(test)]
mod tests {
    use shared::UserName;
    use shared::approval::Asked;

    use super::*;
    use crate::state::deploying::tests::deployment;

    #[test]
    fn what_waits_for_somebody_is_not_drawn_as_if_it_went_on() {
        let paused = ActionState::Paused { reason: String::new(), by: None, resumes: false, fewer: None };
        assert_eq!(class(&paused), "app-last is-paused");
        assert_eq!(class(&ActionState::Holding { until_ms: None }), "app-last is-paused");
        assert_eq!(class(&ActionState::Running), "app-last is-working");
        assert_eq!(class(&ActionState::Done), "app-last");
    }

    #[test]
    fn what_was_approved_and_keeps_its_old_instances_is_done() {
        let asked = Asked {
            by: UserName::parse("ada").unwrap(),
            at_ms: 500,
            waits: Vec::new(),
            nobody_else: false,
            approved_by: UserName::parse("bob").ok(),
        };
        let kept = deployment(ActionState::Keeping { until_ms: 900_000 });
        let kept = ActionView { asked: Some(Box::new(asked)), ..kept };
        assert_eq!(past(&kept), ("deployed ".to_owned(), " by ada".to_owned()));
    }
}
