//! One style sheet out of the many in `frontend/styles`: one request, one hashed name, one order for everybody.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::files;

/// The order of the files and folders. The layers, fixed in tokens.css, decide what wins; this only has to keep
/// tokens.css first.
const ORDER: [&str; 6] = ["tokens.css", "base.css", "layout.css", "components", "pages", "utilities.css"];

/// What a part of the page brings along by itself, in its code: nobody else loads it.
const OF_PARTS: &str = "parts";

/// Joins all style sheets of a folder into one file.
pub(super) fn write(styles: &Path, to: &Path) -> Result<()> {
    let mut joined = String::new();
    for file in in_order(styles)? {
        let file = styles.join(file);
        joined
            .push_str(&fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?);
        joined.push('\n');
    }
    files::write(to, without_comments(&joined))
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

/// Comments are for those who read the sources; the page carries none.
fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    let lines: Vec<&str> = kept.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines.join("\n") + "\n"
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
    fn files_are_joined_in_the_order_of_the_layers() -> Result<()> {
        let folder = styles(&[
            ("utilities.css", ".u {}"),
            ("pages/apps.css", ".p {}"),
            ("components/b.css", ".b {}"),
            ("components/a.css", "/* About a. */\n.a {\n  color: var(--text); /* quiet */\n}\n"),
            ("tokens.css", "@layer x;"),
            ("parts/screen.css", ".not-here {}"),
        ])?;
        let to = folder.path().join("target/joined");
        write(folder.path(), &to)?;
        assert_eq!(
            fs::read_to_string(&to)?,
            "@layer x;\n.a {\n  color: var(--text);\n}\n.b {}\n.p {}\n.u {}\n"
        );
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
