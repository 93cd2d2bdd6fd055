//! How strong a confirmation a removal needs: it grows with what is lost.

use std::collections::BTreeSet;

use fleet::{AppName, UnitName};

use super::state::Member;
use super::{Confirm, MANY_UNITS, Warning};
use crate::Health;

/// What is asked for, as far as it sets the least confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Single units among several: done at once, and can be undone.
    Some,
    /// A version.
    Version,
    /// All of the app.
    App,
}

/// The confirmation for taking units from an app: by reach, and the app's name once the whole app, many units or its
/// last healthy instance go.
pub(super) fn confirm(app: &AppName, reach: Reach, all: &[Member<'_>], taken: &[&Member<'_>]) -> Confirm {
    let last_healthy = takes_last_healthy(all, taken);
    let staying = all.iter().filter(|member| !member.is_leaving()).count();
    let whole = reach == Reach::App || taken.len() >= staying;
    if last_healthy || whole || taken.len() > MANY_UNITS {
        return Confirm::TypeName { name: app.to_string(), force: last_healthy };
    }
    match reach {
        Reach::Version | Reach::App => Confirm::List,
        Reach::Some => Confirm::None,
    }
}

/// Whether the app has healthy instances, and none without these. Only what is wanted counts as healthy.
pub(super) fn takes_last_healthy(all: &[Member<'_>], taken: &[&Member<'_>]) -> bool {
    let is_healthy = |member: &Member<'_>| member.health() == Health::Running;
    let names: BTreeSet<&UnitName> = taken.iter().map(|member| member.name).collect();
    taken.iter().any(|member| is_healthy(member))
        && !all.iter().any(|member| is_healthy(member) && !names.contains(member.name))
}

/// The warning that for a while nothing serves, though new instances follow.
pub(super) fn gap(app: &AppName) -> Warning {
    Warning::LastHealthy { text: say::server::plan::gap(&app) }
}

/// The warning that goes with it.
pub(super) fn last_healthy(app: &AppName, taken: &[&Member<'_>]) -> Warning {
    let healthy: Vec<_> = taken.iter().filter(|member| member.health() == Health::Running).collect();
    let text = match healthy.as_slice() {
        [one] => say::server::plan::last_healthy(&one.name, &app),
        many => say::server::plan::last_healthy_ones(&many.len(), &app),
    };
    Warning::LastHealthy { text }
}
