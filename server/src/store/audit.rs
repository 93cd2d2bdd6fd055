//! The table `audit`. Lines are added and ended, never changed otherwise; what is older than the record is kept for is
//! removed from its beginning (`prune`).
//!
//! Each beginning and each end is an entry in a chain of hashes (`chain`), written in the same statement. `verify` goes
//! through it. What stands in words is stored in English, and beside it what it was said from (`kept`).

mod adopt;
mod chain;
mod kept;
mod noted;
mod plain;
mod prune;
mod read;
mod tip;
mod verify;

use shared::ActionId;
use shared::audit::Outcome;
use tokio::sync::watch;

use super::column::{Columns, json, number};
use super::{Result, Store};
use chain::{Begun, Ended, Entry};
use kept::{kept, kept_lines};
use plain::{english, plain};
use tip::{TRIES, Tip};

pub(super) use adopt::adopt;
pub use chain::Head;
pub use noted::head_file;
pub use prune::Cut;
pub use read::{AuditFilter, ChainedRow};
pub(super) use tip::Record;
pub use verify::{Checked, Flaw};

/// A line to add.
#[derive(Debug, Clone)]
pub struct NewAudit<'a> {
    /// When.
    pub at_ms: u64,
    /// Who.
    pub actor: &'a str,
    /// How they came in.
    pub via: &'a str,
    /// From which network address; empty if from none.
    pub peer: &'a str,
    /// What.
    pub verb: &'a str,
    /// On which cluster; empty if on none.
    pub cluster: &'a str,
    /// On which app; empty if on none.
    pub app: &'a str,
    /// What exactly, in words.
    pub summary: &'a str,
    /// The calls or units concerned.
    pub detail: &'a [String],
    /// How it ended, or that it has not.
    pub outcome: Outcome,
    /// Why it was refused or failed.
    pub note: &'a str,
    /// When it ended.
    pub ended_ms: Option<u64>,
    /// The action that it belongs to.
    pub action: Option<&'a ActionId>,
}

impl<'a> NewAudit<'a> {
    /// A line of something that begins, on no cluster and no app; the rest is put beside it.
    pub fn beginning(at_ms: u64, (actor, via): (&'a str, &'a str), verb: &'a str, summary: &'a str) -> Self {
        Self {
            at_ms,
            actor,
            via,
            peer: "",
            verb,
            cluster: "",
            app: "",
            summary,
            detail: &[],
            outcome: Outcome::Open,
            note: "",
            ended_ms: None,
            action: None,
        }
    }
}

impl Store {
    /// Adds a line; gives its id. Ids grow by one, so that a missing line shows.
    pub async fn insert_audit(&self, row: NewAudit<'_>) -> Result<u64> {
        let (actor, peer, summary, note) =
            (plain(row.actor), plain(row.peer), english(row.summary), english(row.note));
        let kept_detail = kept_lines(row.detail)?;
        let detail: Vec<_> = row.detail.iter().map(|line| english(line)).collect();
        let detail = json(&detail)?;
        let at_ms = number(row.at_ms);
        let ended_ms = row.ended_ms.map(number);
        let (at_text, ended_text) = (at_ms.to_string(), ended_ms.map(|ms| ms.to_string()));
        let end = ended_text.as_deref().map(|ended_ms| Ended {
            outcome: outcome_text(row.outcome),
            note: &note,
            ended_ms,
        });
        let mut held = self.record.tip.lock().await;
        for _ in 0..TRIES {
            // Taken, and put back only when it is known again: after an error nobody knows what was written.
            let tip = match held.take() {
                Some(tip) => tip,
                None => tip::read(&self.pool).await?,
            };
            let line = tip.line + 1;
            let line_text = number(line).to_string();
            let begun = Begun {
                line: &line_text,
                at_ms: &at_text,
                actor: &actor,
                via: row.via,
                peer: &peer,
                verb: row.verb,
                cluster: row.cluster,
                app: row.app,
                summary: &summary,
                detail: &detail,
                action: row.action.map(ActionId::as_str),
            };
            let head = tip.head.next(&match &end {
                Some(end) => Entry::Whole(&begun, end),
                None => Entry::Begin(&begun),
            });
            let written = sqlx::query(
                "INSERT INTO audit (id, at_ms, actor, via, peer, verb, cluster, app, summary, detail, outcome, note, \
                 ended_ms, action_id, begin_seq, begin_hash, kept_summary, kept_detail, kept_note) \
                 SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19 \
                 WHERE COALESCE((SELECT MAX(id) FROM audit), $20) = $20 \
                 AND COALESCE((SELECT MAX(end_seq) FROM audit WHERE end_seq IS NOT NULL), 0) = $21",
            )
            .bind(number(line))
            .bind(at_ms)
            .bind(&*actor)
            .bind(row.via)
            .bind(&*peer)
            .bind(row.verb)
            .bind(row.cluster)
            .bind(row.app)
            .bind(&*summary)
            .bind(detail.as_str())
            .bind(outcome_text(row.outcome))
            .bind(&*note)
            .bind(ended_ms)
            .bind(row.action.map(ActionId::as_str))
            .bind(number(head.seq))
            .bind(head.hash.as_str())
            .bind(kept(row.summary))
            .bind(kept_detail.as_deref())
            .bind(kept(row.note))
            .bind(number(tip.line))
            .bind(number(tip.end_seq))
            .execute(&self.pool)
            .await?;
            if written.rows_affected() == 1 {
                self.record.durable.send_replace(Some(head.clone()));
                *held = Some(Tip { line, head, ..tip });
                return Ok(line);
            }
        }
        Err(outrun())
    }

