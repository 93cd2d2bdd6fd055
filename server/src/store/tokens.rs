//! The table `tokens`. Only the SHA-256 of a token's secret is here.

use shared::account::TokenRow;
use shared::policy::{Limits, Pattern, Right};
use shared::{Rights, RoleName, UserName};
use sqlx::any::AnyRow;

use super::access::read_right;
use super::column::{Columns, number};
use super::grants::read_limits;
use super::{Result, Store};

/// An API token.
pub type Token = TokenRow;

/// A token with what it may do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenOwner {
    /// The token.
    pub token: Token,
    /// What it may do now: its role's verbs, where it was given them.
    pub rights: Rights,
}

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewToken<'a> {
    /// Names it in a revocation.
    pub id: &'a str,
    /// The SHA-256 of its secret.
    pub secret_hash: &'a str,
    /// What it is for.
    pub name: &'a UserName,
    /// What it may do.
    pub role: &'a RoleName,
    /// On which clusters.
    pub cluster: &'a Pattern,
    /// On which apps.
    pub apps: &'a Pattern,
    /// How far.
    pub limits: &'a Limits,
    /// The first signs of the secret.
    pub hint: &'a str,
    /// Who made it.
    pub created_by: &'a str,
    /// The user who stands behind it; none for one made on the command line.
    pub owner: Option<&'a UserName>,
    /// Now.
    pub now_ms: u64,
    /// When it ends.
    pub expires_ms: u64,
}

impl Store {
    /// Makes a token. `None` if another token or a user has its name: in the record a name is one actor.
    /// That it is free is looked up and used in one statement; SQLite lets one writer in at a time.
    pub async fn insert_token(&self, token: NewToken<'_>) -> Result<Option<Token>> {
        sqlx::query(
            "INSERT INTO tokens (id, secret_hash, name, role, cluster, apps, most_instances, versions, hint, \
             created_by, created_ms, expires_ms, owner) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 \
             WHERE NOT EXISTS (SELECT 1 FROM tokens WHERE name = $14) \
             AND NOT EXISTS (SELECT 1 FROM users WHERE name = $15) \
             RETURNING id, name, role, cluster, apps, most_instances, versions, hint, created_by, created_ms, \
             expires_ms, used_ms",
        )
        .bind(token.id)
        .bind(token.secret_hash)
        .bind(token.name.as_str())
        .bind(token.role.as_str())
        .bind(token.cluster.as_str())
        .bind(token.apps.as_str())
        .bind(token.limits.most_instances.map(i64::from))
        .bind(token.limits.versions.as_ref().map(Pattern::to_string))
        .bind(token.hint)
        .bind(token.created_by)
        .bind(number(token.now_ms))
        .bind(number(token.expires_ms))
        .bind(token.owner.map(|owner| owner.as_str().to_owned()))
        .bind(token.name.as_str())
        .bind(token.name.as_str())
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
    }

    /// The token with that secret. Whether it has expired is not asked here. That of a disabled user is none.
    pub async fn token_by_secret(&self, secret_hash: &str) -> Result<Option<TokenOwner>> {
        let since = match self.known_tokens.get(secret_hash) {
            Ok(owner) => return Ok(Some(owner)),
            Err(since) => since,
        };
        let row = sqlx::query(
            "SELECT tokens.id, tokens.name, tokens.role, tokens.cluster, tokens.apps, tokens.most_instances, \
             tokens.versions, tokens.hint, tokens.created_by, tokens.created_ms, tokens.expires_ms, tokens.used_ms, \
             roles.verbs FROM tokens LEFT JOIN roles ON roles.name = tokens.role LEFT JOIN users ON users.name = tokens.owner \
             WHERE users.disabled_ms IS NULL AND tokens.secret_hash = $1",
        )
        .bind(secret_hash)
        .fetch_optional(&self.pool)
        .await?;
        let owner = row.as_ref().map(read_owner).transpose()?;
        if let Some(owner) = &owner {
            self.known_tokens.remember(secret_hash, owner, since);
        }
        Ok(owner)
    }

