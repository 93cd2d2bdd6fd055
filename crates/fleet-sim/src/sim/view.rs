//! Reading the cluster: what GET of the API shows, without its pages and its JSON.

use fleet::{DesiredState, Machine, MachineId, Unit, UnitName, UnitOption, UnitState};

use super::process::{Process, Published};
use super::{ProcessKey, Sim, UnitRecord};

/// A unit as the API shows it.
#[derive(Debug, Clone, Copy)]
pub struct UnitView<'a> {
    /// Its name.
    pub name: &'a UnitName,
    /// Its options, as read back from the stored text.
    pub options: &'a [UnitOption],
    /// What is wanted.
    pub desired: DesiredState,
    /// What was reached, as far as Fleet computes it: says nothing about success, and nothing at all of global units.
    pub current: DesiredState,
    /// The machine it is scheduled to.
    pub machine: Option<&'a MachineId>,
    /// Whether every machine decides for itself.
    pub global: bool,
}

impl UnitView<'_> {
    /// The same as an entity of its own.
    pub fn to_entity(&self) -> Unit {
        Unit {
            name: self.name.clone(),
            options: self.options.to_vec(),
            desired_state: Some(self.desired),
            current_state: Some(self.current),
            machine_id: self.machine.cloned(),
        }
    }
}

impl Sim {
    /// All units, by name.
    pub fn units(&self) -> impl Iterator<Item = UnitView<'_>> {
        self.units.iter().map(|(name, unit)| self.view(name, unit))
    }

    /// One unit.
    pub fn unit(&self, name: &str) -> Option<UnitView<'_>> {
        self.units.get_key_value(name).map(|(name, unit)| self.view(name, unit))
    }

    /// How many units there are.
    pub fn unit_count(&self) -> usize {
        self.units.len()
    }

    /// All published states, by unit and then by machine.
    pub fn states(&self) -> impl Iterator<Item = UnitState> {
        self.published().map(StateView::to_entity)
    }

    /// The same without a copy of each.
    pub(crate) fn published(&self) -> impl Iterator<Item = StateView<'_>> {
        self.processes.iter().filter_map(|(key, process)| StateView::of(key, process))
    }

    /// The published states of one unit, by machine. The unit may be deleted already.
    pub fn states_of(&self, name: &str) -> impl Iterator<Item = UnitState> {
        // A name that does not parse was never stored, so nothing has it; and without machines there are no states.
        let first = UnitName::parse(name).ok().zip(self.machines.keys().next().cloned());
        first.into_iter().flat_map(move |first| {
            let name = first.0.clone();
            self.processes
                .range(first..)
                .take_while(move |((unit, _), _)| *unit == name)
                .filter_map(|(key, process)| StateView::of(key, process).map(StateView::to_entity))
        })
    }

    /// The machines that the cluster believes in, by ID.
    pub fn machines(&self) -> impl Iterator<Item = &Machine> {
        self.machines.values().filter(|machine| machine.registered).map(|machine| &machine.shown)
    }

    /// The units that a machine is to hold, global ones included, by name.
    pub fn assigned(&self, machine: &str) -> impl Iterator<Item = &UnitName> {
        self.machines.get(machine).into_iter().flat_map(|machine| &machine.assigned)
    }

    fn view<'a>(&'a self, name: &'a UnitName, unit: &'a UnitRecord) -> UnitView<'a> {
        UnitView {
            name,
            options: &unit.options,
            desired: unit.desired,
            current: self.current_state(name, unit),
            machine: unit.target.as_ref(),
            global: unit.requirements.global,
        }
    }

    fn current_state(&self, name: &UnitName, unit: &UnitRecord) -> DesiredState {
        let Some(target) = &unit.target else { return DesiredState::Inactive };
        match self.processes.get(&(name.clone(), target.clone())) {
            Some(process) if process.published.is_none() => DesiredState::Inactive,
            Some(process) if process.launched => DesiredState::Launched,
            Some(_) => DesiredState::Loaded,
            None => DesiredState::Inactive,
        }
    }
}

/// A state as it was published last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StateView<'a> {
    name: &'a UnitName,
    machine: &'a MachineId,
    published: &'a Published,
}

impl<'a> StateView<'a> {
    fn of((name, machine): &'a ProcessKey, process: &'a Process) -> Option<Self> {
        Some(Self { name, machine, published: process.published.as_ref()? })
    }

    /// The same as an entity of its own.
    pub(crate) fn to_entity(self) -> UnitState {
        let Published { hash, words } = self.published;
        UnitState {
            name: self.name.clone(),
            hash: Some(*hash),
            machine_id: self.machine.clone(),
            load: words.0.to_owned(),
            active: words.1.to_owned(),
            sub: words.2.to_owned(),
        }
    }
}
