//! One server a data folder: two would run the same actions and give the record's lines the same numbers.
//!
//! The lock is the system's, on an open file: it ends with the process, however that ends. The command line works beside
//! a running server and takes none.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::private;

const FILE: &str = "serve.lock";
/// Says where the server is, and is locked as long as that is so: a lock of its own, so that who reads it is in no
/// server's way.
const URL_FILE: &str = "serve.url";

/// Held while the server runs.
#[derive(Debug)]
pub struct DataLock {
    /// Closing them ends the locks.
    _file: File,
    url: File,
}

/// Why the folder can't be had for this server alone.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another server has it.
    #[error("Another Quarterdeck runs in the data folder {} already. End it first, or set QUARTERDECK_DATA_DIR to another folder.", folder.display())]
    Taken {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder or the file in it can't be made or locked.
    #[error("The data folder {} can't be used: {source}. Set QUARTERDECK_DATA_DIR to a folder that this user may write to.", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl DataLock {
    /// Takes the folder, and makes it if it is not there. Does not wait.
    pub fn take(folder: &Path) -> Result<Self, LockError> {
        let failed = |source| LockError::Folder { folder: folder.to_owned(), source };
        private::folder(folder).map_err(failed)?;
        let file = private::file(&folder.join(FILE)).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {
                let url = private::file(&folder.join(URL_FILE)).map_err(failed)?;
                // Whoever reads it holds it for a moment only.
                url.lock().map_err(failed)?;
                url.set_len(0).map_err(failed)?;
                Ok(Self { _file: file, url })
            }
            Err(TryLockError::WouldBlock) => Err(LockError::Taken { folder: folder.to_owned() }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Notes the address to give to people, for the command line.
    pub fn note_url(&self, url: &str) -> io::Result<()> {
        (&self.url).write_all(url.as_bytes())
    }
}

/// The address to give to people of the server that runs in this data folder, if one does.
pub fn url_of_running(folder: &Path) -> Option<String> {
    let mut file = File::open(folder.join(URL_FILE)).ok()?;
    // What no server holds was left behind by one that has ended.
    let Err(TryLockError::WouldBlock) = file.try_lock_shared() else { return None };
    let mut url = String::new();
    file.read_to_string(&mut url).ok()?;
    Some(url).filter(|url| !url.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_one_servers_until_that_ends() {
        let folder = tempfile::TempDir::new().unwrap();
        let data = folder.path().join("data");
        let first = DataLock::take(&data).unwrap();
        let refused = DataLock::take(&data).unwrap_err();
        assert!(matches!(refused, LockError::Taken { .. }), "{refused}");
        assert!(refused.to_string().contains("QUARTERDECK_DATA_DIR"), "{refused}");
        drop(first);
        DataLock::take(&data).unwrap();
    }

    #[test]
    fn where_the_server_is_is_known_as_long_as_it_runs() {
        let folder = tempfile::TempDir::new().unwrap();
        assert_eq!(url_of_running(folder.path()), None);
        let server = DataLock::take(folder.path()).unwrap();
        assert_eq!(url_of_running(folder.path()), None);
        server.note_url("http://127.0.0.1:41234").unwrap();
        assert_eq!(url_of_running(folder.path()).as_deref(), Some("http://127.0.0.1:41234"));
        drop(server);
        assert_eq!(url_of_running(folder.path()), None);
    }
}
