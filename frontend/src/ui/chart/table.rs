//! What a chart shows, as a table: for whoever does not see it, and for whoever wants the numbers.

use std::sync::Arc;

use leptos::prelude::*;
use shared::history::{HistoryView, Point, Span};

use super::{Counted, number};
use crate::state::memo::Memo;
use crate::state::words::span;
use crate::ui::icon::{Icon, IconView};
use crate::ui::time::whole_moment;

/// Behind a button, below the chart.
#[component]
pub fn ChartTable(
    /// What is shown.
    view: Memo<Arc<HistoryView>>,
    /// What it counts.
    counted: Counted,
    /// What the chart is called.
    title: String,
) -> impl IntoView {
    let is_units = counted == Counted::Units;
    let open = RwSignal::new(false);
    let name = say::history::table(&title);
    let rows = move || {
        let view = view.get();
        let line = |line: Line| {
            let known = line.point.filter(|point| point.known_ms() > 0);
            let cell = |text: Option<String>| view! { <td class="num">{text.unwrap_or_else(|| "–".to_owned())}</td> };
            let ran = known.map(|point| range(point.healthy_min, point.healthy_max));
            view! {
                <tr>
                    <th scope="row">{whole_moment(line.from_ms, view.span)}</th>
                    {is_units.then(|| cell(known.map(|point| number(point.wanted))))}
                    {cell(ran)}
                    {is_units
                        .then(|| {
                            view! {
                                {cell(known.map(|point| number(point.failed)))}
                                {cell(known.map(|point| number(point.restarts)))}
                            }
                        })}
                    {cell(Some(if line.unknown_ms == 0 { "–".to_owned() } else { span(line.unknown_ms) }))}
                </tr>
            }
        };
        lines(&view).into_iter().map(line).collect_view()
    };
    let table = move || {
        open.get().then(|| {
            view! {
                <div class="scroll-x" tabindex="0" role="region" aria-label=name.clone()>
                    <table class="table table-compact">
                        <thead>
                            <tr>
                                <th scope="col">{say::history::column_from()}</th>
                                {is_units.then(|| view! { <th scope="col" class="num">{say::history::column_wanted()}</th> })}
                                <th scope="col" class="num">{if is_units { say::history::column_running() } else { say::history::column_there() }}</th>
                                {is_units
                                    .then(|| {
                                        view! {
                                            <th scope="col" class="num">{say::history::column_failed()}</th>
                                            <th scope="col" class="num">{say::history::column_restarts()}</th>
                                        }
                                    })}
                                <th scope="col" class="num">{say::history::column_unknown()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
        })
    };
    view! {
        <details
            class="fold"
            on:toggle=move |event| {
                use wasm_bindgen::JsCast;
                let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                open.set(element.is_some_and(|element| element.has_attribute("open")));
            }
        >
            <summary>
                <IconView icon=Icon::Chevron class="chev" />
                {say::history::numbers()}
                <span class="sr">{format!(": {title}")}</span>
            </summary>
            <div class="fold-body">{table}</div>
        </details>
    }
}

/// "2 to 3", or "3".
fn range(low: u32, high: u32) -> String {
    if low == high { number(low) } else { say::history::range(&number(low), &number(high)) }
}

/// One row: some buckets as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// When it begins.
    pub from_ms: u64,
    /// What is known of it.
    pub point: Option<Point>,
    /// For how long nothing is.
    pub unknown_ms: u64,
}

/// The rows, the newest first: an hour each of a day, six hours each of a week, a day each of a month, a month of 30 days each of a year.
pub fn lines(view: &HistoryView) -> Vec<Line> {
    let each = match view.span {
        Span::Day => 60,
        Span::Week => 6,
        Span::Month => 24,
        Span::Year => 30,
    };
    let mut lines = Vec::new();
    let mut from = 0;
    while from < view.steps {
        let to = (from + each).min(view.steps);
        let inside = view.runs.iter().flat_map(|run| {
            let count = (run.at + run.count).min(to).saturating_sub(run.at.max(from));
            (0..count).map(|_| run.point)
        });
        let point = inside.reduce(Point::and);
        let begins_ms = |index: u32| view.from_ms + u64::from(index) * view.step_ms;
        let lasted_ms = begins_ms(to).min(view.now_ms).saturating_sub(begins_ms(from));
        let known_ms = point.map_or(0, |point| u64::from(point.known_ms()));
        lines.push(Line { from_ms: begins_ms(from), point, unknown_ms: lasted_ms.saturating_sub(known_ms) });
        from = to;
    }
    lines.reverse();
    lines
}
