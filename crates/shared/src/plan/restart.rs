//! Restarting: all running instances stop and start again, batch by batch.

use fleet::{AppName, Version};

use super::deploy::{self, Frame};
use super::draft::Draft;
use super::lane::{Lanes, Pass};
use super::rollout::Rolled;
use super::scale::removal_rank;
use super::state::Member;
use super::{PlanError, PlanState, create, words};
use crate::Health;
use crate::deployment::{Stage, StageKind, Strategy};

pub(super) fn restart(
    app: &AppName,
    version: Option<&Version>,
    state: &PlanState,
) -> Result<Draft, PlanError> {
    let all = state.of_app(app);
    let concerned = |member: &&Member<'_>| version.is_none() || member.version.as_ref() == version;
    let is_there = |member: &&Member<'_>| member.is_to_run();
    let mut members: Vec<&Member<'_>> = all.iter().filter(concerned).filter(is_there).collect();
    let what = version.map_or_else(|| app.to_string(), |version| words::label(app, Some(version)));
    if members.is_empty() {
        return Err(PlanError::nothing_to_do(say::server::plan::nothing_to_restart(&what)));
    }
    // Those that do not serve have nothing to lose.
    members.sort_by_key(|member| (removal_rank(member.health()), member.instance, member.version.clone()));
    let settings = &state.settings;
    let lanes = Lanes::new(state, &settings.companions);
    let rolled = batches(&what, &members, &all, &lanes, state)?;

    let number = words::instances(members.len());
    let mut draft = Draft::new(say::server::plan::restart(&number, &what));
    create::note_leaving(
        &mut draft,
        all.iter().filter(concerned).filter(|member| member.is_leaving()).count(),
    );
    let to = most_common(&members);
    let count = members.iter().filter(|member| member.version.as_ref() == to).count();
    let frame = Frame { app, to, count: u32::try_from(count).unwrap_or(u32::MAX), settings };
    deploy::finish(&mut draft, frame, &all, rolled);
    Ok(draft)
}

/// As many at once as a batch has, and no more than can be spared, but for the last.
fn batches(
    what: &str,
    members: &[&Member<'_>],
    all: &[Member<'_>],
    lanes: &Lanes<'_>,
    state: &PlanState,
) -> Result<Rolled, PlanError> {
    let settings = &state.settings;
    let is_healthy = |member: &&Member<'_>| member.health() == Health::Running;
    let healthy = all.iter().filter(|member| member.health() == Health::Running).count();
    let batch = match settings.strategy {
        Strategy::Rolling { batch, .. } | Strategy::Canary { batch, .. } => (batch as usize).max(1),
        Strategy::BlueGreen | Strategy::Recreate => 1,
    };
    let mut rolled = Rolled { healthy_before: healthy, fewest: healthy, ..Rolled::default() };
    let pass = Pass::Gate(settings.gate.clone());
    let mut rest = members;
    // Those that have been restarted serve.
    let mut serving = healthy;
    while !rest.is_empty() {
        let spare = serving.saturating_sub((settings.min as usize).max(1));
        let idle = rest.iter().take(batch).filter(|member| !is_healthy(member)).count();
        let size = (idle + spare).min(batch).min(rest.len()).max(1);
        let (now, later) = rest.split_at(size);
        rest = later;
        let taken = now.iter().copied().filter(is_healthy).count();
        rolled.fewest = rolled.fewest.min(serving - taken);
        serving += size - taken;
        let mut lengths = Vec::with_capacity(size);
        for member in now {
            let lane = lanes.restart(member.name, member.unit, &pass)?;
            lengths.push(u32::try_from(lane.len()).unwrap_or(u32::MAX));
            rolled.steps.extend(lane);
        }
        let title = say::server::plan::restart_stage(&size, &what);
        rolled.stages.push(Stage { title, kind: StageKind::Restart, lanes: lengths });
    }
    Ok(rolled)
}

/// The version that most of them have.
fn most_common<'a>(members: &[&'a Member<'a>]) -> Option<&'a Version> {
    let count = |version: Option<&Version>| {
        members.iter().filter(|member| member.version.as_ref() == version).count()
    };
    members.iter().map(|member| member.version.as_ref()).max_by_key(|version| count(*version)).flatten()
}
