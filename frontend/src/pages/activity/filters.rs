//! Who, which app, with what result, and a text: all of it stands in the address.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::Verb;

use super::record::Record;
use crate::pages::filter::{app_choices, in_place};
use crate::paths::{ActivityQuery, OUTCOMES, outcome};
use crate::state::memo::{Memo, effect, memo};
use crate::ui::day_field::DayField;
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
                label="Kind"
                value=Signal::derive(move || query.with(|query| query.kind.clone()))
                options=Signal::stored(kinds())
                on_choose=choose(|query, value| query.kind = value)
            />
            <Select
                label="Result"
                value=Signal::derive(move || query.with(|query| query.outcome_word().to_owned()))
                options=Signal::stored(outcomes)
                on_choose=choose(|query, value| query.outcome = outcome(&value))
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

/// What lines can be of: a right, or what takes none.
fn kinds() -> Vec<(String, String)> {
    const WITHOUT_A_RIGHT: [(&str, &str); 3] =
        [("sign-in", "signing in"), ("sign-out", "signing out"), ("account", "one's own account")];
    let rights = Verb::ALL.iter().map(|verb| (verb.as_str(), verb.as_str()));
    std::iter::once(("", "Any kind"))
        .chain(WITHOUT_A_RIGHT)
        .chain(rights)
        .map(|(value, words)| (value.to_owned(), words.to_owned()))
        .collect()
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
        "aborted" => "Aborted",
        "rolled_back" => "Rolled back",
        _ => "Under way",
    }
}
