//! A row of the table `actions`, as it is read.

use serde::{Deserialize, Serialize};
use shared::action::ActionState;
use shared::approval::Asked;
use shared::course::{At, Detour};
use shared::deployment::Deploying;
use shared::plan::{Plan, PlanRequest, RemovedUnit, Step};
use shared::{ActionId, ClusterName, UserName};
use sqlx::any::AnyRow;

use super::super::Result;
use super::super::column::Columns;

/// An action without what is large: all that a list needs.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionHead {
    /// Which one.
    pub id: ActionId,
    /// Who started it.
    pub actor: UserName,
    /// On which cluster.
    pub cluster: ClusterName,
    /// Its line in the record.
    pub audit_id: u64,
    /// What was asked for.
    pub request: PlanRequest,
    /// The same in words.
    pub summary: String,
    /// How far it is.
    pub state: ActionState,
    /// How many of its steps are done.
    pub steps_done: u32,
    /// How many it has.
    pub steps_total: u32,
    /// Whether it may have destroyed something that can be put back.
    pub restorable: bool,
    /// When it was started.
    pub started_ms: u64,
    /// When it changed last.
    pub changed_ms: u64,
    /// When it ended.
    pub ended_ms: Option<u64>,
    /// Why, or which ticket.
    pub note: String,
    /// What lists show of a deployment.
    pub deploying: Option<Box<Deploying>>,
    /// Who asked and who approved, if it had to wait for somebody else.
    pub asked: Option<Box<Asked>>,
}

/// By whose rights an action goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behalf {
    /// Who.
    pub name: UserName,
    /// How they came in.
    pub via: String,
    /// By which token, by its id, or which certificate, by its fingerprint; none for other ways in.
    pub credential: Option<String>,
    /// What vouched for that certificate.
    pub vouched: Option<Vouched>,
}

/// What vouched for a client certificate that somebody showed once, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vouched {
    /// SHA-256 of the authority's file that was in force then, in hexadecimal digits.
    pub authority: String,
    /// When the certificate ends, in milliseconds since the Unix epoch.
    pub expires_ms: u64,
}

/// An action as it is stored, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// What a list shows of it.
    pub head: ActionHead,
    /// What it does.
    pub plan: Plan,
    /// How far it is.
    pub at: At,
    /// What was added to the plan.
    pub detours: Vec<Detour>,
    /// By whose rights it goes on.
    pub behalf: Behalf,
    /// What it removes, as it was.
    pub removed: Vec<RemovedUnit>,
}

impl Action {
    /// The plan's steps, and behind them those that were added.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.plan.steps.iter().chain(self.detours.iter().flat_map(|detour| &detour.steps))
    }
}

/// Selects the columns of an `ActionHead`.
macro_rules! select_heads {
    ($rest:literal) => {
        concat!(
            "SELECT id, actor, cluster, audit_id, request, summary, state, steps_done, steps_total, restorable, ",
            "started_ms, changed_ms, ended_ms, note, deploying, asked FROM actions ",
            $rest
        )
    };
}

pub(super) use select_heads;

/// The whole of it.
pub(super) fn read(row: &AnyRow) -> Result<Action> {
    let head = read_head(row)?;
    let (name, via) = match row.text("behalf")?.as_str() {
        "" => (head.actor.clone(), row.text("via")?),
        _ => (row.parsed("behalf", UserName::parse)?, row.text("behalf_via")?),
    };
    let (credential, vouched) = (row.maybe_text("behalf_credential")?, row.maybe_json("behalf_vouched")?);
    let behalf = Behalf { name, via, credential, vouched };
    let at = match row.text("course")?.as_str() {
        // From before the state machine: how far each step was is all that is known.
        "" => {
            let end = (!head.state.is_open()).then(|| head.state.clone());
            At::known(row.json("progress")?, end)
        }
        _ => row.json("course")?,
    };
    let detours = row.json("detours")?;
    Ok(Action { plan: row.json("plan")?, removed: row.json("removed")?, head, at, detours, behalf })
}

/// What a list shows of it.
pub(super) fn read_head(row: &AnyRow) -> Result<ActionHead> {
    let count = |name| -> Result<u32> { Ok(u32::try_from(row.number(name)?).unwrap_or(u32::MAX)) };
    Ok(ActionHead {
        id: row.parsed("id", ActionId::parse)?,
        actor: row.parsed("actor", UserName::parse)?,
        cluster: row.parsed("cluster", ClusterName::parse)?,
        audit_id: row.number("audit_id")?,
        request: row.json("request")?,
        summary: row.text("summary")?,
        state: row.json("state")?,
        steps_done: count("steps_done")?,
        steps_total: count("steps_total")?,
        restorable: row.number("restorable")? == 1,
        started_ms: row.number("started_ms")?,
        changed_ms: row.number("changed_ms")?,
        ended_ms: row.maybe_number("ended_ms")?,
        note: row.text("note")?,
        deploying: row.maybe_json("deploying")?,
        asked: row.maybe_json("asked")?,
    })
}
