//! Stores and tells how far an action is. Who stores holds the lease on by it; who has lost it learns of it here.

use shared::action::ActionView;
use shared::event::{self, ActionEvent};
use shared::plan::PlanRequest;

use super::open::{InStore, Moment, OpenAction};
use crate::app::App;
use crate::live::Cluster;
use crate::store::{ActionUpdate, Lease, Updated, held_app};

/// For how long a process may run an action without saying so again.
pub(super) const LEASE_MS: u64 = 30_000;

/// Why it was not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsaved {
    /// Another process runs it now, or it is no longer in the database.
    LeaseLost,
    /// Another deployment of the app is at work, so this one must not go on.
    AppHeld,
    /// The database could not write; the log says why.
    Failed,
}

/// Stores how far it is, as of now at least: of many that ask at once, one writes for all.
pub(super) async fn save(app: &App, open: &OpenAction) -> Result<(), Unsaved> {
    let wanted = open.version();
    let mut stored = open.stored.lock().await;
    if stored.version >= wanted && stored.version > 0 {
        return Ok(());
    }
    write(app, open, &mut stored, &open.moment()).await
}

/// Stores what somebody has said, and then lets it be so; if it can't be stored, it is not said. To be called while
/// `deciding` is held.
pub(super) async fn save_said(app: &App, open: &OpenAction, said: Moment) -> Result<(), Unsaved> {
    let mut stored = open.stored.lock().await;
    write(app, open, &mut stored, &said).await?;
    open.say(said);
    Ok(())
}

/// Stores how it ended, before anybody is told.
pub(super) async fn save_end(app: &App, open: &OpenAction, end: &Moment) -> Result<(), Unsaved> {
    write(app, open, &mut *open.stored.lock().await, end).await
}

async fn write(app: &App, open: &OpenAction, stored: &mut InStore, moment: &Moment) -> Result<(), Unsaved> {
    if open.is_closed() {
        // What somebody has kept a hold of meanwhile must not be written over what goes on.
        return Err(Unsaved::LeaseLost);
    }
    let Moment { view, course, behalf, version } = moment;
    let holds = held(&view.request, open).filter(|_| view.state.is_at_work());
    let has_detoured = course.detours().len() != stored.detours;
    let update = ActionUpdate {
        lease: lease(app),
        state: &view.state,
        at: course.at(),
        steps_total: course.steps().len(),
        detours: has_detoured.then(|| course.detours()),
        deploying: view.deploying.as_deref(),
        behalf,
        holds_app: holds.as_deref(),
        restorable: open.is_restorable(course),
        changed_ms: view.changed_ms,
        ended_ms: view.ended_ms,
    };
    match app.store.update_action(&view.id, update).await {
        Ok(Updated::Written) => {
            stored.version = *version;
            stored.detours = course.detours().len();
            Ok(())
        }
        Ok(Updated::AppHeld) => Err(Unsaved::AppHeld),
        Ok(Updated::LeaseLost) => {
            tracing::error!(action = %view.id, "an action is run by another process, or no longer in the database");
            Err(Unsaved::LeaseLost)
        }
        Err(error) => {
            tracing::error!(action = %view.id, %error, "an action's progress could not be stored");
            Err(Unsaved::Failed)
        }
    }
}

/// This process's lease, from now on.
pub(super) fn lease(app: &App) -> Lease<'_> {
    Lease { holder: &app.holder, until_ms: app.wall_ms().saturating_add(LEASE_MS) }
}

/// Tells all streams of those who see its app.
pub(super) fn tell(open: &OpenAction) {
    tell_view(open.live(), &open.view());
}

/// The same of one that is not at work.
pub(super) fn tell_view(cluster: &Cluster, action: &ActionView) {
    let app = action.request.app();
    let event = ActionEvent { action: action.clone() };
    cluster.tell(event::name::ACTION, &event, app.as_ref(), |sight| {
        let seen = action.clone().as_seen(|of| sight.sees(of));
        (seen != *action).then_some(ActionEvent { action: seen })
    });
}

fn held(request: &PlanRequest, open: &OpenAction) -> Option<String> {
    let app = request.app().filter(|_| request.is_deployment())?;
    Some(held_app(open.cluster(), &app))
}
