//! What did not run, when, and what was deployed then: the list for whoever comes back after a weekend.

use std::sync::Arc;

use fleet::AppName;
use leptos::prelude::*;
use shared::history::{Lapse, Mark, Span};

use crate::paths::{self, HistoryQuery};
use crate::state::memo::{Memo, memo};
use crate::state::words;
use crate::ui::each::each;
use crate::ui::icon::IconView;
use crate::ui::message::{Check, Tone};
use crate::ui::more::More;
use crate::ui::time::{stretch, whole_moment};
use crate::ui::zone::Zone;

/// So many at first; more when somebody asks.
const AT_ONCE: usize = 10;

/// So many lines tell what was deployed then.
const MOST_TOLD: usize = 3;

/// A deployment that had ended so long before may still have been the cause.
const AFTER_MS: u64 = 60 * 60_000;

/// The lapse of one app, or of what one looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Of which app, where there are several.
    pub app: Option<AppName>,
    /// When, and what.
    pub lapse: Lapse,
    /// What was deployed then, the newest first.
    pub marks: Vec<Mark>,
}

/// All of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Lapses {
    /// The newest first.
    pub rows: Vec<Row>,
    /// How far back.
    pub span: Span,
}

impl Lapses {
    /// Those of several apps with the deployments of that time.
    pub fn of<'a>(
        lapses: impl Iterator<Item = (Option<&'a AppName>, &'a Lapse)>,
        marks: &[Mark],
        now_ms: u64,
        span: Span,
    ) -> Self {
        let row = |(app, lapse): (Option<&AppName>, &Lapse)| Row {
            app: app.cloned(),
            lapse: *lapse,
            marks: marks
                .iter()
                .filter(|mark| {
                    app.is_none_or(|app| mark.app.as_ref() == Some(app)) && is_of(mark, lapse, now_ms)
                })
                .cloned()
                .collect(),
        };
        let mut rows: Vec<Row> = lapses.map(row).collect();
        rows.sort_by(|a, b| (b.lapse.from_ms, &a.app).cmp(&(a.lapse.from_ms, &b.app)));
        Self { rows, span }
    }
}

/// Whether a deployment went on during a lapse, or had ended a little before.
fn is_of(mark: &Mark, lapse: &Lapse, now_ms: u64) -> bool {
    let ended_ms = mark.ended_ms.unwrap_or(now_ms);
    mark.started_ms < lapse.to_ms && ended_ms.saturating_add(AFTER_MS) > lapse.from_ms
}

/// The section.
#[component]
pub fn WhatDidNotRun(
    /// What it lists.
    lapses: Memo<Arc<Lapses>>,
    /// Whether each is of an app that is named.
    named: bool,
    /// Whether deployments are told beside it.
    deployed: bool,
) -> impl IntoView {
    let drawn = RwSignal::new(AT_ONCE);
    let total = memo(move || lapses.with(|lapses| lapses.rows.len()));
    let span = memo(move || lapses.with(|lapses| lapses.span));
    let rows =
        move || lapses.with(|lapses| lapses.rows.iter().take(drawn.get()).cloned().collect::<Vec<_>>());
    let body = move || match total.with(|total| *total > 0) {
        false => view! { <Check tone=Tone::Ok text=say::history::no_lapses() /> }.into_any(),
        true => view! {
            <table class="table table-compact table-stack lapses">
                <thead>
                    <tr>
                        <th scope="col">{say::history::column_when()}</th>
                        {named.then(|| view! { <th scope="col">{say::history::column_app()}</th> })}
                        <th scope="col">{say::history::column_what()}</th>
                        {deployed.then(|| view! { <th scope="col">{say::history::column_deployed()}</th> })}
                    </tr>
                </thead>
                <tbody>{each(rows, key, move |item| row(item, span.get_untracked(), deployed))}</tbody>
            </table>
            <More
                label=say::history::more_lapses()
                has_more=Signal::derive(move || drawn.get() < total.get())
                busy=false
                on_press=move |()| drawn.update(|drawn| *drawn += AT_ONCE)
            />
        }
        .into_any(),
    };
    view! {
        <Zone id="past-lapses" title=say::history::lapses()>
            {body}
        </Zone>
    }
}

/// What is drawn anew when it is different.
fn key(row: &Row) -> String {
    format!("{row:?}")
}

fn row(Row { app, lapse, marks }: Row, span: Span, deployed: bool) -> AnyView {
    let app = app.map(|app| {
        let href = HistoryQuery { app: Some(app.clone()), span }.path();
        view! {
            <td>
                <a href=href>{app.to_string()}</a>
            </td>
        }
    });
    let tone = if lapse.none_ms > 0 { Tone::Bad } else { Tone::Warn };
    view! {
        <tr>
            <th scope="row">{stretch(lapse.from_ms, lapse.to_ms, span)}</th>
            {app}
            <td class="full">
                <span class="lapse" data-tone=tone.attribute()>
                    <IconView icon=tone.icon() />
                    <span>{sentence(&lapse)}</span>
                </span>
            </td>
            {deployed.then(|| view! { <td class="full">{causes(marks)}</td> })}
        </tr>
    }
    .into_any()
}

