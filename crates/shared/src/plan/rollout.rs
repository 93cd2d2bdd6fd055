//! Rollouts: what is to start and what is to go, put into stages by a strategy.
//!
//! Counts as it goes who serves and who is there, all gates being passed, so that a plan knows beforehand how few will
//! serve and how many machines it needs. Knows lanes only, not where they come from.

use say::server::plan as titles;

use super::Step;
use super::lane::{Lane, remove_stopped};
use crate::deployment::{Stage, StageKind, Strategy};

/// An instance that starts.
#[derive(Debug)]
pub(super) struct Starting {
    pub(super) lane: Lane,
    /// Whether a machine is to be found for it.
    pub(super) needs_machine: bool,
}

/// An instance that goes.
#[derive(Debug)]
pub(super) struct Going {
    /// "example 1.0.0"
    pub(super) label: String,
    /// Whether it is healthy.
    pub(super) serves: bool,
    /// Whether it is, or may be by the time that it is to go.
    pub(super) may_serve: bool,
    /// Whether it is set to run: else it is stopped already, and takes nobody's place.
    pub(super) is_wanted: bool,
    pub(super) stop: Lane,
    pub(super) remove: Lane,
}

/// What a rollout is made of.
#[derive(Debug)]
pub(super) struct Rollout {
    /// The app, in words.
    pub(super) app: String,
    /// What starts, in words: "example 2.0.0".
    pub(super) to: String,
    /// In the order in which they start.
    pub(super) starts: Vec<Starting>,
    /// What completes those that stay.
    pub(super) completions: Vec<Lane>,
    /// In the order in which they go: first those that do not serve.
    pub(super) going: Vec<Going>,
    /// How many stay that are set to run.
    pub(super) staying: usize,
    /// How many of these are healthy.
    pub(super) staying_healthy: usize,
    /// How many there are in the end.
    pub(super) count: usize,
    /// Fewer healthy ones than this there shall not be.
    pub(super) min: usize,
}

/// The stages of a rollout, and what is known of its way.
#[derive(Debug, Default)]
pub(super) struct Rolled {
    pub(super) stages: Vec<Stage>,
    pub(super) steps: Vec<Step>,
    /// How many serve before it.
    pub(super) healthy_before: usize,
    /// The fewest that serve on the way.
    pub(super) fewest: usize,
    /// The most that are there at once.
    pub(super) peak: usize,
    /// Each time that some start, in order.
    pub(super) starts: Vec<Started>,
}

/// What has been done by the time that some have started.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Started {
    /// How many that need a machine have started by then.
    pub(super) placing: usize,
    /// How many that were set to run have gone by then.
    pub(super) gone: usize,
}

impl Rollout {
    /// The stages by which a strategy does it. `keep_s`: for how long blue/green keeps what it has stopped.
    pub(super) fn by(self, strategy: Strategy, keep_s: u32) -> Rolled {
        let mut roller = Roller::new(self);
        match strategy {
            Strategy::Rolling { batch, surge } => roller.rolling(batch as usize, surge as usize),
            Strategy::BlueGreen => roller.blue_green(keep_s),
            Strategy::Recreate => {
                roller.remove_all();
                roller.start(usize::MAX);
            }
            Strategy::Canary { count, bake_s, batch, surge } => {
                if !roller.starts.is_empty() {
                    let canaries = roller.start(count as usize);
                    if !roller.starts.is_empty() || !roller.going.is_empty() {
                        let title = say::server::plan::watch(&canaries, &roller.to);
                        roller.add(title, StageKind::Hold { bake_s }, Vec::new());
                    }
                }
                roller.rolling(batch as usize, surge as usize);
            }
        }
        roller.rolled
    }

    /// First all that starts, then all that goes.
    pub(super) fn start_first(self) -> Rolled {
        let mut roller = Roller::new(self);
        roller.start(usize::MAX);
        roller.remove_all();
        roller.rolled
    }
}

/// Says how many of what.
type Title = fn(&dyn std::fmt::Display, &dyn std::fmt::Display) -> String;

/// A rollout under way.
struct Roller {
    app: String,
    to: String,
    starts: std::collections::VecDeque<Starting>,
    completions: Vec<Lane>,
    going: std::collections::VecDeque<Going>,
    asleep: Vec<Going>,
    healthy: usize,
    total: usize,
    count: usize,
    min: usize,
    /// How many of those that stay are not healthy yet.
    unproven: usize,
    now: Started,
    rolled: Rolled,
}

impl Roller {
    fn new(rollout: Rollout) -> Self {
        let Rollout { app, to, starts, completions, going, staying, staying_healthy, count, min } = rollout;
        let (going, asleep): (Vec<_>, Vec<_>) = going.into_iter().partition(|going| going.is_wanted);
        let healthy = staying_healthy + going.iter().filter(|going| going.serves).count();
        let total = staying + going.len();
        let rolled = Rolled { healthy_before: healthy, fewest: healthy, peak: total, ..Rolled::default() };
        Self {
            app,
            to,
            starts: starts.into(),
            completions,
            total,
            going: going.into(),
            asleep,
            healthy,
            count,
            min,
            unproven: staying - staying_healthy,
            now: Started::default(),
            rolled,
        }
    }

