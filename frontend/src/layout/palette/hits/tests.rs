use super::*;
use crate::state::cluster::tests::{row, view};
use crate::state::deploying::tests::deployment;
use shared::ActionId;
use shared::action::ActionState;

fn cluster(names: &[&str]) -> Cluster {
    let units = names.iter().map(|name| row(name, "active", "running")).collect();
    Cluster::from_view(view(units), &Cluster::default())
}

fn found(cluster: &Cluster, may: bool, typed: &str) -> Vec<Hit> {
    let deployments = [Same::new(deployment(ActionState::Done))];
    let (leads_to, may_begin_app) = (&move |place: &Place| may || place.key != "r", &move || may);
    let may = move |_: Verb, _: Option<&AppName>| may;
    let deployments = &deployments;
    find(&World { cluster, templates: &[], deployments, may: &may, may_begin_app, leads_to }, typed)
}

fn names(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.name.as_str()).collect()
}

#[test]
fn where_nothing_was_typed_there_are_the_apps_and_the_pages() {
    let cluster = cluster(&["web:1@1.service", "mailer:1@1.service"]);
    let hits = found(&cluster, true, " ");
    assert_eq!(names(&hits)[..4], ["mailer", "web", "Apps", "Deployments"]);
    assert!(hits.iter().all(|hit| hit.group != Kind::Actions));
}

#[test]
fn what_is_meant_comes_first_and_groups_stay_together() {
    let cluster = cluster(&["web:1@1.service", "web:1@2.service", "cobweb:1@1.service"]);
    let hits = found(&cluster, true, "web");
    assert_eq!(hits[0].name, "web");
    let mut groups: Vec<&str> = hits.iter().map(|hit| hit.group.word()).collect();
    groups.dedup();
    let mut each = groups.clone();
    each.sort_unstable();
    each.dedup();
    assert_eq!(groups.len(), each.len(), "{groups:?}");
}

#[test]
fn what_one_may_can_be_done_and_nothing_else() {
    let cluster = cluster(&["web:1@1.service"]);
    let restart = PlanRequest::RestartApp { app: AppName::parse("web").unwrap(), version: None };
    let hits = found(&cluster, true, "restart web");
    assert_eq!((hits[0].name.as_str(), &hits[0].does), ("Restart web…", &Does::Plan(restart)));
    let hits = found(&cluster, false, "restart web");
    assert!(hits.iter().all(|hit| !matches!(hit.does, Does::Plan(_))), "{hits:?}");
}

#[test]
fn an_app_is_begun_by_whoever_may_write_its_template() {
    let cluster = cluster(&[]);
    let offered = |may_begin_app: bool| {
        let may = |_: Verb, _: Option<&AppName>| !may_begin_app;
        let may_begin_app = &move || may_begin_app;
        let world = World {
            cluster: &cluster,
            templates: &[],
            deployments: &[],
            may: &may,
            may_begin_app,
            leads_to: &|_| true,
        };
        find(&world, "deploy a new").iter().any(|hit| hit.name == "Deploy a new app…")
    };
    assert!(offered(true));
    assert!(!offered(false), "whatever else they may");
}

#[test]
fn nobody_is_led_to_a_record_that_they_may_not_read() {
    let cluster = cluster(&["web:1@1.service"]);
    for may in [true, false] {
        for typed in ["", "activity"] {
            let hits = found(&cluster, may, typed);
            assert_eq!(names(&hits).contains(&"Activity"), may, "{typed}");
            assert_eq!(names(&hits).contains(&"Apps"), typed.is_empty());
        }
    }
}

#[test]
fn a_unit_is_stopped_by_its_verb_and_its_name_in_any_order() {
    let cluster = cluster(&["web:1@1.service", "web:1@2.service", "haproxy.service"]);
    let unit = UnitName::parse("web:1@2.service").unwrap();
    for typed in ["stop web @2", "web @2 sto"] {
        let hits = found(&cluster, true, typed);
        assert_eq!(hits[0].does, Does::Plan(PlanRequest::StopUnit { unit: unit.clone() }), "{typed}");
    }
    assert!(found(&cluster, true, "start web").iter().all(|hit| !hit.name.starts_with("Start ")));
    assert_eq!(found(&cluster, true, "rem haproxy")[0].name, "Remove haproxy");
}

#[test]
fn of_deployments_that_fit_alike_the_newest_are_offered() {
    let at = |started_ms: u64| {
        let id = ActionId::parse(&format!("{started_ms:x}")).unwrap();
        Same::new(ActionView { id, started_ms, ..deployment(ActionState::Done) })
    };
    let deployments: Vec<Same<ActionView>> = (1..=9).map(at).collect();
    let cluster = cluster(&[]);
    let may = |_: Verb, _: Option<&AppName>| false;
    let world = World {
        cluster: &cluster,
        templates: &[],
        deployments: &deployments,
        may: &may,
        may_begin_app: &|| false,
        leads_to: &|_| true,
    };
    let hits = find(&world, "example");
    let offered: Vec<&Does> =
        hits.iter().filter(|hit| hit.group == Kind::Deployments).map(|hit| &hit.does).collect();
    let newest = ["9", "8", "7", "6", "5"].map(|id| Does::Go(format!("/deployments/{id}")));
    assert_eq!(offered, newest.iter().collect::<Vec<_>>());
}

#[test]
fn deployments_and_machines_are_found_and_many_units_lead_to_their_list() {
    let many: Vec<String> = (1..=12).map(|n| format!("web:1@{n}.service")).collect();
    let cluster = cluster(&many.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(found(&cluster, false, "example 2.0").iter().any(|hit| hit.group == Kind::Deployments));
    assert!(found(&cluster, false, "10.0.1.5").iter().any(|hit| hit.group == Kind::Machines));
    let hits = found(&cluster, false, "web:1@");
    assert_eq!(hits.iter().filter(|hit| hit.group == Kind::Units).count(), MOST);
    assert_eq!(hits.last().unwrap().name, "All 12 units that match");
}
