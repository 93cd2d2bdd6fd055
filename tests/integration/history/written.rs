//! What stands in the table.

use std::collections::{BTreeMap, BTreeSet};

use server::Config;
use server::config::{Flags, Sources};
use server::store::Store;
use shared::ClusterName;
use shared::history::{Block, Point, Resolution, Subject};
use tempfile::TempDir;

use super::{HOUR_MS, MINUTE_MS, Past};
use crate::harness::{ANYWHERE, Deck, running};

/// A whole day of UTC begins then.
const MIDNIGHT_MS: u64 = 1_790_035_200_000;

struct Table {
    store: Store,
    _folder: TempDir,
}

async fn table() -> Table {
    let folder = TempDir::new().unwrap();
    let environment: BTreeMap<&str, String> =
        [("QUARTERDECK_DATA_DIR", folder.path().join("data").display().to_string())].into();
    let config = Config::load(&Sources::gather(&Flags::new(), None, &environment).unwrap()).unwrap();
    Table { store: Store::open(&config.database).await.unwrap(), _folder: folder }
}

impl Table {
    async fn block(&self, resolution: Resolution, from_ms: u64, subject: &Subject) -> Block {
        let name = ClusterName::parse("default").unwrap();
        let rows = self.store.history_at(&name, resolution, from_ms).await.unwrap();
        rows.into_iter().find(|row| row.subject == *subject).map(|row| row.block).unwrap_or_default()
    }

    async fn cluster(&self, resolution: Resolution, from_ms: u64) -> Block {
        self.block(resolution, from_ms, &Subject::Cluster).await
    }

    async fn rows(&self, resolution: Resolution) -> BTreeSet<u64> {
        let name = ClusterName::parse("default").unwrap();
        let mut rows = BTreeSet::new();
        let note = |row: server::store::HistoryRow| {
            rows.insert(row.from_ms);
        };
        self.store.each_history(&name, resolution, 0, note).await.unwrap();
        rows
    }
}

fn known_ms(block: &Block) -> u64 {
    block.points().map(|(_, point)| u64::from(point.known_ms())).sum()
}

#[tokio::test]
async fn a_restart_goes_on_in_the_same_hour_and_its_gap_is_unknown() {
    let (table, deck) = (table().await, Deck::start(3, 12).await);
    let mut past = Past::begin(deck, MIDNIGHT_MS - MINUTE_MS).await;
    past.minutes(&table.store, 10).await;
    past.restart_after(20 * MINUTE_MS);
    past.minutes(&table.store, 10).await;
    let hour = table.cluster(Resolution::Minutes, MIDNIGHT_MS).await;
    let known: Vec<u32> = hour.points().map(|(index, _)| index).collect();
    assert_eq!(known, (0..9).chain(30..39).collect::<Vec<_>>(), "{}", hour.to_text());
    let point = hour.get(0).unwrap();
    assert_eq!((point.full_ms, point.wanted, point.healthy_min), (60_000, 12, 12));
    let machines = table.block(Resolution::Minutes, MIDNIGHT_MS, &Subject::Machines).await;
    assert_eq!(machines.get(0).map(|point| point.wanted), Some(3));
}

#[tokio::test]
async fn hours_and_days_are_rolled_up_once_they_are_over_also_after_a_restart() {
    let (table, deck) = (table().await, Deck::start(3, 6).await);
    let mut past = Past::begin(deck, MIDNIGHT_MS + 22 * HOUR_MS).await;
    past.minutes(&table.store, 90).await;
    past.restart_after(HOUR_MS);
    past.minutes(&table.store, 5).await;
    let hours = table.cluster(Resolution::Hours, MIDNIGHT_MS).await;
    let known = |index| hours.get(index).map(|point| point.known_ms());
    // The first reading of all was a minute after ten.
    assert_eq!((known(21), known(22), known(23)), (None, Some(59 * 60_000), Some(30 * 60_000)));
    let day = table.cluster(Resolution::Days, Resolution::Days.block_of(MIDNIGHT_MS)).await;
    let today = day.get(Resolution::Days.index_of(MIDNIGHT_MS)).unwrap();
    assert_eq!((u64::from(today.full_ms), today.wanted), (known_ms(&hours), 6));
}

#[tokio::test]
async fn what_could_not_be_read_counts_for_nothing() {
    let (table, deck) = (table().await, Deck::start(3, 6).await);
    let mut past = Past::begin(deck, MIDNIGHT_MS).await;
    past.minutes(&table.store, 3).await;
    past.deck.fleet.set_down(true);
    past.minutes(&table.store, 5).await;
    past.deck.fleet.set_down(false);
    past.minutes(&table.store, 3).await;
    let hour = table.cluster(Resolution::Minutes, MIDNIGHT_MS).await;
    assert_eq!(known_ms(&hour), 4 * MINUTE_MS, "{}", hour.to_text());
    assert!(hour.points().all(|(_, point)| point.none_ms == 0 && point.partly_ms == 0));
}

