//! Finds the other way when a deployment is rolled back or aborted, from the cluster as it is then. It is recorded before it
//! is taken: its calls are others than those that were recorded at the beginning.

use std::time::Duration;

use shared::audit::Outcome;
use shared::course::{Detour, Leg};
use shared::plan::{PlanState, way_back, way_out};
use shared::{Scope, Verb};

use super::calls;
use super::open::OpenAction;
use crate::app::App;
use crate::auth::Via;
use crate::error::Result;
use crate::live::Snapshot;
use crate::service::audit::{self, AuditId, Entry};
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
    let found = async {
        let (detour, calls) = find(app, open, &snapshot, to).await?;
        let line = record(app, open, to, calls).await.map_err(|error| {
            tracing::error!(%error, "another way could not be recorded, so it is not taken");
            say::server::course::way_not_recorded().to_owned()
        })?;
        Ok::<_, String>((detour, line))
    };
    match found.await {
        Ok((detour, line)) => {
            // What the way so far would have created is given back with the next look: it is left out then.
            app.actions.claim(open, &detour.steps);
            open.take(detour, now_ms);
            if let Some(line) = line {
                // What comes of each call stands at the action's own end, also if that is written by a later process.
                audit::finish(app, line, Outcome::Done, "").await;
            }
        }
        Err(reason) => open.keep_from_turning(&say::server::course::no_way(&reason), now_ms),
    }
    true
}

/// The line of the record, in the name of whoever's rights it goes on by; none if this way sends nothing.
async fn record(app: &App, open: &OpenAction, to: Leg, calls: Vec<String>) -> Result<Option<AuditId>> {
    if calls.is_empty() {
        return Ok(None);
    }
    let (view, behalf) = (open.view(), open.behalf());
    let (summary, verb) = match to {
        Leg::Back => (say::server::record::way_back(&view.summary), Verb::Rollback),
        Leg::Abort | Leg::Plan => (say::server::record::way_out(&view.summary), view.request.verb()),
    };
    let via = Via::parse(&behalf.via).unwrap_or(Via::Nobody);
    let entry = Entry::new(via, summary).verb(verb.as_str()).detail(calls).action(view.id).from_nowhere();
    let scope = Scope { cluster: Some(view.cluster), app: view.request.app() };
    audit::begin_on_behalf(app, &behalf.name, &scope, entry).await.map(Some)
}

async fn find(
    app: &App,
    open: &OpenAction,
    snapshot: &Snapshot,
    to: Leg,
) -> std::result::Result<(Detour, Vec<String>), String> {
    let state = state(app, open, snapshot).await.map_err(|error| error.to_string())?;
    let plan = open.plan();
    let detour = open.look(|course| match to {
        Leg::Back => way_back(plan, &course.begun(), &state).map_err(|error| error.to_string()),
        Leg::Abort | Leg::Plan => Ok(way_out(plan, &course.begun(), &state)),
    })?;
    let calls = calls::planned(&detour.steps, &state.units);
    Ok((detour, calls))
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
        // What followed is made anew as it was, whatever has become of its template since.
        for name in &deployment.settings.companions {
            let (then, _) =
                apps::template_that_made(app, name, open.removed(), open.view().started_ms).await?;
            state.companions.extend(then);
        }
    }
    Ok(state)
}
