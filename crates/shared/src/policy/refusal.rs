//! A no, in words.

use std::fmt;

use super::{Actor, Extent, Limits, Pattern, Scope, Verb};

/// Who is asked for a right where the server's settings name nobody.
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
    /// Whom to ask.
    contact: String,
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
        Self { actor: actor.clone(), verb, scope, missing: Box::new(missing), contact: ANYBODY.to_owned() }
    }

    /// The same, naming whom to ask.
    #[must_use]
    pub fn asking(self, contact: &str) -> Self {
        Self { contact: contact.to_owned(), ..self }
    }
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, verb, contact) = (&self.actor.name, self.verb.as_str(), &self.contact);
        let on = match &self.scope.app {
            Some(app) => format!(" on {app}"),
            None => String::new(),
        };
        match &*self.missing {
            Missing::Verb => {
                write!(f, "{name} may not do this: it needs the right '{verb}'{on}. Ask {contact} for it.")
            }
            Missing::Instances { most, wanted } => write!(
                f,
                "{name} may not do this: the right '{verb}'{on} is for at most {most} instance{s}, and this leads to \
                 {wanted}. Ask {contact} for more.",
                s = if *most == 1 { "" } else { "s" }
            ),
            Missing::Version { allowed, wanted } => {
                let wanted = if wanted.is_empty() { "units without a version" } else { wanted };
                write!(
                    f,
                    "{name} may not do this: the right '{verb}'{on} is for versions like {allowed}, and this starts \
                     {wanted}. Ask {contact} for more."
                )
            }
            Missing::Own { cluster, apps } => write!(
                f,
                "{name} can't give this away: that takes the right '{verb}' on all of it (apps {apps} of clusters \
                 {cluster}) oneself. Ask {contact} to do it."
            ),
        }
    }
}
