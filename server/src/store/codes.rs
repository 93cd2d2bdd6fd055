//! The table `sign_in_codes`: the codes of one-time links, hashed.

use shared::UserName;

use super::column::{Columns, number};
use super::{Result, Store};

impl Store {
    /// Makes a code for a user.
    pub async fn insert_code(
        &self,
        code_hash: &str,
        user: &UserName,
        now_ms: u64,
        expires_ms: u64,
    ) -> Result<()> {
        sqlx::query(
            "INSERT INTO sign_in_codes (code_hash, user_name, created_ms, expires_ms) VALUES ($1, $2, $3, $4)",
        )
        .bind(code_hash)
        .bind(user.as_str())
        .bind(number(now_ms))
        .bind(number(expires_ms))
        .execute(&self.pool)
        .await
        .map(drop)
    }

    /// Uses a code up and says whose it was. One statement: of two tries at once, one gets nothing.
    pub async fn use_code(&self, code_hash: &str, now_ms: u64) -> Result<Option<UserName>> {
        sqlx::query(
            "UPDATE sign_in_codes SET used_ms = $1 \
             WHERE code_hash = $2 AND used_ms IS NULL AND expires_ms > $3 RETURNING user_name",
        )
        .bind(number(now_ms))
        .bind(code_hash)
        .bind(number(now_ms))
        .fetch_optional(&self.pool)
        .await?
        .map(|row| row.parsed("user_name", UserName::parse))
        .transpose()
    }

    /// Forgets codes that can't be used any more.
    pub async fn delete_old_codes(&self, expired_before_ms: u64) -> Result<u64> {
        let done = sqlx::query("DELETE FROM sign_in_codes WHERE expires_ms < $1")
            .bind(number(expired_before_ms))
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected())
    }
}