    /// Notes how a line's matter ended. A line that has ended stays as it is.
    pub async fn end_audit(&self, id: u64, outcome: Outcome, note: &str, now_ms: u64) -> Result<bool> {
        let (note, kept_note) = (english(note), kept(note));
        let (line, ended_ms) = (number(id).to_string(), number(now_ms).to_string());
        let end = Ended { outcome: outcome_text(outcome), note: &note, ended_ms: &ended_ms };
        let entry = Entry::End { line: &line, end: &end };
        let mut held = self.record.tip.lock().await;
        for _ in 0..TRIES {
            let (tip, is_fresh) = match held.take() {
                Some(tip) => (tip, false),
                None => (tip::read(&self.pool).await?, true),
            };
            let head = tip.head.next(&entry);
            let done = sqlx::query(
                "UPDATE audit SET outcome = $1, note = $2, ended_ms = $3, end_seq = $4, end_hash = $5, kept_note = $6 \
                 WHERE id = $7 AND ended_ms IS NULL AND (SELECT MAX(id) FROM audit) = $8 \
                 AND COALESCE((SELECT MAX(end_seq) FROM audit WHERE end_seq IS NOT NULL), 0) = $9",
            )
            .bind(end.outcome)
            .bind(&*note)
            .bind(number(now_ms))
            .bind(number(head.seq))
            .bind(head.hash.as_str())
            .bind(kept_note)
            .bind(number(id))
            .bind(number(tip.line))
            .bind(number(tip.end_seq))
            .execute(&self.ends)
            .await?;
            if done.rows_affected() == 1 {
                *held = Some(Tip { end_seq: head.seq, head, ..tip });
                return Ok(true);
            }
            // Either it has ended, or there is none; or another process has written since the tip was read.
            if is_fresh && tip::read(&self.pool).await? == tip {
                *held = Some(tip);
                return Ok(false);
            }
        }
        Err(outrun())
    }

    /// The lines that have not ended, but for those whose end an open action will write, the oldest first.
    pub async fn open_audit(&self) -> Result<Vec<u64>> {
        let open = sqlx::query(
            "SELECT id FROM audit WHERE outcome = 'open' AND ended_ms IS NULL \
             AND id NOT IN (SELECT audit_id FROM actions WHERE is_open = 1) ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?;
        open.iter().map(|row| row.number("id")).collect()
    }

    /// The last entry of the record that is on the disk, whatever happens to the machine; none was written yet if there
    /// is none. Ends get there with the next beginning.
    pub fn record_head(&self) -> watch::Receiver<Option<Head>> {
        self.record.durable.subscribe()
    }

    /// The last entry of all, as this process knows it; on the disk once the store is closed.
    pub async fn record_tip(&self) -> Option<Head> {
        self.record.tip.lock().await.as_ref().map(|tip| tip.head.clone())
    }
}

/// Another process writes faster than this one can read where the record ends: there is none that does.
fn outrun() -> sqlx::Error {
    sqlx::Error::Protocol("the record was written by another process again and again".into())
}

fn outcome_text(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Open => "open",
        Outcome::Done => "done",
        Outcome::Refused => "refused",
        Outcome::Failed => "failed",
        Outcome::Aborted => "aborted",
        Outcome::RolledBack => "rolled_back",
        Outcome::Undone => "undone",
    }
}

fn read_outcome(text: &str) -> std::result::Result<Outcome, String> {
    const ALL: [Outcome; 7] = [
        Outcome::Open,
        Outcome::Done,
        Outcome::Refused,
        Outcome::Failed,
        Outcome::Aborted,
        Outcome::RolledBack,
        Outcome::Undone,
    ];
    ALL.into_iter()
        .find(|outcome| outcome_text(*outcome) == text)
        .ok_or_else(|| format!("there is no outcome '{text}'"))
}
