//! What the answer to a call about one unit means. Pure.
//!
//! Owns which statuses are success, call by call; lists are [`listing`](crate::listing)'s.

use fleet::{DesiredState, Unit, UnitName, UnitOption};
use serde::Serialize;

use crate::answer::Answer;
use crate::{DestroyOutcome, FleetError, PutOutcome};

/// A `PUT` body. Options are never sent without a desired state: Fleet would stop the unit.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Put<'a> {
    pub(crate) desired_state: DesiredState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) options: Option<&'a [UnitOption]>,
}

/// The unit that was asked for; `None` if Fleet says that it does not exist.
pub(crate) fn unit(answer: &Answer, name: &UnitName) -> Result<Option<Unit>, FleetError> {
    if answer.is_absent() {
        return Ok(None);
    }
    if answer.status != 200 {
        return Err(answer.refusal());
    }
    let unit: Unit = answer.json()?;
    if unit.name == *name {
        Ok(Some(unit))
    } else {
        Err(answer.nonsense("another unit than the one asked for"))
    }
}

/// What became of a `PUT` with options.
pub(crate) fn created(answer: &Answer) -> Result<PutOutcome, FleetError> {
    match answer.status {
        201 => Ok(PutOutcome::Created),
        204 => Ok(PutOutcome::Updated),
        _ => Err(answer.refusal()),
    }
}

/// What became of a `PUT` of a desired state alone.
pub(crate) fn desired_set(answer: &Answer) -> Result<(), FleetError> {
    match answer.status {
        201 | 204 => Ok(()),
        _ => Err(answer.refusal()),
    }
}

/// What became of a `PATCH` of machines' metadata.
pub(crate) fn patched(answer: &Answer) -> Result<(), FleetError> {
    match answer.status {
        204 => Ok(()),
        _ => Err(answer.refusal()),
    }
}

/// What became of a `DELETE`.
pub(crate) fn destroyed(answer: &Answer) -> Result<DestroyOutcome, FleetError> {
    match answer.status {
        204 => Ok(DestroyOutcome::Destroyed),
        _ if answer.is_absent() => Ok(DestroyOutcome::WasAbsent),
        _ => Err(answer.refusal()),
    }
}
