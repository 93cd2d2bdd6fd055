//! Looks at the simulated Fleet itself, after each of its changes: which units there are, which of them serve, and each
//! write that reached it, also those whose answers were lost.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use fleet::{AppUnit, DesiredState};
use fleet_sim::{Revisions, Sim, SimHandle};

use super::weather::BAD;

mod crossed;
mod floor;
mod writes;

pub(super) use crossed::{Crossed, Stops};
use crossed::{Others, Taken};
use floor::Floor;

/// How often it looks. States change at most once in a second of the cluster's time, which goes less than a hundred
/// times as fast: none is missed.
pub(super) const EVERY: Duration = Duration::from_millis(5);

/// For so long after a machine has gone or come, by the cluster's time, Fleet may show what is not so, and a server have
/// read what no longer is: a machine that loses its power is shown for 30 s, and joins only after that.
const SETTLES_WITHIN: Duration = Duration::from_secs(45);
/// The same where what is moved for it takes long to start.
const SETTLES_SLOWLY_WITHIN: Duration = Duration::from_secs(75);

/// How many changes of an app's are remembered: more than can be in the time that is asked for.
const MOST_REMEMBERED: usize = 1_000;

/// How apps stand, by name.
pub(super) type Standings = BTreeMap<String, Standing>;

/// What was seen so far.
#[derive(Debug, Default)]
pub(super) struct Witness {
    looked_at: Option<Revisions>,
    /// When a machine went or came last, by the cluster's time.
    disturbed: Option<Duration>,
    /// Instances that served on a machine when it went, by app, until the app has enough without them.
    absent: BTreeMap<String, BTreeSet<String>>,
    /// Apps whose units follow those of another.
    companions: Vec<(String, String)>,
    /// What nobody may touch.
    bystanders: BTreeSet<String>,
    /// The desired states, by what was carried out.
    desired: BTreeMap<String, DesiredState>,
    /// Units that others write now, each as often as it is awaited.
    of_others: BTreeMap<String, u32>,
    /// When units were set to run last, that were not before.
    pub(super) starts: BTreeMap<String, Instant>,
    /// When units were destroyed last.
    gone: BTreeMap<String, Instant>,
    /// The fewest healthy instances that each app must have, once it has them.
    floors: BTreeMap<String, Floor>,
    /// How many of each app served lately, and since when.
    served: BTreeMap<String, VecDeque<(Instant, usize)>>,
    /// Apps that are below it now.
    below: BTreeSet<String>,
    /// The units that there must be, by what was carried out.
    alive: BTreeSet<String>,
    pub(super) created: BTreeSet<String>,
    pub(super) destroyed: BTreeSet<String>,
    pub(super) stopped: BTreeSet<String>,
    pub(super) creates: u64,
    pub(super) destroys: u64,
    pub(super) answers_lost: u64,
    /// Writes that took away what ran.
    pub(super) takings: u64,
    /// Those that left fewer than the settings say, as somebody had agreed to.
    pub(super) takings_agreed: u64,
    /// What others have taken away lately, and what the server took beside that.
    others: Others,
    pub(super) crossed: Vec<Crossed>,
    pub(super) looks: u64,
    pub(super) closest: Option<i64>,
    pub(super) broken: Vec<String>,
}

/// How an app stands in truth.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// Units that are wanted to run, by version.
    pub(super) wanted: BTreeMap<String, usize>,
    /// Units that run, by version; also some that are no longer wanted.
    pub(super) running: BTreeMap<String, usize>,
    /// How many are wanted, run, and are not bound to fail.
    pub(super) serving: usize,
}

impl Standing {
    /// How many serve. What fails by its nature does not, whatever systemd says of it for a second.
    pub(super) fn healthy(&self) -> usize {
        let good = self.running.iter().filter(|(version, _)| !version.ends_with(BAD));
        good.map(|(_, count)| count).sum()
    }
}

impl Witness {
    /// So many instances of the app must be healthy once they are, as its settings say.
    pub(super) fn expect(&mut self, app: &str, minimum: usize) {
        self.floors.insert(app.to_owned(), Floor::new(minimum));
    }

    /// As long as the deployment of this key is open, so few may be: whoever clicks on it, or leaves an instance out,
    /// agrees to that.
    pub(super) fn agree(&mut self, app: &str, key: &str, least: usize) {
        if let Some(floor) = self.floors.get_mut(app) {
            floor.agree(key, least);
        }
    }

    /// That deployment has ended, or never began.
    pub(super) fn release(&mut self, app: &str, key: &str) {
        if let Some(floor) = self.floors.get_mut(app) {
            floor.release(key);
        }
    }

    /// The fewest of an app that served at some time in the last so many seconds.
    pub(super) fn fewest_within(&self, app: &str, window: Duration) -> usize {
        let mut fewest = None;
        for (since, serving) in self.served.get(app).into_iter().flatten().rev() {
            fewest = Some(fewest.map_or(*serving, |fewest: usize| fewest.min(*serving)));
            if since.elapsed() > window {
                break;
            }
        }
        fewest.unwrap_or_default()
    }

