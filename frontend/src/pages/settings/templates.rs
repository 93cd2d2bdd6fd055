//! The templates of the apps: a list, and the chosen one to write.

pub mod deploying;
pub mod diff;
pub mod form;
pub mod history;

use std::sync::Arc;

use fleet::AppName;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::Verb;
use shared::apps::AppDetail;
use shared::spec::Spec;

use self::deploying::Deploying;
use self::form::TemplateForm;
use self::history::History;
use super::SectionHead;
use crate::api;
use crate::pages::problem::Failed;
use crate::paths::{self, Section, Source};
use crate::state::kept_back;
use crate::state::live::use_live;
use crate::state::memo::{Memo, effect, memo};
use crate::state::rights;
use crate::state::templates::use_templates;
use crate::state::words;
use crate::ui::button::Button;
use crate::ui::each::each;
use crate::ui::empty::Empty;
use crate::ui::icon::{Icon, IconView};
use crate::ui::message::{Check, Tone};
use crate::ui::skeleton::Skeleton;
use crate::ui::time::Ago;

/// The Templates section; `?app=` is the chosen one.
#[component]
pub fn Templates() -> impl IntoView {
    let query = use_query_map();
    let chosen =
        memo(move || query.with(|query| query.get("app")).and_then(|text| AppName::parse(&text).ok()));
    let templates = use_templates();
    // Whoever writes a template changes the list: what one is writing here must not be drawn anew for that.
    let ready = memo(move || templates.ready());
    let none = memo(move || templates.ready() && templates.names().is_empty());
    view! {
        <SectionHead title=say::settings::templates() text=say::settings_templates::about()>
            <NewApp />
        </SectionHead>
        {move || {
            if none.get() {
                view! { <NoTemplates /> }.into_any()
            } else if !ready.get() {
                view! { <Skeleton rows=6 /> }.into_any()
            } else {
                view! { <ListAndChosen chosen=chosen /> }.into_any()
            }
        }}
    }
}

#[component]
fn NewApp() -> impl IntoView {
    let navigate = use_navigate();
    let blocked = rights::new_app_blocked();
    let press = move |()| navigate(&paths::deploy_new(Source::Paste), Default::default());
    rights::for_who_changes(move || {
        view! {
            <Button icon=Icon::Plus blocked=blocked tip_at="end" on_press=press.clone()>
                {say::settings_templates::new_app()}
            </Button>
        }
        .into_any()
    })
}

#[component]
fn NoTemplates() -> impl IntoView {
    view! {
        <Empty
            title=say::settings_templates::none_title()
            text=say::settings_templates::none_text()
        >
            <p class="btns">
                <a class="btn btn-primary" href=paths::deploy_new(Source::Paste)>
                    {say::settings_templates::none_paste()}
                </a>
                <a class="btn" href=paths::deploy_new(Source::Starter)>
                    {say::settings_templates::none_starter()}
                </a>
            </p>
        </Empty>
    }
}

#[component]
fn ListAndChosen(chosen: Memo<Option<AppName>>) -> impl IntoView {
    let templates = use_templates();
    let entry = move |app: AppName| {
        let head = {
            let app = app.clone();
            memo(move || templates.get(&app).map(|view| (view.revision, view.updated_ms)))
        };
        let current = {
            let app = app.clone();
            move || chosen.with(|chosen| chosen.as_ref() == Some(&app)).then_some("true")
        };
        view! {
            <li>
                <a href=paths::template(&app) aria-current=current data-noscroll="">
                    <b class="clip">{app.to_string()}</b>
                    {move || {
                        head.get()
                            .map(|(revision, at_ms)| {
                                view! {
                                    <span>
                                        {say::settings_templates::revision(&revision)} " · "
                                        <Ago at_ms=at_ms />
                                    </span>
                                }
                            })
                    }}
                </a>
            </li>
        }
    };
    let names = memo(move || templates.names());
    view! {
        <div class="with-list" class:is-chosen=move || chosen.with(Option::is_some)>
            <nav aria-label=say::settings::templates()>
                <ul class="names" role="list">
                    {each(move || names.get(), ToString::to_string, move |item| entry(item).into_any())}
                </ul>
            </nav>
            {move || match chosen.get() {
                Some(app) => view! { <Chosen app=app /> }.into_any(),
                None => view! { <p class="quiet wide-only">{say::settings_templates::choose()}</p> }.into_any(),
            }}
        </div>
    }
}

