//! The roles that every server has. Others, with names and verbs of their own, are kept by the server.

use super::{Verb, Verbs};
use crate::id::RoleName;

const VIEWER: Verbs = Verbs::of(&[Verb::View]);
const DEPLOYER: Verbs = VIEWER.and(Verbs::of(&[
    Verb::Logs,
    Verb::Launch,
    Verb::Scale,
    Verb::Deploy,
    Verb::Rollback,
    Verb::Restart,
]));
const OPERATOR: Verbs = DEPLOYER.and(Verbs::of(&[Verb::ViewSpec, Verb::Remove, Verb::Force, Verb::Machines]));

/// A word on what a role is for, in the reader's language.
type About = fn() -> &'static str;

/// The built-in roles, from the least to the most, each with a word on what it is for.
pub const BUILT_IN: [(&str, Verbs, About); 4] = [
    ("viewer", VIEWER, say::policy::viewer),
    ("deployer", DEPLOYER, say::policy::deployer),
    ("operator", OPERATOR, say::policy::operator),
    ("admin", Verbs::ALL, say::policy::admin),
];

impl RoleName {
    /// The role that may do everything.
    pub fn admin() -> Self {
        Self::fixed("admin")
    }

    /// What a built-in role may; none if it is not one of them.
    pub fn built_in(&self) -> Option<Verbs> {
        BUILT_IN.iter().find(|(name, ..)| *name == self.as_str()).map(|(_, verbs, _)| *verbs)
    }
}