    /// How many units of an app others are writing: what is about to be removed counts for no plan, though it serves.
    pub(super) fn touched(&self, app: &str) -> usize {
        self.of_others.keys().filter(|name| app_of(name).is_some_and(|of| of == app)).count()
    }

    /// The units of an app start after those of another, and stop before them.
    pub(super) fn expect_to_follow(&mut self, companion: &str, main: &str) {
        self.companions.push((companion.to_owned(), main.to_owned()));
    }

    /// Somebody who runs no deployment is about to write these.
    pub(super) fn expect_of_others(&mut self, units: &[String]) {
        for unit in units {
            *self.of_others.entry(unit.clone()).or_default() += 1;
        }
    }

    /// What they wrote was written, or never will be.
    pub(super) fn expect_no_more(&mut self, fleet: &SimHandle, units: &[String]) {
        // What came last is theirs as well.
        self.look(fleet);
        for unit in units {
            if let Some(often) = self.of_others.get_mut(unit) {
                *often -= 1;
            }
            self.of_others.retain(|_, often| *often > 0);
        }
    }

    /// The server's clock is set: how long a name has rested is reckoned by the time of day once the server was killed,
    /// so that no more can be asked of those that rest now.
    pub(super) fn forget_rests(&mut self) {
        self.gone.clear();
    }

    /// Units that are there, and that nobody may touch.
    pub(super) fn expect_untouched(&mut self, units: Vec<String>) {
        self.alive.extend(units.iter().cloned());
        self.bystanders.extend(units);
    }

