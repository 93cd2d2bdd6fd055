//! What the filters of several pages have in common. What a filter means is each page's own matter.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::templates::use_templates;
use crate::ui::select::choices;

/// How the address follows a filter: a choice is no step to go back to, and moves nothing that one looks at.
pub fn in_place() -> NavigateOptions {
    NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() }
}

/// Goes where the address says that a filter is otherwise; nowhere once its page is left.
pub fn going() -> impl Fn(&str) + Copy + Send + Sync + 'static {
    let navigate = use_navigate();
    let go = StoredValue::new_local(move |path: &str| navigate(path, in_place()));
    move |path| {
        go.try_with_value(|go| go(path));
    }
}

/// Makes of a change of a filter what a field of it calls; `path` says which address stands for the filter.
pub fn choosing<Q>(
    query: Memo<Q>,
    path: fn(&Q) -> String,
) -> impl Fn(fn(&mut Q, String)) -> Callback<String> + Copy
where
    Q: Clone + Send + Sync + 'static,
{
    let go = going();
    move |change| {
        Callback::new(move |value: String| {
            let mut query = query.get_untracked();
            change(&mut query, value);
            go(&path(&query));
        })
    }
}

/// The apps to choose from: those that have a template or units, and the one that is chosen.
pub fn app_choices(chosen: impl Fn() -> String + Send + Sync + 'static) -> Memo<Vec<(String, String)>> {
    let (live, templates) = (use_live(), use_templates());
    memo(move || {
        let mut names: BTreeSet<String> = templates.names().iter().map(ToString::to_string).collect();
        names.extend(live.with(|cluster| cluster.apps().keys().map(ToString::to_string).collect::<Vec<_>>()));
        choices(say::ui::all_apps(), names, &chosen())
    })
}

/// When a day such as `2026-11-22` begins in the person's own time zone, or one so many days `later`; absent if the text
/// names none.
pub fn begin_ms(day: &str, later: i32) -> Option<u64> {
    let [year, month, day] = numbers(day)?;
    let year = u32::try_from(year).ok()?;
    let date = js_sys::Date::new_with_year_month_day(year, month.checked_sub(1)?, day.checked_add(later)?);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole milliseconds; what is not after 1970 is filtered out"
    )]
    Some(date.get_time()).filter(|ms| *ms > 0.0).map(|ms| ms as u64)
}

fn numbers(day: &str) -> Option<[i32; 3]> {
    let mut numbers =
        day.splitn(3, '-').map(|part| part.parse().ok().filter(|number| (0..10_000).contains(number)));
    Some([numbers.next()??, numbers.next()??, numbers.next()??])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_three_numbers() {
        assert_eq!(numbers("2026-11-22"), Some([2026, 11, 22]));
        for text in ["", "2026", "2026-11", "today", "2026-11-22-1", "2026-11--2"] {
            assert_eq!(numbers(text), None, "{text}");
        }
    }
}
