//! Sentences of bounded length.

use super::named;

/// The most bytes of a sentence about a unit that is on no machine: its row has little else in it.
pub(super) const LONGEST: usize = 150;

/// What is said of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    text: String,
    /// When it reads differently though nothing changed.
    pub(super) until_ms: Option<u64>,
    /// Further sentences.
    pub(super) notes: Vec<String>,
}

impl Said {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), until_ms: None, notes: Vec::new() }
    }

    /// One that holds until then.
    pub(super) fn until(until_ms: u64, text: impl Into<String>) -> Self {
        Self { until_ms: Some(until_ms), ..Self::new(text) }
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same within a longer sentence.
    pub(super) fn within(mut self, around: impl FnOnce(&str) -> String) -> Self {
        self.text = around(&self.text);
        self
    }

    /// The sentence, cut to what a row has room for.
    pub(super) fn headline(&self) -> String {
        clip(&named::whole(&self.text), LONGEST)
    }

    /// The sentence as it was worked out, if it names other units.
    pub(super) fn naming(&self) -> Option<&str> {
        named::names_somebody(&self.text).then_some(&self.text)
    }
}

/// At most so many bytes; what is cut off is said by "…".
pub(super) fn clip(text: &str, most: usize) -> String {
    say::clipped(text, most)
}

/// A name or a pattern within a sentence.
pub(super) fn short(text: &str) -> String {
    clip(&named::plain(text), 64)
}
