//! The lines of the record that the page has read, kept up to date while it is open.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::audit::{AuditPage, AuditRow};

use super::is_scrolled;
use crate::api::{self, audit::AuditQuery};
use crate::pages::filter::begin_ms;
use crate::paths::ActivityQuery;
use crate::state::actions::use_actions;
use crate::state::clock::use_clock;
use crate::state::memo::{Memo, effect, memo};
use crate::state::templates::use_templates;
use crate::ui::steady::Steady;
use crate::ui::toast::{Toasts, use_toasts};

/// How many lines are read at once.
const PAGE: u32 = 50;
/// Actions come in bursts: they are followed by one reading.
const SETTLES: Duration = Duration::from_millis(400);
/// What no event tells of (sign-ins, refusals) is seen after so long, in milliseconds.
const EVERY_MS: u64 = 20_000;

/// The lines of a query.
#[derive(Clone, Copy)]
pub struct Record {
    query: Memo<ActivityQuery>,
    rows: RwSignal<Vec<AuditRow>>,
    /// New ones that wait until one asks for them.
    held: RwSignal<Vec<AuditRow>>,
    older: RwSignal<Option<u64>>,
    ready: RwSignal<bool>,
    reading: RwSignal<bool>,
    failure: RwSignal<Option<String>>,
    /// Grows with each reading from the start; what an older one still answers is dropped.
    generation: StoredValue<u32>,
    /// Whether somebody is about to press a line.
    steady: Steady,
    toasts: Toasts,
}

impl Record {
    /// Reads whatever the query asks for, and reads on as things happen.
    pub fn of(query: Memo<ActivityQuery>) -> Self {
        let record = Self {
            query,
            rows: RwSignal::new(Vec::new()),
            held: RwSignal::new(Vec::new()),
            older: RwSignal::new(None),
            ready: RwSignal::new(false),
            reading: RwSignal::new(false),
            failure: RwSignal::new(None),
            generation: StoredValue::new(0),
            steady: Steady::watched(),
            toasts: use_toasts(),
        };
        effect(move || {
            query.track();
            record.read();
        });
        record.follow_events();
        effect(move || record.release_unseen());
        record
    }

    /// Whether the first page is there; tracked.
    pub fn is_ready(&self) -> bool {
        self.ready.get()
    }

    /// Whether nothing was recorded; tracked.
    pub fn is_empty(&self) -> bool {
        self.rows.with(Vec::is_empty)
    }

    /// Why it could not be read; tracked.
    pub fn failure(&self) -> Option<String> {
        self.failure.get()
    }

    /// Whether older lines are being read; tracked.
    pub fn is_reading(&self) -> bool {
        self.reading.get()
    }

    /// Whether there are older lines; tracked.
    pub fn has_more(&self) -> bool {
        self.older.with(Option::is_some)
    }

    /// How many new lines wait to be shown; tracked.
    pub fn waiting(&self) -> usize {
        self.held.with(Vec::len)
    }

    /// Looks at the lines, newest first; tracked.
    pub fn with<T>(&self, look: impl FnOnce(&[AuditRow]) -> T) -> T {
        self.rows.with(|rows| look(rows))
    }

    /// One line, as it is now.
    pub fn row(self, id: u64) -> Memo<Option<AuditRow>> {
        Memo::new(move |before: Option<&Option<AuditRow>>| {
            let found = self.rows.with(|rows| rows.iter().find(|row| row.id == id).cloned());
            found.or_else(|| before.cloned().flatten())
        })
    }

    /// Shows the new lines that wait.
    pub fn release(self) {
        if self.held.with_untracked(Vec::is_empty) {
            return;
        }
        let mut rows = std::mem::take(&mut *self.held.write());
        self.rows.update(|shown| {
            rows.append(shown);
            *shown = rows;
        });
    }

    /// The same where nobody reads or presses what would move; tracks whether somebody is about to.
    pub fn release_unseen(self) {
        if !self.steady.holds() && !is_scrolled() {
            self.release();
        }
    }

    /// Reads from the start.
    pub fn read(self) {
        self.failure.set(None);
        let generation = self.next_generation();
        spawn_local(async move {
            let answer = api::audit::page(&self.asked(None)).await;
            if !self.is_current(generation) {
                return;
            }
            match answer {
                Ok(page) => self.show(page),
                Err(failure) => {
                    self.ready.set(false);
                    self.failure.set(Some(failure.message()));
                }
            }
        });
    }