fn causes(mut marks: Vec<Mark>) -> AnyView {
    let Some(app) = marks.first().map(|mark| mark.app.clone()) else {
        return view! { <span class="quiet wide-only">"–"</span> }.into_any();
    };
    let more = marks.len() - told_of(marks.len());
    marks.truncate(told_of(marks.len()));
    let one = |mark: Mark| {
        let told = say::history::deployed_by(&mark.by, &whole_moment(mark.started_ms, Span::Day));
        view! {
            <li>
                <a href=paths::deployment(&mark.action)>{mark.summary}</a>
                " "
                <span class="quiet">{told}</span>
            </li>
        }
    };
    let rest = (more > 0).then(|| {
        let href = app.as_ref().map_or_else(paths::deployments, paths::deployments_of);
        view! {
            <li>
                <a href=href>{say::history::more_deployed(&more)}</a>
            </li>
        }
    });
    view! {
        <ul class="lapse-causes" role="list">
            {marks.into_iter().map(one).collect_view()}
            {rest}
        </ul>
    }
    .into_any()
}

/// Of so many deployments are told: all of a few, else some, since the rest takes a line as well.
fn told_of(all: usize) -> usize {
    if all <= MOST_TOLD { all } else { MOST_TOLD - 1 }
}

/// "None of 3 ran for 12 min, only some for 3 min; 2 restarts".
fn sentence(lapse: &Lapse) -> String {
    let Lapse { none_ms, partly_ms, healthy_min, wanted, restarts, .. } = *lapse;
    let mut text = match (none_ms, wanted) {
        (0, _) => say::history::lapse_some(&healthy_min, &wanted, &words::span(partly_ms)),
        (_, 1) => say::history::lapse_only_one(&words::span(none_ms)),
        _ => say::history::lapse_none(&wanted, &words::span(none_ms)),
    };
    if none_ms > 0 && partly_ms > 0 {
        text = say::history::lapse_then_some(&text, &words::span(partly_ms));
    }
    if restarts > 0 {
        let count = usize::try_from(restarts).unwrap_or(usize::MAX);
        text = say::history::lapse_restarts(count, &text, &words::grouped(count));
    }
    text
}

#[cfg(test)]
mod tests {
    use shared::action::ActionState;

    use super::*;

    const MINUTE_MS: u64 = 60_000;

    fn mark(app: &str, started_ms: u64, ended_ms: Option<u64>) -> Mark {
        Mark {
            action: "0123456789abcdef0123456789abcdef".parse().unwrap(),
            app: Some(AppName::parse(app).unwrap()),
            summary: format!("Deploy {app} at {started_ms}"),
            by: "ada".parse().unwrap(),
            started_ms,
            ended_ms,
            state: ActionState::Running,
        }
    }

    fn lapse(from_ms: u64, to_ms: u64) -> Lapse {
        Lapse { from_ms, to_ms, partly_ms: to_ms - from_ms, healthy_min: 2, wanted: 3, ..Lapse::default() }
    }

    #[test]
    fn the_deployments_are_those_of_the_app_that_were_near() {
        let web = AppName::parse("web").unwrap();
        let lapse = lapse(100 * MINUTE_MS, 110 * MINUTE_MS);
        let found = |marks: &[Mark]| {
            let lapses = Lapses::of([(Some(&web), &lapse)].into_iter(), marks, 900 * MINUTE_MS, Span::Day);
            lapses.rows[0].marks.iter().map(|mark| mark.started_ms / MINUTE_MS).collect::<Vec<_>>()
        };
        let (near, before) = (
            mark("web", 98 * MINUTE_MS, Some(99 * MINUTE_MS)),
            mark("web", 60 * MINUTE_MS, Some(61 * MINUTE_MS)),
        );
        assert_eq!(found(&[near, before]), [98, 60]);
        assert_eq!(found(&[mark("web", MINUTE_MS, None)]), [1], "it still goes on");
        assert_eq!(found(&[mark("web", MINUTE_MS, Some(2 * MINUTE_MS))]), [] as [u64; 0], "too long before");
        assert_eq!(found(&[mark("web", 111 * MINUTE_MS, None)]), [] as [u64; 0], "it came after");
        assert_eq!(found(&[mark("api", 100 * MINUTE_MS, None)]), [] as [u64; 0], "of another app");
    }

    #[test]
    fn no_line_says_that_there_is_one_more() {
        assert_eq!([0, 1, 3, 4, 9].map(told_of), [0, 1, 3, 2, 2]);
    }

    #[test]
    fn the_newest_comes_first() {
        let (a, b) = (AppName::parse("a").unwrap(), AppName::parse("b").unwrap());
        let (old, new) = (lapse(1, 2), lapse(5, 9));
        let all = [(Some(&b), &old), (Some(&a), &old), (Some(&b), &new)];
        let rows = Lapses::of(all.into_iter(), &[], 10, Span::Week).rows;
        let told: Vec<_> = rows.iter().map(|row| (row.app.clone().unwrap(), row.lapse.from_ms)).collect();
        assert_eq!(told, [(b.clone(), 5), (a, 1), (b, 1)]);
    }

    #[test]
    fn a_lapse_in_words() {
        let partly = lapse(0, 3 * MINUTE_MS);
        assert_eq!(sentence(&partly), "Only 2 of 3 ran for 3 min");
        let none = Lapse { none_ms: 12 * MINUTE_MS, healthy_min: 0, restarts: 2, ..partly };
        assert_eq!(sentence(&none), "None of 3 ran for 12 min, only some for 3 min; 2 restarts");
        let single = Lapse { none_ms: 45_000, wanted: 1, ..Lapse::default() };
        assert_eq!(sentence(&single), "Did not run for 45 s");
    }
}