    /// The token of that name. Whether it has expired is not asked here.
    pub async fn token_by_name(&self, name: &UserName) -> Result<Option<TokenOwner>> {
        sqlx::query(
            "SELECT tokens.id, tokens.name, tokens.role, tokens.cluster, tokens.apps, tokens.most_instances, \
             tokens.versions, tokens.hint, tokens.created_by, tokens.created_ms, tokens.expires_ms, tokens.used_ms, \
             roles.verbs FROM tokens LEFT JOIN roles ON roles.name = tokens.role LEFT JOIN users ON users.name = tokens.owner \
             WHERE users.disabled_ms IS NULL AND tokens.name = $1",
        )
        .bind(name.as_str())
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read_owner)
        .transpose()
    }

    /// All tokens, the newest first; expired ones too, until they are revoked.
    pub async fn tokens(&self) -> Result<Vec<Token>> {
        sqlx::query(
            "SELECT id, name, role, cluster, apps, most_instances, versions, hint, created_by, created_ms, expires_ms, \
             used_ms FROM tokens ORDER BY created_ms DESC, id",
        )
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(read)
        .collect()
    }

    /// The names of the tokens behind which this user stands.
    pub async fn tokens_of(&self, owner: &UserName) -> Result<Vec<UserName>> {
        sqlx::query("SELECT name FROM tokens WHERE owner = $1 ORDER BY name")
            .bind(owner.as_str())
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| row.parsed("name", UserName::parse))
            .collect()
    }

    /// The user who stands behind the token of that name; none for one made on the command line.
    pub async fn token_owner(&self, name: &UserName) -> Result<Option<UserName>> {
        let row = sqlx::query("SELECT owner FROM tokens WHERE name = $1 AND owner IS NOT NULL")
            .bind(name.as_str())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| row.parsed("owner", UserName::parse)).transpose()
    }

    /// Notes that a token was used.
    pub async fn touch_token(&self, id: &str, now_ms: u64) -> Result<()> {
        sqlx::query("UPDATE tokens SET used_ms = $1 WHERE id = $2")
            .bind(number(now_ms))
            .bind(id)
            .execute(&self.pool)
            .await?;
        self.known_tokens.forget();
        Ok(())
    }

    /// The token of that id.
    pub async fn token(&self, id: &str) -> Result<Option<Token>> {
        sqlx::query(
            "SELECT id, name, role, cluster, apps, most_instances, versions, hint, created_by, created_ms, expires_ms, \
             used_ms FROM tokens WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
    }

    /// Revokes a token. False if there is none of that id.
    pub async fn delete_token(&self, id: &str) -> Result<bool> {
        let done = sqlx::query("DELETE FROM tokens WHERE id = $1").bind(id).execute(&self.pool).await?;
        self.known_tokens.forget();
        Ok(done.rows_affected() == 1)
    }
}

fn read_owner(row: &AnyRow) -> Result<TokenOwner> {
    let right: Option<Right> = read_right(row)?;
    Ok(TokenOwner { token: read(row)?, rights: right.into_iter().collect::<Vec<_>>().into() })
}

fn read(row: &AnyRow) -> Result<Token> {
    Ok(Token {
        id: row.text("id")?,
        name: row.parsed("name", UserName::parse)?,
        role: row.parsed("role", RoleName::parse)?,
        cluster: row.parsed("cluster", Pattern::parse)?,
        apps: row.parsed("apps", Pattern::parse)?,
        limits: read_limits(row)?,
        hint: row.text("hint")?,
        created_by: row.text("created_by")?,
        created_ms: row.number("created_ms")?,
        expires_ms: row.number("expires_ms")?,
        used_ms: row.maybe_number("used_ms")?,
    })
}
