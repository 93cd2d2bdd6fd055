//! Plans, case by case and by properties.

mod launch;
mod properties;
mod remove;
mod restore;
mod scale;
mod still;
mod unit;

use super::{Plan, PlanError, PlanRequest, PlanState, Warning, plan};
use crate::testing::{app, name, version};

fn launch(of: &str, tag: &str, count: u32) -> PlanRequest {
    PlanRequest::Launch { app: app(of), version: version(tag), count }
}

fn scale(of: &str, tag: &str, count: u32) -> PlanRequest {
    PlanRequest::Scale { app: app(of), version: Some(version(tag)), count }
}

fn remove_unit(unit: &str) -> PlanRequest {
    PlanRequest::RemoveUnit { unit: name(unit) }
}

fn remove_version(of: &str, tag: &str) -> PlanRequest {
    PlanRequest::RemoveVersion { app: app(of), version: Some(version(tag)) }
}

/// Summary, steps in words and warnings, one a line.
fn words(plan: &Plan) -> String {
    let mut lines = vec![plan.summary.clone()];
    lines.extend(plan.steps.iter().map(|step| format!("- {}", step.words())));
    lines.extend(warnings(plan).iter().map(|text| format!("! {text}")));
    lines.join("\n")
}

fn warnings(plan: &Plan) -> Vec<&str> {
    plan.warnings
        .iter()
        .map(|warning| match warning {
            Warning::Unscheduled { text, .. } | Warning::LastHealthy { text } | Warning::Note { text } => {
                text.as_str()
            }
        })
        .collect()
}

fn planned(request: &PlanRequest, state: &PlanState) -> Plan {
    plan(request, state).unwrap()
}

fn refused(request: &PlanRequest, state: &PlanState) -> PlanError {
    plan(request, state).unwrap_err()
}
