//! The record: written before a change is made, ended after it. What can't be recorded is not done.
//!
//! Every line carries the network address of the request that it is written for (`Peer::current`).

mod check;
mod export;
mod keep;
mod refusals;
mod told;

use std::net::IpAddr;
use std::time::Duration;

use shared::audit::{AuditPage, Outcome};
use shared::{ActionId, Permit, Scope, UserName, Verb};

use super::session::SIGN_IN;
use super::undivided::undivided;
use crate::app::{App, AppState};
use crate::auth::Via;
use crate::error::Result;
use crate::extract::Peer;
use crate::store::{AuditFilter, NewAudit};

pub use check::{check, note, verify};
pub use export::export;
pub use keep::{at_start, keep_noted, note_last, prune_daily};
pub use refusals::{Refusals, refused};

/// How long after a try the ends of lines from before the start are written once more.
const CLOSED_AGAIN_AFTER: Duration = Duration::from_secs(5);

/// A line of the record that was written and waits for its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditId(u64);

impl AuditId {
    /// The number under which it is stored, and found again after a restart.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The line of that number.
    pub fn from_number(number: u64) -> Self {
        Self(number)
    }
}

/// What a line says, besides what the permit says.
#[derive(Debug, Clone)]
pub struct Entry {
    via: Via,
    verb: Option<&'static str>,
    summary: String,
    detail: Vec<String>,
    action: Option<ActionId>,
    is_from_nowhere: bool,
}

impl Entry {
    /// How the actor came in, and what happens, in words: "Remove 3 units of example 1.0.0".
    pub fn new(via: Via, summary: impl Into<String>) -> Self {
        Self {
            via,
            verb: None,
            summary: summary.into(),
            detail: Vec::new(),
            action: None,
            is_from_nowhere: false,
        }
    }

    /// A word of the record's own, where the permit's verb says too little.
    pub fn verb(mut self, verb: &'static str) -> Self {
        self.verb = Some(verb);
        self
    }

    /// The calls or units concerned, one a line.
    pub fn detail(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        self.detail.extend(lines);
        self
    }

    /// The request that this is written for is another person's: it gets no address.
    pub fn from_nowhere(mut self) -> Self {
        self.is_from_nowhere = true;
        self
    }

    /// The action that it belongs to.
    pub fn action(mut self, id: ActionId) -> Self {
        self.action = Some(id);
        self
    }
}

/// Writes the line of a change that is about to be made. If this fails, the change must not be made.
pub async fn begin(app: &App, permit: &Permit, entry: Entry) -> Result<AuditId> {
    let entry = Entry { verb: entry.verb.or(Some(permit.verb().as_str())), ..entry };
    begin_on_behalf(app, &permit.actor().name, permit.scope(), entry).await
}

/// The same of what goes on by the rights of somebody who was asked for them when it began. The entry names the verb.
pub async fn begin_on_behalf(app: &App, actor: &UserName, scope: &Scope, entry: Entry) -> Result<AuditId> {
    let peer = peer();
    let row = NewAudit {
        at_ms: app.wall_ms(),
        actor: actor.as_str(),
        via: entry.via.as_str(),
        peer: if entry.is_from_nowhere { "" } else { &peer },
        verb: entry.verb.unwrap_or_default(),
        cluster: scope.cluster.as_ref().map_or("", |name| name.as_str()),
        app: scope.app.as_ref().map_or("", |name| name.as_str()),
        summary: &entry.summary,
        detail: &entry.detail,
        outcome: Outcome::Open,
        note: "",
        ended_ms: None,
        action: entry.action.as_ref(),
    };
    Ok(AuditId(app.store.insert_audit(row).await?))
}

/// Writes how it ended. The change is made already: if this fails it is logged, and the line stays open. Tells whether it
/// has its end.
pub async fn finish(app: &App, id: AuditId, outcome: Outcome, note: &str) -> bool {
    match app.store.end_audit(id.0, outcome, note, app.wall_ms()).await {
        Ok(true) => true,
        Ok(false) => {
            tracing::warn!(audit = id.0, "this line of the record had ended already");
            true
        }
        Err(error) => {
            tracing::error!(audit = id.0, %error, "the end of a change could not be recorded");
            false
        }
    }
}

/// Ends a line by a result: done, or failed with the error's words.
pub async fn finish_by<T>(app: &App, id: AuditId, result: Result<T>) -> Result<T> {
    match &result {
        Ok(_) => finish(app, id, Outcome::Done, "").await,
        Err(error) => finish(app, id, Outcome::Failed, &error.to_string()).await,
    };
    result
}

/// Does a change between the two halves of its line. Whole, also if whoever asked for it goes away.
pub async fn recorded<T: Send + 'static>(
    app: &AppState,
    permit: &Permit,
    entry: Entry,
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let (state, permit) = (app.clone(), permit.clone());
    undivided(app, async move {
        let line = begin(&state, &permit, entry).await?;
        finish_by(&state, line, work.await).await
    })
    .await
}

