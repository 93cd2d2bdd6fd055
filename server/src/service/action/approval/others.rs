//! Whether anybody else is there who may approve something: who asks should know that before they wait in vain.

use shared::plan::{Plan, Warning};
use shared::{Actor, ClusterName, UserName};

use super::super::asked;
use super::may_do;
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::Result;
use crate::service::access;

/// Whether a user besides this person may approve it now.
pub(super) async fn may_approve(
    app: &App,
    cluster: &ClusterName,
    asker: &UserName,
    plan: &Plan,
) -> Result<bool> {
    let scope = asked::scope(app, cluster, &plan.request).await?;
    let mut others = app.store.rights_of_all_enabled().await?.into_iter().filter(|(name, _)| name != asker);
    Ok(others.any(|(name, rights)| may_do(&Actor { name, rights }, scope.clone(), plan).is_ok()))
}

/// Says with a plan that would wait that nobody else may approve it. No part of its hash.
pub(in super::super) async fn note(
    app: &App,
    cluster: &ClusterName,
    who: &SignedIn,
    mut plan: Plan,
) -> Result<Plan> {
    if plan.waits.is_empty() {
        return Ok(plan);
    }
    let asker = access::person(app, who).await?.unwrap_or_else(|| who.actor.name.clone());
    if !may_approve(app, cluster, &asker, &plan).await? {
        let text = say::server::approval::nobody_may();
        plan.warnings.push(Warning::Note { text: text.to_owned() });
    }
    Ok(plan)
}
