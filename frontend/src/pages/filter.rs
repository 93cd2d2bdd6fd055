//! What the filters of several pages have in common. What a filter means is each page's own matter.

use std::collections::BTreeSet;

use leptos_router::NavigateOptions;

use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::templates::use_templates;
use crate::ui::select::choices;

/// How the address follows a filter: a choice is no step to go back to, and moves nothing that one looks at.
pub fn in_place() -> NavigateOptions {
    NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() }
}

/// The apps to choose from: those that have a template or units, and the one that is chosen.
pub fn app_choices(chosen: impl Fn() -> String + Send + Sync + 'static) -> Memo<Vec<(String, String)>> {
    let (live, templates) = (use_live(), use_templates());
    memo(move || {
        let mut names: BTreeSet<String> = templates.names().iter().map(ToString::to_string).collect();
        names.extend(live.with(|cluster| cluster.apps().keys().map(ToString::to_string).collect::<Vec<_>>()));
        choices("All apps", names, &chosen())
    })
}
