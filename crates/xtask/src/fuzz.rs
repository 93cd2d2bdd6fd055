//! `cargo xtask fuzz`: the targets of `tests/fuzz`, with more cases than an ordinary test run gives them.

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Builds the targets to be fast, with checks for overflow, and runs them.
pub(crate) fn fuzz(
    workspace: &Workspace,
    cases: Option<u64>,
    target: Option<String>,
    seed: Option<u64>,
) -> Result<()> {
    let mut command = workspace.cargo();
    command.args(["run", "--profile", "fuzz", "--package", "fuzz", "--"]);
    let number = |number: Option<u64>| number.map(|number| number.to_string());
    for (name, value) in [("--cases", number(cases)), ("--target", target), ("--seed", number(seed))] {
        if let Some(value) = value {
            command.args([name, &value]);
        }
    }
    process::run(&mut command)
}
