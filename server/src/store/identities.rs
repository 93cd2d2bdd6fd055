//! The table `identities`: who users are at an identity provider.

use shared::UserName;
use shared::sign_on::IdentityRow;
use sqlx::any::AnyRow;

use super::column::{Columns, number};
use super::{BEGIN_WRITE, Result, Store};

/// A link to make.
#[derive(Debug, Clone)]
pub struct NewIdentity<'a> {
    /// Names it.
    pub id: &'a str,
    /// The provider.
    pub issuer: &'a str,
    /// Who, as the provider names them.
    pub subject: &'a str,
    /// Who they are here.
    pub user: &'a UserName,
    /// Who links them.
    pub created_by: &'a str,
    /// Now.
    pub now_ms: u64,
}

impl Store {
    /// Who that is here.
    pub async fn identity(&self, issuer: &str, subject: &str) -> Result<Option<IdentityRow>> {
        sqlx::query(
            "SELECT id, issuer, subject, user_name, created_by, created_ms, used_ms FROM identities \
             WHERE issuer = $1 AND subject = $2",
        )
        .bind(issuer)
        .bind(subject)
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
    }

    /// All of them, by user.
    pub async fn identities(&self) -> Result<Vec<IdentityRow>> {
        let rows = sqlx::query(
            "SELECT id, issuer, subject, user_name, created_by, created_ms, used_ms FROM identities \
             ORDER BY user_name, issuer, subject",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable("identities", &rows, |row| row.text("id"), read))
    }

    /// Those of a user.
    pub async fn identities_of(&self, user: &UserName) -> Result<Vec<IdentityRow>> {
        let rows = sqlx::query(
            "SELECT id, issuer, subject, user_name, created_by, created_ms, used_ms FROM identities \
             WHERE user_name = $1 ORDER BY issuer, subject",
        )
        .bind(user.as_str())
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable("identities", &rows, |row| row.text("id"), read))
    }

    /// Links somebody to a user, who must be there. False if they are linked already, to whomever.
    pub async fn insert_identity(&self, new: NewIdentity<'_>) -> Result<bool> {
        let done = insert(&new).execute(&self.pool).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Makes a user without rights of their own and links somebody to them, both or neither. False if there is a user or
    /// a token of that name, or the link.
    pub async fn insert_linked_user(&self, new: NewIdentity<'_>) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let made = sqlx::query(
            "INSERT INTO users (name, created_ms) SELECT $1, $2 \
             WHERE NOT EXISTS (SELECT 1 FROM tokens WHERE name = $3) ON CONFLICT (name) DO NOTHING",
        )
        .bind(new.user.as_str())
        .bind(number(new.now_ms))
        .bind(new.user.as_str())
        .execute(&mut *transaction)
        .await?;
        if made.rows_affected() != 1 || insert(&new).execute(&mut *transaction).await?.rows_affected() != 1 {
            transaction.rollback().await?;
            return Ok(false);
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Notes that somebody signed in by it.
    pub async fn touch_identity(&self, id: &str, now_ms: u64) -> Result<()> {
        sqlx::query("UPDATE identities SET used_ms = $1 WHERE id = $2")
            .bind(number(now_ms))
            .bind(id)
            .execute(&self.pool)
            .await
            .map(drop)
    }

    /// Takes a link away. The user it was, if there was one.
    pub async fn delete_identity(&self, id: &str) -> Result<Option<UserName>> {
        sqlx::query("DELETE FROM identities WHERE id = $1 RETURNING user_name")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .map(|row| row.parsed("user_name", UserName::parse))
            .transpose()
    }
}

fn insert<'a>(new: &'a NewIdentity<'_>) -> sqlx::query::Query<'a, sqlx::Any, sqlx::any::AnyArguments> {
    sqlx::query(
        "INSERT INTO identities (id, issuer, subject, user_name, created_by, created_ms) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (issuer, subject) DO NOTHING",
    )
    .bind(new.id)
    .bind(new.issuer)
    .bind(new.subject)
    .bind(new.user.as_str())
    .bind(new.created_by)
    .bind(number(new.now_ms))
}

fn read(row: &AnyRow) -> Result<IdentityRow> {
    Ok(IdentityRow {
        id: row.text("id")?,
        issuer: row.text("issuer")?,
        subject: row.text("subject")?,
        user: row.parsed("user_name", UserName::parse)?,
        created_by: row.text("created_by")?,
        created_ms: row.number("created_ms")?,
        used_ms: row.maybe_number("used_ms")?,
    })
}
