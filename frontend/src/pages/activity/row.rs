//! One line of the record, with what lies behind it and the way back.

use fleet::AppName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::action::{ActionDetail, Progress, StepView};
use shared::audit::{AuditRow, Outcome};
use shared::plan::PlanRequest;
use shared::{ActionId, Verb};

use super::line::{actor, line, via};
use crate::action::acting::use_acting;
use crate::api;
use crate::paths;
use crate::state::actions::use_actions;
use crate::state::deploying::can_be_put_back;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::ui::button::Button;
use crate::ui::icon::{Icon, IconView};
use crate::ui::time::{absolute, clock_second};

/// Calls and steps beyond this number are only counted.
const SHOWN: usize = 24;

/// A line.
#[component]
pub fn LogRow(
    /// The line as it is now.
    row: Memo<Option<AuditRow>>,
) -> impl IntoView {
    let refused = move || row.with(|row| row.as_ref().is_some_and(|row| row.outcome == Outcome::Refused));
    let open = RwSignal::new(false);
    view! {
        <li class:is-refused=refused>
            <details on:toggle=move |event| open.set(is_open(&event))>
                <summary class="log-line">
                    <IconView icon=Icon::Chevron class="chev" />
                    {move || row.get().map(|row| view! { <Summary row=row /> })}
                </summary>
                {move || {
                    open.get().then(|| row.get().map(|row| view! { <More row=row /> }))
                }}
            </details>
            <Restore row=row />
        </li>
    }
}

#[component]
fn Summary(row: AuditRow) -> impl IntoView {
    let line = line(&row);
    let note = (!row.note.is_empty())
        .then(|| view! { ". " <span class="quiet">{row.note_said().to_owned()}</span> });
    view! {
        <time class="log-time" title=absolute(row.at_ms)>
            {clock_second(row.at_ms)}
        </time>
        <IconView icon=line.icon />
        <span class="log-what">
            {line.told} {note}
        </span>
        {line.verdict.map(|verdict| view! { <span class="log-verdict">{verdict}</span> })}
    }
}

/// All that was written down.
#[component]
fn More(row: AuditRow) -> impl IntoView {
    let app = AppName::parse(&row.app).ok().map(|app| {
        view! {
            <dt>{say::activity::app()}</dt>
            <dd>
                <a href=paths::app(&app)>{app.to_string()}</a>
            </dd>
        }
    });
    let ended = row.ended_ms.map(|ended_ms| {
        view! {
            <dt>{say::activity::ended()}</dt>
            <dd>{absolute(ended_ms)}</dd>
        }
    });
    let note = (!row.note.is_empty()).then(|| {
        view! {
            <dt>{say::activity::note()}</dt>
            <dd>{row.note_said().to_owned()}</dd>
        }
    });
    let cluster = (!row.cluster.is_empty()).then(|| {
        view! {
            <dt>{say::activity::cluster()}</dt>
            <dd>{row.cluster.clone()}</dd>
        }
    });
    let detail = (!row.detail.is_empty()).then(|| {
        view! {
            <dt>{say::activity::detail()}</dt>
            <dd>
                <Lines lines=row.detail_said().to_vec() />
            </dd>
        }
    });
    let steps = row.action.clone().map(|id| view! { <Steps id=id /> });
    view! {
        <div class="log-more">
            <dl class="facts">
                <dt>{say::activity::who()}</dt>
                <dd>{format!("{}, {}", actor(&row.actor), via(&row))}</dd>
                <dt>{say::activity::asked()}</dt>
                <dd>{row.summary_said().to_owned()}</dd>
                <dt>{say::activity::right()}</dt>
                <dd>{row.verb.clone()}</dd>
                {cluster}
                {app}
                <dt>{say::activity::begun()}</dt>
                <dd>{absolute(row.at_ms)}</dd>
                {ended}
                {note}
                {detail}
                {steps}
            </dl>
        </div>
    }
}

#[component]
fn Lines(lines: Vec<String>) -> impl IntoView {
    let rest = lines.len().saturating_sub(SHOWN);
    let shown = lines.into_iter().take(SHOWN).map(|line| view! { <li class="mono">{line}</li> });
    view! {
        <ul role="list">
            {shown.collect_view()} {(rest > 0).then(|| view! { <li class="faint">{say::activity::and_more(rest)}</li> })}
        </ul>
    }
}

/// How far each step of the action came, read when one asks for it.
#[component]
fn Steps(id: ActionId) -> impl IntoView {
    let cluster = use_live().name();
    let read = RwSignal::new(None::<Result<ActionDetail, String>>);
    spawn_local(async move {
        let answer = api::actions::get(&cluster, &id).await.map_err(|failure| failure.message());
        read.try_set(Some(answer));
    });
    let body = move || match read.get() {
        None => view! { <span class="faint">{say::activity::reading()}</span> }.into_any(),
        Some(Err(reason)) => view! { <span class="faint">{reason}</span> }.into_any(),
        Some(Ok(detail)) => {
            view! { <Lines lines=detail.steps.iter().map(step_words).collect() /> }.into_any()
        }
    };
    view! {
        <dt>{say::activity::steps()}</dt>
        <dd>{move || body()}</dd>
    }
}

fn step_words(step: &StepView) -> String {
    let progress = match step.progress {
        Progress::Waiting => say::activity::step_waiting(),
        Progress::Running => say::activity::step_running(),
        Progress::Done => say::activity::step_done(),
        Progress::Failed => say::activity::step_failed(),
        Progress::LeftOut => say::activity::step_left_out(),
        Progress::BrokenOff => say::activity::step_broken_off(),
    };
    let note = if step.note.is_empty() { String::new() } else { format!(". {}", step.note) };
    format!("{}: {progress}{note}", step.step.words())
}

/// The way back, while there is one.
#[component]
fn Restore(row: Memo<Option<AuditRow>>) -> impl IntoView {
    let actions = use_actions();
    let acting = use_acting();
    let request = memo(move || {
        let id = row.with(|row| row.as_ref()?.action.clone())?;
        let restorable = actions.get(&id).is_some_and(|action| can_be_put_back(&action));
        (restorable && !actions.is_put_back(&id)).then_some(PlanRequest::Restore { action: id })
    });
    view! { {move || {
        let request = request.get()?;
        let what = row.with_untracked(|row| row.as_ref().map(|row| row.summary_said().to_owned())).unwrap_or_default();
        let app = row.with_untracked(|row| row.as_ref().and_then(|row| AppName::parse(&row.app).ok()));
        let busy = {
            let request = request.clone();
            Signal::derive(move || acting.is_busy(&request))
        };
        Some(view! {
            <div class="log-end">
                <Button
                    small=true
                    icon=Icon::Undo
                    label=say::activity::put_back_what(&what)
                    blocked=rights::blocked(Verb::Remove, app)
                    busy=busy
                    tip_at="end"
                    on_press=move |()| acting.ask(request.clone())
                >
                    {say::activity::put_back()}
                </Button>
            </div>
        })
    }} }
}

fn is_open(event: &web_sys::Event) -> bool {
    event_target::<web_sys::HtmlDetailsElement>(event).open()
}
