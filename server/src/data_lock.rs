//! One server a data folder: two would run the same actions and give the record's lines the same numbers.
//!
//! The lock is the system's, on an open file: it ends with the process, however that ends. The command line works beside
//! a running server and takes none.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::private;

const FILE: &str = "serve.lock";

/// Held while the server runs.
#[derive(Debug)]
pub struct DataLock {
    /// Closing it ends the lock.
    _file: File,
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
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Taken { folder: folder.to_owned() }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
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
}
