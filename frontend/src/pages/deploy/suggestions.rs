//! Which versions the deploy panel offers: those that run, then those that were asked for before. Pure.

use std::collections::BTreeSet;

use fleet::Version;
use shared::action::ActionView;
use shared::plan::PlanRequest;

use crate::state::cluster::AppUnits;
use crate::state::words;
use crate::ui::combobox::Suggestion;

/// The versions that have units, newest first, then earlier ones by the time they were last touched.
pub fn versions<'a>(
    units: Option<&AppUnits>,
    actions: impl IntoIterator<Item = &'a ActionView>,
    now_ms: u64,
) -> Vec<Suggestion> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for own in units.iter().flat_map(|units| units.versions.iter()) {
        let Some(version) = &own.version else { continue };
        seen.insert(version.clone());
        found.push(Suggestion {
            value: version.to_string(),
            note: say::deploy::units(own.units.len(), &words::grouped(own.units.len())),
            group: say::deploy::group_cluster(),
        });
    }
    for action in actions {
        let Some(version) = version_of(&action.request) else { continue };
        if seen.insert(version.clone()) {
            found.push(Suggestion {
                value: version.to_string(),
                note: words::ago(now_ms, action.started_ms),
                group: say::deploy::group_before(),
            });
        }
    }
    found
}

fn version_of(request: &PlanRequest) -> Option<&Version> {
    match request {
        PlanRequest::Launch { version, .. } | PlanRequest::Deploy { version, .. } => Some(version),
        PlanRequest::Scale { version, .. } | PlanRequest::RemoveVersion { version, .. } => version.as_ref(),
        PlanRequest::RemoveUnit { .. }
        | PlanRequest::RemoveApp { .. }
        | PlanRequest::StartUnit { .. }
        | PlanRequest::StopUnit { .. }
        | PlanRequest::RestartApp { .. }
        | PlanRequest::RollBack { .. }
        | PlanRequest::Restore { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::log::tests::action;
    use crate::state::cluster::Cluster;
    use crate::state::cluster::tests::{row, view};
    use fleet::AppName;
    use shared::action::ActionState;

    #[test]
    fn versions_on_the_cluster_come_first_and_none_comes_twice() {
        let app = AppName::parse("example").unwrap();
        let cluster = Cluster::from_view(
            view(vec![row("example:2.0.0@1.service", "active", "running")]),
            &Cluster::default(),
        );
        let launch = |version: &str| {
            let version = Version::parse(version).unwrap();
            action(PlanRequest::Launch { app: app.clone(), version, count: 1 }, ActionState::Done)
        };
        let actions = [launch("2.0.0"), launch("1.0.0"), launch("1.0.0")];
        let found = versions(cluster.apps().get(&app).map(|units| &**units), &actions, 301_000);
        let words: Vec<(&str, &str, &str)> =
            found.iter().map(|s| (s.group, s.value.as_str(), s.note.as_str())).collect();
        assert_eq!(words, [("On the cluster", "2.0.0", "1 unit"), ("Before", "1.0.0", "5 min ago")]);
    }
}
