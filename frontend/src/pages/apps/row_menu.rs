//! What else can be done with an app: restart it, bring it back, remove a version or all of it; see its deployments, its
//! activity, its settings. Drawn when the menu opens.

use fleet::{AppName, Version};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::Verb;
use shared::action::{ActionState, ActionView};
use shared::plan::{BackTo, PlanRequest};

use crate::action::acting::use_acting;
use crate::api::deployments::{HistoryQuery, page};
use crate::paths;
use crate::state::clock::use_clock;
use crate::state::cluster::AppUnits;
use crate::state::deploying::version_of;
use crate::state::live::use_live;
use crate::state::memo::Memo;
use crate::state::rights;
use crate::state::same::Same;
use crate::state::words;
use crate::ui::each::each;
use crate::ui::icon::Icon;
use crate::ui::menu::{MenuAction, MenuLink};

/// So many of the last deployments are looked at for what one can go back to.
const LOOKED_AT: usize = 30;
/// So many of them are offered; the rest is in the list of deployments.
const OFFERED: usize = 5;

/// The items of the menu at the end of an app's row.
#[component]
pub fn RowMenuItems(
    /// The app.
    app: AppName,
    /// Its units.
    units: Memo<Option<Same<AppUnits>>>,
) -> impl IntoView {
    let versions = super::row::versions(units);
    let acting = use_acting();
    let blocked = rights::blocked(Verb::Remove, Some(app.clone()));
    let remove_version = {
        let app = app.clone();
        move |version: Option<Version>| {
            let words = match &version {
                Some(version) => say::apps::remove_named(version),
                None => say::apps::remove_no_version().to_owned(),
            };
            let request = PlanRequest::RemoveVersion { app: app.clone(), version };
            view! {
                <MenuAction icon=Icon::Remove danger=true blocked=blocked on_press=move |()| acting.ask(request.clone())>
                    {words}
                </MenuAction>
            }
        }
    };
    let remove_app = {
        let app = app.clone();
        move || {
            let request = PlanRequest::RemoveApp { app: app.clone() };
            let words = say::apps::remove_named(&app);
            versions.with(|versions| !versions.is_empty()).then(|| {
                view! {
                    <MenuAction icon=Icon::Remove danger=true blocked=blocked on_press=move |()| acting.ask(request.clone())>
                        {words}
                    </MenuAction>
                }
            })
        }
    };
    let name = app.clone();
    let back = rights::for_who_changes(move || {
        view! {
            <Restart app=name.clone() units=units />
            <GoBack app=name.clone() />
        }
        .into_any()
    });
    let removals = rights::for_who_changes(move || {
        let (remove_version, remove_app) = (remove_version.clone(), remove_app.clone());
        view! {
            <hr class="menu-line" />
            {each(move || versions.get(), |version: &Option<Version>| version.as_ref().map(ToString::to_string).unwrap_or_default(), move |item| remove_version(item).into_any())}
            {move || remove_app()}
        }
        .into_any()
    });
    let deployments = say::apps::deployments_of(&app);
    let (record_of, activity) = (paths::activity_of(&app), say::apps::activity_of(&app));
    let activity = rights::for_who_reads_record(move || {
        let (href, words) = (record_of.clone(), activity.clone());
        view! { <MenuLink icon=Icon::Activity href=href>{words}</MenuLink> }.into_any()
    });
    let template = say::apps::template_of(&app);
    view! {
        {back}
        <MenuLink icon=Icon::Deploy href=paths::deployments_of(&app)>
            {deployments}
        </MenuLink>
        {activity}
        <MenuLink icon=Icon::Settings href=paths::template(&app)>
            {template}
        </MenuLink>
        {removals}
    }
}

#[component]
fn Restart(app: AppName, units: Memo<Option<Same<AppUnits>>>) -> impl IntoView {
    let acting = use_acting();
    let blocked = rights::blocked(Verb::Restart, Some(app.clone()));
    let request = PlanRequest::RestartApp { app, version: None };
    units.with_untracked(Option::is_some).then(|| {
        view! {
            <MenuAction icon=Icon::Refresh blocked=blocked on_press=move |()| acting.review(request.clone())>
                {say::apps::restart()}
            </MenuAction>
        }
    })
}

