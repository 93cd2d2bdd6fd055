//! Toasts that follow actions: the countdown with Undo, which everybody sees and which survives a reload, since it
//! comes from the action itself; then progress and result, for whoever started it.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::ActionId;
use shared::action::{ActionState, ActionView};
use shared::plan::{PlanRequest, UNDO_S};

use super::acting::use_acting;
use super::log;
use crate::paths;
use crate::state::actions::use_actions;
use crate::state::clock::use_clock;
use crate::state::deploying::{self, can_be_put_back};
use crate::state::memo::{Memo, effect, memo};
use crate::state::same::Same;
use crate::state::session::use_me;
use crate::state::words;
use crate::ui::button::{Button, IconButton};
use crate::ui::each::each;
use crate::ui::icon::{Icon, IconView};

/// How long the result of an action stays, in milliseconds.
const RESULT_STAYS_MS: u64 = 8_000;
/// An action that takes longer than this is left to the app's row; how it ends is said all the same.
const PROGRESS_STAYS_MS: u64 = 120_000;
/// A removal that is done offers to be put back for so long.
const PUT_BACK_STAYS_MS: u64 = 20_000;

/// Which toasts are to be seen. Known from the beginning; what fills and draws them comes with a part.
#[derive(Clone, Copy)]
pub struct ActionToasts {
    shown: RwSignal<Vec<Same<ActionView>>>,
    dismissed: RwSignal<Vec<ActionId>>,
}

impl ActionToasts {
    /// None yet.
    pub fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), dismissed: RwSignal::new(Vec::new()) }
    }

    /// Follows the actions that this page has seen open.
    pub fn follow(self) {
        let actions = use_actions();
        let clock = use_clock();
        let me = use_me().view_now().user.clone();
        let path = use_location().pathname;
        let followed = StoredValue::new(BTreeSet::<ActionId>::new());
        effect(move || {
            let open = actions.open();
            followed.update_value(|followed| followed.extend(open.iter().map(|action| action.id.clone())));
            let now_ms = clock.now_ms();
            let known = followed.get_value();
            let path = path.get();
            // Its own page says how it goes, and how it ended: who looks at that has been told.
            let looked_at = |action: &ActionView| {
                !is_waiting(action) && action.request.is_deployment() && path == paths::deployment(&action.id)
            };
            self.dismissed.update_untracked(|dismissed| {
                let told = known.iter().filter_map(|id| actions.get(id));
                for action in told.filter(|action| !action.state.is_open() && looked_at(action)) {
                    if !dismissed.contains(&action.id) {
                        dismissed.push(action.id.clone());
                    }
                }
            });
            let shown: Vec<Same<ActionView>> = self.dismissed.with(|dismissed| {
                known
                    .iter()
                    .filter(|id| !dismissed.contains(*id))
                    .filter_map(|id| actions.get(id))
                    .filter(|action| is_shown(action, action.actor == me, now_ms) && !looked_at(action))
                    .collect()
            });
            if self.shown.with_untracked(|before| *before != shown) {
                self.shown.set(shown);
            }
        });
    }

    /// How many there are; tracked.
    pub fn count(&self) -> usize {
        self.shown.with(Vec::len)
    }
}

impl Default for ActionToasts {
    fn default() -> Self {
        Self::new()
    }
}

/// Draws the toasts.
#[component]
pub fn ActionToastList(
    /// Which.
    toasts: ActionToasts,
) -> impl IntoView {
    let dismissed = toasts.dismissed;
    let shown = toasts.shown;
    let entries =
        move || shown.get().iter().map(|action| (action.id.clone(), is_waiting(action))).collect::<Vec<_>>();
    view! {
        {each(entries, |(id, waiting)| format!("{id} {waiting}"), move |entry| {
                let (id, waiting) = entry;
                let actions = use_actions();
                let action = memo({
                    let id = id.clone();
                    move || actions.get(&id)
                });
                if waiting {
                    view! { <UndoToast id=id action=action /> }.into_any()
                } else {
                    let dismiss = move || {
                        dismissed.update(|dismissed| dismissed.push(id.clone()));
                    };
                    view! { <ProgressToast action=action on_dismiss=move |()| dismiss() /> }.into_any()
                }
            })}
    }
}

/// Counts down to the first call, with the way back.
#[component]
fn UndoToast(id: ActionId, action: Memo<Option<Same<ActionView>>>) -> impl IntoView {
    let clock = use_clock();
    let acting = use_acting();
    let left = memo(move || {
        action.with(|action| match action.as_deref().map(|action| &action.state) {
            Some(ActionState::Waiting { until_ms }) => words::seconds_left(clock.now_ms(), *until_ms),
            _ => 0,
        })
    });
    let summary = move || action.with(|action| action.as_ref().map(|action| action.summary.clone()));
    let by = move || action.with(|action| action.as_ref().map(|action| action.actor.to_string()));
    view! {
        <div class="toast" data-tone="undo" role="status">
            <p>
                {move || summary()} " (" {move || by()} ")"
                <span aria-hidden="true">{move || say::action::starts_in(&left.get())}</span>
            </p>
            <Button icon=Icon::Undo on_press=move |()| acting.undo(id.clone())>
                {say::action::undo()}
            </Button>
            <progress
                class="countdown"
                max=UNDO_S.to_string()
                prop:value=move || left.get().to_string()
                aria-hidden="true"
            ></progress>
        </div>
    }
}

