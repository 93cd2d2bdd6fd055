//! What needs attention besides the units: deployments that wait for somebody or went wrong. Comes with a part, and is
//! added to what the units need.

use leptos::prelude::*;
use shared::action::{ActionState, ActionView};

use super::attention::Row;
use crate::paths;
use crate::state::actions::use_actions;
use crate::state::clock::use_clock;
use crate::state::memo::{effect, memo};
use crate::state::same::Same;
use crate::state::words;

/// A deployment that went wrong is told for so long, unless another one follows.
const TOLD_MS: u64 = 24 * 3_600_000;

/// Follows them. Draws nothing.
#[component]
pub fn Troubles(
    /// Where they go.
    found: RwSignal<Vec<Row>>,
) -> impl IntoView {
    let actions = use_actions();
    let clock = use_clock();
    let quarter_minute = memo(move || clock.now_ms() / 15_000 * 15_000);
    let rows = memo(move || of_deployments(&actions.deployments(), quarter_minute.get()));
    effect(move || found.set(rows.get()));
    on_cleanup(move || drop(found.try_set(Vec::new())));
}

/// One row for each app whose last deployment waits for somebody or went wrong.
fn of_deployments(deployments: &[Same<ActionView>], now_ms: u64) -> Vec<Row> {
    let is_last = |action: &ActionView| {
        let app = action.request.app();
        !deployments.iter().any(|other| other.started_ms > action.started_ms && other.request.app() == app)
    };
    let told = deployments.iter().filter(|action| is_last(action)).filter_map(|action| {
        let app = action.request.app()?;
        Some(Row {
            name: app.to_string(),
            app: Some(app),
            sentence: sentence(action, now_ms)?,
            path: paths::deployment(&action.id),
        })
    });
    told.collect()
}

fn sentence(action: &ActionView, now_ms: u64) -> Option<String> {
    let version = action.deploying.as_ref().and_then(|deploying| deploying.to.version.as_ref());
    let what =
        version.map_or_else(|| "The deployment".to_owned(), |version| format!("The deployment of {version}"));
    let since = words::span(now_ms.saturating_sub(action.changed_ms));
    let ended_ms = action.ended_ms.unwrap_or(action.changed_ms);
    let is_recent = now_ms.saturating_sub(ended_ms) < TOLD_MS;
    match &action.state {
        ActionState::Paused { reason, resumes: true, .. } => {
            Some(format!("{what} is paused, and goes on by itself: {reason}"))
        }
        ActionState::Paused { reason, by: None, .. } => {
            Some(format!("{what} is paused for {since}: {reason}"))
        }
        ActionState::Paused { by: Some(by), .. } => Some(format!("{what} was paused by {by} {since} ago.")),
        ActionState::Holding { until_ms: None } => {
            Some(format!("{what} waits for somebody: are the first instances good?"))
        }
        ActionState::Failed { reason } | ActionState::Interrupted { reason } if is_recent => {
            Some(format!("{what} failed {since} ago: {reason}"))
        }
        ActionState::Aborted { reason, by: None } if is_recent => {
            Some(format!("{what} was ended {since} ago: {reason}"))
        }
        ActionState::RolledBack { reason, by: None } if is_recent => {
            Some(format!("{what} rolled back by itself {since} ago: {reason}"))
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

    #[test]
    fn only_an_app_s_last_deployment_counts() {
        let rows = of_deployments(&[at("a", 1, failed()), at("b", 2, ActionState::Done)], 120_000);
        assert_eq!(rows, []);
        let rows = of_deployments(&[at("a", 1, ActionState::Done), at("b", 2, failed())], 120_000);
        assert_eq!(rows[0].sentence, "The deployment of 2.0.0 failed 1 min ago: It does not start.");
        assert_eq!(rows[0].path, "/deployments/b");
        assert_eq!(of_deployments(&[at("b", 2, failed())], 60_000 + TOLD_MS), []);
    }

    #[test]
    fn what_waits_for_somebody_says_so() {
        let waits = of_deployments(&[at("a", 1, ActionState::Holding { until_ms: None })], 0);
        assert!(waits[0].sentence.ends_with("are the first instances good?"));
        assert_eq!(of_deployments(&[at("a", 1, ActionState::Holding { until_ms: Some(5) })], 0), []);
    }
}
