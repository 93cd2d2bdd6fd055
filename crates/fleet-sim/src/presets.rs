//! The units of a cluster at its start.
//!
//! Owns what they are called and what their options say. They go through the front door like anybody's units, and then the
//! cluster is given some minutes to settle: so nothing here can stand in a state that a real cluster would not reach.

mod demo;
mod load;

use std::time::Duration;

use fleet::{DesiredState, UnitOption};

use crate::config::Preset;
use crate::sim::{Sim, UnitPut};

/// Long enough for every image to be pulled and every unit to run.
const SETTLING: Duration = Duration::from_secs(300);

pub(crate) fn fill(sim: &mut Sim, preset: &Preset) {
    match preset {
        Preset::Empty => {}
        Preset::Demo => demo::fill(sim),
        Preset::Load(units) => load::fill(sim, *units),
    }
    sim.advance_to(SETTLING);
}

fn put(sim: &mut Sim, name: &str, options: Vec<UnitOption>, desired: DesiredState) {
    let result = sim.put_unit(name, UnitPut::new(options, desired));
    debug_assert!(result.is_ok(), "{name}: {result:?}");
}

fn option(section: &str, name: &str, value: &str) -> UnitOption {
    UnitOption { section: section.to_owned(), name: name.to_owned(), value: value.to_owned() }
}

/// What people write to run one version of an app in a container: the unit's name says which.
fn container(description: &str, image_path: &str, x_fleet: &[(&str, &str)]) -> Vec<UnitOption> {
    // A colon cannot stand in a container's name, so the shell makes a dash of it.
    let shell = |command: &str| {
        format!("/bin/bash -c \"APP=`/bin/echo %p | /bin/sed 's/:/-/'`; /usr/bin/docker {command}\"")
    };
    let mut options = vec![
        option("Unit", "Description", description),
        option("Unit", "After", "docker.service"),
        option("Unit", "Requires", "docker.service"),
        option("Service", "TimeoutStartSec", "0"),
        option("Service", "Restart", "on-failure"),
        option("Service", "RestartSec", "5"),
        option("Service", "ExecStartPre", &format!("-{}", shell("kill $APP-%i"))),
        option("Service", "ExecStartPre", &format!("-{}", shell("rm $APP-%i"))),
        option("Service", "ExecStartPre", &format!("/usr/bin/docker pull {image_path}/%p")),
        option(
            "Service",
            "ExecStart",
            &shell(&format!("run --rm --name $APP-%i -h $APP-%i -P {image_path}/%p")),
        ),
        option("Service", "ExecStop", &shell("stop $APP-%i")),
    ];
    options.extend(x_fleet.iter().map(|(name, value)| option("X-Fleet", name, value)));
    options
}
