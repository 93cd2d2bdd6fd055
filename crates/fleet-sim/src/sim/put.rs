//! Changing units: what PUT and DELETE of the API do, with Fleet's checks in Fleet's order.
//!
//! Owns the decision and its words; the status codes belong to the HTTP side.
//!
//! Differs from Fleet on purpose in one point: Fleet answers 2xx to an unknown desired state and to options that do not parse
//! again when the unit exists, and from then on cannot read that unit any more ("poisoned"). Here both are refused.

use std::sync::Arc;

use fleet::{
    DesiredState, NameError, RequirementError, Requirements, UnitHash, UnitName, UnitOption, go_quote,
    unit_file,
};

use super::plan::Plan;
use super::{Sim, UnitRecord};

/// What a client sends to create or change a unit.
#[derive(Debug, Clone, Default)]
pub struct UnitPut {
    /// The name in the body, if there is one.
    pub name: Option<String>,
    /// The options; a `null` among them is `None`.
    pub options: Vec<Option<UnitOption>>,
    /// The desired state, in the client's words; empty if there is none.
    pub desired_state: String,
}

impl UnitPut {
    /// Options and a desired state.
    pub fn new(options: Vec<UnitOption>, desired_state: DesiredState) -> Self {
        let options = options.into_iter().map(Some).collect();
        Self { name: None, options, desired_state: desired_state.as_str().to_owned() }
    }

    /// Only a desired state, for a unit that exists.
    pub fn state(desired_state: DesiredState) -> Self {
        Self { desired_state: desired_state.as_str().to_owned(), ..Self::default() }
    }
}

/// What a PUT did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PutOutcome {
    /// The unit is new, or has new options.
    Stored,
    /// Only the desired state was written.
    Retargeted,
}

/// Why a PUT was refused. The texts are Fleet's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PutError {
    /// The body names another unit than the URL.
    #[error("name in URL {} differs from unit name in request body {}", go_quote::Text(.url), go_quote::Text(.body))]
    NameDiffers {
        /// The name in the URL.
        url: String,
        /// The name in the body.
        body: String,
    },
    /// The name breaks a rule.
    #[error(transparent)]
    Name(#[from] NameError),
    /// One of the options is `null`. Fleet panics and closes the connection without an answer.
    #[error("null among the options")]
    NullOption,
    /// A new unit needs options.
    #[error("unit does not exist and options field empty")]
    NoOptions,
    /// An existing unit needs a desired state or other options.
    #[error("must provide DesiredState to update existing unit")]
    NoDesiredState,
    /// Templates do not run.
    #[error("cannot activate template {}", go_quote::Text(.0))]
    Template(String),
    /// The options cannot be written as a unit file that reads back.
    #[error("{0}")]
    UnitFile(String),
    /// The options contradict each other.
    #[error(transparent)]
    Requirement(#[from] RequirementError),
    /// A desired state that does not exist, for a unit that would be stored. Fleet says 500 and nothing.
    #[error("")]
    UnknownStateOfNewUnit,
    /// A desired state that does not exist, for a unit that does. Fleet accepts it and loses the unit.
    #[error("invalid desiredState {}", go_quote::Text(.0))]
    UnknownState(String),
}

/// Why a DELETE was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unit does not exist")]
pub struct DeleteError;

impl Sim {
    /// Creates a unit, gives it other options, or changes its desired state.
    pub fn put_unit(&mut self, url_name: &str, put: UnitPut) -> Result<PutOutcome, PutError> {
        if let Some(body) = put.name.filter(|body| !body.is_empty() && body != url_name) {
            return Err(PutError::NameDiffers { url: url_name.to_owned(), body });
        }
        let name = UnitName::parse(url_name)?;
        let submitted: Vec<UnitOption> =
            put.options.into_iter().collect::<Option<_>>().ok_or(PutError::NullOption)?;

        let known = self.units.get(&name).map(|unit| unit.hash);
        match known {
            None if submitted.is_empty() => Err(PutError::NoOptions),
            None => {
                let options = parse_back(&submitted)?;
                Requirements::check_create(&submitted)?;
                let desired = state_of_stored(&put.desired_state)?;
                self.store(name, options, desired);
                Ok(PutOutcome::Stored)
            }
            Some(hash) if submitted.is_empty() || UnitHash::of(&submitted) == hash => {
                let desired = state_of_existing(&name, &put.desired_state)?;
                self.retarget(&name, desired);
                Ok(PutOutcome::Retargeted)
            }
            // Fleet does not look at the requirements of a unit that exists already.
            Some(_) => {
                let desired = state_of_stored(&put.desired_state)?;
                let options = parse_back(&submitted)?;
                self.store(name, options, desired);
                Ok(PutOutcome::Stored)
            }
        }
    }

    /// Takes a unit out of the registry. Its process lives on until the agent has stopped it.
    pub fn delete_unit(&mut self, name: &str) -> Result<(), DeleteError> {
        let (name, unit) = self.units.remove_entry(name).ok_or(DeleteError)?;
        self.forget_placement(&name, &unit);
        self.revisions.units += 1;
        Ok(())
    }

    fn store(&mut self, name: UnitName, options: Vec<UnitOption>, desired: DesiredState) {
        let mut requirements = Requirements::read(&name, &options);
        if requirements.global {
            // Agents decide about global units by metadata and conflicts alone.
            requirements.machine_id = None;
            requirements.machine_of.clear();
            requirements.replaces.clear();
        }
        let before = self.units.remove(&name);
        let mut target = None;
        if let Some(before) = &before {
            let stays_placed = before.requirements.global == requirements.global;
            if stays_placed {
                target = before.target.clone();
            } else {
                self.leave_all_machines(&name, before);
            }
            self.forget_links(&name, &before.requirements);
        }
        let unit = UnitRecord {
            hash: UnitHash::of(&options),
            plan: Arc::new(Plan::read(&name, &options)),
            requirements: Arc::new(requirements),
            options: options.into(),
            desired,
            target,
        };
        self.remember_links(&name, &unit.requirements);
        self.units.insert(name.clone(), unit);
        self.unit_changed(&name);
    }

    fn retarget(&mut self, name: &UnitName, desired: DesiredState) {
        let Some(unit) = self.units.get_mut(name) else { return };
        if unit.desired != desired {
            unit.desired = desired;
            self.unit_changed(name);
        }
    }
}

/// What GET will return: the stored text, read again.
fn parse_back(submitted: &[UnitOption]) -> Result<Vec<UnitOption>, PutError> {
    unit_file::normalise(submitted).map_err(|error| PutError::UnitFile(error.to_string()))
}

fn state_of_stored(words: &str) -> Result<DesiredState, PutError> {
    if words.is_empty() {
        return Ok(DesiredState::Inactive);
    }
    DesiredState::parse(words).map_err(|_| PutError::UnknownStateOfNewUnit)
}

fn state_of_existing(name: &UnitName, words: &str) -> Result<DesiredState, PutError> {
    if words.is_empty() {
        return Err(PutError::NoDesiredState);
    }
    let desired = DesiredState::parse(words).ok();
    if name.is_template() && desired != Some(DesiredState::Inactive) {
        return Err(PutError::Template(name.as_str().to_owned()));
    }
    desired.ok_or_else(|| PutError::UnknownState(words.to_owned()))
}
