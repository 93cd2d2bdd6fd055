//! Plans, case by case and by properties.

mod alone;
mod companions;
mod deploy;
mod extent;
mod launch;
mod properties;
mod remove;
mod restart;
mod restore;
mod roll_back;
mod rollouts;
mod room;
mod scale;
mod still;
mod unit;

use super::{Plan, PlanError, PlanRequest, PlanState, Step, Warning, plan};
use crate::testing::{app, name, version};

fn launch(of: &str, tag: &str, count: u32) -> PlanRequest {
    PlanRequest::Launch { app: app(of), version: version(tag), count }
}

fn scale(of: &str, tag: &str, count: u32) -> PlanRequest {
    PlanRequest::Scale { app: app(of), version: Some(version(tag)), count }
}

fn deploy(of: &str, tag: &str, count: u32) -> PlanRequest {
    PlanRequest::Deploy { app: app(of), version: version(tag), count: Some(count), strategy: None }
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

/// Summary, stages with their lanes in short words, and warnings.
fn staged(plan: &Plan) -> String {
    let mut lines = vec![plan.summary.clone()];
    let mut steps = plan.steps.iter();
    for stage in &plan.stages {
        lines.push(format!("{}:", stage.title));
        for length in &stage.lanes {
            let lane: Vec<String> = steps.by_ref().take(*length as usize).map(Step::words).collect();
            lines.push(format!("  {}", lane.join("; ")));
        }
    }
    assert_eq!(steps.next(), None, "every step stands in a lane");
    lines.extend(warnings(plan).iter().map(|text| format!("! {text}")));
    lines.join("\n")
}

fn titles(plan: &Plan) -> Vec<&str> {
    plan.stages.iter().map(|stage| stage.title.as_str()).collect()
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
