//! Lanes: what is done to one instance, one step after the other, with the companions that follow it.
//!
//! A companion starts after its instance has passed what it must, and goes before it.

use fleet::{AppName, AppUnit, DesiredState, Instance, UnitName, UnitOption, Version};

use super::draft::resting_state;
use super::{PlanError, PlanState, PlanUnit, Step, create};
use crate::deployment::Gate;

/// Steps that follow each other.
pub(super) type Lane = Vec<Step>;

/// What an instance must pass once it is started.
#[derive(Debug, Clone)]
pub(super) enum Pass {
    /// The gate.
    Gate(Gate),
    /// Active once: the version has passed the gate before.
    Running,
    /// Nothing: it did not run before either.
    Nothing,
}

/// Makes the lanes of one app's instances.
#[derive(Debug)]
pub(super) struct Lanes<'a> {
    state: &'a PlanState,
    companions: Vec<AppName>,
}

impl<'a> Lanes<'a> {
    /// `companions`: the apps whose units follow each instance.
    pub(super) fn new(state: &'a PlanState, companions: &[AppName]) -> Self {
        let mut companions = companions.to_vec();
        for template in &state.companions {
            if !companions.contains(&template.app) {
                companions.push(template.app.clone());
            }
        }
        Self { state, companions }
    }

    /// Creates an instance and its companions.
    pub(super) fn create(
        &self,
        name: &UnitName,
        options: Vec<UnitOption>,
        pass: &Pass,
    ) -> Result<Lane, PlanError> {
        let create = Step::Create { unit: name.clone(), options, desired: DesiredState::Launched };
        Ok([vec![create], prove(name, pass), self.companions_up(name, false)?].concat())
    }

    /// Starts an instance that is there, and its companions.
    pub(super) fn wake(&self, name: &UnitName, pass: &Pass) -> Result<Lane, PlanError> {
        Ok([vec![launch(name)], prove(name, pass), self.companions_up(name, false)?].concat())
    }

    /// Waits for an instance that is on its way, and starts the companions that it lacks. Empty if all is well.
    pub(super) fn complete(&self, name: &UnitName, is_healthy: bool, pass: &Pass) -> Result<Lane, PlanError> {
        let proof = if is_healthy { Vec::new() } else { prove(name, pass) };
        Ok([proof, self.companions_up(name, false)?].concat())
    }

    /// Stops an instance; it stays on its machine.
    pub(super) fn stop(&self, name: &UnitName, unit: &PlanUnit) -> Lane {
        let followers = self.followers(name).into_iter().rev().filter(|(_, unit)| is_wanted(unit));
        let mut lane: Lane = followers.flat_map(|(name, unit)| stop(&name, unit)).collect();
        lane.extend(stop(name, unit));
        lane
    }

    /// Removes an instance in order.
    pub(super) fn retire(&self, name: &UnitName, unit: &PlanUnit) -> Lane {
        let followers = self.followers(name).into_iter().rev();
        let mut lane: Lane = followers.flat_map(|(name, unit)| retire(&name, unit)).collect();
        lane.extend(retire(name, unit));
        lane
    }

    /// Stops an instance and starts it again.
    pub(super) fn restart(&self, name: &UnitName, unit: &PlanUnit, pass: &Pass) -> Result<Lane, PlanError> {
        let up = self.companions_up(name, true)?;
        Ok([self.stop(name, unit), vec![launch(name)], prove(name, pass), up].concat())
    }

    /// Whether an instance of this number can be created: its name and its companions' are free, and Fleet has let go
    /// of them.
    fn is_free(&self, app: &AppName, version: Option<&Version>, instance: Instance) -> bool {
        std::iter::once(app).chain(&self.companions).all(|app| {
            let unit = AppUnit { app: app.clone(), version: version.cloned(), instance };
            // A name that is too long is told where it is made.
            unit.unit_name().map_or(true, |name| {
                !self.state.units.contains_key(&name) && !self.state.recent.contains(&name)
            })
        })
    }

