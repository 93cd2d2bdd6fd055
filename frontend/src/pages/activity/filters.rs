//! Who, which app, with what result, and a text: all of it stands in the address.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use shared::Verb;

use super::line::actor;
use super::record::Record;
use crate::pages::filter::{app_choices, choosing, going};
use crate::paths::{ActivityQuery, OUTCOMES, outcome};
use crate::state::memo::{Memo, effect, memo};
use crate::ui::filter_field::FilterField;
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
    let choose = choosing(query, ActivityQuery::path);
    let go = going();
    let search = search_signal(query, move |text| {
        go(&ActivityQuery { text, ..query.get_untracked() }.path());
    });
    let people = memo(move || {
        let seen = record.with(|rows| {
            rows.iter()
                .map(|row| row.actor.clone())
                .filter(|actor| !actor.is_empty())
                .collect::<BTreeSet<_>>()
        });
        let mut people = choices(say::activity::everybody(), seen, &query.with(|query| query.who.clone()));
        for (name, words) in people.iter_mut().skip(1) {
            *words = actor(name).to_owned();
        }
        people
    });
    let apps = app_choices(move || query.with(|query| query.app.clone()));
    let outcomes: Vec<(String, String)> =
        std::iter::once((String::new(), say::activity::any_result().to_owned()))
            .chain(OUTCOMES.map(|(_, word)| (word.to_owned(), outcome_words(word).to_owned())))
            .collect();
    view! {
        <form
            class="field-row row-end"
            role="search"
            aria-label=say::activity::filters()
            on:submit=|event: web_sys::SubmitEvent| event.prevent_default()
        >
            <div class="field field-grow">
                <SearchField search=search label=say::activity::search() />
            </div>
            <Select
                label=say::activity::who()
                value=Signal::derive(move || query.with(|query| query.who.clone()))
                options=people
                on_choose=choose(|query, value| query.who = value)
            />
            <Select
                label=say::activity::app()
                value=Signal::derive(move || query.with(|query| query.app.clone()))
                options=apps
                on_choose=choose(|query, value| query.app = value)
            />
            <Select
                label=say::activity::kind()
                value=Signal::derive(move || query.with(|query| query.kind.clone()))
                options=Signal::stored(kinds())
                on_choose=choose(|query, value| query.kind = value)
            />
            <Select
                label=say::activity::result()
                value=Signal::derive(move || query.with(|query| query.outcome_word().to_owned()))
                options=Signal::stored(outcomes)
                on_choose=choose(|query, value| query.outcome = outcome(&value))
            />
            <FilterField
                label=say::activity::from()
                kind="date"
                value=Signal::derive(move || query.with(|query| query.from.clone()))
                on_choose=choose(|query, value| query.from = value)
            />
            <FilterField
                label=say::activity::until()
                kind="date"
                value=Signal::derive(move || query.with(|query| query.to.clone()))
                on_choose=choose(|query, value| query.to = value)
            />
        </form>
    }
}

/// What lines can be of: a right, or what takes none.
fn kinds() -> Vec<(String, String)> {
    let without_a_right = [
        ("sign-in", say::activity::kind_sign_in()),
        ("sign-out", say::activity::kind_sign_out()),
        ("account", say::activity::kind_account()),
    ];
    let rights = Verb::ALL.iter().map(|verb| (verb.as_str(), kind(*verb)));
    std::iter::once(("", say::activity::any_kind()))
        .chain(without_a_right)
        .chain(rights)
        .map(|(value, words)| (value.to_owned(), words.to_owned()))
        .collect()
}

/// What is done by a right.
fn kind(verb: Verb) -> &'static str {
    match verb {
        Verb::View => say::activity::kind_view(),
        Verb::ViewSpec => say::activity::kind_view_spec(),
        Verb::Logs => say::activity::kind_logs(),
        Verb::Launch => say::activity::kind_launch(),
        Verb::Scale => say::activity::kind_scale(),
        Verb::Deploy => say::activity::kind_deploy(),
        Verb::Rollback => say::activity::kind_rollback(),
        Verb::Restart => say::activity::kind_restart(),
        Verb::Remove => say::activity::kind_remove(),
        Verb::Force => say::activity::kind_force(),
        Verb::Template => say::activity::kind_template(),
        Verb::RawUnit => say::activity::kind_raw_unit(),
        Verb::Machines => say::activity::kind_machines(),
        Verb::Users => say::activity::kind_users(),
        Verb::Audit => say::activity::kind_audit(),
        Verb::Settings => say::activity::kind_settings(),
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
        "done" => say::activity::result_done(),
        "undone" => say::activity::result_undone(),
        "refused" => say::activity::result_refused(),
        "failed" => say::activity::result_failed(),
        "aborted" => say::activity::result_aborted(),
        "rolled_back" => say::activity::result_rolled_back(),
        _ => say::activity::result_under_way(),
    }
}
