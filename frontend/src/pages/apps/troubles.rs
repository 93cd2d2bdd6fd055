//! What needs attention besides the units: deployments that wait for somebody or went wrong, and units that are not as
//! they were deployed. Comes with a part, and is
//! added to what the units need.

use fleet::{AppName, Version};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::action::{ActionState, ActionView, TOLD_MS};
use shared::approval::Wait;
use shared::drift::AppDrift;
use shared::health::trouble;

use super::attention::{About, Row};
use super::overview::{Overview, Rows};
use crate::action::asked;
use crate::api;
use crate::paths::{self, Section};
use crate::state::actions::use_actions;
use crate::state::clock::use_clock;
use crate::state::cluster::{AppUnits, Unit};
use crate::state::deploying;
use crate::state::live::use_live;
use crate::state::memo::{effect, memo};
use crate::state::same::Same;
use crate::state::session::use_me;
use crate::state::templates::use_templates;
use crate::state::way_back;
use crate::state::words;
use crate::ui::steady::apart;
use crate::ui::updates::Updates;

/// So many sentences about an app's units are told at once; of more the first, and how many there are.
const TOLD_AT_ONCE: usize = 2;

/// Drift is read again after this time.
const READ_AGAIN_MS: u64 = 5 * 60_000;

/// Follows them. Draws only how many rows wait, these and those of apps.
#[component]
pub fn Troubles(
    /// Where they go, and what rows of apps say besides their units.
    overview: Overview,
) -> impl IntoView {
    let Overview { troubles: found, marks, steady, .. } = overview;
    steady.watch();
    let (actions, clock, live) = (use_actions(), use_clock(), use_live());
    let drift = follow_drift();
    let waits = follow_waits();
    let account = follow_account();
    let told = memo(move || {
        let mut told = actions.open().iter().filter_map(|action| mark_of_asked(action)).collect::<Vec<_>>();
        told.extend(waits.with(|waits| waits.iter().filter_map(mark_of_freeze).collect::<Vec<_>>()));
        told
    });
    effect(move || marks.set(told.get()));
    let rows = memo(move || {
        let mut rows = account.get();
        rows.extend(of_asked(&actions.open(), clock.quarter_minute()));
        let now_ms = clock.quarter_minute();
        let tells = |app: &AppName, action: &ActionView| {
            live.with(|cluster| {
                cluster
                    .apps()
                    .get(app)
                    .is_some_and(|units| tells_all(units, deploying::version_of(action), now_ms))
            })
        };
        rows.extend(of_deployments(&actions.deployments(), now_ms, tells));
        rows.extend(drift.with(|drift| drift.iter().filter_map(of_drift).collect::<Vec<_>>()));
        rows
    });
    effect(move || found.set(rows.get()));
    on_cleanup(move || {
        found.try_set(Vec::new());
        marks.try_set(Vec::new());
    });
    let waiting = memo(move || {
        let wanted = overview.wanted.get();
        overview.stand.with(|stand| how_far_apart(stand, &wanted))
    });
    view! { <Updates waiting=waiting /> }
}

fn how_far_apart(stand: &Rows, wanted: &Rows) -> usize {
    fn names(rows: &Rows) -> (Vec<&str>, Vec<&str>) {
        let attention = rows.attention.iter().map(|row| row.path.as_str());
        (attention.collect(), rows.apps.iter().map(AppName::as_str).collect())
    }
    let ((attention, apps), (more_attention, more_apps)) = (names(stand), names(wanted));
    apart(&attention, &more_attention) + apart(&apps, &more_apps)
}

/// That one's own account lets one in only this once.
fn follow_account() -> RwSignal<Vec<Row>> {
    let found = RwSignal::new(Vec::new());
    let me = use_me();
    let has_password = memo(move || me.view().has_password);
    effect(move || {
        found.set(Vec::new());
        if has_password.get() {
            return;
        }
        spawn_local(async move {
            if way_back::is_missing(me).await {
                found.try_set(vec![Row {
                    app: None,
                    name: say::apps::account().to_owned(),
                    sentence: say::apps::no_way_back().to_owned(),
                    path: paths::settings_at(Section::Account),
                    about: About::Oneself,
                }]);
            }
        });
    });
    found
}

/// Which apps let their changes wait now: read now, after each template that is written, and every minute.
fn follow_waits() -> RwSignal<Vec<Wait>> {
    let found = RwSignal::new(Vec::new());
    let (templates, clock) = (use_templates(), use_clock());
    let turn = memo(move || clock.now_ms() / 60_000);
    let written = memo(move || {
        templates.names().iter().filter_map(|app| templates.get(app)).map(|view| view.updated_ms).max()
    });
    effect(move || {
        turn.track();
        written.track();
        spawn_local(async move {
            // What can't be read now is read at the next turn.
            if let Ok(waits) = api::apps::waits().await {
                found.try_set(waits);
            }
        });
    });
    found
}

