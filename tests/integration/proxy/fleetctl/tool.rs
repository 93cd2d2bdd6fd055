//! fleetctl's commands: which calls they make, in which order, and what they wait for.
//!
//! The real one asks every 250 ms while it waits; here the condition is waited for as in all tests.

use fleet::{DesiredState, Unit, UnitName, UnitOption, unit_file};

use super::wire::{Told, Wire};
use crate::harness::eventually;

/// One fleetctl.
#[derive(Clone)]
pub(super) struct Fleetctl {
    wire: Wire,
    replace: bool,
}

/// How high a command brings a unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Submit,
    Load,
    Start,
}

impl Fleetctl {
    pub(super) fn new(wire: Wire) -> Self {
        Self { wire, replace: false }
    }

    /// With the flag `--replace`.
    pub(super) fn replace(&self) -> Self {
        Self { replace: true, ..self.clone() }
    }

    /// The lines that it prints: `944b8b4c… 10.0.0.1 region=eu`.
    pub(super) async fn list_machines(&self) -> Told<Vec<String>> {
        let machines = self.wire.machines().await?;
        Ok(machines
            .iter()
            .map(|machine| format!("{}... {}", machine.id.short(), machine.primary_ip))
            .collect())
    }

    /// `example.service 944b8b4c.../10.0.0.1 active running 7dc08eb`
    pub(super) async fn list_units(&self) -> Told<Vec<String>> {
        let states = self.wire.states().await?;
        let machines = self.wire.machines().await?;
        let lines = states.iter().map(|state| {
            let machine = machines.iter().find(|machine| machine.id == state.machine_id).unwrap();
            // A shorter hash makes it crash.
            let hash = state.hash.unwrap().to_string()[..7].to_owned();
            format!(
                "{} {}.../{} {} {} {hash}",
                state.name,
                machine.id.short(),
                machine.primary_ip,
                state.active,
                state.sub
            )
        });
        Ok(lines.collect())
    }

    /// `example.service 7dc08eb launched launched 944b8b4c...`
    pub(super) async fn list_unit_files(&self) -> Told<Vec<String>> {
        let units = self.wire.units().await?;
        let machines = self.wire.machines().await?;
        let lines = units.iter().map(|unit| {
            let target = unit.machine_id.as_ref().map_or("-", |id| {
                assert!(machines.iter().any(|machine| machine.id == *id), "{id}");
                id.short()
            });
            let word = |state: Option<DesiredState>| state.map_or("-", DesiredState::as_str);
            let hash = fleet::UnitHash::of(&unit.options).to_string()[..7].to_owned();
            format!("{} {hash} {} {} {target}", unit.name, word(unit.desired_state), word(unit.current_state))
        });
        Ok(lines.collect())
    }

    /// Stores a unit file, or the one of its template.
    pub(super) async fn submit(&self, name: &str, file: Option<&str>) -> Told<()> {
        self.lazy_create(name, file, Level::Submit).await
    }

    /// The same, and onto a machine.
    pub(super) async fn load(&self, name: &str, file: Option<&str>) -> Told<()> {
        self.lazy_create(name, file, Level::Load).await?;
        self.target(name, DesiredState::Loaded).await
    }

    /// The same, and started. Waits until systemd says that it is active.
    pub(super) async fn start(&self, name: &str, file: Option<&str>) -> Told<()> {
        self.lazy_create(name, file, Level::Start).await?;
        self.target(name, DesiredState::Launched).await?;
        // A 503 or a 500 is asked again here, and so is whatever is not active yet.
        eventually("systemd says that it is active", async || {
            self.wire.state(name).await.ok().filter(|state| state.active == "active")
        })
        .await;
        Ok(())
    }

    pub(super) async fn stop(&self, name: &str) -> Told<()> {
        let unit = self.find(name).await?;
        match unit.current_state {
            Some(DesiredState::Inactive) => Err(format!("Unable to stop unit {name} in state inactive")),
            Some(DesiredState::Loaded) => Ok(()),
            _ => {
                self.wire.set_target(name, "loaded").await?;
                self.wait_for(name, DesiredState::Loaded).await
            }
        }
    }

