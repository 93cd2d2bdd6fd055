//! The settings: templates, tokens, clusters, one's own account.

pub mod access;
pub mod account;
pub mod clusters;
pub mod people;
pub mod screens;
pub mod sure;
pub mod table;
pub mod templates;
pub mod tokens;

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::Verb;

use self::access::Access;
use self::account::Account;
use self::clusters::Clusters;
use self::people::PeopleSection;
use self::screens::Screens;
use self::templates::Templates;
use self::tokens::Tokens;
use super::problem::NotFound;
use crate::layout::announcer::PageTitle;
use crate::paths::{self, Section};
use crate::state::memo::{Memo, effect, memo};
use crate::state::rights;
use crate::ui::into_view::bring_into_view;
use crate::ui::message::{Check, Tone};

/// The Settings pages.
#[component]
pub fn Settings() -> impl IntoView {
    let params = use_params_map();
    let section = memo(move || {
        params.with(|params| params.get("section")).and_then(|section| Section::parse(&section))
    });
    let link = move |own: Section| {
        // What one may do nothing in only says so: who comes by an address still reads why.
        let refusal = refusal(own);
        let is_shown = memo(move || refusal.with(Option::is_none) || section.get() == Some(own));
        let entry = move || {
            view! {
                <a href=paths::settings_at(own) aria-current=move || (section.get() == Some(own)).then_some("page")>
                    {name(own)}
                </a>
            }
        };
        move || is_shown.get().then(entry)
    };
    view! { {move || {
        let Some(section) = section.get() else { return view! { <NotFound /> }.into_any() };
        let body = match section {
            Section::Templates => view! { <Templates /> }.into_any(),
            Section::People => view! { <PeopleSection /> }.into_any(),
            Section::Access => view! { <Access /> }.into_any(),
            Section::Tokens => view! { <Tokens /> }.into_any(),
            Section::Screens => view! { <Screens /> }.into_any(),
            Section::Clusters => view! { <Clusters /> }.into_any(),
            Section::Account => view! { <Account /> }.into_any(),
        };
        let nav = NodeRef::<html::Nav>::new();
        effect(move || {
            // On a phone not all of them are in sight.
            let current = nav.get().and_then(|nav| nav.query_selector("[aria-current]").ok().flatten());
            if let Some(current) = current {
                bring_into_view(&current);
            }
        });
        view! {
            <div class="split">
                <nav class="subnav" aria-label=say::settings::nav() node_ref=nav>
                    {Section::ALL.map(link)}
                </nav>
                <div>{body}</div>
            </div>
        }
        .into_any()
    }} }
}

/// Why somebody can do or see nothing in a section.
fn refusal(section: Section) -> Memo<Option<String>> {
    let verb = match section {
        Section::Templates | Section::Clusters | Section::Account => return memo(|| None),
        Section::People | Section::Access | Section::Tokens => Verb::Users,
        Section::Screens => Verb::Settings,
    };
    rights::server_refusal(verb)
}

/// A section for those who have the right to it; others are told below its heading why they see nothing.
fn guarded(section: Section, head: fn() -> AnyView, managed: fn() -> AnyView) -> impl IntoView {
    let refusal = refusal(section);
    move || match refusal.get() {
        Some(refusal) => view! {
            {head()}
            <Check tone=Tone::Info text=refusal />
        }
        .into_any(),
        None => managed(),
    }
}

/// The heading of a section.
#[component]
pub(super) fn SectionHead(
    /// What it is called.
    title: &'static str,
    /// What it is for.
    #[prop(into)]
    text: String,
    /// What can be done at once.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="head">
            <div class="head-text">
                <PageTitle title=title />
                <p>{text}</p>
            </div>
            {children.map(|children| view! { <div class="head-end">{children()}</div> })}
        </div>
    }
}

fn name(section: Section) -> &'static str {
    match section {
        Section::Templates => say::settings::templates(),
        Section::People => say::settings::people(),
        Section::Access => say::settings::access(),
        Section::Tokens => say::settings::tokens(),
        Section::Screens => say::settings::screens(),
        Section::Clusters => say::settings::clusters(),
        Section::Account => say::settings::account(),
    }
}
