//! Puts the built page into a shipped server; debug builds read its folder when they start.
//!
//! Each file is there once, as small as it was made: `page/` unpacks it for whoever does not take it so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let dist = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../frontend/dist");
    // One that is not there would count as changed, on every build.
    fs::create_dir_all(&dist)?;
    let mut code = String::new();
    if env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        let _ = write!(
            code,
            "const FOLDER: Option<&str> = Some({dist:?});\nconst FILES: &[(&str, &[u8])] = &[];\n"
        );
    } else {
        println!("cargo:rerun-if-changed={}", dist.display());
        let mut names = Vec::new();
        below(&dist, &dist, &mut names)?;
        names.sort();
        let is_needed = |name: &String| !name.ends_with(".gz") && !names.contains(&format!("{name}.br"));
        let files = names.iter().filter(|name| is_needed(name));
        let files: String =
            files.map(|name| format!("    ({name:?}, include_bytes!({:?})),\n", dist.join(name))).collect();
        let _ = write!(
            code,
            "const FOLDER: Option<&str> = None;\nconst FILES: &[(&str, &[u8])] = &[\n{files}];\n"
        );
    }
    fs::write(PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("page.rs"), code)
}

/// The names of all files below a folder, as they stand in an address.
fn below(root: &Path, folder: &Path, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            below(root, &path, names)?;
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            names.push(name.to_owned());
        }
    }
    Ok(())
}
