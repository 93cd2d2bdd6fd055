//! What a browser loads first, and how much it may be.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::{files, text};

/// All files of the first load together, in brotli.
const FIRST_LOAD: u64 = 200_000;

/// One file of the page and its compressed forms.
struct Asset {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the sizes of the page's files and fails when they are more than the budget allows.
pub(crate) fn check(page: &Path) -> Result<()> {
    let assets = assets(page)?;
    println!("{:<44} {:>9} {:>9} {:>9}", "first load", "raw", "gzip", "brotli");
    for asset in &assets {
        print_row(&asset.name, asset.raw, asset.gzip, asset.brotli);
    }
    let sum = |of: fn(&Asset) -> u64| assets.iter().map(of).sum::<u64>();
    let brotli = sum(|asset| asset.brotli);
    print_row("together", sum(|asset| asset.raw), sum(|asset| asset.gzip), brotli);
    if brotli > FIRST_LOAD {
        bail!("the first load is {}, the budget {}", text::size(brotli), text::size(FIRST_LOAD));
    }
    Ok(())
}

fn print_row(name: &str, raw: u64, gzip: u64, brotli: u64) {
    println!("{name:<44} {:>9} {:>9} {:>9}", text::size(raw), text::size(gzip), text::size(brotli));
}

/// Every file counts: the page is one bundle, nothing in it is loaded later.
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
        assets.push(Asset { raw, gzip: form("gz"), brotli: form("br"), name: name.display().to_string() });
    }
    assets.sort_by(|one, other| other.brotli.cmp(&one.brotli).then_with(|| one.name.cmp(&other.name)));
    Ok(assets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_within_the_budget_passes_and_a_larger_one_does_not() -> Result<()> {
        let page = tempfile::tempdir()?;
        fs::write(page.path().join("app.wasm"), vec![0; 500_000])?;
        fs::write(page.path().join("app.wasm.br"), vec![0; 199_999])?;
        fs::write(page.path().join("icon.svg"), "x")?;
        check(page.path())?;

        fs::write(page.path().join("icon.svg"), "xx")?;
        let error = check(page.path()).map_err(|error| error.to_string());
        assert_eq!(error.err().as_deref(), Some("the first load is 200.0 KB, the budget 200.0 KB"));
        Ok(())
    }
}
