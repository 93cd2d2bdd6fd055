//! What the whole page counts: the apps, what needs attention, what is changing; and the line that says it.

use std::collections::BTreeSet;
use std::sync::Arc;

use fleet::AppName;
use leptos::prelude::*;

use super::attention::{Row, use_units_in_need};
use super::steady::Steady;
use crate::paths::{self, AppsQuery, Show};
use crate::state::actions::use_actions;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::order;
use crate::state::templates::use_templates;
use crate::ui::count::count;
use crate::ui::icon::{Icon, IconView};

/// The page's counts, each notifying only when it is different.
#[derive(Clone, Copy)]
pub struct Overview {
    /// All apps, with units or with a template, by name.
    pub apps: Memo<Arc<Vec<AppName>>>,
    /// What needs attention.
    pub attention: Memo<Arc<Vec<Row>>>,
    /// What is to be added to that: a part fills it.
    pub troubles: RwSignal<Vec<Row>>,
    /// What rows of apps say besides their units: a part fills it.
    pub marks: RwSignal<Vec<Row>>,
    /// Apps with an action under way.
    pub changing: Memo<BTreeSet<AppName>>,
    /// Whether all that is under way is deployments.
    deploying: Memo<bool>,
    units: Memo<usize>,
}

impl Overview {
    /// Watches the cluster, the templates and the actions.
    pub fn watch() -> Self {
        let live = use_live();
        let templates = use_templates();
        let actions = use_actions();
        let in_need = use_units_in_need();
        let troubles = RwSignal::new(Vec::<Row>::new());
        Self {
            apps: memo(move || {
                let mut known = BTreeSet::new();
                known.extend(templates.names());
                live.with(|cluster| known.extend(cluster.apps().keys().cloned()));
                let mut names: Vec<AppName> = known.into_iter().collect();
                order::sort(&mut names, |a, b| order::natural(a.as_str(), b.as_str()));
                Arc::new(names)
            }),
            attention: memo(move || {
                let mut rows = troubles.get();
                in_need.with(|in_need| rows.extend(in_need.iter().cloned()));
                Arc::new(rows)
            }),
            troubles,
            marks: RwSignal::new(Vec::new()),
            deploying: memo(move || actions.all_deploying()),
            changing: memo(move || actions.open_apps()),
            units: memo(move || live.with(|cluster| cluster.units().len())),
        }
    }
}

impl Overview {
    /// The same, whose rows stay where they are while somebody is about to press one.
    pub fn held(self, steady: Steady) -> Self {
        Self { apps: steady.hold(self.apps), attention: steady.hold(self.attention), ..self }
    }
}

/// "41 apps · 212 units · 3 need attention · 1 deploying": each number is a filter.
#[component]
pub fn StatusLine(
    /// The counts.
    overview: Overview,
    /// Which filter is on.
    show: Signal<Show>,
) -> impl IntoView {
    let live = use_live();
    let to = |show: Show| AppsQuery { show, ..AppsQuery::default() }.path();
    let current = move |filter: Show| move || (show.get() == filter).then_some("true");
    let apps = move || count(overview.apps.with(|apps| apps.len()), say::apps::count_apps);
    let units = move || count(overview.units.get(), say::apps::count_units);
    let attention = memo(move || overview.attention.with(|rows| rows.len()));
    let changing = memo(move || overview.changing.with(BTreeSet::len));
    let warn = Signal::derive(move || (attention.get() > 0).then_some("is-warn"));
    let working = Signal::derive(move || (changing.get() > 0).then_some("is-working"));
    view! {
        <ul class="truth" role="list" aria-label=say::apps::filters()>
            <li>
                <a href=to(Show::All) aria-current=move || current(Show::All)()>
                    {move || apps()}
                </a>
            </li>
            <li>
                <a href=paths::units()>{move || units()}</a>
            </li>
            <li>
                <a
                    class=move || warn.get()
                    href=to(Show::Attention)
                    aria-current=move || current(Show::Attention)()
                >
                    {move || (attention.get() > 0).then(|| view! { <IconView icon=Icon::Warning /> })}
                    {move || {
                        let words = if live.stale() { say::apps::needed_attention } else { say::apps::need_attention };
                        count(attention.get(), words)
                    }}
                </a>
            </li>
            <li>
                <a
                    class=move || working.get()
                    href=to(Show::Changing)
                    aria-current=move || current(Show::Changing)()
                >
                    {move || {
                        let words = if overview.deploying.get() { say::apps::count_deploying } else { say::apps::count_changing };
                        count(changing.get(), words)
                    }}
                </a>
            </li>
        </ul>
    }
}
