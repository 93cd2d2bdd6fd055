//! What the whole page counts: the apps, what needs attention, what is changing; and the line that says it.

use std::collections::BTreeSet;
use std::sync::Arc;

use fleet::AppName;
use leptos::prelude::*;

use super::attention::{About, Row, use_units_in_need};
use crate::paths::{self, AppsQuery, Show};
use crate::state::actions::use_actions;
use crate::state::live::use_live;
use crate::state::memo::{Memo, memo};
use crate::state::order;
use crate::state::templates::use_templates;
use crate::ui::count::count;
use crate::ui::icon::{Icon, IconView};
use crate::ui::steady::Steady;

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
    /// The rows as they should be.
    pub wanted: Memo<Rows>,
    /// The rows as they stand: those before, while somebody is about to press one.
    pub stand: Memo<Rows>,
    /// Whether somebody is. A part follows the pointer.
    pub steady: Steady,
    /// Apps with an action under way.
    changing: Memo<BTreeSet<AppName>>,
    /// Whether all that is under way is deployments.
    deploying: Memo<bool>,
    units: Memo<usize>,
}

/// Which rows the page has.
#[derive(Clone, PartialEq)]
pub struct Rows {
    show: Show,
    /// What needs attention, in the zone above the list.
    pub attention: Arc<Vec<Row>>,
    /// The apps in the list.
    pub apps: Arc<Vec<AppName>>,
}

impl Rows {
    /// Whether those of `other` stand where these do. What they say may be different.
    fn stand_as(&self, other: &Self) -> bool {
        let same = |(one, other): (&Row, &Row)| one.path == other.path && one.name == other.name;
        self.apps == other.apps
            && self.attention.len() == other.attention.len()
            && self.attention.iter().zip(&*other.attention).all(same)
    }
}

impl Overview {
    /// Watches the cluster, the templates and the actions.
    pub fn watch(show: Memo<Show>) -> Self {
        let live = use_live();
        let templates = use_templates();
        let actions = use_actions();
        let in_need = use_units_in_need();
        let troubles = RwSignal::new(Vec::<Row>::new());
        let apps = memo(move || {
            let mut known = BTreeSet::new();
            known.extend(templates.names());
            live.with(|cluster| known.extend(cluster.apps().keys().cloned()));
            let mut names: Vec<AppName> = known.into_iter().collect();
            order::sort(&mut names, |a, b| order::natural(a.as_str(), b.as_str()));
            Arc::new(names)
        });
        let attention = memo(move || {
            let mut rows = troubles.get();
            in_need.with(|in_need| add_once(&mut rows, in_need));
            Arc::new(rows)
        });
        let changing = memo(move || actions.open_apps());
        let wanted = memo(move || {
            let (show, all, attention) = (show.get(), apps.get(), attention.get());
            let is_shown = |app: &AppName| match show {
                Show::All => true,
                Show::Attention => attention.iter().any(|row| row.app.as_ref() == Some(app)),
                Show::Changing => changing.with(|changing| changing.contains(app)),
            };
            let apps = match show {
                Show::All => all,
                _ => Arc::new(all.iter().filter(|app| is_shown(app)).cloned().collect()),
            };
            Rows { show, attention, apps }
        });
        let steady = Steady::unwatched();
        let stand = Memo::new(move |before: Option<&Rows>| {
            let wanted = wanted.get();
            let stays = |before: &&Rows| before.show == wanted.show && !before.stand_as(&wanted);
            before.filter(|_| steady.holds()).filter(stays).cloned().unwrap_or(wanted)
        });
        Self {
            apps,
            attention,
            troubles,
            marks: RwSignal::new(Vec::new()),
            wanted,
            stand,
            steady,
            deploying: memo(move || actions.all_deploying()),
            changing,
            units: memo(move || live.with(|cluster| cluster.units().len())),
        }
    }
}

/// Adds what units need, but of those of which a deployment tells already: one cause is one row.
fn add_once(rows: &mut Vec<Row>, in_need: &[Row]) {
    for row in in_need {
        if !rows.iter().any(|told| told.about == About::ItsUnits && told.app == row.app) {
            rows.push(row.clone());
        }
    }
    // What is about oneself was first, and comes last.
    if rows.first().is_some_and(|row| row.about == About::Oneself) {
        let own = rows.remove(0);
        rows.push(own);
    }
}

/// How many things of the cluster these are.
fn counted(rows: &[Row]) -> usize {
    rows.iter().filter(|row| row.about != About::Oneself).count()
}

/// "41 apps · 212 units · 3 need attention · 1 deploying": each number is a filter.
#[component]
pub fn StatusLine(
    /// The counts.
    overview: Overview,
    /// Which filter is on.
    show: Memo<Show>,
) -> impl IntoView {
    let live = use_live();
    let to = |show: Show| AppsQuery { show, ..AppsQuery::default() }.path();
    let current = move |filter: Show| move || (show.get() == filter).then_some("true");
    let apps = move || count(overview.apps.with(|apps| apps.len()), say::apps::count_apps);
    let units = move || count(overview.units.get(), say::apps::count_units);
    let attention = memo(move || overview.attention.with(|rows| counted(rows)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_deployment_tells_is_not_told_again_and_ones_own_account_does_not_count() {
        let row = |app: &str, name: &str, about: About| Row {
            app: AppName::parse(app).ok(),
            name: name.to_owned(),
            about,
            ..Row::default()
        };
        let account = row("", "account", About::Oneself);
        let mut rows =
            vec![account, row("web", "deployment", About::ItsUnits), row("mailer", "waits", About::Other)];
        let in_need = ["web", "mailer"].map(|app| row(app, "units", About::Other));
        let other = row("", "haproxy", About::Other);
        add_once(&mut rows, &[in_need.as_slice(), &[other]].concat());
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["deployment", "waits", "units", "haproxy", "account"]);
        assert_eq!(rows[2].app, AppName::parse("mailer").ok());
        assert_eq!(counted(&rows), 4);
    }
}
