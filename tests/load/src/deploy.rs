//! How long a rolling deployment takes, against what Fleet and the gates need; and many side by side, against one.
//!
//! The same plan is carried out twice at the same time, over two simulated Fleets that are alike: by the server, which
//! learns of each change by reading its Fleet, and by a driver that knows each change of its Fleet at once. What the second
//! takes nobody could save. Fleet's own times are those of a real one: its engine looks every 2 s, its agents publish
//! every second.

mod driver;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fleet::{AppName, Version};
use fleet_sim::{SimConfig, SimHandle, serve_tcp};
use serde::Serialize;
use shared::action::ActionState;
use shared::deployment::{AppSettings, Gate, Strategy};
use shared::plan::{Plan, PlanRequest};
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::crash::{Api, Said};
use crate::deck::Deck;
use crate::options::Options;
use crate::stats;

/// Machines of each Fleet.
const MACHINES: usize = 5;
/// How often the server is asked whether it is done.
const LOOKS_EVERY: Duration = Duration::from_millis(20);
const DONE_WITHIN: Duration = Duration::from_secs(900);
/// The goal for the ratio.
const GOAL: f64 = 1.05;
/// A service that runs at once.
const TEMPLATE: &str = "[Service]\nExecStart=/bin/run {app} {version} {instance}\n";

/// What came of it.
#[derive(Debug, Serialize)]
pub(crate) struct Deploys {
    rolling: Vec<Rolling>,
    side_by_side: SideBySide,
}

/// A rolling deployment, by server and by driver.
#[derive(Debug, Serialize)]
struct Rolling {
    instances: u32,
    batch: u32,
    surge: u32,
    /// What the gate asks for, in seconds.
    gate_s: u32,
    steps: usize,
    server_s: f64,
    driver_s: f64,
    ratio: f64,
}

/// Deployments of different apps at the same time.
#[derive(Debug, Serialize)]
struct SideBySide {
    apps: usize,
    instances: u32,
    /// One alone.
    one_s: f64,
    /// From the first click to the last end.
    all_s: f64,
    /// The middle one of them.
    median_s: f64,
}

/// Measures, prints a table and leaves the same as JSON.
pub(crate) async fn measure(options: &Options) -> Result<()> {
    let (instances, gate_s, apps) = if options.quick { (3, 1, 3) } else { (10, 5, 10) };
    let mut rolling = Vec::new();
    for batch in [1, 2] {
        let strategy = Strategy::Rolling { batch, surge: batch };
        rolling.push(roll(options, instances, strategy, batch, gate_s).await?);
    }
    let side_by_side = side_by_side(options, apps, 5, gate_s).await?;
    let deploys = Deploys { rolling, side_by_side };
    deploys.print();
    let file = options.out.join("deploy.json");
    std::fs::write(&file, serde_json::to_vec_pretty(&deploys)?)
        .with_context(|| format!("cannot write {}", file.display()))?;
    println!("The same as JSON: {}", file.display());
    Ok(())
}

/// A simulated Fleet in this process, in real time.
struct Served {
    address: SocketAddr,
    _over: DropGuard,
}

impl Served {
    async fn start() -> Result<Self> {
        let fleet = SimHandle::new(SimConfig::empty().with_machines(MACHINES));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let over = CancellationToken::new();
        tokio::spawn(serve_tcp(fleet, listener, over.clone()));
        Ok(Self { address, _over: over.drop_guard() })
    }
}

fn settings(instances: u32, strategy: Strategy, gate_s: u32) -> AppSettings {
    AppSettings {
        wanted: instances,
        min: instances,
        strategy,
        gate: Gate { steady_s: gate_s, probe: None },
        ..AppSettings::default()
    }
}

fn deploy(app: &AppName, version: &str) -> Result<PlanRequest> {
    let version: Version = version.parse()?;
    Ok(PlanRequest::Deploy { app: app.clone(), version, count: None, strategy: None })
}

