//! The question before what can't be taken back: what it means, and what it leaves behind.

use fleet::{AppName, DesiredState};
use leptos::prelude::*;
use shared::Health;
use shared::action::ActionView;
use shared::deployment::Command;
use shared::words::list;

use super::choices::goes_first;
use super::commands::Speaker;
use super::serving;
use super::watched::Shown;
use crate::pages::deployments::words::counts;
use crate::state::cluster::Cluster;
use crate::state::live::use_live;
use crate::ui::ask::Ask;

/// Asks before something that can't be taken back.
#[component]
pub fn Sure(
    /// What is asked about.
    command: Command,
    /// The deployment.
    shown: Shown,
    /// Says it.
    speaker: Speaker,
) -> impl IntoView {
    // As it is now: a cluster that moves on must not draw the question anew, and so close it.
    let live = use_live();
    let now = shown.app().map(|app| {
        let serves = counts(&serving::by_version(live, &app));
        (serves, live.with_untracked(|cluster| left_behind(cluster, &app)))
    });
    let (serves, left) = now.unwrap_or_default();
    let first = shown.detail.with_untracked(|detail| goes_first(detail));
    let (title, text, verb) =
        shown.view.with_untracked(|view| question(&command, view, first, &serves, &left));
    view! {
        <Ask
            title=title
            text=text
            verb=verb
            busy=speaker.busy()
            error=speaker.error()
            on_yes=move |()| speaker.say(command.clone())
            on_close=move |()| speaker.forget()
        />
    }
}

/// "1 starting and 2 unplaced of 2.0.0": what is meant to run and does not. Empty if all of it does.
fn left_behind(cluster: &Cluster, app: &AppName) -> String {
    let mut parts = Vec::new();
    for own in cluster.apps().get(app).iter().flat_map(|units| &units.versions) {
        for health in [Health::Starting, Health::Unplaced, Health::Failed] {
            let of = |unit: &crate::state::cluster::Unit| {
                unit.health == health && unit.row.desired == DesiredState::Launched
            };
            let n = own.units.iter().filter(|(_, unit)| of(unit)).count();
            if n > 0 {
                let version =
                    own.version.as_ref().map_or(say::deployments::no_version(), |version| version.as_str());
                parts.push(match health {
                    Health::Starting => say::deployment::left_starting(n, &version),
                    Health::Unplaced => say::deployment::left_unplaced(n, &version),
                    _ => say::deployment::left_failed(n, &version),
                });
            }
        }
    }
    list(&parts)
}

/// The question, what it means, and the button. `goes_first`: whether the way back takes the new instances away first.
fn question(
    command: &Command,
    view: &ActionView,
    goes_first: bool,
    serves: &str,
    left: &str,
) -> (String, String, String) {
    let from = view.deploying.as_ref().map(|deploying| deploying.from.as_slice()).unwrap_or_default();
    let before = counts(from);
    match command {
        Command::Abort => {
            let text = match left {
                "" => say::deployment::sure_abort(&serves),
                left => say::deployment::sure_abort_left(&serves, &left),
            };
            (
                say::deployment::sure_abort_title().to_owned(),
                text,
                say::deployment::sure_abort_yes().to_owned(),
            )
        }
        Command::RollBack => (
            say::deployment::sure_back_title().to_owned(),
            match (from.is_empty(), goes_first) {
                (true, _) => say::deployment::sure_back_nothing().to_owned(),
                (false, true) => say::deployment::sure_back_first(&before),
                (false, false) => say::deployment::sure_back(&before),
            },
            say::deployment::sure_back_yes().to_owned(),
        ),
        Command::GoOnWith { least: 0 } => (
            say::deployment::sure_last_title().to_owned(),
            say::deployment::sure_last(&serves),
            say::deployment::sure_last_yes().to_owned(),
        ),
        Command::GoOnWith { least } => (
            say::deployment::sure_fewer_title().to_owned(),
            say::deployment::sure_fewer(&serves, least),
            say::deployment::sure_fewer_yes().to_owned(),
        ),
        _ => (
            say::deployment::sure_finish_title().to_owned(),
            say::deployment::sure_finish().to_owned(),
            say::deployment::sure_finish_yes().to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::cluster::tests::{row, view};
    use crate::state::deploying::tests::deployment;
    use shared::action::ActionState;

    #[test]
    fn the_question_says_what_goes_on_serving_and_what_stays_besides() {
        let running = deployment(ActionState::Running);
        let (_, text, _) = question(&Command::Abort, &running, false, "2 of 1.0.0", "");
        assert!(text.contains("goes on serving: 2 of 1.0.0. Old instances"), "{text}");
        let (_, text, _) = question(&Command::Abort, &running, false, "2 of 1.0.0", "1 starting of 2.0.0");
        assert!(text.contains("may still start: 1 starting of 2.0.0. Old"), "{text}");
        let (title, ..) = question(&Command::GoOnWith { least: 0 }, &running, false, "1 of 1.0.0", "");
        assert_eq!(title, "Resume until nothing serves?");
        let (_, text, _) = question(&Command::RollBack, &running, false, "", "");
        assert!(text.contains("3 of 1.0.0") && text.contains("and not before"), "{text}");
        let (_, text, _) = question(&Command::RollBack, &running, true, "", "");
        assert!(text.starts_with("The new instances are removed first"), "{text}");
        let mut first = deployment(ActionState::Running);
        first.deploying.as_mut().unwrap().from.clear();
        let (_, text, _) = question(&Command::RollBack, &first, false, "", "");
        assert!(text.contains("nothing of it ran before"), "{text}");
    }

    #[test]
    fn what_is_left_behind_is_what_is_meant_to_run_and_does_not() {
        let rows = vec![
            row("example:1.0.0@1.service", "active", "running"),
            row("example:2.0.0@1.service", "activating", "start-pre"),
            row("example:2.0.0@2.service", "failed", "failed"),
        ];
        let cluster = Cluster::from_view(view(rows), &Cluster::default());
        let app = AppName::parse("example").unwrap();
        assert_eq!(left_behind(&cluster, &app), "1 starting of 2.0.0 and 1 failed of 2.0.0");
    }
}
