//! Who may do what, and where: grants, the roles that they give, and the groups that they are given to.

pub mod give;
pub mod grants;
pub mod groups;
pub mod roles;
pub mod scope;
pub mod verbs;

use leptos::prelude::*;
use shared::GroupName;
use shared::access::{GroupRow, RoleRow};
use shared::policy::{Grant, Limits, Pattern, Right, Subject};

use self::grants::Grants;
use self::groups::Groups;
use self::roles::Roles;
use super::{SectionHead, guarded};
use crate::api;
use crate::api::Answer;
use crate::paths::Section;
use crate::state::loaded::Loaded;

/// All three, as they were read together: each names the others.
#[derive(Debug, Clone)]
pub struct Given {
    /// Who has which role where.
    pub grants: Vec<Grant>,
    /// What each role may do.
    pub roles: Vec<RoleRow>,
    /// Who is in which group.
    pub groups: Vec<GroupRow>,
}

impl Given {
    /// What a grant comes to. A role that is gone gives nothing.
    fn right(&self, grant: &Grant) -> Option<Right> {
        let role = self.roles.iter().find(|role| role.name == grant.role)?;
        let Grant { cluster, apps, limits, .. } = grant.clone();
        Some(Right { role: role.name.clone(), verbs: role.verbs, cluster, apps, limits })
    }

    /// What the members of a group have by it.
    fn rights_of(&self, group: &GroupName) -> Vec<Right> {
        let of_group =
            self.grants.iter().filter(|grant| matches!(&grant.to, Subject::Group(name) if name == group));
        of_group.filter_map(|grant| self.right(grant)).collect()
    }
}

/// A role on everything: who changes one has all of it, since somebody may have it anywhere.
fn everywhere(role: &RoleRow) -> Right {
    let (cluster, apps) = (Pattern::all(), Pattern::all());
    Right { role: role.name.clone(), verbs: role.verbs, cluster, apps, limits: Limits::NONE }
}

/// The Access section.
#[component]
pub fn Access() -> impl IntoView {
    view! {
        <SectionHead
            title=say::settings::access()
            text=say::settings_access::about()
        />
        {guarded(Section::Access, || ().into_any(), || view! { <Managed /> }.into_any())}
    }
}

#[component]
fn Managed() -> impl IntoView {
    let given = Loaded::<Given>::nothing();
    let read = move || given.read(all());
    read();
    let again = Callback::new(move |()| read());
    given.shown(say::settings_access::unread(), read, move |given| {
        view! {
            <Grants given=given.clone() on_change=again />
            <Roles given=given.clone() on_change=again />
            <Groups given=given on_change=again />
        }
        .into_any()
    })
}

async fn all() -> Answer<Given> {
    Ok(Given {
        grants: api::access::grants().await?,
        roles: api::access::roles().await?,
        groups: api::access::groups().await?,
    })
}
