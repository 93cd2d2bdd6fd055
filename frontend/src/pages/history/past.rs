//! One subject's past: the share of time in words, the strip, the chart, the deployments. Read anew each minute.

use std::sync::Arc;

use leptos::prelude::*;
use shared::history::{HistoryView, Span, Subject};

use super::lapses::{Lapses, WhatDidNotRun};
use super::marks::Marks;
use crate::api;
use crate::state::clock::use_clock;
use crate::state::live::use_live;
use crate::state::loaded::Loaded;
use crate::state::memo::{Memo, effect, memo};
use crate::state::words;
use crate::ui::chart::{Chart, Counted};
use crate::ui::strip::{Strip, StripKeys, percent, whole_sentence};
use crate::ui::zone::Zone;

/// The server writes once a minute.
pub const ANEW_MS: u64 = 60_000;

/// The past.
#[component]
pub fn Past(
    /// Of what.
    subject: Subject,
    /// How far back.
    span: Memo<Span>,
    /// What the chart is called.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    let clock = use_clock();
    let loaded = Loaded::<HistoryView>::nothing();
    let asked = StoredValue::new((use_live().name(), subject.clone()));
    let read = move || {
        let (cluster, subject) = asked.get_value();
        let span = span.get_untracked();
        loaded.read(async move { api::history::of(&cluster, &subject, span).await });
    };
    let minute = memo(move || clock.now_ms() / ANEW_MS);
    effect(move || {
        minute.track();
        span.track();
        read();
    });
    loaded.followed(say::history::unread(), read, move |view| {
        let known = memo(move || view.with(|view| !view.runs.is_empty()));
        let (subject, title) = (subject.clone(), title.clone());
        (move || match known.get() {
            true => drawn(view, &subject, title.clone()),
            false => view! { <Nothing title=title.clone() /> }.into_any(),
        })
        .into_any()
    })
}

fn drawn(view: Memo<Arc<HistoryView>>, subject: &Subject, title: String) -> AnyView {
    let is_app = subject.app().is_some();
    // What did not run of all apps is told app by app, elsewhere.
    let tells_lapses = matches!(subject, Subject::App(_) | Subject::Machine(_));
    let tells_marks = matches!(subject, Subject::App(_) | Subject::Cluster);
    let counted = if *subject == Subject::Machines { Counted::Machines } else { Counted::Units };
    let lapses = memo(move || view.with(|view| Arc::new(lapses(view))));
    let name = title.clone();
    view! {
        {is_app.then(move || view! { <Share view=view title=name /> })}
        {tells_lapses.then(|| view! { <WhatDidNotRun lapses=lapses named=false deployed=is_app /> })}
        <Chart view=view counted=counted title=title />
        {tells_marks.then(|| view! { <Marks view=view /> })}
    }
    .into_any()
}

fn lapses(view: &HistoryView) -> Lapses {
    Lapses::of(view.lapses.iter().map(|lapse| (None, lapse)), &view.marks, view.now_ms, view.span)
}

#[component]
fn Nothing(title: String) -> impl IntoView {
    view! {
        <p class="quiet">{say::history::nothing_known(&title)}</p>
    }
}

/// For what part of the time it ran, and the strip.
#[component]
fn Share(view: Memo<Arc<HistoryView>>, title: String) -> impl IntoView {
    let body = move || view.with(|view| share(view, &title));
    view! {
        <Zone id="past-share" title=say::history::share() class="share-of" aside=view! { <StripKeys /> }.into_any()>
            {body}
        </Zone>
    }
}

fn share(view: &HistoryView, title: &str) -> AnyView {
    let times = view.availability;
    let restarts: usize = view.runs.iter().map(|run| run.point.restarts as usize * run.count as usize).sum();
    let big = times.served().map(|served| {
        let (before, after) = say::around(say::history::share_big(&say::HERE));
        view! {
            <p class="share-big">
                {before}
                <b>{percent(&served)}</b>
                {after}
            </p>
        }
    });
    let restarts = (restarts > 0).then(|| say::history::restarts_seen(restarts, &words::grouped(restarts)));
    view! {
        {big}
        <Strip cells=view.strip.clone() name=title.to_owned() availability=times span=view.span />
        <p class="hint">{whole_sentence(&times)} ". " {restarts}</p>
    }
    .into_any()
}
