//! Quarterdeck itself, started over a Fleet with a data folder of its own.

use std::io::Write;
use std::net::SocketAddr;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use tokio::time::{Duration, Instant, sleep};

use crate::http::Connection;
use crate::options::Options;
use crate::program::{Output, Program};

const READ_WITHIN: Duration = Duration::from_secs(60);
const READINGS: &str = "quarterdeck_fleet_readings_total";

/// A running server.
pub(crate) struct Deck {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// An API token of an administrator.
    pub(crate) token: String,
    program: Program,
    data: TempDir,
}

impl Deck {
    /// Starts it, and waits until it has read Fleet once.
    pub(crate) async fn over(options: &Options, fleet: SocketAddr) -> Result<Self> {
        let data = tempfile::Builder::new().prefix("quarterdeck-bench-").tempdir_in(&options.out)?;
        let token = new_token(&mut command(options, fleet, &data), "bench", &["--role", "admin"])?;
        let mut serve = command(options, fleet, &data);
        let (program, addresses) = Program::announced(serve.arg("serve"), &[Output::Stdout])?;
        let [address] = addresses[..] else { anyhow::bail!("quarterdeck named no address") };
        let deck = Self { address, token, program, data };
        deck.wait_for_reading(1).await?;
        Ok(deck)
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.program.id()
    }

    /// The header line of a new token that may view these apps.
    pub(crate) fn viewer(&self, options: &Options, name: &str, apps: &str) -> Result<String> {
        // The Fleet is of no account on the command line.
        let mut command = command(options, self.address, &self.data);
        let token = new_token(&mut command, name, &["--role", "viewer", "--apps", apps])?;
        Ok(format!("authorization: Bearer {token}\r\n"))
    }

    /// The header line of somebody signed in who may view these apps, by a grant each.
    pub(crate) async fn person(&self, options: &Options, name: &str, apps: &[String]) -> Result<String> {
        let command = || command(options, self.address, &self.data);
        // Made with a role on everything, which is taken back.
        said(command().args(["user", "create", "--name", name, "--role", "viewer"]), "a user")?;
        let grants = said(command().args(["grant", "list"]), "the grants")?;
        for line in grants.lines() {
            let mut words = line.split_whitespace();
            if let (Some(id), Some(to)) = (words.next(), words.next())
                && to == name
            {
                said(command().args(["grant", "remove", "--id", id]), "a grant's end")?;
            }
        }
        for apps in apps {
            let add = ["grant", "add", "--user", name, "--role", "viewer", "--apps", apps];
            said(command().args(add), "a grant")?;
        }
        let link = said(command().args(["user", "link", "--name", name]), "a link")?;
        let (_, code) = link.trim().split_once("#code=").context("a link has a code")?;
        let body = format!("{{\"code\":\"{code}\"}}");
        let json = "content-type: application/json\r\n";
        let answer = Connection::open(self.address)
            .await?
            .call("POST", "/api/v1/session/code", json, body.as_bytes())
            .await?;
        ensure!(answer.status == 200, "no sign-in: {}", String::from_utf8_lossy(&answer.body));
        Ok(format!("cookie: {}\r\n", answer.cookie.context("signing in sets a cookie")?))
    }

    /// The header line of its token.
    pub(crate) fn authorization(&self) -> String {
        format!("authorization: Bearer {}\r\n", self.token)
    }

    /// How many readings of Fleet it has done.
    pub(crate) async fn readings(&self) -> Result<u64> {
        let answer =
            Connection::open(self.address).await?.call("GET", "/metrics", &self.authorization(), b"").await?;
        ensure!(answer.status == 200, "/metrics: {}", String::from_utf8_lossy(&answer.body));
        Ok(sum_of(&String::from_utf8_lossy(&answer.body), READINGS))
    }

    /// Waits until so many readings are done, and says how many there are then.
    pub(crate) async fn wait_for_reading(&self, number: u64) -> Result<u64> {
        let until = Instant::now() + READ_WITHIN;
        loop {
            let readings = self.readings().await?;
            if readings >= number {
                return Ok(readings);
            }
            ensure!(Instant::now() < until, "quarterdeck has not read Fleet within {READ_WITHIN:?}");
            sleep(Duration::from_millis(20)).await;
        }
    }
}

fn command(options: &Options, fleet: SocketAddr, data: &TempDir) -> Command {
    let mut command = Command::new(&options.quarterdeck);
    command
        // Nothing of whoever runs this: no other Fleet, no other folder.
        .env_clear()
        .env("FLEET_ENDPOINT", format!("http://{fleet}"))
        .env("QUARTERDECK_LISTEN", "127.0.0.1:0")
        .env("QUARTERDECK_DATA_DIR", data.path())
        // As packaging/ has it run.
        .env("MALLOC_ARENA_MAX", "1")
        // All viewers here are one token, or few.
        .env("QUARTERDECK_STREAMS_PER_USER", "10000")
        .env("QUARTERDECK_STREAMS_PER_ADDRESS", "10000");
    command
}

fn new_token(command: &mut Command, name: &str, rights: &[&str]) -> Result<String> {
    command.args(["token", "create", "--name", name, "--days", "1"]).args(rights);
    Ok(said(command, "a token")?.trim().to_owned())
}

/// What a command prints that must succeed, with a line on its stdin that is a good password.
fn said(command: &mut Command, what: &str) -> Result<String> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("quarterdeck did not start")?;
    if let Some(mut stdin) = child.stdin.take() {
        // Most commands read nothing, and may have ended already.
        let _ = stdin.write_all(b"an unlikely teapot\n");
    }
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// The sum of a counter over all its labels, in Prometheus's text.
fn sum_of(text: &str, name: &str) -> u64 {
    text.lines()
        .filter_map(|line| line.strip_prefix(name))
        .filter(|rest| rest.starts_with(['{', ' ']))
        .filter_map(|rest| rest.rsplit(' ').next()?.parse::<u64>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_summed_over_their_labels() {
        let text = "# TYPE a counter\na{x=\"1\"} 3\na{x=\"2\"} 4\nab 100\na 5\n";
        assert_eq!(sum_of(text, "a"), 12);
        assert_eq!(sum_of(text, "c"), 0);
    }
}
