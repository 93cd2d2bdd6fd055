//! Who, which app, with what result, and a text: all of it stands in the address.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::record::Record;
use crate::pages::filter::{app_choices, in_place};
use crate::paths::{ActivityQuery, OUTCOMES, outcome};
use crate::state::memo::{Memo, effect, memo};
use crate::ui::search_field::SearchField;
use crate::ui::select::{Select, choices};

/// How long the search waits for the end of the typing.
const TYPING: Duration = Duration::from_millis(300);

/// The filters of the record.
#[component]
pub fn Filters(
    /// What the address says.
    query: Memo<ActivityQuery>,
    /// What was read, for the names in it.
    record: Record,
) -> impl IntoView {
    let navigate = use_navigate();
    let go = StoredValue::new_local(move |query: ActivityQuery| {
        navigate(&query.path(), in_place());
    });
    let choose = move |change: fn(&mut ActivityQuery, String)| {
        Callback::new(move |value: String| {
            let mut query = query.get_untracked();
            change(&mut query, value);
            go.with_value(|go| go(query));
        })
    };
    let search = search_signal(query, move |text| {
        let query = ActivityQuery { text, ..query.get_untracked() };
        go.try_with_value(|go| go(query));
    });
    let people = memo(move || {
        let seen = record.with(|rows| {
            rows.iter()
                .map(|row| row.actor.clone())
                .filter(|actor| !actor.is_empty())
                .collect::<BTreeSet<_>>()
        });
        choices("Everybody", seen, &query.with(|query| query.who.clone()))
    });
    let apps = app_choices(move || query.with(|query| query.app.clone()));
    let outcomes: Vec<(String, String)> = std::iter::once((String::new(), "Any result".to_owned()))
        .chain(OUTCOMES.map(|(_, word)| (word.to_owned(), outcome_words(word).to_owned())))
        .collect();
    view! {
        <form
            class="field-row row-end"
            role="search"
            aria-label="Filter activity"
            on:submit=|event: web_sys::SubmitEvent| event.prevent_default()
        >
            <div class="field field-grow">
                <SearchField search=search label="Text: app, unit, call, reason" />
            </div>
            <Select
                label="Who"
                value=Signal::derive(move || query.with(|query| query.who.clone()))
                options=people
                on_choose=choose(|query, value| query.who = value)
            />
            <Select
                label="App"
                value=Signal::derive(move || query.with(|query| query.app.clone()))
                options=apps
                on_choose=choose(|query, value| query.app = value)
            />
            <Select
                label="Result"
                value=Signal::derive(move || query.with(|query| query.outcome_word().to_owned()))
                options=Signal::stored(outcomes)
                on_choose=choose(|query, value| query.outcome = outcome(&value))
            />
        </form>
    }
}

/// The text of the search: at once in the field, a little later in the address.
fn search_signal(query: Memo<ActivityQuery>, write: impl Fn(String) + 'static) -> RwSignal<String> {
    let search = RwSignal::new(query.with_untracked(|query| query.text.clone()));
    let written = StoredValue::new(search.get_untracked());
    effect(move || {
        let text = query.with(|query| query.text.clone());
        if text != written.get_value() {
            written.set_value(text.clone());
            search.set(text);
        }
    });
    let write = StoredValue::new_local(debounce(TYPING, move |()| {
        let Some(text) = search.try_get_untracked() else { return };
        if text != written.get_value() {
            written.set_value(text.clone());
            write(text);
        }
    }));
    Effect::new(move |before: Option<()>| {
        search.track();
        if before.is_some() {
            write.update_value(|write| write(()));
        }
    });
    search
}

fn outcome_words(word: &str) -> &'static str {
    match word {
        "done" => "Done",
        "undone" => "Taken back",
        "refused" => "Refused",
        "failed" => "Failed",
        _ => "Under way",
    }
}
