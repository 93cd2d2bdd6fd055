//! The table `client_certificates`: whose a certificate is, by its fingerprint.

use shared::UserName;
use shared::sign_on::CertificateRow;
use sqlx::any::AnyRow;

use super::column::{Columns, number};
use super::{Result, Store};

impl Store {
    /// What is known of a certificate.
    pub async fn certificate(&self, fingerprint: &str) -> Result<Option<CertificateRow>> {
        let since = match self.known_certificates.get(fingerprint) {
            Ok(row) => return Ok(Some(row)),
            Err(since) => since,
        };
        let row = sqlx::query(
            "SELECT fingerprint, user_name, created_by, created_ms, used_ms, revoked_ms FROM client_certificates \
             WHERE fingerprint = $1",
        )
        .bind(fingerprint)
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()?;
        if let Some(row) = &row {
            self.known_certificates.remember(fingerprint, row, since);
        }
        Ok(row)
    }

    /// All of them, by user; revoked ones last.
    pub async fn certificates(&self) -> Result<Vec<CertificateRow>> {
        let rows = sqlx::query(
            "SELECT fingerprint, user_name, created_by, created_ms, used_ms, revoked_ms FROM client_certificates \
             ORDER BY revoked_ms IS NOT NULL, user_name, created_ms, fingerprint",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable("client_certificates", &rows, |row| row.text("fingerprint"), read))
    }

    /// Those of a user that let them in.
    pub async fn certificates_of(&self, user: &UserName) -> Result<Vec<CertificateRow>> {
        let rows = sqlx::query(
            "SELECT fingerprint, user_name, created_by, created_ms, used_ms, revoked_ms FROM client_certificates \
             WHERE user_name = $1 AND revoked_ms IS NULL ORDER BY created_ms, fingerprint",
        )
        .bind(user.as_str())
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable("client_certificates", &rows, |row| row.text("fingerprint"), read))
    }

    /// Makes a certificate a user's, who must be there; also one that was revoked. False if it is somebody's now.
    pub async fn insert_certificate(
        &self,
        fingerprint: &str,
        user: &UserName,
        created_by: &str,
        now_ms: u64,
    ) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO client_certificates (fingerprint, user_name, created_by, created_ms) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (fingerprint) DO UPDATE SET user_name = excluded.user_name, \
             created_by = excluded.created_by, created_ms = excluded.created_ms, used_ms = NULL, revoked_ms = NULL \
             WHERE client_certificates.revoked_ms IS NOT NULL OR client_certificates.user_name IS NULL",
        )
        .bind(fingerprint)
        .bind(user.as_str())
        .bind(created_by)
        .bind(number(now_ms))
        .execute(&self.pool)
        .await?;
        self.known_certificates.forget();
        Ok(done.rows_affected() == 1)
    }

    /// Notes that somebody came by it.
    pub async fn touch_certificate(&self, fingerprint: &str, now_ms: u64) -> Result<()> {
        sqlx::query("UPDATE client_certificates SET used_ms = $1 WHERE fingerprint = $2")
            .bind(number(now_ms))
            .bind(fingerprint)
            .execute(&self.pool)
            .await?;
        self.known_certificates.forget();
        Ok(())
    }

    /// Revokes a certificate, also one that was nobody's: from now on it lets nobody in. False if it is revoked already.
    pub async fn revoke_certificate(&self, fingerprint: &str, by: &str, now_ms: u64) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO client_certificates (fingerprint, created_by, created_ms, revoked_ms) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (fingerprint) DO UPDATE SET revoked_ms = excluded.revoked_ms \
             WHERE client_certificates.revoked_ms IS NULL",
        )
        .bind(fingerprint)
        .bind(by)
        .bind(number(now_ms))
        .bind(number(now_ms))
        .execute(&self.pool)
        .await?;
        self.known_certificates.forget();
        Ok(done.rows_affected() == 1)
    }
}

fn read(row: &AnyRow) -> Result<CertificateRow> {
    let user = match row.maybe_text("user_name")? {
        Some(_) => Some(row.parsed("user_name", UserName::parse)?),
        None => None,
    };
    Ok(CertificateRow {
        fingerprint: row.text("fingerprint")?,
        user,
        created_by: row.text("created_by")?,
        created_ms: row.number("created_ms")?,
        used_ms: row.maybe_number("used_ms")?,
        revoked_ms: row.maybe_number("revoked_ms")?,
    })
}
