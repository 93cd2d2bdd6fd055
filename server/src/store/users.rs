//! The table `users`.

use shared::policy::{Grant, Limits, Pattern, Subject};
use shared::{GroupName, RoleName, UserName};
use sqlx::any::AnyRow;

use super::column::{Columns, number};
use super::{BEGIN_WRITE, NewCode, Result, Store, codes, grants, groups};

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The name that they sign in with.
    pub name: UserName,
    /// The password's hash, as a PHC string; none while they have no password.
    pub password_hash: Option<String>,
    /// Since when.
    pub created_ms: u64,
    /// Since when they may not come in; none if they may.
    pub disabled_ms: Option<u64>,
    /// When they were here last.
    pub seen_ms: Option<u64>,
    /// The seed of the second factor, sealed; none while it is off.
    pub totp: Option<String>,
    /// A seed that waits to be confirmed, sealed.
    pub totp_pending: Option<String>,
    /// The step of the code that was used last.
    pub totp_step: Option<u64>,
}

/// The columns that [`read`] reads.
const COLUMNS: &str = "name, password_hash, created_ms, disabled_ms, seen_ms, totp, totp_pending, totp_step";

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

/// What a user gets together with their account.
#[derive(Debug, Clone, Default)]
pub struct Gifts<'a> {
    /// The groups that they are put into.
    pub groups: &'a [GroupName],
    /// What they are given.
    pub grant: Option<&'a Grant>,
    /// A code that is made for them.
    pub code: Option<NewCode<'a>>,
}

/// Why a user was not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMade {
    /// There is one of that name, or a token.
    NameTaken,
    /// There is no such group.
    NoGroup(GroupName),
    /// There is no such role.
    NoRole(RoleName),
}

impl Store {
    /// Makes a user. False if there is one of that name, or a token, or no such role.
    pub async fn insert_user(&self, user: NewUser<'_>) -> Result<bool> {
        Ok(self.insert_user_with(user, Gifts::default()).await?.is_ok())
    }

