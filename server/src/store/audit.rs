//! The table `audit`. Rows are added and ended, never changed otherwise and never removed.

use shared::ActionId;
use shared::audit::{AuditRow, Outcome};
use sqlx::any::AnyRow;

use super::column::{Columns, json, number};
use super::{Result, Store};

/// A row to add.
#[derive(Debug, Clone)]
pub struct NewAudit<'a> {
    /// When.
    pub at_ms: u64,
    /// Who.
    pub actor: &'a str,
    /// How they came in.
    pub via: &'a str,
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

/// Which rows to read. Each part that is given narrows it further.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only rows before this one.
    pub before: Option<u64>,
    /// Only this actor's.
    pub actor: Option<String>,
    /// Only on this app.
    pub app: Option<String>,
    /// Only those that ended so.
    pub outcome: Option<Outcome>,
    /// Only those with this text somewhere.
    pub text: Option<String>,
    /// At most so many.
    pub limit: u32,
}

impl Store {
    /// Adds a row; gives its id. Ids grow by one, so that a missing row shows.
    pub async fn insert_audit(&self, row: NewAudit<'_>) -> Result<u64> {
        let written = sqlx::query(
            "INSERT INTO audit (id, at_ms, actor, via, verb, cluster, app, summary, detail, outcome, note, \
             ended_ms, action_id) \
             SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM audit \
             RETURNING id",
        )
        .bind(number(row.at_ms))
        .bind(row.actor)
        .bind(row.via)
        .bind(row.verb)
        .bind(row.cluster)
        .bind(row.app)
        .bind(row.summary)
        .bind(json(&row.detail)?)
        .bind(outcome_text(row.outcome))
        .bind(row.note)
        .bind(row.ended_ms.map(number))
        .bind(row.action.map(|id| id.as_str().to_owned()))
        .fetch_one(&self.pool)
        .await?;
        written.number("id")
    }

    /// Notes how a row's matter ended. A row that has ended stays as it is.
    pub async fn end_audit(&self, id: u64, outcome: Outcome, note: &str, now_ms: u64) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE audit SET outcome = $1, note = $2, ended_ms = $3 WHERE id = $4 AND ended_ms IS NULL",
        )
        .bind(outcome_text(outcome))
        .bind(note)
        .bind(number(now_ms))
        .bind(number(id))
        .execute(&self.ends)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends every row that has not ended, but for those whose end an open action will write. Returns how many there were.
    pub async fn end_open_audit(&self, outcome: Outcome, note: &str, now_ms: u64) -> Result<u64> {
        let done = sqlx::query(
            "UPDATE audit SET outcome = $1, note = $2, ended_ms = $3 WHERE ended_ms IS NULL \
             AND id NOT IN (SELECT audit_id FROM actions WHERE is_open = 1)",
        )
        .bind(outcome_text(outcome))
        .bind(note)
        .bind(number(now_ms))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Reads rows, the newest first.
    pub async fn audit(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>> {
        // Empty texts and the largest id stand for "any": one statement, whatever is asked.
        let any = |text: &Option<String>| text.clone().unwrap_or_default();
        let text = any(&filter.text).to_lowercase();
        sqlx::query(
            "SELECT id, at_ms, actor, via, verb, cluster, app, summary, detail, outcome, note, ended_ms, action_id \
             FROM audit WHERE id < $1 AND ($2 = '' OR actor = $3) AND ($4 = '' OR app = $5) \
             AND ($6 = '' OR outcome = $7) \
             AND ($8 = '' OR LOWER(summary || ' ' || detail || ' ' || note || ' ' || verb || ' ' || actor || ' ' || app) \
             LIKE $9 ESCAPE '\\') \
             ORDER BY id DESC LIMIT $10",
        )
        .bind(filter.before.map_or(i64::MAX, number))
        .bind(any(&filter.actor))
        .bind(any(&filter.actor))
        .bind(any(&filter.app))
        .bind(any(&filter.app))
        .bind(filter.outcome.map_or("", outcome_text))
        .bind(filter.outcome.map_or("", outcome_text))
        .bind(text.clone())
        .bind(format!("%{}%", escape_like(&text)))
        .bind(i64::from(filter.limit))
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(read)
        .collect()
    }
}

fn escape_like(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn read(row: &AnyRow) -> Result<AuditRow> {
    Ok(AuditRow {
        id: row.number("id")?,
        at_ms: row.number("at_ms")?,
        actor: row.text("actor")?,
        via: row.text("via")?,
        verb: row.text("verb")?,
        cluster: row.text("cluster")?,
        app: row.text("app")?,
        summary: row.text("summary")?,
        detail: row.json("detail")?,
        outcome: row.parsed("outcome", read_outcome)?,
        note: row.text("note")?,
        ended_ms: row.maybe_number("ended_ms")?,
        action: row
            .maybe_text("action_id")?
            .map(|id| ActionId::parse(&id).map_err(|error| super::column::broken("action_id", error)))
            .transpose()?,
    })
}

fn outcome_text(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Open => "open",
        Outcome::Done => "done",
        Outcome::Refused => "refused",
        Outcome::Failed => "failed",
        Outcome::Undone => "undone",
    }
}

fn read_outcome(text: &str) -> std::result::Result<Outcome, String> {
    [Outcome::Open, Outcome::Done, Outcome::Refused, Outcome::Failed, Outcome::Undone]
        .into_iter()
        .find(|outcome| outcome_text(*outcome) == text)
        .ok_or_else(|| format!("there is no outcome '{text}'"))
}
