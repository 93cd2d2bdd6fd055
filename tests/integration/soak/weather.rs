//! What goes wrong between Fleet and the server, for a minute or several.

use fleet_sim::{Fault, FaultRule, SimHandle};

use super::Told;
use super::chance::Chance;

/// A storm begins in one minute of so many.
const STORM_IN: usize = 15;

/// The weather of the moment.
#[derive(Debug, Default)]
pub(super) struct Weather {
    minutes_left: usize,
}

impl Weather {
    /// Lets a storm begin or end, by chance.
    pub(super) fn change(&mut self, fleet: &SimHandle, chance: &mut Chance, told: &mut Told) {
        if self.minutes_left > 0 {
            self.minutes_left -= 1;
            if self.minutes_left == 0 {
                self.clear(fleet);
            }
        } else if chance.one_in(STORM_IN) {
            self.minutes_left = 1 + chance.below(3);
            told.storms += 1;
            begin(fleet, chance);
        }
    }

    /// Ends what goes wrong.
    pub(super) fn clear(&mut self, fleet: &SimHandle) {
        self.minutes_left = 0;
        fleet.faults().clear();
    }
}

fn begin(fleet: &SimHandle, chance: &mut Chance) {
    let faults = fleet.faults();
    let list = *chance.pick(&["/fleet/v1/units", "/fleet/v1/state", "/fleet/v1/machines"]);
    match chance.below(11) {
        0 => faults.every(3, Fault::Status(500)),
        1 => fleet.set_unavailable(true),
        2 => fleet.set_down(true),
        3 => faults.add(FaultRule::new(Fault::HalfList).path(list).every(2)),
        4 => faults.add(FaultRule::new(Fault::HalfList).path(list)),
        5 => faults.every(40, Fault::CutBody),
        6 => faults.every(50, Fault::CutConnection),
        // Another, empty cluster seems to answer: nothing is believed but by name.
        7 => faults.add(FaultRule::new(Fault::OmitUnits("*".into())).path(list)),
        8 => faults.add(FaultRule::new(Fault::HalfPage).path(list)),
        9 => faults.add(FaultRule::new(Fault::ShortList(chance.below(500))).path(list)),
        _ => faults
            .add(FaultRule::new(Fault::OmitUnits(format!("app-0{}*", chance.below(10)))).path("/fleet/v1")),
    }
}
