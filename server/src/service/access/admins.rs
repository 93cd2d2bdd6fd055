//! Somebody must be left who can give rights: the last administrator stays one.

use std::collections::HashSet;

use shared::policy::{Grant, Subject};
use shared::{RoleName, UserName};

use crate::error::{Error, Result};
use crate::store::{Group, Store};

/// All that decides who is an administrator, as it is or as it would be.
#[derive(Debug, Clone)]
pub(in crate::service) struct Given {
    pub(in crate::service) grants: Vec<Grant>,
    pub(in crate::service) groups: Vec<Group>,
}

impl Given {
    /// As it is. Those alone count who may come in.
    pub(in crate::service) async fn read(store: &Store) -> Result<Self> {
        let mut given = Self { grants: store.grants().await?, groups: store.groups().await? };
        let users = store.users().await?.into_iter().filter(|user| user.disabled_ms.is_none());
        let here: HashSet<UserName> = users.map(|user| user.name).collect();
        given.grants.retain(|grant| !matches!(&grant.to, Subject::User(name) if !here.contains(name)));
        for group in &mut given.groups {
            group.members.retain(|member| here.contains(&member.name));
        }
        Ok(given)
    }

    /// As it is without this user.
    pub(in crate::service) fn leave_out(&mut self, user: &UserName) {
        self.grants.retain(|grant| !matches!(&grant.to, Subject::User(name) if name == user));
        for group in &mut self.groups {
            group.members.retain(|member| member.name != *user);
        }
    }

    /// Whether some user may do everything.
    fn has_admin(&self) -> bool {
        let admin = RoleName::admin();
        let gives_all = |grant: &&Grant| {
            grant.role == admin && grant.cluster.is_all() && grant.apps.is_all() && grant.limits.is_none()
        };
        self.grants.iter().filter(gives_all).any(|grant| match &grant.to {
            Subject::User(_) => true,
            Subject::Group(name) => {
                self.groups.iter().any(|group| group.name == *name && !group.members.is_empty())
            }
        })
    }

    /// Refuses what would leave nobody who may do everything, if there is somebody now.
    pub(in crate::service) fn check_change(self, change: impl FnOnce(&mut Self)) -> Result<()> {
        let had_one = self.has_admin();
        let mut after = self;
        change(&mut after);
        if !had_one || after.has_admin() {
            return Ok(());
        }
        Err(Error::Conflict(
            "After this nobody would be left with the role admin on everything, and nobody could give it again. Give it \
             to somebody else first."
                .into(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use shared::GroupName;
    use shared::access::{Member, MemberSource};
    use shared::policy::{Limits, Pattern};

    use super::*;

    fn grant(id: &str, to: Subject, apps: &str) -> Grant {
        Grant {
            id: id.to_owned(),
            to,
            role: RoleName::admin(),
            cluster: Pattern::all(),
            apps: Pattern::parse(apps).unwrap(),
            limits: Limits::NONE,
        }
    }

    #[test]
    fn the_last_one_stays() {
        let ada = Subject::User(UserName::parse("ada").unwrap());
        let ops = GroupName::parse("ops").unwrap();
        let member = Member { name: UserName::parse("bob").unwrap(), source: MemberSource::Local };
        let given = Given {
            grants: vec![
                grant("1", ada, "*"),
                grant("2", Subject::Group(ops.clone()), "*"),
                grant("3", Subject::User(UserName::parse("eve").unwrap()), "web-*"),
            ],
            groups: vec![Group { name: ops, members: vec![member] }],
        };
        let without = |id: &'static str| move |given: &mut Given| given.grants.retain(|grant| grant.id != id);
        assert!(given.clone().check_change(without("1")).is_ok());
        assert!(given.clone().check_change(without("2")).is_ok());
        let mut alone = given.clone();
        without("1")(&mut alone);
        assert!(alone.clone().check_change(without("3")).is_ok());
        assert!(alone.clone().check_change(without("2")).is_err());
        // A group without members is nobody.
        assert!(alone.check_change(|given| given.groups[0].members.clear()).is_err());
        // Where there is none already, nothing is lost.
        assert!(Given { grants: Vec::new(), groups: Vec::new() }.check_change(|_| ()).is_ok());
    }
}
