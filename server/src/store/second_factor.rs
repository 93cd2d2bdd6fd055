//! The second factor: its columns of `users`, and the table `recovery_codes`. Seeds come sealed and codes hashed: who
//! reads the database can't sign in.

use shared::UserName;

use super::column::{Columns, number};
use super::{BEGIN_WRITE, Result, Store};

impl Store {
    /// Keeps a seed until it is confirmed.
    pub async fn set_pending_totp(&self, user: &UserName, sealed: &str) -> Result<()> {
        sqlx::query("UPDATE users SET totp_pending = $1 WHERE name = $2")
            .bind(sealed)
            .bind(user.as_str())
            .execute(&self.pool)
            .await
            .map(drop)
    }

    /// Makes the seed that waits to be confirmed the one that counts, and gives its user these recovery codes. False if
    /// another waits by now.
    pub async fn confirm_totp(
        &self,
        user: &UserName,
        pending: &str,
        step: u64,
        recovery_hashes: &[String],
    ) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let done = sqlx::query(
            "UPDATE users SET totp = totp_pending, totp_pending = NULL, totp_step = $1 \
             WHERE name = $2 AND totp_pending = $3",
        )
        .bind(number(step))
        .bind(user.as_str())
        .bind(pending)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        replace_codes(&mut transaction, user, recovery_hashes).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Notes that the code of this step was used. False if it, or a later one, was before: of two tries at once, one
    /// gets nothing.
    pub async fn use_totp_step(&self, user: &UserName, step: u64) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE users SET totp_step = $1 WHERE name = $2 AND (totp_step IS NULL OR totp_step < $3)",
        )
        .bind(number(step))
        .bind(user.as_str())
        .bind(number(step))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes the second factor away, with its recovery codes. False if there was none.
    pub async fn remove_totp(&self, user: &UserName) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let done = sqlx::query(
            "UPDATE users SET totp = NULL, totp_pending = NULL, totp_step = NULL \
             WHERE name = $1 AND totp IS NOT NULL",
        )
        .bind(user.as_str())
        .execute(&mut *transaction)
        .await?;
        replace_codes(&mut transaction, user, &[]).await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Gives a user these recovery codes and no others.
    pub async fn set_recovery_codes(&self, user: &UserName, hashes: &[String]) -> Result<()> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        replace_codes(&mut transaction, user, hashes).await?;
        transaction.commit().await
    }

    /// Uses a recovery code up. False if it is none of this user's, or was used before.
    pub async fn use_recovery_code(&self, user: &UserName, hash: &str, now_ms: u64) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE recovery_codes SET used_ms = $1 WHERE user_name = $2 AND code_hash = $3 AND used_ms IS NULL",
        )
        .bind(number(now_ms))
        .bind(user.as_str())
        .bind(hash)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// How many of a user's recovery codes are left.
    pub async fn recovery_codes_left(&self, user: &UserName) -> Result<u64> {
        sqlx::query(
            "SELECT COUNT(*) AS how_many FROM recovery_codes WHERE user_name = $1 AND used_ms IS NULL",
        )
        .bind(user.as_str())
        .fetch_one(&self.pool)
        .await?
        .number("how_many")
    }
}

async fn replace_codes(
    connection: &mut sqlx::AnyConnection,
    user: &UserName,
    hashes: &[String],
) -> Result<()> {
    sqlx::query("DELETE FROM recovery_codes WHERE user_name = $1")
        .bind(user.as_str())
        .execute(&mut *connection)
        .await?;
    for hash in hashes {
        sqlx::query("INSERT INTO recovery_codes (user_name, code_hash) VALUES ($1, $2)")
            .bind(user.as_str())
            .bind(hash)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
