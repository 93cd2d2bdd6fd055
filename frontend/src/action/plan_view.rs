//! A plan as people read it: steps in words, what to know before the click, the exact calls, and curl lines.

use std::sync::Arc;

use leptos::prelude::*;
use shared::plan::{Call, Plan, Step, Warning};
use shared::spec::Spec;

use super::asked;
use crate::state::kept_back;
use crate::state::words;
use crate::ui::copy::{Code, CopyButton};
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::{Check, Tone};

/// Steps beyond this number are folded away: a plan for 1,000 units stays readable.
const STEPS_SHOWN: usize = 24;

/// A warning's tone and words.
pub fn warning(warning: &Warning) -> (Tone, String) {
    match warning {
        Warning::Unscheduled { text, .. } => (Tone::Warn, text.clone()),
        Warning::LastHealthy { text } => (Tone::Bad, text.clone()),
        Warning::Note { text } => (Tone::Info, text.clone()),
    }
}

/// What to know before the click.
#[component]
pub fn Warnings(
    /// The plan.
    plan: Arc<Plan>,
) -> impl IntoView {
    let waits = asked::warnings(&plan.waits);
    let all: Vec<_> = waits.iter().chain(&plan.warnings).map(warning).collect();
    (!all.is_empty()).then(|| {
        view! {
            <section class="checks" aria-label=say::action::checks()>
                {all.into_iter().map(|(tone, text)| view! { <Check tone=tone text=text /> }).collect_view()}
            </section>
        }
    })
}

/// The steps in words.
#[component]
pub fn Steps(
    /// The plan.
    plan: Arc<Plan>,
) -> impl IntoView {
    let line = |step: &Step| {
        let class = removes(step).then_some("is-removal");
        view! { <li class=class><span>{step.words()}</span></li> }
    };
    if !plan.stages.is_empty() {
        return view! { <PlanStages plan=plan /> }.into_any();
    }
    let shown = plan.steps.iter().take(STEPS_SHOWN).map(line).collect_view();
    let rest = plan.steps.len().saturating_sub(STEPS_SHOWN);
    view! {
        <ol class="plan">
            {shown}
            {(rest > 0).then(|| view! { <li><span>{say::action::more_steps(rest, &words::grouped(rest))}</span></li> })}
        </ol>
    }
    .into_any()
}

/// The stages, each with its steps folded away: what follows what is seen at a glance.
#[component]
fn PlanStages(plan: Arc<Plan>) -> impl IntoView {
    let mut rest = plan.steps.as_slice();
    let stages = plan.stages.iter().map(|stage| {
        let count = stage.lanes.iter().map(|lane| *lane as usize).sum::<usize>().min(rest.len());
        let (own, others) = rest.split_at(count);
        rest = others;
        (stage.title.clone(), own.iter().map(Step::words).collect::<Vec<_>>())
    });
    let stage = |(title, steps): (String, Vec<String>)| {
        if steps.is_empty() {
            return view! { <li><span>{title}</span></li> }.into_any();
        }
        let count = say::action::steps(steps.len(), &words::grouped(steps.len()));
        let more = steps.len().saturating_sub(STEPS_SHOWN);
        let lines =
            steps.into_iter().take(STEPS_SHOWN).map(|words| view! { <li>{words}</li> }).collect_view();
        view! {
            <li>
                <details class="plan-stage">
                    <summary>
                        {title}
                        <span class="count">{count}</span>
                    </summary>
                    <ul role="list">
                        {lines}
                        {(more > 0).then(|| view! { <li>{say::action::more_lines(&more)}</li> })}
                    </ul>
                </details>
            </li>
        }
        .into_any()
    };
    let stages: Vec<_> = stages.collect();
    let more = stages.len().saturating_sub(STEPS_SHOWN);
    view! {
        <ol class="plan">
            {stages.into_iter().take(STEPS_SHOWN).map(stage).collect_view()}
            {(more > 0).then(|| view! { <li><span>{say::action::more_stages(more, &words::grouped(more))}</span></li> })}
        </ol>
    }
}

/// The exact calls and the same as curl, each folded away.
#[component]
pub fn Calls(
    /// The plan.
    plan: Arc<Plan>,
) -> impl IntoView {
    let calls: Vec<_> = plan.steps.iter().filter_map(Step::call).collect();
    let count = calls.len();
    let creates = plan.steps.iter().any(|step| matches!(step, Step::Create { .. }));
    let spec = if creates { plan.spec } else { Spec::Whole };
    let kept_back = kept_back::sentence(spec, plan.request.app());
    let is_whole = spec.is_whole();
    let curl = if is_whole {
        shared::curl::lines(&plan, &window().location().origin().unwrap_or_default())
    } else {
        String::new()
    };
    view! {
        <div class="stack">
            <details class="fold">
                <summary>
                    <IconView icon=Icon::Chevron class="chev" />
                    {say::action::exact_calls()} " "
                    <span class="count">{count}</span>
                </summary>
                <div class="fold-body">
                    {move || kept_back().map(|text| view! { <Check tone=Tone::Info text=text /> })}
                    <CallLines calls=calls />
                </div>
            </details>
            <details class="fold">
                <summary>
                    <IconView icon=Icon::Chevron class="chev" />
                    {say::action::as_curl()}
                </summary>
                <div class="fold-body">
                    <div class="code-head">
                        <span class="hint">
                            {if is_whole {
                                say::action::curl_token()
                            } else {
                                say::action::curl_hidden()
                            }}
                        </span>
                        <CopyButton
                            text=curl.clone()
                            label=say::action::copy_curl()
                            blocked=Signal::derive(kept_back)
                        />
                    </div>
                    {is_whole.then(|| view! { <Code text=curl label=say::action::curl_label() /> })}
                </div>
            </details>
        </div>
    }
}

/// Calls with their bodies, one below the other.
#[component]
pub fn CallLines(
    /// Which.
    calls: Vec<Call>,
) -> impl IntoView {
    let rest = calls.len().saturating_sub(STEPS_SHOWN);
    let line = |call: Call| {
        let label = say::action::call_body(&call.method, &call.path);
        view! {
            <li>
                <p class="call-line">
                    <span class="method">{call.method}</span>
                    <span>{call.path}</span>
                </p>
                {call.body.map(|body| view! { <Code text=pretty(&body) label=label /> })}
            </li>
        }
    };
    view! {
        <ol class="calls">{calls.into_iter().take(STEPS_SHOWN).map(line).collect_view()}</ol>
        {(rest > 0).then(|| view! { <p class="hint">{say::action::more_calls(rest, &words::grouped(rest))}</p> })}
    }
}

fn removes(step: &Step) -> bool {
    match step {
        Step::Destroy { .. } | Step::WaitGone { .. } | Step::WaitStopped { .. } => true,
        Step::SetDesired { desired, .. } => *desired != fleet::DesiredState::Launched,
        Step::Create { .. } | Step::WaitRunning { .. } | Step::Gate { .. } => false,
    }
}

/// The body as people read JSON; as it is sent if it is none.
fn pretty(body: &str) -> String {
    serde_json::from_str::<serde_json::Value>(body)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| body.to_owned())
}
