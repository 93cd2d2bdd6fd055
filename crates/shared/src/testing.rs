//! Clusters for tests, in words.

use std::collections::BTreeMap;
use std::sync::Arc;

use fleet::{AppName, AppUnit, DesiredState, Machine, MachineId, UnitName, UnitOption, Version};

use crate::deployment::AppSettings;
use crate::id::ActionId;
use crate::plan::{Plan, PlanState, PlanUnit, Step};
use crate::template::{self, Template};
use crate::view::{StateRow, UnitRow};

pub(crate) fn app(text: &str) -> AppName {
    AppName::parse(text).unwrap()
}

pub(crate) fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}

pub(crate) fn name(text: &str) -> UnitName {
    UnitName::parse(text).unwrap()
}

pub(crate) fn options(unit_file: &str) -> Vec<UnitOption> {
    template::read(unit_file).unwrap()
}

pub(crate) fn machine(id: &str, metadata: &[(&str, &str)]) -> Machine {
    let metadata: BTreeMap<_, _> =
        metadata.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Machine { id: MachineId::parse(id).unwrap(), primary_ip: String::new(), metadata }
}

/// A template with one instance a machine.
pub(crate) const EXCLUSIVE: &str = "\
[Service]
ExecStart=/usr/bin/docker run --name {app}-{version}-{instance} coreos/{app}:{version}
[X-Fleet]
Conflicts=%p@*.service
";

/// A template without any demand.
pub(crate) const SIMPLE: &str = "[Service]\nExecStart=/bin/run {app} {instance}\n";

/// How a unit fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fares {
    Running,
    Starting,
    Failed,
    Unplaced,
    Stopped,
    Inactive,
}

impl Fares {
    pub(crate) const ALL: [Self; 6] =
        [Self::Running, Self::Starting, Self::Failed, Self::Unplaced, Self::Stopped, Self::Inactive];
}

/// Builds a `PlanState`.
#[derive(Debug, Clone, Default)]
pub(crate) struct World(pub(crate) PlanState);

impl World {
    /// Machines m1, m2, ….
    pub(crate) fn with_machines(count: usize) -> Self {
        let machines = (1..=count).map(|number| machine(&format!("m{number}"), &[])).collect();
        Self(PlanState { machines, ..PlanState::default() })
    }

    pub(crate) fn template(mut self, of: &str, unit_file: &str) -> Self {
        self.0.template =
            Some(Template { app: app(of), revision: 1, image: String::new(), options: options(unit_file) });
        self
    }

    /// A unit with the options of `SIMPLE`, on m1 if it is on any machine.
    pub(crate) fn unit(self, text: &str, fares: Fares) -> Self {
        self.unit_on(text, fares, "m1", "[Service]\nExecStart=/bin/run\n")
    }

    pub(crate) fn units(self, names: &[&str], fares: Fares) -> Self {
        names.iter().fold(self, |world, text| world.unit(text, fares))
    }

    pub(crate) fn unit_on(mut self, text: &str, fares: Fares, machine: &str, unit_file: &str) -> Self {
        let row = row(text, fares, machine);
        let options = options(unit_file).into();
        self.0.units.insert(row.name.clone(), PlanUnit { row: Arc::new(row), options });
        self
    }

    /// A unit as the template says, on m1 if it is on any machine.
    pub(crate) fn filled(mut self, text: &str, fares: Fares) -> Self {
        let unit = AppUnit::parse(&name(text)).unwrap();
        let template = self.0.template.as_ref().unwrap();
        let options = template.fill(unit.version.as_ref(), unit.instance).unwrap().into();
        let row = row(text, fares, "m1");
        self.0.units.insert(row.name.clone(), PlanUnit { row: Arc::new(row), options });
        self
    }

    pub(crate) fn settings(mut self, change: impl FnOnce(&mut AppSettings)) -> Self {
        change(&mut self.0.settings);
        self
    }

    /// An app whose units follow those of the one that has the template.
    pub(crate) fn companion(mut self, of: &str, unit_file: &str) -> Self {
        self.0.settings.companions.push(app(of));
        let options = options(unit_file);
        self.0.companions.push(Template { app: app(of), revision: 1, image: String::new(), options });
        self
    }

    pub(crate) fn change(mut self, text: &str, change: impl FnOnce(&mut UnitRow)) -> Self {
        let unit = self.0.units.get_mut(text).unwrap();
        change(Arc::make_mut(&mut unit.row));
        self
    }

    pub(crate) fn leaving(self, text: &str) -> Self {
        self.change(text, |row| row.leaving = Some(ActionId::parse("0a").unwrap()))
    }
}

pub(crate) fn row(text: &str, fares: Fares, machine: &str) -> UnitRow {
    let on = Some(MachineId::parse(machine).unwrap());
    let (desired, machine, state) = match fares {
        Fares::Running => (DesiredState::Launched, on, Some(("active", "running"))),
        Fares::Starting => (DesiredState::Launched, on, Some(("activating", "start-pre"))),
        Fares::Failed => (DesiredState::Launched, on, Some(("failed", "failed"))),
        Fares::Unplaced => (DesiredState::Launched, None, None),
        Fares::Stopped => (DesiredState::Loaded, on, Some(("inactive", "dead"))),
        Fares::Inactive => (DesiredState::Inactive, None, None),
    };
    let states = state.map(|(active, sub)| StateRow {
        machine: None,
        load: "loaded".to_owned(),
        active: active.to_owned(),
        sub: sub.to_owned(),
        previous: false,
    });
    UnitRow {
        name: name(text),
        desired,
        current: desired,
        machine,
        global: false,
        states: states.into_iter().collect(),
        since_ms: 0,
        leaving: None,
        why: None,
        read_ms: None,
    }
}

/// The state once a plan is done and all its waits have ended well.
pub(crate) fn apply(plan: &Plan, state: &PlanState) -> PlanState {
    let mut after = state.clone();
    for step in &plan.steps {
        match step {
            Step::Create { unit, options, desired } => {
                let mut row = row(unit.as_str(), Fares::Running, "m1");
                row.desired = *desired;
                let before = after
                    .units
                    .insert(unit.clone(), PlanUnit { row: Arc::new(row), options: options.clone().into() });
                assert!(before.is_none(), "{unit} was there already");
            }
            Step::SetDesired { unit, desired } => {
                Arc::make_mut(&mut after.units.get_mut(unit).unwrap().row).desired = *desired;
            }
            Step::Destroy { unit } => {
                after.units.remove(unit).unwrap();
            }
            Step::WaitRunning { .. }
            | Step::Gate { .. }
            | Step::WaitStopped { .. }
            | Step::WaitGone { .. } => {}
        }
    }
    after
}
