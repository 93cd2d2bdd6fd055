//! What a browser loads first, and how much it may be.
//!
//! The first load is all that is fetched until the Apps can be used. The parts of the page that are fetched after that
//! (`frontend/src/parts.rs`) are shown beside it, and do not count. This is the one place that knows which is which: the
//! measurements of `cargo xtask bench` are handed its list.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail, ensure};

use crate::{files, text};

/// All files of the first load together, in brotli: what they may be. A ratchet, not the goal: today's size and 1 %, so
/// that no change makes the page larger unseen. Whoever makes it smaller lowers this; raising it needs a reason in the
/// commit.
const FIRST_LOAD: u64 = 247_000;

/// What the first load should be, and isn't yet: most of it is the framework's code, copied for every type of view.
const GOAL: u64 = 200_000;

/// One file of the page and its compressed forms.
struct Asset {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
    when: When,
}

/// When a browser loads a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// Before the Apps can be used.
    First,
    /// With the first part that needs it.
    Later,
    /// First too, but only by browsers that speak another language than English.
    Translation,
}

/// Prints the sizes of the page's files and fails when they are more than the budget allows.
pub(crate) fn check(page: &Path) -> Result<()> {
    let assets = assets(page)?;
    let of = |when| assets.iter().filter(move |asset| asset.when == when);
    let brotli = print_table("first load", of(When::First));
    let rest = print_table("loaded when needed", of(When::Later))
        + print_table("besides, in another language", of(When::Translation));
    println!("everything: {}", text::size(brotli + rest));
    println!("allowed {}; the goal is {}, {}", text::size(FIRST_LOAD), text::size(GOAL), distance(brotli));
    if brotli > FIRST_LOAD {
        bail!("the first load is {}, at most {} are allowed", text::size(brotli), text::size(FIRST_LOAD));
    }
    Ok(())
}

/// Writes the files of the first load for a program that reads them: a line each, with name, bytes as they are and bytes
/// in brotli, and tabs between these.
pub(crate) fn write_first_load(page: &Path, to: &Path) -> Result<()> {
    let line = |asset: &Asset| format!("{}\t{}\t{}\n", asset.name, asset.raw, asset.brotli);
    let assets = assets(page)?;
    let first = assets.iter().filter(|asset| asset.when == When::First);
    files::write(to, first.map(line).collect::<String>())
}

fn distance(brotli: u64) -> String {
    match brotli.checked_sub(GOAL) {
        None | Some(0) => "reached".to_owned(),
        Some(above) => format!("{} away", text::size(above)),
    }
}

/// Prints the files and their sum. Tells the sum in brotli.
fn print_table<'a>(title: &str, assets: impl Iterator<Item = &'a Asset>) -> u64 {
    println!("{title:<44} {:>9} {:>9} {:>9}", "raw", "gzip", "brotli");
    let (mut raw, mut gzip, mut brotli) = (0, 0, 0);
    for asset in assets {
        print_row(&asset.name, asset.raw, asset.gzip, asset.brotli);
        raw += asset.raw;
        gzip += asset.gzip;
        brotli += asset.brotli;
    }
    print_row("together", raw, gzip, brotli);
    brotli
}

fn print_row(name: &str, raw: u64, gzip: u64, brotli: u64) {
    println!("{name:<44} {:>9} {:>9} {:>9}", text::size(raw), text::size(gzip), text::size(brotli));
}

/// All files of the page, the largest first.
fn assets(page: &Path) -> Result<Vec<Asset>> {
    let mut assets = Vec::new();
    for name in files::below(page)? {
        if files::has_extension(&name, &["br", "gz"]) {
            continue;
        }
        let raw = fs::metadata(page.join(&name))?.len();
        // A form that would not be smaller was not written; then the file itself is sent.
        let form =
            |suffix| fs::metadata(page.join(files::suffixed(&name, suffix))).map_or(raw, |form| form.len());
        assets.push(Asset {
            raw,
            gzip: form("gz"),
            brotli: form("br"),
            when: when(&name),
            name: name.display().to_string(),
        });
    }
    assets.sort_by(|one, other| other.brotli.cmp(&one.brotli).then_with(|| one.name.cmp(&other.name)));
    // Without it nothing can be used: it lies where nobody looked, and the sum would be a lie.
    ensure!(
        assets.iter().any(|asset| asset.when == When::First && asset.name.ends_with(".wasm")),
        "no .wasm among the files that are loaded first in {}",
        page.display()
    );
    Ok(assets)
}

/// The splitter's names: `split_` and a part of the page, `chunk_` and what several parts share. And their style sheet.
fn when(name: &Path) -> When {
    let file = name.file_name().and_then(|file| file.to_str()).unwrap_or_default();
    let begins = |with: &str| file.starts_with(with);
    let is = |extension| files::has_extension(name, &[extension]);
    match () {
        () if is("wasm") && (begins("split_") || begins("chunk_")) => When::Later,
        () if is("css") && begins("later") => When::Later,
        () if is("txt") && begins("german") => When::Translation,
        () => When::First,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_within_the_budget_passes_and_a_larger_one_does_not() -> Result<()> {
        let page = tempfile::tempdir()?;
        let page_bytes = |bytes: u64| fs::File::create(page.path().join("app.wasm.br"))?.set_len(bytes);
        fs::write(page.path().join("app.wasm"), vec![0; 2_000_000])?;
        page_bytes(FIRST_LOAD - 1)?;
        fs::write(page.path().join("icon.svg"), "x")?;
        fs::write(page.path().join("split_settings.wasm"), "loaded later")?;
        fs::write(page.path().join("german-1.txt"), "nicht auf Englisch")?;
        check(page.path())?;

        fs::write(page.path().join("icon.svg"), "xx")?;
        let error = check(page.path()).map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.starts_with("the first load is ")));
        Ok(())
    }

    #[test]
    fn the_first_load_is_found_in_folders_too_and_never_without_its_program() -> Result<()> {
        let page = tempfile::tempdir()?;
        let list = page.path().join("list.tsv");
        files::write(&page.path().join("index.html"), "page")?;
        files::write(&page.path().join("code-1/split_settings.wasm"), "later")?;
        files::write(&page.path().join("later-1.css"), "later")?;
        files::write(&page.path().join("german-1.txt"), "instead")?;
        let error = write_first_load(page.path(), &list).map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.starts_with("no .wasm among")));

        files::write(&page.path().join("code-1/app.wasm"), "program")?;
        files::write(&page.path().join("code-1/app.wasm.br"), "prog.")?;
        write_first_load(page.path(), &list)?;
        assert_eq!(fs::read_to_string(&list)?, "code-1/app.wasm\t7\t5\nindex.html\t4\t4\n");
        Ok(())
    }

    #[test]
    fn the_goal_is_told_beside_it() {
        assert_eq!(distance(GOAL), "reached");
        assert_eq!(distance(GOAL + 1_500), "1.5 KB away");
    }
}
