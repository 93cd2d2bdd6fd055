//! The record's last entry, noted in a file of its own beside the database: lines that are cut off the record's end, or a
//! record that was written anew, don't fit what stands there.
//!
//! It is written after the entry is on the disk, and may be some entries behind; never ahead.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::chain::Head;
use super::{Flaw, tip};
use crate::private;
use crate::store::column::{Columns, number};
use crate::store::{Result, Store};

/// The fewest digits of a hash that say something.
const FEWEST_DIGITS: usize = 12;

/// The file of a database.
pub fn head_file(database: &Path) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(".head");
    PathBuf::from(name)
}

impl Head {
    /// A number and a hash, or the first digits of one: `1204 5f1c…` or `1204:5f1c…`.
    pub fn parse(text: &str) -> Option<Self> {
        let (seq, hash) = text.trim().split_once([' ', ':'])?;
        let is_hash = (FEWEST_DIGITS..=64).contains(&hash.len())
            && hash.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'));
        let seq = seq.parse().ok()?;
        is_hash.then(|| Self { seq, hash: hash.to_owned() })
    }
}

impl Store {
    /// What is noted; none if there is no such file.
    pub fn noted_head(&self) -> io::Result<Option<Head>> {
        match std::fs::read_to_string(head_file(&self.file)) {
            Ok(text) => Head::parse(&text).map(Some).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, "it does not hold a number and a hash")
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Notes an entry that is on the disk. Whole or not at all.
    pub fn note_head(&self, head: &Head) -> io::Result<()> {
        write(&head_file(&self.file), head)
    }

    /// Whether the record holds an entry that was noted of it. Reads no more than it must.
    pub async fn audit_holds(&self, noted: &Head) -> Result<std::result::Result<(), Flaw>> {
        let tip = tip::read(&self.pool).await?;
        if noted.seq > tip.head.seq {
            return Ok(Err(Flaw::CutOff { ends: tip.head.seq, noted: noted.seq }));
        }
        // An entry that was noted is among the last: it is found from the end.
        let found = sqlx::query(
            "SELECT COALESCE((SELECT end_hash FROM audit WHERE end_seq IS NOT NULL AND end_seq = $1), \
             (SELECT hash FROM audit_anchor WHERE seq = $1), \
             (SELECT begin_hash FROM audit WHERE begin_seq = $1 ORDER BY id DESC LIMIT 1)) AS hash",
        )
        .bind(number(noted.seq))
        .fetch_one(&self.pool)
        .await?
        .maybe_text("hash")?;
        let fits = noted.seq == 0 || found.is_some_and(|hash| hash.starts_with(&noted.hash));
        Ok(if fits { Ok(()) } else { Err(Flaw::Rewritten { seq: noted.seq }) })
    }

    /// Whether anything was recorded before this process opened the database, by a version that noted it.
    pub async fn should_be_noted(&self) -> Result<bool> {
        let line = sqlx::query("SELECT 1 AS found FROM audit LIMIT 1").fetch_optional(&self.pool).await?;
        Ok(line.is_some() && !self.record.is_adopted)
    }
}

pub(in crate::store) fn write(path: &Path, head: &Head) -> io::Result<()> {
    // The command line may write at the same time as the server.
    let mut new = OsString::from(path);
    new.push(format!(".{}", std::process::id()));
    let new = PathBuf::from(new);
    let written = private::file(&new).and_then(|mut file| {
        file.set_len(0)?;
        writeln!(file, "{} {}", head.seq, head.hash)?;
        std::fs::rename(&new, path)
    });
    if written.is_err() {
        // Whatever is left of it is of no use.
        let _ = std::fs::remove_file(&new);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_may_be_cut_short_but_not_to_nothing() {
        let hash = "0123456789ab".to_owned();
        assert_eq!(Head::parse("7:0123456789ab\n"), Some(Head { seq: 7, hash }));
        for nonsense in ["", "7", "7 xyz", "x 0123456789abcdef", "7 0123", "7:0123456789a"] {
            assert_eq!(Head::parse(nonsense), None, "{nonsense}");
        }
    }
}
