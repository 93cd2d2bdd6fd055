//! The fields of an app's settings.

use leptos::prelude::*;
use shared::deployment::OnFailure;

use super::draft::{Asks, Draft};
use crate::pages::deploy::strategy::StrategyFields;
use crate::state::settings_words;
use crate::ui::field::TextField;
use crate::ui::number::NumberField;
use crate::ui::select::Select;
use crate::ui::tick::Tick;

/// All of them. `wrong` says what is wrong with a member, by its name in JSON.
#[component]
pub fn Fields(
    /// What is written.
    draft: Draft,
    /// What is wrong with a member.
    wrong: Callback<&'static str, Option<String>>,
) -> impl IntoView {
    let of = move |field: &'static str| Signal::derive(move || wrong.run(field));
    let seconds = |value: RwSignal<u32>| {
        Signal::derive(move || match value.get() {
            short @ 0..60 => format!("seconds{}", if short == 0 { ": at once" } else { "" }),
            long => format!("seconds ({})", settings_words::seconds(long)),
        })
    };
    view! {
        <form class="form" on:submit=|event: web_sys::SubmitEvent| event.prevent_default()>
            <fieldset class="form">
                <legend class="label">"Instances"</legend>
                <div class="field-row">
                    <NumberField label="Wanted" value=draft.wanted error=of("wanted") hint=said("unless one says otherwise") />
                    <NumberField label="At least healthy" value=draft.min error=of("min") hint=said("while it is deployed; 0: as few as the plan shows") />
                    <NumberField label="At most" value=draft.max error=of("max") hint=said("whoever asks") />
                </div>
            </fieldset>
            <fieldset class="form">
                <legend class="label">"How old ones are replaced"</legend>
                <StrategyFields draft=draft.strategy wrong=wrong />
                <NumberField label="Keep old instances stopped" value=draft.keep_old_s error=of("keep_old_s") hint=seconds(draft.keep_old_s) />
            </fieldset>
            <fieldset class="form">
                <legend class="label">"When a new one is good"</legend>
                <NumberField
                    label="Seen active without a break for"
                    value=draft.steady_s
                    error=of("gate.steady_s")
                    hint=seconds(draft.steady_s)
                />
                <Probe draft=draft wrong=wrong />
            </fieldset>
            <fieldset class="form">
                <legend class="label">"When it does not work"</legend>
                <Failing draft=draft />
                <div class="field-row">
                    <NumberField label="A step may take" value=draft.step_limit_s error=of("step_limit_s") hint=seconds(draft.step_limit_s) />
                    <NumberField label="All of it may take" value=draft.deadline_s error=of("deadline_s") hint=seconds(draft.deadline_s) />
                </div>
            </fieldset>
            <fieldset class="form">
                <legend class="label">"Besides"</legend>
                <TextField
                    label="Companions"
                    value=draft.companions
                    mono=true
                    error=of("companions")
                    hint=Signal::stored(
                        "Apps whose units follow each instance, on its machine: they start after it and stop before it.".to_owned(),
                    )
                />
                <Tick
                    label="Protected"
                    about=said("Removing it, or going below the least count, needs the right 'force'.")
                    checked=draft.protected
                    on_change=move |protected| draft.protected.set(protected)
                />
            </fieldset>
        </form>
    }
}

#[component]
fn Probe(draft: Draft, wrong: Callback<&'static str, Option<String>>) -> impl IntoView {
    let of = move |field: &'static str| Signal::derive(move || wrong.run(field));
    const ASKS: [(Asks, &str, &str); 3] = [
        (Asks::Nothing, "nothing", "Nothing: active is enough"),
        (Asks::Tcp, "tcp", "TCP: it takes connections"),
        (Asks::Http, "http", "HTTP: it answers GET"),
    ];
    let word =
        move || ASKS.iter().find(|(asks, ..)| *asks == draft.asks.get()).map_or("", |(_, word, _)| *word);
    let choose = move |chosen: String| {
        if let Some((asks, ..)) = ASKS.iter().find(|(_, word, _)| *word == chosen) {
            draft.asks.set(*asks);
        }
    };
    let options = ASKS.map(|(_, word, words)| (word.to_owned(), words.to_owned()));
    let page = move || {
        (draft.asks.get() == Asks::Http).then(|| {
            view! {
                <div class="field-row">
                    <TextField label="Path" value=draft.path mono=true error=of("gate.probe.kind.path") hint=said("from the root") />
                    <TextField label="Status" value=draft.status error=of("gate.probe.kind.status") hint=said("empty: 200 to 299") />
                </div>
            }
        })
    };
    let port = move || {
        (draft.asks.get() != Asks::Nothing).then(|| {
            view! {
                <div class="field-row">
                    <TextField
                        label="Port"
                        value=draft.port
                        error=of("gate.probe.port")
                        hint=said("empty: the one that its options publish")
                    />
                    <NumberField
                        label="Answer within"
                        value=draft.timeout_ms
                        error=of("gate.probe.timeout_ms")
                        hint=said("milliseconds")
                    />
                </div>
            }
        })
    };
    view! {
        <Select label="It is asked" value=Signal::derive(move || word().to_owned()) options=Signal::stored(options.to_vec()) on_choose=choose />
        {move || page()}
        {move || port()}
    }
}

#[component]
fn Failing(draft: Draft) -> impl IntoView {
    const ALL: [(OnFailure, &str, &str); 3] = [
        (OnFailure::Pause, "pause", "Pause, and wait for somebody"),
        (OnFailure::RollBack, "roll_back", "Roll back by itself"),
        (OnFailure::Abort, "abort", "End there; what serves goes on serving"),
    ];
    let word =
        move || ALL.iter().find(|(own, ..)| *own == draft.on_failure.get()).map_or("", |(_, word, _)| *word);
    let choose = move |chosen: String| {
        if let Some((on_failure, ..)) = ALL.iter().find(|(_, word, _)| *word == chosen) {
            draft.on_failure.set(*on_failure);
        }
    };
    let options = ALL.map(|(_, word, words)| (word.to_owned(), words.to_owned()));
    view! {
        <Select
            label="A step that fails or takes too long"
            value=Signal::derive(move || word().to_owned())
            options=Signal::stored(options.to_vec())
            on_choose=choose
        />
    }
}

fn said(text: &str) -> Signal<String> {
    Signal::stored(text.to_owned())
}
