//! What can be done, and sets of it.

use serde::{Deserialize, Serialize};

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Verb {
    /// See apps, units and machines.
    View,
    /// See units' options, which may hold secrets.
    ViewSpec,
    /// Read what units write into their machines' journals. Fleet's API tells nothing of them and no page shows them yet: for
    /// now nothing asks for it, and who gives it gives what will be shown one day.
    Logs,
    /// Start new instances of a version.
    Launch,
    /// Change the number of instances.
    Scale,
    /// Bring an app to another version.
    Deploy,
    /// Bring an app back to what an earlier deployment led to.
    Rollback,
    /// Start and stop single units, and restart an app.
    Restart,
    /// Remove units, and put them back.
    Remove,
    /// Go over a guard: remove the last healthy instance.
    Force,
    /// Write templates: root on every machine.
    Template,
    /// Write any unit through the proxy: root on every machine.
    RawUnit,
    /// Change machines' metadata, which decides where units run.
    Machines,
    /// Manage users, groups, roles, grants and tokens.
    Users,
    /// Read the record.
    Audit,
    /// See the server's numbers (`/metrics`), and change its settings where they are changed by others than the command line.
    Settings,
}

impl Verb {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 16] = [
        Self::View,
        Self::ViewSpec,
        Self::Logs,
        Self::Launch,
        Self::Scale,
        Self::Deploy,
        Self::Rollback,
        Self::Restart,
        Self::Remove,
        Self::Force,
        Self::Template,
        Self::RawUnit,
        Self::Machines,
        Self::Users,
        Self::Audit,
        Self::Settings,
    ];

    /// The verb as the record and the refusals write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::ViewSpec => "view-spec",
            Self::Logs => "logs",
            Self::Launch => "launch",
            Self::Scale => "scale",
            Self::Deploy => "deploy",
            Self::Rollback => "rollback",
            Self::Restart => "restart",
            Self::Remove => "remove",
            Self::Force => "force",
            Self::Template => "template",
            Self::RawUnit => "raw-unit",
            Self::Machines => "machines",
            Self::Users => "users",
            Self::Audit => "audit",
            Self::Settings => "settings",
        }
    }

    /// Reads what `as_str` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == text)
    }

    const fn bit(self) -> u32 {
        1 << (self as u8)
    }
}

/// A set of verbs. Written as their list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Verb>", into = "Vec<Verb>")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Vec<Verb>))]
pub struct Verbs(u32);

impl Verbs {
    /// All verbs.
    pub const ALL: Self = Self::of(&Verb::ALL);

    /// These verbs.
    pub const fn of(verbs: &[Verb]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < verbs.len() {
            bits |= verbs[at].bit();
            at += 1;
        }
        Self(bits)
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// What is among these and among those.
    #[must_use]
    pub const fn common(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Whether the verb is among them.
    pub const fn has(self, verb: Verb) -> bool {
        self.0 & verb.bit() != 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The verbs, in the order of their declaration.
    pub fn iter(self) -> impl Iterator<Item = Verb> {
        Verb::ALL.into_iter().filter(move |verb| self.has(*verb))
    }
}

impl From<Vec<Verb>> for Verbs {
    fn from(verbs: Vec<Verb>) -> Self {
        Self::of(&verbs)
    }
}

impl From<Verbs> for Vec<Verb> {
    fn from(verbs: Verbs) -> Self {
        verbs.iter().collect()
    }
}
