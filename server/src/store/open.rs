//! Opening the database: files that only the server's user may read, the newest tables, connections that wait for
//! each other.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, ConnectOptions, Connection, Executor, SqlSafeStr};

use super::known::Known;
use super::readable::Told;
use super::{Store, audit};
use crate::config::Database;
use crate::private;

/// Written in the order in which they are applied. One that was released is never changed.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "initial", include_str!("../../migrations/0001_initial.sql")),
    (2, "deployments", include_str!("../../migrations/0002_deployments.sql")),
    (3, "settings", include_str!("../../migrations/0003_settings.sql")),
    (4, "created_units", include_str!("../../migrations/0004_created_units.sql")),
    (5, "accepted_rules", include_str!("../../migrations/0005_accepted_rules.sql")),
    (6, "access", include_str!("../../migrations/0006_access.sql")),
    (7, "people", include_str!("../../migrations/0007_people.sql")),
    (8, "sign_on", include_str!("../../migrations/0008_sign_on.sql")),
    (9, "record", include_str!("../../migrations/0009_record.sql")),
    (11, "upkeep", include_str!("../../migrations/0011_upkeep.sql")),
    (12, "approval", include_str!("../../migrations/0012_approval.sql")),
    (13, "parents", include_str!("../../migrations/0013_parents.sql")),
    (14, "behalf", include_str!("../../migrations/0014_behalf.sql")),
    (15, "screens", include_str!("../../migrations/0015_screens.sql")),
    (16, "history", include_str!("../../migrations/0016_history.sql")),
    (17, "vouched", include_str!("../../migrations/0017_vouched.sql")),
    (18, "token_ends", include_str!("../../migrations/0018_token_ends.sql")),
    (19, "kinds", include_str!("../../migrations/0019_kinds.sql")),
    (20, "kept", include_str!("../../migrations/0020_kept.sql")),
];

/// For each connection. WAL: readers never wait for the writer. FULL: what was committed is on the disk before the
/// change that it announces is made, also if the machine loses its power. A statement waits this long for another
/// process's (the command line's) before it fails.
const PRAGMAS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                       PRAGMA foreign_keys = ON";
/// For the connection that notes how changes ended. NORMAL: a killed process loses nothing, a machine without power the
/// last ends; the next commit of any other connection puts them on the disk. A line whose end was lost says at the next
/// start that its end is not known. That saves every write the second of its two waits for the disk.
const ENDS_PRAGMAS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
                            PRAGMA foreign_keys = ON";

/// How the name of what a restored copy has taken the place of goes on; the time follows.
pub const BEFORE_RESTORE: &str = ".before-restore-";

const MOST_CONNECTIONS: u32 = 4;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// Why the database can't be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder can't be made, or made private.
    #[error("The data folder {} can't be used: {source}. Set QUARTERDECK_DATA_DIR to a folder that this user may write to.", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file can't be made, or made private.
    #[error("The database file {} can't be used: {source}.", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is not there, and something that a restored copy was to take the place of is: that came to no end.
    #[error("The database file {} is not there, but {} is, which was moved aside when a backup was restored: that did not come to its end. Restore the backup once more, or put back what lies aside.", path.display(), aside.display())]
    SetAside {
        /// The database.
        path: PathBuf,
        /// What is there.
        aside: PathBuf,
    },
    /// The database says no.
    #[error("The database can't be opened: {0}.")]
    Database(#[from] sqlx::Error),
    /// The tables can't be brought to this version's form.
    #[error("The database's tables can't be used: {0}. Was it written by a newer version of Quarterdeck?")]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Store {
    /// Opens the database, makes it if it is not there, and brings its tables up to date.
    pub async fn open(database: &Database) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let Database::Sqlite(file) = database;
        prepare(file)?;
        let url = url(file);
        // One connection first: a pool would try again and again, and in the end not say what is wrong.
        // It is not logged: a migration is one statement of many lines.
        let options = AnyConnectOptions::from_str(&url)?.disable_statement_logging();
        let mut first = AnyConnection::connect_with(&options).await?;
        first.execute(PRAGMAS).await?;
        migrate(&mut first).await?;
        let is_adopted = audit::adopt(&mut first).await?;
        first.close().await?;
        let pool = connections(MOST_CONNECTIONS, PRAGMAS).connect(&url).await?;
        let ends = connections(1, ENDS_PRAGMAS).connect(&url).await?;
        Ok(Self {
            file: file.clone(),
            pool,
            ends,
            record: Arc::new(audit::Record::new(is_adopted)),
            known_sessions: Arc::new(Known::new()),
            known_tokens: Arc::new(Known::new()),
            known_certificates: Arc::new(Known::new()),
            told: Arc::new(Told::default()),
        })
    }
}

/// At most so many connections, each set up alike.
fn connections(most: u32, pragmas: &'static str) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(most)
        .acquire_timeout(CONNECT_TIMEOUT)
        .after_connect(move |connection, _| {
            Box::pin(async move { connection.execute(pragmas).await.map(drop) })
        })
        .after_release(|connection, _| Box::pin(is_whole(connection)))
}

/// Whether a connection that was given back may be used again. A transaction that a full disk has ended SQLite takes
/// back by itself; what counts transactions beside it does not learn of that, and would refuse every further one. And one
/// that could not be taken back would keep all others from writing.
async fn is_whole(connection: &mut AnyConnection) -> Result<bool, sqlx::Error> {
    // Answered behind whatever was still to be taken back.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

async fn migrate(connection: &mut AnyConnection) -> Result<(), sqlx::migrate::MigrateError> {
    let migrations = MIGRATIONS
        .iter()
        .map(|&(version, name, sql)| {
            Migration::new(version, Cow::Borrowed(name), MigrationType::Simple, sql.into_sql_str(), false)
        })
        .collect();
    Migrator::with_migrations(migrations).run(connection).await
}

/// Makes folder and file before SQLite does, so that they are never readable for others, not for a moment.
fn prepare(file: &Path) -> Result<(), OpenError> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private::folder(folder).map_err(|source| OpenError::Folder { path: folder.to_owned(), source })?;
    }
    // A new one in its place would look as if everything were gone.
    if let Some(aside) = set_aside(file) {
        return Err(OpenError::SetAside { path: file.to_owned(), aside });
    }
    // SQLite gives its -wal and -shm files the mode of this one.
    private::file(file).map(drop).map_err(|source| OpenError::File { path: file.to_owned(), source })
}

/// What a restored copy was to take the place of, if there is no database.
fn set_aside(file: &Path) -> Option<PathBuf> {
    if file.exists() {
        return None;
    }
    let prefix = format!("{}{BEFORE_RESTORE}", file.file_name()?.to_string_lossy());
    let mut found = std::fs::read_dir(file.parent()?).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    found.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix)))
}

/// The path as sqlx reads it back: percent-decoded, everything before `?`.
pub(super) fn url(file: &Path) -> String {
    let mut url = String::from("sqlite://");
    for character in file.to_string_lossy().chars() {
        match character {
            '%' => url.push_str("%25"),
            '?' => url.push_str("%3F"),
            '#' => url.push_str("%23"),
            ' ' => url.push_str("%20"),
            other => url.push(other),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_migration_that_is_there_is_applied() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let there = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
        let mut there: Vec<String> = there.map(|name| name.into_string().unwrap()).collect();
        there.sort();
        let applied = MIGRATIONS.iter().map(|(number, name, _)| format!("{number:04}_{name}.sql"));
        assert_eq!(there, applied.collect::<Vec<_>>());
    }
}
