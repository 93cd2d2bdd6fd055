//! Goes through the whole record and names the first thing in it that is not as it was written.
//!
//! It reads in one transaction, so that it sees one moment; writers do not wait for it. It holds a few hundred lines in
//! memory, however many there are. Every column is read as text: also what nobody could have written there is told, and
//! breaks nothing.

use std::collections::VecDeque;

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection, Row};

use super::chain::{Begun, Ended, Entry, Head};
use crate::store::column::{Columns, number};
use crate::store::{Result, Store};

const OPEN: &str = "open";
/// How many lines are held in memory at once.
const BATCH: i64 = 500;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// How many lines are as they were written, up to the first flaw.
    pub lines: u64,
    /// The last entry that is: all of them, without a flaw.
    pub head: Head,
    /// The first thing that is not as it was written.
    pub flaw: Option<Flaw>,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The line does not give the hash that is stored with it.
    #[error("Line {line} is not as it was written, or the line before it was replaced.")]
    Altered {
        /// Which.
        line: u64,
    },
    /// The line's end does not give the hash that is stored with it.
    #[error("The end of line {line} is not as it was written: result, note or time.")]
    EndAltered {
        /// Which.
        line: u64,
    },
    /// The line is not in the chain.
    #[error(
        "Line {line} was not written by Quarterdeck: it was put in, or its place in the chain was changed."
    )]
    Inserted {
        /// Which.
        line: u64,
    },
    /// There is no such line though later ones follow from it.
    #[error("Line {line} is missing.")]
    Missing {
        /// Which.
        line: u64,
    },
    /// An end is missing; of which line, if only one comes into question.
    #[error("The end of line {} is missing.", .line.map_or_else(|| "one of the lines without an end".to_owned(), |line| line.to_string()))]
    EndMissing {
        /// Which.
        line: Option<u64>,
    },
    /// The record ends before the entry that was noted outside of it.
    #[error(
        "The last lines are missing: the record ends with entry {ends}, and entry {noted} was noted elsewhere."
    )]
    CutOff {
        /// The last entry that is there.
        ends: u64,
        /// The one that was noted.
        noted: u64,
    },
    /// The entry that was noted outside is another one here: all of it was written anew.
    #[error(
        "Entry {seq} is not the one that was noted elsewhere: the record was written anew, or is another server's."
    )]
    Rewritten {
        /// Which entry.
        seq: u64,
    },
    /// What was noted is older than the oldest line.
    #[error(
        "Entry {noted} was noted elsewhere, and the record begins behind entry {begins}: they can't be compared."
    )]
    TooOld {
        /// The one that was noted.
        noted: u64,
        /// The last one that was removed.
        begins: u64,
    },
    /// The oldest lines were removed, and no line of the record says so.
    #[error("The lines before line {first} were removed, and nothing in the record says so.")]
    CutUnrecorded {
        /// The first line that is there.
        first: u64,
    },
}

impl Flaw {
    /// The line that it is about, if it is about one.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Altered { line }
            | Self::EndAltered { line }
            | Self::Inserted { line }
            | Self::Missing { line } => Some(*line),
            Self::EndMissing { line } => *line,
            Self::CutOff { .. }
            | Self::Rewritten { .. }
            | Self::TooOld { .. }
            | Self::CutUnrecorded { .. } => None,
        }
    }
}

impl Store {
    /// Goes through the record. `noted` are entries as they were noted outside of the table: their hashes may be cut
    /// short.
    pub async fn verify_audit(&self, noted: &[Head]) -> Result<Checked> {
        let _alone = self.record.verifying.lock().await;
        let mut connection = self.pool.acquire().await?;
        let mut moment = connection.begin().await?;
        let checked = Walk::begin(&mut moment, noted).await?.finish(&mut moment).await?;
        moment.rollback().await?;
        Ok(checked)
    }
}

struct Walk<'n> {
    noted: &'n [Head],
    head: Head,
    line: u64,
    lines: u64,
    /// The hash up to which the oldest lines were removed, until a line was seen that says so.
    cut: Option<String>,
    first: u64,
    begins: Ahead,
    ends: Ahead,
}

impl<'n> Walk<'n> {
    async fn begin(connection: &mut AnyConnection, noted: &'n [Head]) -> Result<Self> {
        let anchor =
            sqlx::query("SELECT seq, hash, line FROM audit_anchor").fetch_optional(connection).await?;
        let (head, line, cut) = match anchor {
            Some(row) => {
                let hash = row.text("hash")?;
                (Head { seq: row.number("seq")?, hash: hash.clone() }, row.number("line")?, Some(hash))
            }
            None => (Head::start(), 0, None),
        };
        Ok(Self {
            noted,
            head,
            line,
            lines: 0,
            cut,
            first: line + 1,
            begins: Ahead::new(BEGINS),
            ends: Ahead::new(ENDS),
        })
    }

