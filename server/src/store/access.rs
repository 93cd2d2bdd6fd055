//! What somebody has: their grants and their groups', each with its role's verbs.

use shared::policy::{Limits, Pattern, Right, Verbs};
use shared::{GroupName, Rights, RoleName, UserName};
use sqlx::any::AnyRow;

use super::column::Columns;
use super::grants::read_limits;
use super::{Result, Store};

impl Store {
    /// A user's rights. In an order of its own, so that the same rights are equal.
    pub async fn rights_of(&self, user: &UserName) -> Result<Rights> {
        let rows = sqlx::query(
            "SELECT grants.id, grants.role, grants.cluster, grants.apps, grants.most_instances, grants.versions, \
             roles.verbs FROM grants LEFT JOIN roles ON roles.name = grants.role WHERE grants.user_name = $1 \
             OR grants.group_name IN (SELECT group_name FROM group_members WHERE user_name = $2) \
             ORDER BY grants.id",
        )
        .bind(user.as_str())
        .bind(user.as_str())
        .fetch_all(&self.pool)
        .await?;
        Ok(self.rights(&rows))
    }

    /// The rights of a user who may come in; none of one who is gone or disabled.
    pub async fn rights_of_enabled(&self, user: &UserName) -> Result<Option<Rights>> {
        match self.user(user).await? {
            Some(row) if row.disabled_ms.is_none() => self.rights_of(user).await.map(Some),
            _ => Ok(None),
        }
    }

    /// The rights of all users who may come in and have any, by name.
    pub async fn rights_of_all_enabled(&self) -> Result<Vec<(UserName, Rights)>> {
        let rows = sqlx::query(
            "SELECT users.name AS user_name, grants.id, grants.role, grants.cluster, grants.apps, \
             grants.most_instances, grants.versions, roles.verbs FROM users \
             JOIN grants ON grants.user_name = users.name \
             OR grants.group_name IN (SELECT group_name FROM group_members WHERE user_name = users.name) \
             LEFT JOIN roles ON roles.name = grants.role WHERE users.disabled_ms IS NULL \
             ORDER BY users.name, grants.id",
        )
        .fetch_all(&self.pool)
        .await?;
        let name = |row: &AnyRow| row.text("user_name").ok();
        let mut all = Vec::new();
        for own in rows.chunk_by(|one, other| name(one) == name(other)) {
            if let Some(first) = own.first() {
                all.push((first.parsed("user_name", UserName::parse)?, self.rights(own)));
            }
        }
        Ok(all)
    }

    /// What the members of a group have by it.
    pub async fn rights_of_group(&self, group: &GroupName) -> Result<Rights> {
        let rows = sqlx::query(
            "SELECT grants.id, grants.role, grants.cluster, grants.apps, grants.most_instances, grants.versions, \
             roles.verbs FROM grants LEFT JOIN roles ON roles.name = grants.role WHERE grants.group_name = $1 \
             ORDER BY grants.id",
        )
        .bind(group.as_str())
        .fetch_all(&self.pool)
        .await?;
        Ok(self.rights(&rows))
    }

    /// A right that can't be read gives nothing.
    fn rights(&self, rows: &[AnyRow]) -> Rights {
        let rights = self.readable("grants", rows, |row| row.text("id"), read_right);
        rights.into_iter().flatten().collect::<Vec<_>>().into()
    }

    /// What is remembered of anybody's rights is read anew. Called after every write that can change them.
    pub(super) fn forget_rights(&self) {
        self.known_sessions.forget();
        self.known_tokens.forget();
    }
}

/// A right, from the columns of a grant or a token beside the `verbs` of its role, if that is none of the built-in
/// ones. A role that is not there allows nothing.
pub(super) fn read_right(row: &AnyRow) -> Result<Option<Right>> {
    let role = row.parsed("role", RoleName::parse)?;
    let Some(verbs) = read_verbs(row, &role)? else { return Ok(None) };
    let (cluster, apps) = (row.parsed("cluster", Pattern::parse)?, row.parsed("apps", Pattern::parse)?);
    let limits: Limits = read_limits(row)?;
    Ok(Some(Right { role, verbs, cluster, apps, limits }))
}

fn read_verbs(row: &AnyRow, role: &RoleName) -> Result<Option<Verbs>> {
    if let Some(verbs) = role.built_in() {
        return Ok(Some(verbs));
    }
    row.maybe_json("verbs")
}
