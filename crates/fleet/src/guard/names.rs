//! Names that are not sent.

use super::{GuardError, MAX_NAME_BYTES, host_units};
use crate::UnitName;

pub(super) fn check(name: &UnitName) -> Result<(), GuardError> {
    let bytes = name.as_str().len();
    if bytes > MAX_NAME_BYTES {
        return Err(GuardError::NameTooLong { bytes });
    }
    if !name.unit_type().agent_can_unload() {
        return Err(GuardError::TypeNotUnloadable(name.unit_type()));
    }
    if host_units::is_host_unit(name) {
        return Err(GuardError::HostUnit { name: name.clone() });
    }
    Ok(())
}