    /// The lowest numbers, from 1, that are free. Those of leaving units are still held: a name used again before Fleet
    /// has let go of it fails.
    pub(super) fn free_instances(
        &self,
        app: &AppName,
        version: Option<&Version>,
        count: usize,
    ) -> Vec<Instance> {
        let is_free = |number: &Instance| self.is_free(app, version, *number);
        (1..=u32::MAX).map(Instance::new).filter(is_free).take(count).collect()
    }

    /// Starts companions, creates those that are not there, and leaves alone those that run, unless all were stopped.
    fn companions_up(&self, name: &UnitName, all_stopped: bool) -> Result<Lane, PlanError> {
        let Some(AppUnit { version, instance, .. }) = AppUnit::parse(name) else { return Ok(Vec::new()) };
        let mut lane = Vec::new();
        for template in &self.state.companions {
            let unit = AppUnit { app: template.app.clone(), version: version.clone(), instance };
            let follower = unit.unit_name().map_err(|error| {
                PlanError::bad_template(format!(
                    "No unit of the companion {} can have such a name: {error}. Use a shorter version.",
                    template.app
                ))
            })?;
            match self.state.units.get(&follower) {
                None => {
                    let options = create::fill(template, version.as_ref(), instance)?;
                    create::check(&follower, &options)?;
                    let desired = DesiredState::Launched;
                    lane.push(Step::Create { unit: follower.clone(), options, desired });
                    lane.push(Step::WaitRunning { unit: follower });
                }
                Some(unit) if unit.row.leaving.is_some() => {
                    return Err(PlanError::busy(format!(
                        "{follower} is being removed, and it follows {name}. Wait until it is gone."
                    )));
                }
                Some(unit) if is_wanted(unit) && !all_stopped => {}
                Some(_) => {
                    lane.push(launch(&follower));
                    lane.push(Step::WaitRunning { unit: follower });
                }
            }
        }
        Ok(lane)
    }

    /// The names of the units that follow an instance, whether they are there or not.
    pub(super) fn follower_names(&self, name: &UnitName) -> Vec<UnitName> {
        let Some(AppUnit { version, instance, .. }) = AppUnit::parse(name) else { return Vec::new() };
        let follower = |app: &AppName| AppUnit { app: app.clone(), version: version.clone(), instance };
        self.companions.iter().filter_map(|app| follower(app).unit_name().ok()).collect()
    }

    /// The units that follow an instance, as far as they are there and nobody is removing them.
    fn followers(&self, name: &UnitName) -> Vec<(UnitName, &'a PlanUnit)> {
        self.follower_names(name)
            .into_iter()
            .filter_map(|follower| Some((follower.clone(), self.state.units.get(&follower)?)))
            .filter(|(_, unit)| unit.row.leaving.is_none())
            .collect()
    }
}

/// What is left of a lane that removes, once its units were stopped in order. None is stopped again: what somebody
/// has started meanwhile goes on running.
pub(super) fn bury(lane: &[Step]) -> Lane {
    lane.iter().filter(|step| !matches!(step, Step::SetDesired { .. })).cloned().collect()
}

fn is_wanted(unit: &PlanUnit) -> bool {
    unit.row.desired == DesiredState::Launched
}

fn launch(name: &UnitName) -> Step {
    Step::SetDesired { unit: name.clone(), desired: DesiredState::Launched }
}

fn prove(name: &UnitName, pass: &Pass) -> Lane {
    match pass {
        Pass::Gate(gate) => vec![Step::Gate { unit: name.clone(), gate: gate.clone() }],
        Pass::Running => vec![Step::WaitRunning { unit: name.clone() }],
        Pass::Nothing => Vec::new(),
    }
}

fn stop(name: &UnitName, unit: &PlanUnit) -> Lane {
    vec![
        Step::SetDesired { unit: name.clone(), desired: resting_state(unit) },
        Step::WaitStopped { unit: name.clone() },
    ]
}

fn retire(name: &UnitName, unit: &PlanUnit) -> Lane {
    let mut lane = stop(name, unit);
    lane.extend([Step::Destroy { unit: name.clone() }, Step::WaitGone { unit: name.clone() }]);
    lane
}
