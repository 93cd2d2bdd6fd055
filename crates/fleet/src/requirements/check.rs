//! The combinations of requirements that Fleet refuses when a unit is created.

use super::Requirements;
use crate::{glob, go_quote};

/// Why Fleet refuses requirements. Displays as Fleet's own message; "Peers" are the units of `MachineOf`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequirementError {
    /// Wants to be beside a unit and not beside it.
    #[error("unresolvable requirements: peer {} matches conflict {}", go_quote::Text(.peer), go_quote::Text(.conflict))]
    PeerConflicts {
        /// The unit of `MachineOf`.
        peer: String,
        /// The pattern of `Conflicts` that matches it.
        conflict: String,
    },
    /// Wants to be beside a unit and to drive it away.
    #[error("unresolvable requirements: peer {} matches replace {}", go_quote::Text(.peer), go_quote::Text(.replace))]
    PeerReplaced {
        /// The unit of `MachineOf`.
        peer: String,
        /// The pattern of `Replaces` that matches it.
        replace: String,
    },
    /// `MachineID` and `MachineOf`.
    #[error("MachineID cannot be used with Peers")]
    MachineIdWithPeers,
    /// `MachineID` and `Conflicts`.
    #[error("MachineID cannot be used with Conflicts")]
    MachineIdWithConflicts,
    /// `MachineID` and a truthy `Global`.
    #[error("MachineID cannot be used with Global")]
    MachineIdWithGlobal,
    /// `MachineID` and `Replaces`.
    #[error("MachineID cannot be used with Replaces")]
    MachineIdWithReplaces,
    /// A truthy `Global` and `MachineOf`.
    #[error("Global cannot be used with Peers")]
    GlobalWithPeers,
    /// A truthy `Global` and `Replaces`.
    #[error("Global cannot be used with Replaces")]
    GlobalWithReplaces,
    /// `Conflicts` and `Replaces`.
    #[error("Conflicts cannot be used with Replaces")]
    ConflictsWithReplaces,
}

/// Checks in Fleet's order, so that the first complaint is Fleet's first complaint.
pub(super) fn check(requirements: &Requirements) -> Result<(), RequirementError> {
    for peer in &requirements.machine_of {
        if let Some(conflict) = hit(&requirements.conflicts, peer) {
            return Err(RequirementError::PeerConflicts { peer: peer.clone(), conflict });
        }
        if let Some(replace) = hit(&requirements.replaces, peer) {
            return Err(RequirementError::PeerReplaced { peer: peer.clone(), replace });
        }
    }
    let has_peers = !requirements.machine_of.is_empty();
    let has_conflicts = !requirements.conflicts.is_empty();
    let has_replaces = !requirements.replaces.is_empty();
    if requirements.machine_id.is_some() {
        if has_peers {
            return Err(RequirementError::MachineIdWithPeers);
        }
        if has_conflicts {
            return Err(RequirementError::MachineIdWithConflicts);
        }
        if requirements.global {
            return Err(RequirementError::MachineIdWithGlobal);
        }
        if has_replaces {
            return Err(RequirementError::MachineIdWithReplaces);
        }
    }
    if requirements.global && has_peers {
        return Err(RequirementError::GlobalWithPeers);
    }
    if requirements.global && has_replaces {
        return Err(RequirementError::GlobalWithReplaces);
    }
    if has_conflicts && has_replaces {
        return Err(RequirementError::ConflictsWithReplaces);
    }
    Ok(())
}

/// The first pattern that the unit's name matches.
fn hit(patterns: &[String], unit: &str) -> Option<String> {
    patterns.iter().find(|pattern| glob::matches(pattern, unit)).cloned()
}
