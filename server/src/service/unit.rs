//! Writes of single units for the proxy: recorded first, then one call to Fleet, then the record's end.
//!
//! Whoever calls has checked the form (`proxy`) and holds the permit. What Fleet would take without a word though it
//! stops something, is refused here.

use std::future::Future;

use fleet::{DesiredState, UnitHash, UnitName};
use fleet_client::{DestroyOutcome, PutOutcome};
use shared::audit::Outcome;
use shared::policy::Permit;

use crate::app::App;
use crate::auth::SignedIn;
use crate::live::Cluster;
use crate::proxy::{Answer, Refused, Write};
use crate::service::audit;

/// PUT: makes a unit, replaces its options, or changes its desired state.
pub async fn put(
    app: &App,
    cluster: &Cluster,
    who: &SignedIn,
    permit: &Permit,
    name: &UnitName,
    write: Write,
) -> Result<Answer, Refused> {
    match write {
        Write::Desired(desired) => {
            let summary = format!("Set the desired state of {name} to {}", desired.as_str());
            let call = async {
                cluster.client().set_desired(name, desired).await?;
                Ok(Answer::NoContent)
            };
            recorded(app, cluster, who, permit, summary, Vec::new(), call).await
        }
        Write::Options { options, desired } => {
            let there = cluster.client().unit(name).await?;
            let is_same =
                there.as_ref().is_some_and(|unit| UnitHash::of(&unit.options) == UnitHash::of(&options));
            if there.is_some() && desired.is_none() {
                return Err(Refused::new(
                    http::StatusCode::CONFLICT,
                    format!(
                        "must provide DesiredState to update existing unit: without one Fleet would stop {name}. \
                         Nothing was changed; send desiredState as well"
                    ),
                ));
            }
            let desired = desired.unwrap_or(DesiredState::Inactive);
            let verb = match (&there, is_same) {
                (None, _) => "Make",
                (Some(_), true) => "Set the desired state of",
                (Some(_), false) => "Replace the options of",
            };
            let summary = format!("{verb} {name}, desired state {}", desired.as_str());
            let detail = options.iter().map(|o| format!("[{}] {}={}", o.section, o.name, o.value)).collect();
            let call = async {
                match cluster.client().create(name, &options, desired).await? {
                    PutOutcome::Created => Ok(Answer::Created),
                    PutOutcome::Updated => Ok(Answer::NoContent),
                }
            };
            recorded(app, cluster, who, permit, summary, detail, call).await
        }
    }
}

/// DELETE: Fleet forgets the unit at once, and its process is stopped a little later.
pub async fn delete(
    app: &App,
    cluster: &Cluster,
    who: &SignedIn,
    permit: &Permit,
    name: &UnitName,
) -> Result<Answer, Refused> {
    let call = async {
        match cluster.client().destroy(name).await? {
            DestroyOutcome::Destroyed => Ok(Answer::NoContent),
            DestroyOutcome::WasAbsent => Err(Refused::not_found("unit does not exist")),
        }
    };
    recorded(app, cluster, who, permit, format!("Destroy {name}"), Vec::new(), call).await
}

/// The record is written before the call; what can't be recorded is not done.
async fn recorded(
    app: &App,
    cluster: &Cluster,
    who: &SignedIn,
    permit: &Permit,
    summary: String,
    detail: Vec<String>,
    call: impl Future<Output = Result<Answer, Refused>>,
) -> Result<Answer, Refused> {
    let record = audit::begin(app, permit, who.entry(summary).detail(detail)).await?;
    let answer = call.await;
    cluster.wrote();
    match &answer {
        Ok(_) => audit::finish(app, record, Outcome::Done, "").await,
        Err(refused) => audit::finish(app, record, Outcome::Failed, &refused.message).await,
    }
    answer
}
