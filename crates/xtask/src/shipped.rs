//! What others have written of what is shipped: which packages, in which versions, under which licences.
//!
//! Asks cargo alone, and reads the packages that it has unpacked to build them: no tool to install, no list to fetch.

mod expression;
mod notice;
mod sbom;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::text;
use crate::workspace::Workspace;

/// The licences under which something may be shipped. Each lets it be used and passed on in a program whose own source
/// is not; what asks for more than its text and its authors' names to come along is not among them.
const ALLOWED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// What is shipped: the programs, and the page in one of them.
const SHIPPED: [(&[&str], Option<&str>); 2] =
    [(&["server", "fleet-sim"], None), (&["frontend"], Some("wasm32-unknown-unknown"))];

/// A package that somebody else has written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    name: String,
    version: String,
    /// As it says itself, an SPDX expression.
    licence: String,
    repository: String,
}

/// Says which packages are under none of the allowed licences.
pub(crate) fn check(workspace: &Workspace, broken: &mut Vec<String>) -> Result<()> {
    for package in packages(workspace)? {
        let Package { name, version, licence, .. } = &package;
        if !expression::is_allowed(licence, &ALLOWED) {
            broken.push(format!(
                "{name} {version} is under '{licence}', which is not among the licences of crates/xtask/src/shipped.rs; \
                 `cargo tree -i {name}` shows what brings it in"
            ));
        }
    }
    Ok(())
}

/// Writes the list of packages for programs, and their licences for people.
pub(crate) fn write(workspace: &Workspace, dist: &Path) -> Result<()> {
    let packages = packages(workspace)?;
    let lock = fs::read_to_string(workspace.root().join("Cargo.lock"))?;
    let checksums = checksums(&lock);
    let (sbom, notice) = (dist.join("quarterdeck.cdx.json"), dist.join("THIRD-PARTY.txt"));
    for (file, text) in [(sbom, sbom::of(&packages, &checksums)), (notice, notice::of(&packages)?)] {
        fs::write(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        println!("{:<44} {:>9}", workspace.shown(&file), text::size(length));
    }
    Ok(())
}

fn packages(workspace: &Workspace) -> Result<Vec<Package>> {
    let mut packages = Vec::new();
    for (programs, target) in SHIPPED {
        let mut cargo = workspace.cargo();
        cargo.args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--no-dedupe"]);
        cargo.args(["--format", "{p}|{l}|{r}"]);
        cargo.args(programs.iter().flat_map(|program| ["--package", *program]));
        cargo.args(target.iter().flat_map(|target| ["--target", *target]));
        packages.extend(process::read(&mut cargo)?.lines().filter_map(read));
    }
    packages.sort();
    packages.dedup();
    Ok(packages)
}

/// A line of cargo's: `name v1.0.0 (proc-macro)|MIT|https://…`. Packages of this checkout have their folder there.
fn read(line: &str) -> Option<Package> {
    let mut parts = line.split('|');
    let (package, licence, repository) = (parts.next()?, parts.next()?, parts.next()?);
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    let is_own = words.any(|word| word.starts_with("(/"));
    (!is_own).then(|| Package {
        name: name.to_owned(),
        version: version.to_owned(),
        licence: licence.to_owned(),
        repository: repository.to_owned(),
    })
}

/// The SHA-256 of each package's archive, by name and version.
fn checksums(lock: &str) -> BTreeMap<(&str, &str), &str> {
    let member = |package: &'_ str, name: &str| -> Option<(usize, usize)> {
        let start = package.find(&format!("\n{name} = \""))? + name.len() + 5;
        Some((start, start + package[start..].find('"')?))
    };
    let mut checksums = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let text = |name: &str| member(package, name).map(|(start, end)| &package[start..end]);
        if let (Some(name), Some(version), Some(checksum)) = (text("name"), text("version"), text("checksum"))
        {
            checksums.insert((name, version), checksum);
        }
    }
    checksums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_is_read_and_nothing_else() {
        let line = "serde_derive v1.0.2 (proc-macro)|MIT OR Apache-2.0|https://example.org/serde";
        let package = read(line).unwrap();
        assert_eq!((package.name.as_str(), package.version.as_str()), ("serde_derive", "1.0.2"));
        assert_eq!(package.licence, "MIT OR Apache-2.0");
        assert_eq!(read("server v0.1.0 (/somewhere/server)|Apache-2.0|"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn what_is_shipped_from_here_is_listed_with_its_licences() {
        let (workspace, dist) = (Workspace::locate().unwrap(), tempfile::TempDir::new().unwrap());
        write(&workspace, dist.path()).unwrap();
        let read = |file| fs::read_to_string(dist.path().join(file)).unwrap();
        let (sbom, notice) = (read("quarterdeck.cdx.json"), read("THIRD-PARTY.txt"));
        // Of the server, of the page, and of what is only compiled with.
        for name in ["axum", "leptos", "serde_derive"] {
            assert!(sbom.contains(&format!("\"pkg:cargo/{name}@")), "{name}");
            assert!(notice.contains(&format!("\n{name} ")), "{name}");
        }
        assert!(!sbom.contains("\"name\": \"server\"") && !sbom.contains("insta"), "what is not shipped");
        assert!(sbom.matches("\"SHA-256\"").count() > 100);
        assert!(notice.contains("Permission is hereby granted, free of charge"));
    }

    #[test]
    fn checksums_are_those_of_the_lock_file() {
        let lock = "version = 4\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"a\"\nversion = \
                    \"1.2.3\"\nsource = \"registry\"\nchecksum = \"0a\"\ndependencies = [\n \"own\",\n]\n";
        assert_eq!(checksums(lock), BTreeMap::from([(("a", "1.2.3"), "0a")]));
    }
}
