//! The history page by page, with what the stream tells of those deployments that are at work.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ActionId;
use shared::action::{ActionState, ActionView};

use super::Showing;
use super::words;
use crate::api::{self, deployments::HistoryQuery};
use crate::pages::filter::begin_ms;
use crate::paths::DeploymentsQuery;
use crate::state::actions::use_actions;
use crate::state::deploying::version_of;
use crate::state::live::{Live, use_live};
use crate::state::memo::{Memo, effect, memo};
use crate::state::order;
use crate::state::same::Same;

/// How many are read at once.
const PAGE: usize = 50;

/// A part of the page, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Those that wait for a yes.
    Asked,
    /// Those at work.
    AtWork,
    /// All others.
    Over,
}

impl Part {
    fn of(state: &ActionState) -> Self {
        match state {
            ActionState::Asked { .. } => Self::Asked,
            state if state.is_at_work() => Self::AtWork,
            _ => Self::Over,
        }
    }
}

/// A deployment, and the part in which it stands.
pub type Place = (Part, ActionId);

/// What was read.
#[derive(Clone, Copy)]
pub struct History {
    live: Live,
    query: Memo<DeploymentsQuery>,
    read: RwSignal<Read>,
    rows: Memo<Vec<Same<ActionView>>>,
    reading: RwSignal<bool>,
    /// Grows with each change of the query; an answer to an older one is not taken.
    generation: StoredValue<u32>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Read {
    /// Newest first; absent until the first answer.
    rows: Option<Vec<Same<ActionView>>>,
    /// There are older ones.
    more: bool,
    /// Why the last call gave nothing.
    failure: Option<String>,
}

impl History {
    /// Reads what the query asks for, and again when it changes.
    pub fn of(query: Memo<DeploymentsQuery>) -> Self {
        let actions = use_actions();
        let read = RwSignal::new(Read::default());
        let rows = memo(move || {
            let known = actions.deployments();
            query.with(|query| read.with(|read| merged(read, known, query)))
        });
        let history = Self {
            live: use_live(),
            query,
            read,
            rows,
            reading: RwSignal::new(false),
            generation: StoredValue::new(0),
        };
        effect(move || {
            query.track();
            history.read();
        });
        history
    }

    /// Reads the newest.
    pub fn read(self) {
        self.generation.update_value(|generation| *generation += 1);
        self.read.set(Read::default());
        self.ask(None);
    }

    /// Reads those before the oldest that is shown.
    pub fn read_older(self) {
        let oldest = self.read.with_untracked(|read| read.rows.as_ref()?.last().cloned());
        self.ask(oldest);
    }

    fn ask(self, before: Option<Same<ActionView>>) {
        let generation = self.generation.get_value();
        let asked = self.query.with_untracked(|query| HistoryQuery {
            app: query.app.clone(),
            state: query.state.clone(),
            actor: query.who.clone(),
            version: query.version.clone(),
            note: query.note.clone(),
            since_ms: begin_ms(&query.from, 0),
            until_ms: begin_ms(&query.to, 1),
            before: before.map(|before| (before.started_ms, before.id.clone())),
            limit: PAGE,
        });
        self.reading.set(true);
        spawn_local(async move {
            let answer = api::deployments::page(&self.live.name(), &asked).await;
            if self.generation.try_get_value() != Some(generation) {
                return;
            }
            self.reading.set(false);
            self.read.update(|read| match answer {
                Ok(page) => {
                    read.more = page.len() == PAGE;
                    read.failure = None;
                    read.rows.get_or_insert_default().extend(page.into_iter().map(Same::new));
                }
                Err(failure) => read.failure = Some(failure.message()),
            });
        });
    }

    /// What the page shows; tracked.
    pub fn showing(self) -> Showing {
        let waits = self.read.with(|read| read.rows.is_none().then(|| read.failure.clone()));
        match waits {
            Some(failure) => Showing::Waiting(failure),
            None if self.rows.with(Vec::is_empty) => Showing::Nothing,
            None => Showing::Rows,
        }
    }

    /// All of them, where each stands; tracked.
    pub fn places(self) -> Vec<Place> {
        let mut places: Vec<Place> =
            self.rows.with(|rows| rows.iter().map(|row| (Part::of(&row.state), row.id.clone())).collect());
        order::sort(&mut places, |a, b| a.0.cmp(&b.0));
        places
    }

    /// One of them, as it is now.
    pub fn row(self, id: ActionId) -> Memo<Option<Same<ActionView>>> {
        let rows = self.rows;
        memo(move || rows.with(|rows| rows.iter().find(|row| row.id == id).cloned()))
    }

