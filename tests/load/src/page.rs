//! The page: what the browser measured (a Playwright run left it), and the sizes of the files of its first load.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::options::Options;

/// What is known of the page.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    pub(crate) files: Vec<PageFile>,
    /// One row a size of the cluster; none if no browser has measured.
    pub(crate) browser: Vec<BrowserRow>,
}

/// A file of the first load.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct PageFile {
    pub(crate) name: String,
    pub(crate) raw: u64,
    pub(crate) brotli: u64,
}

/// What a browser makes of so many units.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct BrowserRow {
    pub(crate) units: usize,
    pub(crate) machines: usize,
    /// From the end of the snapshot's answer to the painted list.
    pub(crate) list_after_snapshot_ms: f64,
    /// From the click on a link, with nothing cached.
    pub(crate) list_after_navigation_ms: f64,
    /// From a key in the filter to the painted rows.
    pub(crate) filter_key_p50_ms: f64,
    pub(crate) filter_key_max_ms: f64,
    /// Between two frames while the list is scrolled.
    pub(crate) frame_p50_ms: f64,
    pub(crate) frame_p95_ms: f64,
    pub(crate) frame_max_ms: f64,
    pub(crate) js_heap_mb: f64,
    pub(crate) wasm_mb: f64,
}

impl Page {
    /// All files together, in brotli.
    pub(crate) fn brotli(&self) -> u64 {
        self.files.iter().map(|file| file.brotli).sum()
    }
}

/// Reads both. A browser's results that are not there leave their table empty.
pub(crate) fn read(options: &Options) -> Result<Option<Page>> {
    let results = options.out.join("page.json");
    let browser = match fs::read(&results) {
        Ok(json) => serde_json::from_slice(&json).with_context(|| results.display().to_string())?,
        Err(_) => Vec::new(),
    };
    let files = files(&options.page)?;
    Ok(Some(Page { files, browser }))
}

/// Every file counts: the page is one bundle, nothing of it is loaded later.
fn files(folder: &Path) -> Result<Vec<PageFile>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("no page in {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") || !entry.file_type()?.is_file() {
            continue;
        }
        let raw = entry.metadata()?.len();
        // A form that would not be smaller was not written; then the file itself is sent.
        let brotli = fs::metadata(folder.join(format!("{name}.br"))).map_or(raw, |form| form.len());
        files.push(PageFile { name, raw, brotli });
    }
    files.sort_by(|one, other| other.brotli.cmp(&one.brotli).then_with(|| one.name.cmp(&other.name)));
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stand_with_their_smallest_form() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [("a.wasm", 100), ("a.wasm.br", 30), ("a.wasm.gz", 40), ("b.svg", 5)] {
            fs::write(folder.path().join(name), vec![0; bytes]).unwrap();
        }
        let file = |name: &str, raw, brotli| PageFile { name: name.into(), raw, brotli };
        let files = files(folder.path()).unwrap();
        assert_eq!(files, [file("a.wasm", 100, 30), file("b.svg", 5, 5)]);
        assert_eq!(Page { files, browser: Vec::new() }.brotli(), 35);
    }
}
