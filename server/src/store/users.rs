//! The table `users`.

use shared::{Role, UserName};
use sqlx::any::AnyRow;

use super::column::{Columns, number};
use super::{Result, Store};

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The name that they sign in with.
    pub name: UserName,
    /// What they may do.
    pub role: Role,
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
    /// The role.
    pub role: Role,
    /// The password's hash.
    pub password_hash: Option<&'a str>,
    /// Now.
    pub now_ms: u64,
}

impl Store {
    /// Makes a user. False if there is one of that name, or a token.
    pub async fn insert_user(&self, user: NewUser<'_>) -> Result<bool> {
        let done = sqlx::query(
            "INSERT INTO users (name, role, password_hash, created_ms) SELECT $1, $2, $3, $4 \
             WHERE NOT EXISTS (SELECT 1 FROM tokens WHERE name = $5) ON CONFLICT (name) DO NOTHING",
        )
        .bind(user.name.as_str())
        .bind(user.role.as_str())
        .bind(user.password_hash.map(str::to_owned))
        .bind(number(user.now_ms))
        .bind(user.name.as_str())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The user of that name.
    pub async fn user(&self, name: &UserName) -> Result<Option<User>> {
        sqlx::query("SELECT name, role, password_hash, created_ms FROM users WHERE name = $1")
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

    /// The user who has had this role for longest.
    pub async fn first_user(&self, role: Role) -> Result<Option<UserName>> {
        sqlx::query("SELECT name FROM users WHERE role = $1 ORDER BY created_ms, name LIMIT 1")
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

fn read(row: &AnyRow) -> Result<User> {
    Ok(User {
        name: row.parsed("name", UserName::parse)?,
        role: read_role(row)?,
        password_hash: row.maybe_text("password_hash")?,
        created_ms: row.number("created_ms")?,
    })
}

pub(super) fn read_role(row: &AnyRow) -> Result<Role> {
    row.parsed("role", |text| Role::parse(text).ok_or_else(|| format!("there is no role '{text}'")))
}
