//! Carries out a plan over a simulated Fleet whose every change it knows at once: no faster way leads through the plan.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use fleet::UnitName;
use fleet_sim::{SimHandle, UnitPut};
use shared::plan::{Plan, Step};
use tokio::time::sleep;

const LOOKS_EVERY: Duration = Duration::from_millis(2);
const PATIENCE: Duration = Duration::from_secs(120);

/// Stage by stage, the lanes of each side by side.
pub(super) async fn carry_out(fleet: &SimHandle, plan: &Plan) -> Result<()> {
    let mut steps = plan.steps.iter();
    ensure!(!plan.stages.is_empty(), "a plan without stages");
    for stage in &plan.stages {
        let lanes: Vec<Vec<&Step>> = stage
            .lanes
            .iter()
            .map(|length| steps.by_ref().take(usize::try_from(*length).unwrap_or(usize::MAX)).collect())
            .collect();
        let works = lanes.into_iter().map(async |lane| {
            for step in lane {
                carry_out_step(fleet, step).await.with_context(|| format!("{step:?}"))?;
            }
            Ok::<_, anyhow::Error>(())
        });
        futures_util::future::try_join_all(works).await?;
    }
    ensure!(steps.next().is_none(), "a plan with more steps than its stages have");
    Ok(())
}

async fn carry_out_step(fleet: &SimHandle, step: &Step) -> Result<()> {
    match step {
        Step::Create { unit, options, desired } => {
            fleet.put_unit(unit.as_str(), UnitPut::new(options.clone(), *desired))?;
        }
        Step::SetDesired { unit, desired } => {
            fleet.put_unit(unit.as_str(), UnitPut::state(*desired))?;
        }
        Step::WaitRunning { unit } => until(|| is_active(fleet, unit)).await?,
        Step::Gate { unit, gate } => {
            until(|| is_active(fleet, unit)).await?;
            sleep(Duration::from_secs(gate.steady_s.into())).await;
            ensure!(is_active(fleet, unit), "it does not run any more");
        }
        Step::WaitStopped { unit } => until(|| !runs(fleet, unit)).await?,
        Step::Destroy { unit } => fleet.delete_unit(unit.as_str())?,
        Step::WaitGone { unit } => until(|| fleet.with_sim(|sim| sim.unit(unit.as_str()).is_none())).await?,
    }
    Ok(())
}

async fn until(is_so: impl Fn() -> bool) -> Result<()> {
    let began = Instant::now();
    while !is_so() {
        ensure!(began.elapsed() < PATIENCE, "it does not come within {PATIENCE:?}");
        sleep(LOOKS_EVERY).await;
    }
    Ok(())
}

fn is_active(fleet: &SimHandle, unit: &UnitName) -> bool {
    fleet.with_sim(|sim| sim.states_of(unit.as_str()).any(|state| state.active == "active"))
}

fn runs(fleet: &SimHandle, unit: &UnitName) -> bool {
    let is_alive = |active: &str| !matches!(active, "inactive" | "failed");
    fleet.with_sim(|sim| sim.states_of(unit.as_str()).any(|state| is_alive(&state.active)))
}
