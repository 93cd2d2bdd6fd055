//! Asking for plans. A plan changes nothing.

use shared::plan::{Plan, PlanRequest};
use shared::{ActionId, ClusterName};

use super::{Answer, clusters};
use crate::paths::with_query;

/// What would happen, exactly.
pub async fn make(cluster: &ClusterName, request: &PlanRequest) -> Answer<Plan> {
    super::post(&path(cluster), request).await
}

/// The same for a deployment that takes over another one of its app, if there is one: as if that one were aborted now.
pub async fn make_over(
    cluster: &ClusterName,
    request: &PlanRequest,
    takes_over: Option<&ActionId>,
) -> Answer<Plan> {
    let id = takes_over.map_or("", ActionId::as_str);
    super::post(&with_query(&path(cluster), &[("takes_over", id)]), request).await
}

fn path(cluster: &ClusterName) -> String {
    format!("{}/plans", clusters::path(cluster))
}
