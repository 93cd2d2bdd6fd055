//! What a person says to an action at work: asked, recorded, done, stored.

use shared::action::{ActionState, ActionView};
use shared::deployment::Command;
use shared::{ActionId, ClusterName};

use super::save::{Unsaved, save_said, tell};
use super::{asked, read, words};
use crate::app::AppState;
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::service::audit;

/// Does what a person says to an action, or says why that makes no sense now.
pub async fn command(
    app: &AppState,
    cluster: &ClusterName,
    who: &SignedIn,
    id: &ActionId,
    command: Command,
) -> Result<ActionView> {
    let Some(open) = app.actions.get(id).filter(|open| open.cluster() == cluster) else {
        let stored = read(app, cluster, who, id).await?;
        return Err(match &stored.view.state {
            ActionState::Asked { .. } => Error::Conflict(say::server::actions::not_begun_asked().into()),
            state if state.is_open() => elsewhere(),
            _ => Error::Conflict(say::server::actions::too_late(&words(&stored.view))),
        });
    };
    let view = open.view();
    asked::check_seen(who, &view)?;
    let scope = asked::scope(app, cluster, &view.request).await?;
    let mut permit = who.may(command.verb(view.request.verb()), scope).await?;
    if goes_on(&command) {
        // From here on it goes on by this one's rights.
        permit = asked::within(who, permit, open.plan()).await?;
    } else if matches!(command, Command::RollBack | Command::Finish) {
        asked::beside(who, permit.verb(), permit.scope(), open.plan()).await?;
    }
    if matches!(command, Command::Retry { .. } | Command::LeaveOut { .. })
        && !open.plan().touched().iter().all(|of| who.sees(cluster, Some(of)))
    {
        // They count the steps that they are shown.
        return Err(Error::Conflict(say::server::actions::not_all_steps_seen().into()));
    }
    let by = who.behalf();
    open.said(&command, &by, app.now_ms()).map_err(Error::Conflict)?;
    // What keeps old instances does not hold the app: it must not come back to work while another begins.
    let starting = app.actions.start_lock(cluster).lock_owned().await;
    let entry = who.entry(words_of(&command, &view.summary)).action(id.clone());
    let state = app.clone();
    audit::recorded(app, &permit, entry, async move {
        // Held to the end, also if whoever said it has gone.
        let _starting = starting;
        // Its run does nothing meanwhile, so that what is stored is what is then done, and nothing is done that is not.
        let _still = open.deciding.lock().await;
        let said = open.said(&command, &by, state.now_ms()).map_err(Error::Conflict)?;
        save_said(&state, &open, said).await.map_err(unsaid)?;
        open.poke.notify_one();
        tell(&open);
        Ok(open.view())
    })
    .await
}

/// Whether it leads to where the plan leads to.
fn goes_on(command: &Command) -> bool {
    matches!(
        command,
        Command::Resume
            | Command::Promote
            | Command::Retry { .. }
            | Command::LeaveOut { .. }
            | Command::GoOnWith { .. }
    )
}

/// Why it was not done: it could not be stored.
fn unsaid(unsaved: Unsaved) -> Error {
    match unsaved {
        Unsaved::LeaseLost => elsewhere(),
        Unsaved::AppHeld => Error::AppLocked(say::server::actions::another_runs().into()),
        Unsaved::Failed => {
            Error::internal("what was said to an action could not be stored, so it was not done")
        }
    }
}

fn elsewhere() -> Error {
    Error::Conflict(say::server::actions::another_server().into())
}

/// As the record says it.
fn words_of(command: &Command, what: &str) -> String {
    match command {
        Command::Pause => say::server::record::pause(&what),
        Command::Resume => say::server::record::resume(&what),
        Command::Promote => say::server::record::promote(&what),
        Command::Abort => say::server::record::abort(&what),
        Command::RollBack => say::server::record::roll_back(&what),
        Command::Retry { step } => say::server::record::retry(&(u64::from(*step) + 1), &what),
        Command::LeaveOut { step } => say::server::record::leave_out(&(u64::from(*step) + 1), &what),
        Command::Finish => say::server::record::finish(&what),
        Command::GoOnWith { least } => say::server::record::go_on_with(least, &what),
    }
}