    /// A machine goes or comes now. What serves on it no longer may, and that is nobody's fault.
    pub(super) fn disturb(&mut self, fleet: &SimHandle, machine: &str) {
        let (now, units) = fleet.with_sim(|sim| {
            let here = |unit: &fleet_sim::UnitView<'_>| {
                unit.machine.is_some_and(|id| id.as_str() == machine) && serves(sim, unit)
            };
            let units: Vec<_> = sim.units().filter(here).map(|unit| unit.name.clone()).collect();
            (sim.now(), units)
        });
        self.disturbed = Some(now);
        for unit in units {
            if let Some(AppUnit { app, .. }) = AppUnit::parse(&unit) {
                self.absent.entry(app.to_string()).or_default().insert(unit.to_string());
            }
        }
    }

    /// Whether no machine has gone or come a moment ago.
    pub(super) fn is_calm(&self, now: Duration) -> bool {
        self.disturbed.is_none_or(|at| at + SETTLES_WITHIN < now)
    }

    /// Whether what takes long to start runs again as well that a machine has taken along.
    pub(super) fn is_calm_for_slow(&self, now: Duration) -> bool {
        self.disturbed.is_none_or(|at| at + SETTLES_SLOWLY_WITHIN < now)
    }

    /// Looks once. Called again and again, also while the server is dead.
    pub(super) fn look(&mut self, fleet: &SimHandle) {
        let requests = fleet.take_requests();
        let taken: Vec<String> = requests.iter().filter_map(|request| self.note(request)).collect();
        let before = self.looked_at;
        // Whether what went with a machine is back shows also while nothing changes any more.
        let recovers = !self.absent.is_empty();
        let (revisions, at, standings, took) = fleet.with_sim(|sim| {
            let revisions = sim.revisions();
            let is_new = before != Some(revisions);
            let standings =
                if is_new || recovers || !taken.is_empty() { standings(sim) } else { Standings::new() };
            let ran = |name: &&String| sim.states_of(name).any(|state| state.active == "active");
            let took: Vec<String> = taken.iter().filter(ran).cloned().collect();
            (revisions, sim.now(), standings, took)
        });
        self.look_after(&took, at, &standings);
        let is_new = before != Some(revisions);
        self.looks += u64::from(is_new);
        self.looked_at = Some(revisions);
        if is_new || recovers {
            self.look_at_minima(at, &standings);
            self.remember(&standings);
        }
    }

    /// These ran and were taken away, by whoever it was.
    fn look_after(&mut self, took: &[String], at: Duration, standings: &Standings) {
        let (of_others, own): (Vec<&String>, Vec<&String>) =
            took.iter().partition(|name| self.of_others.contains_key(*name));
        for name in &of_others {
            if let Some(app) = app_of(name) {
                self.others.add(Taken::now(&app, name));
            }
        }
        // What the server took is held against what was promised before others took theirs.
        for name in own {
            self.takings += 1;
            self.look_at_taking(name, at, standings);
        }
        for name in of_others {
            self.fall_with(name, standings);
        }
    }

    /// Others have taken it away: nobody promised to keep that, and all that serve still.
    fn fall_with(&mut self, name: &str, standings: &Standings) {
        let Some(app) = app_of(name) else { return };
        let serving = standings.get(&app).map_or(0, |standing| standing.serving);
        if let Some(floor) = self.floors.get_mut(&app) {
            floor.fall_to(serving);
        }
    }

    /// Something that ran was taken away: enough must serve without it.
    fn look_at_taking(&mut self, name: &str, at: Duration, standings: &Standings) {
        let Some(app) = app_of(name) else { return };
        let is_calm = self.is_calm(at);
        let Some(floor) = self.floors.get_mut(&app) else { return };
        let (minimum, agreed) = (floor.least(), floor.words());
        // Read a moment ago, what was on the machine served.
        let absent = if is_calm { 0 } else { self.absent.get(&app).map_or(0, BTreeSet::len) };
        let serving = standings.get(&app).map_or(0, |standing| standing.serving);
        self.takings_agreed += u64::from(serving + absent < floor.by_settings());
        if serving + absent >= minimum {
            return;
        }
        let words = format!(
            "{name} was taken away, {} s after the cluster began, and left {serving} of {app} serving, where at \
             least {agreed} were promised: {:?}",
            at.as_secs(),
            standings.get(&app)
        );
        let taken = Taken::now(&app, name);
        let others = self.others.beside(&taken);
        if others.is_empty() {
            self.broken.push(words);
        } else {
            // Whose doing it is shows later: either way no more serve from here on.
            floor.fall_to(serving);
            let lacks = minimum - serving - absent;
            self.crossed.push(Crossed { taken, others, lacks, words });
        }
    }

    fn look_at_minima(&mut self, at: Duration, standings: &Standings) {
        let is_calm = self.is_calm(at);
        for (app, floor) in &self.floors {
            let minimum = floor.least();
            let healthy = standings.get(app).map_or(0, Standing::healthy);
            if is_calm && healthy >= minimum {
                self.absent.remove(app);
            }
            let absent = self.absent.get(app).map_or(0, BTreeSet::len);
            let counted = healthy + absent;
            if absent == 0 && minimum > 0 {
                let above =
                    i64::try_from(healthy).unwrap_or(i64::MAX) - i64::try_from(minimum).unwrap_or(i64::MAX);
                self.closest = Some(self.closest.map_or(above, |closest| closest.min(above)));
            }
            if counted >= minimum {
                self.below.remove(app);
            } else if self.below.insert(app.clone()) {
                self.broken.push(format!(
                    "{app} had {healthy} healthy instances and {absent} on a machine that went, and at least \
                     {} were promised, {} s after the cluster began: {:?}",
                    floor.words(),
                    at.as_secs(),
                    standings.get(app)
                ));
            }
        }
    }

    /// What serves from now on counts.
    fn remember(&mut self, standings: &Standings) {
        let now = Instant::now();
        for (app, floor) in &mut self.floors {
            let serving = standings.get(app).map_or(0, |standing| standing.serving);
            floor.rise_to(serving);
            let served = self.served.entry(app.clone()).or_default();
            if served.back().is_none_or(|(_, last)| *last != serving) {
                served.push_back((now, serving));
            }
            while served.len() > MOST_REMEMBERED {
                served.pop_front();
            }
        }
    }

    /// What there must be in the end, held against what there is.
    pub(super) fn close(&mut self, fleet: &SimHandle) {
        let there: BTreeSet<String> = fleet.units().into_iter().map(|unit| unit.name.to_string()).collect();
        for lost in self.alive.difference(&there) {
            self.broken.push(format!("{lost} was created, and is not there, though nobody destroyed it"));
        }
        let is_idle = |unit: &&fleet::Unit| unit.desired_state != Some(DesiredState::Launched);
        for unit in fleet.units().iter().filter(is_idle) {
            if self.bystanders.contains(unit.name.as_str()) {
                self.broken.push(format!("{} is nobody's, and was stopped", unit.name));
            }
        }
        for odd in there.difference(&self.alive) {
            self.broken.push(format!("{odd} is there, though nobody created it"));
        }
    }
}

/// The app of a unit, if it is one of an app.
fn app_of(name: &str) -> Option<String> {
    let unit = fleet::UnitName::parse(name).ok()?;
    AppUnit::parse(&unit).map(|unit| unit.app.to_string())
}

/// How all apps stand.
pub(super) fn standings(sim: &Sim) -> Standings {
    let mut standings = Standings::new();
    for unit in sim.units() {
        let Some(AppUnit { app, version: Some(version), .. }) = AppUnit::parse(unit.name) else { continue };
        let standing = standings.entry(app.to_string()).or_default();
        let version = version.to_string();
        standing.serving += usize::from(serves(sim, &unit) && !version.ends_with(BAD));
        if unit.desired == DesiredState::Launched {
            *standing.wanted.entry(version.clone()).or_default() += 1;
        }
        if runs(sim, &unit) {
            *standing.running.entry(version).or_default() += 1;
        }
    }
    standings
}

fn serves(sim: &Sim, unit: &fleet_sim::UnitView<'_>) -> bool {
    unit.desired == DesiredState::Launched && runs(sim, unit)
}

/// Whether Fleet shows it running where it is scheduled.
fn runs(sim: &Sim, unit: &fleet_sim::UnitView<'_>) -> bool {
    sim.states_of(unit.name.as_str())
        .any(|state| state.active == "active" && unit.machine == Some(&state.machine_id))
}

#[cfg(test)]
mod tests;
