//! The tables `screens` and `pairings`. Only the SHA-256 of a secret is here.

use shared::screen::{Kind, ScreenRow, ScreenView};
use sqlx::any::AnyRow;

use super::column::{Columns, json, number};
use super::{BEGIN_WRITE, Result, Store};

/// A display that shows a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingRow {
    /// The code.
    pub code: String,
    /// The SHA-256 of what the display shows.
    pub secret_hash: String,
    /// From which address it was asked for.
    pub asked_from: String,
    /// By which browser, in its own words.
    pub user_agent: String,
    /// When.
    pub asked_ms: u64,
    /// When it ends.
    pub expires_ms: u64,
}

const COLUMNS: &str =
    "id, kind, name, view, created_by, created_ms, secret_hash, seen_ms, seen_from, expires_ms";

impl Store {
    /// Stores that a display shows a code. False if that would be more than `most` displays at once, or if the code is
    /// shown already. Pairings that are over go.
    pub async fn insert_pairing(&self, pairing: &PairingRow, most: u64) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        sqlx::query("DELETE FROM pairings WHERE expires_ms <= $1")
            .bind(number(pairing.asked_ms))
            .execute(&mut *transaction)
            .await?;
        let done = sqlx::query(
            "INSERT INTO pairings (code, secret_hash, asked_from, user_agent, asked_ms, expires_ms) \
             SELECT $1, $2, $3, $4, $5, $6 WHERE (SELECT COUNT(*) FROM pairings) < $7 \
             AND NOT EXISTS (SELECT 1 FROM pairings WHERE code = $8)",
        )
        .bind(&pairing.code)
        .bind(&pairing.secret_hash)
        .bind(&pairing.asked_from)
        .bind(&pairing.user_agent)
        .bind(number(pairing.asked_ms))
        .bind(number(pairing.expires_ms))
        .bind(number(most))
        .bind(&pairing.code)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    /// All pairings, the oldest first.
    pub async fn pairings(&self) -> Result<Vec<PairingRow>> {
        let rows = sqlx::query(
            "SELECT code, secret_hash, asked_from, user_agent, asked_ms, expires_ms FROM pairings \
             ORDER BY asked_ms, code",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_pairing).collect()
    }

    /// Forgets a pairing.
    pub async fn delete_pairing(&self, code: &str) -> Result<()> {
        sqlx::query("DELETE FROM pairings WHERE code = $1").bind(code).execute(&self.pool).await.map(drop)
    }

    /// The pairing of that code, if it is not over.
    pub async fn pairing(&self, code: &str, now_ms: u64) -> Result<Option<PairingRow>> {
        self.read_pairing("code = $1", code, now_ms).await
    }

    /// The pairing of the display that shows this secret, if it is not over.
    pub async fn pairing_by_secret(&self, secret_hash: &str, now_ms: u64) -> Result<Option<PairingRow>> {
        self.read_pairing("secret_hash = $1", secret_hash, now_ms).await
    }

