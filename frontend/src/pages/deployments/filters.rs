//! Which app, which state, who: all of it stands in the address.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::history::History;
use crate::paths::{DeploymentsQuery, STANDINGS};
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::templates::use_templates;
use crate::ui::select::{Select, choices};

/// The filters of the list.
#[component]
pub fn Filters(
    /// What the address says.
    query: Memo<DeploymentsQuery>,
    /// What was read, for the names in it.
    history: History,
) -> impl IntoView {
    let navigate = use_navigate();
    let go = StoredValue::new_local(move |query: DeploymentsQuery| {
        let options = NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() };
        navigate(&query.path(), options);
    });
    let choose = move |change: fn(&mut DeploymentsQuery, String)| {
        Callback::new(move |value: String| {
            let mut query = query.get_untracked();
            change(&mut query, value);
            go.with_value(|go| go(query));
        })
    };
    let live = use_live();
    let templates = use_templates();
    let apps = memo(move || {
        let mut names: BTreeSet<String> = templates.names().iter().map(ToString::to_string).collect();
        names.extend(live.with(|cluster| cluster.apps().keys().map(ToString::to_string).collect::<Vec<_>>()));
        choices("All apps", names, &query.with(|query| query.app.clone()))
    });
    let people = memo(move || {
        choices("Everybody", history.people().into_iter().collect(), &query.with(|query| query.who.clone()))
    });
    let states = std::iter::once(("", "Any state")).chain(STANDINGS);
    let states: Vec<(String, String)> =
        states.map(|(value, words)| (value.to_owned(), words.to_owned())).collect();
    view! {
        <form
            class="field-row row-end"
            role="search"
            aria-label="Filter deployments"
            on:submit=|event: web_sys::SubmitEvent| event.prevent_default()
        >
            <Select
                label="App"
                value=Signal::derive(move || query.with(|query| query.app.clone()))
                options=apps
                on_choose=choose(|query, value| query.app = value)
            />
            <Select
                label="State"
                value=Signal::derive(move || query.with(|query| query.state.clone()))
                options=Signal::stored(states)
                on_choose=choose(|query, value| query.state = value)
            />
            <Select
                label="By"
                value=Signal::derive(move || query.with(|query| query.who.clone()))
                options=people
                on_choose=choose(|query, value| query.who = value)
            />
        </form>
    }
}
