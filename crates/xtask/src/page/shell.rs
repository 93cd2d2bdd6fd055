//! The shell: `index.html`, which names every file by a name that holds its hash. So browsers keep those for ever, and
//! ask for the shell alone.
//!
//! All code lies in one folder, and the folder bears the hash: its files name each other, and a part fits only the main
//! module that it was cut from.

use std::fmt::Write;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::files;

/// The style sheet, before it has its hash.
pub(super) const STYLE: &str = "app.css";

/// The style sheet of what is loaded later, before it has its hash.
pub(super) const LATER_STYLE: &str = "later.css";

/// What the page says in German, before it has its hash.
pub(super) const GERMAN: &str = "german.txt";

/// The folder of all scripts and wasm, before it has its hash.
pub(super) const CODE: &str = "code";

const ICON: &str = "favicon.svg";

/// The script that the template names itself.
const FIRST_SCRIPT: &str = "frontend.js";

/// Carries the icon over.
pub(super) fn copy_icon(assets: &Path, folder: &Path) -> Result<()> {
    let icon = assets.join(ICON);
    files::write(
        &folder.join(ICON),
        fs::read(&icon).with_context(|| format!("cannot read {}", icon.display()))?,
    )
}

/// Gives the files of a folder their names, and writes the shell that names them.
pub(super) fn write(template: &Path, folder: &Path) -> Result<()> {
    let text = fs::read_to_string(template).with_context(|| format!("cannot read {}", template.display()))?;
    let mut shell = with_all_scripts(&bare(&text), &scripts(&folder.join(CODE))?);
    for name in [STYLE, LATER_STYLE, GERMAN, ICON, CODE] {
        let plain = format!("\"/{name}");
        ensure!(shell.contains(&plain), "{} does not name /{name}", template.display());
        let hashed = hashed(name, hash(&folder.join(name))?);
        shell = shell.replace(&plain, &format!("\"/{hashed}"));
        fs::rename(folder.join(name), folder.join(&hashed))
            .with_context(|| format!("cannot name {hashed}"))?;
    }
    files::write(&folder.join("index.html"), shell)
}

/// The scripts that the first one imports: the browser fetches them at once instead of one after the other.
fn scripts(code: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for name in files::below(code)? {
        if files::has_extension(&name, &["js"]) && name != Path::new(FIRST_SCRIPT) {
            found.push(name.display().to_string());
        }
    }
    Ok(found)
}

/// Repeats the line that preloads the first script for the others.
fn with_all_scripts(template: &str, others: &[String]) -> String {
    let mut shell = String::with_capacity(template.len());
    for line in template.lines() {
        // Writing to a String can't fail.
        let _ = writeln!(shell, "{line}");
        if line.contains("modulepreload") {
            for other in others {
                let _ = writeln!(shell, "{}", line.replace(FIRST_SCRIPT, other));
            }
        }
    }
    shell
}

/// Comments and indents are for those who read the source. A comment stands on lines of its own, each with its signs.
fn bare(template: &str) -> String {
    let is_comment =
        |line: &str| line.starts_with("//") || (line.starts_with("<!--") && line.ends_with("-->"));
    let lines = template.lines().map(str::trim).filter(|line| !line.is_empty() && !is_comment(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// `app.css` and 1 make `app-0000000000000001.css`.
fn hashed(name: &str, hash: u64) -> String {
    match name.split_once('.') {
        Some((stem, extension)) => format!("{stem}-{hash:016x}.{extension}"),
        None => format!("{name}-{hash:016x}"),
    }
}

/// Of a file, or of all files in a folder with their names. It tells builds apart; nobody's trust rests on it.
fn hash(path: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    let names = if path.is_dir() { files::below(path)? } else { vec![PathBuf::new()] };
    for name in names {
        let file = if path.is_dir() { path.join(&name) } else { path.to_owned() };
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        // With their lengths, so that nothing can pass from one file into the next unseen.
        for part in [name.as_os_str().as_encoded_bytes(), &content] {
            hasher.write_usize(part.len());
            hasher.write(part);
        }
    }
    Ok(hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = "<link href=\"/favicon.svg\">\n<link href=\"/app.css\">\n<link href=\"/later.css\">\n\
        <script>fetch(\"/german.txt\")</script>\n<link rel=\"modulepreload\" href=\"/code/frontend.js\">\n<script>import \"/code/frontend.js\";</script>\n";

    /// The shell of a page with this code, and the page's files.
    fn shell(code: &[(&str, &str)]) -> Result<(String, Vec<String>)> {
        let folder = tempfile::tempdir()?;
        let page = folder.path().join("page");
        files::write(&folder.path().join("index.html"), TEMPLATE)?;
        files::write(&page.join(STYLE), "a {}")?;
        files::write(&page.join(LATER_STYLE), "b {}")?;
        files::write(&page.join(ICON), "<svg/>")?;
        files::write(&page.join(GERMAN), "Guten Tag")?;
        for (name, content) in code {
            files::write(&page.join(CODE).join(name), content)?;
        }
        write(&folder.path().join("index.html"), &page)?;
        let names = files::below(&page)?.iter().map(|name| name.display().to_string()).collect();
        Ok((fs::read_to_string(page.join("index.html"))?, names))
    }

    #[test]
    fn the_shell_names_the_files_that_are_there() -> Result<()> {
        let (shell, names) = shell(&[("frontend.js", "1"), ("split.js", "2"), ("frontend_bg.wasm", "3")])?;
        let named: Vec<&str> = shell.split('"').filter_map(|part| part.strip_prefix('/')).collect();
        assert_eq!(named.len(), 7, "{shell}");
        for name in named {
            assert!(names.iter().any(|there| there == name), "{name} is not in {names:?}");
        }
        Ok(())
    }

    #[test]
    fn comments_and_indents_stay_behind() {
        let template =
            "<a>\n  <!-- For\n  readers. -->\n  <!-- Alone. -->\n\n  // In a script.\n  b(); // c\n";
        assert_eq!(
            bare(template),
            "<a>\n<!-- For\nreaders. -->\nb(); // c\n",
            "what may be otherwise is left as it is"
        );
    }

    #[test]
    fn other_code_gets_another_folder() -> Result<()> {
        assert_eq!(shell(&[("frontend.js", "1")])?.0, shell(&[("frontend.js", "1")])?.0);
        assert_ne!(shell(&[("frontend.js", "1")])?.0, shell(&[("frontend.js", "2")])?.0);
        Ok(())
    }

    #[test]
    fn what_moves_from_one_file_to_another_or_gets_another_name_is_other_code() -> Result<()> {
        let folder = |code: &[(&str, &str)]| -> Result<u64> {
            let folder = tempfile::tempdir()?;
            for (name, content) in code {
                files::write(&folder.path().join(name), content)?;
            }
            hash(folder.path())
        };
        let plain = folder(&[("a.js", "12"), ("b.js", "3")])?;
        assert_eq!(plain, folder(&[("a.js", "12"), ("b.js", "3")])?);
        assert_ne!(plain, folder(&[("a.js", "1"), ("b.js", "23")])?);
        assert_ne!(plain, folder(&[("a.js", "12"), ("c.js", "3")])?);
        Ok(())
    }

    #[test]
    fn a_template_that_forgot_a_file_is_an_error() -> Result<()> {
        let folder = tempfile::tempdir()?;
        files::write(&folder.path().join("index.html"), "<html>")?;
        fs::create_dir(folder.path().join(CODE))?;
        let error =
            write(&folder.path().join("index.html"), folder.path()).map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.ends_with("does not name /app.css")));
        Ok(())
    }
}
