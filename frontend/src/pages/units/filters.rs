//! The search field and the facets above the list of units.

use leptos::prelude::*;

use super::facets::{self, Choice};
use super::listing::Listing;
use crate::paths::UnitsQuery;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::words;
use crate::ui::each::each;
use crate::ui::filter_fold::FilterFold;
use crate::ui::search_field::SearchField;

/// Search and facets.
#[component]
pub fn Filters(
    /// What is searched for.
    search: RwSignal<String>,
    /// What the list is narrowed to.
    query: Memo<UnitsQuery>,
    /// What the facets count.
    listing: Memo<Listing>,
) -> impl IntoView {
    let live = use_live();
    let states = memo(move || listing.with(|listing| query.with(|query| facets::states(listing, query))));
    let apps = memo(move || listing.with(|listing| query.with(|query| facets::apps(listing, query))));
    let machines = memo(move || {
        live.with(|cluster| {
            listing.with(|listing| query.with(|query| facets::machines(listing, query, cluster)))
        })
    });
    let chosen = memo(move || query.with(UnitsQuery::chosen));
    let count = memo(move || listing.with(|listing| listing.units.len()));
    view! {
        <form
            class="filters"
            role="search"
            aria-label=say::units::filters()
            on:submit=|event: web_sys::SubmitEvent| event.prevent_default()
        >
            <SearchField search=search label=say::units::search() />
            <FilterFold chosen=chosen>
                <Facets label=say::units::state() choices=states />
                <Facets label=say::units::app() choices=apps />
                <Facets label=say::units::machine() choices=machines />
            </FilterFold>
        </form>
        <p class="sr" role="status">
            {move || say::units::shown(count.get(), &words::grouped(count.get()))}
        </p>
    }
}

/// One group of choices.
#[component]
fn Facets(label: &'static str, choices: Memo<Vec<Choice>>) -> impl IntoView {
    let expanded = RwSignal::new(false);
    let drawn = memo(move || {
        choices.with(|choices| if expanded.get() { choices.clone() } else { facets::few(choices) })
    });
    let hidden = memo(move || choices.with(|choices| facets::few(choices).len() < choices.len()));
    let all = move || choices.with(|choices| say::units::all_choices(&words::grouped(choices.len())));
    view! {
        <div class="facets" role="group" aria-label=label>
            <span class="label" aria-hidden="true">
                {label}
            </span>
            {each(move || drawn.get(), |choice| choice.label.clone(), move |choice| view! { <FacetLink choice=follow(drawn, choice) /> }.into_any())}
            {move || {
                hidden
                    .get()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="btn btn-bare btn-small"
                                aria-expanded=move || if expanded.get() { "true" } else { "false" }
                                on:click=move |_| expanded.update(|expanded| *expanded = !*expanded)
                            >
                                {move || if expanded.get() { say::units::fewer_choices().to_owned() } else { all() }}
                            </button>
                        }
                    })
            }}
        </div>
    }
}

/// The choice as it is now, so that a count changes in place.
fn follow(drawn: Memo<Vec<Choice>>, first: Choice) -> Memo<Choice> {
    memo(move || {
        let found = drawn.with(|drawn| drawn.iter().find(|choice| choice.label == first.label).cloned());
        found.unwrap_or_else(|| first.clone())
    })
}

#[component]
fn FacetLink(choice: Memo<Choice>) -> impl IntoView {
    let (label, health) = choice.with_untracked(|choice| (choice.label.clone(), choice.health));
    let words = match health {
        Some(health) => view! {
            <span class="state" data-state=health.word()>
                <span class="mark" aria-hidden="true"></span>
                {label}
            </span>
        }
        .into_any(),
        None => label.into_any(),
    };
    view! {
        <a
            class="facet"
            class:is-zero=move || choice.with(|choice| choice.count == 0)
            href=move || choice.with(|choice| choice.href.clone())
            aria-current=move || choice.with(|choice| choice.on).then_some("true")
            data-noscroll=""
        >
            {words}
            <span class="count">{move || words::grouped(choice.with(|choice| choice.count))}</span>
        </a>
    }
}
