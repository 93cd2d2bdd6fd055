//! What waits for somebody else's approval: why, since when, and what one can say to it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::action::{ActionState, ActionView};
use shared::approval::Wait;
use shared::plan::Warning;

use super::acting::{Extras, use_acting};
use crate::api;
use crate::paths;
use crate::state::actions::use_actions;
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect, memo};
use crate::state::rights;
use crate::state::same::Same;
use crate::state::session::use_me;
use crate::state::words;
use crate::ui::button::{Button, Kind};
use crate::ui::dialog::Shape;
use crate::ui::field::TextField;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::ErrorLine;
use crate::ui::panel_form::PanelForm;
use crate::ui::time::absolute;

/// "Frozen until 12 Jan 2026, 08:00:00 (your time): release weekend".
pub fn reason(wait: &Wait) -> String {
    match wait.until_ms {
        None => say::action::wants_second_person(&wait.app),
        Some(until_ms) => say::action::is_frozen(&wait.app, &absolute(until_ms), &wait.reason),
    }
}

/// The reasons of a plan to wait, as things to know before the click.
pub fn warnings(waits: &[Wait]) -> Vec<Warning> {
    let reasons = waits.iter().map(|wait| format!("{}.", reason(wait).trim_end_matches('.')));
    reasons.map(|text| Warning::Note { text }).collect()
}

/// One that waits, with what one can say to it; nothing once it waits no more.
#[component]
pub fn AskedNotice(
    /// The action.
    action: Memo<Option<Same<ActionView>>>,
    /// Whether the way to its own page stands beside it.
    #[prop(optional)]
    linked: bool,
) -> impl IntoView {
    let waiting = memo(move || {
        action.with(|action| action.as_ref().filter(|action| action.state.is_open()).cloned()).and_then(
            |action| match (&action.state, &action.asked) {
                (ActionState::Asked { .. }, Some(_)) => Some(action),
                _ => None,
            },
        )
    });
    move || waiting.get().map(|action| view! { <Waiting action=action linked=linked /> })
}

