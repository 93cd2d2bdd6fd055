//! `/metrics`: enough for a scraper to find what it scrapes.

use std::fmt::Write;

use super::Reply;
use crate::handle::World;

pub(super) fn show_metrics(world: &World) -> Reply {
    let numbers = [
        ("fleet_sim_units", world.sim.unit_count()),
        ("fleet_sim_states", world.sim.published().count()),
        ("fleet_sim_machines", world.sim.machines().count()),
    ];
    let mut text = String::new();
    for (name, number) in numbers {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "# TYPE {name} gauge\n{name} {number}");
    }
    Reply::metrics(text)
}
