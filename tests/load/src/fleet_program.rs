//! The Fleet that is measured against: the simulated one, started for the run, or one that runs already.

use std::net::SocketAddr;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::http::Connection;
use crate::options::Options;
use crate::program::{Output, Program};

/// A Fleet on this machine.
pub(crate) struct Fleet {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// As the tables name it.
    pub(crate) label: String,
    /// Whether it may be written to.
    pub(crate) may_write: bool,
    control: Option<SocketAddr>,
    _program: Option<Program>,
}

impl Fleet {
    /// A simulated one with so many running units.
    pub(crate) fn simulated(options: &Options, units: usize) -> Result<Self> {
        let machines = (units / 16).clamp(3, 300);
        let mut command = Command::new(&options.fleet_sim);
        command.args(["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"]).args([
            "--machines",
            &machines.to_string(),
            "--units",
            &units.to_string(),
        ]);
        let (program, addresses) = Program::announced(&mut command, &[Output::Stdout, Output::Stderr])?;
        let [address, control] = addresses[..] else { anyhow::bail!("fleet-sim named no two addresses") };
        let label = format!("{units} units");
        Ok(Self { address, control: Some(control), label, may_write: true, _program: Some(program) })
    }

    /// The one that was given, if one was.
    pub(crate) fn given(options: &Options) -> Option<Self> {
        let address = options.endpoint?.0;
        let label = format!("at {address}");
        Some(Self { address, control: None, label, may_write: options.allow_writes, _program: None })
    }

    /// Those that lists and writes are measured over.
    pub(crate) fn is_simulated(&self) -> bool {
        self.control.is_some()
    }

    /// How many requests have reached it; `None` if it does not count them.
    pub(crate) async fn requests(&self) -> Result<Option<u64>> {
        let Some(control) = self.control else { return Ok(None) };
        let answer = Connection::open(control).await?.call("GET", "/requests", "", b"").await?;
        let counts: Value = serde_json::from_slice(&answer.body)?;
        Ok(counts["total"].as_u64())
    }

    /// Makes writes, and reads of single units, take as long as at least.
    pub(crate) async fn slow_down(&self, write_ms: u64, read_ms: u64) -> Result<()> {
        for (method, ms) in [("PUT", write_ms), ("DELETE", write_ms), ("GET", read_ms)] {
            let rule = json!({"fault": {"delay-ms": ms}, "method": method, "path": "/fleet/v1/units/"});
            self.order("/faults", &rule).await?;
        }
        Ok(())
    }

    /// As fast as it can again.
    pub(crate) async fn speed_up(&self) -> Result<()> {
        self.order("/clear", &json!({})).await
    }

    /// The names of some of its units.
    pub(crate) async fn unit_names(&self) -> Result<Vec<String>> {
        let answer = Connection::open(self.address).await?.call("GET", "/fleet/v1/units", "", b"").await?;
        let page: Value = serde_json::from_slice(&answer.body)?;
        let units = page["units"].as_array().context("this Fleet has no units")?;
        Ok(units.iter().filter_map(|unit| Some(unit["name"].as_str()?.to_owned())).collect())
    }

    async fn order(&self, path: &str, body: &Value) -> Result<()> {
        let control = self.control.context("only a simulated Fleet takes orders")?;
        let headers = "content-type: application/json\r\n";
        let answer =
            Connection::open(control).await?.call("POST", path, headers, body.to_string().as_bytes()).await?;
        ensure!(answer.status < 300, "{path}: {} {}", answer.status, String::from_utf8_lossy(&answer.body));
        Ok(())
    }
}