    /// Reads what comes before the oldest line.
    pub fn read_older(self) {
        let Some(before) = self.older.get_untracked() else { return };
        let generation = self.generation.get_value();
        self.reading.set(true);
        spawn_local(async move {
            let answer = api::audit::page(&self.asked(Some(before))).await;
            if !self.is_current(generation) {
                return;
            }
            self.reading.set(false);
            match answer {
                Ok(page) => {
                    self.older.set(page.next_before);
                    self.rows.update(|rows| rows.extend(page.rows));
                }
                Err(failure) => self.toasts.bad(failure.message()),
            }
        });
    }

    fn follow_events(self) {
        let (actions, templates, clock) = (use_actions(), use_templates(), use_clock());
        let tick = memo(move || clock.now_ms() / EVERY_MS);
        let refresh = StoredValue::new_local(debounce(SETTLES, move |()| self.refresh()));
        Effect::new(move |before: Option<()>| {
            tick.track();
            drop(actions.open());
            drop(templates.names());
            if before.is_some() {
                refresh.update_value(|refresh| refresh(()));
            }
        });
    }

    /// Reads the newest lines again; a failure is left to the next time.
    fn refresh(self) {
        let Some(generation) = self.generation.try_get_value() else { return };
        if !self.ready.get_untracked() {
            return;
        }
        spawn_local(async move {
            let answer = api::audit::page(&self.asked(None)).await;
            let Ok(page) = answer else { return };
            if !self.is_current(generation) {
                return;
            }
            let Some(merged) = self.rows.with_untracked(|rows| merge(rows, page.rows.clone())) else {
                return self.show(page);
            };
            self.rows.set(merged.known);
            self.held.set(merged.new);
            untrack(|| self.release_unseen());
        });
    }

    fn show(self, page: AuditPage) {
        self.held.set(Vec::new());
        self.rows.set(page.rows);
        self.older.set(page.next_before);
        self.ready.set(true);
    }

    fn asked(self, before: Option<u64>) -> AuditQuery {
        AuditQuery { before, limit: Some(PAGE), ..self.query.with_untracked(all_of) }
    }

    fn next_generation(self) -> u32 {
        self.generation.update_value(|generation| *generation += 1);
        self.generation.get_value()
    }

    fn is_current(self, generation: u32) -> bool {
        self.generation.try_get_value() == Some(generation)
    }
}

/// All that a query lets through.
pub(super) fn all_of(query: &ActivityQuery) -> AuditQuery {
    AuditQuery {
        before: None,
        limit: None,
        actor: query.who.clone(),
        app: query.app.clone(),
        verb: query.kind.clone(),
        outcome: query.outcome_word().to_owned(),
        from_ms: begin_ms(&query.from, 0),
        to_ms: begin_ms(&query.to, 1),
        text: query.text.trim().to_owned(),
    }
}

/// What a reading brought.
#[derive(Debug, PartialEq)]
struct Merged {
    /// The known lines as they are now.
    known: Vec<AuditRow>,
    /// The lines before them.
    new: Vec<AuditRow>,
}

/// Takes in the newest lines. `None` if there may be a gap between them and what is known: then all is read anew.
fn merge(known: &[AuditRow], newest: Vec<AuditRow>) -> Option<Merged> {
    let newest_known = known.first()?.id;
    let oldest_read = newest.last()?.id;
    if oldest_read > newest_known {
        return None;
    }
    let (new, again): (Vec<AuditRow>, Vec<AuditRow>) =
        newest.into_iter().partition(|row| row.id > newest_known);
    let known = known
        .iter()
        .map(|row| again.iter().find(|other| other.id == row.id).unwrap_or(row).clone())
        .collect();
    Some(Merged { known, new })
}

#[cfg(test)]
mod tests {
    use super::super::days::tests::row;
    use super::*;
    use shared::audit::Outcome;

    fn ids(rows: &[AuditRow]) -> Vec<u64> {
        rows.iter().map(|row| row.id).collect()
    }

    #[test]
    fn new_lines_stand_apart_and_known_ones_change_in_place() {
        let known = [row(5, 50), row(4, 40), row(1, 10)];
        let changed = AuditRow { outcome: Outcome::Undone, ..row(5, 50) };
        let merged = merge(&known, vec![row(7, 70), row(6, 60), changed.clone(), row(4, 40)]).unwrap();
        assert_eq!(ids(&merged.new), [7, 6]);
        assert_eq!(ids(&merged.known), [5, 4, 1]);
        assert_eq!(merged.known[0], changed);
    }

    #[test]
    fn a_gap_is_never_papered_over() {
        assert_eq!(merge(&[row(5, 50)], vec![row(90, 900), row(80, 800)]), None);
        assert_eq!(merge(&[], vec![row(1, 10)]), None);
    }
}
