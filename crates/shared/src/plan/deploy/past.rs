//! What going back leads to: one side of an earlier deployment.

use std::collections::BTreeMap;

use fleet::{AppName, AppUnit, Version};

use crate::Health;
use crate::deployment::{AppSettings, Deployment};
use crate::plan::{BackTo, Past, PlanError, PlanState, words};

/// The version and the count that are gone back to.
pub(super) struct Goal {
    pub(super) version: Option<Version>,
    pub(super) count: u32,
    /// Whether the version has passed its gate once.
    pub(super) passed: bool,
    /// What is not brought back, in words.
    pub(super) left_out: Option<String>,
}

impl Goal {
    pub(super) fn of(app: &AppName, past: &Past, to: BackTo) -> Result<Self, PlanError> {
        let Deployment { to: version, count, .. } = &past.deployment;
        match to {
            BackTo::After => {
                Ok(Self { version: version.clone(), count: *count, passed: past.passed, left_out: None })
            }
            BackTo::Before => before(app, &past.deployment),
        }
    }
}

/// How many are brought back, and why that is more than there were, if so: going back is no way below the minimum. Where
/// fewer than that run as it is, it need not be reached.
pub(super) fn kept_up(
    app: &AppName,
    count: u32,
    settings: &AppSettings,
    state: &PlanState,
) -> (u32, Option<String>) {
    let now = state.of_app(app).iter().filter(|member| member.is_to_run()).count();
    let least = settings.min.min(u32::try_from(now).unwrap_or(u32::MAX));
    if count >= least {
        return (count, None);
    }
    let text = say::server::plan::kept_up(count as usize, app, &settings.min, &least);
    (least, Some(text))
}

/// What was set to run when a deployment began. An app has one version in the end: of several it is the one that had the
/// most instances, with as many as there were in all, so that no fewer serve than did.
fn before(app: &AppName, deployment: &Deployment) -> Result<Goal, PlanError> {
    // How many, and how many of them ran.
    let mut versions: BTreeMap<Option<Version>, (usize, usize)> = BTreeMap::new();
    for frozen in deployment.from.iter().filter(|frozen| frozen.was_wanted()) {
        if let Some(unit) = AppUnit::parse(&frozen.unit) {
            let (wanted, running) = versions.entry(unit.version).or_default();
            *wanted += 1;
            *running += usize::from(frozen.health == Health::Running);
        }
    }
    let most = versions.iter().max_by_key(|(_, (wanted, running))| (*running, *wanted));
    let Some((version, (_, running))) = most else {
        return Err(PlanError::nothing_to_do(say::server::plan::nothing_ran(&app)));
    };
    let count: usize = versions.values().map(|(wanted, _)| wanted).sum();
    let each = |(version, (wanted, _)): (&Option<Version>, &(usize, usize))| {
        say::server::plan::number_of(&wanted, &words::label(app, version.as_ref()))
    };
    let left_out = (versions.len() > 1).then(|| {
        let each: Vec<String> = versions.iter().map(each).collect();
        say::server::plan::brought_back_to_one(
            &crate::words::list(&each),
            &words::label(app, version.as_ref()),
        )
    });
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Goal { version: version.clone(), count, passed: *running > 0, left_out })
}