async fn roll(
    options: &Options,
    instances: u32,
    strategy: Strategy,
    batch: u32,
    gate_s: u32,
) -> Result<Rolling> {
    println!("deploy: {instances} instances, batches of {batch}, gates of {gate_s} s");
    let served = Served::start().await?;
    // Made at the same moment: the passes of its engine and its agents fall into the same moments too.
    let other = SimHandle::new(SimConfig::empty().with_machines(MACHINES));
    let deck = Deck::over(options, served.address).await?;
    let api = Api::new(deck.address, &deck.token);
    let app = AppName::parse("example")?;
    api.write_app(app.as_str(), TEMPLATE, &settings(instances, strategy, gate_s)).await?;
    let first = plan(&api, &deploy(&app, "1.0.0")?).await?;
    let (server, driver) = tokio::join!(carry_out(&api, &first, "first"), driver::carry_out(&other, &first));
    server?;
    driver?;
    let second = plan(&api, &deploy(&app, "2.0.0")?).await?;
    let driven = async {
        let began = Instant::now();
        driver::carry_out(&other, &second).await?;
        Ok::<_, anyhow::Error>(began.elapsed().as_secs_f64())
    };
    let (server, driver) = tokio::join!(carry_out(&api, &second, "second"), driven);
    let (server_s, driver_s) = (server?, driver?);
    let Strategy::Rolling { surge, .. } = strategy else { bail!("it is not rolling") };
    let (steps, ratio) = (second.steps.len(), server_s / driver_s);
    Ok(Rolling { instances, batch, surge, gate_s, steps, server_s, driver_s, ratio })
}

async fn side_by_side(options: &Options, apps: usize, instances: u32, gate_s: u32) -> Result<SideBySide> {
    println!("deploy: {apps} apps of {instances} instances side by side");
    let served = Served::start().await?;
    let deck = Deck::over(options, served.address).await?;
    let api = Api::new(deck.address, &deck.token);
    let names: Vec<AppName> =
        (1..=apps).map(|number| AppName::parse(&format!("app{number}"))).collect::<Result<_, _>>()?;
    let strategy = Strategy::Rolling { batch: 1, surge: 1 };
    for app in &names {
        api.write_app(app.as_str(), TEMPLATE, &settings(instances, strategy, gate_s)).await?;
    }
    all(&api, &names, "1.0.0").await?;
    let one_s = all(&api, &names[..1], "1.1.0").await?.first().copied().unwrap_or_default();
    let began = Instant::now();
    let took = all(&api, &names, "2.0.0").await?;
    let all_s = began.elapsed().as_secs_f64();
    Ok(SideBySide { apps, instances, one_s, all_s, median_s: stats::median(&took) })
}

/// Brings all these apps to a version at the same time; says how long each took.
async fn all(api: &Api, apps: &[AppName], version: &str) -> Result<Vec<f64>> {
    let works = apps.iter().map(async |app| {
        let plan = plan(api, &deploy(app, version)?).await?;
        carry_out(api, &plan, &format!("{app}-{version}")).await
    });
    futures_util::future::join_all(works).await.into_iter().collect()
}

async fn plan(api: &Api, request: &PlanRequest) -> Result<Plan> {
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        match api.plan(request).await? {
            Said::Yes(plan) => return Ok(plan),
            // The cluster is read at this moment.
            Said::No(shared::ErrorCode::StaleData, _) if Instant::now() < until => sleep(LOOKS_EVERY).await,
            Said::No(code, message) => bail!("no plan: {code:?} {message}"),
        }
    }
}

/// Starts a plan, and says how long it took until it was done, in seconds.
async fn carry_out(api: &Api, plan: &Plan, key: &str) -> Result<f64> {
    let began = Instant::now();
    let id = match api.start(plan, key, None).await? {
        Said::Yes(view) => view.id,
        Said::No(code, message) => bail!("not started: {code:?} {message}"),
    };
    loop {
        let action = api.action(&id).await?;
        match action.view.state {
            ActionState::Done => return Ok(began.elapsed().as_secs_f64()),
            ActionState::Running | ActionState::Waiting { .. } => {}
            other => bail!("“{}” is not done but {other:?}", action.view.summary),
        }
        ensure!(began.elapsed() < DONE_WITHIN, "“{}” is not done within {DONE_WITHIN:?}", plan.summary);
        sleep(LOOKS_EVERY).await;
    }
}

impl Deploys {
    fn print(&self) {
        println!("\nRolling deployments\n");
        println!(
            "{:>9} {:>6} {:>6} {:>6} {:>10} {:>18} {:>7}",
            "instances", "batch", "gate", "steps", "server", "Fleet and gates", "ratio"
        );
        for row in &self.rolling {
            println!(
                "{:>9} {:>6} {:>4} s {:>6} {:>8.1} s {:>16.1} s {:>7.3} {}",
                row.instances,
                row.batch,
                row.gate_s,
                row.steps,
                row.server_s,
                row.driver_s,
                row.ratio,
                if row.ratio <= GOAL { "" } else { "more than 1.05" }
            );
        }
        let SideBySide { apps, instances, one_s, all_s, median_s } = &self.side_by_side;
        println!(
            "\n{apps} apps of {instances} instances side by side: {all_s:.1} s, each {median_s:.1} s in the middle; one \
             alone: {one_s:.1} s\n"
        );
    }
}
