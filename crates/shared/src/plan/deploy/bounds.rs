//! How many instances an app may have, as its settings say.

use fleet::AppName;

use crate::deployment::AppSettings;
use crate::plan::draft::Draft;
use crate::plan::{Confirm, PlanError, words};

/// Refuses more than the settings allow. Who has too many already may have fewer.
pub(in crate::plan) fn check_not_over(
    app: &AppName,
    settings: &AppSettings,
    before: usize,
    after: usize,
) -> Result<(), PlanError> {
    let max = settings.max as usize;
    if after > max && after > before {
        return Err(PlanError::BadCount {
            message: say::server::plan::above_most(&app, &words::instances(max), &after),
        });
    }
    Ok(())
}

/// Refuses fewer than the settings allow, but for none: that is a removal. Who has too few already may have more.
pub(in crate::plan) fn check_not_below(
    app: &AppName,
    settings: &AppSettings,
    before: usize,
    after: usize,
) -> Result<(), PlanError> {
    let min = settings.min as usize;
    if after < min && after < before && after > 0 {
        return Err(PlanError::BadCount {
            message: say::server::plan::below_least(&app, &words::instances(min), &after),
        });
    }
    Ok(())
}

/// Asks for `force` where a protected app would be left with fewer than its minimum, or with none.
pub(in crate::plan) fn guard_protected(
    draft: &mut Draft,
    app: &AppName,
    settings: &AppSettings,
    before: usize,
    after: usize,
) {
    if !settings.protected || after >= before || after >= (settings.min as usize).max(1) {
        return;
    }
    draft.confirm = Confirm::TypeName { name: app.to_string(), force: true };
    draft.note(match after {
        0 => say::server::plan::protected_none(&app),
        _ => say::server::plan::protected(&app, &settings.min, &after),
    });
}
