//! The stages on the left: each with its steps, how far they are, and how long each took.

use leptos::prelude::*;
use shared::action::ActionState;
use shared::deployment::Command;

use super::commands::{Say, Speaker};
use super::stages::{self, StageView, Standing, StepLine};
use super::watched::Shown;
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect, memo};
use crate::state::words;
use crate::ui::each::each;
use crate::ui::icon::{Icon, IconView};

/// All stages.
#[component]
pub fn Stages(
    /// The deployment.
    shown: Shown,
    /// Says things to it.
    speaker: Speaker,
) -> impl IntoView {
    let all = memo(move || shown.detail.with(|detail| stages::stages(detail)));
    let numbers = memo(move || all.with(|all| all.iter().map(|stage| stage.index).collect::<Vec<_>>()));
    let count = move || all.with(|all| say::deployment::stages(all.len(), &words::grouped(all.len())));
    view! {
        <section aria-labelledby="stages">
            <div class="code-head">
                <h2 class="label" id="stages">
                    {say::deployment::stages_title()}
                </h2>
                <span class="hint">{move || count()}</span>
            </div>
            <ol class="stages" role="list">
                {each(
                    move || numbers.get(),
                    ToString::to_string,
                    move |index| view! { <StageItem index=index all=all shown=shown speaker=speaker /> }.into_any(),
                )}
            </ol>
        </section>
    }
}

/// One stage: open while it is at work or failed, folded otherwise; whoever opens it keeps it open.
#[component]
fn StageItem(index: usize, all: Memo<Vec<StageView>>, shown: Shown, speaker: Speaker) -> impl IntoView {
    let first = all.with_untracked(|all| all.get(index).cloned())?;
    let stage = memo(move || all.with(|all| all.get(index).cloned()).unwrap_or_else(|| first.clone()));
    let standing = memo(move || stage.with(|stage| stage.standing));
    let title = memo(move || stage.with(|stage| stage.title.clone()));
    let summary = memo(move || stage.with(summary));
    let lines =
        memo(move || stage.with(|stage| stage.steps.iter().map(|step| step.number).collect::<Vec<_>>()));
    let has_steps = lines.with_untracked(|lines| !lines.is_empty());
    let node = NodeRef::<leptos::html::Details>::new();
    effect(move || {
        let open = matches!(standing.get(), Standing::Current | Standing::Failed);
        if let Some(details) = node.get() {
            details.set_open(open);
        }
    });
    let head = move || {
        view! {
            <Mark standing=standing />
            <span class="stage-title">{move || title.get()}</span>
            <span class="stage-sum">{move || summary.get()}</span>
            <Took
                began_ms=Signal::derive(move || stage.with(|stage| stage.began_ms))
                ended_ms=Signal::derive(move || stage.with(|stage| stage.ended_ms))
                standing=standing
            />
        }
    };
    let line = move |number: u32| {
        view! { <Line number=number stage=stage shown=shown speaker=speaker /> }
    };
    let body = if has_steps {
        view! {
            <details node_ref=node>
                <summary>{head()}</summary>
                <ol class="steps" role="list">
                    {each(move || lines.get(), ToString::to_string, move |number| line(number).into_any())}
                </ol>
            </details>
        }
        .into_any()
    } else {
        view! { <div class="stage-line">{head()}</div> }.into_any()
    };
    Some(view! {
        <li
            data-step=move || standing.get().as_str()
            aria-current=move || (standing.get() == Standing::Current).then_some("step")
        >
            {body}
        </li>
    })
}

fn summary(stage: &StageView) -> String {
    match stage.standing {
        Standing::Current if !stage.steps.is_empty() => {
            say::deployment::stage_steps(&stage.done, &stage.steps.len())
        }
        Standing::Failed => say::deployment::failed().to_owned(),
        Standing::LeftOut => say::deployment::left_out().to_owned(),
        Standing::BrokenOff => say::deployment::broken_off().to_owned(),
        Standing::Done if stage.left_out > 0 => {
            say::deployment::instances_left_out(stage.left_out, &words::grouped(stage.left_out))
        }
        Standing::Done | Standing::Current | Standing::Waiting => String::new(),
    }
}

/// One step: a mark, words, how long; below them Fleet's answer, and what to do about a failure.
#[component]
fn Line(number: u32, stage: Memo<StageView>, shown: Shown, speaker: Speaker) -> impl IntoView {
    let find = move |stage: &StageView| stage.steps.iter().find(|step| step.number == number).cloned();
    let first: StepLine = stage.with_untracked(find)?;
    let step = memo(move || stage.with(find).unwrap_or_else(|| first.clone()));
    let standing = memo(move || step.with(|step| step.standing));
    let note = memo(move || step.with(|step| step.note.clone()));
    let can_mend = memo(move || {
        // What failed before it went another way is past.
        let at = move || {
            shown.view.with(|view| view.deploying.as_ref().map_or(0, |deploying| deploying.stage as usize))
        };
        standing.get() == Standing::Failed
            && stage.with(|stage| stage.index) == at()
            && shown.view.with(|view| matches!(view.state, ActionState::Paused { .. }))
    });
    Some(view! {
        <li data-step=move || standing.get().as_str()>
            <Mark standing=standing />
            <span>{move || step.with(|step| step.words.clone())}</span>
            <Took
                began_ms=Signal::derive(move || step.with(|step| step.began_ms))
                ended_ms=Signal::derive(move || step.with(|step| step.ended_ms))
                standing=standing
            />
            {move || {
                let note = note.get();
                (!note.is_empty()).then(|| view! { <p class="step-why">{note}</p> })
            }}
            {move || {
                can_mend
                    .get()
                    .then(|| {
                        view! {
                            <p class="step-why btns">
                                <Say command=Command::Retry { step: number } shown=shown speaker=speaker small=true />
                                <Say command=Command::LeaveOut { step: number } shown=shown speaker=speaker small=true />
                            </p>
                        }
                    })
            }}
        </li>
    })
}

/// The shape of a standing, with its word for screen readers.
#[component]
fn Mark(standing: Memo<Standing>) -> impl IntoView {
    view! { {move || {
        let (icon, word) = match standing.get() {
            Standing::Done => (Some(Icon::Check), say::deployment::done()),
            Standing::Current => (Some(Icon::Arrow), say::deployment::now()),
            Standing::Failed => (Some(Icon::Error), say::deployment::failed()),
            Standing::LeftOut => (Some(Icon::Minus), say::deployment::left_out()),
            Standing::BrokenOff => (Some(Icon::Stop), say::deployment::broken_off()),
            Standing::Waiting => (None, say::deployment::waiting()),
        };
        let shape = match icon {
            Some(icon) => view! { <IconView icon=icon /> }.into_any(),
            None => view! { <span class="step-dot" aria-hidden="true"></span> }.into_any(),
        };
        view! { {shape} <span class="sr">{format!("{word}: ")}</span> }
    }} }
}

/// How long it took; ticking while it goes on.
#[component]
fn Took(
    began_ms: Signal<Option<u64>>,
    ended_ms: Signal<Option<u64>>,
    standing: Memo<Standing>,
) -> impl IntoView {
    let live = use_live();
    let text = memo(move || {
        let began_ms = began_ms.get()?;
        let until_ms = match (ended_ms.get(), standing.get()) {
            (Some(ended_ms), _) => ended_ms,
            (None, Standing::Current) => live.known_ms(),
            (None, _) => return None,
        };
        Some(words::span(until_ms.saturating_sub(began_ms)))
    });
    view! { <span class="step-time">{move || text.get()}</span> }
}
