//! The deployments: those at work, then all that were, newest first.

pub mod filters;
pub mod history;
pub mod row;
pub mod words;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::ActionId;

use self::filters::Filters;
use self::history::{History, Part, Place};
use self::row::Row;
use super::problem::Failed;
use crate::layout::announcer::PageTitle;
use crate::paths::{self, DeploymentsQuery};
use crate::state::memo::{Memo, memo};
use crate::ui::each::each;
use crate::ui::empty::Empty;
use crate::ui::more::More;
use crate::ui::skeleton::Skeleton;
use crate::ui::steady::{Steady, apart};
use crate::ui::updates::Updates;

/// The list of deployments.
#[component]
pub fn Deployments() -> impl IntoView {
    let map = use_query_map();
    let query = memo(move || map.with(DeploymentsQuery::read));
    let history = History::of(query);
    // What a deployment says changes all the time: the rows are not drawn anew for it.
    let showing = memo(move || history.showing());
    let body = move || match showing.get() {
        Showing::Waiting(None) => view! { <Skeleton rows=8 /> }.into_any(),
        Showing::Waiting(Some(reason)) => view! {
            <Failed
                title=say::deployments::unread()
                reason=reason
                on_retry=move |()| history.read()
            />
        }
        .into_any(),
        Showing::Nothing => view! { <Nothing query=query /> }.into_any(),
        Showing::Rows => view! { <Rows history=history /> }.into_any(),
    };
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title=say::deployments::title() />
                <p>{say::deployments::about()}</p>
            </div>
        </div>
        <Filters query=query history=history />
        {move || body()}
    }
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Showing {
    /// Nothing was read yet; why, if that failed.
    Waiting(Option<String>),
    /// There is nothing.
    Nothing,
    /// There are rows.
    Rows,
}

#[component]
fn Nothing(query: Memo<DeploymentsQuery>) -> impl IntoView {
    view! { {move || {
        if query.with(|query| *query == DeploymentsQuery::default()) {
            view! {
                <Empty
                    title=say::deployments::none_yet_title()
                    text=say::deployments::none_yet()
                >
                    <p class="btns">
                        <a class="btn" href=paths::apps()>
                            {say::deployments::go_to_apps()}
                        </a>
                    </p>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Empty title=say::deployments::none_matches_title() text=say::deployments::none_matches()>
                    <p class="btns">
                        <a class="btn" href=paths::deployments()>
                            {say::deployments::clear_filter()}
                        </a>
                    </p>
                </Empty>
            }
            .into_any()
        }
    }} }
}

#[component]
fn Rows(history: History) -> impl IntoView {
    let steady = Steady::watched();
    let wanted = memo(move || history.places());
    let stand = Memo::new(move |before: Option<&Vec<Place>>| {
        let (wanted, holds) = (wanted.get(), steady.holds());
        // Older ones below the last move nothing.
        let stays = |before: &&Vec<Place>| holds && !wanted.starts_with(before);
        before.filter(stays).cloned().unwrap_or(wanted)
    });
    let waiting = memo(move || {
        let wanted = wanted.get();
        stand.with(|stand| apart(&names(stand), &names(&wanted)))
    });
    let part = move |title: &'static str, part: Part| {
        let ids = memo(move || stand.with(|stand| of_part(stand, part)));
        let none = memo(move || ids.with(Vec::is_empty));
        move || {
            (!none.get()).then(|| {
                view! {
                    <section class="zone" aria-label=title>
                        <h2 class="label">{title}</h2>
                        <table class="table table-stack deployments">
                            <thead>
                                <tr>
                                    <th scope="col">{say::deployments::column_deployment()}</th>
                                    <th scope="col">{say::deployments::column_state()}</th>
                                    <th scope="col">{say::deployments::column_by()}</th>
                                    <th scope="col">{say::deployments::column_begun()}</th>
                                    <th scope="col">{say::deployments::column_took()}</th>
                                    <th scope="col">{say::deployments::column_note()}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {each(move || ids.get(), ToString::to_string, move |id| view! { <Row id=id history=history /> }.into_any())}
                            </tbody>
                        </table>
                    </section>
                }
            })
        }
    };
    view! {
        <Updates waiting=waiting />
        <div class="holds-still">
            {part(say::deployments::waiting(), Part::Asked)}
            {part(say::deployments::at_work(), Part::AtWork)}
            {part(say::deployments::history(), Part::Over)}
        </div>
        <More
            label=say::deployments::load_more()
            has_more=Signal::derive(move || history.has_more())
            busy=Signal::derive(move || history.is_reading())
            on_press=move |()| history.read_older()
        />
    }
}

fn names(stand: &[Place]) -> Vec<&str> {
    stand.iter().map(|(_, id)| id.as_str()).collect()
}

fn of_part(stand: &[Place], part: Part) -> Vec<ActionId> {
    stand.iter().filter(|(own, _)| *own == part).map(|(_, id)| id.clone()).collect()
}
