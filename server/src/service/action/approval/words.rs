//! Requests as things, for the record: "the deployment of web 2.0.0".

use fleet::{AppName, Version};
use shared::UserName;
use shared::plan::PlanRequest;

/// "deployment of web 2.0.0".
pub(super) fn what(request: &PlanRequest) -> String {
    match request {
        PlanRequest::Launch { app, version, count } => {
            format!("launch of {count} of {}", label(app, Some(version)))
        }
        PlanRequest::Scale { app, version, count } => {
            format!("scaling of {} to {count}", label(app, version.as_ref()))
        }
        PlanRequest::RemoveUnit { unit } => format!("removal of {unit}"),
        PlanRequest::RemoveVersion { app, version } => {
            format!("removal of {}", label(app, version.as_ref()))
        }
        PlanRequest::RemoveApp { app } => format!("removal of all of {app}"),
        PlanRequest::StartUnit { unit } => format!("start of {unit}"),
        PlanRequest::StopUnit { unit } => format!("stop of {unit}"),
        PlanRequest::Restore { .. } => "putting back of what was removed".to_owned(),
        PlanRequest::Deploy { app, version, .. } => format!("deployment of {}", label(app, Some(version))),
        PlanRequest::RestartApp { app, version } => format!("restart of {}", label(app, version.as_ref())),
        PlanRequest::RollBack { app, .. } => format!("roll back of {app}"),
    }
}

/// "ada's".
pub(super) fn possessive(name: &UserName) -> String {
    format!("{name}'s")
}

fn label(app: &AppName, version: Option<&Version>) -> String {
    version.map_or_else(|| app.to_string(), |version| format!("{app} {version}"))
}
