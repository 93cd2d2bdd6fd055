//! The tables `groups` and `group_members`.

use shared::access::{GroupRow, Member, MemberSource};
use shared::{GroupName, UserName};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::column::{Columns, number};
use super::{BEGIN_WRITE, Result, Store};

/// A group with its members, by name. Somebody who was put in by both sources is there twice.
pub type Group = GroupRow;

impl Store {
    /// All groups, by name.
    pub async fn groups(&self) -> Result<Vec<Group>> {
        let rows = sqlx::query(
            "SELECT groups.name, group_members.user_name, group_members.source FROM groups \
             LEFT JOIN group_members ON group_members.group_name = groups.name \
             ORDER BY groups.name, group_members.user_name, group_members.source",
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(self.gather(&rows))
    }

    /// The group of that name.
    pub async fn group(&self, name: &GroupName) -> Result<Option<Group>> {
        let rows = sqlx::query(
            "SELECT groups.name, group_members.user_name, group_members.source FROM groups \
             LEFT JOIN group_members ON group_members.group_name = groups.name WHERE groups.name = $1 \
             ORDER BY group_members.user_name, group_members.source",
        )
        .bind(name.as_str())
        .fetch_all(&self.pool)
        .await?;
        Ok(self.gather(&rows).pop())
    }

    /// Makes a group if it is not there, and gives it exactly these members of this source; those of the other source
    /// stay. Fails if one of them is not there.
    pub async fn put_group(
        &self,
        name: &GroupName,
        source: MemberSource,
        members: &[UserName],
        now_ms: u64,
    ) -> Result<()> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        sqlx::query("INSERT INTO groups (name, created_ms) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name.as_str())
            .bind(number(now_ms))
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM group_members WHERE group_name = $1 AND source = $2")
            .bind(name.as_str())
            .bind(stored(source))
            .execute(&mut *transaction)
            .await?;
        for user in members {
            sqlx::query("INSERT INTO group_members (group_name, user_name, source) VALUES ($1, $2, $3)")
                .bind(name.as_str())
                .bind(user.as_str())
                .bind(stored(source))
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        self.forget_rights();
        Ok(())
    }

    /// Puts a user into exactly these groups by the word of the identity provider; what somebody here said stays.
    /// Groups that are not here are left out: nobody was given anything through them.
    pub async fn set_sso_groups(&self, user: &UserName, groups: &[GroupName]) -> Result<()> {
        let mut transaction = self.pool.begin_with(BEGIN_WRITE).await?;
        sqlx::query("DELETE FROM group_members WHERE user_name = $1 AND source = 'sso'")
            .bind(user.as_str())
            .execute(&mut *transaction)
            .await?;
        for group in groups {
            sqlx::query(
                "INSERT INTO group_members (group_name, user_name, source) SELECT name, $1, 'sso' FROM groups \
                 WHERE name = $2 ON CONFLICT DO NOTHING",
            )
            .bind(user.as_str())
            .bind(group.as_str())
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        self.forget_rights();
        Ok(())
    }

    /// Removes a group with its members' places and its grants. False if there is none of that name.
    pub async fn delete_group(&self, name: &GroupName) -> Result<bool> {
        let done =
            sqlx::query("DELETE FROM groups WHERE name = $1").bind(name.as_str()).execute(&self.pool).await?;
        self.forget_rights();
        Ok(done.rows_affected() == 1)
    }

    /// Rows of one group follow each other.
    fn gather(&self, rows: &[AnyRow]) -> Vec<Group> {
        let key = |row: &AnyRow| {
            Ok(format!("{}/{}", row.text("name")?, row.maybe_text("user_name")?.unwrap_or_default()))
        };
        let mut groups: Vec<Group> = Vec::new();
        for (name, member) in self.readable("group_members", rows, key, read) {
            if groups.last().is_none_or(|last| last.name != name) {
                groups.push(Group { name, members: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.members.extend(member);
            }
        }
        groups
    }
}

/// Puts a user into a group by somebody's word here. False if there is no such group.
pub(super) async fn add_member(
    connection: &mut AnyConnection,
    group: &GroupName,
    user: &UserName,
) -> Result<bool> {
    let done = sqlx::query(
        "INSERT INTO group_members (group_name, user_name, source) SELECT name, $1, 'local' FROM groups \
         WHERE name = $2",
    )
    .bind(user.as_str())
    .bind(group.as_str())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A group, and one who is in it.
fn read(row: &AnyRow) -> Result<(GroupName, Option<Member>)> {
    let group = row.parsed("name", GroupName::parse)?;
    let member = match row.maybe_text("user_name")? {
        Some(_) => Some(Member {
            name: row.parsed("user_name", UserName::parse)?,
            source: row.parsed("source", source)?,
        }),
        None => None,
    };
    Ok((group, member))
}

fn stored(source: MemberSource) -> &'static str {
    match source {
        MemberSource::Local => "local",
        MemberSource::Sso => "sso",
    }
}

fn source(text: &str) -> std::result::Result<MemberSource, String> {
    match text {
        "local" => Ok(MemberSource::Local),
        "sso" => Ok(MemberSource::Sso),
        other => Err(format!("there is no source '{other}'")),
    }
}
