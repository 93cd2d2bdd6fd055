//! A no, in words.

use std::fmt::{self, Display};

use fleet::AppName;
use say::policy as words;

use super::{Actor, Extent, Limits, Pattern, Scope, Verb};

/// Who is asked for a right where the server's settings name nobody. Said in the reader's language.
pub const ANYBODY: &str = "an administrator";

/// A no, with what was missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Who asked.
    pub actor: Actor,
    /// What they wanted to do.
    pub verb: Verb,
    /// On what.
    pub scope: Scope,
    /// Why not. Boxed, since each answer of the policy is as large as a no.
    pub missing: Box<Missing>,
    /// Whom to ask; absent: [`ANYBODY`].
    contact: Option<String>,
}

/// What was missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The verb.
    Verb,
    /// It leads to more instances than the right is for.
    Instances {
        /// The limit.
        most: u32,
        /// What it would lead to.
        wanted: u32,
    },
    /// It starts a version that the right is not for.
    Version {
        /// The limit.
        allowed: Pattern,
        /// What it would start; empty for units without a version.
        wanted: String,
    },
    /// The verb on an app whose units follow those of this one, and that they are told nothing of.
    Companion,
    /// They want to give what they don't have themselves.
    Own {
        /// On these clusters.
        cluster: Pattern,
        /// On these apps.
        apps: Pattern,
    },
}

/// What of it is beyond the limits; the first that is.
pub(super) fn beyond(limits: &Limits, extent: &Extent) -> Option<Missing> {
    if let (Some(most), Some(wanted)) = (limits.most_instances, extent.instances)
        && wanted > most
    {
        return Some(Missing::Instances { most, wanted });
    }
    let allowed = limits.versions.as_ref()?;
    let wanted = extent.versions.iter().find(|version| !allowed.matches(version))?;
    Some(Missing::Version { allowed: allowed.clone(), wanted: wanted.clone() })
}

impl Refusal {
    pub(super) fn new(actor: &Actor, verb: Verb, scope: Scope, missing: Missing) -> Self {
        Self { actor: actor.clone(), verb, scope, missing: Box::new(missing), contact: None }
    }

    /// The same for whoever does not see the app that it is about: told as one of this app, whose units that one's follow.
    #[must_use]
    pub fn of_companion_of(mut self, app: &AppName) -> Self {
        self.scope.app = Some(app.clone());
        Self { missing: Box::new(Missing::Companion), ..self }
    }

    /// The same, naming whom to ask.
    #[must_use]
    pub fn asking(self, contact: &str) -> Self {
        Self { contact: (contact != ANYBODY).then(|| contact.to_owned()), ..self }
    }
}

impl std::error::Error for Refusal {}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, verb) = (&self.actor.name, &self.verb.as_str());
        let anybody = words::anybody();
        let contact = self.contact.as_deref().unwrap_or(anybody);
        let contact: &dyn Display = &contact;
        let app = self.scope.app.as_ref();
        f.write_str(&match (&*self.missing, app) {
            (Missing::Verb, None) => words::no_verb(name, verb, contact),
            (Missing::Verb, Some(app)) => words::no_verb_on(name, verb, app, contact),
            (Missing::Instances { most, wanted }, None) => {
                words::too_many(*most as usize, name, verb, wanted, contact)
            }
            (Missing::Instances { most, wanted }, Some(app)) => {
                words::too_many_on(*most as usize, name, verb, app, wanted, contact)
            }
            (Missing::Version { allowed, wanted }, app) => {
                let wanted = if wanted.is_empty() { words::without_version() } else { wanted };
                match app {
                    None => words::other_version(name, verb, allowed, &wanted, contact),
                    Some(app) => words::other_version_on(name, verb, app, allowed, &wanted, contact),
                }
            }
            (Missing::Companion, app) => {
                let app = app.map_or("", AppName::as_str);
                words::no_verb_on_companions(name, verb, &app, contact)
            }
            (Missing::Own { cluster, apps }, _) => words::not_own(name, verb, apps, cluster, contact),
        })
    }
}
