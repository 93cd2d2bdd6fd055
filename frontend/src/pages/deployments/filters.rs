//! Which app, which state, who, to which version, with which note and when: all of it stands in the address.

use leptos::prelude::*;

use super::history::History;
use crate::pages::filter::{app_choices, choosing};
use crate::paths::{DeploymentsQuery, STANDINGS, standing_words};
use crate::state::memo::{Memo, memo};
use crate::ui::filter_field::FilterField;
use crate::ui::filter_fold::FilterFold;
use crate::ui::select::{Select, choices};

/// The filters of the list.
#[component]
pub fn Filters(
    /// What the address says.
    query: Memo<DeploymentsQuery>,
    /// What was read, for the names in it.
    history: History,
) -> impl IntoView {
    let choose = choosing(query, DeploymentsQuery::path);
    let apps = app_choices(move || query.with(|query| query.app.clone()));
    let people = memo(move || {
        choices(
            say::deployments::everybody(),
            history.people().into_iter().collect(),
            &query.with(|query| query.who.clone()),
        )
    });
    let states = std::iter::once(("", say::deployments::any_state()))
        .chain(STANDINGS.map(|standing| (standing, standing_words(standing))));
    let states: Vec<(String, String)> =
        states.map(|(value, words)| (value.to_owned(), words.to_owned())).collect();
    let chosen = memo(move || query.with(DeploymentsQuery::chosen));
    view! {
        <FilterFold chosen=chosen>
        <form
            class="field-row row-end"
            role="search"
            aria-label=say::deployments::filter_label()
            on:submit=|event: web_sys::SubmitEvent| event.prevent_default()
        >
            <Select
                label=say::deployments::filter_app()
                value=Signal::derive(move || query.with(|query| query.app.clone()))
                options=apps
                on_choose=choose(|query, value| query.app = value)
            />
            <Select
                label=say::deployments::filter_state()
                value=Signal::derive(move || query.with(|query| query.state.clone()))
                options=Signal::stored(states)
                on_choose=choose(|query, value| query.state = value)
            />
            <Select
                label=say::deployments::filter_by()
                value=Signal::derive(move || query.with(|query| query.who.clone()))
                options=people
                on_choose=choose(|query, value| query.who = value)
            />
            <FilterField
                label=say::deployments::filter_version()
                value=Signal::derive(move || query.with(|query| query.version.clone()))
                on_choose=choose(|query, value| query.version = value)
            />
            <FilterField
                label=say::deployments::filter_note()
                value=Signal::derive(move || query.with(|query| query.note.clone()))
                on_choose=choose(|query, value| query.note = value)
            />
            <FilterField
                label=say::deployments::filter_from()
                kind="date"
                value=Signal::derive(move || query.with(|query| query.from.clone()))
                on_choose=choose(|query, value| query.from = value)
            />
            <FilterField
                label=say::deployments::filter_until()
                kind="date"
                value=Signal::derive(move || query.with(|query| query.to.clone()))
                on_choose=choose(|query, value| query.to = value)
            />
        </form>
        </FilterFold>
    }
}