    /// Batch by batch. With room for more than wanted, new ones start first and the number that serves never falls
    /// below the wanted one; without, old ones go first, as few as it takes.
    fn rolling(&mut self, batch: usize, surge: usize) {
        let (batch, most) = (batch.max(1), self.count.saturating_add(surge));
        let floor = if surge > 0 { self.count } else { self.min.max(1) };
        let mut floor = floor.min(self.healthy);
        while !self.starts.is_empty() || !self.going.is_empty() {
            let room = most.saturating_sub(self.total);
            let started = self.start(if self.going.is_empty() { usize::MAX } else { batch.min(room) });
            let limit = match self.starts.is_empty() {
                true => usize::MAX,
                false => batch.saturating_add(self.total.saturating_sub(most)),
            };
            let gone = self.remove(limit, floor);
            if started + gone == 0 {
                // No room for a new one, and all old ones are needed: one has to go all the same.
                floor = floor.saturating_sub(1);
            }
        }
        self.start(0);
        self.remove(usize::MAX, 0);
    }

    fn blue_green(&mut self, keep_s: u32) {
        self.start(usize::MAX);
        if keep_s == 0 || self.going.is_empty() {
            return self.remove_all();
        }
        let title = self.title(titles::title_stop, self.going.iter());
        let lanes = self.going.iter().map(|going| going.stop.clone()).collect();
        self.healthy -= self.going.iter().filter(|going| going.serves).count();
        self.total -= self.going.len();
        self.add(title, StageKind::Stop, lanes);
        let title = self.title(titles::title_keep, self.going.iter());
        self.add(title, StageKind::Keep { keep_s }, Vec::new());
        let stopped: Vec<Going> = self.going.drain(..).collect();
        let title = self.title(titles::title_remove, stopped.iter().chain(&self.asleep));
        let asleep = self.asleep.drain(..).map(|asleep| asleep.remove);
        let lanes = stopped.iter().map(|going| remove_stopped(&going.remove)).chain(asleep).collect();
        self.add(title, StageKind::Remove, lanes);
    }

    /// Starts so many more, and completes what stays; says how many started.
    fn start(&mut self, most: usize) -> usize {
        let starting: Vec<Starting> = self.starts.drain(..most.min(self.starts.len())).collect();
        let completions = std::mem::take(&mut self.completions);
        if starting.is_empty() && completions.is_empty() {
            return 0;
        }
        let number = starting.len();
        let placing = starting.iter().filter(|starting| starting.needs_machine).count();
        let title = match number {
            0 => say::server::plan::complete(&completions.len(), &self.to),
            _ => say::server::plan::start_stage(&number, &self.to),
        };
        let lanes = completions.into_iter().chain(starting.into_iter().map(|starting| starting.lane));
        let lanes = lanes.collect();
        self.now.placing += placing;
        self.rolled.starts.push(self.now);
        self.total += number;
        self.healthy += number + std::mem::take(&mut self.unproven);
        self.add(title, StageKind::Start, lanes);
        number
    }

    fn remove_all(&mut self) {
        let _ = self.remove(usize::MAX, 0);
    }

    /// Removes at most so many, and none that is needed for so many to serve; says how many went.
    fn remove(&mut self, most: usize, floor: usize) -> usize {
        let mut gone = Vec::new();
        while gone.len() < most
            && let Some(next) = self.going.front()
        {
            if next.serves {
                if self.healthy <= floor {
                    break;
                }
                self.healthy -= 1;
            }
            gone.extend(self.going.pop_front());
        }
        let number = gone.len();
        if self.going.is_empty() && most == usize::MAX {
            gone.append(&mut self.asleep);
        }
        if gone.is_empty() {
            return 0;
        }
        self.now.gone += number;
        self.total -= number;
        let title = self.title(titles::title_remove, gone.iter());
        self.add(title, StageKind::Remove, gone.into_iter().map(|going| going.remove).collect());
        number
    }

    /// "Remove 2 of example 1.0.0".
    fn title<'a>(&self, title: Title, all: impl Iterator<Item = &'a Going>) -> String {
        let mut labels: Vec<&str> = all.map(|going| going.label.as_str()).collect();
        let number = labels.len();
        labels.dedup();
        let of = if let [only] = labels.as_slice() { only } else { self.app.as_str() };
        title(&number, &of)
    }

    fn add(&mut self, title: String, kind: StageKind, lanes: Vec<Lane>) {
        let lengths = lanes.iter().map(|lane| u32::try_from(lane.len()).unwrap_or(u32::MAX)).collect();
        self.rolled.stages.push(Stage { title, kind, lanes: lengths });
        self.rolled.steps.extend(lanes.into_iter().flatten());
        self.rolled.fewest = self.rolled.fewest.min(self.healthy);
        self.rolled.peak = self.rolled.peak.max(self.total);
    }
}
