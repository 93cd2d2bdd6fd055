//! Whether a control may be used now, and if not, why: the same policy function that the server asks, and the age
//! of the data.

use fleet::AppName;
use leptos::prelude::*;
use shared::policy::may_somewhere;
use shared::{Scope, Verb, may};

use super::live::use_live;
use super::session::{Me, use_me};

/// Why a change to the cluster is not possible now: the data is stale, or the right is missing. Absent if it is
/// possible. For `Button`'s `blocked`.
pub fn blocked(verb: Verb, app: Option<AppName>) -> Signal<Option<String>> {
    let live = use_live();
    let refusal = refusal(verb, app);
    let stale = live.blocked();
    Signal::derive(move || refusal.clone().or_else(|| stale.get()))
}

/// Why the right is missing; absent if it is there. For what does not depend on the cluster's data.
pub fn refusal(verb: Verb, app: Option<AppName>) -> Option<String> {
    let me = use_me();
    let cluster = me.cluster().map(|cluster| cluster.name.clone());
    asked(&me, verb, Scope { cluster, app })
}

/// Whether somebody may change nothing here at all. Then what changes something is left out: a wall of disabled buttons
/// tells them nothing. Who may change something sees all of it, and beside what they may not, why.
pub fn only_looks() -> bool {
    const CHANGES: [Verb; 8] = [
        Verb::Launch,
        Verb::Scale,
        Verb::Deploy,
        Verb::Rollback,
        Verb::Restart,
        Verb::Remove,
        Verb::Force,
        Verb::Template,
    ];
    let me = use_me();
    let (actor, cluster) = (me.actor(), me.cluster().map(|cluster| cluster.name.clone()));
    CHANGES.into_iter().all(|verb| may_somewhere(&actor, verb, cluster.as_ref()).is_err())
}

/// Why the right over the server itself (users, tokens, settings, the record) is missing; absent if it is there.
pub fn server_refusal(verb: Verb) -> Option<String> {
    asked(&use_me(), verb, Scope::server())
}

fn asked(me: &Me, verb: Verb, scope: Scope) -> Option<String> {
    may(&me.actor(), verb, scope).err().map(|refusal| refusal.asking(&me.0.contact).to_string())
}
