//! The apps: home. What runs, what needs attention, and the way to change it.

pub mod attention;
pub mod body;
pub mod empty;
pub mod marks;
pub mod others;
pub mod overview;
pub mod row;
pub mod row_menu;
pub mod scale;
pub mod troubles;
pub mod version;

use std::sync::Arc;

use fleet::AppName;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use self::attention::AttentionZone;
use self::others::Others;
use self::overview::{Overview, StatusLine};
use self::row::AppRow;
use super::problem::Failed;
use crate::layout::announcer::PageTitle;
use crate::parts;
use crate::paths::{self, AppsQuery, Show, Source};
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::rights;
use crate::state::templates::use_templates;
use crate::ui::button::{Button, Kind};
use crate::ui::each::each;
use crate::ui::empty::Empty;
use crate::ui::icon::Icon;
use crate::ui::skeleton::Skeleton;

/// Rows that are drawn at once; more follow as one scrolls.
const ROWS_AT_ONCE: usize = 60;

/// The Apps page.
#[component]
pub fn Apps() -> impl IntoView {
    let query_map = use_query_map();
    let query = memo(move || query_map.with(AppsQuery::read));
    let deploys = memo(move || query.with(|query| query.deploy.is_some()));
    let show = memo(move || query.with(|query| query.show));
    let overview = Overview::watch(show);
    let live = use_live();
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title=say::apps::title() />
                {move || {
                    if live.ready() {
                        view! { <StatusLine overview=overview show=show /> }
                            .into_any()
                    } else {
                        view! { <p class="truth"><span class="skel skel-long"></span></p> }.into_any()
                    }
                }}
            </div>
            <div class="head-end">
                <DeployAny />
            </div>
        </div>
        {parts::once_here(move || parts::troubles(overview))}
        {move || match (live.ready(), live.failure()) {
            (true, _) => view! { <Everything overview=overview query=query /> }.into_any(),
            (false, Some(failure)) => {
                view! {
                    <Failed
                        title=say::apps::unread_title()
                        reason=say::apps::unread(&failure.message())
                        on_retry=move |()| drop(window().location().reload())
                    />
                }
                    .into_any()
            }
            (false, None) => view! { <Skeleton rows=6 /> }.into_any(),
        }}
        {move || deploys.get().then(|| parts::deploy(query))}
    }
}

/// The primary action of the page.
#[component]
fn DeployAny() -> impl IntoView {
    let navigate = use_navigate();
    // For an app of one's own, with its template. Whoever may begin none chooses there among those that have one, or is
    // told why there is nothing to choose.
    let blocked = use_live().blocked();
    let press = move |()| navigate(&paths::deploy_new(Source::Paste), stay());
    rights::for_who_changes(move || {
        view! {
            <Button kind=Kind::Primary icon=Icon::Deploy blocked=blocked tip_at="end" on_press=press.clone()>
                {say::apps::deploy_any()}
            </Button>
        }
        .into_any()
    })
}

#[component]
fn Everything(overview: Overview, query: Memo<AppsQuery>) -> impl IntoView {
    let live = use_live();
    let templates = use_templates();
    let nothing = memo(move || {
        templates.ready()
            && overview.apps.with(|apps| apps.is_empty())
            && live.with(|cluster| cluster.others().is_empty())
    });
    let no_apps = memo(move || overview.apps.with(|apps| apps.is_empty()));
    view! { {move || {
        if nothing.get() || (no_apps.get() && templates.ready()) {
            view! {
                {parts::no_apps()}
                <Others />
            }
            .into_any()
        } else {
            view! {
                <div class="holds-still">
                    <AttentionZone overview=overview />
                    <AppList overview=overview query=query />
                </div>
                <Others />
            }
            .into_any()
        }
    }} }
}

#[component]
fn AppList(overview: Overview, query: Memo<AppsQuery>) -> impl IntoView {
    let show = move || query.with(|query| query.show);
    let names = memo(move || overview.stand.with(|rows| Arc::clone(&rows.apps)));
    let open = memo(move || query.with(|query| query.open.clone()));
    let at_once = RwSignal::new(ROWS_AT_ONCE);
    let scrolled = window_event_listener(ev::scroll, move |_| {
        if near_the_end() && at_once.get_untracked() < names.with_untracked(|names| names.len()) {
            at_once.update(|rows| *rows += ROWS_AT_ONCE);
        }
    });
    on_cleanup(move || scrolled.remove());
    let drawn = memo(move || {
        names.with(|names| {
            // An open row exists, however far down it stands.
            let opened = open.with(|open| names.iter().position(|name| Some(name) == open.as_ref()));
            names
                .iter()
                .take(at_once.get().max(opened.map_or(0, |at| at + 1)))
                .cloned()
                .collect::<Vec<AppName>>()
        })
    });
    let none = memo(move || names.with(|names| names.is_empty()));
    view! {
        <section aria-labelledby="all-apps">
            <h2 class="sr" id="all-apps">
                {say::apps::all_apps()}
            </h2>
            {move || none.get().then(|| view! { <NothingShown show=show() /> })}
            <ul class="apps" role="list">
                {each(move || drawn.get(), ToString::to_string, move |app| view! { <AppRow app=app open=open query=query marks=overview.marks /> }.into_any())}
            </ul>
        </section>
    }
}

#[component]
fn NothingShown(show: Show) -> impl IntoView {
    let (title, text) = match show {
        Show::Attention => (say::apps::no_attention_title(), say::apps::no_attention()),
        Show::Changing => (say::apps::no_changing_title(), say::apps::no_changing()),
        Show::All => (say::apps::none_shown_title(), say::apps::none_shown()),
    };
    view! {
        <Empty title=title text=text>
            <p class="btns">
                <a class="btn" href=paths::apps()>
                    {say::apps::show_all()}
                </a>
            </p>
        </Empty>
    }
}

/// Goes to another state of this page without scrolling.
pub(super) fn stay() -> NavigateOptions {
    NavigateOptions { scroll: false, ..NavigateOptions::default() }
}

fn near_the_end() -> bool {
    let Some(root) = document().document_element() else { return false };
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    f64::from(root.scroll_height()) - f64::from(root.scroll_top()) - height < 2.0 * height
}
