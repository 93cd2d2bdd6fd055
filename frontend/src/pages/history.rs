//! The past of an app, or of the cluster: when units ran, how many, what was deployed. Everything in the address.

pub mod app;
pub mod apps;
pub mod lapses;
pub mod marks;
pub mod past;
pub mod spans;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::history::Subject;

use self::apps::AllApps;
use self::past::Past;
use self::spans::Spans;
use crate::layout::announcer::PageTitle;
use crate::paths::{self, HistoryQuery};
use crate::state::memo::memo;
use crate::ui::chart::adopt_styles;

/// The page.
#[component]
pub fn HistoryPage() -> impl IntoView {
    adopt_styles();
    let query = use_query_map();
    let query = memo(move || query.with(HistoryQuery::read));
    let app = memo(move || query.with(|query| query.app.clone()));
    let span = memo(move || query.with(|query| query.span));
    let title = Signal::derive(move || match app.get() {
        Some(app) => say::history::title_of(&app),
        None => say::history::title().to_owned(),
    });
    let crumb = move || {
        app.get().map(|app| {
            let all = HistoryQuery { app: None, span: span.get() }.path();
            view! {
                <nav class="crumb" aria-label=say::history::crumb()>
                    <a href=all>{say::history::crumb_all()}</a>
                    <span aria-hidden="true">"/"</span>
                    <a href=paths::app(&app)>{app.to_string()}</a>
                </nav>
            }
        })
    };
    let body = move || match app.get() {
        Some(app) => {
            let title = say::history::units_of(&app);
            view! { <Past subject=Subject::App(app) span=span title=title /> }.into_any()
        }
        None => view! {
            <AllApps span=span />
            <Past subject=Subject::Cluster span=span title=say::history::units() />
            <Past subject=Subject::Machines span=span title=say::history::machines() />
        }
        .into_any(),
    };
    view! {
        <div class="head">
            <div class="head-text">
                {crumb}
                <PageTitle title=title />
            </div>
            <div class="head-end">
                <Spans
                    chosen=span
                    path=move |span| HistoryQuery { span, ..query.get() }.path()
                />
            </div>
        </div>
        <div class="stack stack-wide">{move || body()}</div>
    }
}