#[tokio::test]
async fn what_a_deployment_starts_beside_what_it_promises_is_no_lapse() {
    const MORE: &str = "web:2@1.service";
    let fleet = running(
        fleet_sim::SimConfig::empty().manual(),
        ANYWHERE,
        &["web:1@1.service", "web:1@2.service", MORE],
    );
    let mut deck = Deck::start(3, 0).await;
    deck.put_behind(fleet).await;
    deck.fleet.put_unit(MORE, fleet_sim::UnitPut::state(fleet::DesiredState::Inactive)).unwrap();
    deck.fleet.fail_start(MORE);
    let (table, mut past) = (table().await, Past::begin(deck, MIDNIGHT_MS).await);
    past.minutes(&table.store, 3).await;
    let start = fleet_sim::UnitPut::state(fleet::DesiredState::Launched);
    past.promised.insert(fleet::AppName::parse("web").unwrap(), 2);
    past.deck.fleet.put_unit(MORE, start).unwrap();
    past.minutes(&table.store, 5).await;
    let subject = Subject::App(fleet::AppName::parse("web").unwrap());
    let web = table.block(Resolution::Minutes, MIDNIGHT_MS, &subject).await;
    assert!(web.points().all(|(_, point)| point.partly_ms == 0 && point.wanted == 2), "{}", web.to_text());
    // The deployment is over, and what it started does not run. Nothing else has changed.
    past.promised.clear();
    past.minutes(&table.store, 5).await;
    let web = table.block(Resolution::Minutes, MIDNIGHT_MS, &subject).await;
    assert_eq!(web.points().last().map(|(_, point)| (point.partly_ms, point.wanted)), Some((60_000, 3)));
}

#[tokio::test]
async fn a_clock_that_is_set_makes_a_gap_and_nothing_worse() {
    let (table, deck) = (table().await, Deck::start(3, 6).await);
    let mut past = Past::begin(deck, MIDNIGHT_MS + HOUR_MS).await;
    past.minutes(&table.store, 10).await;
    // Set forward by a year: the time in between is not known.
    past.now.wall_ms += 365 * 24 * HOUR_MS;
    past.minutes(&table.store, 3).await;
    // And back: what was ahead of time is forgotten, and the same minutes are written again.
    past.now.wall_ms -= 365 * 24 * HOUR_MS + 5 * MINUTE_MS;
    past.minutes(&table.store, 10).await;
    let hour = table.cluster(Resolution::Minutes, MIDNIGHT_MS + HOUR_MS).await;
    assert!(hour.points().all(|(_, point)| point.known_ms() <= 60_000), "{}", hour.to_text());
    // The year ahead took what was too old by then.
    let known: Vec<u32> = hour.points().map(|(index, _)| index).collect();
    assert!(known.ends_with(&(9..18).collect::<Vec<_>>()), "{known:?}");
    let hours = table.rows(Resolution::Minutes).await;
    assert!(hours.iter().all(|from_ms| *from_ms <= past.now.wall_ms), "{hours:?}");
}

#[tokio::test]
async fn rows_have_an_end() {
    let (table, deck) = (table().await, Deck::start(2, 4).await);
    let mut past = Past::begin(deck, MIDNIGHT_MS).await;
    // A minute of each of 30 hours, then of each of 40 days, then of each of 14 months.
    for (count, apart_ms) in [(30, HOUR_MS), (40, 24 * HOUR_MS), (14, 30 * 24 * HOUR_MS)] {
        for _ in 0..count {
            past.restart_after(apart_ms);
            past.minutes(&table.store, 2).await;
        }
    }
    let rows = [
        table.rows(Resolution::Minutes).await.len(),
        table.rows(Resolution::Hours).await.len(),
        table.rows(Resolution::Days).await.len(),
    ];
    assert!(rows[0] <= 26 && rows[1] <= 33 && rows[2] <= 14, "{rows:?}");
    assert!(rows[2] >= 11, "a year is kept: {rows:?}");
}

#[tokio::test]
async fn a_failure_and_a_restart_are_seen_and_a_deployment_is_none() {
    let (table, deck) = (table().await, Deck::start(3, 6).await);
    let mut past = Past::begin(deck, MIDNIGHT_MS).await;
    past.minutes(&table.store, 2).await;
    let unit = past.deck.fleet.units().remove(0);
    let app = fleet::AppUnit::parse(&unit.name).unwrap().app;
    past.deck.fleet.die_after(unit.name.as_str(), std::time::Duration::from_millis(1));
    // Somebody has it stopped and started: that is no restart of its own. Then it dies.
    for state in [fleet::DesiredState::Loaded, fleet::DesiredState::Launched] {
        past.deck.fleet.put_unit(unit.name.as_str(), fleet_sim::UnitPut::state(state)).unwrap();
        past.minutes(&table.store, 2).await;
    }
    let hour = table.block(Resolution::Minutes, MIDNIGHT_MS, &Subject::App(app.clone())).await;
    let worst = hour.points().map(|(_, point)| point).reduce(Point::and).unwrap();
    assert_eq!(worst.restarts, 0, "{}", hour.to_text());
    assert!(worst.healthy_min < worst.healthy_max, "{}", hour.to_text());
}
