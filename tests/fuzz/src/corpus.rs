//! The kept cases: `corpus/TARGET/NAME`, one input a file, byte for byte.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha1::{Digest, Sha1};

/// A kept case.
pub(crate) struct Kept {
    /// The file's name.
    pub(crate) name: String,
    /// The input.
    pub(crate) input: Vec<u8>,
}

/// The kept cases of a target, by name. A target may have none.
pub(crate) fn load(target: &str) -> Result<Vec<Kept>> {
    let folder = folder(target);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut kept = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let input = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        kept.push(Kept { name, input });
    }
    kept.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(kept)
}

/// Keeps an input, under a name made from its content. Gives the file.
pub(crate) fn keep(target: &str, input: &[u8]) -> Result<PathBuf> {
    let folder = folder(target);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let digest: Vec<String> = Sha1::digest(input).iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    let file = folder.join(format!("found-{}", digest.concat()));
    fs::write(&file, input).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target)
}
