//! Machines that go and come back, in all the ways in which machines do; one at a time.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use anyhow::Result;
use fleet::MachineId;
use fleet_sim::{Loss, MachineSpec, SimHandle};

use super::chance::{Chance, mix};

/// So many, so that each app is on several and survives the loss of one.
const MACHINES: u8 = 4;

/// The machines of one world.
pub(super) struct Machines {
    all: Vec<MachineSpec>,
    away: Option<MachineId>,
}

/// What has happened to a machine.
pub(super) enum Change {
    /// It is about to go, in this way.
    Goes(MachineId, Loss, &'static str),
    /// It comes back.
    Returns(MachineId),
}

impl Machines {
    /// Their addresses lead to this very machine, and are no other world's.
    pub(super) fn new(seed: u64, world: u32) -> Result<Self> {
        let [net, host, ..] = mix(seed, 77).to_be_bytes();
        let world = u8::try_from(world % 250).unwrap_or_default();
        let spec = |number: u8| -> Result<MachineSpec> {
            let (high, low) = (mix(seed, 1_000 + u64::from(number)), mix(seed, 2_000 + u64::from(number)));
            // Not 127.0.x.y, where others listen.
            let ip = Ipv4Addr::new(127, 1 + net % 250, (host ^ world).max(1), 1 + number);
            Ok(MachineSpec {
                id: MachineId::parse(&format!("{high:016x}{low:016x}"))?,
                primary_ip: ip.to_string(),
                metadata: BTreeMap::new(),
            })
        };
        Ok(Self { all: (0..MACHINES).map(spec).collect::<Result<_>>()?, away: None })
    }

    pub(super) fn specs(&self) -> Vec<MachineSpec> {
        self.all.clone()
    }

    pub(super) fn addresses(&self) -> Vec<Ipv4Addr> {
        self.all.iter().filter_map(|spec| spec.primary_ip.parse().ok()).collect()
    }

    /// What happens next, if anything: said before it is done.
    pub(super) fn next(&mut self, chance: &mut Chance) -> Option<Change> {
        if self.away.is_some() {
            return if chance.percent(40) { self.back() } else { None };
        }
        if !chance.percent(9) {
            return None;
        }
        let id = chance.one_of(&self.all)?.id.clone();
        let (loss, word) = match chance.below(3) {
            0 => (Loss::PowerCut, "a machine loses its power"),
            1 => (Loss::DaemonStopped, "a machine is shut down"),
            _ => (Loss::DaemonKilled, "a machine's Fleet is killed"),
        };
        self.away = Some(id.clone());
        Some(Change::Goes(id, loss, word))
    }

    /// The one that is away comes back.
    pub(super) fn back(&mut self) -> Option<Change> {
        self.away.take().map(Change::Returns)
    }
}

impl Change {
    /// Does it.
    pub(super) fn make(&self, fleet: &SimHandle) -> &'static str {
        match self {
            Self::Goes(id, loss, word) => {
                fleet.lose_machine_by(id.as_str(), *loss);
                word
            }
            Self::Returns(id) => {
                fleet.return_machine(id.as_str());
                "a machine comes back"
            }
        }
    }
}
