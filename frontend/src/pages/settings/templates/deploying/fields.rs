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
            0 => say::settings_deploying::seconds_none().to_owned(),
            1..60 => say::settings_deploying::seconds().to_owned(),
            long => say::settings_deploying::seconds_long(&settings_words::seconds(long)),
        })
    };
    view! {
        <form class="form" on:submit=|event: web_sys::SubmitEvent| event.prevent_default()>
            <fieldset class="form">
                <legend class="label">{say::settings_deploying::instances()}</legend>
                <div class="field-row">
                    <NumberField label=say::settings_deploying::wanted() value=draft.wanted error=of("wanted") hint=said(say::settings_deploying::wanted_hint()) />
                    <NumberField label=say::settings_deploying::least() value=draft.min error=of("min") hint=said(say::settings_deploying::least_hint()) />
                    <NumberField label=say::settings_deploying::most() value=draft.max error=of("max") hint=said(say::settings_deploying::most_hint()) />
                </div>
            </fieldset>
            <fieldset class="form">
                <legend class="label">{say::settings_deploying::replacing()}</legend>
                <StrategyFields draft=draft.strategy wrong=wrong />
                <NumberField label=say::settings_deploying::keep_old() value=draft.keep_old_s error=of("keep_old_s") hint=seconds(draft.keep_old_s) />
            </fieldset>
            <fieldset class="form">
                <legend class="label">{say::settings_deploying::good()}</legend>
                <NumberField
                    label=say::settings_deploying::steady()
                    value=draft.steady_s
                    error=of("gate.steady_s")
                    hint=seconds(draft.steady_s)
                />
                <Probe draft=draft wrong=wrong />
            </fieldset>
            <fieldset class="form">
                <legend class="label">{say::settings_deploying::not_working()}</legend>
                <Failing draft=draft />
                <div class="field-row">
                    <NumberField label=say::settings_deploying::step_limit() value=draft.step_limit_s error=of("step_limit_s") hint=seconds(draft.step_limit_s) />
                    <NumberField label=say::settings_deploying::deadline() value=draft.deadline_s error=of("deadline_s") hint=seconds(draft.deadline_s) />
                </div>
            </fieldset>
            <fieldset class="form">
                <legend class="label">{say::settings_deploying::besides()}</legend>
                <TextField
                    label=say::settings_deploying::companions()
                    value=draft.companions
                    mono=true
                    error=of("companions")
                    hint=said(say::settings_deploying::companions_hint())
                />
                <Tick
                    label=say::settings_deploying::protected()
                    about=said(say::settings_deploying::protected_about())
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
    const ASKS: [(Asks, &str); 3] = [(Asks::Nothing, "nothing"), (Asks::Tcp, "tcp"), (Asks::Http, "http")];
    let word = move || ASKS.iter().find(|(asks, _)| *asks == draft.asks.get()).map_or("", |(_, word)| *word);
    let choose = move |chosen: String| {
        if let Some((asks, _)) = ASKS.iter().find(|(_, word)| *word == chosen) {
            draft.asks.set(*asks);
        }
    };
    let options = ASKS.map(|(asks, word)| {
        let words = match asks {
            Asks::Nothing => say::settings_deploying::asks_nothing(),
            Asks::Tcp => say::settings_deploying::asks_tcp(),
            Asks::Http => say::settings_deploying::asks_http(),
        };
        (word.to_owned(), words.to_owned())
    });
    let page = move || {
        (draft.asks.get() == Asks::Http).then(|| {
            view! {
                <div class="field-row">
                    <TextField label=say::settings_deploying::path() value=draft.path mono=true error=of("gate.probe.kind.path") hint=said(say::settings_deploying::path_hint()) />
                    <TextField label=say::settings_deploying::status() value=draft.status error=of("gate.probe.kind.status") hint=said(say::settings_deploying::status_hint()) />
                </div>
            }
        })
    };
    let port = move || {
        (draft.asks.get() != Asks::Nothing).then(|| {
            view! {
                <div class="field-row">
                    <TextField
                        label=say::settings_deploying::port()
                        value=draft.port
                        error=of("gate.probe.port")
                        hint=said(say::settings_deploying::port_hint())
                    />
                    <NumberField
                        label=say::settings_deploying::answer_within()
                        value=draft.timeout_ms
                        error=of("gate.probe.timeout_ms")
                        hint=said(say::settings_deploying::milliseconds())
                    />
                </div>
            }
        })
    };
    view! {
        <Select label=say::settings_deploying::asks() value=Signal::derive(move || word().to_owned()) options=Signal::stored(options.to_vec()) on_choose=choose />
        {move || page()}
        {move || port()}
    }
}

#[component]
fn Failing(draft: Draft) -> impl IntoView {
    const ALL: [(OnFailure, &str); 3] =
        [(OnFailure::Pause, "pause"), (OnFailure::RollBack, "roll_back"), (OnFailure::Abort, "abort")];
    let word =
        move || ALL.iter().find(|(own, _)| *own == draft.on_failure.get()).map_or("", |(_, word)| *word);
    let choose = move |chosen: String| {
        if let Some((on_failure, _)) = ALL.iter().find(|(_, word)| *word == chosen) {
            draft.on_failure.set(*on_failure);
        }
    };
    let options = ALL.map(|(on_failure, word)| {
        let words = match on_failure {
            OnFailure::Pause => say::settings_deploying::failing_pause(),
            OnFailure::RollBack => say::settings_deploying::failing_roll_back(),
            OnFailure::Abort => say::settings_deploying::failing_abort(),
        };
        (word.to_owned(), words.to_owned())
    });
    view! {
        <Select
            label=say::settings_deploying::failing()
            value=Signal::derive(move || word().to_owned())
            options=Signal::stored(options.to_vec())
            on_choose=choose
        />
    }
}

fn said(text: &str) -> Signal<String> {
    Signal::stored(text.to_owned())
}
