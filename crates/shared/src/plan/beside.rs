//! What a plan does to other apps than its own: units of companions start, stop and go along. Whoever may do it may do it to
//! each of them: an app's settings let nobody do more than they were given.

use fleet::AppName;

use super::Plan;
use crate::policy::{Actor, Extent, Refusal, Scope, Verb, may};

impl Plan {
    /// Asks for the verb, to that extent, on each app besides this one whose units it changes.
    pub fn may_beside(&self, actor: &Actor, verb: Verb, own: &Scope) -> Result<(), Refusal> {
        let touched = self.touched();
        let others = touched.into_iter().filter(|app| own.app.as_ref() != Some(app));
        for app in others {
            // One that was stored before extents were kept with it has none.
            let extent = self.beside.get(&app).cloned().unwrap_or_default();
            may_follow(actor, verb, own, &app, &extent)?;
        }
        Ok(())
    }
}

/// Asks for the verb on a companion.
pub fn may_follow(
    actor: &Actor,
    verb: Verb,
    own: &Scope,
    companion: &AppName,
    extent: &Extent,
) -> Result<(), Refusal> {
    let scope = Scope { cluster: own.cluster.clone(), app: Some(companion.clone()) };
    may(actor, verb, scope)?.check(extent).map(drop)
}
