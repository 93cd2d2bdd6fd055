//! What an abort leaves behind, in words.

use std::collections::BTreeSet;

use fleet::UnitName;

use crate::Health;
use crate::deployment::Deployment;
use crate::plan::state::Member;
use crate::plan::{PlanState, words};

/// "It leaves 2 instances of example 1.0.0 and 1 instance of example 2.0.0 set to run; example:2.0.0@1.service failed."
pub(super) fn left_behind(deployment: &Deployment, again: &BTreeSet<&UnitName>, state: &PlanState) -> String {
    let app = &deployment.app;
    let all = state.of_app(app);
    let runs = |member: &Member<'_>| member.is_wanted() || again.contains(member.name);
    let (running, stopped): (Vec<_>, Vec<_>) = all.iter().partition(|member| runs(member));
    let mut versions: Vec<_> = running.iter().map(|member| member.version.as_ref()).collect();
    versions.sort_unstable();
    versions.dedup();
    let counted = |version| {
        let count = running.iter().filter(|member| member.version.as_ref() == version).count();
        say::server::plan::number_of(&words::instances(count), &words::label(app, version))
    };
    let counts: Vec<String> = versions.into_iter().map(counted).collect();
    let mut text = match counts.as_slice() {
        [] => say::server::plan::leaves_nothing(&app),
        counts => say::server::plan::leaves(&crate::words::list(counts)),
    };
    let stopped: Vec<&UnitName> = stopped.iter().map(|member| member.name).collect();
    if !stopped.is_empty() {
        text += &say::server::plan::stopped_ones(&words::list(&stopped, 5));
    }
    let ill = |member: &&&Member<'_>| member.health() != Health::Running && !again.contains(member.name);
    let ill: Vec<String> = running
        .iter()
        .filter(ill)
        .map(|member| format!("{} ({})", member.name, member.health().word()))
        .collect();
    if !ill.is_empty() {
        text += &say::server::plan::ill_ones(&words::list(&ill, 5));
    }
    text
}
