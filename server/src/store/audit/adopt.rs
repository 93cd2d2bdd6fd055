//! Lines from before there was a chain are chained once, as they are found: from then on a change of them shows too.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection, Row};

use super::chain::{Begun, Ended, Entry, Head};
use crate::store::column::{Columns, number};
use crate::store::{BEGIN_WRITE, Result};

/// How many lines are held in memory at once.
const BATCH: i64 = 500;

/// Chains all lines if none is chained; says whether it did. Whole or not at all.
pub(in crate::store) async fn adopt(connection: &mut AnyConnection) -> Result<bool> {
    if !is_unchained(connection).await? {
        return Ok(false);
    }
    let mut transaction = connection.begin_with(BEGIN_WRITE).await?;
    // Another process may have been quicker.
    if !is_unchained(&mut transaction).await? {
        transaction.commit().await?;
        return Ok(false);
    }
    let (mut head, mut after) = (Head::start(), i64::MIN);
    loop {
        let rows = sqlx::query(
            "SELECT id, at_ms, actor, via, peer, verb, cluster, app, summary, detail, outcome, note, ended_ms, \
             action_id FROM audit WHERE id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(BATCH)
        .fetch_all(&mut *transaction)
        .await?;
        let Some(last) = rows.last() else { break };
        after = last.try_get("id")?;
        for row in &rows {
            head = chain(&mut transaction, &head, row).await?;
        }
    }
    transaction.commit().await?;
    Ok(true)
}

async fn is_unchained(connection: &mut AnyConnection) -> Result<bool> {
    let chained = "SELECT 1 AS found FROM audit WHERE begin_seq IS NOT NULL LIMIT 1";
    for none_of in [chained, "SELECT 1 AS found FROM audit_anchor LIMIT 1"] {
        if sqlx::query(none_of).fetch_optional(&mut *connection).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(sqlx::query("SELECT 1 AS found FROM audit LIMIT 1").fetch_optional(connection).await?.is_some())
}

async fn chain(connection: &mut AnyConnection, head: &Head, row: &AnyRow) -> Result<Head> {
    let id: i64 = row.try_get("id")?;
    let at_ms: i64 = row.try_get("at_ms")?;
    let ended_ms: Option<i64> = row.try_get("ended_ms")?;
    let (line, at_ms, ended_ms) = (id.to_string(), at_ms.to_string(), ended_ms.map(|ms| ms.to_string()));
    let texts = ["actor", "via", "peer", "verb", "cluster", "app", "summary", "detail", "outcome", "note"];
    let mut read = Vec::with_capacity(texts.len());
    for name in texts {
        read.push(row.text(name)?);
    }
    let [actor, via, peer, verb, cluster, app, summary, detail, outcome, note] = read.as_slice() else {
        return Err(sqlx::Error::RowNotFound);
    };
    let action = row.maybe_text("action_id")?;
    let begun = Begun {
        line: &line,
        at_ms: &at_ms,
        actor,
        via,
        peer,
        verb,
        cluster,
        app,
        summary,
        detail,
        action: action.as_deref(),
    };
    let next = match &ended_ms {
        Some(ended_ms) => head.next(&Entry::Whole(&begun, &Ended { outcome, note, ended_ms })),
        None => head.next(&Entry::Begin(&begun)),
    };
    sqlx::query("UPDATE audit SET begin_seq = $1, begin_hash = $2 WHERE id = $3")
        .bind(number(next.seq))
        .bind(next.hash.as_str())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(next)
}
