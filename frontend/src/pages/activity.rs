//! The record: every change and every refusal, by day, with the way back where there is one.

pub mod days;
pub mod filters;
pub mod line;
pub mod record;
pub mod row;

use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::Verb;

use self::days::{Day, day_words, local_day};
use self::filters::Filters;
use self::record::Record;
use self::row::LogRow;
use super::problem::Failed;
use crate::layout::announcer::PageTitle;
use crate::paths::{self, ActivityQuery};
use crate::state::clock::use_clock;
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::ui::each::each;
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::{Check, Tone};
use crate::ui::more::More;
use crate::ui::skeleton::Skeleton;
use crate::ui::updates::Updates;

/// The Activity page.
#[component]
pub fn Activity() -> impl IntoView {
    let map = use_query_map();
    let query = memo(move || map.with(ActivityQuery::read));
    let refusal = rights::server_refusal(Verb::Audit);
    let body = move || match refusal.get() {
        Some(refusal) => view! { <Check tone=Tone::Info text=refusal /> }.into_any(),
        None => view! { <Recorded query=query /> }.into_any(),
    };
    let export = move || {
        refusal.with(Option::is_none).then(|| {
            view! {
                <div class="head-end">
                    <a
                        class="btn"
                        href=move || query.with(record::all_of).export_path()
                        download=""
                        rel="external"
                        aria-description=say::activity::export_about()
                    >
                        <IconView icon=Icon::File />
                        {say::activity::export()}
                    </a>
                </div>
            }
        })
    };
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title=say::activity::title() />
                <p>{say::activity::about()}</p>
            </div>
            {export}
        </div>
        {body}
    }
}

#[component]
fn Recorded(query: Memo<ActivityQuery>) -> impl IntoView {
    let record = Record::of(query);
    let scrolled = window_event_listener(ev::scroll, move |_| {
        untrack(|| record.release_unseen());
    });
    on_cleanup(move || scrolled.remove());
    // A new line must not draw the others anew: one of them may be open.
    let state = memo(move || match record.is_ready() {
        false => Showing::Waiting(record.failure()),
        true if record.is_empty() => Showing::Nothing,
        true => Showing::Log,
    });
    let body = move || match state.get() {
        Showing::Waiting(None) => view! { <Skeleton rows=8 /> }.into_any(),
        Showing::Waiting(Some(reason)) => view! {
            <Failed title=say::activity::not_read() reason=reason on_retry=move |()| record.read() />
        }
        .into_any(),
        Showing::Nothing => view! { <Nothing query=query /> }.into_any(),
        Showing::Log => view! { <Log record=record /> }.into_any(),
    };
    view! {
        <Filters query=query record=record />
        {move || body()}
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Showing {
    /// Nothing was read yet; why, if that failed.
    Waiting(Option<String>),
    Nothing,
    Log,
}

#[component]
fn Nothing(query: Memo<ActivityQuery>) -> impl IntoView {
    view! { {move || {
        if query.with(|query| *query == ActivityQuery::default()) {
            view! {
                <Empty title=say::activity::empty() text=say::activity::empty_text() />
            }
            .into_any()
        } else {
            view! {
                <Empty title=say::activity::no_match() text=say::activity::no_match_text()>
                    <p class="btns">
                        <a class="btn" href=paths::activity()>
                            {say::activity::clear_filter()}
                        </a>
                    </p>
                </Empty>
            }
            .into_any()
        }
    }} }
}

#[component]
fn Log(record: Record) -> impl IntoView {
    let clock = use_clock();
    let today = memo(move || local_day(clock.now_ms()));
    let days = memo(move || record.with(|rows| days::by_day(rows, local_day)));
    let waiting = memo(move || record.waiting());
    view! {
        <Updates waiting=waiting on_press=move |()| show_new(record) />
        <div class="holds-still">
            {each(move || days.get(), |day| day.number.to_string(), move |day| view! { <DayLog day=follow(days, day) today=today record=record /> }.into_any())}
        </div>
        <More
            label=say::activity::show_older()
            has_more=Signal::derive(move || record.has_more())
            busy=Signal::derive(move || record.is_reading())
            on_press=move |()| record.read_older()
        />
    }
}

#[component]
fn DayLog(day: Memo<Day>, today: Memo<i64>, record: Record) -> impl IntoView {
    let id = crate::ui::unique::unique("day");
    let heading = id.clone();
    let (number, first_ms) = day.with_untracked(|day| (day.number, day.first_ms));
    let rows = memo(move || day.with(|day| day.rows.clone()));
    view! {
        <section aria-labelledby=heading>
            <h2 class="label log-day" id=id>
                {move || day_words(number, today.get(), first_ms)}
            </h2>
            <ol class="log" role="list">
                {each(move || rows.get(), |id| id.to_string(), move |id| view! { <LogRow row=record.row(id) /> }.into_any())}
            </ol>
        </section>
    }
}

fn follow(days: Memo<Vec<Day>>, first: Day) -> Memo<Day> {
    memo(move || {
        let found = days.with(|days| days.iter().find(|day| day.number == first.number).cloned());
        found.unwrap_or_else(|| first.clone())
    })
}

fn show_new(record: Record) {
    record.release();
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Whether one has scrolled down: then new lines must not move what one reads.
pub(super) fn is_scrolled() -> bool {
    window().scroll_y().is_ok_and(|y| y > 160.0)
}
