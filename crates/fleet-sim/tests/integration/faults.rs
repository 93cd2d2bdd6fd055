//! Faults of the API, and the log by which tests see what was asked.

use std::time::Duration;

use fleet_sim::{Fault, FaultRule, SimConfig};

use crate::client::TestFleet;

#[tokio::test]
async fn scripted_faults_strike_and_pass() {
    let fleet = TestFleet::with(SimConfig::demo()).await;
    fleet.sim.faults().next(1, Fault::Status(500));
    assert_eq!(fleet.get("/fleet/v1/units").await.says(), (500, String::new()));
    assert_eq!(fleet.get("/fleet/v1/units").await.status, Some(200));

    fleet.sim.faults().next(1, Fault::CutConnection);
    assert!(fleet.get("/fleet/v1/units").await.is_silence());

    fleet.sim.faults().next(1, Fault::CutBody);
    let cut = fleet.get("/fleet/v1/units").await;
    assert_eq!(cut.status, Some(200));
    let promised: usize = cut.header("Content-Length").unwrap().parse().unwrap();
    assert!(!cut.body.is_empty() && cut.body.len() < promised);

    fleet.sim.faults().next(1, Fault::Delay(Duration::from_millis(1)));
    assert_eq!(fleet.get("/fleet/v1/units").await.status, Some(200));
}

#[tokio::test]
async fn an_answer_can_be_lost_after_the_deed() {
    let fleet = TestFleet::empty().await;
    let body = r#"{"options":[{"section":"Service","name":"ExecStart","value":"/x"}]}"#;
    fleet.sim.faults().add(FaultRule::new(Fault::LoseAnswer).method("PUT"));
    assert!(fleet.put("/fleet/v1/units/a.service", body).await.is_silence());
    assert_eq!(fleet.get("/fleet/v1/units/a.service").await.status, Some(200));
}

#[tokio::test]
async fn lists_can_shrink() {
    let fleet = TestFleet::with(SimConfig::demo()).await;
    let count =
        async |path: &str, list: &str| fleet.get(path).await.json()[list].as_array().map_or(0, Vec::len);
    let all = count("/fleet/v1/units", "units").await;
    fleet.sim.faults().every(1, Fault::OmitUnits("web:*".to_owned()));
    assert_eq!(count("/fleet/v1/units", "units").await, all - 4);
    assert_eq!(count("/fleet/v1/state?unitName=web:1.9.0@1.service", "states").await, 0);
    fleet.sim.faults().clear();
    fleet.sim.faults().every(1, Fault::HalfList);
    assert_eq!(count("/fleet/v1/units", "units").await, all.div_ceil(2));
    assert_eq!(count("/fleet/v1/machines", "machines").await, 2);
    fleet.sim.faults().clear();
    assert_eq!(count("/fleet/v1/units", "units").await, all);
}

#[tokio::test]
async fn an_outage_lasts_until_it_is_over() {
    let fleet = TestFleet::empty().await;
    fleet.sim.set_down(true);
    assert!(fleet.get("/fleet/v1/units").await.is_silence());
    fleet.sim.set_unavailable(true);
    let message = "fleet server unable to communicate with etcd".to_owned();
    assert_eq!(fleet.get("/fleet/v1/units").await.says(), (503, message));
    fleet.sim.set_unavailable(false);
    assert_eq!(fleet.get("/fleet/v1/units").await.status, Some(200));
}

#[tokio::test]
async fn requests_are_logged_as_they_came() {
    let fleet = TestFleet::empty().await;
    fleet.put("/fleet/v1/units/a%40b.service?alt=json", "{}").await;
    fleet.get("/fleet/v1/units").await;
    let requests = fleet.sim.requests();
    assert_eq!(requests[0].method, "PUT");
    assert_eq!(requests[0].target, "/fleet/v1/units/a%40b.service?alt=json");
    assert_eq!((&requests[0].body[..], requests[0].status), (&b"{}"[..], Some(409)));
    assert_eq!(fleet.sim.request_count(), 2);
    assert_eq!(fleet.sim.request_counts()["GET"], 1);
    fleet.sim.clear_requests();
    assert_eq!(fleet.sim.request_count(), 0);
}

#[tokio::test]
async fn pages_can_lose_their_second_half() {
    let fleet = TestFleet::with(SimConfig { page_limit: 8, ..SimConfig::demo() }).await;
    let all = fleet.sim.units().len();
    fleet.sim.faults().every(1, Fault::HalfPage);
    let mut seen = 0;
    let mut query = String::new();
    loop {
        let page = fleet.get(&format!("/fleet/v1/units{query}")).await.json();
        seen += page["units"].as_array().map_or(0, Vec::len);
        let Some(token) = page["nextPageToken"].as_str() else { break };
        query = format!("?nextPageToken={token}");
    }
    let rest = all % 8;
    assert_eq!(seen, all / 8 * 4 + rest.div_ceil(2));
}

#[tokio::test]
async fn lists_shrink_for_a_while_and_come_back() {
    let fleet = TestFleet::with(SimConfig::demo()).await;
    let counts = async |list: &str, path: &str| {
        let mut counts = Vec::new();
        for _ in 0..4 {
            let page = fleet.get(&format!("/fleet/v1/{path}")).await.json();
            counts.push(page[list].as_array().map_or(0, Vec::len));
        }
        counts
    };
    for (list, path) in [("units", "units"), ("states", "state"), ("machines", "machines")] {
        fleet.sim.faults().clear();
        let rule = FaultRule::new(Fault::ShortList(2)).path(&format!("/fleet/v1/{path}"));
        fleet.sim.faults().add(rule.after(1).times(2));
        let counts = counts(list, path).await;
        assert_eq!(counts[1..3], [2, 2], "{path}");
        assert_eq!(counts[0], counts[3], "{path}");
        assert!(counts[0] > 2, "{path}");
    }
}

#[tokio::test]
async fn a_fleet_that_lost_its_etcd_says_so_when_it_has_noticed() {
    let fleet = TestFleet::empty().await;
    let message = "fleet server unable to communicate with etcd".to_owned();
    for path in ["units", "units/a.service", "state", "machines", "discovery"] {
        fleet.sim.faults().next(1, Fault::Status(500));
        assert_eq!(fleet.get(&format!("/fleet/v1/{path}")).await.says(), (500, String::new()));
        fleet.sim.faults().next(1, Fault::Status(503));
        assert_eq!(fleet.get(&format!("/fleet/v1/{path}")).await.says(), (503, message.clone()));
    }
    let options = r#"{"options":[{"section":"Service","name":"ExecStart","value":"/x"}]}"#;
    fleet.sim.faults().next(1, Fault::Status(500));
    assert_eq!(fleet.put("/fleet/v1/units/a.service", options).await.status, Some(500));
    assert_eq!(fleet.sim.units(), []);
}
