//! The table `users`.

use shared::policy::{Grant, Limits, Pattern, Subject};
use shared::{RoleName, UserName};
use sqlx::any::AnyRow;

use super::column::{Columns, number};
use super::{BEGIN_WRITE, Result, Store, grants};

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The name that they sign in with.
    pub name: UserName,
    /// The password's hash, as a PHC string; none while they have no password.
    pub password_hash: Option<String>,
    /// Since when.
    pub created_ms: u64,
}

/// A user to make.
#[derive(Debug, Clone)]
pub struct NewUser<'a> {
    /// The name.
    pub name: &'a UserName,
    /// The role that they are granted on everything; none: they are given what they may do afterwards.
    pub role: Option<&'a RoleName>,
    /// The password's hash.
    pub password_hash: Option<&'a str>,
    /// Now.
    pub now_ms: u64,
}

impl Store {
    /// Makes a user. False if there is one of that name, or a token.
    pub async fn insert_user(&self, user: NewUser<'_>) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let done = sqlx::query(
            "INSERT INTO users (name, password_hash, created_ms) SELECT $1, $2, $3 \
             WHERE NOT EXISTS (SELECT 1 FROM tokens WHERE name = $4) ON CONFLICT (name) DO NOTHING",
        )
        .bind(user.name.as_str())
        .bind(user.password_hash.map(str::to_owned))
        .bind(number(user.now_ms))
        .bind(user.name.as_str())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(role) = user.role {
            grants::insert(&mut transaction, &first_grant(user.name, role)).await?;
        }
        transaction.commit().await?;
        self.forget_rights();
        Ok(true)
    }

    /// The user of that name.
    pub async fn user(&self, name: &UserName) -> Result<Option<User>> {
        sqlx::query("SELECT name, password_hash, created_ms FROM users WHERE name = $1")
            .bind(name.as_str())
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// Whether there is any user.
    pub async fn has_users(&self) -> Result<bool> {
        Ok(sqlx::query("SELECT name FROM users LIMIT 1").fetch_optional(&self.pool).await?.is_some())
    }

    /// The oldest user who was granted this role on everything.
    pub async fn first_user(&self, role: &RoleName) -> Result<Option<UserName>> {
        const FIRST: &str = "SELECT users.name FROM users JOIN grants ON grants.user_name = users.name \
                             WHERE grants.role = $1 AND grants.cluster = '*' AND grants.apps = '*' \
                             ORDER BY users.created_ms, users.name LIMIT 1";
        sqlx::query(FIRST)
            .bind(role.as_str())
            .fetch_optional(&self.pool)
            .await?
            .map(|row| row.parsed("name", UserName::parse))
            .transpose()
    }

    /// Gives a user another password. False if there is no such user.
    pub async fn set_password(&self, name: &UserName, password_hash: &str) -> Result<bool> {
        let done = sqlx::query("UPDATE users SET password_hash = $1 WHERE name = $2")
            .bind(password_hash)
            .bind(name.as_str())
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// A role on everything, given to a user together with their account.
fn first_grant(user: &UserName, role: &RoleName) -> Grant {
    Grant {
        id: uuid::Uuid::now_v7().to_string(),
        to: Subject::User(user.clone()),
        role: role.clone(),
        cluster: Pattern::all(),
        apps: Pattern::all(),
        limits: Limits::NONE,
    }
}

fn read(row: &AnyRow) -> Result<User> {
    Ok(User {
        name: row.parsed("name", UserName::parse)?,
        password_hash: row.maybe_text("password_hash")?,
        created_ms: row.number("created_ms")?,
    })
}
