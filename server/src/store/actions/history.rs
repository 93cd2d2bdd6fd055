//! The history of deployments: the rows of `actions` that are deployments, narrowed and paged.

use fleet::{AppName, Version};
use serde::Deserialize;
use shared::deployment::Deploying;
use shared::plan::PlanRequest;
use shared::{ActionId, ClusterName, UserName};
use sqlx::any::AnyRow;

use super::super::column::{Columns as _, number};
use super::{ActionHead, Result, Store, TABLE, read_head, select_heads};

/// Which deployments are read. What is absent narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct DeploymentFilter {
    /// Of this app.
    pub app: Option<AppName>,
    /// That stand so.
    pub state: Option<Standing>,
    /// Started by this person or token.
    pub actor: Option<UserName>,
    /// That lead to this version.
    pub version: Option<Version>,
    /// In whose note this stands; case counts for nothing.
    pub note: String,
    /// Started at this time or later, in milliseconds since the Unix epoch.
    pub since_ms: Option<u64>,
    /// Started before this time, in milliseconds since the Unix epoch.
    pub before_ms: Option<u64>,
    /// With `before_ms`: those of that very time as well whose ids come before this one.
    pub before_id: Option<ActionId>,
    /// At most so many.
    pub limit: u32,
}

/// A page of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct DeploymentPage {
    /// What can be read of it.
    pub heads: Vec<ActionHead>,
    /// Where the next page begins, for the filter; absent: this one is the last.
    pub next: Option<(u64, Option<ActionId>)>,
}

/// With how many instances an action left its app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftWith {
    /// Somebody removed the app.
    Nothing,
    /// With some, and it is not known how many in all.
    Some,
    /// With so many.
    Instances(u32),
}

/// How a deployment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It goes on or can: also one that only keeps old instances.
    Open,
    /// The same without those, and without what was not approved yet.
    AtWork,
    /// It waits for somebody else to approve it.
    Asked,
    /// It was asked for and not approved.
    Declined,
    /// It waits until it can no longer be taken back.
    Waiting,
    /// Its steps go on.
    Running,
    /// It begins no further step.
    Paused,
    /// It waits for a person, or for the time to bake.
    Holding,
    /// What was wanted is reached; old instances are kept.
    Keeping,
    /// It is done.
    Done,
    /// It was ended before its time.
    Aborted,
    /// It brought back what ran before.
    RolledBack,
    /// It was taken back in time.
    Undone,
    /// A step failed.
    Failed,
    /// The server ended in the middle.
    Interrupted,
}

/// What a standing means for the columns: `is_open` (-1: any), the kind that the state has or has not, and whether it is to
/// be at work or may wait for a yes as well.
#[derive(Debug, PartialEq, Eq)]
struct Asks {
    is_open: i64,
    kind: &'static str,
    other_kind: &'static str,
    is_begun: bool,
}

impl Standing {
    fn asks(this: Option<Self>) -> Asks {
        let of = |kind| Asks { is_open: -1, kind, other_kind: "", is_begun: false };
        match this {
            None => of(""),
            Some(Self::Open) => Asks { is_open: 1, ..of("") },
            Some(Self::AtWork) => Asks { is_open: 1, kind: "", other_kind: "keeping", is_begun: true },
            Some(Self::Asked) => of("asked"),
            Some(Self::Declined) => of("declined"),
            Some(Self::Waiting) => of("waiting"),
            Some(Self::Running) => of("running"),
            Some(Self::Paused) => of("paused"),
            Some(Self::Holding) => of("holding"),
            Some(Self::Keeping) => of("keeping"),
            Some(Self::Done) => of("done"),
            Some(Self::Aborted) => of("aborted"),
            Some(Self::RolledBack) => of("rolled_back"),
            Some(Self::Undone) => of("undone"),
            Some(Self::Failed) => of("failed"),
            Some(Self::Interrupted) => of("interrupted"),
        }
    }
}

const HISTORY: &str = select_heads!(
    "WHERE cluster = $1 AND is_deployment = 1 AND (started_ms < $2 OR (started_ms = $3 AND id < $4)) \
     AND ($5 = '' OR app = $6) AND ($7 = '' OR actor = $8) AND ($9 < 0 OR is_open = $10) \
     AND ($11 = '' OR state_kind = $12) AND ($13 = '' OR state_kind IS NULL OR state_kind <> $14) \
     AND ($15 = '' OR deploying LIKE $16 ESCAPE '\\') AND ($17 = '' OR note LIKE $18 ESCAPE '\\') \
     AND started_ms >= $19 AND ($20 = 0 OR asked_until_ms IS NULL) ORDER BY started_ms DESC, id DESC LIMIT $21"
);

/// The version that a deployment leads to.
fn leads_to(head: &ActionHead) -> Option<&Version> {
    head.deploying.as_ref()?.to.version.as_ref()
}

/// The pattern of texts that hold this one; nothing for nothing.
fn containing(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    if text.is_empty() { escaped } else { format!("%{escaped}%") }
}

