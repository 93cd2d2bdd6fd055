//! The unit's name: what [`guard`] refuses.

use super::{Context, Finding};
use crate::lint::{Place, Rule};
use crate::{GuardError, guard};

pub(super) fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(error) = context.subject.name.and_then(|name| guard::check_name(name).err()) else {
        return Vec::new();
    };
    let rule = match &error {
        GuardError::NameTooLong { .. } => Rule::NameTooLong,
        GuardError::TypeNotUnloadable(_) => Rule::UnitType,
        _ => Rule::HostUnit,
    };
    vec![Finding::new(rule, Place::Name, super::lines::sentence(&error.to_string()))]
}
