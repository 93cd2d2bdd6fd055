//! Asking for plans. A plan changes nothing.

use shared::ClusterName;
use shared::plan::{Plan, PlanRequest};

use super::{Answer, clusters};

/// What would happen, exactly.
pub async fn make(cluster: &ClusterName, request: &PlanRequest) -> Answer<Plan> {
    super::post(&format!("{}/plans", clusters::path(cluster)), request).await
}
