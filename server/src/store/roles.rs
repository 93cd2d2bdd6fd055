//! The table `roles`: sets of verbs that somebody named here, beside the built-in ones.

use shared::RoleName;
use shared::policy::Verbs;
use sqlx::any::AnyRow;

use super::column::{Columns, json};
use super::{Result, Store};

/// A role that was made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its name; no built-in one.
    pub name: RoleName,
    /// What it allows.
    pub verbs: Verbs,
}

impl Store {
    /// The roles that were made here, by name.
    pub async fn roles(&self) -> Result<Vec<Role>> {
        let rows = sqlx::query("SELECT name, verbs FROM roles ORDER BY name").fetch_all(&self.pool).await?;
        Ok(self.readable("roles", &rows, |row| row.text("name"), read))
    }

    /// What a role allows, also a built-in one; none if there is no such role.
    pub async fn role(&self, name: &RoleName) -> Result<Option<Role>> {
        if let Some(verbs) = name.built_in() {
            return Ok(Some(Role { name: name.clone(), verbs }));
        }
        sqlx::query("SELECT name, verbs FROM roles WHERE name = $1")
            .bind(name.as_str())
            .fetch_optional(&self.pool)
            .await?
            .as_ref()
            .map(read)
            .transpose()
    }

    /// Makes a role, or gives it other verbs. The names of built-in roles are refused by the caller.
    pub async fn put_role(&self, role: &Role) -> Result<()> {
        sqlx::query(
            "INSERT INTO roles (name, verbs) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET verbs = excluded.verbs",
        )
        .bind(role.name.as_str())
        .bind(json(&role.verbs)?)
        .execute(&self.pool)
        .await?;
        self.forget_rights();
        Ok(())
    }

    /// Removes a role that nobody has any more. False if there is none, or a grant or a token still names it.
    pub async fn delete_role(&self, name: &RoleName) -> Result<bool> {
        let done = sqlx::query(
            "DELETE FROM roles WHERE name = $1 AND NOT EXISTS (SELECT 1 FROM grants WHERE role = $2) \
             AND NOT EXISTS (SELECT 1 FROM tokens WHERE role = $3)",
        )
        .bind(name.as_str())
        .bind(name.as_str())
        .bind(name.as_str())
        .execute(&self.pool)
        .await?;
        self.forget_rights();
        Ok(done.rows_affected() == 1)
    }
}

fn read(row: &AnyRow) -> Result<Role> {
    Ok(Role { name: row.parsed("name", RoleName::parse)?, verbs: row.json("verbs")? })
}
