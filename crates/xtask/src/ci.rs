//! `cargo xtask ci`: what CI checks besides the tests.

use anyhow::Result;

use crate::lane::Lane;
use crate::process;
use crate::steps::Steps;
use crate::tidy;
use crate::tools::{self, WASM};
use crate::workspace::Workspace;

/// Runs all checks, also when one of them fails.
pub(crate) fn ci(workspace: &Workspace) -> Result<()> {
    let cargo = |args: &[&str]| process::run(workspace.cargo().args(args));
    let mut steps = Steps::default();
    steps.run("formatting", |_| cargo(&["fmt", "--all", "--check"]));
    steps.run("tidy", |_| tidy::tidy(workspace));
    steps.run("lints", |_| {
        cargo(&[
            "clippy",
            "--workspace",
            "--exclude",
            "frontend",
            "--all-targets",
            "--",
            "--deny",
            "warnings",
        ])
    });
    steps.run("lints for wasm", |_| {
        tools::ensure_wasm_target(workspace, &Lane::alone())?;
        let clippy_for = |args: &[&str]| {
            let mut command = workspace.cargo();
            command.env("CARGO_TARGET_DIR", workspace.wasm_target()).args(["clippy", "--target", WASM]);
            process::run(command.args(args).args(["--", "--deny", "warnings"]))
        };
        clippy_for(&["--package", "frontend", "--package", "shared", "--package", "fleet"])?;
        // Its tests run in a browser, so only this target compiles them.
        clippy_for(&["--package", "frontend", "--all-targets"])
    });
    steps.run("documentation", |_| {
        let mut command = workspace.cargo();
        command.env("RUSTDOCFLAGS", "--deny warnings");
        process::run(command.args(["doc", "--workspace", "--no-deps", "--document-private-items"]))
    });
    steps.finish()
}