impl Store {
    /// A cluster's deployments, the newest first. Rows that can't be read are left out, and make a page shorter.
    pub async fn deployments(
        &self,
        cluster: &ClusterName,
        filter: &DeploymentFilter,
    ) -> Result<DeploymentPage> {
        let app = filter.app.as_ref().map_or("", AppName::as_str);
        let actor = filter.actor.as_ref().map_or("", UserName::as_str);
        let asks = Standing::asks(filter.state);
        let before_ms = filter.before_ms.map_or(i64::MAX, number);
        // Narrows; which version it is, is read from each.
        let version = filter.version.as_ref().map_or(String::new(), |version| containing(version.as_str()));
        let note = containing(&filter.note);
        // An empty text and -1 stand for "any": one statement, whatever is asked.
        let rows = sqlx::query(HISTORY)
            .bind(cluster.as_str())
            .bind(before_ms)
            .bind(before_ms)
            .bind(filter.before_id.as_ref().map_or("", ActionId::as_str))
            .bind(app)
            .bind(app)
            .bind(actor)
            .bind(actor)
            .bind(asks.is_open)
            .bind(asks.is_open)
            .bind(asks.kind)
            .bind(asks.kind)
            .bind(asks.other_kind)
            .bind(asks.other_kind)
            .bind(version.as_str())
            .bind(version.as_str())
            .bind(note.as_str())
            .bind(note.as_str())
            .bind(filter.since_ms.map_or(0, number))
            .bind(i64::from(asks.is_begun))
            .bind(i64::from(filter.limit))
            .fetch_all(&self.pool)
            .await?;
        let is_last = rows.len() < usize::try_from(filter.limit).unwrap_or(usize::MAX);
        let next = rows.last().filter(|_| !is_last).map(|row| {
            // What has no time that can be read comes behind all others.
            (row.number("started_ms").unwrap_or_default(), row.parsed("id", ActionId::parse).ok())
        });
        let mut heads = self.readable(TABLE, &rows, |row| row.text("id"), read_head);
        heads.retain(|head| filter.version.is_none() || leads_to(head) == filter.version.as_ref());
        Ok(DeploymentPage { heads, next })
    }
}

impl Store {
    /// The version that the last deployment of an app led to, of those that ended well and chose one: absent if there was
    /// none, or what it led to can't be read; within: absent for units without a version.
    pub async fn deployed_version(
        &self,
        cluster: &ClusterName,
        app: &AppName,
    ) -> Result<Option<Option<Version>>> {
        let row = sqlx::query(
            "SELECT id, deploying FROM actions WHERE cluster = $1 AND app = $2 AND is_deployment = 1 \
             AND state_kind IN ('done', 'keeping') AND request_kind IN ('deploy', 'roll_back') \
             ORDER BY started_ms DESC, id DESC LIMIT 1",
        )
        .bind(cluster.as_str())
        .bind(app.as_str())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        if row.maybe_text("deploying")?.is_none() {
            return Ok(None);
        }
        let read = |row: &AnyRow| row.json::<Deploying>("deploying");
        let deploying = self.readable(TABLE, &[row], |row| row.text("id"), read);
        Ok(deploying.into_iter().next().map(|deploying| deploying.to.version))
    }

    /// With how many instances the last action that set that left an app; `None` if no action here ever did.
    pub async fn left_with(&self, cluster: &ClusterName, app: &AppName) -> Result<Option<LeftWith>> {
        let row = sqlx::query(
            "SELECT id, request, deploying FROM actions WHERE cluster = $1 AND app = $2 \
             AND state_kind IN ('done', 'keeping') \
             AND request_kind IN ('deploy', 'roll_back', 'scale', 'launch', 'remove_app') \
             ORDER BY started_ms DESC, id DESC LIMIT 1",
        )
        .bind(cluster.as_str())
        .bind(app.as_str())
        .fetch_optional(&self.pool)
        .await?;
        let read = |row: &AnyRow| {
            let deployed = row.maybe_text("deploying")?.is_some();
            let count = if deployed { Some(row.json::<Deploying>("deploying")?.to.count) } else { None };
            Ok(match row.json::<PlanRequest>("request")? {
                PlanRequest::RemoveApp { .. } => LeftWith::Nothing,
                _ => count.map_or(LeftWith::Some, LeftWith::Instances),
            })
        };
        Ok(self.readable(TABLE, row.as_slice(), |row| row.text("id"), read).into_iter().next())
    }
}

#[cfg(test)]
mod tests {
    use shared::action::ActionState;

    use super::*;

    #[test]
    fn every_state_begins_as_it_is_looked_for() {
        let reason = String::new;
        for (state, standing) in [
            (ActionState::Waiting { until_ms: 1 }, Standing::Waiting),
            (ActionState::Asked { until_ms: 1 }, Standing::Asked),
            (ActionState::Declined { reason: reason(), by: None }, Standing::Declined),
            (ActionState::Running, Standing::Running),
            (
                ActionState::Paused { reason: reason(), by: None, resumes: false, fewer: None },
                Standing::Paused,
            ),
            (ActionState::Holding { until_ms: None }, Standing::Holding),
            (ActionState::Keeping { until_ms: 1 }, Standing::Keeping),
            (ActionState::Done, Standing::Done),
            (ActionState::Aborted { reason: reason(), by: None }, Standing::Aborted),
            (ActionState::RolledBack { reason: reason(), by: None }, Standing::RolledBack),
            (ActionState::Undone { by: UserName::parse("ada").unwrap() }, Standing::Undone),
            (ActionState::Failed { reason: reason() }, Standing::Failed),
            (ActionState::Interrupted { reason: reason() }, Standing::Interrupted),
        ] {
            assert_eq!(serde_json::to_value(&state).unwrap()["kind"], Standing::asks(Some(standing)).kind);
        }
    }
}
