//! The table `grants`: who was given what.

use shared::policy::{Grant, Limits, Pattern, Subject};
use shared::{GroupName, RoleName, UserName};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::column::{Columns, broken};
use super::{Result, Store};

impl Store {
    /// All grants: those of users first, by whom they are for.
    pub async fn grants(&self) -> Result<Vec<Grant>> {
        let rows = sqlx::query(
            "SELECT id, user_name, group_name, role, cluster, apps, most_instances, versions FROM grants \
             ORDER BY user_name IS NULL, user_name, group_name, id",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(self.readable("grants", &rows, |row| row.text("id"), read))
    }

    /// The grant of that id.
    pub async fn grant(&self, id: &str) -> Result<Option<Grant>> {
        sqlx::query(
            "SELECT id, user_name, group_name, role, cluster, apps, most_instances, versions FROM grants \
             WHERE id = $1",
        )
        .bind(id)
        .fetch_optional(&self.pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
    }

    /// Gives it. False if there is no such role; fails if the user or the group is not there.
    pub async fn insert_grant(&self, grant: &Grant) -> Result<bool> {
        let is_given = insert(&mut *self.pool.acquire().await?, grant).await?;
        self.forget_rights();
        Ok(is_given)
    }

    /// Takes it back. False if there is none of that id.
    pub async fn delete_grant(&self, id: &str) -> Result<bool> {
        let done = sqlx::query("DELETE FROM grants WHERE id = $1").bind(id).execute(&self.pool).await?;
        self.forget_rights();
        Ok(done.rows_affected() == 1)
    }
}

/// That its role is there is looked up and used in one statement, as [`Store::delete_role`] looks whether anybody has it:
/// of a grant and a removal at once one comes first, also if they are another process's.
pub(super) async fn insert(connection: &mut AnyConnection, grant: &Grant) -> Result<bool> {
    let (user, group) = match &grant.to {
        Subject::User(user) => (Some(user.to_string()), None),
        Subject::Group(group) => (None, Some(group.to_string())),
    };
    sqlx::query(
        "INSERT INTO grants (id, user_name, group_name, role, cluster, apps, most_instances, versions) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE $9 = 1 OR EXISTS (SELECT 1 FROM roles WHERE name = $10)",
    )
    .bind(&grant.id)
    .bind(user)
    .bind(group)
    .bind(grant.role.as_str())
    .bind(grant.cluster.as_str())
    .bind(grant.apps.as_str())
    .bind(grant.limits.most_instances.map(i64::from))
    .bind(grant.limits.versions.as_ref().map(Pattern::to_string))
    .bind(i64::from(grant.role.built_in().is_some()))
    .bind(grant.role.as_str())
    .execute(connection)
    .await
    .map(|done| done.rows_affected() == 1)
}

fn read(row: &AnyRow) -> Result<Grant> {
    let to = match row.maybe_text("user_name")? {
        Some(_) => Subject::User(row.parsed("user_name", UserName::parse)?),
        None => Subject::Group(row.parsed("group_name", GroupName::parse)?),
    };
    Ok(Grant {
        id: row.text("id")?,
        to,
        role: row.parsed("role", RoleName::parse)?,
        cluster: row.parsed("cluster", Pattern::parse)?,
        apps: row.parsed("apps", Pattern::parse)?,
        limits: read_limits(row)?,
    })
}

/// The columns `most_instances` and `versions`.
pub(super) fn read_limits(row: &AnyRow) -> Result<Limits> {
    let most = row.maybe_number("most_instances")?;
    let versions = row.maybe_text("versions")?;
    Ok(Limits {
        most_instances: most
            .map(|most| u32::try_from(most).map_err(|error| broken("most_instances", error)))
            .transpose()?,
        versions: versions
            .map(|text| Pattern::parse(&text).map_err(|error| broken("versions", error)))
            .transpose()?,
    })
}
