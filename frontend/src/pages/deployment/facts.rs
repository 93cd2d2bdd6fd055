//! Below the steps: what happened besides, the settings of that time, and the exact calls with Fleet's answers.

use leptos::prelude::*;
use shared::deployment::Line;
use shared::plan::Step;

use super::watched::Shown;
use crate::action::plan_view::CallLines;
use crate::paths;
use crate::state::kept_back;
use crate::state::memo::memo;
use crate::state::settings_words;
use crate::ui::each::each;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::{Check, Tone};
use crate::ui::time::{absolute, clock_second};

/// "14:02 ada paused it".
#[component]
pub fn Happened(
    /// The deployment.
    shown: Shown,
) -> impl IntoView {
    let lines = memo(move || {
        shown.detail.with(|detail| detail.lines.iter().cloned().enumerate().collect::<Vec<_>>())
    });
    let none = memo(move || lines.with(Vec::is_empty));
    let line = |(_, line): (usize, Line)| {
        view! {
            <li>
                <time title=absolute(line.at_ms)>{clock_second(line.at_ms)}</time>
                <span>{line.text}</span>
            </li>
        }
    };
    move || {
        (!none.get()).then(|| {
            view! {
                <section aria-labelledby="happened">
                    <h2 class="label" id="happened">
                        {say::deployment::happened()}
                    </h2>
                    <ol class="app-log is-clock">
                        {each(move || lines.get(), |(at, _)| at.to_string(), move |item| line(item).into_any())}
                    </ol>
                </section>
            }
        })
    }
}

/// The settings that it was started with.
#[component]
pub fn SettingsThen(
    /// The deployment.
    shown: Shown,
) -> impl IntoView {
    let app = shown.app();
    let found = shown.detail.with_untracked(|detail| {
        let deployment = detail.deployment.as_ref()?;
        Some((settings_words::all(&deployment.settings), deployment.template_revision))
    });
    let (facts, revision) = found?;
    let template = revision.zip(app).map(|(revision, app)| {
        view! {
            <dt>{say::deployment::template()}</dt>
            <dd>
                <a href=paths::template(&app)>{say::deployment::revision(&revision)}</a>
            </dd>
        }
    });
    let facts =
        facts.into_iter().map(|(name, value)| view! { <dt>{name}</dt> <dd>{value}</dd> }).collect_view();
    Some(view! {
        <details class="fold">
            <summary>
                <IconView icon=Icon::Chevron class="chev" />
                {say::deployment::settings_then()}
            </summary>
            <div class="fold-body">
                <dl class="facts">{facts} {template}</dl>
            </div>
        </details>
    })
}

/// The exact calls.
#[component]
pub fn Calls(
    /// The deployment.
    shown: Shown,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let count = memo(move || {
        shown.detail.with(|detail| detail.steps.iter().filter(|step| step.step.call().is_some()).count())
    });
    let spec = memo(move || shown.detail.with(|detail| detail.spec));
    let kept_back = move || {
        let text = kept_back::sentence(spec.get(), shown.app())();
        text.map(|text| view! { <Check tone=Tone::Info text=text /> })
    };
    // The calls never change while it goes on, but for a way back, which has calls of its own.
    let lines = move || {
        count.track();
        let calls = shown.detail.with_untracked(|detail| {
            detail.steps.iter().filter_map(|step| Step::call(&step.step)).collect::<Vec<_>>()
        });
        view! { <CallLines calls=calls /> }
    };
    view! {
        <details class="fold" on:toggle=move |event| open.set(is_open(&event))>
            <summary>
                <IconView icon=Icon::Chevron class="chev" />
                {say::action::exact_calls()} " "
                <span class="count">{move || count.get()}</span>
            </summary>
            <div class="fold-body">
                {move || kept_back()}
                {move || open.get().then(lines)}
            </div>
        </details>
    }
}

fn is_open(event: &web_sys::Event) -> bool {
    event_target::<web_sys::HtmlDetailsElement>(event).open()
}