    /// Makes a user with what they get at once: all of it or nothing.
    pub async fn insert_user_with(
        &self,
        user: NewUser<'_>,
        gifts: Gifts<'_>,
    ) -> Result<std::result::Result<(), NotMade>> {
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
            return Ok(Err(NotMade::NameTaken));
        }
        let by_role = user.role.map(|role| first_grant(user.name, role));
        for grant in by_role.iter().chain(gifts.grant) {
            if !grants::insert(&mut transaction, grant).await? {
                return Ok(Err(NotMade::NoRole(grant.role.clone())));
            }
        }
        for group in gifts.groups {
            if !groups::add_member(&mut transaction, group, user.name).await? {
                return Ok(Err(NotMade::NoGroup(group.clone())));
            }
        }
        if let Some(code) = &gifts.code {
            codes::insert(&mut transaction, code).await?;
        }
        transaction.commit().await?;
        self.forget_rights();
        Ok(Ok(()))
    }

    /// The user of that name.
    pub async fn user(&self, name: &UserName) -> Result<Option<User>> {
        sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM users WHERE name = $1")))
            .bind(name.as_str())
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// Those who may come in and have something to come in with: a password, a link to an identity provider, a client
    /// certificate, or a session.
    pub async fn users_with_a_way_in(&self) -> Result<Vec<UserName>> {
        sqlx::query(
            "SELECT name FROM users WHERE disabled_ms IS NULL AND (password_hash IS NOT NULL \
             OR EXISTS (SELECT 1 FROM identities WHERE user_name = users.name) \
             OR EXISTS (SELECT 1 FROM client_certificates WHERE user_name = users.name AND revoked_ms IS NULL) \
             OR EXISTS (SELECT 1 FROM sessions WHERE user_name = users.name)) ORDER BY name",
        )
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(|row| row.parsed("name", UserName::parse))
        .collect()
    }

    /// All users, by name.
    pub async fn users(&self) -> Result<Vec<User>> {
        let statement = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM users ORDER BY name"));
        let rows = sqlx::query(statement).fetch_all(&self.pool).await?;
        Ok(self.readable("users", &rows, |row| row.text("name"), read))
    }

    /// Lets a user come in no more: their sessions end with it, and so do the links to them and the links that they made
    /// for others; their tokens rest. False if there is no such user, or they are disabled already.
    pub async fn disable_user(&self, name: &UserName, now_ms: u64) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let done = sqlx::query("UPDATE users SET disabled_ms = $1 WHERE name = $2 AND disabled_ms IS NULL")
            .bind(number(now_ms))
            .bind(name.as_str())
            .execute(&mut *transaction)
            .await?;
        for statement in [
            "DELETE FROM sessions WHERE user_name = $1",
            "DELETE FROM sign_in_codes WHERE user_name = $1",
            "DELETE FROM sign_in_codes WHERE created_by = $1",
        ] {
            sqlx::query(statement).bind(name.as_str()).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        self.forget_rights();
        Ok(done.rows_affected() == 1)
    }

    /// Lets a user come in again, and their tokens work again. False if there is no such user, or they may already.
    pub async fn enable_user(&self, name: &UserName) -> Result<bool> {
        let done =
            sqlx::query("UPDATE users SET disabled_ms = NULL WHERE name = $1 AND disabled_ms IS NOT NULL")
                .bind(name.as_str())
                .execute(&self.pool)
                .await?;
        self.forget_rights();
        Ok(done.rows_affected() == 1)
    }

    /// Removes a user with all that is theirs: sessions, links (also those that they made for others), grants, places in
    /// groups, and their tokens. False if there is none of that name.
    pub async fn delete_user(&self, name: &UserName) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        for statement in
            ["DELETE FROM tokens WHERE owner = $1", "DELETE FROM sign_in_codes WHERE created_by = $1"]
        {
            sqlx::query(statement).bind(name.as_str()).execute(&mut *transaction).await?;
        }
        let done = sqlx::query("DELETE FROM users WHERE name = $1")
            .bind(name.as_str())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        self.forget_rights();
        Ok(done.rows_affected() == 1)
    }

    /// Whether there is any user.
    pub async fn has_users(&self) -> Result<bool> {
        Ok(sqlx::query("SELECT name FROM users LIMIT 1").fetch_optional(&self.pool).await?.is_some())
    }

    /// The oldest user who was granted this role on everything.
    pub async fn first_user(&self, role: &RoleName) -> Result<Option<UserName>> {
        const FIRST: &str = "SELECT users.name FROM users JOIN grants ON grants.user_name = users.name \
                             WHERE grants.role = $1 AND grants.cluster = '*' AND grants.apps = '*' \
                             AND users.disabled_ms IS NULL \
                             ORDER BY users.created_ms, users.name LIMIT 1";
        sqlx::query(FIRST)
            .bind(role.as_str())
            .fetch_optional(&self.pool)
            .await?
            .map(|row| row.parsed("name", UserName::parse))
            .transpose()
    }

    /// Puts another hash of the same password in the place of this one, unless it was changed meanwhile.
    pub async fn renew_password_hash(&self, name: &UserName, old: &str, new: &str) -> Result<()> {
        sqlx::query("UPDATE users SET password_hash = $1 WHERE name = $2 AND password_hash = $3")
            .bind(new)
            .bind(name.as_str())
            .bind(old)
            .execute(&self.pool)
            .await
            .map(drop)
    }

    /// Gives a user another password; links by which somebody could come in as them end with it. False if there is no
    /// such user.
    pub async fn set_password(&self, name: &UserName, password_hash: &str) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let done = sqlx::query("UPDATE users SET password_hash = $1 WHERE name = $2")
            .bind(password_hash)
            .bind(name.as_str())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM sign_in_codes WHERE user_name = $1 AND used_ms IS NULL")
            .bind(name.as_str())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
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
        disabled_ms: row.maybe_number("disabled_ms")?,
        seen_ms: row.maybe_number("seen_ms")?,
        totp: row.maybe_text("totp")?,
        totp_pending: row.maybe_text("totp_pending")?,
        totp_step: row.maybe_number("totp_step")?,
    })
}