#[component]
fn Waiting(action: Same<ActionView>, linked: bool) -> impl IntoView {
    let live = use_live();
    let (ActionState::Asked { until_ms }, Some(asked)) = (&action.state, &action.asked) else {
        return ().into_any();
    };
    let (until_ms, at_ms, by) = (*until_ms, asked.at_ms, action.actor.to_string());
    let times = move || {
        let now_ms = live.known_ms();
        let (since, left) = (now_ms.saturating_sub(at_ms), until_ms.saturating_sub(now_ms));
        say::action::asked_times(&by, &words::span(since), &words::span(left))
    };
    let reasons = asked.waits.iter().map(|wait| view! { <p>{reason(wait)}</p> }).collect_view();
    // Its own page tells the note by itself.
    let note =
        (linked && !action.note.is_empty()).then(|| view! { <p>{say::action::asked_note(&action.note)}</p> });
    let alone = asked.nobody_else.then(|| {
        view! { <p>{say::action::nobody_else()}</p> }
    });
    // A freeze ends by itself; a second person is wanted for ever.
    let until = asked.waits.iter().map(|wait| wait.until_ms).collect::<Option<Vec<_>>>();
    let alone_from = until.and_then(|until| until.into_iter().max()).map(|until_ms| {
        view! { <p>{say::action::alone_from(&action.actor, &absolute(until_ms))}</p> }
    });
    let details = linked.then(|| {
        view! { <a href=paths::deployment(&action.id)>{say::action::details()}</a> }
    });
    view! {
        <section class="notice" data-tone="warn" aria-label=say::action::waits_label()>
            <IconView icon=Icon::History />
            <div>
                <b>
                    {say::action::waits_for_approval(&action.summary)}
                </b>
                {note}
                {reasons}
                {alone}
                {alone_from}
                <p>{times} " " {details}</p>
                <Decide action=action />
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Decide(action: Same<ActionView>) -> impl IntoView {
    rights::for_who_changes(move || view! { <Buttons action=action.clone() /> }.into_any())
}

#[component]
fn Buttons(action: Same<ActionView>) -> impl IntoView {
    let (live, acting, actions) = (use_live(), use_acting(), use_actions());
    let Some(asked) = action.asked.clone() else { return ().into_any() };
    let me = use_me().view_now().user.clone();
    let is_mine = asked.by == me || action.actor == me;
    let right = rights::blocked(action.request.verb(), action.request.app());
    let away = live.away();
    // What it waited for when it was asked for may have been switched off meanwhile.
    let now = RwSignal::new(None::<Vec<Wait>>);
    if is_mine {
        let minute = memo(move || live.known_ms() / 60_000);
        effect(move || {
            minute.track();
            spawn_local(async move {
                // What can't be read is as it was.
                if let Ok(waits) = api::apps::waits().await {
                    now.try_set(Some(waits));
                }
            });
        });
    }
    let own = move || {
        let waits = now.with(|now| still(&asked.waits, now.as_deref()));
        (is_mine && is_left(&waits, live.known_ms())).then(|| say::action::asked_oneself().to_owned())
    };
    let approve_blocked = Signal::derive(move || right.get().or_else(&own));
    let refusal = rights::refusal(action.request.verb(), action.request.app());
    let decline_blocked = Signal::derive(move || refusal.get().or_else(|| away.get()));
    let request = action.request.clone();
    let planning = {
        let request = request.clone();
        Signal::derive(move || acting.is_busy(&request))
    };
    let id = StoredValue::new(action.id.clone());
    let approve = move |()| {
        let with = Extras { approves: Some(id.get_value()), ..Extras::default() };
        acting.review_with(request.clone(), with);
    };
    let (busy, error) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let declining = RwSignal::new(false);
    let (reason, said) = (RwSignal::new(String::new()), RwSignal::new(false));
    let end = move |reason: Option<String>| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match api::actions::end_asked(&live.name(), &id.get_value(), reason).await {
                Ok(view) => {
                    declining.try_set(false);
                    actions.put(view);
                }
                Err(failure) => drop(error.try_set(Some(failure.message()))),
            }
            busy.try_set(false);
        });
    };
    let form_error = Signal::derive(move || error.get().filter(|_| declining.get()));
    let decline = move |()| {
        said.set(true);
        let text = reason.with_untracked(|reason| reason.trim().to_owned());
        if !text.is_empty() {
            end(Some(text));
        }
    };
    let missing = Signal::derive(move || {
        (said.get() && reason.with(|reason| reason.trim().is_empty()))
            .then(|| say::action::say_why().to_owned())
    });
    let form = move || {
        declining.get().then(|| {
            view! {
                <PanelForm
                    title=say::action::decline_title()
                    verb=say::action::decline()
                    shape=Shape::Middle
                    busy=busy
                    error=form_error
                    on_submit=decline
                    on_close=move |()| declining.set(false)
                >
                    <TextField label=say::action::decline_why() value=reason error=missing hint=say::action::decline_hint() autofocus=true />
                </PanelForm>
            }
        })
    };
    let withdraw = is_mine.then(|| {
        view! {
            <Button busy=busy tip_at="start" on_press=move |()| end(None)>
                {say::action::withdraw()}
            </Button>
        }
    });
    view! {
        <p class="btns">
            <Button kind=Kind::Primary blocked=approve_blocked busy=planning tip_at="start" on_press=approve>
                {if is_mine { say::action::start_now() } else { say::action::approve() }}
            </Button>
            {(!is_mine).then(|| {
                view! {
                    <Button blocked=decline_blocked tip_at="start" on_press=move |()| declining.set(true)>
                        {say::action::decline_open()}
                    </Button>
                }
            })}
            {withdraw}
        </p>
        {move || error.get().filter(|_| !declining.get()).map(|_| view! { <ErrorLine error=error /> })}
        {form}
    }
    .into_any()
}

/// What is left of the reasons of that time, by what is known of now: the same apps, if they let anything wait.
fn still(then: &[Wait], now: Option<&[Wait]>) -> Vec<Wait> {
    match now {
        None => then.to_vec(),
        Some(now) => {
            now.iter().filter(|wait| then.iter().any(|then| then.app == wait.app)).cloned().collect()
        }
    }
}

/// Whether a reason to wait is left, as far as that is known: a freeze that is over is none.
fn is_left(waits: &[Wait], now_ms: u64) -> bool {
    waits.iter().any(|wait| wait.until_ms.is_none_or(|until_ms| until_ms > now_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_freeze_that_is_over_is_no_reason() {
        let wait = |until_ms| Wait { app: "a".parse().unwrap(), until_ms, reason: String::new() };
        assert!(is_left(&[wait(Some(5))], 4));
        assert!(!is_left(&[wait(Some(5))], 5));
        assert!(is_left(&[wait(Some(5)), wait(None)], 9));
    }

    #[test]
    fn what_was_switched_off_is_no_reason() {
        let wait = |app: &str| Wait { app: app.parse().unwrap(), until_ms: None, reason: String::new() };
        assert_eq!(still(&[wait("a")], None), [wait("a")], "it is not known yet");
        assert_eq!(still(&[wait("a")], Some(&[wait("b")])), []);
        assert_eq!(still(&[wait("a")], Some(&[wait("b"), wait("a")])), [wait("a")]);
    }
}
