//! Which app, which state, who, to which version, with which note and when: all of it stands in the address.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::history::History;
use crate::pages::filter::{app_choices, in_place};
use crate::paths::{DeploymentsQuery, STANDINGS};
use crate::state::memo::{Memo, memo};
use crate::ui::day_field::DayField;
use crate::ui::select::{Select, choices};
use crate::ui::unique::unique;

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
            <TextField
                label="To version"
                value=Signal::derive(move || query.with(|query| query.version.clone()))
                on_choose=choose(|query, value| query.version = value)
            />
            <TextField
                label="Note"
                value=Signal::derive(move || query.with(|query| query.note.clone()))
                on_choose=choose(|query, value| query.note = value)
            />
            <DayField
                label="From"
                value=Signal::derive(move || query.with(|query| query.from.clone()))
                on_choose=choose(|query, value| query.from = value)
            />
            <DayField
                label="Until"
                value=Signal::derive(move || query.with(|query| query.to.clone()))
                on_choose=choose(|query, value| query.to = value)
            />
        </form>
    }
}

/// A text that is taken once it is written: by Enter, or when the field is left.
#[component]
fn TextField(
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let id = unique("text");
    view! {
        <div class="field field-fit">
            <label for=id.clone()>{label}</label>
            <input
                class="input"
                type="text"
                id=id
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=move || value.get()
                on:change=move |event| on_choose.run(event_target_value(&event).trim().to_owned())
            />
        </div>
    }
}
