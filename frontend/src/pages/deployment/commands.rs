//! What can be said to a deployment: go on, wait, end, go back. Which of it makes sense follows from how it stands; who
//! may say it, from the policy.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::action::{ActionState, ActionView};
use shared::deployment::Command;
use shared::plan::{BackTo, PlanRequest};
use shared::{ActionId, Verb};

use super::serving;
use super::watched::Shown;
use crate::action::acting::use_acting;
use crate::api;
use crate::pages::deployments::words::counts;
use crate::state::actions::{Actions, use_actions};
use crate::state::live::{Live, use_live};
use crate::state::memo::memo;
use crate::state::rights;
use crate::ui::ask::Ask;
use crate::ui::button::{Button, Kind};
use crate::ui::icon::Icon;

/// Says things to one deployment.
#[derive(Clone, Copy)]
pub struct Speaker {
    live: Live,
    actions: Actions,
    id: StoredValue<ActionId>,
    busy: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    /// What is asked about before it is said.
    asked: RwSignal<Option<Command>>,
}

impl Speaker {
    /// To this one.
    pub fn to(shown: Shown) -> Self {
        Self {
            live: use_live(),
            actions: use_actions(),
            id: StoredValue::new(shown.id()),
            busy: RwSignal::new(false),
            error: RwSignal::new(None),
            asked: RwSignal::new(None),
        }
    }

    /// Says it.
    pub fn say(self, command: Command) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = api::deployments::command(&self.live.name(), &self.id.get_value(), &command).await;
            match answer {
                Ok(view) => {
                    self.actions.put(view);
                    self.asked.try_set(None);
                }
                Err(failure) => drop(self.error.try_set(Some(failure.message()))),
            }
            self.busy.try_set(false);
        });
    }

    /// Asks before it says it.
    pub fn ask(self, command: Command) {
        self.error.set(None);
        self.asked.set(Some(command));
    }

    /// Whether something is being said; tracked.
    pub fn busy(self) -> RwSignal<bool> {
        self.busy
    }

    /// Why it was not taken.
    pub fn error(self) -> RwSignal<Option<String>> {
        self.error
    }
}

/// What can be said to what stands so, the usual first.
fn offered(state: &ActionState, back: bool) -> Vec<Command> {
    let mut offered = match state {
        ActionState::Running => vec![Command::Pause, Command::Abort],
        ActionState::Paused { .. } => vec![Command::Resume, Command::Abort],
        ActionState::Holding { until_ms: None } => vec![Command::Promote, Command::Abort],
        ActionState::Holding { until_ms: Some(_) } => vec![Command::Promote, Command::Pause, Command::Abort],
        ActionState::Keeping { .. } => vec![Command::Finish],
        ActionState::Waiting { .. }
        | ActionState::Done
        | ActionState::Aborted { .. }
        | ActionState::RolledBack { .. }
        | ActionState::Undone { .. }
        | ActionState::Failed { .. }
        | ActionState::Interrupted { .. } => Vec::new(),
    };
    if !offered.is_empty() && !back {
        offered.push(Command::RollBack);
    }
    offered
}

/// The words on a button, and its icon. With an ellipsis where it asks first.
fn words(command: &Command) -> (&'static str, Icon) {
    match command {
        Command::Pause => ("Pause", Icon::Pause),
        Command::Resume => ("Go on", Icon::Play),
        Command::Promote => ("Let the rest follow", Icon::Play),
        Command::Abort => ("Abort…", Icon::Stop),
        Command::RollBack => ("Roll back…", Icon::Undo),
        Command::Finish => ("Remove the old ones now…", Icon::Remove),
        Command::Retry { .. } => ("Try again", Icon::Refresh),
        Command::Skip { .. } => ("Skip this instance", Icon::Arrow),
    }
}

/// One thing to say.
#[component]
pub fn Say(
    /// What.
    command: Command,
    /// To which deployment.
    shown: Shown,
    /// Says it.
    speaker: Speaker,
    /// How the button looks.
    #[prop(optional)]
    kind: Kind,
    /// Inside the list of steps.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let verb = command.verb(shown.view.with_untracked(|view| view.request.verb()));
    let refusal = rights::refusal(verb, shown.app());
    let (text, icon) = words(&command);
    let asks = matches!(command, Command::Abort | Command::RollBack | Command::Finish);
    let press = move |()| {
        if asks {
            speaker.ask(command.clone());
        } else {
            speaker.say(command.clone());
        }
    };
    view! {
        <Button
            kind=kind
            small=small
            icon=icon
            blocked=Signal::stored(refusal)
            busy=speaker.busy()
            tip_at="end"
            on_press=press
        >
            {text}
        </Button>
    }
}