    async fn read_pairing(
        &self,
        which: &'static str,
        value: &str,
        now_ms: u64,
    ) -> Result<Option<PairingRow>> {
        let statement = format!(
            "SELECT code, secret_hash, asked_from, user_agent, asked_ms, expires_ms FROM pairings \
             WHERE {which} AND expires_ms > $2"
        );
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(value)
            .bind(number(now_ms))
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read_pairing)
            .transpose()
    }

    /// Makes the display that shows this code a screen. False if the code is over, or was used: of two who confirm it at
    /// once, one gets nothing.
    pub async fn pair(&self, code: &str, screen: &ScreenRow) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let found =
            sqlx::query("DELETE FROM pairings WHERE code = $1 AND expires_ms > $2 RETURNING secret_hash")
                .bind(code)
                .bind(number(screen.created_ms))
                .fetch_optional(&mut *transaction)
                .await?;
        let Some(found) = found else { return Ok(false) };
        let secret_hash = found.text("secret_hash")?;
        insert(&mut transaction, screen, Some(&secret_hash), None).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Stores a read-only link that nobody has opened yet.
    pub async fn insert_link(&self, screen: &ScreenRow, link_hash: &str) -> Result<()> {
        let mut connection = self.pool.acquire().await?;
        insert(&mut connection, screen, None, Some(link_hash)).await
    }

    /// Uses a link up: the browser has it from now on, by this secret. Nothing if there is no such link, or somebody has
    /// opened it.
    pub async fn open_link(
        &self,
        link_hash: &str,
        secret_hash: &str,
        now_ms: u64,
    ) -> Result<Option<ScreenRow>> {
        let statement = format!(
            "UPDATE screens SET link_hash = NULL, secret_hash = $1, seen_ms = $2 \
             WHERE link_hash = $3 AND expires_ms > $4 RETURNING {COLUMNS}"
        );
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(secret_hash)
            .bind(number(now_ms))
            .bind(link_hash)
            .bind(number(now_ms))
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// The link that nobody has opened yet, by its secret. Whether it is over is not asked here.
    pub async fn unopened_link(&self, link_hash: &str) -> Result<Option<ScreenRow>> {
        self.read_screen("link_hash = $1", link_hash).await
    }

    /// The screen that shows this secret. Whether it is over is not asked here.
    pub async fn screen_by_secret(&self, secret_hash: &str) -> Result<Option<ScreenRow>> {
        self.read_screen("secret_hash = $1", secret_hash).await
    }

    /// The screen of that id.
    pub async fn screen(&self, id: &str) -> Result<Option<ScreenRow>> {
        self.read_screen("id = $1", id).await
    }

    async fn read_screen(&self, which: &'static str, value: &str) -> Result<Option<ScreenRow>> {
        sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM screens WHERE {which}")))
            .bind(value)
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// All screens, by name.
    pub async fn screens(&self) -> Result<Vec<ScreenRow>> {
        let statement = format!("SELECT {COLUMNS} FROM screens ORDER BY name, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_all(&self.pool).await?;
        Ok(self.readable("screens", &rows, |row| row.text("id"), read))
    }

    /// Gives a screen another name and another view. False if there is none of that id.
    pub async fn change_screen(&self, id: &str, name: &str, view: &ScreenView) -> Result<bool> {
        let done = sqlx::query("UPDATE screens SET name = $1, view = $2 WHERE id = $3")
            .bind(name)
            .bind(json(view)?)
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Notes that a screen looks now, and from where.
    pub async fn touch_screen(&self, id: &str, now_ms: u64, from: &str) -> Result<()> {
        sqlx::query("UPDATE screens SET seen_ms = $1, seen_from = $2 WHERE id = $3")
            .bind(number(now_ms))
            .bind(from)
            .bind(id)
            .execute(&self.pool)
            .await
            .map(drop)
    }

    /// Revokes a screen. False if there is none of that id.
    pub async fn delete_screen(&self, id: &str) -> Result<bool> {
        let done = sqlx::query("DELETE FROM screens WHERE id = $1").bind(id).execute(&self.pool).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Forgets screens that ended before, and those that have not looked since `unseen_since_ms`.
    pub async fn delete_old_screens(&self, ended_before_ms: u64, unseen_since_ms: u64) -> Result<u64> {
        let done =
            sqlx::query("DELETE FROM screens WHERE expires_ms < $1 OR COALESCE(seen_ms, created_ms) < $2")
                .bind(number(ended_before_ms))
                .bind(number(unseen_since_ms))
                .execute(&self.pool)
                .await?;
        Ok(done.rows_affected())
    }
}

async fn insert(
    connection: &mut sqlx::AnyConnection,
    screen: &ScreenRow,
    secret_hash: Option<&str>,
    link_hash: Option<&str>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO screens (id, kind, name, view, created_by, created_ms, secret_hash, link_hash, seen_ms, \
         seen_from, expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&screen.id)
    .bind(kind_text(screen.kind))
    .bind(&screen.name)
    .bind(json(&screen.view)?)
    .bind(&screen.created_by)
    .bind(number(screen.created_ms))
    .bind(secret_hash.map(str::to_owned))
    .bind(link_hash.map(str::to_owned))
    .bind(screen.seen_ms.map(number))
    .bind(&screen.seen_from)
    .bind(screen.expires_ms.map(number))
    .execute(connection)
    .await
    .map(drop)
}

fn kind_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Display => "display",
        Kind::Link => "link",
    }
}

fn kind(text: &str) -> std::result::Result<Kind, String> {
    match text {
        "display" => Ok(Kind::Display),
        "link" => Ok(Kind::Link),
        other => Err(format!("no kind of screen: {other}")),
    }
}

fn read(row: &AnyRow) -> Result<ScreenRow> {
    Ok(ScreenRow {
        id: row.text("id")?,
        kind: row.parsed("kind", kind)?,
        name: row.text("name")?,
        view: row.json("view")?,
        created_by: row.text("created_by")?,
        created_ms: row.number("created_ms")?,
        seen_ms: row.maybe_number("seen_ms")?,
        seen_from: row.text("seen_from")?,
        expires_ms: row.maybe_number("expires_ms")?,
        is_open: row.maybe_text("secret_hash")?.is_some(),
    })
}

fn read_pairing(row: &AnyRow) -> Result<PairingRow> {
    Ok(PairingRow {
        code: row.text("code")?,
        secret_hash: row.text("secret_hash")?,
        asked_from: row.text("asked_from")?,
        user_agent: row.text("user_agent")?,
        asked_ms: row.number("asked_ms")?,
        expires_ms: row.number("expires_ms")?,
    })
}
