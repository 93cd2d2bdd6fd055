//! Why units stay unplaced, in words. Other units are named as `why` names them: whoever reads it may not know of them.

use fleet::UnitName;

use super::group;
use crate::placement::Refusal;
use crate::why::naming;

/// The reasons of all that is left over, each once. `of` is how many there are to place in all.
pub(super) fn words(left: &[(&UnitName, Refusal)], of: usize, machines: usize) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for (name, refusal) in left {
        let reason = reason(name, refusal, of, machines);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    // What says the same of many units is said once; three kinds are enough to act on.
    reasons.truncate(3);
    reasons.join("; ")
}

fn reason(name: &UnitName, refusal: &Refusal, of: usize, machines: usize) -> String {
    match refusal {
        Refusal::NoMachines => say::server::placing::no_machines().to_owned(),
        Refusal::MachineId(id) => say::server::placing::no_machine_with_id(&id),
        Refusal::Metadata(metadata) => say::server::placing::no_machine_has(&metadata),
        Refusal::PeerNotPlaced(peer) => say::server::placing::peer_not_placed(&naming(peer)),
        Refusal::PeerElsewhere(peer) => say::server::placing::peer_elsewhere(&naming(peer)),
        Refusal::Conflict { fitting, metadata, with } => {
            let own = group(name);
            let is_sibling = |other: &String| {
                UnitName::parse(other).ok().and_then(|other| group(&other)).is_some_and(|g| Some(g) == own)
            };
            let crowded = of > *fitting && with.iter().any(is_sibling);
            match (crowded, metadata.is_empty()) {
                (true, true) if *fitting == machines => say::server::placing::needs_machines(&of, &machines),
                (true, true) => say::server::placing::needs_machines_fit(&of, &fitting, &machines),
                (true, false) => say::server::placing::needs_machines_with(&of, &metadata, &fitting),
                (false, _) => match with.first() {
                    Some(other) if *fitting == 1 => say::server::placing::conflicts_on_only(&naming(other)),
                    Some(other) => say::server::placing::conflicts_everywhere_with(&naming(other)),
                    None => say::server::placing::conflicts_everywhere().to_owned(),
                },
            }
        }
    }
}
