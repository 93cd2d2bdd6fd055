//! The table `sessions`. Only the SHA-256 of a session's secret is here: who reads the database can't sign in.

use shared::{Rights, UserName};
use sqlx::any::AnyRow;

use super::column::{Columns, number};
use super::{Result, Store, User};

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Names it; not the secret.
    pub id: String,
    /// Since when.
    pub created_ms: u64,
    /// Last used, at most a minute ago if it is in use.
    pub seen_ms: u64,
    /// The browser, as it calls itself.
    pub user_agent: String,
    /// When whoever sits there last showed that it is them.
    pub stepped_up_ms: u64,
}

/// A session with what its user may do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionOwner {
    /// The session.
    pub session: Session,
    /// Whose it is.
    pub user: UserName,
    /// What they may do now, not when they signed in.
    pub rights: Rights,
}

/// A session to make.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// Names it.
    pub id: &'a str,
    /// The SHA-256 of its secret.
    pub secret_hash: &'a str,
    /// Whose it is, as they were when they showed who they are.
    pub user: &'a User,
    /// The browser, as it calls itself.
    pub user_agent: &'a str,
    /// Now.
    pub now_ms: u64,
    /// Whether they have just shown it here, or to whoever vouches for them.
    pub confirmed: bool,
    /// So many sessions the user may have; those used least lately end.
    pub most: u32,
}

impl Store {
    /// Makes a session of somebody who has shown who they are. False if what they showed counts no more: they were
    /// disabled meanwhile, or have another password or second factor.
    pub async fn insert_session(&self, session: NewSession<'_>) -> Result<bool> {
        let user = session.user;
        let done = sqlx::query(
            "INSERT INTO sessions (id, secret_hash, user_name, user_agent, created_ms, seen_ms, stepped_up_ms) \
             SELECT $1, $2, name, $3, $4, $5, $6 FROM users WHERE name = $7 AND disabled_ms IS NULL \
             AND password_hash IS NOT DISTINCT FROM $8 AND totp IS NOT DISTINCT FROM $9",
        )
        .bind(session.id)
        .bind(session.secret_hash)
        .bind(session.user_agent)
        .bind(number(session.now_ms))
        .bind(number(session.now_ms))
        .bind(number(if session.confirmed { session.now_ms } else { 0 }))
        .bind(user.name.as_str())
        .bind(user.password_hash.clone())
        .bind(user.totp.clone())
        .execute(&self.pool)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE users SET seen_ms = $1 WHERE name = $2")
            .bind(number(session.now_ms))
            .bind(user.name.as_str())
            .execute(&self.pool)
            .await?;
        let ended = sqlx::query(
            "DELETE FROM sessions WHERE user_name = $1 AND id <> $2 AND id NOT IN (SELECT id FROM sessions \
             WHERE user_name = $3 AND id <> $4 ORDER BY seen_ms DESC, id DESC LIMIT $5)",
        )
        .bind(user.name.as_str())
        .bind(session.id)
        .bind(user.name.as_str())
        .bind(session.id)
        .bind(i64::from(session.most.saturating_sub(1)))
        .execute(&self.pool)
        .await?;
        if ended.rows_affected() > 0 {
            self.known_sessions.forget();
        }
        Ok(true)
    }

    /// The session with that secret, and its user. Whether it has expired is not asked here.
    pub async fn session_by_secret(&self, secret_hash: &str) -> Result<Option<SessionOwner>> {
        let since = match self.known_sessions.get(secret_hash) {
            Ok(owner) => return Ok(Some(owner)),
            Err(since) => since,
        };
        let owner = self.read_session_by_secret(secret_hash).await?;
        if let Some(owner) = &owner {
            self.known_sessions.remember(secret_hash, owner, since);
        }
        Ok(owner)
    }

    async fn read_session_by_secret(&self, secret_hash: &str) -> Result<Option<SessionOwner>> {
        let row = sqlx::query(
            "SELECT sessions.id, sessions.user_agent, sessions.created_ms, sessions.seen_ms, \
             sessions.stepped_up_ms, users.name FROM sessions JOIN users ON users.name = sessions.user_name \
             WHERE sessions.secret_hash = $1 AND users.disabled_ms IS NULL",
        )
        .bind(secret_hash)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let user = row.parsed("name", UserName::parse)?;
        let rights = self.rights_of(&user).await?;
        Ok(Some(SessionOwner { session: read(&row)?, user, rights }))
    }

    /// A user's sessions, the latest used first.
    pub async fn sessions_of(&self, user: &UserName) -> Result<Vec<Session>> {
        sqlx::query(
            "SELECT id, user_agent, created_ms, seen_ms, stepped_up_ms FROM sessions WHERE user_name = $1 \
             ORDER BY seen_ms DESC, id",
        )
        .bind(user.as_str())
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(read)
        .collect()
    }

