//! Looks once more when the time for undoing is over: what was agreed to then must still be so.

use std::time::Duration;

use shared::plan::PlanState;

use super::open::OpenAction;
use crate::app::App;
use crate::live::Snapshot;
use crate::service::plan;

/// How long a Fleet that is away may keep an action waiting before it is given up.
const READ_WITHIN: Duration = Duration::from_secs(60);

/// Whether the action may begin, by a reading made after this moment; or why not.
pub(super) async fn recheck(app: &App, open: &OpenAction) -> Result<(), String> {
    let cluster = open.live();
    let now_ms = cluster.now_ms();
    cluster.wake();
    let shows_removed = |snapshot: &Snapshot| {
        let mut removed = open.removed().iter();
        removed.all(|was| snapshot.read_ms(&was.name).is_some_and(|read_ms| read_ms > now_ms))
    };
    let Some(snapshot) = cluster.reading_after(now_ms, READ_WITHIN, shows_removed).await else {
        return Err(say::server::course::unread_at_start().into());
    };
    let units = plan::units(app, cluster, &snapshot, Some(&open.view().id));
    let state = PlanState { units, ..PlanState::default() };
    if open.plan().still_holds(open.removed(), &state) {
        Ok(())
    } else {
        Err(say::server::course::changed_at_start().into())
    }
}
