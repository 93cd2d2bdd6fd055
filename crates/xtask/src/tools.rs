//! The pinned tools that build the page, in a cache outside the checkout, so that a second clone finds them there.

mod install;

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::lane::Lane;
use crate::process;
use crate::workspace::Workspace;

/// The target that the page is built for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Cuts the page's wasm into parts. It understands what the crate `wasm_split_helpers`, which comes with Leptos, marked.
pub(crate) const WASM_SPLIT: Tool = Tool {
    name: "wasm_split_cli_support",
    version: "0.2.4",
    program: "wasm-split-cli",
    source: Source::Cargo { arguments: &["--features", "build-binary"] },
    takes: "1 min",
};

/// Writes the JavaScript beside the wasm, and runs the wasm tests. It reads what the crate `wasm-bindgen` of the very
/// same version wrote, so `cargo xtask tidy` compares this with Cargo.toml and Cargo.lock.
pub(crate) const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    version: "0.2.121",
    program: "wasm-bindgen",
    source: Source::Cargo { arguments: &[] },
    takes: "1 min",
};

/// Makes the wasm smaller. Debian's is too old for what today's Rust writes.
pub(crate) const WASM_OPT: Tool =
    Tool { name: "binaryen", version: "132.0.0", program: "wasm-opt", source: Source::Npm, takes: "10 s" };

/// Tries what the API's description allows, and what it does not.
pub(crate) const SCHEMATHESIS: Tool =
    Tool { name: "schemathesis", version: "4.32.5", program: "st", source: Source::Pip, takes: "15 s" };

/// One tool in one version.
pub(crate) struct Tool {
    name: &'static str,
    pub(crate) version: &'static str,
    program: &'static str,
    source: Source,
    /// How long the installation takes on two cores, as people say it.
    takes: &'static str,
}

/// Where a tool comes from.
enum Source {
    Cargo { arguments: &'static [&'static str] },
    Npm,
    Pip,
}

impl Tool {
    /// Where it is installed.
    pub(crate) fn folder(&self) -> Result<PathBuf> {
        Ok(cache()?.join(format!("{}-{}", self.name, self.version)))
    }

    /// The folder with the tool's programs.
    pub(crate) fn programs(&self) -> Result<PathBuf> {
        Ok(self.folder()?.join(match self.source {
            Source::Cargo { .. } | Source::Pip => "bin",
            Source::Npm => "node_modules/.bin",
        }))
    }

    /// The tool itself.
    pub(crate) fn path(&self) -> Result<PathBuf> {
        Ok(self.programs()?.join(self.program))
    }

    fn installed(&self) -> Result<bool> {
        Ok(self.path()?.exists())
    }
}

/// Installs those of the tools that are missing.
pub(crate) fn ensure(tools: &[&Tool], lane: &Lane) -> Result<()> {
    let mut missing = Vec::new();
    for tool in tools {
        if !tool.installed()? {
            missing.push(*tool);
        }
    }
    if missing.is_empty() { Ok(()) } else { install::install(&cache()?, &missing, lane) }
}

/// Makes sure that rustc can compile for wasm.
pub(crate) fn ensure_wasm_target(workspace: &Workspace, lane: &Lane) -> Result<()> {
    let library = process::read(Command::new("rustc").current_dir(workspace.root()).args([
        "--print",
        "target-libdir",
        "--target",
        WASM,
    ]))?;
    if PathBuf::from(library.trim()).exists() {
        return Ok(());
    }
    lane.say(format_args!("Adding the target {WASM} to the Rust toolchain, once: a few seconds"));
    lane.run_quietly(Command::new("rustup").current_dir(workspace.root()).args(["target", "add", WASM]))
        .with_context(|| {
            format!("the Rust toolchain cannot compile for {WASM}, and rustup could not add that")
        })
}

/// `$XDG_CACHE_HOME/quarterdeck/tools`, by default in `~/.cache`.
fn cache() -> Result<PathBuf> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let Some(caches) =
        absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")))
    else {
        bail!("neither XDG_CACHE_HOME nor HOME names a folder to keep the build tools in");
    };
    Ok(caches.join("quarterdeck/tools"))
}
