//! What goes wrong with a Fleet in a while: answers that fail, come late, break off or get lost, and starts that fail.

use std::time::Duration;

use fleet_sim::{Fault, FaultRule, SimHandle};

use super::chance::Chance;

/// Units of such versions fail whenever they start.
pub(super) const BAD: &str = "bad";
/// Units of such versions take long to start.
pub(super) const SLOW: &str = "slow";

/// Units of such versions fail when they start in a bad spell, and start well in a good one.
pub(super) const FLAKY: &str = "flaky";

/// What units of the marked versions do from now on.
pub(super) fn mark(fleet: &SimHandle, is_bad_spell: bool) {
    fleet.clear_scripts();
    if is_bad_spell {
        fleet.fail_start(&format!("*-{FLAKY}@*"));
    }
    fleet.fail_start(&format!("*-{BAD}@*"));
    // By the cluster's time, which goes faster.
    fleet.slow_pull(&format!("*-{SLOW}@*"), Duration::from_secs(25));
}

/// Other weather: often fair, sometimes an outage. The scripts of versions stay.
pub(super) fn change(fleet: &SimHandle, chance: &mut Chance) -> &'static str {
    let faults = fleet.faults();
    faults.clear();
    let every = 2 + chance.below(6);
    let (name, rules): (&'static str, Vec<FaultRule>) = match chance.below(12) {
        0 => ("some reads fail (500)", vec![FaultRule::new(Fault::Status(500)).method("GET").every(every)]),
        1 => ("some writes fail (500)", on_writes(&Fault::Status(500), every)),
        2 => ("some requests are refused (503)", vec![FaultRule::new(Fault::Status(503)).every(every)]),
        3 => ("answers come late", vec![FaultRule::new(Fault::Delay(chance.between_ms(20, 600)))]),
        4 => ("some connections are cut", vec![FaultRule::new(Fault::CutConnection).every(every)]),
        5 => ("answers to writes are lost", on_writes(&Fault::LoseAnswer, every.min(3))),
        6 => ("some answers break off", vec![FaultRule::new(Fault::CutBody).every(every)]),
        7 => ("lists leave out every second entity", vec![FaultRule::new(Fault::HalfList).every(every)]),
        8 => {
            fleet.set_unavailable(true);
            ("503 to everything", Vec::new())
        }
        _ => ("fair", Vec::new()),
    };
    for rule in rules {
        faults.add(rule);
    }
    name
}

fn on_writes(fault: &Fault, every: u64) -> Vec<FaultRule> {
    ["PUT", "DELETE"].map(|method| FaultRule::new(fault.clone()).method(method).every(every)).to_vec()
}

/// Fair weather.
pub(super) fn clear(fleet: &SimHandle) {
    fleet.faults().clear();
}
