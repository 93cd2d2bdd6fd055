//! The licences as people read them: each text once, under the packages that it is the licence of. Most licences ask for
//! that wherever the program goes.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Package;

/// Files that hold a licence, or what must be passed on beside it, begin so.
const NAMES: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];

pub(super) fn of(packages: &[Package]) -> Result<String> {
    let registry = registry()?;
    let mut list = String::from(
        "Quarterdeck is made with the work of others, under these licences. Their texts follow below the list.\n\n",
    );
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        let Package { name, version, licence, repository } = package;
        list += &format!("{name} {version}: {licence} {repository}");
        list.truncate(list.trim_end().len());
        list.push('\n');
        for text in texts_of(&registry, package)? {
            texts.entry(text).or_default().push(format!("{name} {version}"));
        }
    }
    for (text, packages) in &texts {
        list += &format!("\n{}\n{}\n\n{text}\n", "=".repeat(100), packages.join(", "));
    }
    Ok(list)
}

/// The folders in which cargo unpacks packages, one a registry.
fn registry() -> Result<Vec<PathBuf>> {
    let home = match (env::var_os("CARGO_HOME"), env::var_os("HOME")) {
        (Some(cargo_home), _) => PathBuf::from(cargo_home),
        (None, Some(home)) => Path::new(&home).join(".cargo"),
        (None, None) => anyhow::bail!("neither CARGO_HOME nor HOME is set: where are the packages?"),
    };
    let sources = home.join("registry/src");
    let folders = fs::read_dir(&sources).with_context(|| format!("cannot read {}", sources.display()))?;
    folders.map(|folder| Ok(folder?.path())).collect()
}

/// The texts of a package's licences. Some packages have none, and are named with their licence alone.
fn texts_of(registry: &[PathBuf], package: &Package) -> Result<Vec<String>> {
    let folder = format!("{}-{}", package.name, package.version);
    let folder = registry.iter().map(|registry| registry.join(&folder)).find(|folder| folder.is_dir());
    let folder = folder.with_context(|| format!("{} {} is not unpacked", package.name, package.version))?;
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let name =
            file.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        if NAMES.iter().any(|beginning| name.starts_with(beginning)) && file.is_file() {
            // Line ends and blanks at their end differ, and mean nothing.
            let text = String::from_utf8_lossy(&fs::read(&file)?).into_owned();
            let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
            texts.push(lines.join("\n"));
        }
    }
    texts.sort();
    texts.dedup();
    Ok(texts)
}
