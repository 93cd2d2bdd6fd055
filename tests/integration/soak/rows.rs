//! Rows that many viewers show, each held once.
//!
//! A viewer holds a pointer for each name that there ever was, and no map, which would grow by the way it is filled.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Weak};

/// What one viewer shows, by the numbers of names.
pub(super) struct Rows<V>(Vec<Option<Arc<V>>>);

/// What an event changes.
pub(super) struct Changes<V> {
    rows: Vec<(usize, Arc<V>)>,
    gone: Vec<usize>,
}

/// The numbers of names, and the rows of each that somebody shows: those who show the same share it.
pub(super) struct Known<K, V> {
    numbers: HashMap<K, usize>,
    shown: Vec<Vec<Weak<V>>>,
}

impl<V> Rows<V> {
    pub(super) fn apply(&mut self, changes: &Changes<V>) {
        for (number, row) in &changes.rows {
            *self.of(*number) = Some(Arc::clone(row));
        }
        for number in &changes.gone {
            *self.of(*number) = None;
        }
    }

    /// The place of a name's row.
    fn of(&mut self, number: usize) -> &mut Option<Arc<V>> {
        if number >= self.0.len() {
            self.0.reserve_exact(number + 1 - self.0.len());
            self.0.resize_with(number + 1, || None);
        }
        &mut self.0[number]
    }
}

impl<V: Eq> Rows<V> {
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let (long, short) = if self.0.len() < other.0.len() { (other, self) } else { (self, other) };
        let (both, rest) = long.0.split_at(short.0.len());
        both == short.0 && rest.iter().all(Option::is_none)
    }
}

impl<K: Clone + Eq + Hash, V: Eq> Known<K, V> {
    /// Rows as a viewer shows them.
    pub(super) fn all(&mut self, rows: Vec<V>, name: impl Fn(&V) -> &K) -> Rows<V> {
        let mut shown = Rows(Vec::with_capacity(self.numbers.len()));
        for row in rows {
            let (number, row) = self.row(row, &name);
            *shown.of(number) = Some(row);
        }
        shown
    }

    /// The rows of an event, and the names of those that are gone.
    pub(super) fn changes(&mut self, rows: Vec<V>, gone: Vec<K>, name: impl Fn(&V) -> &K) -> Changes<V> {
        Changes {
            rows: rows.into_iter().map(|row| self.row(row, &name)).collect(),
            gone: gone.iter().map(|name| self.number(name)).collect(),
        }
    }

    fn row(&mut self, row: V, name: impl Fn(&V) -> &K) -> (usize, Arc<V>) {
        let number = self.number(name(&row));
        if number >= self.shown.len() {
            self.shown.resize_with(number + 1, Vec::new);
        }
        let shown = &mut self.shown[number];
        shown.retain(|row| row.strong_count() > 0);
        let same = shown.iter().filter_map(Weak::upgrade).find(|shown| **shown == row);
        let row = same.unwrap_or_else(|| {
            let row = Arc::new(row);
            shown.push(Arc::downgrade(&row));
            row
        });
        (number, row)
    }

    fn number(&mut self, name: &K) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(name.clone()).or_insert(next)
    }
}

impl<V> Clone for Rows<V> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<V> Default for Rows<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K, V> Default for Known<K, V> {
    fn default() -> Self {
        Self { numbers: HashMap::new(), shown: Vec::new() }
    }
}
