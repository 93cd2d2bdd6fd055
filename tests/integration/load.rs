//! Many units and many people: what Fleet notices of it.

use std::collections::BTreeMap;
use std::time::Duration;

use fleet_sim::{SimConfig, SimHandle};
use futures_util::future::join_all;
use shared::view::ClusterView;
use tokio::task::JoinSet;

use crate::harness::{CLUSTER, Client, Setup, TestApp, eventually};

const UNITS: usize = 5_000;
const MACHINES: usize = 300;
/// What one reading of such a Fleet takes: a page for each hundred, and an empty one behind full ones.
const REQUESTS_A_READING: usize = 51 + 51 + 4;

/// What Fleet was asked during some whole readings.
#[derive(Debug)]
struct Asked {
    requests: usize,
    /// Between the last answer of one reading and the first of the next.
    shortest_rest: Duration,
}

/// How many readings of Fleet have begun.
fn readings(fleet: &SimHandle) -> usize {
    fleet.requests().iter().filter(|request| request.target == "/fleet/v1/units").count()
}

/// Counts what Fleet is asked from the beginning of one reading to the beginning of the one `count` later.
async fn ask_during(app: &TestApp, count: usize) -> Asked {
    app.fleet.clear_requests();
    let began_with =
        eventually("a reading begins", async || Some(readings(&app.fleet)).filter(|n| *n >= 1)).await;
    eventually("they have been done", async || (readings(&app.fleet) >= began_with + count).then_some(()))
        .await;
    let log = app.fleet.requests();
    let firsts: Vec<usize> = log
        .iter()
        .enumerate()
        .filter(|(_, request)| request.target == "/fleet/v1/units")
        .map(|(index, _)| index)
        .collect();
    let rests = firsts[1..=count].iter().map(|first| log[*first].at - log[*first - 1].at);
    Asked { requests: firsts[count] - firsts[0], shortest_rest: rests.min().unwrap_or_default() }
}

/// Opens streams that are read as they come.
async fn viewers(who: &Client, count: usize) -> JoinSet<()> {
    let streams = join_all((0..count).map(|_| who.events(None))).await;
    let mut reading = JoinSet::new();
    for stream in streams {
        reading.spawn(stream.drain());
    }
    reading
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_viewers_cost_fleet_no_more_than_one() {
    let app = Setup::new().fleet(SimConfig::load(MACHINES, UNITS)).start().await;
    let ada = app.admin("ada").await;
    let one = viewers(&ada, 1).await;
    let with_one = ask_during(&app, 4).await;
    let fifty = viewers(&ada, 49).await;
    assert_eq!(app.server.clusters.default_cluster().hub().streams(), 50);
    // They look at everything, too, as a page does when it is opened.
    let path = format!("{CLUSTER}/snapshot");
    let snapshots = join_all((0..10).map(|_| ada.get(&path)));
    let (with_fifty, snapshots) = tokio::join!(ask_during(&app, 4), snapshots);
    assert!(snapshots.iter().all(|answer| answer.json::<ClusterView>().units.len() == UNITS));
    drop((one, fifty));

    assert_eq!(with_one.requests, 4 * REQUESTS_A_READING, "{with_one:?}");
    assert_eq!(with_fifty.requests, with_one.requests, "{with_fifty:?}");
    // And not more often: none of them, by coming or by looking, made a reading come sooner.
    assert!(with_fifty.shortest_rest >= Duration::from_secs(1), "{with_fifty:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_among_many_units_is_one_small_event() {
    let app = Setup::new().fleet(SimConfig::load(MACHINES, UNITS)).start().await;
    let ada = app.admin("ada").await;
    let mut events = ada.events(None).await;
    let unit = app.fleet.units()[UNITS / 2].name.clone();
    app.fleet.delete_unit(unit.as_str()).unwrap();
    let event = events.next_named("change").await;
    assert!(event.bytes < 300, "{event:?}");
    assert!(event.data.contains(unit.as_str()), "{event:?}");
    let shown: ClusterView = ada.get(&format!("{CLUSTER}/snapshot")).await.json();
    assert_eq!((shown.units.len(), shown.machines.len()), (UNITS - 1, MACHINES));
    let machines: BTreeMap<_, usize> = shown.units.iter().filter_map(|row| row.machine.clone()).fold(
        BTreeMap::new(),
        |mut sums, machine| {
            *sums.entry(machine).or_default() += 1;
            sums
        },
    );
    assert_eq!(machines.len(), MACHINES);
}