fn mark_of_freeze(wait: &Wait) -> Option<Row> {
    wait.until_ms?;
    Some(Row {
        app: Some(wait.app.clone()),
        name: say::apps::mark_frozen().to_owned(),
        sentence: asked::reason(wait),
        path: paths::template(&wait.app),
        about: About::Other,
    })
}

fn mark_of_asked(action: &ActionView) -> Option<Row> {
    let (ActionState::Asked { .. }, Some(app)) = (&action.state, action.request.app()) else { return None };
    Some(Row {
        app: Some(app),
        name: say::apps::mark_waits().to_owned(),
        sentence: say::action::asked_for(&action.actor, &action.summary),
        path: paths::deployment(&action.id),
        about: About::Other,
    })
}

/// Where units are not as they were deployed: read now, once a deployment begins or ends, and every few minutes.
fn follow_drift() -> RwSignal<Vec<AppDrift>> {
    let found = RwSignal::new(Vec::new());
    let cluster = use_live().name();
    let (actions, clock) = (use_actions(), use_clock());
    let at_work = memo(move || actions.deployments_at_work().len());
    let turn = memo(move || clock.now_ms() / READ_AGAIN_MS);
    effect(move || {
        at_work.track();
        turn.track();
        let cluster = cluster.clone();
        spawn_local(async move {
            // What can't be read now is read at the next turn.
            if let Ok(drift) = api::deployments::drift(&cluster).await {
                found.try_set(drift);
            }
        });
    });
    found
}

/// Units that nobody deployed here need nobody's attention; they are told where the app is looked at.
fn of_drift(found: &AppDrift) -> Option<Row> {
    let foreign = usize::from(!found.drift.foreign.is_empty());
    let told = found.drift.words.get(..found.drift.words.len().saturating_sub(foreign)).unwrap_or_default();
    let sentence = match told {
        [] => return None,
        few if few.len() <= TOLD_AT_ONCE => few.join(" "),
        [first, others @ ..] => say::apps::more_differences(first, &others.len()),
    };
    let app = found.app.clone();
    Some(Row { name: app.to_string(), path: paths::app(&app), app: Some(app), sentence, about: About::Other })
}

/// One row for each action that waits for somebody's approval.
fn of_asked(open: &[Same<ActionView>], now_ms: u64) -> Vec<Row> {
    let asked = open.iter().filter(|action| matches!(action.state, ActionState::Asked { .. }));
    let row = |action: &Same<ActionView>| {
        let app = action.request.app();
        let since = words::span(now_ms.saturating_sub(action.started_ms));
        Row {
            name: app.as_ref().map_or_else(|| action.summary.clone(), ToString::to_string),
            app,
            sentence: say::apps::asked_since(&action.actor, &since, &action.summary),
            path: paths::deployment(&action.id),
            about: About::Other,
        }
    };
    asked.map(row).collect()
}

/// One row for each app whose last deployment waits for somebody or went wrong.
fn of_deployments(
    deployments: &[Same<ActionView>],
    now_ms: u64,
    tells_units: impl Fn(&AppName, &ActionView) -> bool,
) -> Vec<Row> {
    let is_last = |action: &ActionView| {
        let app = action.request.app();
        let later = |other: &ActionView| other.started_ms > action.started_ms && other.state.is_begun();
        !deployments.iter().any(|other| later(other) && other.request.app() == app)
    };
    let told = deployments.iter().filter(|action| is_last(action)).filter_map(|action| {
        let app = action.request.app()?;
        Some(Row {
            name: app.to_string(),
            sentence: sentence(action, now_ms)?,
            path: paths::deployment(&action.id),
            about: if tells_units(&app, action) { About::ItsUnits } else { About::Other },
            app: Some(app),
        })
    });
    told.collect()
}

/// Whether all units of an app that need somebody are of the version to which it was deployed: then they are what its
/// deployment waits for, or went wrong with.
fn tells_all(units: &AppUnits, to: Option<&Version>, now_ms: u64) -> bool {
    let is_well = |unit: &Same<Unit>| trouble(&unit.row, unit.health, now_ms).is_none();
    let others = units.versions.iter().filter(|own| own.version.as_ref() != to);
    others.into_iter().all(|own| own.units.iter().all(|(_, unit)| is_well(unit)))
}

