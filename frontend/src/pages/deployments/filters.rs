//! Which app, which state, who: all of it stands in the address.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::history::History;
use crate::pages::filter::{app_choices, in_place};
use crate::paths::{DeploymentsQuery, STANDINGS};
use crate::state::memo::{Memo, memo};
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
        navigate(&query.path(), in_place());
    });
    let choose = move |change: fn(&mut DeploymentsQuery, String)| {
        Callback::new(move |value: String| {
            let mut query = query.get_untracked();
            change(&mut query, value);
            go.with_value(|go| go(query));
        })
    };
    let apps = app_choices(move || query.with(|query| query.app.clone()));
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