/// How far an action is, and how it ended.
#[component]
fn ProgressToast(
    action: Memo<Option<Same<ActionView>>>,
    #[prop(into)] on_dismiss: Callback<()>,
) -> impl IntoView {
    let acting = use_acting();
    let view =
        memo(move || action.with(|action| action.as_deref().map(|action| (tone(action), text(action)))));
    let tone = move || view.with(|view| view.as_ref().map_or(ToastTone::Going, |(tone, _)| *tone));
    let put_back = move || {
        let id = action.with(|action| {
            action.as_ref().filter(|action| can_be_put_back(action)).map(|action| action.id.clone())
        })?;
        let ask = move |()| acting.ask(PlanRequest::Restore { action: id.clone() });
        Some(view! { <Button icon=Icon::Undo on_press=ask>{say::action::toast_put_back()}</Button> })
    };
    // The page of a deployment says the rest.
    let details = action.with_untracked(|action| {
        let action = action.as_ref().filter(|action| action.request.is_deployment())?;
        Some(view! { <a href=paths::deployment(&action.id)>{say::action::details()}</a> })
    });
    view! {
        <div
            class="toast"
            data-tone=move || tone().attribute()
            role=move || if tone() == ToastTone::Bad { "alert" } else { "status" }
        >
            {move || view! { <IconView icon=tone().icon() /> }}
            <p>{move || view.with(|view| view.as_ref().map(|(_, text)| text.clone()))}</p>
            {details}
            {move || put_back()}
            <IconButton icon=Icon::Close label=say::action::dismiss() on_press=on_dismiss />
        </div>
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ToastTone {
    Going,
    Ok,
    Bad,
}

impl ToastTone {
    fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Going => None,
            Self::Ok => Some("ok"),
            Self::Bad => Some("bad"),
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Going => Icon::Refresh,
            Self::Ok => Icon::Check,
            Self::Bad => Icon::Error,
        }
    }
}

fn tone(action: &ActionView) -> ToastTone {
    match action.state {
        ActionState::Done if deploying::unwell(action).is_some() => ToastTone::Bad,
        ActionState::Asked { .. }
        | ActionState::Waiting { .. }
        | ActionState::Running
        | ActionState::Holding { .. } => ToastTone::Going,
        ActionState::Done | ActionState::Keeping { .. } | ActionState::Undone { .. } => ToastTone::Ok,
        // What a person asked for is no trouble.
        ActionState::Paused { by: Some(_), .. } => ToastTone::Going,
        ActionState::Aborted { by: Some(_), .. } | ActionState::RolledBack { by: Some(_), .. } => {
            ToastTone::Ok
        }
        ActionState::Paused { .. }
        | ActionState::Aborted { .. }
        | ActionState::RolledBack { .. }
        | ActionState::Declined { .. }
        | ActionState::Failed { .. }
        | ActionState::Interrupted { .. } => ToastTone::Bad,
    }
}

/// How it stands, or how it ended, in a line.
pub fn text(action: &ActionView) -> String {
    if let Some(deploying) = &action.deploying {
        let name = action.request.app().map(|app| app.to_string()).unwrap_or_default();
        return match &action.state {
            ActionState::Running | ActionState::Holding { .. } | ActionState::Paused { .. } => {
                format!("{name} {}", deploying::stage_words(action, deploying))
            }
            ActionState::Keeping { .. } => say::action::toast_done(&action.summary),
            state => match log::ending(state) {
                "" if deploying::unwell(action).is_some() => say::action::toast_unwell(&action.summary),
                "" => say::action::toast_done(&action.summary),
                ending => format!("{}{ending}", action.summary),
            },
        };
    }
    match &action.state {
        ActionState::Running => {
            say::action::toast_steps(&action.summary, &action.steps_done, &action.steps_total)
        }
        ActionState::Done => say::action::toast_done(&action.summary),
        ActionState::Undone { .. } => say::action::toast_undone(&action.summary),
        _ => format!("{}{}", action.summary, log::standing(action)),
    }
}

fn is_waiting(action: &ActionView) -> bool {
    matches!(action.state, ActionState::Waiting { .. })
}

/// A waiting action concerns everybody; how it goes on, whoever started it. Failures stay until dismissed.
fn is_shown(action: &ActionView, mine: bool, now_ms: u64) -> bool {
    let ended = action.ended_ms.unwrap_or(action.started_ms);
    let stays_ms = if can_be_put_back(action) { PUT_BACK_STAYS_MS } else { RESULT_STAYS_MS };
    match action.state {
        ActionState::Waiting { .. } => true,
        // It waits long; whoever asked has been told once.
        ActionState::Asked { .. } => mine && now_ms < action.changed_ms + RESULT_STAYS_MS,
        ActionState::Running | ActionState::Holding { .. } => {
            mine && now_ms < action.started_ms + PROGRESS_STAYS_MS
        }
        // What it keeps, it keeps for long: how it went was said when it began to.
        ActionState::Keeping { .. } => mine && now_ms < action.changed_ms + RESULT_STAYS_MS,
        ActionState::Undone { .. } => now_ms < ended + RESULT_STAYS_MS,
        ActionState::Done => mine && now_ms < ended + stays_ms,
        ActionState::Paused { .. }
        | ActionState::Aborted { .. }
        | ActionState::RolledBack { .. }
        | ActionState::Declined { .. }
        | ActionState::Failed { .. }
        | ActionState::Interrupted { .. } => mine,
    }
}
