//! Reading the record: a page of it, by filters.

use std::fmt::Write;

use serde::Serialize;
use shared::ActionId;
use shared::audit::{AuditRow, Outcome};
use shared::utc;
use sqlx::any::AnyRow;

use super::{kept, outcome_text, read_outcome};
use crate::store::column::{Columns, broken, number};
use crate::store::{Result, Store};

/// Which lines to read. Each part that is given narrows it further.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Only lines before this one.
    pub before: Option<u64>,
    /// Only lines after this one.
    pub after: Option<u64>,
    /// Only this actor's.
    pub actor: Option<String>,
    /// Only on this app.
    pub app: Option<String>,
    /// Only of this verb.
    pub verb: Option<String>,
    /// Only those that ended so.
    pub outcome: Option<Outcome>,
    /// Only those from this moment on, in milliseconds since the Unix epoch.
    pub from_ms: Option<u64>,
    /// Only those before this moment.
    pub to_ms: Option<u64>,
    /// Only those with this text somewhere.
    pub text: Option<String>,
    /// At most so many.
    pub limit: u32,
    /// The oldest first; else the newest.
    pub oldest_first: bool,
}

/// A line with its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainedRow {
    /// The line.
    #[serde(flatten)]
    pub row: AuditRow,
    /// When it was decided, as RFC 3339 writes it: `at_ms` for people and other programs.
    pub at: String,
    /// When it ended, written alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// Its beginning's number in the chain.
    pub begin_seq: u64,
    /// Its beginning's hash.
    pub begin_hash: String,
    /// Its end's number; none if it has not ended, or was written with its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_seq: Option<u64>,
    /// Its end's hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_hash: Option<String>,
}

impl Store {
    /// Reads lines.
    pub async fn audit(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>> {
        self.matching(filter).await?.iter().map(read).collect()
    }

    /// The same, with what they say in the language that is spoken here.
    pub async fn audit_in_words(&self, filter: &AuditFilter) -> Result<Vec<AuditRow>> {
        let in_words = |row| {
            let line = read(row)?;
            Ok(AuditRow { said: kept::said(row, &line), ..line })
        };
        self.matching(filter).await?.iter().map(in_words).collect()
    }

    /// Reads lines with their places in the chain.
    pub async fn chained_audit(&self, filter: &AuditFilter) -> Result<Vec<ChainedRow>> {
        let chained = |row| {
            let line = read(row)?;
            Ok(ChainedRow {
                at: utc::rfc3339(line.at_ms),
                ended: line.ended_ms.map(utc::rfc3339),
                row: line,
                begin_seq: row.number("begin_seq")?,
                begin_hash: row.text("begin_hash")?,
                end_seq: row.maybe_number("end_seq")?,
                end_hash: row.maybe_text("end_hash")?,
            })
        };
        self.matching(filter).await?.iter().map(chained).collect()
    }

    async fn matching(&self, filter: &AuditFilter) -> Result<Vec<AnyRow>> {
        let statement = Statement::of(filter);
        let mut query = sqlx::query(sqlx::AssertSqlSafe(statement.sql));
        for value in statement.values {
            query = match value {
                Value::Number(number) => query.bind(number),
                Value::Text(text) => query.bind(text),
            };
        }
        query.fetch_all(&self.pool).await
    }
}

enum Value {
    Number(i64),
    Text(String),
}

/// What is asked for and nothing else, so that the index that fits is used.
struct Statement {
    sql: String,
    values: Vec<Value>,
}

impl Statement {
    fn of(filter: &AuditFilter) -> Self {
        let mut statement = Self {
            sql: "SELECT id, at_ms, actor, via, peer, verb, cluster, app, summary, detail, outcome, note, ended_ms, \
                  action_id, begin_seq, begin_hash, end_seq, end_hash, kept_summary, kept_detail, kept_note FROM audit WHERE 1 = 1"
                .to_owned(),
            values: Vec::new(),
        };
        if let Some(before) = filter.before {
            statement.and("id < $", Value::Number(number(before)));
        }
        if let Some(after) = filter.after {
            statement.and("id > $", Value::Number(number(after)));
        }
        if let Some(actor) = &filter.actor {
            statement.and("actor = $", Value::Text(actor.clone()));
        }
        if let Some(app) = filter.app.as_ref().filter(|app| !app.is_empty()) {
            // The second half says what the index is about.
            statement.and("app <> '' AND app = $", Value::Text(app.clone()));
        }
        if let Some(verb) = &filter.verb {
            statement.and("verb = $", Value::Text(verb.clone()));
        }
        if let Some(outcome) = filter.outcome {
            if outcome != Outcome::Done {
                statement.sql.push_str(" AND outcome <> 'done'");
            }
            statement.and("outcome = $", Value::Text(outcome_text(outcome).to_owned()));
        }
        // The lines between two moments are few beside all: their numbers bound the search, from the index on times
        // alone. A clock that was set back changes nothing: each line's own time is looked at as well.
        if let Some(from_ms) = filter.from_ms {
            let from_ms = number(from_ms);
            statement.and("at_ms >= $", Value::Number(from_ms));
            statement.and("id >= (SELECT MIN(id) FROM audit WHERE at_ms >= $)", Value::Number(from_ms));
        }
        if let Some(to_ms) = filter.to_ms {
            let to_ms = number(to_ms);
            statement.and("at_ms < $", Value::Number(to_ms));
            statement.and("id <= (SELECT MAX(id) FROM audit WHERE at_ms < $)", Value::Number(to_ms));
        }
        if let Some(text) = &filter.text {
            statement.and(
                "LOWER(summary || ' ' || detail || ' ' || note || ' ' || verb || ' ' || actor || ' ' || app || ' ' || \
                 peer) LIKE $ ESCAPE '\\'",
                Value::Text(format!("%{}%", escape_like(&text.to_lowercase()))),
            );
        }
        statement.sql.push_str(if filter.oldest_first { " ORDER BY id" } else { " ORDER BY id DESC" });
        statement.push(" LIMIT $", Value::Number(i64::from(filter.limit)));
        statement
    }

    fn and(&mut self, condition: &'static str, value: Value) {
        self.sql.push_str(" AND ");
        self.push(condition, value);
    }

    /// Adds words with one `$` in them, which becomes the value's placeholder.
    fn push(&mut self, words: &'static str, value: Value) {
        let (before, behind) = words.split_once('$').unwrap_or((words, ""));
        self.values.push(value);
        // Writing to a string can't fail.
        let _ = write!(self.sql, "{before}${}{behind}", self.values.len());
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
        peer: row.text("peer")?,
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
            .map(|id| ActionId::parse(&id).map_err(|error| broken("action_id", error)))
            .transpose()?,
        told: String::new(),
        said: None,
    })
}