/// The buttons at the head of the page, and the question before what can't be taken back.
#[component]
pub fn Commands(
    /// The deployment.
    shown: Shown,
    /// Says it.
    speaker: Speaker,
) -> impl IntoView {
    let offers = memo(move || {
        shown.view.with(|view| {
            let back = view.deploying.as_ref().is_some_and(|deploying| deploying.back);
            offered(&view.state, back)
        })
    });
    let again = memo(move || shown.view.with(|view| can_be_gone_back_to(view)));
    // Where somebody has to decide, no choice stands out.
    let decided = memo(move || {
        let by_server = |view: &ActionView| matches!(view.state, ActionState::Paused { by: None, .. });
        !shown.view.with(|view| by_server(view))
    });
    let look = move |command: &Command| {
        let leads = matches!(command, Command::Resume | Command::Promote);
        if leads && decided.get() { Kind::Primary } else { Kind::Quiet }
    };
    view! {
        {move || {
            offers
                .get()
                .into_iter()
                .map(|command| {
                    let kind = look(&command);
                    view! { <Say command=command shown=shown speaker=speaker kind=kind /> }
                })
                .collect_view()
        }}
        {move || again.get().then(|| view! { <GoBackTo shown=shown /> })}
        {move || {
            speaker.asked.get().map(|command| view! { <Sure command=command shown=shown speaker=speaker /> })
        }}
    }
}

/// Whether an app can be brought back to what it led to.
fn can_be_gone_back_to(view: &ActionView) -> bool {
    view.request.is_deployment() && view.state == ActionState::Done
}

/// For a deployment that is over: bring the app back to what it led to.
#[component]
fn GoBackTo(shown: Shown) -> impl IntoView {
    let acting = use_acting();
    let app = shown.app()?;
    let blocked = rights::blocked(Verb::Rollback, Some(app.clone()));
    let request = PlanRequest::RollBack { app, action: shown.id(), to: BackTo::After, skip_gates: false };
    let busy = {
        let request = request.clone();
        Signal::derive(move || acting.is_busy(&request))
    };
    Some(view! {
        <Button icon=Icon::History blocked=blocked busy=busy tip_at="end" on_press=move |()| acting.review(request.clone())>
            "Go back to this…"
        </Button>
    })
}

/// Asks before something that can't be taken back.
#[component]
fn Sure(command: Command, shown: Shown, speaker: Speaker) -> impl IntoView {
    // As it is now: a cluster that moves on must not draw the question anew, and so close it.
    let serves =
        untrack(|| shown.app().map(|app| serving::by_version(speaker.live, &app))).unwrap_or_default();
    let (title, text, verb) = shown.view.with_untracked(|view| question(&command, view, &counts(&serves)));
    view! {
        <Ask
            title=title
            text=text
            verb=verb
            busy=speaker.busy
            error=speaker.error
            on_yes=move |()| speaker.say(command.clone())
            on_close=move |()| speaker.asked.set(None)
        />
    }
}

/// The question, what it means, and the button.
fn question(command: &Command, view: &ActionView, serves: &str) -> (String, String, String) {
    let before = view.deploying.as_ref().map(|deploying| counts(&deploying.from)).unwrap_or_default();
    match command {
        Command::Abort => (
            "Abort this deployment?".to_owned(),
            format!(
                "It ends where it is. What serves now goes on serving: {serves}. Old instances that it only stopped \
                 start again; nothing is removed."
            ),
            "Abort it".to_owned(),
        ),
        Command::RollBack => (
            "Roll back?".to_owned(),
            format!(
                "It brings back what ran before: {before}. The new instances are removed once that serves, and not \
                 before."
            ),
            "Roll back".to_owned(),
        ),
        _ => (
            "Remove the old instances now?".to_owned(),
            "They are stopped, and kept so that going back takes seconds. Without them, going back starts instances \
             anew."
                .to_owned(),
            "Remove the old ones".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::deployment;

    #[test]
    fn what_is_offered_follows_from_how_it_stands() {
        use Command::{Abort, Finish, Pause, Promote, Resume, RollBack};
        let paused = ActionState::Paused { reason: String::new(), by: None, resumes: false };
        assert_eq!(offered(&ActionState::Running, false), [Pause, Abort, RollBack]);
        assert_eq!(offered(&paused, true), [Resume, Abort]);
        assert_eq!(offered(&ActionState::Holding { until_ms: None }, false), [Promote, Abort, RollBack]);
        assert_eq!(offered(&ActionState::Keeping { until_ms: 5 }, false), [Finish, RollBack]);
        assert_eq!(offered(&ActionState::Done, false), []);
    }

    #[test]
    fn the_question_says_what_goes_on_serving() {
        let (_, text, _) = question(&Command::Abort, &deployment(ActionState::Running), "2 of 1.0.0");
        assert!(text.contains("goes on serving: 2 of 1.0.0."), "{text}");
        let (_, text, _) = question(&Command::RollBack, &deployment(ActionState::Running), "");
        assert!(text.contains("3 of 1.0.0"), "{text}");
    }
}
