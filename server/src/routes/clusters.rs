//! `/api/v1/clusters/{cluster}`: what a cluster holds, read from the snapshot.

use std::sync::Arc;

use axum::extract::State;
use fleet::{MachineId, UnitName, unit_file};
use shared::policy::Sight;
use shared::view::{ClusterView, UnitDetail};
use shared::without::Without;
use shared::{ApiError, ClusterName, Verb, spec};

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, AppState};
use crate::auth::SignedIn;
use crate::error::{Error, Result};
use crate::extract::{Json, Path};
use crate::live::{Cluster, Snapshot, row_for};
use crate::proxy::hash_shown;

/// The routes.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(read_snapshot))
        .routes(routes!(read_unit))
        .routes(routes!(read_without))
}

/// All machines of a cluster and the units that one may see, with the event id from which the live stream goes on.
#[utoipa::path(
    get, path = "/clusters/{cluster}/snapshot", tag = "clusters", operation_id = "read_snapshot",
    params(("cluster" = String, Path, description = "The cluster's name")),
    responses((status = 200, body = ClusterView), (status = "4XX", body = ApiError))
)]
pub async fn read_snapshot(
    State(app): State<AppState>,
    who: SignedIn,
    Path(name): Path<ClusterName>,
) -> Result<Json<ClusterView>> {
    let cluster = find(&app, &name)?;
    let sight = who.sight(&name).await?;
    cluster.look();
    Ok(Json(cluster.view_for(&sight)))
}

/// One unit with its options, as far as they are shown: with `view-spec` alone what looks like a secret is masked.
#[utoipa::path(
    get, path = "/clusters/{cluster}/units/{unit}", tag = "clusters", operation_id = "read_unit",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("unit" = String, Path, description = "The unit's full name"),
    ),
    responses((status = 200, body = UnitDetail), (status = "4XX", body = ApiError))
)]
pub async fn read_unit(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, unit)): Path<(ClusterName, UnitName)>,
) -> Result<Json<UnitDetail>> {
    let cluster = find(&app, &name)?;
    who.may_on_unit(Verb::View, &name, &unit).await?;
    let spec = spec::of_units(&who.actor, &name, spec::app_of(&unit).as_ref());
    let snapshot = cluster.snapshot();
    let entry = snapshot.units.get(&unit).ok_or_else(|| Error::not_found(unit.to_string()))?;
    let sight = Sight::of(&who.actor, &name);
    let options = entry.options_shown(spec);
    Ok(Json(UnitDetail {
        unit: row_for(&entry.row, snapshot.naming.get(&unit), &sight),
        options: options.to_vec(),
        unit_file: unit_file::to_text(options),
        hash: hash_shown(entry.hash, spec),
        why: snapshot.why(&unit, cluster.now_ms(), &sight),
        spec,
    }))
}

/// What would happen if a machine went away: which of the units on it that one may see would run elsewhere and where,
/// which could not and why, and what that leaves of their apps. Worked out from Fleet's rules for the moment; nothing is
/// done.
#[utoipa::path(
    get, path = "/clusters/{cluster}/machines/{machine}/without", tag = "clusters", operation_id = "read_without",
    params(
        ("cluster" = String, Path, description = "The cluster's name"),
        ("machine" = String, Path, description = "The machine's whole id"),
    ),
    responses((status = 200, body = Without), (status = "4XX", body = ApiError))
)]
pub async fn read_without(
    State(app): State<AppState>,
    who: SignedIn,
    Path((name, machine)): Path<(ClusterName, MachineId)>,
) -> Result<Json<Without>> {
    let cluster = find(&app, &name)?;
    let sight = who.sight(&name).await?;
    let without = cluster.snapshot().without(&machine, cluster.now_ms(), &sight);
    Ok(Json(without.ok_or_else(|| Error::not_found(say::server::clusters::machine(&machine)))?))
}

/// The cluster of that name, or the error that says so.
pub(super) fn find<'a>(app: &'a App, name: &ClusterName) -> Result<&'a Arc<Cluster>> {
    app.clusters.get(name).ok_or_else(|| Error::not_found(say::server::clusters::cluster(&name)))
}

/// What is known of the cluster once it contains all that was written through here before: for scripts, which do one
/// thing after the other.
pub(super) async fn settled(cluster: &Cluster) -> Result<Arc<Snapshot>> {
    cluster.settled_snapshot(cluster.waits().settles).await.ok_or_else(|| {
        let message = say::server::clusters::not_read_since_write();
        Error::StaleData(message.into())
    })
}
