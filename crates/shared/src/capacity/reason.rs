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
        Refusal::NoMachines => "the cluster has no machines".to_owned(),
        Refusal::MachineId(id) => format!("no machine has the ID {id}"),
        Refusal::Metadata(metadata) => format!("no machine has {metadata}"),
        Refusal::PeerNotPlaced(peer) => {
            format!("needs {} on the same machine, which is not placed", naming(peer))
        }
        Refusal::PeerElsewhere(peer) => {
            format!("needs the machine of {}, which does not fit", naming(peer))
        }
        Refusal::Conflict { fitting, metadata, with } => {
            let own = group(name);
            let is_sibling = |other: &String| {
                UnitName::parse(other).ok().and_then(|other| group(&other)).is_some_and(|g| Some(g) == own)
            };
            let crowded = of > *fitting && with.iter().any(is_sibling);
            match (crowded, metadata.is_empty()) {
                (true, true) if *fitting == machines => {
                    format!("needs {of} machines, the cluster has {machines}")
                }
                (true, true) => format!("needs {of} machines, {fitting} of {machines} fit"),
                (true, false) => format!("needs {of} machines with {metadata}, the cluster has {fitting}"),
                (false, _) => match with.first() {
                    Some(other) if *fitting == 1 => {
                        format!("conflicts with {} on the only machine that fits", naming(other))
                    }
                    Some(other) => {
                        let other = naming(other);
                        format!("every machine that fits has a unit that it conflicts with, such as {other}")
                    }
                    None => "every machine that fits has a unit that it conflicts with".to_owned(),
                },
            }
        }
    }
}
