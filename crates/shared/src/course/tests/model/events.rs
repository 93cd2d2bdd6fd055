//! What happens to the model's cluster and to its action beside what the action does.

use fleet::{DesiredState, UnitName};

use super::Model;
use super::cluster::Unit;
use crate::deployment::Command;
use crate::id::UserName;

/// What goes wrong in one second, or what somebody says in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::course::tests) enum Event {
    Calm,
    /// The process dies, after its last writes were heard or not, and another goes on.
    Crash {
        heard: bool,
    },
    /// The next call is heard and its answer lost.
    LoseAnswer,
    /// The next call is not heard.
    Refuse,
    /// Fleet can't be read for so long.
    Away {
        seconds: u64,
    },
    /// Lists leave out every unit but one for so long, and nobody says that these are gone.
    Shrink {
        seconds: u64,
    },
    LoseMachine,
    ReturnMachine,
    /// The last reading may have left something out.
    Doubt {
        seconds: u64,
    },
    /// A running unit dies.
    Kill {
        which: usize,
    },
    /// What systemd says of a running unit nobody knows, for so long.
    Puzzle {
        which: usize,
        seconds: u64,
    },
    /// No machine takes a running unit any more, for so long.
    Unplace {
        which: usize,
        seconds: u64,
    },
    /// Somebody else stops a running unit, starts one that is stopped, removes a running one, or makes one that nobody
    /// planned.
    StopOne {
        which: usize,
    },
    StartOne {
        which: usize,
    },
    RemoveOne {
        which: usize,
    },
    MakeOne,
    LoseRights {
        seconds: u64,
    },
    /// No other way can be found for so long.
    LoseWays {
        seconds: u64,
    },
    Say(Command),
}

impl Model {
    pub(super) fn happens(&mut self, event: &Event) {
        let until_s = |seconds: &u64| self.now_s + seconds;
        match event {
            Event::Calm => {}
            Event::Crash { heard } => self.crash(*heard),
            Event::LoseAnswer | Event::Refuse => self.mishap = Some(event.clone()),
            Event::Away { seconds } => self.away_until_s = until_s(seconds),
            Event::Shrink { seconds } => self.shrunk_until_s = until_s(seconds),
            Event::LoseMachine => self.machine_lost = true,
            Event::ReturnMachine => self.machine_lost = false,
            Event::Doubt { seconds } => self.doubtful_until_s = until_s(seconds),
            Event::LoseRights { seconds } => self.no_rights_until_s = until_s(seconds),
            Event::LoseWays { seconds } => self.no_ways_until_s = until_s(seconds),
            Event::Kill { which } => self.lose(*which, |unit, _| unit.dead = true),
            Event::Puzzle { which, seconds } => {
                self.lose(*which, |unit, now_s| unit.puzzling_until_s = now_s + seconds);
            }
            Event::Unplace { which, seconds } => {
                self.lose(*which, |unit, now_s| unit.unplaced_until_s = now_s + seconds);
            }
            Event::StopOne { which } => {
                self.lose(*which, |unit, now_s| {
                    *unit = Unit { since_s: now_s, ..Unit::that_is(DesiredState::Loaded) };
                });
            }
            Event::StartOne { which } => self.start_one(*which),
            Event::RemoveOne { which } => self.remove_one(*which),
            Event::MakeOne => {
                let name = UnitName::parse(&format!("a:9@{}.service", self.now_s)).unwrap();
                let unit = Unit { since_s: self.now_s, ..Unit::that_is(DesiredState::Launched) };
                self.cluster.units.insert(name, unit);
                self.made += 1;
            }
            Event::Say(command) => self.say(command),
        }
    }

    fn say(&mut self, command: &Command) {
        let by = UserName::parse("ada").unwrap();
        let said = self.course.command(command, &by, self.now_s * 1_000);
        match command {
            Command::LeaveOut { .. } if said.is_ok() => self.left_out += 1,
            Command::GoOnWith { least } if said.is_ok() => self.agreed = Some(*least as usize),
            _ => {}
        }
        self.store();
    }

    /// Something happens to one that serves.
    fn lose(&mut self, which: usize, change: impl FnOnce(&mut Unit, u64)) {
        let serving: Vec<_> = self.serving().into_iter().collect();
        if let Some(name) = serving.get(which % serving.len().max(1)) {
            change(self.cluster.units.get_mut(name).unwrap(), self.now_s);
            self.lost_s.push(self.now_s);
        }
    }

    fn remove_one(&mut self, which: usize) {
        let serving: Vec<_> = self.serving().into_iter().collect();
        if let Some(name) = serving.get(which % serving.len().max(1)) {
            self.cluster.units.remove(name);
            // Who lets it go on without may have it made anew, and its companion as well.
            self.created.remove(name);
            self.removed_by_others.insert(name.clone());
            self.made -= usize::from(name.as_str().starts_with("a:9@"));
            self.lost_s.push(self.now_s);
        }
    }

    fn start_one(&mut self, which: usize) {
        let stopped = |(name, unit): &(&UnitName, &Unit)| {
            self.is_of_app(name) && unit.desired != DesiredState::Launched
        };
        let stopped: Vec<UnitName> =
            self.cluster.units.iter().filter(stopped).map(|(name, _)| name.clone()).collect();
        if let Some(name) = stopped.get(which % stopped.len().max(1)) {
            let dead = self.cluster.is_bad(name);
            let started = Unit { since_s: self.now_s, dead, ..Unit::that_is(DesiredState::Launched) };
            self.cluster.units.insert(name.clone(), started);
        }
    }
}
