//! Two style sheets out of the many in `frontend/styles`: what the Apps need, and the rest, which comes with the first part
//! of the page that is fetched later (`frontend/src/parts.rs`). Each is one request, one hashed name, one order for
//! everybody.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::files;

/// The order of the files and folders. The layers, fixed in tokens.css, decide what wins; this only has to keep
/// tokens.css first.
const ORDER: [&str; 6] = ["tokens.css", "base.css", "layout.css", "components", "pages", "utilities.css"];

/// What a part of the page brings along by itself, in its code: nobody else loads it.
const OF_PARTS: &str = "parts";

/// What the first load needs of the folders `components` and `pages`. Everything else there, whatever comes new, is loaded
/// later. The layers decide what wins, and pages come after components in both, so nothing depends on which sheet comes
/// first, as long as no sheet changes what one that is loaded later says.
const FIRST: [&str; 12] = [
    "components/buttons.css",
    "components/chips.css",
    "components/folds.css",
    "components/menus.css",
    "components/messages.css",
    "components/progress.css",
    "components/tables.css",
    "components/tiles.css",
    "components/tips.css",
    "pages/apps.css",
    "pages/signin.css",
    "pages/stale.css",
];

/// Joins the style sheets of a folder into two files.
pub(super) fn write(styles: &Path, first: &Path, later: &Path) -> Result<()> {
    let (now, rest): (Vec<_>, Vec<_>) = in_order(styles)?.into_iter().partition(|file| is_first(file));
    join(styles, &now, first)?;
    join(styles, &rest, later)
}

fn is_first(file: &Path) -> bool {
    let in_folder = file.starts_with("components") || file.starts_with("pages");
    !in_folder || FIRST.iter().any(|first| file == Path::new(first))
}

fn join(styles: &Path, names: &[PathBuf], to: &Path) -> Result<()> {
    let mut joined = String::new();
    for file in names {
        let file = styles.join(file);
        joined
            .push_str(&fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?);
        joined.push('\n');
    }
    files::write(to, compact(&joined))
}

fn in_order(styles: &Path) -> Result<Vec<PathBuf>> {
    let mut placed = Vec::new();
    for file in files::below(styles)? {
        if !files::has_extension(&file, &["css"]) || file.starts_with(OF_PARTS) {
            continue;
        }
        let Some(place) = ORDER.iter().position(|place| file.starts_with(place)) else {
            // Left out of the page without a word, it would be searched for long.
            bail!("{} has no place in the order of style sheets: {}", file.display(), ORDER.join(", "));
        };
        placed.push((place, file));
    }
    placed.sort();
    Ok(placed.into_iter().map(|(_, file)| file).collect())
}

/// Comments, indents and most line ends are for those who read the sources; the page carries none.
fn compact(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let mut compact = String::with_capacity(kept.len());
    for line in kept.lines().map(str::trim).filter(|line| !line.is_empty()) {
        compact.push_str(line);
        // After these a line end says nothing; elsewhere it may stand for the space between two words.
        if !line.ends_with(['{', '}', ';', ',']) {
            compact.push('\n');
        }
    }
    compact.push('\n');
    compact
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(content: &[(&str, &str)]) -> Result<tempfile::TempDir> {
        let folder = tempfile::tempdir()?;
        for (name, content) in content {
            files::write(&folder.path().join(name), content)?;
        }
        Ok(folder)
    }

    #[test]
    fn files_are_joined_in_the_order_of_the_layers_and_what_the_apps_do_not_need_comes_later() -> Result<()> {
        let folder = styles(&[
            ("utilities.css", ".u {}"),
            ("pages/apps.css", ".p {}"),
            ("pages/new.css", ".n {}"),
            ("components/dialogs.css", ".d {}"),
            ("components/buttons.css", "/* About a. */\n.a {\n  border:\n    0 1px; /* quiet */\n}\n"),
            ("tokens.css", "@layer x;"),
            ("parts/screen.css", ".not-here {}"),
        ])?;
        let (first, later) = (folder.path().join("target/first"), folder.path().join("target/later"));
        write(folder.path(), &first, &later)?;
        assert_eq!(fs::read_to_string(&first)?, "@layer x;.a {border:\n0 1px;}.p {}.u {}\n");
        assert_eq!(fs::read_to_string(&later)?, ".d {}.n {}\n");
        Ok(())
    }

    #[test]
    fn a_file_without_a_place_is_an_error() -> Result<()> {
        let folder = styles(&[("tokens.css", ""), ("lost.css", "")])?;
        let error = in_order(folder.path()).map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.starts_with("lost.css has no place")));
        Ok(())
    }
}
