//! Somebody must be left who can give rights: the last administrator stays one.
//!
//! Held against what people do, on the page and on the command line. Not against the identity provider: whoever it takes out
//! of a group loses what they had by it, and the record says if nobody is left. And the command line waits for no lock of
//! the server's: whoever has its files can make an administrator at any time.

use std::collections::HashSet;

use shared::policy::{Grant, Subject};
use shared::{RoleName, UserName};

use crate::app::App;
use crate::error::{Error, Result};
use crate::store::{Group, Store};

/// All that decides who is an administrator, as it is or as it would be.
#[derive(Debug, Clone)]
pub(in crate::service) struct Given {
    pub(in crate::service) grants: Vec<Grant>,
    pub(in crate::service) groups: Vec<Group>,
    /// Those who have a way in at this moment.
    here: HashSet<UserName>,
}

impl Given {
    /// As it is, for the command line, which can make a way in for everybody. Those alone count who may come in.
    pub(in crate::service) async fn read(store: &Store) -> Result<Self> {
        let users = store.users().await?.into_iter().filter(|user| user.disabled_ms.is_none());
        let enabled: HashSet<UserName> = users.map(|user| user.name).collect();
        let here = enabled.clone();
        let mut given = Self { grants: store.grants().await?, groups: store.groups().await?, here };
        given.retain(|name| enabled.contains(name));
        Ok(given)
    }

    /// As it is, for people: who has no way in can't give anything back. Where somebody else vouches for names, by a header
    /// or in certificates, each of them may be one.
    pub(in crate::service) async fn of(app: &App) -> Result<Self> {
        let given = Self::read(&app.store).await?;
        if app.config.header_sign_in.is_some() || app.config.client_names {
            return Ok(given);
        }
        Ok(Self { here: app.store.users_with_a_way_in().await?.into_iter().collect(), ..given })
    }

    /// Leaves out all users but these.
    fn retain(&mut self, stays: impl Fn(&UserName) -> bool) {
        self.grants.retain(|grant| !matches!(&grant.to, Subject::User(name) if !stays(name)));
        for group in &mut self.groups {
            group.members.retain(|member| stays(&member.name));
        }
    }

    /// As it is without this user.
    pub(in crate::service) fn leave_out(&mut self, user: &UserName) {
        self.retain(|name| name != user);
    }

    /// Those alone who have a way in: who was made and never came may never come.
    fn who_can_come(&self) -> Self {
        let mut own = self.clone();
        own.retain(|name| self.here.contains(name));
        own
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

    /// Refuses what would leave nobody who may do everything, if there is somebody now; and what would leave nobody of
    /// these who has a way in.
    pub(in crate::service) fn check_change(self, change: impl FnOnce(&mut Self)) -> Result<()> {
        let mut after = self.clone();
        change(&mut after);
        if self.has_admin() && !after.has_admin() {
            return Err(Error::Conflict(say::server::access::last_admin().into()));
        }
        if self.who_can_come().has_admin() && !after.who_can_come().has_admin() {
            return Err(Error::Conflict(say::server::access::no_admin_could_come().into()));
        }
        Ok(())
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
            here: ["ada", "bob", "eve"].map(|name| UserName::parse(name).unwrap()).into(),
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
        let nothing = Given { grants: Vec::new(), groups: Vec::new(), here: HashSet::new() };
        assert!(nothing.check_change(|_| ()).is_ok());
        // Who has no way in is nobody who could help.
        let mut never_came = given.clone();
        never_came.here.retain(|name| name.as_str() != "bob");
        assert!(never_came.clone().check_change(without("1")).is_err());
        assert!(never_came.check_change(without("2")).is_ok());
        let nobody_here = Given { here: HashSet::new(), ..given };
        assert!(nobody_here.check_change(without("1")).is_ok(), "it is no worse than before");
    }
}
