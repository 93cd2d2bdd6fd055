//! The settings: templates, tokens, clusters, one's own account.

pub mod access;
pub mod account;
pub mod clusters;
pub mod people;
pub mod sure;
pub mod templates;
pub mod tokens;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::Verb;

use self::access::Access;
use self::account::Account;
use self::clusters::Clusters;
use self::people::PeopleSection;
use self::templates::Templates;
use self::tokens::Tokens;
use super::problem::NotFound;
use crate::layout::announcer::PageTitle;
use crate::paths::{self, Section};
use crate::state::memo::{Memo, memo};
use crate::state::rights;

/// The Settings pages.
#[component]
pub fn Settings() -> impl IntoView {
    let params = use_params_map();
    let section = memo(move || {
        params.with(|params| params.get("section")).and_then(|section| Section::parse(&section))
    });
    let link = move |own: Section| {
        // What one may do nothing in only says so: who comes by an address still reads why.
        let is_of_use = used_by(own);
        let is_shown = memo(move || is_of_use.get() || section.get() == Some(own));
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
            Section::Clusters => view! { <Clusters /> }.into_any(),
            Section::Account => view! { <Account /> }.into_any(),
        };
        view! {
            <div class="split">
                <nav class="subnav" aria-label="Settings">
                    {Section::ALL.map(link)}
                </nav>
                <div>{body}</div>
            </div>
        }
        .into_any()
    }} }
}

/// Whether somebody can do or see anything in a section.
fn used_by(section: Section) -> Memo<bool> {
    let verb = match section {
        Section::Templates | Section::Clusters | Section::Account => return memo(|| true),
        Section::People | Section::Access | Section::Tokens => Verb::Users,
    };
    let refusal = rights::server_refusal(verb);
    memo(move || refusal.with(Option::is_none))
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
        Section::Templates => "Templates",
        Section::People => "People",
        Section::Access => "Access",
        Section::Tokens => "Tokens",
        Section::Clusters => "Clusters",
        Section::Account => "Account",
    }
}
