//! The table `tokens`. Only the SHA-256 of a token's secret is here.

use shared::account::TokenRow;
use shared::policy::{Limits, Pattern};
use shared::{Rights, RoleName, UserName};
use sqlx::any::AnyRow;

use super::access::read_right;
use super::column::{Columns, number};
use super::grants::read_limits;
use super::{BEGIN_WRITE, Result, Store};

/// An API token.
pub type Token = TokenRow;

/// A token with what it may do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenOwner {
    /// The token.
    pub token: Token,
    /// What it may do now: its role's verbs, where it was given them, as far as whoever stands behind it has them.
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
    /// The token that made it, by its id; none if no token did.
    pub parent: Option<&'a str>,
    /// Now.
    pub now_ms: u64,
    /// When it ends.
    pub expires_ms: u64,
}

impl Store {
    /// Makes a token. `None` if another token or a user has its name: in the record a name is one actor; or if the role,
    /// the user who stands behind it or the token that makes it is no more. That is looked up and used in one statement; SQLite lets
    /// one writer in at a time.
    pub async fn insert_token(&self, token: NewToken<'_>) -> Result<Option<Token>> {
        let (owner, parent) =
            (token.owner.map(|owner| owner.as_str().to_owned()), token.parent.map(str::to_owned));
        sqlx::query(
            "INSERT INTO tokens (id, secret_hash, name, role, cluster, apps, most_instances, versions, hint, \
             created_by, created_ms, expires_ms, owner, parent) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 \
             WHERE NOT EXISTS (SELECT 1 FROM tokens WHERE name = $15) \
             AND NOT EXISTS (SELECT 1 FROM users WHERE name = $16) \
             AND ($17 IS NULL OR EXISTS (SELECT 1 FROM users WHERE name = $18 AND disabled_ms IS NULL)) \
             AND ($19 IS NULL OR EXISTS (SELECT 1 FROM tokens WHERE id = $20)) \
             AND ($21 = 1 OR EXISTS (SELECT 1 FROM roles WHERE name = $22)) \
             RETURNING id, name, role, cluster, apps, most_instances, versions, hint, created_by, owner, created_ms, \
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
        .bind(owner.clone())
        .bind(parent.clone())
        .bind(token.name.as_str())
        .bind(token.name.as_str())
        .bind(owner.clone())
        .bind(owner)
        .bind(parent.clone())
        .bind(parent)
        .bind(i64::from(token.role.built_in().is_some()))
        .bind(token.role.as_str())
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
        let owner = self.read_token("tokens.secret_hash = $1", secret_hash).await?;
        if let Some(owner) = &owner {
            self.known_tokens.remember(secret_hash, owner, since);
        }
        Ok(owner)
    }

    /// The token of that id. Whether it has expired is not asked here. That of a disabled user is none.
    pub async fn token_by_id(&self, id: &str) -> Result<Option<TokenOwner>> {
        self.read_token("tokens.id = $1", id).await
    }

    /// The token of that name. Whether it has expired is not asked here. That of a disabled user is none.
    pub async fn token_by_name(&self, name: &UserName) -> Result<Option<TokenOwner>> {
        self.read_token("tokens.name = $1", name.as_str()).await
    }

    async fn read_token(&self, which: &'static str, value: &str) -> Result<Option<TokenOwner>> {
        let statement = format!(
            "SELECT tokens.id, tokens.name, tokens.role, tokens.cluster, tokens.apps, tokens.most_instances, \
             tokens.versions, tokens.hint, tokens.created_by, tokens.owner, tokens.created_ms, tokens.expires_ms, \
             tokens.used_ms, roles.verbs FROM tokens LEFT JOIN roles ON roles.name = tokens.role \
             LEFT JOIN users ON users.name = tokens.owner WHERE users.disabled_ms IS NULL AND {which}"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(value).fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let own: Rights = read_right(&row)?.into_iter().collect::<Vec<_>>().into();
        let token = read(&row)?;
        let rights = match &token.owner {
            Some(owner) => own.common(&self.rights_of(owner).await?),
            None => own,
        };
        Ok(Some(TokenOwner { token, rights }))
    }

    /// All tokens, the newest first; expired ones too, until they are revoked.
    pub async fn tokens(&self) -> Result<Vec<Token>> {
        let rows = sqlx::query(
            "SELECT id, name, role, cluster, apps, most_instances, versions, hint, created_by, owner, created_ms, \
             expires_ms, used_ms FROM tokens ORDER BY created_ms DESC, id",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable("tokens", &rows, |row| row.text("id"), read))
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
            "SELECT id, name, role, cluster, apps, most_instances, versions, hint, created_by, owner, created_ms, \
             expires_ms, used_ms FROM tokens WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
    }

    /// The tokens that this one made, and those that they made, by age.
    pub async fn tokens_below(&self, id: &str) -> Result<Vec<UserName>> {
        sqlx::query(
            "WITH RECURSIVE below (id) AS (SELECT id FROM tokens WHERE parent = $1 \
             UNION SELECT tokens.id FROM tokens JOIN below ON tokens.parent = below.id) \
             SELECT name FROM tokens WHERE id IN (SELECT id FROM below) ORDER BY created_ms, id",
        )
        .bind(id)
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(|row| row.parsed("name", UserName::parse))
        .collect()
    }

    /// Revokes a token with all that it made: tokens, theirs as well, and links. False if there is none of that id.
    pub async fn delete_token(&self, id: &str) -> Result<bool> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        let gone = sqlx::query(
            "WITH RECURSIVE gone (id) AS (SELECT id FROM tokens WHERE id = $1 \
             UNION SELECT tokens.id FROM tokens JOIN gone ON tokens.parent = gone.id) \
             DELETE FROM tokens WHERE id IN (SELECT id FROM gone) RETURNING name",
        )
        .bind(id)
        .fetch_all(&mut *transaction)
        .await?;
        for row in &gone {
            sqlx::query("DELETE FROM sign_in_codes WHERE created_by = $1")
                .bind(row.text("name")?)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        self.known_tokens.forget();
        Ok(!gone.is_empty())
    }
}

fn read(row: &AnyRow) -> Result<Token> {
    let owner = match row.maybe_text("owner")? {
        Some(_) => Some(row.parsed("owner", UserName::parse)?),
        None => None,
    };
    Ok(Token {
        id: row.text("id")?,
        name: row.parsed("name", UserName::parse)?,
        role: row.parsed("role", RoleName::parse)?,
        cluster: row.parsed("cluster", Pattern::parse)?,
        apps: row.parsed("apps", Pattern::parse)?,
        limits: read_limits(row)?,
        hint: row.text("hint")?,
        created_by: row.text("created_by")?,
        owner,
        created_ms: row.number("created_ms")?,
        expires_ms: row.number("expires_ms")?,
        used_ms: row.maybe_number("used_ms")?,
    })
}