fn sentence(action: &ActionView, now_ms: u64) -> Option<String> {
    let what = deploying::version_of(action)
        .map_or_else(|| say::apps::deployment().to_owned(), |version| say::apps::deployment_to(version));
    // Steps that were under way may end in a pause.
    let paused_ms = action.deploying.as_ref().and_then(|deploying| deploying.paused_ms);
    let since = words::span(now_ms.saturating_sub(paused_ms.unwrap_or(action.changed_ms)));
    let ended_ms = action.ended_ms.unwrap_or(action.changed_ms);
    let is_recent = now_ms.saturating_sub(ended_ms) < TOLD_MS;
    match &action.state {
        ActionState::Paused { reason, resumes: true, .. } => Some(say::apps::pauses_itself(&what, reason)),
        ActionState::Paused { reason, by: None, .. } => Some(say::apps::is_paused(&what, &since, reason)),
        ActionState::Paused { by: Some(by), .. } => Some(say::apps::was_paused(&what, by, &since)),
        ActionState::Holding { until_ms: None } => Some(say::apps::is_holding(&what)),
        ActionState::Failed { reason } | ActionState::Interrupted { reason } if is_recent => {
            Some(say::apps::deployment_failed(&what, &since, reason))
        }
        ActionState::Aborted { reason, by: None } if is_recent => {
            Some(say::apps::was_ended(&what, &since, reason))
        }
        ActionState::RolledBack { reason, by: None } if is_recent => {
            Some(say::apps::went_back(&what, &since, reason))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::deployment;
    use shared::ActionId;

    fn at(id: &str, started_ms: u64, state: ActionState) -> Same<ActionView> {
        let id = ActionId::parse(id).unwrap();
        Same::new(ActionView { id, started_ms, changed_ms: 60_000, ended_ms: None, ..deployment(state) })
    }

    fn failed() -> ActionState {
        ActionState::Failed { reason: "It does not start.".into() }
    }

    /// Steps that were under way when it was paused end meanwhile, and each is a change.
    #[test]
    fn a_pause_lasts_since_it_began() {
        let state =
            ActionState::Paused { reason: "It failed.".into(), by: None, resumes: false, fewer: None };
        let mut action = deployment(state);
        action.changed_ms = 590_000;
        action.deploying.as_mut().unwrap().paused_ms = Some(300_000);
        let said = sentence(&action, 600_000).unwrap();
        assert!(said.contains("5 min"), "{said}");
    }

    #[test]
    fn only_an_app_s_last_deployment_counts() {
        let rows =
            of_deployments(&[at("a", 1, failed()), at("b", 2, ActionState::Done)], 120_000, |_, _| false);
        assert_eq!(rows, []);
        let rows =
            of_deployments(&[at("a", 1, ActionState::Done), at("b", 2, failed())], 120_000, |_, _| false);
        assert_eq!(rows[0].sentence, "The deployment of 2.0.0 failed 1 min ago: It does not start.");
        assert_eq!(rows[0].path, "/deployments/b");
        assert_eq!(of_deployments(&[at("b", 2, failed())], 60_000 + TOLD_MS, |_, _| false), []);
    }

    #[test]
    fn a_deployment_tells_of_units_of_its_own_version_alone() {
        use crate::state::cluster::{
            Cluster,
            tests::{row, view},
        };
        let cluster = |units| Cluster::from_view(view(units), &Cluster::default());
        let web = AppName::parse("web").unwrap();
        let (to, bad) = (Version::parse("2").unwrap(), |name| row(name, "failed", "failed"));
        let well = row("web:1@1.service", "active", "running");
        let told = |cluster: Cluster| tells_all(&cluster.apps()[&web], Some(&to), 0);
        assert!(told(cluster(vec![bad("web:2@1.service"), well.clone()])));
        assert!(!told(cluster(vec![bad("web:2@1.service"), bad("web:1@1.service")])));
        assert!(told(cluster(vec![well])));
    }

    #[test]
    fn units_that_are_not_as_deployed_are_told_and_foreign_ones_are_not() {
        let drift = |words: &[&str], foreign: &[&str]| AppDrift {
            app: fleet::AppName::parse("example").unwrap(),
            drift: shared::drift::Drift {
                words: words.iter().map(ToString::to_string).collect(),
                foreign: foreign.iter().map(|name| fleet::UnitName::parse(name).unwrap()).collect(),
                ..Default::default()
            },
        };
        let unit = "example:1@1.service";
        assert_eq!(of_drift(&drift(&["It was not created here."], &[unit])), None);
        let both = of_drift(&drift(&["It differs.", "It was not created here."], &[unit])).unwrap();
        assert_eq!(both.sentence, "It differs.");
        let many = of_drift(&drift(&["It differs.", "So does it.", "And it."], &[])).unwrap();
        assert_eq!(many.sentence, "It differs. There are 2 more such differences.");
        let two = of_drift(&drift(&["It differs.", "So does it."], &[])).unwrap();
        assert_eq!(two.sentence, "It differs. So does it.");
    }

    #[test]
    fn what_waits_for_somebody_says_so() {
        let waits = of_deployments(&[at("a", 1, ActionState::Holding { until_ms: None })], 0, |_, _| false);
        assert!(waits[0].sentence.ends_with("are the first instances good?"));
        assert_eq!(
            of_deployments(&[at("a", 1, ActionState::Holding { until_ms: Some(5) })], 0, |_, _| false),
            []
        );
    }
}
