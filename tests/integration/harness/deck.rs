//! A cluster under test with its simulated Fleet, both on clocks by hand.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fleet_client::{ClientConfig, FleetClient};
use fleet_sim::{SimConfig, SimHandle};
use server::Clock;
use server::live::{Cluster, ClusterSpec, News, read_once};
use shared::ClusterName;
use shared::session::{Engine, Reached};
use shared::view::Link;
use tempfile::TempDir;
use tokio_util::sync::{CancellationToken, DropGuard};

/// More readings in a row than anything takes to be believed.
const READINGS_TO_SETTLE: usize = 3;

/// The whole.
pub(crate) struct Deck {
    pub(crate) fleet: SimHandle,
    pub(crate) cluster: Arc<Cluster>,
    clock: Clock,
    served: Vec<DropGuard>,
    folder: TempDir,
}

impl Deck {
    pub(crate) async fn start(machines: usize, units: usize) -> Self {
        let fleet = SimHandle::new(SimConfig::load(machines, units).manual());
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("fleet.sock");
        let served = vec![serve(&fleet, &path).await];
        let endpoint = format!("unix://{}", path.display());
        let spec = ClusterSpec {
            name: ClusterName::parse("default").unwrap(),
            reached: Reached { endpoint: endpoint.clone(), in_the_clear: false },
            engine: Engine::Fleet,
            client: FleetClient::new(ClientConfig::new(endpoint.parse().unwrap())).unwrap(),
            waits: server::Waits::default(),
        };
        let clock = Clock::manual(1_790_000_000_000);
        let cluster = Arc::new(Cluster::new(spec, clock.clone(), "soak".into()));
        Self { fleet, cluster, clock, served, folder }
    }

    /// Puts another Fleet behind the same endpoint.
    pub(crate) async fn put_behind(&mut self, fleet: SimHandle) {
        // The one before takes its socket's file away when it ends, so it goes on, but for nobody.
        self.fleet.set_down(true);
        let path = self.folder.path().join("other.sock");
        self.served.push(serve(&fleet, &path).await);
        std::fs::rename(path, self.folder.path().join("fleet.sock")).unwrap();
        self.fleet = fleet;
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.fleet.advance(by);
        self.clock.advance(u64::try_from(by.as_millis()).unwrap());
    }

    /// One reading. Returns whether it worked.
    pub(crate) async fn read(&self) -> bool {
        read_once(&self.cluster).await
    }

    /// Reads while nothing happens, until everything is believed.
    pub(crate) async fn settle(&self) {
        for _ in 0..READINGS_TO_SETTLE {
            // A reading is told from the one before by its time; for Fleet none passes.
            self.clock.advance(1);
            assert!(self.read().await, "{:?}", self.cluster.freshness());
        }
        let freshness = self.cluster.freshness();
        assert_eq!((freshness.link, freshness.as_of_ms), (Link::Live, Some(freshness.now_ms)));
    }

    /// Whether the hub keeps as much as it ever will: the first event is not kept any more.
    pub(crate) fn forgets_events(&self) -> bool {
        let mut from_the_first = self.cluster.hub().subscribe(Some("soak-0"));
        from_the_first.try_next() == Some(News::Missed)
    }

    /// How many events there were.
    pub(crate) fn events(&self) -> u64 {
        self.cluster.hub().last_id().rsplit_once('-').unwrap().1.parse().unwrap()
    }
}

async fn serve(fleet: &SimHandle, path: &Path) -> DropGuard {
    let socket = fleet_sim::bind_unix(path).await.unwrap();
    let stop = CancellationToken::new();
    tokio::spawn(socket.serve(fleet.clone(), stop.clone()));
    stop.drop_guard()
}
