//! A copy of everything in one file, made while the server runs, and the way back.
//!
//! The file is a database of its own that holds the data and the key without which parts of it can't be read: whoever has
//! it has everything, so it is for its owner's eyes only.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use shared::audit::Outcome;

use super::command_line::CommandLine;
use crate::app::KEY_FILE;
use crate::config::{Config, Database};
use crate::data_lock::{DataLock, LockError};
use crate::error::Error;
use crate::private;
use crate::store::{self, BEFORE_RESTORE, Copy, OpenError, Store, head_file};

/// When the copy was made.
const MADE_MS: &str = "made_ms";
/// The record's line that the copy was made under: it can't have its end in the copy itself.
const LINE: &str = "line";

/// Why there is no copy, or why it was not restored. But for `Halfway`, nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// It would take another file's place.
    #[error("{} is there already, and is left as it is. Choose another name.", .0.display())]
    Exists(PathBuf),
    /// A file can't be read or written.
    #[error("{} can't be used: {source}.", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What was moved could not be moved back.
    #[error("It failed halfway, and what was there before is in part under other names: put {} back to {} by hand, and whatever else lies beside it under the same ending. It can't be moved: {source}.", file.display(), place.display())]
    Halfway {
        /// What lies aside.
        file: PathBuf,
        /// Where it belongs.
        place: PathBuf,
        /// Why it was not moved back.
        source: io::Error,
    },
    /// It is something else.
    #[error("{} is no backup that 'quarterdeck backup' has made. Nothing was changed.", .0.display())]
    NoBackup(PathBuf),
    /// It is damaged.
    #[error("{} is damaged, and nothing was changed: {what}.", file.display())]
    Damaged {
        /// Which.
        file: PathBuf,
        /// What the database says.
        what: String,
    },
    /// Its record was changed.
    #[error("The record in {} is not as it was written, and nothing was changed. {flaw} To restore it all the same: --altered", file.display())]
    Altered {
        /// Which.
        file: PathBuf,
        /// What is wrong.
        flaw: store::Flaw,
    },
    /// A server runs there.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// It can't be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The rest.
    #[error("{0}")]
    Work(#[from] Error),
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// When the copy was made.
    pub made_ms: u64,
    /// The files that were there before, as they are called now.
    pub aside: Vec<PathBuf>,
}

impl CommandLine {
    /// Copies everything into a new file.
    pub async fn back_up(&self, data_dir: &Path, to: &Path) -> Result<(), BackupError> {
        if to.exists() {
            return Err(BackupError::Exists(to.to_owned()));
        }
        let part = named(to, &format!(".part-{}", std::process::id()));
        let line = self.begin(|| say::server::record::back_up(&to.display())).await?;
        let made = self.copy(data_dir, &part, line).await.and_then(|()| {
            std::fs::rename(&part, to).map_err(|source| BackupError::File { file: to.to_owned(), source })
        });
        if made.is_err() {
            // What is left of it is of no use.
            let _ = std::fs::remove_file(&part);
        }
        let (outcome, note) = match &made {
            Ok(()) => (Outcome::Done, String::new()),
            Err(error) => (Outcome::Failed, error.to_string()),
        };
        self.finish(line, outcome, &note).await?;
        made
    }

    async fn copy(&self, data_dir: &Path, part: &Path, line: u64) -> Result<(), BackupError> {
        let failed = |file: &Path| {
            let file = file.to_owned();
            |source| BackupError::File { file, source }
        };
        // Made before the database writes into it, so that it is never readable for others.
        let file =
            private::file(part).and_then(|file| file.set_len(0).map(|()| file)).map_err(failed(part))?;
        self.store().copy_to(part).await.map_err(Error::from)?;
        let number = |number: u64| number.to_string().into_bytes();
        let mut extras = vec![(MADE_MS, number(self.now_ms())), (LINE, number(line))];
        let key = data_dir.join(KEY_FILE);
        match std::fs::read(&key) {
            Ok(content) => extras.push((KEY_FILE, content)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(&key)(error)),
        }
        let mut copy = Copy::open(part).await.map_err(Error::from)?;
        copy.add(&extras).await.map_err(Error::from)?;
        copy.close().await.map_err(Error::from)?;
        file.sync_all().map_err(failed(part))
    }
}

