//! Finds the other way when a deployment is rolled back or aborted, from the cluster as it is then.

use std::time::Duration;

use shared::course::{Detour, Leg};
use shared::plan::{PlanState, Step, way_back, way_out};

use super::open::OpenAction;
use crate::app::App;
use crate::error::Result;
use crate::live::Snapshot;
use crate::service::{apps, plan};

/// How long a new reading is waited for before whoever asks may look around.
const READ_WITHIN: Duration = Duration::from_secs(5);

/// Takes the other way, or stays and says why. False: Fleet could not be read, and it is to be asked again. Nothing is
/// given up for that: what this deployment has stopped is started again when Fleet is back.
pub(super) async fn turn(app: &App, open: &OpenAction, to: Leg) -> bool {
    let cluster = open.live();
    let read = {
        let now_ms = cluster.now_ms();
        let _pressed = cluster.press();
        tokio::select! {
            read = cluster.reading_after(now_ms, READ_WITHIN, |_| true) => read,
            () = app.shutdown.cancelled() => None,
        }
    };
    let Some(snapshot) = read else { return false };
    let now_ms = cluster.now_ms();
    match find(app, open, &snapshot, to).await {
        Ok(detour) => {
            // What the way so far would have created is given back with the next look: it is left out then.
            app.actions.claim(open, &detour.steps);
            open.take(detour, now_ms);
        }
        Err(reason) => open.keep_from_turning(&format!("There is no way from here now: {reason}"), now_ms),
    }
    true
}

async fn find(
    app: &App,
    open: &OpenAction,
    snapshot: &Snapshot,
    to: Leg,
) -> std::result::Result<Detour, String> {
    let state = state(app, open, snapshot).await.map_err(|error| error.to_string())?;
    let plan = open.plan();
    let begun = open.look(|course| {
        let steps = course.steps().iter().zip(&course.at().steps);
        let begun = steps.filter(|(_, at)| at.began_ms.is_some());
        begun.map(|(step, _)| step.clone()).collect::<Vec<_>>()
    });
    let begun: Vec<&Step> = begun.iter().collect();
    match to {
        Leg::Back => way_back(plan, &begun, &state).map_err(|error| error.to_string()),
        Leg::Abort | Leg::Plan => Ok(way_out(plan, &begun, &state)),
    }
}

/// What the way is found from: the cluster without this action's own wishes, and the settings of its own time.
async fn state(app: &App, open: &OpenAction, snapshot: &Snapshot) -> Result<PlanState> {
    let id = open.view().id;
    let cluster = open.live();
    let mut state = PlanState {
        units: plan::units(app, cluster, snapshot, Some(&id)),
        machines: snapshot.machine_list(),
        removed: open.removed().to_vec(),
        recent: app.actions.recent(cluster, snapshot),
        ..PlanState::default()
    };
    if let Some(deployment) = &open.plan().deployment {
        state.settings = deployment.settings.clone();
        state.template = apps::template(app, &deployment.app).await?;
        for name in &deployment.settings.companions {
            state.companions.extend(apps::template(app, name).await?);
        }
    }
    Ok(state)
}
