//! Carrying a built page over to the folder that the server embeds, touching only what differs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::precompress::FORMS;
use crate::files;

/// Makes `to` hold the files of `from`, and the compressed forms of those that did not change.
pub(super) fn publish(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    let mut keep = BTreeSet::<PathBuf>::new();
    for name in files::below(from)? {
        let built = from.join(&name);
        let content = fs::read(&built).with_context(|| format!("cannot read {}", built.display()))?;
        let target = to.join(&name);
        if fs::read(&target).is_ok_and(|old| old == content) {
            keep.extend(FORMS.map(|form| files::suffixed(&name, form)));
        } else {
            files::write(&target, content)?;
        }
        keep.insert(name);
    }
    for stale in files::below(to)?.iter().filter(|name| !keep.contains(*name)) {
        let stale = to.join(stale);
        fs::remove_file(&stale).with_context(|| format!("cannot remove the old {}", stale.display()))?;
        if let Some(folder) = stale.parent() {
            // The folder of an older build; it stays while there is anything in it.
            let _ = fs::remove_dir(folder);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_touched() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        for (name, content) in [("index.html", "new"), ("app-1.css", "same"), ("snippets/a.js", "new")] {
            files::write(&from.join(name), content)?;
        }
        for name in ["index.html", "index.html.br", "app-1.css", "app-1.css.br", "app-0.css", "app-0.css.gz"]
        {
            files::write(&to.join(name), "same")?;
        }
        files::write(&to.join("code-0/app.js"), "old")?;
        let before = fs::metadata(to.join("app-1.css"))?.modified()?;

        publish(&from, &to)?;

        let names = ["app-1.css", "app-1.css.br", "index.html", "snippets/a.js"];
        assert_eq!(files::below(&to)?, names.map(PathBuf::from));
        assert!(!to.join("code-0").exists(), "an empty folder is left");
        assert_eq!(fs::read_to_string(to.join("index.html"))?, "new");
        assert_eq!(fs::metadata(to.join("app-1.css"))?.modified()?, before);
        Ok(())
    }
}
