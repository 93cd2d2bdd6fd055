//! The page: what the browser measured (a Playwright run left it), and the sizes of the files of its first load.

use std::fs;

use anyhow::{Context, Result, ensure};
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
    let list = fs::read_to_string(&options.first_load)
        .with_context(|| format!("cannot read {}", options.first_load.display()))?;
    Ok(Some(Page { files: files(&list)?, browser }))
}

/// Which files count is not known here: the list is that by which the budget is kept.
fn files(list: &str) -> Result<Vec<PageFile>> {
    let file = |line: &str| {
        let [name, raw, brotli] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        Some(PageFile { name: name.to_owned(), raw: raw.parse().ok()?, brotli: brotli.parse().ok()? })
    };
    let files = list.lines().map(|line| file(line).with_context(|| format!("not a file's line: {line}")));
    let files = files.collect::<Result<Vec<_>>>()?;
    ensure!(files.iter().any(|file| file.name.ends_with(".wasm")), "a first load without a .wasm file");
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_is_what_the_list_says() {
        let file = |name: &str, raw, brotli| PageFile { name: name.into(), raw, brotli };
        let files = files("code-1/app.wasm\t100\t30\nicon.svg\t5\t5\n").unwrap();
        assert_eq!(files, [file("code-1/app.wasm", 100, 30), file("icon.svg", 5, 5)]);
        assert_eq!(Page { files, browser: Vec::new() }.brotli(), 35);
    }

    #[test]
    fn a_list_without_the_program_or_with_nonsense_is_no_first_load() {
        for list in ["", "icon.svg\t5\t5\n", "app.wasm\t100\n", "app.wasm\tmuch\t30\n"] {
            assert!(files(list).is_err(), "{list:?}");
        }
    }
}
