//! Requests as things, for the record: "deployment of web 2.0.0".

use fleet::{AppName, Version};
use say::server::record;
use shared::plan::PlanRequest;

/// "deployment of web 2.0.0".
pub(super) fn what(request: &PlanRequest) -> String {
    match request {
        PlanRequest::Launch { app, version, count } => record::what_launch(count, &label(app, Some(version))),
        PlanRequest::Scale { app, version, count } => {
            record::what_scale(&label(app, version.as_ref()), count)
        }
        PlanRequest::RemoveUnit { unit } => record::what_removal(unit),
        PlanRequest::RemoveVersion { app, version } => record::what_removal(&label(app, version.as_ref())),
        PlanRequest::RemoveApp { app } => record::what_removal_of_all(app),
        PlanRequest::StartUnit { unit } => record::what_start(unit),
        PlanRequest::StopUnit { unit } => record::what_stop(unit),
        PlanRequest::Restore { .. } => record::what_put_back().to_owned(),
        PlanRequest::Deploy { app, version, .. } => record::what_deploy(&label(app, Some(version))),
        PlanRequest::RestartApp { app, version } => record::what_restart(&label(app, version.as_ref())),
        PlanRequest::RollBack { app, .. } => record::what_roll_back(app),
    }
}

fn label(app: &AppName, version: Option<&Version>) -> String {
    version.map_or_else(|| app.to_string(), |version| format!("{app} {version}"))
}