    async fn finish(mut self, connection: &mut AnyConnection) -> Result<Checked> {
        let too_old = self.noted.iter().find(|noted| noted.seq < self.head.seq);
        let too_old = too_old.map(|noted| Flaw::TooOld { noted: noted.seq, begins: self.head.seq });
        if too_old.is_some() {
            return Ok(Checked { lines: 0, head: self.head, flaw: too_old });
        }
        let flaw = loop {
            if let Some(flaw) = self.against_noted() {
                break Some(flaw);
            }
            match self.step(connection).await? {
                Step::On => {}
                Step::Flaw(flaw) => break Some(flaw),
                Step::End => break self.at_the_end(),
            }
        };
        Ok(Checked { lines: self.lines, head: self.head, flaw })
    }

    /// Takes the next entry, be it a beginning or an end.
    async fn step(&mut self, connection: &mut AnyConnection) -> Result<Step> {
        self.begins.fill(connection).await?;
        self.ends.fill(connection).await?;
        let wanted = self.head.seq + 1;
        if let Some(end) = self.ends.next.front().filter(|end| end.seq().is_none_or(|seq| seq <= wanted)) {
            let Some(head) = end.ends_behind(&self.head).filter(|_| end.seq() == Some(wanted)) else {
                return Ok(Step::Flaw(Flaw::EndAltered { line: end.line() }));
            };
            self.head = head;
            self.ends.next.pop_front();
            return Ok(Step::On);
        }
        let Some(begin) = self.begins.next.front() else {
            let is_end = self.ends.next.is_empty();
            return Ok(if is_end { Step::End } else { Step::Flaw(self.gap(connection).await?) });
        };
        match begin.seq() {
            Some(seq) if seq == wanted => {
                let Some(head) = begin.begins_behind(&self.head) else {
                    return Ok(Step::Flaw(Flaw::Altered { line: begin.line() }));
                };
                if self
                    .cut
                    .as_ref()
                    .is_some_and(|cut| begin.text("detail").is_some_and(|said| said.contains(cut)))
                {
                    self.cut = None;
                }
                (self.head, self.line) = (head, begin.line());
                self.lines += 1;
                self.begins.next.pop_front();
                Ok(Step::On)
            }
            Some(seq) if seq > wanted && begin.line() > self.line => {
                Ok(Step::Flaw(self.gap(connection).await?))
            }
            _ => Ok(Step::Flaw(Flaw::Inserted { line: begin.line() })),
        }
    }

    /// Nothing stands at the next place, though something follows. What was there?
    async fn gap(&self, connection: &mut AnyConnection) -> Result<Flaw> {
        let missing = Flaw::Missing { line: self.line + 1 };
        let following = self.begins.next.front();
        if following.is_some_and(|begin| begin.line() > self.line + 1) {
            return Ok(missing);
        }
        // The line itself with another place written to it; or another line has its place.
        if let Some(begin) = following
            && (begin.begins_behind(&self.head).is_some() || self.is_elsewhere(connection).await?)
        {
            return Ok(Flaw::Altered { line: begin.line() });
        }
        // An end with another place written to it.
        let mut ends = Ahead::new(ENDS);
        loop {
            ends.fill(connection).await?;
            let Some(end) = ends.next.pop_front() else { break };
            if end.ends_behind(&self.head).is_some() {
                return Ok(Flaw::EndAltered { line: end.line() });
            }
        }
        if following.is_none() {
            return Ok(missing);
        }
        // An end that was taken off its line.
        let open = "SELECT CAST(id AS TEXT) AS line FROM audit WHERE end_seq IS NULL AND ended_ms IS NULL \
                    AND id <= $1 ORDER BY id LIMIT 2";
        let open = sqlx::query(open).bind(number(self.line)).fetch_all(connection).await?;
        let only = if open.len() == 1 { open.into_iter().next() } else { None };
        Ok(Flaw::EndMissing { line: only.map(|row| Raw(row).line()) })
    }

    /// Whether the next place was given to a line that does not stand there.
    async fn is_elsewhere(&self, connection: &mut AnyConnection) -> Result<bool> {
        let found = sqlx::query("SELECT 1 AS found FROM audit WHERE begin_seq = $1 LIMIT 1")
            .bind(number(self.head.seq + 1))
            .fetch_optional(connection)
            .await?;
        Ok(found.is_some())
    }

    fn against_noted(&self) -> Option<Flaw> {
        let here = self.noted.iter().filter(|noted| noted.seq == self.head.seq);
        let mut differing = here.filter(|noted| !self.head.hash.starts_with(&noted.hash));
        differing.next().map(|noted| Flaw::Rewritten { seq: noted.seq })
    }

    fn at_the_end(&self) -> Option<Flaw> {
        if let Some(noted) = self.noted.iter().filter(|noted| noted.seq > self.head.seq).max_by_key(|n| n.seq)
        {
            return Some(Flaw::CutOff { ends: self.head.seq, noted: noted.seq });
        }
        self.cut.is_some().then_some(Flaw::CutUnrecorded { first: self.first })
    }
}

enum Step {
    On,
    Flaw(Flaw),
    End,
}