    /// Who started those that are shown; tracked.
    pub fn people(self) -> Vec<String> {
        self.rows.with(|rows| rows.iter().map(|row| row.actor.to_string()).collect())
    }

    /// Whether there are older ones; tracked.
    pub fn has_more(self) -> bool {
        self.read.with(|read| read.more)
    }

    /// Whether a call is under way; tracked.
    pub fn is_reading(self) -> bool {
        self.reading.get()
    }
}

/// What was read, with what is known besides: newer ones, and the same ones as they are now.
fn merged(read: &Read, known: Vec<Same<ActionView>>, query: &DeploymentsQuery) -> Vec<Same<ActionView>> {
    let Some(rows) = &read.rows else { return Vec::new() };
    // What is older than the oldest that was read belongs to a page that was not asked for yet.
    let from_ms = if read.more { rows.last().map_or(0, |row| row.started_ms) } else { 0 };
    let mut merged: Vec<Same<ActionView>> =
        rows.iter().filter(|row| !known.iter().any(|known| known.id == row.id)).cloned().collect();
    merged.extend(known.into_iter().filter(|row| row.started_ms >= from_ms));
    let wanted = Wanted::of(query);
    merged.retain(|row| wanted.has(row));
    order::sort(&mut merged, |a: &Same<ActionView>, b| b.started_ms.cmp(&a.started_ms));
    merged
}

/// What a query asks for, read once for all rows.
struct Wanted<'a> {
    query: &'a DeploymentsQuery,
    note: String,
    from_ms: Option<u64>,
    to_ms: Option<u64>,
}

impl<'a> Wanted<'a> {
    fn of(query: &'a DeploymentsQuery) -> Self {
        Self {
            query,
            note: query.note.to_lowercase(),
            from_ms: begin_ms(&query.from, 0),
            to_ms: begin_ms(&query.to, 1),
        }
    }

    fn has(&self, action: &ActionView) -> bool {
        let DeploymentsQuery { app, who, state, version, .. } = self.query;
        let is_of = || action.request.app().is_some_and(|own| own.as_str() == app);
        let leads_to = || version_of(action).is_some_and(|to| to.as_str() == version);
        (app.is_empty() || is_of())
            && (who.is_empty() || action.actor.as_str() == who)
            && (state.is_empty() || words::is(&action.state, state))
            && (version.is_empty() || leads_to())
            && (self.note.is_empty() || action.note.to_lowercase().contains(&self.note))
            && self.from_ms.is_none_or(|from_ms| from_ms <= action.started_ms)
            && self.to_ms.is_none_or(|to_ms| action.started_ms < to_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::deploying::tests::deployment;

    fn at(id: &str, started_ms: u64, state: ActionState) -> Same<ActionView> {
        Same::new(ActionView { id: ActionId::parse(id).unwrap(), started_ms, ..deployment(state) })
    }

    fn ids(rows: &[Same<ActionView>]) -> Vec<&str> {
        rows.iter().map(|row| row.id.as_str()).collect()
    }

    #[test]
    fn what_the_stream_told_is_newer_than_what_was_read() {
        let read = Read {
            rows: Some(vec![at("b", 20, ActionState::Running), at("a", 10, ActionState::Done)]),
            more: true,
            failure: None,
        };
        let known = vec![
            at("c", 30, ActionState::Running),
            at("b", 20, ActionState::Done),
            at("0", 5, ActionState::Done),
        ];
        let rows = merged(&read, known, &DeploymentsQuery::default());
        assert_eq!(ids(&rows), ["c", "b", "a"]);
        assert_eq!(rows[1].state, ActionState::Done);
    }

    #[test]
    fn what_no_longer_matches_goes() {
        let read = Read { rows: Some(vec![at("a", 10, ActionState::Running)]), more: false, failure: None };
        let open = DeploymentsQuery { state: "at_work".into(), ..DeploymentsQuery::default() };
        assert_eq!(ids(&merged(&read, Vec::new(), &open)), ["a"]);
        assert!(merged(&read, vec![at("a", 10, ActionState::Done)], &open).is_empty());
        for (query, stays) in [
            (DeploymentsQuery { version: "2.0.0".into(), ..DeploymentsQuery::default() }, true),
            (DeploymentsQuery { version: "2.0".into(), ..DeploymentsQuery::default() }, false),
            (DeploymentsQuery { note: "OPS-7".into(), ..DeploymentsQuery::default() }, false),
        ] {
            assert_eq!(!merged(&read, Vec::new(), &query).is_empty(), stays, "{query:?}");
        }
        let others = DeploymentsQuery { app: "web".into(), ..DeploymentsQuery::default() };
        assert!(merged(&read, Vec::new(), &others).is_empty());
    }
}
