//! One world: a Fleet, the server over it that lives and dies, the people, and the witness.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fleet::AppName;
use fleet_sim::{SimConfig, SimHandle, serve_tcp};
use tokio::net::TcpListener;
use tokio::task::LocalSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::answers::{Answers, Mood};
use super::api::Api;
use super::cast::{self, Ports};
use super::chance::Chance;
use super::clock::Clock;
use super::diary::Diary;
use super::disk::{self, Change as Disk, FullDisk};
use super::figures::{Figures, count};
use super::machines::{Change, Machines};
use super::meddler::Meddler;
use super::people::{People, Phase, Scene};
use super::promises::Truth;
use super::server::Program;
use super::weather;
use super::witness::{self, Witness};

/// How much faster than real time the cluster's machines work. The server's own time is real.
const SPEED: f64 = 8.0;
/// How often people look.
const TURN: Duration = Duration::from_millis(100);
/// How long the first deployments may take, and how long all may take to come to rest.
const BEGINS_WITHIN: Duration = Duration::from_secs(300);
const RESTS_WITHIN: Duration = Duration::from_secs(300);

/// In each so many lives, from the second on, the disk is full for long.
const LONG_SPELL_EVERY: u32 = 16;

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
    machines: Machines,
    truth: Truth,
    /// Set in every second world; in the others times can be compared.
    clock: Option<Clock>,
    diary: Diary,
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
    let machines = Machines::new(setup.seed, setup.number)?;
    let config = SimConfig { speed: SPEED, seed: setup.seed, ..SimConfig::empty() };
    let fleet = SimHandle::new(config.with_machines(machines.specs()));
    weather::mark(&fleet, false);
    let (http, tcp) =
        (Answers::new(&machines.addresses(), false).await?, Answers::new(&machines.addresses(), true).await?);
    let ports = Ports { http: http.port(), tcp: tcp.port() };
    let answers = BTreeMap::from([("answering", http), ("listening", tcp)]);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let over = CancellationToken::new();
    let _over = over.clone().drop_guard();
    tokio::spawn(serve_tcp(fleet.clone(), listener, over));
    let witness = Rc::new(RefCell::new(Witness::default()));
    witness.borrow_mut().expect_untouched(cast::bystanders(&fleet)?);
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
    let clock = Clock::new(data.path())?;
    let program = Program::new(&setup.quarterdeck, data.path(), address, &log, clock.file());
    let token = program.token()?;
    let mut chance = Chance::new(setup.seed ^ 1);
    let parts = cast::all(&mut chance, ports)?;
    for part in &parts {
        if let Some(main) = &part.follows {
            witness.borrow_mut().expect_to_follow(part.app.as_str(), main.as_str());
        }
    }
    let meddler = Meddler::new(Chance::new(setup.seed ^ 2), AppName::parse(cast::MEDDLED)?);
    let mut world = World {
        fleet: fleet.clone(),
        people: People::new(chance, parts, meddler),
        machines,
        truth: Truth {
            answers,
            is_calm: true,
            is_calm_for_slow: true,
            is_clock_true: true,
            witness: Rc::clone(&witness),
        },
        clock: (setup.number % 2 == 1).then_some(clock),
        diary: Diary::new(&setup.out.join(format!("crash-{}.diary", setup.number)))?,
        chance: Chance::new(setup.seed),
        figures: Figures::new(setup.seed),
        program,
        token,
    };
    for (app, minimum) in world.people.minima() {
        witness.borrow_mut().expect(app, minimum);
    }
    world.begin().await.context("at the beginning")?;
    for number in 0..setup.kills {
        world.live_and_die(number).await?;
    }
    let named = world.come_to_rest().await.context("at the end")?;
    looking.abort();
    let mut witness = witness.borrow_mut();
    witness.look(&fleet);
    witness.close(&fleet);
    let mut figures = world.figures;
    // In the other worlds it is set.
    let is_clock_true = setup.number.is_multiple_of(2);
    named.check(&witness, is_clock_true, &mut figures.broken);
    figures.takings_crossed = witness.crossed.len() as u64;
    figures.broken.append(&mut witness.broken);
    figures.creates = witness.creates;
    figures.destroys = witness.destroys;
    figures.answers_lost = witness.answers_lost;
    figures.takings = witness.takings;
    figures.takings_agreed = witness.takings_agreed;
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
            self.turn(&api).await?;
            sleep(TURN).await;
        }
        server.kill()
    }

    /// Everybody looks once.
    async fn turn(&mut self, api: &Api) -> Result<()> {
        let now = self.fleet.now();
        self.truth.is_calm = self.truth.witness.borrow().is_calm(now);
        self.truth.is_calm_for_slow = self.truth.witness.borrow().is_calm_for_slow(now);
        let mut scene = Scene {
            api,
            fleet: &self.fleet,
            truth: &self.truth,
            diary: &mut self.diary,
            figures: &mut self.figures,
        };
        self.people.turn(&mut scene).await
    }

    /// What goes on around the server: Fleet's weather, what instances answer, machines.
    async fn change(&mut self) -> Result<()> {
        if self.chance.percent(40) {
            let word = weather::change(&self.fleet, &mut self.chance);
            self.diary.note(self.fleet.now(), word)?;
            count(&mut self.figures.weather, word);
        }
        if self.chance.percent(20) {
            let is_bad_spell = self.chance.percent(60);
            weather::mark(&self.fleet, is_bad_spell);
            let word = if is_bad_spell { "flaky versions fail" } else { "flaky versions work" };
            self.diary.note(self.fleet.now(), word)?;
            count(&mut self.figures.weather, word);
        }
        for answers in self.truth.answers.values() {
            if self.chance.percent(30) {
                count(&mut self.figures.weather, answers.change(&mut self.chance).await?);
            }
        }
        if let Some(change) = self.machines.next(&mut self.chance) {
            self.disturb(&change)?;
        }
        Ok(())
    }

    fn tell(&mut self, word: &str) -> Result<()> {
        count(&mut self.figures.weather, word);
        self.diary.note(self.fleet.now(), word)
    }

    /// Sets the server's clock, now and then.
    fn set_clock(&mut self) -> Result<()> {
        let Some(clock) = self.clock.as_mut() else { return Ok(()) };
        if self.chance.percent(5)
            && let Some(word) = clock.step(&mut self.chance)?
        {
            self.truth.is_clock_true = !clock.was_set;
            self.truth.witness.borrow_mut().forget_rests();
            self.tell(word)?;
        }
        Ok(())
    }

    fn disturb(&mut self, change: &Change) -> Result<()> {
        let (Change::Goes(id, ..) | Change::Returns(id)) = change;
        self.truth.witness.borrow_mut().disturb(&self.fleet, id.as_str());
        let word = change.make(&self.fleet);
        self.diary.note(self.fleet.now(), word)?;
        count(&mut self.figures.weather, word);
        Ok(())
    }

    /// All is well again, and stays so.
    async fn clear_up(&mut self) -> Result<()> {
        weather::clear(&self.fleet);
        weather::mark(&self.fleet, false);
        for answers in self.truth.answers.values() {
            answers.be(Mood::Well).await?;
        }
        if let Some(change) = self.machines.back() {
            self.disturb(&change)?;
        }
        Ok(())
    }

    /// One life of the server, of a random length, in random weather. `number`: which one it is.
    async fn live_and_die(&mut self, number: u32) -> Result<()> {
        self.change().await?;
        let life = match self.chance.below(10) {
            0 => self.chance.between_ms(1, 120),
            1..=3 => self.chance.between_ms(120, 800),
            _ => self.chance.between_ms(500, 4_000),
        };
        let mut server = self.program.start()?;
        let began = Instant::now();
        let mut listens = false;
        let is_long = number % LONG_SPELL_EVERY == 1;
        let mut disk = FullDisk::at_most(&mut self.chance, is_long);
        let life = disk.outlived(life);
        let living = async {
            let api = Api::new(server.address().await?, &self.token);
            listens = true;
            while !api.is_ready().await {
                sleep(Duration::from_millis(10)).await;
            }
            self.figures.ready_ms.push(began.elapsed().as_secs_f64() * 1e3);
            let is_ready = Instant::now();
            loop {
                if let Some(change) = disk.next(is_ready.elapsed()) {
                    server.fill_disk(change == Disk::Full)?;
                    self.tell(match change {
                        Disk::Full if is_long => "the disk is full for long",
                        Disk::Full => "the disk is full",
                        Disk::Room => "the disk has room again",
                    })?;
                    if is_long && change == Disk::Room {
                        self.figures.broken.extend(disk::refused(&api, number.into()).await?);
                    }
                }
                self.set_clock()?;
                match self.turn(&api).await {
                    Err(error) if disk.is_full() => {
                        self.diary.note(self.fleet.now(), &format!("{error:#}"))?
                    }
                    turned => turned?,
                }
                sleep(TURN).await;
            }
        };
        // Wherever it is: in the middle of a call, of a step, of a start.
        let lived: Option<Result<()>> = timeout(life, living).await.ok();
        if let Some(words) = server.last_words(lived.is_some()).await? {
            self.tell("the server ended by itself")?;
            self.figures.broken.push(format!("the server ended by itself: {words}"));
            return Ok(());
        }
        if let Some(Err(error)) = lived {
            return Err(error);
        }
        server.kill()?;
        self.figures.kills += 1;
        self.figures.kills_at_work += u32::from(self.people.are_at_work());
        self.figures.kills_while_starting += u32::from(!listens);
        Ok(())
    }

    /// Lets everything come to its end in fair weather, ends what stands still, and looks over it.
    async fn come_to_rest(&mut self) -> Result<super::promises::Named> {
        self.clear_up().await?;
        self.people.go_over_to(Phase::Watching);
        let mut server = self.program.start()?;
        let api = Api::new(server.address().await?, &self.token);
        while !api.is_ready().await {
            sleep(TURN).await;
        }
        let until = Instant::now() + RESTS_WITHIN;
        while !self.is_at_rest(&api).await? && Instant::now() < until {
            self.turn(&api).await?;
            sleep(TURN).await;
        }
        // Who is at rest now is looked at once more.
        self.turn(&api).await?;
        self.people.look_at_what_is_open(&api, &self.fleet, &mut self.figures).await?;
        self.people.go_over_to(Phase::Ending);
        let until = Instant::now() + RESTS_WITHIN;
        while !self.people.are_done() && Instant::now() < until {
            self.turn(&api).await?;
            sleep(TURN).await;
        }
        let named = self.people.close(&api, &mut self.figures).await?;
        server.kill()?;
        Ok(named)
    }

    async fn is_at_rest(&self, api: &Api) -> Result<bool> {
        let is_calm = self.truth.witness.borrow().is_calm(self.fleet.now());
        Ok(is_calm && self.people.at_rest(api, &self.fleet).await?)
    }
}
