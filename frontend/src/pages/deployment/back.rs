//! For a deployment that is over: the ways back, each named by where it leads.

use leptos::prelude::*;
use shared::Verb;
use shared::action::{ActionState, ActionView};
use shared::plan::{BackTo, PlanRequest};

use super::watched::Shown;
use crate::action::acting::use_acting;
use crate::pages::deployments::words::{counts, version};
use crate::state::memo::memo;
use crate::state::rights;
use crate::ui::button::Button;
use crate::ui::icon::Icon;

/// The ways back, where there are any.
#[component]
pub fn WaysBack(
    /// The deployment.
    shown: Shown,
) -> impl IntoView {
    let app = shown.app()?;
    let ways = memo(move || shown.view.with(|view| ways(view)));
    let way = move |Way { to, words, about }: Way| {
        let request = PlanRequest::RollBack { app: app.clone(), action: shown.id(), to, skip_gates: false };
        view! { <WayBack request=request words=words about=about /> }
    };
    let buttons = move || ways.get().into_iter().map(way.clone()).collect_view();
    Some(rights::for_who_changes(move || buttons.clone().into_any()))
}

/// A way back.
#[derive(Debug, Clone, PartialEq)]
struct Way {
    to: BackTo,
    /// On its button.
    words: String,
    about: String,
}

/// Where one can go back to from what stands so: what ran before it, and what it led to.
fn ways(view: &ActionView) -> Vec<Way> {
    let Some(deploying) = view.deploying.as_deref().filter(|_| view.request.is_deployment()) else {
        return Vec::new();
    };
    let is_over = matches!(
        view.state,
        ActionState::Done
            | ActionState::Aborted { .. }
            | ActionState::Failed { .. }
            | ActionState::Interrupted { .. }
    );
    let (from, to) = (&deploying.from, &deploying.to);
    // What scaled or restarted one of several versions has left the others: to go back to one of them is another matter.
    let is_clear = view.request.chooses_version() || from.len() == 1;
    let before = (is_over && is_clear && !from.is_empty() && *from != [to.clone()]).then(|| {
        let words = match from.as_slice() {
            [only] if only.version == to.version => {
                say::deployment::back_to_count(&only.count, &version(only))
            }
            [only] => say::deployment::back_to(&version(only)),
            _ => say::deployment::back_to_before().to_owned(),
        };
        let about = say::deployment::back_about(&counts(from));
        Way { to: BackTo::Before, words, about }
    });
    let after = (view.state == ActionState::Done && view.request.chooses_version()).then(|| {
        let about = say::deployment::back_to_this_about(&to.count, &version(to));
        Way { to: BackTo::After, words: say::deployment::back_to_this().to_owned(), about }
    });
    before.into_iter().chain(after).collect()
}

#[component]
fn WayBack(request: PlanRequest, words: String, about: String) -> impl IntoView {
    let acting = use_acting();
    let icon = match request {
        PlanRequest::RollBack { to: BackTo::Before, .. } => Icon::Undo,
        _ => Icon::History,
    };
    let blocked = rights::blocked(Verb::Rollback, request.app());
    let busy = {
        let request = request.clone();
        Signal::derive(move || acting.is_busy(&request))
    };
    view! {
        <Button
            icon=icon
            blocked=blocked
            busy=busy
            tip_at="end"
            about=Some(about)
            on_press=move |()| acting.review(request.clone())
        >
            {words}
        </Button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::{counted, deploying, deployment};
    use shared::deployment::Deploying;

    fn buttons(view: &ActionView) -> Vec<String> {
        ways(view).into_iter().map(|way| way.words).collect()
    }

    #[test]
    fn what_is_over_names_where_it_can_go_back_to() {
        let aborted = ActionState::Aborted { reason: String::new(), by: None };
        assert_eq!(buttons(&deployment(ActionState::Done)), ["Roll back to 1.0.0…", "Roll back to this…"]);
        assert_eq!(buttons(&deployment(aborted)), ["Roll back to 1.0.0…"]);
        let back = ActionState::RolledBack { reason: String::new(), by: None };
        assert_eq!(buttons(&deployment(back)), [""; 0]);
        assert_eq!(buttons(&deployment(ActionState::Running)), [""; 0]);
    }

    #[test]
    fn a_restart_or_a_scaling_of_several_versions_leads_to_none_of_them() {
        let app = || fleet::AppName::parse("example").unwrap();
        let of = |request: PlanRequest, from| {
            let deploying = Deploying { from, ..deploying() };
            buttons(&ActionView {
                request,
                deploying: Some(Box::new(deploying)),
                ..deployment(ActionState::Done)
            })
        };
        let several = || vec![counted("1.0.0", 3), counted("2.0.0", 2)];
        assert_eq!(of(PlanRequest::RestartApp { app: app(), version: None }, several()), [""; 0]);
        let scale = PlanRequest::Scale { app: app(), version: None, count: 3 };
        assert_eq!(of(scale.clone(), several()), [""; 0]);
        assert_eq!(of(scale, vec![counted("2.0.0", 2)]), ["Roll back to 2 of 2.0.0…"]);
    }

    #[test]
    fn what_was_as_it_is_is_no_way_back() {
        let from = |from| {
            let deploying = Deploying { from, ..deploying() };
            buttons(&ActionView { deploying: Some(Box::new(deploying)), ..deployment(ActionState::Done) })
        };
        assert_eq!(from(vec![counted("2.0.0", 3)]), ["Roll back to this…"]);
        assert_eq!(from(vec![counted("2.0.0", 1)])[0], "Roll back to 1 of 2.0.0…");
        assert_eq!(from(vec![]), ["Roll back to this…"]);
        assert_eq!(from(vec![counted("1", 1), counted("0", 1)])[0], "Roll back to what ran before…");
    }
}
