//! The chain of the record: what each entry's hash is made of. Pure.
//!
//! A line is one entry or two: its beginning and, once it has ended, its end. An entry's hash is taken over the hash of
//! the entry before, its own number, its kind and everything that it says, so that nothing can be changed, left out,
//! put in or swapped without every later hash being another one. All values are taken as the texts that the database
//! gives, byte for byte.

use sha2::{Digest, Sha256};

use crate::auth::secret::hex;

/// An entry of the chain, by its number and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Counts from 1. Beginnings and ends count alike.
    pub seq: u64,
    /// SHA-256, 64 hexadecimal digits.
    pub hash: String,
}

impl Head {
    /// Before the first entry.
    pub fn start() -> Self {
        Self { seq: 0, hash: "0".repeat(64) }
    }

    /// The entry that follows.
    pub(super) fn next(&self, entry: &Entry<'_>) -> Self {
        let seq = self.seq + 1;
        Self { seq, hash: entry.hash(&self.hash, seq) }
    }
}

/// What an entry says.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry<'a> {
    /// A line begins.
    Begin(&'a Begun<'a>),
    /// A line is written with its end.
    Whole(&'a Begun<'a>, &'a Ended<'a>),
    /// A line ends that began before.
    End {
        /// Which.
        line: &'a str,
        /// How.
        end: &'a Ended<'a>,
    },
}

/// A line's beginning, as it is stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun<'a> {
    pub(super) line: &'a str,
    pub(super) at_ms: &'a str,
    pub(super) actor: &'a str,
    pub(super) via: &'a str,
    pub(super) peer: &'a str,
    pub(super) verb: &'a str,
    pub(super) cluster: &'a str,
    pub(super) app: &'a str,
    pub(super) summary: &'a str,
    pub(super) detail: &'a str,
    pub(super) action: Option<&'a str>,
}

/// A line's end, as it is stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended<'a> {
    pub(super) outcome: &'a str,
    pub(super) note: &'a str,
    pub(super) ended_ms: &'a str,
}

impl Entry<'_> {
    /// Its hash at that place, behind the entry of that hash.
    pub(super) fn hash(&self, before: &str, seq: u64) -> String {
        let mut sum = Sum(Sha256::new_with_prefix("quarterdeck record 1\n"));
        sum.text(before);
        sum.text(&seq.to_string());
        match self {
            Self::Begin(begun) => {
                sum.text("begin");
                sum.begun(begun);
            }
            Self::Whole(begun, end) => {
                sum.text("whole");
                sum.begun(begun);
                sum.ended(end);
            }
            Self::End { line, end } => {
                sum.text("end");
                sum.text(line);
                sum.ended(end);
            }
        }
        hex(&sum.0.finalize())
    }
}

/// Takes in values one by one, each behind its length: no two lists of values look alike.
struct Sum(Sha256);

impl Sum {
    fn text(&mut self, text: &str) {
        self.0.update(text.len().to_string());
        self.0.update(":");
        self.0.update(text);
    }

    fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.0.update("-"),
        }
    }

    fn begun(&mut self, begun: &Begun<'_>) {
        let Begun { line, at_ms, actor, via, peer, verb, cluster, app, summary, detail, action } = begun;
        for text in [line, at_ms, actor, via, peer, verb, cluster, app, summary, detail] {
            self.text(text);
        }
        self.maybe(*action);
    }

    fn ended(&mut self, Ended { outcome, note, ended_ms }: &Ended<'_>) {
        for text in [outcome, note, ended_ms] {
            self.text(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGUN: Begun<'static> = Begun {
        line: "1",
        at_ms: "5",
        actor: "ada",
        via: "session",
        peer: "10.0.0.1",
        verb: "remove",
        cluster: "default",
        app: "example",
        summary: "Remove 3 units of example 1.0.0",
        detail: "[]",
        action: None,
    };
    const END: Ended<'static> = Ended { outcome: "done", note: "", ended_ms: "9" };

    #[test]
    fn every_value_every_place_and_every_kind_makes_another_hash() {
        let start = Head::start();
        let entries = [
            Entry::Begin(&BEGUN),
            Entry::Whole(&BEGUN, &END),
            Entry::End { line: "1", end: &END },
            Entry::Begin(&Begun { actor: "adas", via: "ession", ..BEGUN }),
            Entry::Begin(&Begun { action: Some(""), ..BEGUN }),
            Entry::Begin(&Begun { app: "default", cluster: "example", ..BEGUN }),
            Entry::End { line: "11", end: &END },
        ];
        let mut hashes: Vec<String> = entries.iter().map(|entry| start.next(entry).hash).collect();
        hashes.push(entries[0].hash(&start.hash, 2));
        hashes.push(entries[0].hash(&hashes[0], 1));
        let count = hashes.len();
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
    }

    #[test]
    fn the_form_stays_what_it_was() {
        // Records that exist are checked by this form: it must never change.
        let hash = Head::start().next(&Entry::Begin(&BEGUN)).hash;
        assert_eq!(hash, "fc24f039dca2ac6c3c83dff08ba1665c62ed967cbedef5f8f435f71d6b513554");
    }
}
