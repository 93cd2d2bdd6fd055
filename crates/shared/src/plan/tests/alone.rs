use fleet::DesiredState::{self, Inactive, Launched, Loaded};

use crate::plan::{Alone, alone};
use crate::policy::Extent;
use crate::testing::{Fares, SIMPLE, World};

fn two_of_1() -> World {
    World::with_machines(9)
        .template("web", SIMPLE)
        .units(&["web:1@1.service", "web:1@2.service"], Fares::Running)
        .unit("web:2@1.service", Fares::Stopped)
        .unit("other.service", Fares::Running)
        .units(&["web-b:1@1.service"], Fares::Running)
}

fn of(world: &World, unit: &str, desired: Option<DesiredState>) -> Alone {
    alone(&unit.parse().unwrap(), desired, &world.0)
}

fn extent(instances: Option<u32>, versions: &[&str]) -> Extent {
    Extent { instances, versions: versions.iter().map(|text| (*text).to_owned()).collect() }
}

#[test]
fn what_starts_counts_with_all_of_its_app() {
    let world = two_of_1();
    for new in ["web:2@1.service", "web:2@9.service"] {
        assert_eq!(of(&world, new, Some(Launched)).extent, extent(Some(3), &["2"]));
    }
    assert_eq!(of(&world, "web@1.service", Some(Launched)).extent, extent(Some(3), &[""]));
    // What is wanted already, or shall not run, is beyond no limit.
    for (unit, desired) in [
        ("web:1@1.service", Some(Launched)),
        ("web:2@1.service", Some(Loaded)),
        ("web:2@1.service", Some(Inactive)),
        ("web:1@1.service", None),
        ("other.service", Some(Launched)),
    ] {
        assert_eq!(of(&world, unit, desired).extent, Extent::default(), "{unit}");
    }
}

#[test]
fn takes_force_where_a_plan_would() {
    let world = two_of_1();
    let not_running = [Some(Loaded), Some(Inactive), None];
    for desired in not_running {
        assert_eq!(of(&world, "web:1@1.service", desired).force, None, "another one runs");
        assert_eq!(of(&world, "web:2@1.service", desired).force, None, "it does not run");
        assert_eq!(of(&world, "web:9@9.service", desired).force, None, "it is not there");
        assert_eq!(of(&world, "other.service", desired).force, None, "it belongs to no app");
        let last = of(&world, "web-b:1@1.service", desired).force.unwrap();
        assert!(last.contains("web-b:1@1.service is the last healthy instance of web-b"), "{last}");
    }
    let guarded = world.settings(|settings| (settings.protected, settings.min) = (true, 2));
    for desired in not_running {
        let below = of(&guarded, "web:1@1.service", desired).force.unwrap();
        assert_eq!(below, "web is protected: it shall have at least 2, and this leaves 1.");
        assert_eq!(of(&guarded, "web:2@1.service", desired).force, None);
    }
    assert_eq!(of(&guarded, "web:1@1.service", Some(Launched)).force, None);
}
