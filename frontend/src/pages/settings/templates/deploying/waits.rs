//! The fields of what lets others wait: a second person, and freezes.

use leptos::prelude::*;
use shared::deployment::Day;

use super::draft::Draft;
use super::freeze::{FreezeDraft, behind_min, day_word, in_zone};
use crate::state::memo::Memo;
use crate::state::settings_words;
use crate::ui::button::{Button, Kind};
use crate::ui::each::each;
use crate::ui::field::TextField;
use crate::ui::icon::Icon;
use crate::ui::message::ErrorLine;
use crate::ui::select::Select;
use crate::ui::tick::Tick;

/// All of them.
#[component]
pub fn WaitFields(
    /// What is written.
    draft: Draft,
    /// What is wrong with a member.
    wrong: Callback<&'static str, Option<String>>,
    /// Why they can't be changed; absent if they can.
    refusal: Memo<Option<String>>,
) -> impl IntoView {
    let freezes = draft.freezes;
    let add = move |()| {
        freezes.update(|freezes| {
            let id = freezes.iter().map(|freeze| freeze.id + 1).max().unwrap_or_default();
            freezes.push(FreezeDraft::blank(id));
        });
    };
    let none = move || {
        freezes
            .with(Vec::is_empty)
            .then(|| view! { <p class="hint">{say::settings_deploying::no_freeze()}</p> })
    };
    let limit = move || draft.approval.get().then(|| view! { <Limit limit_s=draft.approval_limit_s /> });
    let all_touched = move || freezes.with(|freezes| freezes.iter().all(|freeze| freeze.touched.get()));
    let freezes_wrong = Signal::derive(move || wrong.run("freezes").filter(|_| all_touched()));
    let disabled = move || refusal.with(Option::is_some);
    view! {
        <fieldset class="form" disabled=disabled>
            <legend class="label">{say::settings_deploying::agreeing()}</legend>
            {move || refusal.get().map(|refusal| view! { <p class="hint">{refusal}</p> })}
            <Tick
                label=say::settings_deploying::second_person()
                about=said(say::settings_deploying::second_person_about())
                checked=draft.approval
                on_change=move |approval| draft.approval.set(approval)
            />
            {limit}
        </fieldset>
        <fieldset class="form" disabled=disabled>
            <legend class="label">{say::settings_deploying::freezes()}</legend>
            <p class="hint">{say::settings_deploying::freezes_about()}</p>
            {none}
            {each(move || freezes.get(), |freeze: &FreezeDraft| freeze.id.to_string(), move |freeze| {
                view! { <OneFreeze freeze=freeze freezes=freezes /> }.into_any()
            })}
            <ErrorLine error=freezes_wrong />
            <Button small=true on_press=add>
                {say::settings_deploying::freeze_add()}
            </Button>
        </fieldset>
    }
}

/// How long what is asked for waits: a usual time, or the one that was set elsewhere.
#[component]
fn Limit(limit_s: RwSignal<u32>) -> impl IntoView {
    const USUAL_S: [u32; 6] = [900, 3_600, 4 * 3_600, 86_400, 3 * 86_400, 7 * 86_400];
    let mut all_s = USUAL_S.to_vec();
    all_s.push(limit_s.get_untracked());
    all_s.sort_unstable();
    all_s.dedup();
    let options: Vec<_> =
        all_s.into_iter().map(|limit_s| (limit_s.to_string(), settings_words::seconds(limit_s))).collect();
    let choose = move |chosen: String| {
        if let Ok(chosen_s) = chosen.parse() {
            limit_s.set(chosen_s);
        }
    };
    view! {
        <Select
            label=say::settings_deploying::approval_limit()
            value=Signal::derive(move || limit_s.get().to_string())
            options=Signal::stored(options)
            on_choose=choose
        />
    }
}

#[component]
fn OneFreeze(freeze: FreezeDraft, freezes: RwSignal<Vec<FreezeDraft>>) -> impl IntoView {
    let kinds = [
        ("weekly", say::settings_deploying::freeze_weekly()),
        ("once", say::settings_deploying::freeze_once()),
    ];
    let kinds = kinds.map(|(word, words)| (word.to_owned(), words.to_owned())).to_vec();
    let kind = Signal::derive(move || if freeze.weekly.get() { "weekly" } else { "once" }.to_owned());
    let remove = move |()| freezes.update(|freezes| freezes.retain(|other| other.id != freeze.id));
    // Only once the focus is outside of all its fields.
    let left = move |event: web_sys::FocusEvent| {
        use wasm_bindgen::JsCast;
        let node = |target: Option<web_sys::EventTarget>| {
            target.and_then(|target| target.dyn_into::<web_sys::Node>().ok())
        };
        let group = node(event.current_target());
        if !group.is_some_and(|group| group.contains(node(event.related_target()).as_ref())) {
            freeze.touched.set(true);
        }
    };
    let when = move || {
        match freeze.weekly.get() {
        true => view! { <Weekly freeze=freeze /> }.into_any(),
        false => view! {
            <div class="field-row">
                <TextField label=say::settings_deploying::freeze_from() kind="datetime-local" value=freeze.once_from hint=said(say::settings_deploying::freeze_own_time()) />
                <TextField label=say::settings_deploying::freeze_until() kind="datetime-local" value=freeze.once_until hint=said(say::settings_deploying::freeze_own_time()) />
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <div class="form freeze" role="group" aria-label=say::settings_deploying::freeze() on:focusout=left>
            <div class="field-row">
                <TextField label=say::settings_deploying::freeze_why() value=freeze.reason hint=said(say::settings_deploying::freeze_why_hint()) />
                <Select label=say::settings_deploying::freeze_when() value=kind options=Signal::stored(kinds) on_choose=move |word: String| freeze.weekly.set(word == "weekly") />
            </div>
            {when}
            <p>
                <Button small=true kind=Kind::Bare icon=Icon::Remove on_press=remove>
                    {say::settings_deploying::freeze_remove()}
                </Button>
            </p>
        </div>
    }
}

#[component]
fn Weekly(freeze: FreezeDraft) -> impl IntoView {
    let day = move |day: Day| {
        let is_on = move || freeze.days.with(|days| days.contains(&day));
        let change = move |event| {
            let on = event_target_checked(&event);
            freeze.days.update(|days| {
                days.retain(|other| *other != day);
                if on {
                    days.push(day);
                    days.sort_unstable();
                }
            });
        };
        view! {
            <label class="day">
                <input type="checkbox" prop:checked=is_on on:change=change />
                {day_word(day)}
            </label>
        }
    };
    let own = move || {
        let mut wrong = Vec::new();
        match freeze.freeze(&mut wrong).window {
            shared::deployment::Window::Weekly { days, from_min, until_min } if wrong.is_empty() => {
                say::settings_deploying::freeze_in_own_time(&in_zone(
                    &days,
                    from_min,
                    until_min,
                    behind_min(),
                ))
            }
            _ => String::new(),
        }
    };
    view! {
        <div class="days" role="group" aria-label=say::settings_deploying::freeze_days()>
            {Day::ALL.map(day).collect_view()}
        </div>
        <div class="field-row">
            <TextField label=say::settings_deploying::freeze_from() kind="time" value=freeze.from hint=said(say::settings_deploying::freeze_utc()) />
            <TextField label=say::settings_deploying::freeze_until() kind="time" value=freeze.until hint=said(say::settings_deploying::freeze_utc_until()) />
        </div>
        <p class="hint">{own}</p>
    }
}

fn said(hint: &'static str) -> Signal<String> {
    Signal::stored(hint.to_owned())
}
