//! What a deployment waits for, or why it ended as it did: a sentence above everything else, with what to do.

use leptos::prelude::*;
use shared::action::{ActionState, ActionView};
use shared::{Health, UserName};

use super::commands::{Choices, Speaker};
use super::compare::Comparison;
use super::watched::Shown;
use crate::pages::deployments::words::counts;
use crate::state::deploying::{unwell, version_of};
use crate::state::live::use_live;
use crate::state::memo::memo;
use crate::state::words;
use crate::ui::icon::IconView;
use crate::ui::message::{ErrorLine, Tone};

/// The sentence, if there is something to say.
#[component]
pub fn Notice(
    /// The deployment.
    shown: Shown,
    /// Says things to it: what was not taken is told here.
    speaker: Speaker,
) -> impl IntoView {
    let live = use_live();
    let units = shown.app().map(|app| live.app(app));
    let said = memo(move || {
        let waits = shown.view.with(|view| until_ms(&view.state).is_some());
        let now_ms = if waits { live.known_ms() } else { 0 };
        let keeps = shown.view.with(|view| matches!(view.state, ActionState::Keeping { .. }));
        let units = units.filter(|_| keeps && !live.stale());
        let healthy = units
            .map(|units| units.with(|units| units.as_ref().map_or(0, |units| units.count(Health::Running))));
        shown.view.with(|view| notice(view, healthy, now_ms))
    });
    view! {
        {move || {
            said.get().map(|(tone, title, text)| {
                view! {
                    <section class="notice" data-tone=tone.attribute() aria-label=say::deployment::notice_label()>
                        <IconView icon=tone.icon() />
                        <div>
                            <b>{title}</b>
                            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
                        </div>
                    </section>
                }
            })
        }}
        <div class="decide">
            <Comparison shown=shown />
            <Choices shown=shown speaker=speaker />
        </div>
        <ErrorLine error=speaker.error() />
    }
}

fn until_ms(state: &ActionState) -> Option<u64> {
    match state {
        ActionState::Waiting { until_ms } | ActionState::Keeping { until_ms } => Some(*until_ms),
        ActionState::Holding { until_ms } => *until_ms,
        _ => None,
    }
}

/// How it is meant, what is so, and what that means. `healthy`: how many of the app are healthy now, of what keeps old
/// instances; absent: that is not known.
fn notice(view: &ActionView, healthy: Option<usize>, now_ms: u64) -> Option<(Tone, String, String)> {
    let to = version_of(view);
    let named = || to.map_or_else(|| say::deployment::it().to_owned(), ToString::to_string);
    let left = |until_ms: u64| words::span(until_ms.saturating_sub(now_ms));
    let said = match &view.state {
        ActionState::Done if let Some(unwell) = unwell(view) => {
            (Tone::Warn, say::deployment::unwell().to_owned(), unwell.to_owned())
        }
        // What waits for approval says so beside its buttons.
        ActionState::Running | ActionState::Done | ActionState::Asked { .. } => return None,
        ActionState::Declined { reason, by: Some(who) } => {
            (Tone::Warn, say::deployment::declined_by(who), say::deployment::declined(reason))
        }
        ActionState::Declined { reason, by: None } => {
            (Tone::Warn, say::deployment::lapsed().to_owned(), reason.clone())
        }
        ActionState::Waiting { until_ms } => {
            let title = say::deployment::begins_in(&left(*until_ms));
            (Tone::Info, title, say::deployment::nothing_sent_yet().to_owned())
        }
        ActionState::Paused { reason, fewer: Some(_), .. } => {
            (Tone::Warn, say::deployment::too_few().to_owned(), reason.clone())
        }
        ActionState::Paused { reason, resumes: true, .. } => {
            (Tone::Warn, say::deployment::goes_on_title().to_owned(), say::deployment::goes_on(reason))
        }
        // That it is paused stands above, and the way on where the pause was: only what is besides is told here.
        ActionState::Paused { reason, by: Some(by), .. } => match besides(reason, Some(by)) {
            besides if besides.is_empty() => return None,
            besides => (Tone::Info, say::deployment::paused_by(by), besides),
        },
        ActionState::Paused { reason, by: None, .. } => {
            (Tone::Bad, say::deployment::undecided_title().to_owned(), reason.clone())
        }
        ActionState::Holding { until_ms } => {
            let next = until_ms.map_or_else(
                || say::deployment::holding().to_owned(),
                |until_ms| say::deployment::holding_until(&left(until_ms)),
            );
            let title = match to {
                Some(version) => say::deployment::holding_title(version),
                None => say::deployment::holding_title_plain().to_owned(),
            };
            (Tone::Warn, title, next)
        }
        ActionState::Keeping { .. } if healthy.is_some_and(|healthy| healthy < must(view)) => (
            Tone::Warn,
            say::deployment::keeping_few_title(&named()),
            say::deployment::keeping_few(&healthy.unwrap_or_default(), &must(view)),
        ),
        ActionState::Keeping { until_ms } => {
            (Tone::Ok, say::deployment::keeping_title(&named()), say::deployment::keeping(&left(*until_ms)))
        }
        ActionState::Aborted { reason, by } => {
            let title = match by {
                Some(by) => say::deployment::aborted_by(by),
                None => say::deployment::aborted().to_owned(),
            };
            (Tone::Warn, title, besides(reason, by.as_ref()))
        }
        ActionState::RolledBack { reason, by } => {
            let before = view.deploying.as_ref().map(|deploying| counts(&deploying.from)).unwrap_or_default();
            let title = match by {
                Some(by) => say::deployment::rolled_back_by(by, &before),
                None => say::deployment::rolled_back(&before),
            };
            (
                Tone::Warn,
                title,
                format!("{} {}", besides(reason, by.as_ref()), unwell(view).unwrap_or_default())
                    .trim()
                    .to_owned(),
            )
        }
        ActionState::Undone { by } => {
            (Tone::Info, say::deployment::undone_by(by), say::deployment::nothing_sent().to_owned())
        }
        ActionState::Failed { reason } => {
            (Tone::Bad, say::deployment::failed_title().to_owned(), reason.clone())
        }
        ActionState::Interrupted { reason } => {
            (Tone::Bad, say::deployment::interrupted_title().to_owned(), reason.clone())
        }
    };
    Some(said)
}