/// At start-up: what an earlier process began and did not end is closed, but for what actions go on with. It may have been done, and
/// answered as well: of a machine that lost its power the last ends are lost. So it did not fail: its end is not known.
/// Tells which lines could not be closed.
pub async fn close_interrupted(app: &App) -> Result<Vec<AuditId>> {
    let open = app.store.open_audit().await?;
    if !open.is_empty() {
        tracing::warn!(lines = open.len(), "the record had lines without an end, from before the start");
    }
    Ok(close_unknown(app, open.into_iter().map(AuditId)).await)
}

/// Closes these as soon as that can be written.
pub async fn close_later(app: AppState, mut left: Vec<AuditId>) {
    while !left.is_empty() {
        tokio::select! {
            () = tokio::time::sleep(CLOSED_AGAIN_AFTER) => {}
            () = app.shutdown.cancelled() => return,
        }
        left = close_unknown(&app, left.into_iter()).await;
    }
}

async fn close_unknown(app: &App, lines: impl Iterator<Item = AuditId>) -> Vec<AuditId> {
    let note = say::keeping(say::server::record::end_unknown);
    let mut left = Vec::new();
    for line in lines {
        // Where one can't be written the next one can't either.
        if !left.is_empty() || !finish(app, line, Outcome::Open, note).await {
            left.push(line);
        }
    }
    left
}

/// Records tries to sign in that were turned away for their number, and are over with that. Nothing was done, so a
/// record that can't be written stops nothing.
pub async fn turned_away(app: &App, network: Option<IpAddr>, name: &str, summary: &str, note: &str) {
    let (actor, now_ms) = (printable(name), app.wall_ms());
    let row = NewAudit {
        peer: &network.map(|network| network.to_string()).unwrap_or_default(),
        outcome: Outcome::Refused,
        note,
        ended_ms: Some(now_ms),
        ..NewAudit::beginning(now_ms, (&actor, Via::Nobody.as_str()), SIGN_IN, summary)
    };
    if let Err(error) = app.store.insert_audit(row).await {
        tracing::error!(%error, "tries that were turned away could not be recorded");
    }
}

/// Records what the server does by itself.
pub async fn begin_as_server(app: &App, summary: &str, detail: Vec<String>) -> Result<AuditId> {
    let who = ("", Via::Server.as_str());
    let line = NewAudit::beginning(app.wall_ms(), who, Verb::Audit.as_str(), summary);
    let row = NewAudit { detail: &detail, ..line };
    Ok(AuditId(app.store.insert_audit(row).await?))
}

/// Records something about somebody for whom there is no permit (yet): sign-ins, sign-outs, the command line.
pub async fn begin_unasked(app: &App, actor: &str, via: Via, verb: &str, summary: &str) -> Result<AuditId> {
    begin_unasked_with(app, actor, via, verb, summary, &[]).await
}

/// The same, with the calls or units concerned, or what was before and is after.
pub async fn begin_unasked_with(
    app: &App,
    actor: &str,
    via: Via,
    verb: &str,
    summary: &str,
    detail: &[String],
) -> Result<AuditId> {
    let actor = printable(actor);
    let (peer, who) = (peer(), (actor.as_str(), via.as_str()));
    let row = NewAudit { peer: &peer, detail, ..NewAudit::beginning(app.wall_ms(), who, verb, summary) };
    Ok(AuditId(app.store.insert_audit(row).await?))
}

/// A page of the record.
pub async fn page(app: &App, _permit: &Permit, filter: AuditFilter) -> Result<AuditPage> {
    let limit = filter.limit;
    let rows = app.store.audit_in_words(&AuditFilter { limit: limit + 1, ..filter }).await?;
    let more = rows.len() > limit as usize;
    let mut rows: Vec<_> = rows.into_iter().take(limit as usize).collect();
    for row in &mut rows {
        told::name_refused(row);
        row.told = told::told(row);
    }
    let next_before = if more { rows.last().map(|row| row.id) } else { None };
    Ok(AuditPage { rows, next_before })
}

/// Where the request came from that this task works for.
fn peer() -> String {
    Peer::current().map(|peer| peer.0.to_canonical().to_string()).unwrap_or_default()
}

/// A name that somebody typed, fit for the record: no control characters, none of the server's own signs, not longer than
/// a name.
fn printable(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() && !say::is_sign_of_kept(*sign)).take(64).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_typed_name_can_not_forge_lines() {
        assert_eq!(super::printable("ada\r\nadmin\u{1b}[31m"), "adaadmin[31m");
        assert_eq!(super::printable("x\u{fdd2}\u{fdd1}remove"), "xremove");
        assert_eq!(super::printable(&"x".repeat(100)).len(), 64);
    }
}