    pub(super) async fn unload(&self, name: &str) -> Told<()> {
        self.find(name).await?;
        self.wire.set_target(name, "inactive").await?;
        self.wait_for(name, DesiredState::Inactive).await
    }

    pub(super) async fn destroy(&self, name: &str) -> Told<()> {
        self.find(name).await?;
        self.wire.destroy(name).await?;
        // It asks until the unit is not there; another failure ends the run.
        match self.wire.unit(name).await? {
            None => Ok(()),
            Some(_) => Err(format!("{name} is there although it was destroyed")),
        }
    }

    /// The unit file, as it prints it.
    pub(super) async fn cat(&self, name: &str) -> Told<String> {
        Ok(unit_file::to_text(&self.find(name).await?.options))
    }

    /// The unit out of the list of all, as commands do that take several names.
    async fn find(&self, name: &str) -> Told<Unit> {
        let units = self.wire.units().await?;
        let found = units.into_iter().find(|unit| unit.name.as_str() == name);
        found.ok_or_else(|| format!("Unit {name} not found"))
    }

    async fn lazy_create(&self, name: &str, file: Option<&str>, level: Level) -> Told<()> {
        let there = self.wire.unit(name).await?;
        if let Some(there) = &there {
            if !self.replace {
                return Ok(());
            }
            let reached = match there.desired_state {
                Some(DesiredState::Launched) => Level::Start,
                Some(DesiredState::Loaded) => Level::Load,
                _ => Level::Submit,
            };
            if reached > level {
                return Err(format!("Warning: can not replace Unit({name}): use a higher command"));
            }
        }
        let options = self.options(name, file).await?;
        if there.is_some_and(|there| there.options == options) {
            return Ok(());
        }
        self.wire.create(name, &options).await?;
        self.wait_for(name, DesiredState::Inactive).await
    }

    /// A local file, or else what the unit's template says that Fleet has.
    async fn options(&self, name: &str, file: Option<&str>) -> Told<Vec<UnitOption>> {
        if let Some(text) = file {
            return Ok(unit_file::parse(text).unwrap());
        }
        let template = template_of(name).ok_or_else(|| format!("Could not load unit file {name}"))?;
        let template = self.wire.unit(&template).await?;
        template.map(|unit| unit.options).ok_or_else(|| format!("unable to find template of {name}"))
    }

    async fn target(&self, name: &str, state: DesiredState) -> Told<()> {
        let unit = self.wire.unit(name).await?.ok_or_else(|| format!("unit {name} not found"))?;
        if unit.desired_state != Some(state) {
            self.wire.set_target(name, state.as_str()).await?;
        }
        self.wait_for(name, state).await
    }

    /// While it waits, a failed question is only logged, and asked again. Of a global unit the desired state counts.
    async fn wait_for(&self, name: &str, state: DesiredState) -> Told<()> {
        let unit = eventually(&format!("{name} is {state}"), async || {
            let unit = self.wire.unit(name).await.ok().flatten()?;
            let global = fleet::Requirements::read(&unit.name, &unit.options).global;
            let now = if global { unit.desired_state } else { unit.current_state };
            (now == Some(state)).then_some(unit)
        })
        .await;
        if let Some(id) = unit.machine_id {
            // "Unit example.service launched on 944b8b4c.../10.0.0.1"
            let machines = self.wire.machines().await?;
            assert!(machines.iter().any(|machine| machine.id == id), "{id}");
        }
        Ok(())
    }
}

/// `example@.service` of `example@1.service`.
fn template_of(name: &str) -> Option<String> {
    let name = UnitName::parse(name).ok()?;
    let (prefix, rest) = name.as_str().split_once('@')?;
    let (instance, suffix) = rest.rsplit_once('.')?;
    (!instance.is_empty()).then(|| format!("{prefix}@.{suffix}"))
}
