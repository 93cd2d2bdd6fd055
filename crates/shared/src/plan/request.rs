//! What a request needs and concerns.

use fleet::{AppName, AppUnit};

use super::{BackTo, PlanRequest};
use crate::policy::Verb;

impl BackTo {
    /// Whether it is what the deployment led to.
    pub fn is_after(&self) -> bool {
        *self == Self::After
    }
}

impl PlanRequest {
    /// The verb that it needs. A confirmation can ask for `force` besides.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Launch { .. } => Verb::Launch,
            // To none is a removal, whatever it is called.
            Self::Scale { count: 0, .. } => Verb::Remove,
            Self::Scale { .. } => Verb::Scale,
            Self::RemoveUnit { .. }
            | Self::RemoveVersion { .. }
            | Self::RemoveApp { .. }
            | Self::Restore { .. } => Verb::Remove,
            Self::StartUnit { .. } | Self::StopUnit { .. } | Self::RestartApp { .. } => Verb::Restart,
            Self::Deploy { .. } => Verb::Deploy,
            Self::RollBack { .. } => Verb::Rollback,
        }
    }

    /// Whether it is a deployment: kept in the history, one at a time for each app, with gates and a way back.
    pub fn is_deployment(&self) -> bool {
        matches!(
            self,
            Self::Deploy { .. } | Self::Scale { .. } | Self::RestartApp { .. } | Self::RollBack { .. }
        )
    }

    /// Whether it leads the app to one version and takes all others away, also those that are kept stopped: a deployment
    /// that scales or restarts leaves other versions as they are.
    pub fn chooses_version(&self) -> bool {
        matches!(self, Self::Deploy { .. } | Self::RollBack { .. })
    }

    /// The app that it is about; `None` for units that belong to none, and for what an action removed: that is
    /// known from the action.
    pub fn app(&self) -> Option<AppName> {
        match self {
            Self::Launch { app, .. }
            | Self::Scale { app, .. }
            | Self::RemoveVersion { app, .. }
            | Self::RemoveApp { app }
            | Self::Deploy { app, .. }
            | Self::RestartApp { app, .. }
            | Self::RollBack { app, .. } => Some(app.clone()),
            Self::RemoveUnit { unit } | Self::StartUnit { unit } | Self::StopUnit { unit } => {
                AppUnit::parse(unit).map(|parsed| parsed.app)
            }
            Self::Restore { .. } => None,
        }
    }
}
