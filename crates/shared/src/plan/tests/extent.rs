use super::{deploy, launch, planned, remove_version, scale};
use crate::plan::PlanRequest;
use crate::policy::Extent;
use crate::testing::{Fares, SIMPLE, World, app};

fn three_of_1() -> World {
    World::with_machines(9)
        .template("web", SIMPLE)
        .units(&["web:1@1.service", "web:1@2.service", "web:1@3.service"], Fares::Running)
        .unit("web:1@4.service", Fares::Stopped)
        .units(&["web-b:1@1.service", "web.c:1@1.service"], Fares::Running)
}

fn extent(instances: Option<u32>, versions: &[&str]) -> Extent {
    Extent { instances, versions: versions.iter().map(|text| (*text).to_owned()).collect() }
}

#[test]
fn is_what_the_app_comes_to() {
    let of = |request: PlanRequest| planned(&request, &three_of_1().0).extent;
    // All versions of the app together, and of no other app.
    assert_eq!(of(launch("web", "2", 2)), extent(Some(5), &["2"]));
    assert_eq!(of(scale("web", "1", 4)), extent(Some(4), &["1"]));
    assert_eq!(of(deploy("web", "2", 5)), extent(Some(5), &["2"]));
    // No more than before: only the version counts.
    assert_eq!(of(deploy("web", "2", 3)), extent(None, &["2"]));
    assert_eq!(of(deploy("web", "2", 2)), extent(None, &["2"]));
}

#[test]
fn is_nothing_where_nothing_new_starts() {
    let of = |request: PlanRequest| planned(&request, &three_of_1().0).extent;
    assert_eq!(of(scale("web", "1", 1)), Extent::default());
    assert_eq!(of(remove_version("web", "1")), Extent::default());
    assert_eq!(of(PlanRequest::RestartApp { app: app("web"), version: None }), Extent::default());
}
