//! The files that the build of the page left: part of a shipped binary. Debug builds read the folder when the server starts,
//! so that the page alone can be built anew.

use std::collections::HashMap;
use std::path::Path;
use std::{fs, io};

use axum::body::Bytes;

// `FOLDER` and `FILES`, by build.rs.
include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// All of them, by name; a compressed one in the place of the file itself if both would be there.
pub(super) fn files() -> HashMap<String, Bytes> {
    let mut files: HashMap<String, Bytes> =
        FILES.iter().map(|(name, content)| ((*name).to_owned(), Bytes::from_static(content))).collect();
    if let Some(folder) = FOLDER.map(Path::new)
        && let Err(error) = read(folder, folder, &mut files)
    {
        tracing::error!(%error, folder = %folder.display(), "the page can't be read");
    }
    files
}

fn read(root: &Path, folder: &Path, files: &mut HashMap<String, Bytes>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read(root, &path, files)?;
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            files.insert(name.to_owned(), fs::read(&path)?.into());
        }
    }
    Ok(())
}
