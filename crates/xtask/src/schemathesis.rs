//! `cargo xtask schemathesis`: the API against its own description, as an administrator, as somebody who may only look,
//! and as nobody. What is tried is made by Schemathesis; what must hold stands in tests/schemathesis.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::lane::Lane;
use crate::process;
use crate::server::{self, QUARTERDECK, ServerProfile};
use crate::tools::{self, SCHEMATHESIS};
use crate::workspace::Workspace;

/// How long, and from what.
#[derive(Args)]
pub(crate) struct SchemathesisArgs {
    /// How many seconds for each of the three who ask.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// What the requests are made from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Who asks, and with which role; nobody has none.
const WHO: [(&str, Option<&str>); 3] =
    [("admin", Some("admin")), ("viewer", Some("viewer")), ("nobody", None)];

/// Runs all three, and fails if anything was found.
pub(crate) fn run(workspace: &Workspace, args: &SchemathesisArgs) -> Result<()> {
    tools::ensure(&[&SCHEMATHESIS], &Lane::alone())?;
    let programs = server::build(workspace, ServerProfile::Dev, &[QUARTERDECK], &Lane::alone())?;
    let data = workspace.target().join("schemathesis");
    if data.exists() {
        fs::remove_dir_all(&data).with_context(|| format!("cannot clear {}", data.display()))?;
    }
    let quarterdeck = |arguments: &[&str]| {
        let mut command = Command::new(programs.join(QUARTERDECK));
        command
            .args(arguments)
            .env("QUARTERDECK_DATA_DIR", &data)
            .env("QUARTERDECK_LISTEN", "127.0.0.1:0")
            .env("QUARTERDECK_LOG", "error");
        command
    };
    let mut tokens = Vec::new();
    for (who, role) in WHO {
        let token = role
            .map(|role| process::read(&mut quarterdeck(&["token", "create", "--name", who, "--role", role])))
            .transpose()?;
        tokens.push((who, token.map(|token| token.trim().to_owned())));
    }
    let server = Served::start(&mut quarterdeck(&["serve"]))?;
    let mut found = Vec::new();
    for (who, token) in &tokens {
        println!("\n── as {who}");
        // What it says is on the terminal; the error would show the token that it was given.
        if process::run(&mut schemathesis(workspace, args, &server.url, who, token.as_deref())?).is_err() {
            found.push(*who);
        }
    }
    if !found.is_empty() {
        bail!("something was found as {}", found.join(", "));
    }
    Ok(())
}

fn schemathesis(
    workspace: &Workspace,
    args: &SchemathesisArgs,
    url: &str,
    who: &str,
    token: Option<&str>,
) -> Result<Command> {
    const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                          response_schema_conformance,unsupported_method,no_write_without_right,every_error_has_a_code";
    let folder = workspace.root().join("tests/schemathesis");
    // Installed without a shebang that would name a folder that it was moved from.
    let mut command = Command::new("python3");
    command
        .arg(SCHEMATHESIS.path()?)
        .arg("--config-file")
        .arg(folder.join("schemathesis.toml"))
        .arg("run")
        .arg(format!("{url}/api/v1/openapi.json"))
        .args(["--checks", CHECKS, "--continue-on-failure", "--request-timeout", "40"])
        .args(["--warnings", "off", "--generation-database", ":memory:"])
        .args(["--max-time", &args.seconds.to_string(), "--seed", &args.seed.to_string()])
        .env("PYTHONPATH", python_path(&folder)?)
        .env("SCHEMATHESIS_HOOKS", "checks")
        .env("QUARTERDECK_WHO", who)
        .current_dir(workspace.target());
    if let Some(token) = token {
        command.arg("--header").arg(format!("Authorization: Bearer {token}"));
    }
    Ok(command)
}

/// The tool's own packages, and the folder of our checks.
fn python_path(checks: &Path) -> Result<std::ffi::OsString> {
    Ok(std::env::join_paths([SCHEMATHESIS.folder()?, checks.to_path_buf()])?)
}

/// A server that ends with this.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn start(command: &mut Command) -> Result<Self> {
        let child =
            command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().context("cannot start the server")?;
        let mut served = Self { child, url: String::new() };
        let stdout = served.child.stdout.take().context("the server has no output")?;
        for line in BufReader::new(stdout).lines() {
            let line = line?;
            if let Some(at) = line.split_whitespace().find(|word| word.starts_with("http://")) {
                served.url = at.trim_end_matches([',', '.']).to_owned();
                return Ok(served);
            }
        }
        bail!("the server ended before it said where it listens")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
