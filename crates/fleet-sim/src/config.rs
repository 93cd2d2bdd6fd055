//! What a simulated cluster starts with.

use std::collections::BTreeMap;

use fleet::{Machine, MachineId};

use crate::clock::ClockKind;
use crate::sim::chance;

/// How to set up a cluster. Start from [`SimConfig::empty`], [`SimConfig::demo`] or [`SimConfig::load`].
#[derive(Debug, Clone)]
pub struct SimConfig {
    /// The machines.
    pub machines: Machines,
    /// The units that are there at the start.
    pub units: Preset,
    /// How much faster than real time everything happens. Of no account for a manual clock.
    pub speed: f64,
    /// Where the time comes from.
    pub clock: ClockKind,
    /// Entities on a page of a list. Fleet's own default is 100.
    pub page_limit: u16,
    /// Machine IDs and times that look random follow from this.
    pub seed: u64,
}

/// The machines of a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Machines {
    /// So many, with IDs, addresses and labels made up from the seed.
    Count(usize),
    /// These.
    Specs(Vec<MachineSpec>),
}

/// One machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineSpec {
    /// Its ID, normally 32 hexadecimal digits.
    pub id: MachineId,
    /// Its address.
    pub primary_ip: String,
    /// Its labels.
    pub metadata: BTreeMap<String, String>,
}

/// The units of a cluster at its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// None.
    Empty,
    /// A small believable cluster: some apps in several versions, one of which needs attention, and units of nobody.
    Demo,
    /// So many running units of many apps.
    Load(usize),
}

impl SimConfig {
    /// Three machines and no units, in real time.
    pub fn empty() -> Self {
        Self {
            machines: Machines::Count(3),
            units: Preset::Empty,
            speed: 1.0,
            clock: ClockKind::Real,
            page_limit: 100,
            seed: DEFAULT_SEED,
        }
    }

    /// The small cluster of the demonstration.
    pub fn demo() -> Self {
        Self { units: Preset::Demo, ..Self::empty() }
    }

    /// So many machines with so many running units.
    pub fn load(machines: usize, units: usize) -> Self {
        Self { machines: Machines::Count(machines), units: Preset::Load(units), ..Self::empty() }
    }

    /// The same with a clock that only [`crate::SimHandle::advance`] moves.
    #[must_use]
    pub fn manual(self) -> Self {
        Self { clock: ClockKind::Manual, ..self }
    }

    /// The same with other machines.
    #[must_use]
    pub fn with_machines(self, machines: impl Into<Machines>) -> Self {
        Self { machines: machines.into(), ..self }
    }
}

impl Default for SimConfig {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<usize> for Machines {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl From<Vec<MachineSpec>> for Machines {
    fn from(specs: Vec<MachineSpec>) -> Self {
        Self::Specs(specs)
    }
}

impl Machines {
    /// The machines one by one.
    pub fn specs(&self, seed: u64) -> Vec<MachineSpec> {
        match self {
            Self::Specs(specs) => specs.clone(),
            Self::Count(count) => {
                (0..*count).filter_map(|number| MachineSpec::numbered(seed, number)).collect()
            }
        }
    }
}

/// The seed of those who do not care.
const DEFAULT_SEED: u64 = 1;

/// The machine IDs of a real cluster with the same labels, from which Fleet's behaviour was recorded. A unit that is pinned to a
/// machine has the ID in its options and so in its hash; with these, hashes that were recorded hold here too.
const RECORDED_IDS: [&str; 3] = [
    "d70dd7c0373ca9455898f0b45c0d80f4",
    "944b8b4cf411912113956567820fcb9a",
    "aace2687da74b096e2c17858b628c0a6",
];

impl MachineSpec {
    /// The machine of this number, counted from 0, in a rack of three kinds.
    fn numbered(seed: u64, number: usize) -> Option<Self> {
        let (region, disk) = match number % 3 {
            0 => ("eu", "ssd"),
            1 => ("eu", "hdd"),
            _ => ("us", "ssd"),
        };
        let labels =
            [("slot", (number + 1).to_string()), ("region", region.to_owned()), ("disk", disk.to_owned())];
        let half = |which: &str| chance::bits(seed, &format!("machine {number} {which}"));
        let id = match RECORDED_IDS.get(number) {
            Some(id) if seed == DEFAULT_SEED => (*id).to_owned(),
            _ => format!("{:016x}{:016x}", half("high"), half("low")),
        };
        Some(Self {
            id: MachineId::parse(&id).ok()?,
            primary_ip: format!("10.0.{}.{}", 1 + number / 250, 1 + number % 250),
            metadata: labels.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        })
    }

    pub(crate) fn into_machine(self) -> Machine {
        Machine { id: self.id, primary_ip: self.primary_ip, metadata: self.metadata }
    }
}
