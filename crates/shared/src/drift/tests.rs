use std::collections::BTreeSet;

use fleet::UnitName;

use super::{Differing, Drift, Known, LeftOver, drift};
use crate::testing::{Fares, SIMPLE, World, app, name, version};

fn names(texts: &[&str]) -> BTreeSet<UnitName> {
    texts.iter().map(|text| name(text)).collect()
}

/// The drift of `a` with version 2 deployed.
fn of(world: &World, created: &[&str], excused: &[&str]) -> Drift {
    let deployed = version("2");
    let known = Known {
        template: world.0.template.as_ref(),
        deployed: Some(Some(&deployed)),
        created: &names(created),
        wanted: None,
        left_with: None,
        excused: &names(excused),
    };
    drift(&app("a"), &world.0.units, known)
}

#[test]
fn what_is_as_deployed_has_none() {
    let world = World::with_machines(1)
        .template("a", SIMPLE)
        .filled("a:2@1.service", Fares::Running)
        .unit("ab:1@1.service", Fares::Running)
        .unit("a.service", Fares::Running)
        .unit("a:1@1.service", Fares::Running)
        .leaving("a:1@1.service")
        .unit("a:1@2.service", Fares::Stopped);
    assert_eq!(of(&world, &["a:2@1.service"], &["a:1@2.service"]), Drift::default());
}

#[test]
fn what_differs_is_named_without_its_values() {
    let world = World::with_machines(1)
        .template("a", "[Service]\nEnvironment=KEY=one\nEnvironment=B=2\nExecStart=/bin/run {instance}\n")
        .filled("a:2@1.service", Fares::Running)
        .unit_on(
            "a:2@2.service",
            Fares::Running,
            "m1",
            "[Service]\nEnvironment=KEY=two\nEnvironment=B=2\nExecStart=/bin/run 2\n[Unit]\nAfter=x.service\n",
        )
        .unit_on(
            "a:2@3.service",
            Fares::Running,
            "m1",
            "[Service]\nExecStart=/bin/run 3\nEnvironment=KEY=one\nEnvironment=B=2\n",
        );
    let found = of(&world, &["a:2@1.service", "a:2@2.service", "a:2@3.service"], &[]);
    assert_eq!(
        found.differing,
        [
            Differing {
                unit: name("a:2@2.service"),
                options: vec!["Service/Environment".to_owned(), "Unit/After".to_owned()],
                only_order: false,
            },
            Differing { unit: name("a:2@3.service"), options: Vec::new(), only_order: true },
        ]
    );
    assert_eq!(
        found.words,
        [
            "a:2@2.service differs from the template in Service/Environment and Unit/After.",
            "a:2@3.service has the options of the template in another order.",
        ]
    );
    assert!(!serde_json::to_string(&found).unwrap().contains("KEY"));
}

#[test]
fn lines_that_fleet_joins_do_not_differ() {
    let world = World::with_machines(1).template("a", "[Service]\nExecStart=/bin/run \\\n  --fast\n");
    let mut world = world.filled("a:2@1.service", Fares::Running);
    let unit = world.0.units.get_mut("a:2@1.service").unwrap();
    let mut options = unit.options.to_vec();
    options[0].value = "/bin/run \\\n  --fast".to_owned();
    unit.options = options.into();
    assert_eq!(of(&world, &["a:2@1.service"], &[]).differing, []);
}

#[test]
fn versions_that_are_left_over_and_units_from_elsewhere() {
    let world = World::with_machines(1)
        .template("a", SIMPLE)
        .filled("a:2@1.service", Fares::Running)
        .unit("a:1@1.service", Fares::Running)
        .unit("a:1@2.service", Fares::Failed)
        .unit("a@1.service", Fares::Stopped);
    let found = of(&world, &["a:2@1.service", "a:1@1.service", "a:1@2.service"], &[]);
    assert_eq!(
        found.left_over,
        [
            LeftOver { version: None, units: vec![name("a@1.service")] },
            LeftOver {
                version: Some(version("1")),
                units: vec![name("a:1@1.service"), name("a:1@2.service")]
            },
        ]
    );
    assert_eq!(found.foreign, [name("a@1.service")]);
    assert_eq!(
        found.words,
        [
            "1 unit of a (no version) is still there, though a 2 was deployed last.",
            "2 units of a 1 are still there, though a 2 was deployed last.",
            "a@1.service was not created here.",
        ]
    );
    // Without a deployment no version is more right than another.
    let none = BTreeSet::new();
    let known = Known {
        deployed: None,
        template: None,
        wanted: None,
        left_with: None,
        created: &none,
        excused: &none,
    };
    let found = drift(&app("a"), &world.0.units, known);
    assert_eq!((found.left_over.len(), found.foreign.len()), (0, 4));
}

#[test]
fn too_few_are_told_and_more_than_wanted_are_not() {
    let world = World::with_machines(1)
        .unit("a:2@1.service", Fares::Running)
        .unit("a:2@2.service", Fares::Stopped)
        .unit("a:2@3.service", Fares::Running)
        .leaving("a:2@3.service")
        .unit("b:2@1.service", Fares::Running);
    let none = BTreeSet::new();
    let found = |of: &str, wanted, left_with| {
        let known =
            Known { deployed: None, template: None, wanted, left_with, created: &none, excused: &none };
        let found = drift(&app(of), &world.0.units, known);
        found.short.and(found.words.first().cloned()).unwrap_or_default()
    };
    let too_few = "Only 1 instance is there, though its settings want 3.";
    assert_eq!(found("a", Some(3), Some(2)), too_few);
    assert_eq!(found("a", Some(3), Some(1)), "", "somebody chose so");
    assert_eq!(found("c", Some(3), Some(0)), "No instance is there, though its settings want 3.");
    assert_eq!(found("b", Some(1), Some(3)), "");
    assert_eq!(found("c", None, None), "");
}