/// Puts a copy in the place of what is there, which is kept beside it. Not while a server runs; nothing is changed before
/// the copy was looked at. `altered`: also if its record is not as it was written.
pub async fn restore(config: &Config, from: &Path, altered: bool) -> Result<Restored, BackupError> {
    let _lock = DataLock::take(&config.data_dir)?;
    let Database::Sqlite(database) = &config.database;
    let failed = |file: &Path, source| BackupError::File { file: file.to_owned(), source };
    std::fs::metadata(from).map_err(|source| failed(from, source))?;
    let new = named(database, ".restoring");
    let prepared = prepare(from, &new, altered).await;
    if prepared.is_err() {
        for ending in ["", "-wal", "-shm"] {
            // What is left of it is of no use.
            let _ = std::fs::remove_file(named(&new, ending));
        }
    }
    let extras = prepared?;
    let number = |name: &str| {
        let found = extras.iter().find(|(found, _)| found == name);
        found.and_then(|(_, content)| std::str::from_utf8(content).ok()?.parse::<u64>().ok())
    };
    let made_ms = number(MADE_MS).unwrap_or_default();

    let ending = format!("{BEFORE_RESTORE}{}", crate::clock::Clock::System.wall_ms());
    let key = config.data_dir.join(KEY_FILE);
    let new_key = extras.iter().find(|(name, _)| name == KEY_FILE).map(|(_, content)| content.as_slice());
    let mut news = vec![(new.clone(), database.clone())];
    if let Some(content) = new_key {
        let place = named(&key, ".restoring");
        write_key(&place, content).map_err(|source| failed(&place, source))?;
        news.push((place, key));
    }
    let mut olds: Vec<PathBuf> = ["-wal", "-shm"].iter().map(|ending| named(database, ending)).collect();
    olds.push(head_file(database));
    let aside = swap(&olds, &news, &ending)?;

    let command_line = CommandLine::open(&config.database).await?;
    if let Some(line) = number(LINE) {
        let note = say::keeping(say::server::record::restored_copy);
        command_line.finish(line, Outcome::Done, note).await?;
    }
    let line = command_line.begin(|| say::server::record::restore_backup(&from.display())).await?;
    let note = say::keeping(|| say::server::record::kept_aside(&ending));
    command_line.finish(line, Outcome::Done, &note).await?;
    command_line.store().close().await;
    Ok(Restored { made_ms, aside })
}

/// Puts new files into their places, and aside what is there and what else is old. If one can't be moved, all are where
/// they were. Gives what the old ones are called now.
fn swap(olds: &[PathBuf], news: &[(PathBuf, PathBuf)], ending: &str) -> Result<Vec<PathBuf>, BackupError> {
    let there = olds.iter().chain(news.iter().map(|(_, place)| place)).filter(|file| file.exists());
    let aside: Vec<(PathBuf, PathBuf)> = there.map(|file| (file.clone(), named(file, ending))).collect();
    let mut moved = Vec::new();
    for (from, to) in aside.iter().chain(news) {
        let Err(source) = std::fs::rename(from, to) else {
            moved.push((from, to));
            continue;
        };
        for (from, to) in moved.into_iter().rev() {
            std::fs::rename(to, from).map_err(|source| BackupError::Halfway {
                file: to.clone(),
                place: from.clone(),
                source,
            })?;
        }
        for (new, _) in news {
            // It is of no use any more.
            let _ = std::fs::remove_file(new);
        }
        return Err(BackupError::File { file: from.clone(), source });
    }
    Ok(aside.into_iter().map(|(_, kept)| kept).collect())
}

fn write_key(file: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = private::file(file)?;
    file.set_len(0)?;
    io::Write::write_all(&mut file, content)?;
    file.sync_all()
}

/// Looks at a copy and makes a database of it beside the present one. Gives what else was in it.
async fn prepare(from: &Path, new: &Path, altered: bool) -> Result<Vec<(String, Vec<u8>)>, BackupError> {
    let damaged = |error: &dyn std::fmt::Display| BackupError::Damaged {
        file: from.to_owned(),
        what: error.to_string(),
    };
    let mut copy = Copy::open(from).await.map_err(|error| damaged(&error))?;
    // What is no database at all is told so by the first look into it.
    let extras = copy.extras().await.map_err(|error| damaged(&error))?;
    let extras = extras.ok_or_else(|| BackupError::NoBackup(from.to_owned()))?;
    if let Some(what) = copy.damage().await.map_err(|error| damaged(&error))? {
        return Err(BackupError::Damaged { file: from.to_owned(), what });
    }
    let file = private::file(new).and_then(|file| file.set_len(0));
    file.map_err(|source| BackupError::File { file: new.to_owned(), source })?;
    copy.restore_to(new).await.map_err(|error| damaged(&error))?;
    copy.close().await.map_err(Error::from)?;
    // Brings its tables up to date as well: what can't be used is found out now.
    let store = Store::open(&Database::Sqlite(new.to_owned())).await?;
    let checked = store.verify_audit(&[]).await.map_err(|error| damaged(&error));
    store.close().await;
    match checked?.flaw {
        Some(flaw) if !altered => Err(BackupError::Altered { file: from.to_owned(), flaw }),
        _ => Ok(extras),
    }
}

fn named(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_not_be_put_in_its_place_moves_nothing() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["deck.db", "deck.db-wal", "key", "new.db"] {
            std::fs::write(at(name), name).unwrap();
        }
        let files = || {
            let entries = std::fs::read_dir(folder.path()).unwrap();
            let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        // The new key is not there.
        let news = [(at("new.db"), at("deck.db")), (at("new.key"), at("key"))];
        let olds = [at("deck.db-wal"), at("deck.db-shm")];
        let failed = swap(&olds, &news, ".aside").unwrap_err();
        assert!(failed.to_string().contains("new.key"), "{failed}");
        assert_eq!(files(), ["deck.db", "deck.db-wal", "key"]);
        assert_eq!(std::fs::read_to_string(at("deck.db")).unwrap(), "deck.db");
        for name in ["new.db", "new.key"] {
            std::fs::write(at(name), name).unwrap();
        }
        let aside = swap(&olds, &news, ".aside").unwrap();
        assert_eq!(aside, [at("deck.db-wal.aside"), at("deck.db.aside"), at("key.aside")]);
        assert_eq!(files(), ["deck.db", "deck.db-wal.aside", "deck.db.aside", "key", "key.aside"]);
        assert_eq!(std::fs::read_to_string(at("deck.db")).unwrap(), "new.db");
    }
}
