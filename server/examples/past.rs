//! Fills a data folder with a past: the history service itself, over the simulated demo, on a clock by hand.
//!
//! `past fill FOLDER HOURS` writes so many hours of history that end now, with an hour in which nothing was known, two
//! deployments, and some minutes after each in which not all ran; a server that is started over that folder shows them. `past measure UNITS MACHINES` prints
//! what history costs. For tests and measurements: neither belongs to what is shipped.

#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use fleet::AppName;
use fleet_client::{ClientConfig, FleetClient};
use fleet_sim::{SimConfig, SimHandle};
use server::config::{Flags, Sources};
use server::live::{Cluster, ClusterSpec, read_once};
use server::service::history::{Moment, Recorder};
use server::store::{ActionUpdate, Behalf, Lease, NewAction, Store};
use server::{Clock, Config, Waits};
use shared::action::ActionState;
use shared::course::At;
use shared::plan::{Confirm, Plan, PlanRequest};
use shared::policy::Extent;
use shared::session::{Engine, Reached};
use shared::spec::Spec;
use shared::{ActionId, ClusterName, PlanHash, UserName};
use tokio_util::sync::{CancellationToken, DropGuard};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

const MINUTE_MS: u64 = 60_000;
const HOUR_MS: u64 = 60 * MINUTE_MS;
/// The unit of the demo that fails for a while.
const FAILS: &str = "web:1.9.0@1.service";

#[tokio::main]
async fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["fill", folder, hours] => fill(Path::new(folder), hours.parse()?).await,
        ["measure", units, machines] => measure(units.parse()?, machines.parse()?).await,
        _ => Err("write: past fill FOLDER HOURS, or past measure UNITS MACHINES".into()),
    }
}

async fn fill(folder: &Path, hours: u64) -> Outcome {
    let now_ms = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let mut past = Past::begin(folder, SimConfig::demo().manual(), now_ms - hours * HOUR_MS).await?;
    let quiet_hours = hours - 3;
    past.minutes(quiet_hours * 20).await?;
    past.deployed("mailer").await?;
    past.fleet.die_after("mailer:*", Duration::from_secs(1));
    past.minutes(12).await?;
    past.fleet.clear_scripts();
    past.minutes(quiet_hours * 40 - 12).await?;
    past.restart_after(HOUR_MS)?;
    past.minutes(30).await?;
    past.deployed("web").await?;
    past.fleet.die_after(FAILS, Duration::from_secs(1));
    past.minutes(20).await?;
    past.fleet.clear_scripts();
    past.minutes(70).await?;
    past.store.close().await;
    Ok(())
}

async fn measure(units: usize, machines: usize) -> Outcome {
    const TIMES: u32 = 60;
    let folder = std::env::temp_dir().join(format!("quarterdeck-past-{}", std::process::id()));
    let mut past = Past::begin(&folder, SimConfig::load(machines, units).manual(), 1_790_035_200_000).await?;
    past.minutes(2).await?;
    let (mut quiet, mut changed, mut write) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let all = past.fleet.units();
    for number in 0..TIMES {
        past.read_after(MINUTE_MS / 2).await?;
        quiet += past.saw;
        let unit = &all[usize::try_from(number)? * 7 % all.len()].name;
        let state = if number % 2 == 0 { fleet::DesiredState::Loaded } else { fleet::DesiredState::Launched };
        past.fleet.put_unit(unit.as_str(), fleet_sim::UnitPut::state(state))?;
        past.read_after(MINUTE_MS / 2).await?;
        changed += past.saw;
        let began = Instant::now();
        past.recorder.write(&past.store, past.now.wall_ms).await?;
        write += began.elapsed();
    }
    println!("{units} units, {machines} machines, on average of {TIMES}:");
    println!("a reading that shows nothing new  {:?}", quiet / TIMES);
    println!("a reading with one changed unit   {:?}", changed / TIMES);
    println!("a minute's write                  {:?}", write / TIMES);
    let minutes = shared::history::Resolution::Minutes;
    let rows = past.store.history_at(&name()?, minutes, minutes.block_of(1_790_035_200_000)).await?;
    let bytes: usize = rows.iter().map(|row| row.block.to_text().len()).sum();
    println!("rows for an hour                  {}, of {bytes} bytes of text", rows.len());
    past.store.close().await;
    Ok(std::fs::remove_dir_all(folder)?)
}

/// A cluster whose past is written.
struct Past {
    store: Store,
    fleet: SimHandle,
    cluster: Arc<Cluster>,
    clock: Clock,
    recorder: Recorder,
    now: Moment,
    saw: Duration,
    _served: DropGuard,
}