const BEGINS: &str = "SELECT id AS place, CAST(id AS TEXT) AS line, CAST(begin_seq AS TEXT) AS seq, \
    CAST(begin_hash AS TEXT) AS hash, CAST(end_seq AS TEXT) AS end_seq, CAST(end_hash AS TEXT) AS end_hash, \
    CAST(at_ms AS TEXT) AS at_ms, CAST(actor AS TEXT) AS actor, CAST(via AS TEXT) AS via, CAST(peer AS TEXT) AS peer, \
    CAST(verb AS TEXT) AS verb, CAST(cluster AS TEXT) AS cluster, CAST(app AS TEXT) AS app, \
    CAST(summary AS TEXT) AS summary, CAST(detail AS TEXT) AS detail, CAST(action_id AS TEXT) AS action_id, \
    CAST(outcome AS TEXT) AS outcome, CAST(note AS TEXT) AS note, CAST(ended_ms AS TEXT) AS ended_ms \
    FROM audit WHERE id > $1 ORDER BY id LIMIT $2";
const ENDS: &str = "SELECT end_seq AS place, CAST(id AS TEXT) AS line, CAST(end_seq AS TEXT) AS seq, \
    CAST(end_hash AS TEXT) AS hash, CAST(outcome AS TEXT) AS outcome, CAST(note AS TEXT) AS note, \
    CAST(ended_ms AS TEXT) AS ended_ms \
    FROM audit WHERE end_seq IS NOT NULL AND end_seq > $1 ORDER BY end_seq LIMIT $2";

/// Lines in the order of one of their numbers, read a few at a time.
struct Ahead {
    sql: &'static str,
    after: i64,
    next: VecDeque<Raw>,
    is_over: bool,
}

impl Ahead {
    fn new(sql: &'static str) -> Self {
        Self { sql, after: i64::MIN, next: VecDeque::new(), is_over: false }
    }

    async fn fill(&mut self, connection: &mut AnyConnection) -> Result<()> {
        if !self.next.is_empty() || self.is_over {
            return Ok(());
        }
        let rows = sqlx::query(self.sql).bind(self.after).bind(BATCH).fetch_all(connection).await?;
        match rows.last().map(|row| row.try_get("place")) {
            Some(Ok(place)) => self.after = place,
            // What is no number stands behind all numbers, and is told as a flaw.
            _ => self.is_over = true,
        }
        self.next.extend(rows.into_iter().map(Raw));
        Ok(())
    }
}

/// A line as it stands there, whatever that is.
struct Raw(AnyRow);

impl Raw {
    /// None: NULL, or no text.
    fn text(&self, column: &'static str) -> Option<String> {
        self.0.try_get::<Option<String>, _>(column).ok().flatten()
    }

    /// Its number; 0 if that is no number of a line.
    fn line(&self) -> u64 {
        self.text("line").and_then(|line| line.parse().ok()).unwrap_or_default()
    }

    fn seq(&self) -> Option<u64> {
        self.text("seq").and_then(|seq| seq.parse().ok())
    }

    /// Whether its beginning gives the stored hash behind that entry; if so, the entry that it is.
    fn begins_behind(&self, head: &Head) -> Option<Head> {
        let stored = self.text("hash")?;
        let texts: [String; 10] = [
            self.text("line")?,
            self.text("at_ms")?,
            self.text("actor")?,
            self.text("via")?,
            self.text("peer")?,
            self.text("verb")?,
            self.text("cluster")?,
            self.text("app")?,
            self.text("summary")?,
            self.text("detail")?,
        ];
        let [line, at_ms, actor, via, peer, verb, cluster, app, summary, detail] = &texts;
        // A text that is none must not pass for one that is absent.
        let action = self.0.try_get::<Option<String>, _>("action_id").ok()?;
        let action = action.as_deref();
        let begun = Begun { line, at_ms, actor, via, peer, verb, cluster, app, summary, detail, action };
        let (outcome, note) = (self.text("outcome")?, self.text("note")?);
        let (end_seq, end_hash) = (self.text("end_seq"), self.text("end_hash"));
        let next = match (self.text("ended_ms"), end_seq.is_some() || end_hash.is_some()) {
            (Some(ended_ms), false) => {
                let end = Ended { outcome: &outcome, note: &note, ended_ms: &ended_ms };
                head.next(&Entry::Whole(&begun, &end))
            }
            (Some(_), true) if end_seq.is_some() => head.next(&Entry::Begin(&begun)),
            // Without an end there is nothing that an end says.
            (None, false) if outcome == OPEN && note.is_empty() => head.next(&Entry::Begin(&begun)),
            _ => return None,
        };
        (next.hash == stored).then_some(next)
    }

    /// The same of its end.
    fn ends_behind(&self, head: &Head) -> Option<Head> {
        let (line, outcome, note) = (self.text("line")?, self.text("outcome")?, self.text("note")?);
        let end = Ended { outcome: &outcome, note: &note, ended_ms: &self.text("ended_ms")? };
        let next = head.next(&Entry::End { line: &line, end: &end });
        (next.hash == self.text("hash")?).then_some(next)
    }
}
