use super::{planned, refused, staged, titles};
use crate::deployment::Strategy;
use crate::plan::{Confirm, PlanRequest};
use crate::testing::{Fares, World, app, version};

fn restart(tag: Option<&str>) -> PlanRequest {
    PlanRequest::RestartApp { app: app("a"), version: tag.map(version) }
}

fn world() -> World {
    World::with_machines(3)
        .units(&["a:1@1.service", "a:1@2.service", "a:2@1.service"], Fares::Running)
        .unit("a:1@3.service", Fares::Failed)
        .unit("a:1@4.service", Fares::Stopped)
}

#[test]
fn those_that_do_not_serve_come_first_and_the_stopped_stay_so() {
    let plan = planned(&restart(Some("1")), &world().0);
    insta::assert_snapshot!(staged(&plan), @r"
    Restart 3 instances of a 1
    Restart 1 of a 1:
      Stop a:1@3.service; Wait until a:1@3.service has stopped; Start a:1@3.service; Wait until a:1@3.service runs for 5 s
    Restart 1 of a 1:
      Stop a:1@1.service; Wait until a:1@1.service has stopped; Start a:1@1.service; Wait until a:1@1.service runs for 5 s
    Restart 1 of a 1:
      Stop a:1@2.service; Wait until a:1@2.service has stopped; Start a:1@2.service; Wait until a:1@2.service runs for 5 s
    ");
    let deployment = plan.deployment.unwrap();
    assert_eq!((deployment.to, deployment.count), (Some(version("1")), 3));
    assert_eq!(plan.confirm, Confirm::None);
}

#[test]
fn no_batch_takes_more_than_can_be_spared() {
    let world = world().settings(|settings| {
        (settings.strategy, settings.min) = (Strategy::Rolling { batch: 3, surge: 1 }, 2);
    });
    let plan = planned(&restart(None), &world.0);
    assert_eq!(titles(&plan), ["Restart 2 of a", "Restart 2 of a"]);
    assert_eq!(plan.deployment.unwrap().min, 2);
}

#[test]
fn the_only_one_needs_force() {
    let world = World::with_machines(1).unit("a:1@1.service", Fares::Running);
    let plan = planned(&restart(None), &world.0);
    assert_eq!(plan.confirm, Confirm::TypeName { name: "a".to_owned(), force: true });
    let failed = World::with_machines(1).unit("a:1@1.service", Fares::Failed);
    assert_eq!(planned(&restart(None), &failed.0).confirm, Confirm::None);
}

#[test]
fn companions_stop_before_and_start_after() {
    let world = World::with_machines(1)
        .units(&["a:1@1.service", "c:1@1.service", "a:1@2.service"], Fares::Running)
        .companion("c", "[Service]\nExecStart=/bin/announce\n");
    insta::assert_snapshot!(staged(&planned(&restart(None), &world.0)), @r"
    Restart 2 instances of a
    Restart 1 of a:
      Stop c:1@1.service; Wait until c:1@1.service has stopped; Stop a:1@1.service; Wait until a:1@1.service has stopped; Start a:1@1.service; Wait until a:1@1.service runs for 5 s; Start c:1@1.service; Wait until c:1@1.service runs
    Restart 1 of a:
      Stop a:1@2.service; Wait until a:1@2.service has stopped; Start a:1@2.service; Wait until a:1@2.service runs for 5 s; Create c:1@2.service and start it; Wait until c:1@2.service runs
    ");
}

#[test]
fn nothing_to_restart() {
    let world = World::with_machines(1).unit("a:1@1.service", Fares::Stopped);
    assert_eq!(
        refused(&restart(Some("1")), &world.0).to_string(),
        "No instance of a 1 is set to run, so there is nothing to restart."
    );
}
