//! What a person agrees to who starts a deployment: how few instances may be healthy while it goes on.
//!
//! Worked out from what the plan found and from what was said since, by rules of its own: nothing here believes the
//! number that the server tells.

use std::collections::BTreeSet;

use fleet::{AppUnit, UnitName};
use shared::Health;
use shared::action::{ActionDetail, Progress};
use shared::course::Leg;
use shared::deployment::{Deployment, FrozenUnit, Strategy};
use shared::plan::{PlanRequest, Step};

/// How few instances may be healthy on the way of a plan, from what it found.
///
/// As many as the app's settings say; fewer only where fewer were healthy to begin with, and by one where none can be
/// spared and each has to stop before it, or the one in its place, starts: where all that are set to run are restarted, and
/// where no more than the minimum are wanted and there may never be more than that. The plan says beforehand that the minimum
/// can't be kept. What can't run twice stops altogether.
pub(super) fn least(request: &PlanRequest, deployment: &Deployment) -> usize {
    let min = usize::try_from(deployment.settings.min).unwrap_or(usize::MAX);
    if deployment.settings.strategy == Strategy::Recreate {
        return 0;
    }
    let wished = min.min(healthy(deployment));
    let wanted = deployment.from.iter().filter(|old| old.was_wanted()).count();
    let count = usize::try_from(deployment.count).unwrap_or(usize::MAX);
    let has_no_surge = matches!(deployment.settings.strategy, Strategy::Rolling { surge: 0, .. });
    match request {
        PlanRequest::Deploy { .. } | PlanRequest::RollBack { .. } if has_no_surge && count <= min => {
            wished.min(count.saturating_sub(1))
        }
        PlanRequest::RestartApp { .. } if wanted <= min => wished.min(wanted.saturating_sub(1)),
        _ => wished,
    }
}

/// How many instances a plan took for healthy.
pub(super) fn healthy(deployment: &Deployment) -> usize {
    deployment.from.iter().filter(|old| old.health == Health::Running).count()
}

/// How few may be healthy by now, with what people have left out, and so many more. `planned`: how many steps the plan
/// had; those behind them were added on a way back.
///
/// Whoever leaves an instance out is told before with how many it goes on: with fewer than the minimum only where not
/// enough are left for it, and with one at least.
pub(super) fn least_by_now(action: &ActionDetail, planned: usize, and_more: usize) -> Option<usize> {
    let deployment = action.deployment.as_deref()?;
    let least = least(&action.view.request, deployment);
    let is_back = action.view.deploying.as_ref().is_some_and(|deploying| deploying.leg == Leg::Back);
    let leads_to = if is_back {
        deployment.from.iter().filter(|old| FrozenUnit::was_wanted(old)).count()
    } else {
        usize::try_from(deployment.count).unwrap_or(usize::MAX)
    };
    let left_out = left_out(action, deployment, planned, is_back).len() + and_more;
    if left_out == 0 {
        return Some(least);
    }
    Some(least.min(least.max(leads_to).saturating_sub(left_out)).max(least.min(1)))
}

/// How many instances it has started that did not pass their gate, and has not begun to take away: they may run, and
/// nobody counts on them.
pub(super) fn unproven(action: &ActionDetail) -> usize {
    let mut unproven = BTreeSet::new();
    for step in action.steps.iter().filter(|step| step.began_ms.is_some()) {
        match &step.step {
            Step::Create { unit, .. } => drop(unproven.insert(unit)),
            Step::Gate { unit, .. } if step.progress == Progress::Done => drop(unproven.remove(unit)),
            Step::Destroy { unit } => drop(unproven.remove(unit)),
            _ => {}
        }
    }
    unproven.len()
}

/// The instances that were to serve on the way that it goes now, and that people have left out.
fn left_out(
    action: &ActionDetail,
    deployment: &Deployment,
    planned: usize,
    is_back: bool,
) -> BTreeSet<AppUnit> {
    let mut named = BTreeSet::new();
    for line in &action.lines {
        // What was left out on the way there is not missing on the way back.
        if line.text.contains("rolled it back.") || line.text.starts_with("It is rolled back") {
            named.clear();
        }
        let unit = line.by.as_ref().and_then(|by| line.text.strip_prefix(&format!("{by} left ")));
        let unit = unit.and_then(|rest| UnitName::parse(rest.strip_suffix(" out.")?).ok());
        // A companion is named where its instance is meant.
        let main = unit.and_then(|unit| AppUnit::parse(&unit));
        named.extend(main.map(|unit| AppUnit { app: deployment.app.clone(), ..unit }));
    }
    let way = action.steps.iter().enumerate().filter(|(index, _)| (*index >= planned) == is_back);
    let brings = way.filter_map(|(_, step)| match &step.step {
        Step::Gate { unit, .. } | Step::WaitRunning { unit } if step.progress == Progress::LeftOut => {
            AppUnit::parse(unit)
        }
        _ => None,
    });
    brings.filter(|unit| named.contains(unit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fleet::AppName;
    use shared::deployment::AppSettings;

    fn deployment(healths: &[Health]) -> Deployment {
        let unit = |(index, health): (usize, &Health)| FrozenUnit {
            unit: UnitName::parse(&format!("a:1@{}.service", index + 1)).unwrap(),
            health: *health,
        };
        Deployment {
            app: AppName::parse("a").unwrap(),
            from: healths.iter().enumerate().map(unit).collect(),
            to: Some("1".parse().unwrap()),
            count: 3,
            min: 9,
            may_end_service: false,
            settings: AppSettings { min: 2, ..AppSettings::default() },
            template_revision: None,
        }
    }

    #[test]
    fn without_a_surge_one_goes_first_where_no_more_than_the_least_are_wanted() {
        let deploy = PlanRequest::Deploy {
            app: AppName::parse("a").unwrap(),
            version: "2".parse().unwrap(),
            count: None,
            strategy: None,
        };
        for (surge, count, least_of_it) in [(0, 3, 2), (0, 2, 1), (1, 2, 2)] {
            let mut deployment = Deployment { count, ..deployment(&[Health::Running; 3]) };
            deployment.settings.strategy = Strategy::Rolling { batch: 1, surge };
            assert_eq!(least(&deploy, &deployment), least_of_it, "surge {surge}, {count}");
        }
    }

    #[test]
    fn a_restart_goes_below_the_least_only_where_none_can_be_spared() {
        let restart = PlanRequest::RestartApp { app: AppName::parse("a").unwrap(), version: None };
        let scale = PlanRequest::Scale { app: AppName::parse("a").unwrap(), version: None, count: 3 };
        let (well, ill) = (Health::Running, Health::Failed);
        for (healths, of_restart, of_scale) in [
            (vec![well, well, well], 2, 2),
            (vec![well, well], 1, 2),
            (vec![well, well, ill], 2, 2),
            (vec![well, ill], 1, 1),
            (vec![well, Health::Stopped], 0, 1),
            (vec![ill, ill], 0, 0),
        ] {
            let deployment = deployment(&healths);
            assert_eq!(least(&restart, &deployment), of_restart, "{healths:?}");
            assert_eq!(least(&scale, &deployment), of_scale, "{healths:?}");
        }
    }
}