impl Past {
    async fn begin(folder: &Path, sim: SimConfig, wall_ms: u64) -> Outcome<Self> {
        let environment: BTreeMap<&str, String> =
            [("QUARTERDECK_DATA_DIR", folder.display().to_string())].into();
        let config = Config::load(&Sources::gather(&Flags::new(), None, &environment)?)?;
        let store = Store::open(&config.database).await?;
        let fleet = SimHandle::new(sim);
        let path = folder.join("past.sock");
        let stop = CancellationToken::new();
        tokio::spawn(fleet_sim::bind_unix(&path).await?.serve(fleet.clone(), stop.clone()));
        let endpoint = format!("unix://{}", path.display());
        let spec = ClusterSpec {
            name: name()?,
            reached: Reached { endpoint: endpoint.clone(), in_the_clear: false },
            engine: Engine::Demo,
            client: FleetClient::new(ClientConfig::new(endpoint.parse()?))?,
            waits: Waits::default(),
        };
        let clock = Clock::manual(1_000_000);
        Ok(Self {
            store,
            fleet,
            cluster: Arc::new(Cluster::new(spec, clock.clone(), "past".into())),
            clock,
            recorder: Recorder::new(name()?),
            now: Moment { passed_ms: 0, wall_ms },
            saw: Duration::ZERO,
            _served: stop.drop_guard(),
        })
    }

    async fn read_after(&mut self, ms: u64) -> Outcome {
        self.fleet.advance(Duration::from_millis(ms));
        self.clock.advance(ms);
        self.now.passed_ms += ms;
        self.now.wall_ms += ms;
        if !read_once(&self.cluster).await {
            return Err("the simulated Fleet could not be read".into());
        }
        let snapshot = self.cluster.snapshot();
        let began = Instant::now();
        self.recorder.see(&snapshot, shared::history::Promised::new(), self.now);
        self.saw = began.elapsed();
        Ok(())
    }

    async fn minutes(&mut self, minutes: u64) -> Outcome {
        for minute in 1..=minutes {
            self.read_after(MINUTE_MS).await?;
            if minute % 5 == 0 || minute == minutes {
                self.recorder.write(&self.store, self.now.wall_ms).await?;
            }
        }
        Ok(())
    }

    /// Stores that an app was restarted now, within two minutes.
    async fn deployed(&mut self, app: &str) -> Outcome {
        let (started_ms, ended_ms) = (self.now.wall_ms, self.now.wall_ms + 2 * MINUTE_MS);
        let id = ActionId::parse(&format!("{started_ms:032x}"))?;
        let by =
            Behalf { name: UserName::parse("ada")?, via: "session".into(), credential: None, vouched: None };
        let app = AppName::parse(app)?;
        let plan = Plan {
            hash: PlanHash::parse(&"0".repeat(64))?,
            summary: format!("Restart {app}"),
            request: PlanRequest::RestartApp { app, version: None },
            stages: Vec::new(),
            deployment: None,
            steps: Vec::new(),
            warnings: Vec::new(),
            confirm: Confirm::None,
            undo_s: 0,
            waits: Vec::new(),
            spec: Spec::Whole,
            extent: Extent::default(),
            beside: std::collections::BTreeMap::default(),
        };
        let (at, lease) = (At::known(Vec::new(), None), Lease { holder: "past", until_ms: ended_ms });
        let new = NewAction {
            id: &id,
            by: &by,
            idempotency_key: id.as_str(),
            cluster: &name()?,
            audit_id: 1,
            plan: &plan,
            state: &ActionState::Running,
            at: &at,
            note: "",
            deploying: None,
            asked: None,
            lease,
            removed: &[],
            started_ms,
        };
        self.store.insert_action(new).await?;
        let update = ActionUpdate {
            lease,
            state: &ActionState::Done,
            at: &at,
            steps_total: 0,
            detours: None,
            deploying: None,
            behalf: &by,
            holds_app: None,
            restorable: false,
            changed_ms: ended_ms,
            ended_ms: Some(ended_ms),
        };
        self.store.update_action(&id, update).await?;
        Ok(())
    }

    fn restart_after(&mut self, ms: u64) -> Outcome {
        self.fleet.advance(Duration::from_millis(ms));
        self.clock.advance(ms);
        self.now = Moment { passed_ms: 0, wall_ms: self.now.wall_ms + ms };
        self.recorder = Recorder::new(name()?);
        Ok(())
    }
}

fn name() -> Outcome<ClusterName> {
    Ok(ClusterName::parse("default")?)
}
