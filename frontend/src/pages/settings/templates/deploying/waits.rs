//! The fields of what lets others wait: a second person, and freezes.

use leptos::prelude::*;
use shared::deployment::Day;

use super::draft::Draft;
use super::freeze::{DAYS, FreezeDraft, behind_min, in_zone};
use crate::state::memo::Memo;
use crate::state::settings_words;
use crate::ui::button::{Button, Kind};
use crate::ui::each::each;
use crate::ui::field::TextField;
use crate::ui::icon::Icon;
use crate::ui::message::ErrorLine;
use crate::ui::number::NumberField;
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
        let text = "None: whoever may deploy it does so at any time.";
        freezes.with(Vec::is_empty).then(|| view! { <p class="hint">{text}</p> })
    };
    let hint = Signal::derive(move || {
        format!("seconds ({})", settings_words::seconds(draft.approval_limit_s.get()))
    });
    let limit_wrong = Signal::derive(move || wrong.run("approval_limit_s"));
    let all_touched = move || freezes.with(|freezes| freezes.iter().all(|freeze| freeze.touched.get()));
    let freezes_wrong = Signal::derive(move || wrong.run("freezes").filter(|_| all_touched()));
    let disabled = move || refusal.with(Option::is_some);
    view! {
        <fieldset class="form" disabled=disabled>
            <legend class="label">"Who has to agree"</legend>
            {move || refusal.get().map(|refusal| view! { <p class="hint">{refusal}</p> })}
            <Tick
                label="A second person approves"
                about=Signal::stored(
                    "Whatever changes what runs of it waits until somebody else who may do the same has approved it.".to_owned(),
                )
                checked=draft.approval
                on_change=move |approval| draft.approval.set(approval)
            />
            <NumberField label="What is asked for waits at most" value=draft.approval_limit_s error=limit_wrong hint=hint />
        </fieldset>
        <fieldset class="form" disabled=disabled>
            <legend class="label">"Freezes"</legend>
            <p class="hint">
                "In a freeze everything waits for a second person. What is running when it begins goes on, and can be \
                 paused, aborted and rolled back as ever."
            </p>
            {none}
            {each(move || freezes.get(), |freeze: &FreezeDraft| freeze.id.to_string(), move |freeze| {
                view! { <OneFreeze freeze=freeze freezes=freezes /> }.into_any()
            })}
            <ErrorLine error=freezes_wrong />
            <Button small=true on_press=add>
                "Add a freeze"
            </Button>
        </fieldset>
    }
}

#[component]
fn OneFreeze(freeze: FreezeDraft, freezes: RwSignal<Vec<FreezeDraft>>) -> impl IntoView {
    let kinds = [("weekly", "Each week"), ("once", "Once")];
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
                <TextField label="From" kind="datetime-local" value=freeze.once_from hint=said("your time") />
                <TextField label="Until" kind="datetime-local" value=freeze.once_until hint=said("your time") />
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <div class="form freeze" role="group" aria-label="Freeze" on:focusout=left>
            <div class="field-row">
                <TextField label="Why" value=freeze.reason hint=said("shown to whoever has to wait") />
                <Select label="When" value=kind options=Signal::stored(kinds) on_choose=move |word: String| freeze.weekly.set(word == "weekly") />
            </div>
            {when}
            <p>
                <Button small=true kind=Kind::Bare icon=Icon::Remove on_press=remove>
                    "Remove this freeze"
                </Button>
            </p>
        </div>
    }
}

#[component]
fn Weekly(freeze: FreezeDraft) -> impl IntoView {
    let day = move |(day, word): (Day, &'static str)| {
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
                {word}
            </label>
        }
    };
    let own = move || {
        let mut wrong = Vec::new();
        match freeze.freeze(&mut wrong).window {
            shared::deployment::Window::Weekly { days, from_min, until_min } if wrong.is_empty() => {
                format!("In your time now: {}.", in_zone(&days, from_min, until_min, behind_min()))
            }
            _ => String::new(),
        }
    };
    view! {
        <div class="days" role="group" aria-label="It begins on">
            {DAYS.map(day).collect_view()}
        </div>
        <div class="field-row">
            <TextField label="From" kind="time" value=freeze.from hint=said("UTC") />
            <TextField label="Until" kind="time" value=freeze.until hint=said("UTC; the next day if it is no later") />
        </div>
        <p class="hint">{own}</p>
    }
}

fn said(hint: &'static str) -> Signal<String> {
    Signal::stored(hint.to_owned())
}
