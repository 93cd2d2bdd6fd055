//! From Rust to the WebAssembly and JavaScript of the page.
//!
//! What is shipped is cut into parts after compiling (`frontend/src/parts.rs` says where): the compiler leaves its
//! relocations in the file, and the splitter moves all that only one part reaches into a module of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::{PageProfile, exports, imports};
use crate::files;
use crate::lane::Lane;
use crate::tools::{Tool, WASM, WASM_BINDGEN, WASM_OPT, WASM_SPLIT};
use crate::workspace::Workspace;

/// What the page's package, its program and its files are called.
const NAME: &str = "frontend";

/// What today's Rust uses without being asked; wasm-opt refuses what it is not told of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// For size. Taken apart and put together anew first, the code gets 1 % smaller than by `-Oz` alone.
const PASSES: [&str; 4] = ["--flatten", "--rereloop", "-Oz", "-Oz"];

/// Compiles the page. Tells where the wasm lies.
pub(super) fn compile(workspace: &Workspace, profile: PageProfile, lane: &Lane) -> Result<PathBuf> {
    let cargo_profile = match profile {
        PageProfile::Quick => "wasm-quick",
        PageProfile::Release => "wasm-release",
    };
    let mut command = workspace.cargo();
    command
        .args(["rustc", "--package", NAME, "--bin", NAME, "--target", WASM, "--profile", cargo_profile])
        .env("CARGO_TARGET_DIR", workspace.wasm_target());
    if profile == PageProfile::Release {
        command.args(["--features", "split", "--", "-Clink-arg=--emit-relocs"]);
    }
    lane.run(&mut command)?;
    Ok(workspace.wasm_target().join(WASM).join(cargo_profile).join(NAME).with_extension("wasm"))
}

/// Cuts the wasm into parts, which go to `code`. Tells where what is left of it lies, for `bind`.
pub(super) fn cut(compiled: &Path, code: &Path, lane: &Lane) -> Result<PathBuf> {
    lane.run_quietly(program(&WASM_SPLIT)?.arg(compiled).arg(code).args([
        "--target",
        "web",
        "--out-name",
        NAME,
    ]))?;
    // Beside the parts lies the main module, which `bind` writes anew under another name.
    let main = compiled.with_extension("main.wasm");
    let left = code.join(NAME).with_extension("wasm");
    fs::rename(&left, &main).with_context(|| format!("cannot move {}", left.display()))?;
    Ok(main)
}

/// Writes the JavaScript that the wasm needs, and the wasm that fits it.
pub(super) fn bind(wasm: &Path, code: &Path, lane: &Lane) -> Result<()> {
    let mut command = program(&WASM_BINDGEN)?;
    command
        .args(["--target", "web", "--no-typescript", "--remove-producers-section"])
        // The parts find what they share with the main module by these exports.
        .arg("--keep-lld-exports")
        .args(["--out-name", NAME, "--out-dir"])
        .arg(code)
        .arg(wasm);
    lane.run_quietly(&mut command)
}

/// Leaves out what nobody calls, before the modules are made smaller.
pub(super) fn drop_unused_exports(code: &Path) -> Result<()> {
    exports::drop_unused(&code.join(format!("{NAME}_bg.wasm")))
}

/// Gives what the wasm imports short names, and makes the script smaller.
pub(super) fn shorten_imports(code: &Path) -> Result<()> {
    let script = code.join(NAME).with_extension("js");
    imports::shorten(&script, &code.join(format!("{NAME}_bg.wasm")))
}

/// Makes every module smaller.
pub(super) fn optimise(code: &Path, lane: &Lane) -> Result<()> {
    for name in files::below(code)? {
        if files::has_extension(&name, &["wasm"]) {
            let module = code.join(name);
            lane.run_quietly(
                program(&WASM_OPT)?.args(PASSES).args(FEATURES).arg(&module).arg("-o").arg(&module),
            )?;
        }
    }
    Ok(())
}

fn program(tool: &Tool) -> Result<Command> {
    Ok(Command::new(tool.path()?))
}
