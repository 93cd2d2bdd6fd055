//! Lanes: what is done to one instance, one step after the other, with its companions.
//!
//! A companion starts after its instance has passed what it must, and goes before it. To *remove* a unit is to stop it,
//! wait for that, *destroy* it (Fleet's DELETE) and see that it is gone.

use fleet::{AppName, AppUnit, DesiredState, Instance, UnitName, UnitOption, Version};

use super::state::Member;
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
    /// `companions`: the apps of which each instance has a unit beside it.
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

    /// The same where its companions can't be started: that it serves counts for more.
    pub(super) fn wake_alone(name: &UnitName, pass: &Pass) -> Lane {
        [vec![launch(name)], prove(name, pass)].concat()
    }

    /// Waits for an instance that is on its way, and starts the companions that it lacks. Empty if all is well.
    pub(super) fn complete(&self, name: &UnitName, is_healthy: bool, pass: &Pass) -> Result<Lane, PlanError> {
        let proof = if is_healthy { Vec::new() } else { prove(name, pass) };
        Ok([proof, self.companions_up(name, false)?].concat())
    }

    /// Starts the companions that instances lack that run on.
    pub(super) fn companions_of_all<'m>(
        &self,
        members: impl Iterator<Item = &'m &'m Member<'m>>,
    ) -> Result<Vec<Lane>, PlanError> {
        let lanes = members.map(|member| self.companions_up(member.name, false));
        lanes.filter(|lane| !lane.as_ref().is_ok_and(Vec::is_empty)).collect()
    }

    /// Stops an instance; it stays on its machine.
    pub(super) fn stop(&self, name: &UnitName, unit: &PlanUnit) -> Lane {
        let companions = self.companions_of(name).into_iter().rev().filter(|(_, unit)| is_wanted(unit));
        let mut lane: Lane = companions.flat_map(|(name, unit)| stop(&name, unit)).collect();
        lane.extend(stop(name, unit));
        lane
    }

    /// Removes an instance in order.
    pub(super) fn remove(&self, name: &UnitName, unit: &PlanUnit) -> Lane {
        let companions = self.companions_of(name).into_iter().rev();
        let mut lane: Lane = companions.flat_map(|(name, unit)| remove(&name, unit)).collect();
        lane.extend(remove(name, unit));
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
        let Some(AppUnit { app, version, instance }) = AppUnit::parse(name) else { return Ok(Vec::new()) };
        let mut lane = Vec::new();
        for of in &self.companions {
            let unit = AppUnit { app: of.clone(), version: version.clone(), instance };
            let companion = unit.unit_name().map_err(|error| {
                PlanError::bad_template(say::server::plan::companion_no_such_name(of, &error))
            })?;
            match self.state.units.get(&companion) {
                None => {
                    let template = self.state.companions.iter().find(|template| template.app == *of);
                    let template = template.ok_or_else(|| no_companion(&app, of))?;
                    let options = create::fill(template, version.as_ref(), instance)?;
                    create::check(&companion, &options)?;
                    let desired = DesiredState::Launched;
                    lane.push(Step::Create { unit: companion.clone(), options, desired });
                    lane.push(Step::WaitRunning { unit: companion });
                }
                Some(unit) if unit.row.leaving.is_some() => {
                    return Err(PlanError::busy(say::server::plan::companion_leaving(&companion, &name)));
                }
                Some(unit) if is_wanted(unit) && !all_stopped => {}
                Some(_) => {
                    lane.push(launch(&companion));
                    lane.push(Step::WaitRunning { unit: companion });
                }
            }
        }
        Ok(lane)
    }

    /// The names of an instance's companions, whether they are there or not.
    pub(super) fn companion_names(&self, name: &UnitName) -> Vec<UnitName> {
        let Some(AppUnit { version, instance, .. }) = AppUnit::parse(name) else { return Vec::new() };
        let companion = |app: &AppName| AppUnit { app: app.clone(), version: version.clone(), instance };
        self.companions.iter().filter_map(|app| companion(app).unit_name().ok()).collect()
    }

    /// An instance's companions, as far as they are there and nobody is removing them.
    fn companions_of(&self, name: &UnitName) -> Vec<(UnitName, &'a PlanUnit)> {
        self.companion_names(name)
            .into_iter()
            .filter_map(|companion| Some((companion.clone(), self.state.units.get(&companion)?)))
            .filter(|(_, unit)| unit.row.leaving.is_none())
            .collect()
    }
}

/// What is left of a lane that removes, once its units were stopped in order. None is stopped again: what somebody
/// has started meanwhile goes on running.
pub(super) fn remove_stopped(lane: &[Step]) -> Lane {
    lane.iter().filter(|step| !matches!(step, Step::SetDesired { .. })).cloned().collect()
}

/// An instance that nothing announces is none that anybody wants.
fn no_companion(app: &AppName, companion: &AppName) -> PlanError {
    PlanError::bad_template(say::server::plan::companion_without_template(app, companion))
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

/// Removes one unit in order. Fleet's DELETE alone may skip `ExecStop` and answers before anything has stopped.
pub(super) fn remove(name: &UnitName, unit: &PlanUnit) -> Lane {
    let mut lane = stop(name, unit);
    lane.extend([Step::Destroy { unit: name.clone() }, Step::WaitGone { unit: name.clone() }]);
    lane
}

/// The state in which a unit waits for its removal.
///
/// `loaded` stops it and keeps it known to its machine's systemd, so that "it has stopped" is systemd's word.
/// With `inactive` Fleet forgets its state before the process has ended, and one would wait for nothing. A unit that
/// is inactive already stays so: `loaded` would put it on a machine, and Fleet refuses it for a template unit.
fn resting_state(unit: &PlanUnit) -> DesiredState {
    match unit.row.desired {
        DesiredState::Inactive => DesiredState::Inactive,
        DesiredState::Loaded | DesiredState::Launched if unit.row.name.is_template() => {
            DesiredState::Inactive
        }
        DesiredState::Loaded | DesiredState::Launched => DesiredState::Loaded,
    }
}