    /// Notes that a session was used.
    pub async fn touch_session(&self, id: &str, now_ms: u64) -> Result<()> {
        sqlx::query("UPDATE sessions SET seen_ms = $1 WHERE id = $2 AND seen_ms < $3")
            .bind(number(now_ms))
            .bind(id)
            .bind(number(now_ms))
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "UPDATE users SET seen_ms = $1 WHERE name = (SELECT user_name FROM sessions WHERE id = $2)",
        )
        .bind(number(now_ms))
        .bind(id)
        .execute(&self.pool)
        .await?;
        self.known_sessions.forget();
        Ok(())
    }

    /// Notes that whoever sits there showed that it is them, and gives the session another secret: the one before opens
    /// nothing any more.
    pub async fn step_up_session(&self, id: &str, secret_hash: &str, now_ms: u64) -> Result<()> {
        sqlx::query("UPDATE sessions SET stepped_up_ms = $1, secret_hash = $2 WHERE id = $3")
            .bind(number(now_ms))
            .bind(secret_hash)
            .bind(id)
            .execute(&self.pool)
            .await?;
        self.known_sessions.forget();
        Ok(())
    }

    /// Gives a session another secret: the one before opens nothing any more.
    pub async fn rotate_session(&self, id: &str, secret_hash: &str) -> Result<()> {
        sqlx::query("UPDATE sessions SET secret_hash = $1 WHERE id = $2")
            .bind(secret_hash)
            .bind(id)
            .execute(&self.pool)
            .await?;
        self.known_sessions.forget();
        Ok(())
    }

    /// When whoever sits there last showed that it is them; none if there is no such session.
    pub async fn stepped_up_ms(&self, id: &str) -> Result<Option<u64>> {
        sqlx::query("SELECT stepped_up_ms FROM sessions WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?
            .map(|row| row.number("stepped_up_ms"))
            .transpose()
    }

    /// Whether there is such a session, whatever its secret is by now.
    pub async fn has_session(&self, id: &str) -> Result<bool> {
        Ok(self.stepped_up_ms(id).await?.is_some())
    }

    /// Ends one of a user's sessions. False if they have none of that id.
    pub async fn delete_session(&self, user: &UserName, id: &str) -> Result<bool> {
        let done = sqlx::query("DELETE FROM sessions WHERE id = $1 AND user_name = $2")
            .bind(id)
            .bind(user.as_str())
            .execute(&self.pool)
            .await?;
        self.known_sessions.forget();
        Ok(done.rows_affected() == 1)
    }

    /// Ends all of a user's sessions but one.
    pub async fn delete_other_sessions(&self, user: &UserName, kept_id: &str) -> Result<u64> {
        let done = sqlx::query("DELETE FROM sessions WHERE user_name = $1 AND id <> $2")
            .bind(user.as_str())
            .bind(kept_id)
            .execute(&self.pool)
            .await?;
        self.known_sessions.forget();
        Ok(done.rows_affected())
    }

    /// Ends all of a user's sessions.
    pub async fn delete_sessions_of(&self, user: &UserName) -> Result<u64> {
        let done = sqlx::query("DELETE FROM sessions WHERE user_name = $1")
            .bind(user.as_str())
            .execute(&self.pool)
            .await?;
        self.known_sessions.forget();
        Ok(done.rows_affected())
    }

    /// Ends the session with that secret, whoever's it is.
    pub async fn delete_session_by_secret(&self, secret_hash: &str) -> Result<()> {
        sqlx::query("DELETE FROM sessions WHERE secret_hash = $1")
            .bind(secret_hash)
            .execute(&self.pool)
            .await?;
        self.known_sessions.forget();
        Ok(())
    }

    /// Forgets sessions that began, or were last used, before these times.
    pub async fn delete_old_sessions(&self, created_before_ms: u64, seen_before_ms: u64) -> Result<u64> {
        let done = sqlx::query("DELETE FROM sessions WHERE created_ms < $1 OR seen_ms < $2")
            .bind(number(created_before_ms))
            .bind(number(seen_before_ms))
            .execute(&self.pool)
            .await?;
        self.known_sessions.forget();
        Ok(done.rows_affected())
    }
}

fn read(row: &AnyRow) -> Result<Session> {
    Ok(Session {
        id: row.text("id")?,
        created_ms: row.number("created_ms")?,
        seen_ms: row.number("seen_ms")?,
        user_agent: row.text("user_agent")?,
        stepped_up_ms: row.number("stepped_up_ms")?,
    })
}