/// What was read of a template.
#[derive(Clone)]
enum Read {
    Waiting,
    Failed(String),
    Done(Arc<AppDetail>),
}

#[component]
fn Chosen(app: AppName) -> impl IntoView {
    let read = RwSignal::new(Read::Waiting);
    // What is shown of it follows from these.
    let shown = [Verb::ViewSpec, Verb::Template].map(|verb| rights::refusal(verb, Some(app.clone())));
    let name = StoredValue::new(app.clone());
    let ask = move |()| {
        read.set(Read::Waiting);
        spawn_local(async move {
            let answer = api::apps::get(&name.get_value()).await;
            read.try_set(match answer {
                Ok(detail) => Read::Done(Arc::new(detail)),
                Err(failure) => Read::Failed(failure.message()),
            });
        });
    };
    effect(move || {
        shown.iter().for_each(Memo::track);
        ask(());
    });
    let body = move || match read.get() {
        Read::Waiting => view! { <Skeleton rows=8 /> }.into_any(),
        Read::Failed(reason) => {
            view! { <Failed title=say::settings_templates::unread() reason=reason on_retry=ask /> }.into_any()
        }
        Read::Done(detail) => {
            let written = move |detail: AppDetail| read.set(Read::Done(Arc::new(detail)));
            let kept_back = kept_back::sentence(detail.spec, Some(name.get_value()));
            let form = (detail.spec != Spec::Hidden)
                .then(|| view! { <TemplateForm detail=Arc::clone(&detail) on_written=written /> });
            view! {
                <Revised seen=detail.view.revision app=name.get_value() on_read=ask />
                <Deploying detail=Arc::clone(&detail) on_written=written />
                {move || kept_back().map(|text| view! { <Check tone=Tone::Info text=text /> })}
                {form}
                <History detail=detail on_written=written />
            }
            .into_any()
        }
    };
    view! {
        <section class="stack stack-wide" aria-labelledby="template">
            <a class="crumb back" href=paths::settings_at(Section::Templates)>
                {say::settings_templates::all()}
            </a>
            <div class="row">
                <h2 id="template" class="grow">
                    {app.to_string()}
                </h2>
                <UnitsOf app=app />
            </div>
            {move || body()}
        </section>
    }
}

/// Somebody else wrote it while one looks at it: what one writes would be refused.
#[component]
fn Revised(seen: u64, app: AppName, #[prop(into)] on_read: Callback<()>) -> impl IntoView {
    let templates = use_templates();
    let now = memo(move || templates.get(&app).map(|view| (view.revision, view.updated_by)));
    view! { {move || match now.get() {
        Some((revision, by)) if revision > seen => Some(view! {
            <p class="check" data-tone="warn" role="status">
                <IconView icon=Icon::Warning />
                <span>
                    {say::settings_templates::revised(&by, &revision, &seen)} " "
                    <button type="button" class="link" on:click=move |_| on_read.run(())>
                        {say::settings_templates::revised_read()}
                    </button>
                </span>
            </p>
        }),
        _ => None,
    }} }
}

#[component]
fn UnitsOf(app: AppName) -> impl IntoView {
    let units = use_live().app(app.clone());
    let count = memo(move || units.with(|units| units.as_ref().map_or(0, |units| units.units().count())));
    view! { {move || {
        let words = match count.get() {
            0 => return view! { <span class="quiet small">{say::settings_templates::no_unit()}</span> }.into_any(),
            n => say::settings_templates::units(n, &words::grouped(n)),
        };
        view! {
            <a class="quiet small" href=paths::units_of(Some(app.clone()))>
                {words}
            </a>
        }
        .into_any()
    }} }
}
