//! All apps: what did not run, and a strip for each, the worst first.

use std::sync::Arc;

use fleet::AppName;
use leptos::prelude::*;
use shared::history::{AppStrip, AppsHistory, Span};

use super::lapses::{Lapses, WhatDidNotRun};
use super::past::ANEW_MS;
use crate::api;
use crate::paths::HistoryQuery;
use crate::state::clock::use_clock;
use crate::state::live::use_live;
use crate::state::loaded::Loaded;
use crate::state::memo::{Memo, effect, memo};
use crate::state::order::sort;
use crate::ui::chart::axis;
use crate::ui::each::each;
use crate::ui::more::More;
use crate::ui::strip::{Strip, StripKeys, percent, span_words};
use crate::ui::zone::Zone;

/// So many at first; more when somebody asks.
const AT_ONCE: usize = 30;

/// All apps that one sees.
#[component]
pub fn AllApps(
    /// How far back.
    span: Memo<Span>,
) -> impl IntoView {
    let clock = use_clock();
    let loaded = Loaded::<AppsHistory>::nothing();
    let cluster = StoredValue::new(use_live().name());
    let read = move || {
        let (cluster, span) = (cluster.get_value(), span.get_untracked());
        loaded.read(async move { api::history::apps(&cluster, span).await });
    };
    let minute = memo(move || clock.now_ms() / ANEW_MS);
    effect(move || {
        minute.track();
        span.track();
        read();
    });
    loaded.followed(say::history::apps_unread(), read, |history| {
        let lapses = memo(move || history.with(|history| Arc::new(lapses(history))));
        let there = memo(move || history.with(|history| !history.apps.is_empty()));
        view! {
            {move || {
                there
                    .get()
                    .then(|| {
                        view! {
                            <WhatDidNotRun lapses=lapses named=true deployed=true />
                            <Strips history=history />
                        }
                    })
            }}
        }
        .into_any()
    })
}

fn lapses(history: &AppsHistory) -> Lapses {
    let each =
        history.apps.iter().flat_map(|strip| strip.lapses.iter().map(|lapse| (Some(&strip.app), lapse)));
    Lapses::of(each, &history.marks, history.now_ms, history.span)
}

#[component]
fn Strips(history: Memo<Arc<AppsHistory>>) -> impl IntoView {
    let drawn = RwSignal::new(AT_ONCE);
    let names = memo(move || history.with(|history| worst_first(history)));
    let total = memo(move || names.with(Vec::len));
    let shown = move || names.with(|names| names.iter().take(drawn.get()).cloned().collect::<Vec<_>>());
    let span = memo(move || history.with(|history| history.span));
    let times = move || {
        history.with(|history| {
            let cells = history.apps.first().map_or(0, |strip| strip.cells.len());
            let to_ms = history.from_ms + history.cell_ms * u64::try_from(cells).unwrap_or(0);
            axis(history.from_ms, to_ms, history.span)
        })
    };
    view! {
        <Zone
            id="past-apps"
            title=move || say::history::apps(&span_words(span.get()))
            aside=view! { <StripKeys /> }.into_any()
        >
            <div class="strips-head" aria-hidden="true">
                <span class="num">{say::history::column_one()}</span>
                <span class="num">{say::history::column_all()}</span>
                <span></span>
            </div>
            <ul class="strips" role="list">
                {each(shown, ToString::to_string, move |app| view! { <Line app=app history=history /> }.into_any())}
            </ul>
            <div class="strips-axis">{times}</div>
            <More
                label=say::history::more_apps()
                has_more=Signal::derive(move || drawn.get() < total.get())
                busy=false
                on_press=move |()| drawn.update(|drawn| *drawn += AT_ONCE)
            />
        </Zone>
    }
}

/// One app: its name stays where it is, what it says is drawn anew.
#[component]
fn Line(app: AppName, history: Memo<Arc<AppsHistory>>) -> impl IntoView {
    let name = app.to_string();
    let href = {
        let app = app.clone();
        move || HistoryQuery { app: Some(app.clone()), span: history.with(|history| history.span) }.path()
    };
    let own = move || {
        history.with(|history| {
            let at = history.apps.binary_search_by(|strip| strip.app.cmp(&app)).ok()?;
            let strip = history.apps.get(at)?.clone();
            let told = |share: Option<String>| share.map_or_else(|| "–".to_owned(), |share| percent(&share));
            let (served, complete) = (strip.availability.served(), strip.availability.complete());
            let known = strip.availability.known().map(|share| say::history::share_known(&percent(&share)));
            let name = strip.app.to_string();
            Some(view! {
                <Strip cells=strip.cells name=name availability=strip.availability span=history.span />
                <span class="num">
                    <span class="sr">{say::history::one_ran()} " "</span>
                    {told(served)}
                </span>
                <span class="num quiet">
                    <span class="sr">{say::history::all_ran()} " "</span>
                    {told(complete)}
                </span>
                {known.map(|known| view! { <span class="num faint strip-known">{known}</span> })}
            })
        })
    };
    view! {
        <li>
            <a href=href class="clip" title=name.clone()>
                {name.clone()}
            </a>
            {own}
        </li>
    }
}

/// Those of which less ran, as far as it is known, come first; then by name.
fn worst_first(history: &AppsHistory) -> Vec<AppName> {
    let badness = |strip: &AppStrip| (strip.availability.none_ms, strip.availability.partly_ms);
    let mut apps: Vec<&AppStrip> = history.apps.iter().collect();
    sort(&mut apps, |a, b| badness(b).cmp(&badness(a)).then_with(|| a.app.cmp(&b.app)));
    apps.into_iter().map(|strip| strip.app.clone()).collect()
}
