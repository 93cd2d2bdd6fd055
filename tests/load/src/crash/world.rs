//! One world: a Fleet, the server over it that lives and dies, the people, and the witness.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fleet_sim::{SimConfig, SimHandle, serve_tcp};
use tokio::net::TcpListener;
use tokio::task::LocalSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::api::Api;
use super::chance::Chance;
use super::figures::{Figures, count};
use super::people::People;
use super::server::Program;
use super::weather;
use super::witness::{self, Witness};

/// How much faster than real time the cluster's machines work. The server's own time is real.
const SPEED: f64 = 8.0;
/// How often people look.
const TURN: Duration = Duration::from_millis(100);
/// How long the first deployments may take, and how long all may take to come to rest.
const BEGINS_WITHIN: Duration = Duration::from_secs(120);
const RESTS_WITHIN: Duration = Duration::from_secs(300);

/// What one is made from.
pub(super) struct Setup {
    pub(super) number: u32,
    pub(super) kills: u32,
    pub(super) seed: u64,
    pub(super) quarterdeck: PathBuf,
    /// For the data folder and the log.
    pub(super) out: PathBuf,
}

struct World {
    fleet: SimHandle,
    program: Program,
    token: String,
    people: People,
    chance: Chance,
    figures: Figures,
}

/// Runs it to its end.
pub(super) async fn run(setup: Setup) -> Result<Figures> {
    LocalSet::new().run_until(run_here(setup)).await
}

async fn run_here(setup: Setup) -> Result<Figures> {
    let began = Instant::now();
    let data = tempfile::Builder::new().prefix("quarterdeck-crash-").tempdir_in(&setup.out)?;
    let fleet = SimHandle::new(SimConfig { speed: SPEED, seed: setup.seed, ..SimConfig::empty() });
    weather::mark(&fleet);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let over = CancellationToken::new();
    let _over = over.clone().drop_guard();
    tokio::spawn(serve_tcp(fleet.clone(), listener, over));
    let witness = Rc::new(RefCell::new(Witness::default()));
    let looking = tokio::task::spawn_local({
        let (witness, fleet) = (Rc::clone(&witness), fleet.clone());
        async move {
            loop {
                witness.borrow_mut().look(&fleet);
                sleep(witness::EVERY).await;
            }
        }
    });

    let log = setup.out.join(format!("crash-{}.log", setup.number));
    let program = Program::new(&setup.quarterdeck, data.path(), address, &log);
    let token = program.token()?;
    let mut world = World {
        fleet: fleet.clone(),
        people: People::new(Chance::new(setup.seed ^ 1))?,
        chance: Chance::new(setup.seed),
        figures: Figures::new(setup.seed),
        program,
        token,
    };
    world.begin().await.context("at the beginning")?;
    for (app, minimum) in world.people.minima() {
        witness.borrow_mut().expect(app, minimum);
    }
    for _ in 0..setup.kills {
        world.live_and_die().await?;
    }
    weather::clear(&fleet);
    let named = world.come_to_rest().await.context("at the end")?;
    looking.abort();
    let mut witness = witness.borrow_mut();
    witness.look(&fleet);
    witness.close(&fleet);
    let mut figures = world.figures;
    named.check(&witness, &mut figures.broken);
    figures.broken.append(&mut witness.broken);
    figures.creates = witness.creates;
    figures.destroys = witness.destroys;
    figures.answers_lost = witness.answers_lost;
    figures.looks = witness.looks;
    figures.closest = witness.closest;
    figures.seconds = began.elapsed().as_secs_f64();
    for broken in &mut figures.broken {
        broken.insert_str(0, &format!("world {}: ", setup.number));
    }
    Ok(figures)
}

impl World {
    /// The first deployment of each app, undisturbed.
    async fn begin(&mut self) -> Result<()> {
        let mut server = self.program.start()?;
        let api = Api::new(server.address().await?, &self.token);
        while !api.is_ready().await {
            sleep(TURN).await;
        }
        self.people.write_apps(&api).await?;
        let until = Instant::now() + BEGINS_WITHIN;
        while !self.people.have_begun() {
            ensure!(Instant::now() < until, "the first deployments are not done within {BEGINS_WITHIN:?}");
            self.people.turn(&api, &self.fleet, &mut self.figures).await?;
            sleep(TURN).await;
        }
        server.kill()
    }

    /// One life of the server, of a random length, in random weather.
    async fn live_and_die(&mut self) -> Result<()> {
        if self.chance.percent(40) {
            count(&mut self.figures.weather, weather::change(&self.fleet, &mut self.chance));
        }
        let life = match self.chance.below(10) {
            0 => self.chance.between_ms(1, 120),
            1..=3 => self.chance.between_ms(120, 800),
            _ => self.chance.between_ms(500, 4_000),
        };
        let mut server = self.program.start()?;
        let began = Instant::now();
        let mut listens = false;
        let living = async {
            let api = Api::new(server.address().await?, &self.token);
            listens = true;
            while !api.is_ready().await {
                sleep(Duration::from_millis(10)).await;
            }
            self.figures.ready_ms.push(began.elapsed().as_secs_f64() * 1e3);
            loop {
                self.people.turn(&api, &self.fleet, &mut self.figures).await?;
                sleep(TURN).await;
            }
        };
        // Wherever it is: in the middle of a call, of a step, of a start.
        let lived: Option<Result<()>> = timeout(life, living).await.ok();
        if let Some(Err(error)) = lived {
            return Err(error);
        }
        ensure!(!server.has_ended()?, "the server ended by itself");
        server.kill()?;
        self.figures.kills += 1;
        self.figures.kills_at_work += u32::from(self.people.are_at_work());
        self.figures.kills_while_starting += u32::from(!listens);
        Ok(())
    }

    /// Lets everything come to its end, and looks over it.
    async fn come_to_rest(&mut self) -> Result<super::promises::Named> {
        self.people.is_busy = false;
        let mut server = self.program.start()?;
        let api = Api::new(server.address().await?, &self.token);
        while !api.is_ready().await {
            sleep(TURN).await;
        }
        let until = Instant::now() + RESTS_WITHIN;
        while !self.people.at_rest(&api).await? && Instant::now() < until {
            self.people.turn(&api, &self.fleet, &mut self.figures).await?;
            sleep(TURN).await;
        }
        // Who is at rest now is looked at once more.
        self.people.turn(&api, &self.fleet, &mut self.figures).await?;
        let named = self.people.close(&api, &mut self.figures).await?;
        server.kill()?;
        Ok(named)
    }
}
