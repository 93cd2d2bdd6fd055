//! The table `sign_in_codes`: the codes of one-time links, hashed.

use shared::UserName;
use shared::people::InvitationRow;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::column::{Columns, number};
use super::{BEGIN_WRITE, Result, Store};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePurpose {
    /// To sign in.
    SignIn,
    /// To set a password, and sign in by that.
    Invitation,
}

impl CodePurpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Invitation => "invitation",
        }
    }
}

/// A code to make.
#[derive(Debug, Clone)]
pub struct NewCode<'a> {
    /// The SHA-256 of the code.
    pub code_hash: &'a str,
    /// What for.
    pub purpose: CodePurpose,
    /// Whose it is.
    pub user: &'a UserName,
    /// Who made it.
    pub created_by: &'a str,
    /// Now.
    pub now_ms: u64,
    /// When it ends.
    pub expires_ms: u64,
}

/// An invitation that can still be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenInvitation {
    /// Who is invited.
    pub user: UserName,
    /// All else.
    pub invitation: InvitationRow,
}

impl Store {
    /// Makes a code for a user. A new invitation takes the place of the one before.
    pub async fn insert_code(&self, code: NewCode<'_>) -> Result<()> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        if code.purpose == CodePurpose::Invitation {
            sqlx::query(
                "DELETE FROM sign_in_codes WHERE user_name = $1 AND purpose = $2 AND used_ms IS NULL",
            )
            .bind(code.user.as_str())
            .bind(code.purpose.as_str())
            .execute(&mut *transaction)
            .await?;
        }
        insert(&mut transaction, &code).await?;
        transaction.commit().await
    }

    /// Whose code this is, if it can still be used for that.
    pub async fn code_owner(
        &self,
        purpose: CodePurpose,
        code_hash: &str,
        now_ms: u64,
    ) -> Result<Option<UserName>> {
        sqlx::query(
            "SELECT user_name FROM sign_in_codes \
             WHERE code_hash = $1 AND purpose = $2 AND used_ms IS NULL AND expires_ms > $3",
        )
        .bind(code_hash)
        .bind(purpose.as_str())
        .bind(number(now_ms))
        .fetch_optional(&self.pool)
        .await?
        .map(|row| row.parsed("user_name", UserName::parse))
        .transpose()
    }

    /// Uses a code up and says whose it was. One statement: of two tries at once, one gets nothing.
    pub async fn use_code(
        &self,
        purpose: CodePurpose,
        code_hash: &str,
        now_ms: u64,
    ) -> Result<Option<UserName>> {
        sqlx::query(
            "UPDATE sign_in_codes SET used_ms = $1 \
             WHERE code_hash = $2 AND purpose = $3 AND used_ms IS NULL AND expires_ms > $4 RETURNING user_name",
        )
        .bind(number(now_ms))
        .bind(code_hash)
        .bind(purpose.as_str())
        .bind(number(now_ms))
        .fetch_optional(&self.pool)
        .await?
        .map(|row| row.parsed("user_name", UserName::parse))
        .transpose()
    }

    /// The invitation of that code, if it can still be used.
    pub async fn open_invitation(&self, code_hash: &str, now_ms: u64) -> Result<Option<OpenInvitation>> {
        sqlx::query(
            "SELECT user_name, created_by, created_ms, expires_ms FROM sign_in_codes \
             WHERE code_hash = $1 AND purpose = 'invitation' AND used_ms IS NULL AND expires_ms > $2",
        )
        .bind(code_hash)
        .bind(number(now_ms))
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
    }

    /// The invitations that can still be used, by user.
    pub async fn open_invitations(&self, now_ms: u64) -> Result<Vec<OpenInvitation>> {
        sqlx::query(
            "SELECT user_name, created_by, created_ms, expires_ms FROM sign_in_codes \
             WHERE purpose = 'invitation' AND used_ms IS NULL AND expires_ms > $1 ORDER BY user_name",
        )
        .bind(number(now_ms))
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(read)
        .collect()
    }

    /// Takes a user's invitation back. False if they have none that could be used.
    pub async fn delete_invitation(&self, user: &UserName, now_ms: u64) -> Result<bool> {
        let done = sqlx::query(
            "DELETE FROM sign_in_codes \
             WHERE user_name = $1 AND purpose = 'invitation' AND used_ms IS NULL AND expires_ms > $2",
        )
        .bind(user.as_str())
        .bind(number(now_ms))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
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

pub(super) async fn insert(connection: &mut AnyConnection, code: &NewCode<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO sign_in_codes (code_hash, purpose, user_name, created_by, created_ms, expires_ms) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(code.code_hash)
    .bind(code.purpose.as_str())
    .bind(code.user.as_str())
    .bind(code.created_by)
    .bind(number(code.now_ms))
    .bind(number(code.expires_ms))
    .execute(connection)
    .await
    .map(drop)
}

fn read(row: &AnyRow) -> Result<OpenInvitation> {
    Ok(OpenInvitation {
        user: row.parsed("user_name", UserName::parse)?,
        invitation: InvitationRow {
            created_by: row.text("created_by")?,
            created_ms: row.number("created_ms")?,
            expires_ms: row.number("expires_ms")?,
        },
    })
}