/// What one can go back to: read when the menu opens.
#[component]
fn GoBack(app: AppName) -> impl IntoView {
    let acting = use_acting();
    let now_ms = use_clock().exact_ms();
    let cluster = use_live().name();
    let blocked = rights::blocked(Verb::Rollback, Some(app.clone()));
    let found = RwSignal::new(Vec::<ActionView>::new());
    let query = HistoryQuery { app: app.to_string(), limit: LOOKED_AT, ..HistoryQuery::default() };
    spawn_local(async move {
        // What can't be read is not offered: the list of deployments says why.
        if let Ok(read) = page(&cluster, &query).await {
            found.try_set(earlier(read));
        }
    });
    let item = move |action: ActionView| {
        let words = match version_of(&action) {
            Some(version) => say::apps::roll_back_to(version),
            None => say::apps::roll_back_to_no_version().to_owned(),
        };
        let when = words::ago(now_ms, action.ended_ms.unwrap_or(action.started_ms));
        let request = PlanRequest::RollBack {
            app: app.clone(),
            action: action.id,
            to: BackTo::After,
            skip_gates: false,
        };
        view! {
            <MenuAction icon=Icon::Undo blocked=blocked on_press=move |()| acting.review(request.clone())>
                {words}
                <span class="faint">{when}</span>
            </MenuAction>
        }
    };
    view! {
        {move || found.get().into_iter().map(&item).collect_view()}
        <hr class="menu-line" />
    }
}

/// Of an app's deployments that chose a version, newest first: the good ones that led to something else than the last
/// good one did, each version once. Where the last one did not end well, what was before it counts as well.
fn earlier(newest_first: Vec<ActionView>) -> Vec<ActionView> {
    let is_good = |action: &ActionView| {
        matches!(action.state, ActionState::Done | ActionState::Keeping { .. }) && action.deploying.is_some()
    };
    // What only scaled or restarted led to nothing that one could go back to.
    let newest_first: Vec<ActionView> =
        newest_first.into_iter().filter(|action| action.request.chooses_version()).collect();
    let stands = newest_first.first().filter(|newest| is_good(newest)).cloned();
    let mut offered: Vec<ActionView> = Vec::new();
    for action in newest_first {
        let is_same = |other: &ActionView| {
            let version =
                |action: &ActionView| action.deploying.as_ref().map(|deploying| deploying.to.version.clone());
            version(other) == version(&action)
        };
        if is_good(&action)
            && !stands.as_ref().is_some_and(is_same)
            && !offered.iter().any(is_same)
            && offered.len() < OFFERED
        {
            offered.push(action);
        }
    }
    offered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::{counted, deploying, deployment};
    use shared::deployment::Deploying;

    fn to(version: &str, state: ActionState) -> ActionView {
        let deploying = Deploying { to: counted(version, 3), ..deploying() };
        ActionView { deploying: Some(Box::new(deploying)), ..deployment(state) }
    }

    fn versions(actions: &[ActionView]) -> Vec<String> {
        actions.iter().filter_map(version_of).map(ToString::to_string).collect()
    }

    #[test]
    fn what_runs_now_is_not_offered() {
        let done = |version| to(version, ActionState::Done);
        let offered = earlier(vec![done("3"), done("3"), done("2"), done("1"), done("2")]);
        assert_eq!(versions(&offered), ["2", "1"]);
    }

    #[test]
    fn what_only_scaled_is_nothing_to_go_back_to_and_hides_nothing() {
        let done = |version| to(version, ActionState::Done);
        let app = fleet::AppName::parse("example").unwrap();
        let scale = PlanRequest::Scale { app, version: None, count: 0 };
        let leftover = ActionView { request: scale, ..done("1") };
        assert_eq!(versions(&earlier(vec![leftover.clone(), done("2"), done("1")])), ["1"]);
        assert_eq!(versions(&earlier(vec![done("2"), leftover])), [""; 0]);
    }

    #[test]
    fn after_a_failure_the_last_good_one_is_offered_first() {
        let failed = to("3", ActionState::Failed { reason: String::new() });
        let offered = earlier(vec![failed, to("2", ActionState::Done), to("1", ActionState::Done)]);
        assert_eq!(versions(&offered), ["2", "1"]);
    }
}