/// How many have to serve before what is kept goes.
fn must(view: &ActionView) -> usize {
    view.deploying.as_ref().map_or(0, |deploying| deploying.min.max(1) as usize)
}

/// The reason without what the title says already: that somebody did it. In every language that is its first sentence,
/// and begins with their name.
fn besides(reason: &str, who: Option<&UserName>) -> String {
    let did = who.and_then(|who| reason.strip_prefix(who.as_str())).filter(|did| did.starts_with(' '));
    did.map_or(reason, |did| did.split_once(". ").map_or("", |(_, besides)| besides)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::deployment;

    fn said(state: ActionState) -> (Tone, String, String) {
        notice(&deployment(state), None, 60_000).unwrap()
    }

    #[test]
    fn nothing_is_said_of_what_goes_as_meant() {
        assert_eq!(notice(&deployment(ActionState::Running), None, 0), None);
        assert_eq!(notice(&deployment(ActionState::Done), None, 0), None);
    }

    #[test]
    fn what_is_done_and_does_not_run_is_said() {
        let mut done = deployment(ActionState::Done);
        done.deploying.as_mut().unwrap().unwell = "Not healthy: a@1.service (failed).".into();
        let (tone, title, text) = notice(&done, None, 0).unwrap();
        assert_eq!(tone, Tone::Warn);
        assert_eq!(
            (title.as_str(), text.as_str()),
            ("Done, but not all of it runs", "Not healthy: a@1.service (failed).")
        );
    }

    #[test]
    fn what_goes_on_by_itself_is_told_from_what_waits_for_somebody() {
        let paused = |resumes, by| ActionState::Paused {
            reason: "Fleet answers 503.".into(),
            by,
            resumes,
            fewer: None,
        };
        let (tone, _, text) = said(paused(true, None));
        assert_eq!(tone, Tone::Warn);
        assert!(text.starts_with("Fleet answers 503. It goes on by itself"), "{text}");
        assert_eq!(said(paused(false, None)).0, Tone::Bad);
        let by_ada = |reason: &str| ActionState::Paused {
            reason: reason.into(),
            by: UserName::parse("ada").ok(),
            resumes: false,
            fewer: None,
        };
        assert_eq!(
            notice(&deployment(by_ada(&say::deployment::did_pause(&"ada"))), None, 0),
            None,
            "nothing moves when it is paused"
        );
        let failed = said(by_ada("ada paused it. a:2@1.service failed."));
        assert_eq!((failed.1.as_str(), failed.2.as_str()), ("Paused by ada", "a:2@1.service failed."));
    }

    #[test]
    fn what_the_title_says_is_not_said_again() {
        let by = UserName::parse("ada").ok();
        let back = ActionState::RolledBack { reason: say::deployment::did_roll_back(&"ada"), by: by.clone() };
        assert_eq!(said(back).2, "");
        let aborted = ActionState::Aborted { reason: say::deployment::did_abort(&"ada") + " 1 is left.", by };
        assert_eq!(said(aborted).2, "1 is left.");
        let told = |who: &str, reason: &str| besides(reason, UserName::parse(who).ok().as_ref());
        assert_eq!(told("ada", "ada hat es abgebrochen. 1 ist übrig."), "1 ist übrig.");
        assert_eq!(told("ada.b", "ada.b aborted it."), "");
        assert_eq!(told("ada", "adam aborted it. 1 is left."), "adam aborted it. 1 is left.");
    }

    #[test]
    fn canaries_and_kept_ones_say_until_when() {
        let (_, _, text) = said(ActionState::Holding { until_ms: Some(120_000) });
        assert!(text.contains("by itself in 1 min"), "{text}");
        assert!(said(ActionState::Holding { until_ms: None }).2.contains("when somebody says so"));
        assert!(said(ActionState::Keeping { until_ms: 360_000 }).2.contains("for 5 min"));
    }

    #[test]
    fn what_has_no_version_is_named_otherwise() {
        let title = |state| {
            let mut view = deployment(state);
            view.deploying.as_mut().unwrap().to.version = None;
            notice(&view, None, 60_000).unwrap().1
        };
        assert_eq!(title(ActionState::Holding { until_ms: None }), "The first instances run: are they good?");
        assert_eq!(title(ActionState::Keeping { until_ms: 360_000 }), "It serves");
    }

    #[test]
    fn nothing_green_is_said_of_a_version_that_does_not_serve() {
        let keeping = deployment(ActionState::Keeping { until_ms: 360_000 });
        let (tone, title, text) = notice(&keeping, Some(0), 60_000).unwrap();
        assert_eq!((tone, title.as_str()), (Tone::Warn, "2.0.0 does not serve as it must"));
        assert!(text.starts_with("Healthy instances: 0. At least"), "{text}");
        assert_eq!(notice(&keeping, Some(3), 60_000).unwrap().0, Tone::Ok);
    }
}
