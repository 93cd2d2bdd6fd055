use std::time::Instant;

use fleet::Unit;
use shared::ClusterName;
use shared::UserName;
use shared::policy::{Actor, Pattern, Right, Verb, Verbs};

use super::super::hub::{News, Subscription};
use super::super::snapshot::Snapshot;
use super::super::world::World;
use super::*;
use crate::clock::Clock;

/// What somebody sees who may view these apps.
pub(in crate::live) fn sight(apps: &[&str]) -> Sight {
    let right = |apps: &&str| Right {
        verbs: Verbs::of(&[Verb::View]),
        apps: Pattern::parse(apps).unwrap(),
        ..Right::everything()
    };
    let rights: Vec<Right> = apps.iter().map(right).collect();
    let actor = Actor { name: UserName::parse("ada").unwrap(), rights: rights.into() };
    Sight::of(&actor, &ClusterName::parse("test").unwrap())
}

fn units(names: impl IntoIterator<Item = String>) -> Vec<Unit> {
    let unit = |name| serde_json::json!({"name": name, "desiredState": "launched", "currentState": "inactive", "options": []});
    names.into_iter().map(|name| serde_json::from_value(unit(name)).unwrap()).collect()
}

struct Cluster {
    world: World,
    clock: Clock,
}

impl Cluster {
    fn new() -> Self {
        let clock = Clock::manual(1_000_000);
        let hub = Arc::new(Hub::new("e".into()));
        Self { world: World::new(ClusterName::parse("test").unwrap(), clock.clone(), hub), clock }
    }

    fn show(&self, names: &[&str]) {
        let units = units(names.iter().map(|name| (*name).to_owned()));
        self.world.replace(|_| Snapshot::of_lists(units, Vec::new(), Vec::new(), self.clock.now_ms()));
    }
}

fn said(stream: &mut Subscription) -> Vec<String> {
    std::iter::from_fn(|| stream.try_next())
        .map(|news| match news {
            News::Event(frame) => String::from_utf8(frame.to_vec()).unwrap(),
            News::Missed => "missed".to_owned(),
        })
        .collect()
}

#[test]
fn what_happens_to_hidden_apps_leaves_no_trace() {
    let cluster = Cluster::new();
    let web = sight(&["web-*"]);
    let view = cluster.world.view_for(&web);
    let mut stream = cluster.world.hub_for(&web).subscribe(Some(&view.event_id));
    cluster.show(&["secret:1@1.service", "secret@2.service", "other.service"]);
    assert!(said(&mut stream).is_empty());
    assert_eq!(cluster.world.view_for(&web).event_id, view.event_id, "no gap in the ids");
    cluster.show(&["secret:1@1.service", "web-a:1@1.service"]);
    let events = said(&mut stream);
    assert_eq!(events.len(), 1);
    assert!(events[0].contains("web-a:1@1.service") && !events[0].contains("secret"), "{}", events[0]);
    assert!(!events[0].contains("other"), "{}", events[0]);
    let view = cluster.world.view_for(&web);
    assert_eq!(view.units.len(), 1);
    cluster.show(&["web-b:1@1.service"]);
    let events = said(&mut stream);
    assert!(events[0].contains("units_gone\":[\"web-a:1@1.service\"]"), "{}", events[0]);
    assert!(!events[0].contains("secret"), "{}", events[0]);
    let mut all = cluster.world.hub().subscribe(Some("e-0"));
    assert_eq!(said(&mut all).len(), 3);
}

#[test]
fn actions_and_apps_are_told_to_those_who_see_the_app() {
    let cluster = Cluster::new();
    let mut streams = [&["web-*"][..], &["db", "web-a"], &["db"]]
        .map(|apps| cluster.world.hub_for(&sight(apps)).subscribe(None));
    let app = AppName::parse("web-a").unwrap();
    cluster.world.tell("app", &"news", Some(&app), |_| None);
    cluster.world.tell("app", &"of no app", None, |_| None);
    assert_eq!(streams.each_mut().map(|stream| said(stream).len()), [1, 1, 0]);
}

#[test]
fn those_who_see_the_same_share_a_hub_and_all_others_have_their_own() {
    let cluster = Cluster::new();
    let hub = |apps: &[&str]| cluster.world.hub_for(&sight(apps));
    assert!(Arc::ptr_eq(&hub(&["a", "b"]), &hub(&["b", "a", "a"])));
    assert!(!Arc::ptr_eq(&hub(&["a"]), &hub(&["b"])));
    assert!(Arc::ptr_eq(&hub(&["*"]), cluster.world.hub()));
    // An id of one hub means nothing to another.
    let id = cluster.world.view_for(&sight(&["a"])).event_id;
    assert_eq!(said(&mut hub(&["b"]).subscribe(Some(&id))), ["missed"]);
    assert_eq!(said(&mut hub(&["a"]).subscribe(Some(&id))), Vec::<String>::new());
}

#[test]
fn a_hub_without_listeners_is_kept_for_those_who_come_back_and_not_for_ever() {
    let cluster = Cluster::new();
    let web = sight(&["web-*"]);
    let id = cluster.world.view_for(&web).event_id;
    let stream = cluster.world.hub_for(&web).subscribe(Some(&id));
    cluster.clock.advance(10 * KEPT_MS);
    cluster.world.tell_freshness();
    assert_eq!((cluster.world.sights_kept(), cluster.world.hub().all_streams()), (1, 1));
    drop(stream);
    cluster.clock.advance(KEPT_MS - 1);
    cluster.world.tell_freshness();
    assert_eq!((cluster.world.sights_kept(), cluster.world.hub().all_streams()), (1, 0));
    cluster.show(&["web-a@1.service"]);
    assert_eq!(said(&mut cluster.world.hub_for(&web).subscribe(Some(&id))).len(), 1);
    cluster.clock.advance(KEPT_MS);
    cluster.world.tell_freshness();
    assert_eq!(cluster.world.sights_kept(), 0);
    for number in 0..2 * MOST_IDLE {
        cluster.world.view_for(&sight(&[&format!("app-{number}")]));
    }
    assert!(cluster.world.sights_kept() <= MOST_IDLE + 1);
}

/// Prints what filtering costs; asserts nothing of it.
#[test]
fn twenty_grants_over_five_thousand_units() {
    let cluster = Cluster::new();
    let names: Vec<String> = (0..5_000)
        .map(|number| format!("app-{:03}:1.0.{}@{}.service", number / 25, number % 3, number))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    cluster.show(&names);
    let grants: Vec<String> = (0..20)
        .map(|number| if number % 2 == 0 { format!("app-{number:02}*") } else { format!("*-1{number:02}") })
        .collect();
    let grants: Vec<&str> = grants.iter().map(String::as_str).collect();
    let sight = sight(&grants);
    let began = Instant::now();
    let rounds: u32 = 20;
    let mut seen = 0;
    for _ in 0..rounds {
        seen = cluster.world.view_for(&sight).units.len();
    }
    println!("20 grants over 5,000 units: {seen} seen, {:?} a list", began.elapsed() / rounds);
    assert!((1_000..4_000).contains(&seen), "{seen}");
}
