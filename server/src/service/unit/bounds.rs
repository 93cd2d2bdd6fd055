//! What somebody with limits, or without `force`, may write unit by unit: no more than by a plan.

use fleet::{DesiredState, UnitName};
use shared::Verb;
use shared::plan::{Alone, alone};
use shared::policy::{self, Permit};

use crate::app::App;
use crate::auth::SignedIn;
use crate::live::{Cluster, Turn};
use crate::proxy::Refused;
use crate::service::plan;

/// Asks whether they may bring the unit to this desired state, or destroy it. Whoever is counted has a turn, to be held
/// until what they write counts itself: of two writes at once the second sees the first.
pub(super) async fn check(
    app: &App,
    cluster: &Cluster,
    who: &SignedIn,
    permit: Permit,
    name: &UnitName,
    desired: Option<DesiredState>,
) -> Result<(Permit, Option<Turn>), Refused> {
    let scope = permit.scope().clone();
    let is_free = match desired {
        Some(DesiredState::Launched) => !permit.is_limited(),
        _ => policy::may(&who.actor, Verb::Force, scope.clone()).is_ok(),
    };
    // Most have the whole right: they wait for no reading.
    let Some(of) = scope.app.clone().filter(|_| !is_free) else { return Ok((permit, None)) };
    let turn = cluster.count_turn(&of).await;
    let Alone { extent, force } = alone(name, desired, &plan::as_written(app, cluster, &of).await?);
    let permit = who.within(permit, &extent).await?;
    if let Some(why) = force {
        who.may_make(Verb::Force, scope).await.map_err(|error| {
            let Refused { status, message } = error.into();
            Refused { status, message: format!("{message} {why}") }
        })?;
    }
    Ok((permit, Some(turn)))
}
