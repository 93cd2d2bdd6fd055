//! Deployments at work in few words: how far, from what to what. Pure.

use fleet::Version;
use shared::action::{ActionState, ActionView};
use shared::course::Leg;
use shared::deployment::Deploying;

use super::same::Same;

/// Whether what it took away can be put back by itself. What a deployment took away comes back from its page, with all
/// that ran before.
pub fn can_be_put_back(action: &ActionView) -> bool {
    action.restorable && !action.request.is_deployment() && !action.state.is_open()
}

/// "2.0.0: stage 3 of 10", or what it waits for.
pub fn stage_words(action: &ActionView, deploying: &Deploying) -> String {
    let version = deploying.to.version.as_ref().map_or(say::state::no_version(), |version| version.as_str());
    let (at, stages) = stage_of(deploying);
    let going = match &action.state {
        ActionState::Paused { .. } => say::state::paused_at_stage(&at, &stages),
        ActionState::Holding { .. } => say::state::holding().to_owned(),
        _ if deploying.leg == Leg::Back => say::state::stage_back(&at, &stages),
        _ => say::state::stage(&at, &stages),
    };
    format!("{version}: {going}")
}

/// "stage 3 of 10".
pub fn stage(deploying: &Deploying) -> String {
    let (at, stages) = stage_of(deploying);
    say::state::stage(&at, &stages)
}

fn stage_of(deploying: &Deploying) -> (u32, u32) {
    let stages = deploying.stages.max(1);
    ((deploying.stage + 1).min(stages), stages)
}

/// What was set to run when it ended and did not, in a sentence.
pub fn unwell(action: &ActionView) -> Option<&str> {
    action.deploying.as_ref().map(|deploying| deploying.unwell.as_str()).filter(|unwell| !unwell.is_empty())
}

/// The version to which a deployment leads; absent for what is none, and where it has none.
pub fn version_of(action: &ActionView) -> Option<&Version> {
    action.deploying.as_ref().and_then(|deploying| deploying.to.version.as_ref())
}

/// What the window's title says while something is deployed: "40 % example 2.0.0". The oldest, and how many more.
pub fn title(at_work: &[Same<ActionView>]) -> Option<String> {
    let oldest = at_work.first()?;
    let version = version_of(oldest).map(|version| format!(" {version}")).unwrap_or_default();
    let app = oldest.request.app().map(|app| app.to_string()).unwrap_or_default();
    let (name, percent) = (format!("{app}{version}"), oldest.percent());
    Some(match at_work.len() - 1 {
        0 => say::state::deploying(&percent, &name),
        more => say::state::deploying_and_more(more, &percent, &name),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::action::log::tests::action;
    use fleet::AppName;
    use shared::deployment::VersionCount;
    use shared::plan::PlanRequest;

    pub(crate) fn counted(version: &str, count: u32) -> VersionCount {
        VersionCount { version: Version::parse(version).ok(), count }
    }

    pub(crate) fn deploying() -> Deploying {
        Deploying {
            from: vec![counted("1.0.0", 3)],
            to: counted("2.0.0", 3),
            min: 3,
            stage: 2,
            stages: 10,
            title: "Start 1 of example 2.0.0".into(),
            percent: 40,
            deadline_ms: None,
            paused_ms: None,
            leg: Leg::Plan,
            turns_to: None,
            unwell: String::new(),
        }
    }

    pub(crate) fn deployment(state: ActionState) -> ActionView {
        let request = PlanRequest::Deploy {
            app: AppName::parse("example").unwrap(),
            version: Version::parse("2.0.0").unwrap(),
            count: None,
            strategy: None,
        };
        ActionView { deploying: Some(Box::new(deploying())), ..action(request, state) }
    }

    #[test]
    fn a_deployment_at_work_says_its_stage_and_what_it_waits_for() {
        let running = deployment(ActionState::Running);
        assert_eq!(stage_words(&running, &deploying()), "2.0.0: stage 3 of 10");
        let back = Deploying { leg: Leg::Back, ..deploying() };
        assert_eq!(stage_words(&running, &back), "2.0.0: on its way back, stage 3 of 10");
        let paused =
            deployment(ActionState::Paused { reason: String::new(), by: None, resumes: false, fewer: None });
        assert_eq!(stage_words(&paused, &deploying()), "2.0.0: paused at stage 3 of 10");
    }

    #[test]
    fn the_title_names_the_oldest() {
        let one = Same::new(deployment(ActionState::Running));
        assert_eq!(title(&[]), None);
        assert_eq!(title(std::slice::from_ref(&one)).as_deref(), Some("40 % example 2.0.0"));
        assert_eq!(title(&[one.clone(), one]).as_deref(), Some("40 % example 2.0.0 and 1 more"));
    }

    #[test]
    fn what_is_not_over_is_not_all_done() {
        let of = |percent: u32| Some(Box::new(Deploying { percent, ..deploying() }));
        let running = |percent| ActionView { deploying: of(percent), ..deployment(ActionState::Running) };
        assert_eq!((running(75).percent(), running(100).percent()), (75, 99));
        assert_eq!(ActionView { state: ActionState::Done, ..running(75) }.percent(), 100);
        let other = ActionView { deploying: None, steps_done: 2, steps_total: 5, ..running(0) };
        assert_eq!(other.percent(), 40);
    }
}
