//! Finds the other way when a deployment is rolled back or aborted, from the cluster as it is then.

use std::sync::Arc;
use std::time::Duration;

use shared::course::{Detour, Leg, Turning};
use shared::view::Link;

use super::open::OpenAction;
use crate::app::App;
use crate::live::Snapshot;

/// How long Fleet may be away before the way is given up.
const READ_WITHIN: Duration = Duration::from_secs(60);

/// Takes the other way, or stays and says why.
pub(super) async fn turn(app: &App, open: &OpenAction, turning: Turning) {
    let snapshot = new_reading(open).await;
    let now_ms = open.live().now_ms();
    match (snapshot, turning) {
        (Some(snapshot), _) => match find(app, open, &snapshot, turning) {
            Ok(detour) => {
                app.actions.claim(open, &detour.steps);
                open.take(detour, now_ms);
            }
            Err(reason) => open.keep_from_turning(&reason, now_ms),
        },
        // To end it needs nothing of Fleet.
        (None, Turning::Abort) => open.take(
            Detour {
                leg: Leg::Abort,
                stages: Vec::new(),
                steps: Vec::new(),
                left_behind: "Fleet could not be read, so nothing was started again.".into(),
            },
            now_ms,
        ),
        (None, Turning::Back) => {
            open.keep_from_turning("It can't be rolled back while Fleet can't be read.", now_ms);
        }
    }
}

fn find(_app: &App, _open: &OpenAction, _snapshot: &Snapshot, turning: Turning) -> Result<Detour, String> {
    match turning {
        Turning::Back => Err("There is no way back yet.".to_owned()),
        Turning::Abort => {
            Ok(Detour { leg: Leg::Abort, stages: Vec::new(), steps: Vec::new(), left_behind: String::new() })
        }
    }
}

/// A reading made after this moment, of a Fleet that answers.
async fn new_reading(open: &OpenAction) -> Option<Arc<Snapshot>> {
    let cluster = open.live();
    let now_ms = cluster.now_ms();
    let _pressed = cluster.press();
    let mut watch = cluster.watch();
    let is_new = |snapshot: &Arc<Snapshot>| {
        snapshot.freshness.link == Link::Live
            && snapshot.freshness.as_of_ms.is_some_and(|as_of_ms| as_of_ms > now_ms)
    };
    let read = tokio::time::timeout(READ_WITHIN, watch.wait_for(is_new)).await;
    read.ok()?.ok().map(|snapshot| Arc::clone(&snapshot))
}
