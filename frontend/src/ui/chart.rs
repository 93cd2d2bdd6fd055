//! A chart of how many units were wanted and ran, and the table that says the same.
//!
//! The picture's unit is a bucket across and a unit upwards: it is stretched to the room there is, so that nothing has to be
//! measured. What is written stands beside it as text. Time in which nothing was known is a band of its own, and no line
//! runs through it.

pub mod shape;
pub mod table;

use std::sync::Arc;

use leptos::prelude::*;
use shared::history::{HistoryView, Mark, Span};

use self::shape::Shape;
use self::table::ChartTable;
use super::sheet::adopt;
use super::time::{moment, whole_moment};
use crate::state::memo::Memo;
use crate::state::words::grouped;

/// The styles of charts, strips and all pages that draw them: they come with this code.
pub fn adopt_styles() {
    adopt(include_str!("../../styles/parts/history.css"));
}

/// What a chart counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Units: wanted, running, failed.
    Units,
    /// Machines: as many as there were.
    Machines,
}

/// A chart with its table.
#[component]
pub fn Chart(
    /// What is drawn.
    view: Memo<Arc<HistoryView>>,
    /// What it counts.
    counted: Counted,
    /// What it is called.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    adopt_styles();
    let id = super::unique::unique("chart");
    view! {
        <figure class="chart" aria-labelledby=id.clone()>
            <p class="label" id=id.clone()>
                {title.clone()}
            </p>
            {move || view.with(|view| picture(view, counted))}
            <ChartTable view=view counted=counted title=title />
        </figure>
    }
}

/// The keys and the picture. Drawn anew as a whole: nothing in it can have the focus.
fn picture(view: &HistoryView, counted: Counted) -> AnyView {
    let shape = Shape::of(view);
    let (steps, top, span) = (view.steps, shape.top, view.span);
    let gap = |(from, to): (u32, u32)| view! { <rect class="chart-gap" x=from y="0" width=to - from height=top></rect> };
    let bad = |(from, to, height): (u32, u32, u32)| {
        view! { <rect class="chart-bad" x=from y=top - height width=to - from height=height></rect> }
    };
    let mark = |(at, mark): &(u32, &Mark)| {
        let says = format!("{}, {}", whole_moment(mark.started_ms, span), mark.summary);
        let line = format!("M{at} 0V{top}");
        view! {
            <g class="chart-mark">
                <title>{says}</title>
                <path class="chart-mark-room" d=line.clone()></path>
                <path d=line></path>
            </g>
        }
    };
    view! {
        {keys(&shape, counted)}
        <div class="chart-plot" aria-hidden="true">
            <div class="chart-y">
                <span>{number(top)}</span>
                <span>{(top % 2 == 0).then(|| number(top / 2))}</span>
                <span>"0"</span>
            </div>
            <svg viewBox=format!("0 0 {steps} {top}") preserveAspectRatio="none">
                {shape.gaps.iter().copied().map(gap).collect_view()}
                <path class="chart-rule" d=format!("M0 0H{steps}")></path>
                <path class="chart-rule" d=format!("M0 {}H{steps}", f64::from(top) / 2.0)></path>
                <path class="chart-rule" d=format!("M0 {top}H{steps}")></path>
                <path class="chart-area" d=shape.area.clone()></path>
                {shape.bad.iter().copied().map(bad).collect_view()}
                {(counted == Counted::Units).then(|| view! { <path class="chart-wanted" d=shape.wanted.clone()></path> })}
                <path class="chart-line" d=shape.line.clone()></path>
                {shape.marks.iter().map(mark).collect_view()}
            </svg>
            {restarts(&shape, steps)}
            {axis(view.from_ms, view.from_ms + view.step_ms * u64::from(steps), span)}
        </div>
    }
    .into_any()
}

fn number(count: u32) -> String {
    grouped(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The times below a picture.
pub fn axis(from_ms: u64, to_ms: u64, span: Span) -> AnyView {
    let tick = |at_ms| view! { <span>{moment(at_ms, span)}</span> };
    view! {
        <div class="chart-x" aria-hidden="true">
            {shape::ticks(from_ms, to_ms).map(tick).collect_view()}
        </div>
    }
    .into_any()
}

/// What is drawn how. Only what there is.
fn keys(shape: &Shape<'_>, counted: Counted) -> AnyView {
    let key = |there: bool, class: &'static str, words: &'static str| {
        there.then(|| {
            view! {
                <li>
                    <span class=format!("chart-key {class}") aria-hidden="true"></span>
                    {words}
                </li>
            }
        })
    };
    let is_units = counted == Counted::Units;
    view! {
        <ul class="chart-keys" role="list">
            {key(true, "is-line", if is_units { say::history::key_running() } else { say::history::key_there() })}
            {key(is_units, "is-wanted", say::history::key_wanted())}
            {key(!shape.bad.is_empty(), "is-bad", say::history::key_failed())}
            {key(shape.most_restarts > 0, "is-restart", say::history::key_restarts())}
            {key(!shape.marks.is_empty(), "is-mark", say::history::key_deployment())}
            {key(!shape.gaps.is_empty(), "is-gap", say::history::key_unknown())}
        </ul>
    }
    .into_any()
}

/// Restarts, in a lane of their own below the line; nothing where there was none.
fn restarts(shape: &Shape<'_>, steps: u32) -> Option<AnyView> {
    let most = shape.most_restarts;
    let bar = |(from, to, count): &(u32, u32, u32)| {
        view! { <rect class="chart-restart" x=*from y=most - count width=to - from height=*count></rect> }
    };
    (most > 0).then(|| {
        view! {
            <div class="chart-y">
                <span>{number(most)}</span>
            </div>
            <svg class="chart-lane" viewBox=format!("0 0 {steps} {most}") preserveAspectRatio="none">
                <path class="chart-rule" d=format!("M0 {most}H{steps}")></path>
                {shape.restarts.iter().map(bar).collect_view()}
            </svg>
        }
        .into_any()
    })
}
