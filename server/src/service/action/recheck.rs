//! Looks once more when the time for undoing is over: what was agreed to then must still be so.

use std::sync::Arc;
use std::time::Duration;

use shared::plan::PlanState;
use shared::view::Link;

use super::open::OpenAction;
use crate::app::App;
use crate::live::Snapshot;
use crate::service::plan;

/// How long a Fleet that is away may keep an action waiting before it is given up.
const READ_WITHIN: Duration = Duration::from_secs(60);

/// Whether the action may begin, by a reading made after this moment; or why not.
pub(super) async fn recheck(app: &App, open: &OpenAction) -> Result<(), String> {
    let Some(snapshot) = new_reading(open).await else {
        return Err(
            "Fleet could not be read when this was to begin; nothing was sent. Start it again when Fleet \
                    answers."
                .into(),
        );
    };
    let units = plan::units(app, open.live(), &snapshot, Some(&open.view().id));
    let state = PlanState { units, ..PlanState::default() };
    if open.plan().still_holds(open.removed(), &state) {
        Ok(())
    } else {
        Err("The cluster changed while this waited; nothing was sent. Look at it, and start this again if it is \
             still wanted."
            .into())
    }
}

async fn new_reading(open: &OpenAction) -> Option<Arc<Snapshot>> {
    let cluster = open.live();
    let now_ms = cluster.now_ms();
    let is_new = |snapshot: &Arc<Snapshot>| {
        let is_read = |read_ms: Option<u64>| read_ms.is_some_and(|read_ms| read_ms > now_ms);
        snapshot.freshness.link == Link::Live
            && is_read(snapshot.freshness.as_of_ms)
            && open.removed().iter().all(|(unit, ..)| is_read(snapshot.read_ms(unit)))
    };
    cluster.wake();
    let mut watch = cluster.watch();
    let read = tokio::time::timeout(READ_WITHIN, watch.wait_for(is_new)).await;
    read.ok()?.ok().map(|snapshot| Arc::clone(&snapshot))
}
