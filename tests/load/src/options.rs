//! What is measured, and with which programs.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use clap::{Parser, ValueEnum};

/// A part of the measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Lists: direct, through Quarterdeck, through nginx.
    Lists,
    /// Writes: direct and through Quarterdeck.
    Writes,
    /// Live streams: Fleet's load, delays, bytes, memory.
    Streams,
    /// Live streams of people who see different parts of a cluster. Only when it is asked for.
    Sights,
    /// The page in a browser, and its files.
    Page,
    /// Deployments: how long they take, against what Fleet and the gates need.
    Deploy,
    /// Decisions of the policy: what one costs.
    Policy,
}

/// The options; `cargo xtask bench` fills them in.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Options {
    /// The server's program.
    #[arg(long)]
    pub(crate) quarterdeck: PathBuf,
    /// The simulated Fleet's program.
    #[arg(long)]
    pub(crate) fleet_sim: PathBuf,
    /// nginx; without it its columns stay empty.
    #[arg(long)]
    pub(crate) nginx: Option<PathBuf>,
    /// wrk; without it no list is measured.
    #[arg(long)]
    pub(crate) wrk: Option<PathBuf>,
    /// The list of the files that a browser loads first, as `cargo xtask` counts them.
    #[arg(long)]
    pub(crate) first_load: PathBuf,
    /// Where the results go; what the browser measured lies there as page.json.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Measure one part alone.
    #[arg(long)]
    pub(crate) only: Option<Part>,
    /// Fewer and shorter rounds: to see that all works, not to quote.
    #[arg(long)]
    pub(crate) quick: bool,
    /// A Fleet to measure as well: http://127.0.0.1:PORT. Only read, unless --allow-writes.
    #[arg(long)]
    pub(crate) endpoint: Option<Endpoint>,
    /// Make, change and destroy units of the names `quarterdeck-bench…` at the endpoint, too.
    #[arg(long)]
    pub(crate) allow_writes: bool,
    /// Kill the server at random moments instead.
    #[command(flatten)]
    pub(crate) crash: crate::crash::Crash,
}

/// A Fleet on this machine, such as the end of a tunnel. Load is sent nowhere else.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Endpoint(pub(crate) SocketAddr);

impl Options {
    pub(crate) fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }

    /// How many units the simulated Fleets have for lists and writes.
    pub(crate) fn sizes(&self) -> &'static [usize] {
        if self.quick { &[1_000] } else { &[100, 1_000, 5_000] }
    }

    /// Rounds of each list; their median counts.
    pub(crate) fn rounds(&self) -> usize {
        if self.quick { 1 } else { 3 }
    }

    /// How long a round of lists takes.
    pub(crate) fn round(&self) -> Duration {
        Duration::from_secs(if self.quick { 1 } else { 2 })
    }

    /// Writes of each kind, each way.
    pub(crate) fn writes(&self) -> usize {
        if self.quick { 60 } else { 300 }
    }

    /// Changes whose way to a stream is timed.
    pub(crate) fn changes(&self) -> usize {
        if self.quick { 4 } else { 15 }
    }

    /// Readings of Fleet that are counted.
    pub(crate) fn readings(&self) -> u64 {
        if self.quick { 3 } else { 10 }
    }
}

impl FromStr for Endpoint {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let advice = || {
            anyhow!(
                "'{text}' can't be measured: it must be http:// with an address and a port of this machine"
            )
        };
        let address = text.strip_prefix("http://").ok_or_else(advice)?.trim_end_matches('/');
        let address: SocketAddr =
            address.replace("localhost:", "127.0.0.1:").parse().map_err(|_| advice())?;
        ensure!(
            address.ip().is_loopback(),
            "{text} is another machine's: load is only sent to this one (open a tunnel to a test cluster)"
        );
        Ok(Self(address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn load_goes_to_this_machine_alone() {
        for good in ["http://127.0.0.1:49153", "http://localhost:1/", "http://[::1]:80"] {
            assert!(good.parse::<Endpoint>().is_ok(), "{good}");
        }
        for bad in [
            "http://10.0.0.1:49153",
            "http://fleet.example:1",
            "https://127.0.0.1:1",
            "unix:///run/fleet.sock",
        ] {
            assert!(bad.parse::<Endpoint>().is_err(), "{bad}");
        }
    }
}
