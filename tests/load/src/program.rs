//! A program that is measured: started, waited for until it says where it listens, and ended by its own process id.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a program may take to start, and to end once it was told to.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program; dropping it ends it.
pub(crate) struct Program {
    child: Child,
}

/// One of a program's outputs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    Stdout,
    Stderr,
}

impl Program {
    /// Starts it; what it prints goes to a file.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let file = File::create(log)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("{} did not start", command.get_program().display()))?;
        Ok(Self { child })
    }

    /// Starts it and waits for the addresses behind `http://` that it prints, one on each of these outputs.
    pub(crate) fn announced(command: &mut Command, outputs: &[Output]) -> Result<(Self, Vec<SocketAddr>)> {
        let pipe = |output| if outputs.contains(&output) { Stdio::piped() } else { Stdio::null() };
        let child = command
            .stdin(Stdio::null())
            .stdout(pipe(Output::Stdout))
            .stderr(pipe(Output::Stderr))
            .spawn()
            .with_context(|| format!("{} did not start", command.get_program().display()))?;
        let mut program = Self { child };
        let mut addresses = Vec::new();
        for output in outputs {
            let lines: Box<dyn BufRead + Send> = match output {
                Output::Stdout => Box::new(BufReader::new(program.child.stdout.take().context("no stdout")?)),
                Output::Stderr => Box::new(BufReader::new(program.child.stderr.take().context("no stderr")?)),
            };
            addresses.push(announcement(lines)?);
        }
        Ok((program, addresses))
    }

    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A signal that it can act on first: nginx ends its workers only then.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let until = Instant::now() + PATIENCE;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() > until {
                let _ = self.child.kill();
                let _ = self.child.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Reads until an address appears, and goes on reading behind it: a full pipe would stop the program.
fn announcement(lines: Box<dyn BufRead + Send>) -> Result<SocketAddr> {
    let (say, said) = mpsc::channel();
    std::thread::spawn(move || {
        for line in lines.lines().map_while(Result::ok) {
            if let Some(address) = address_in(&line) {
                // Nobody listens for a second one.
                let _ = say.send(address);
            }
        }
    });
    match said.recv_timeout(PATIENCE) {
        Ok(address) => Ok(address),
        Err(_) => bail!("a program did not say where it listens"),
    }
}

fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("http://")?;
    let end = rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || ".:[]".contains(sign)));
    rest[..end.unwrap_or(rest.len())].trim_end_matches([':', '.']).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_what_programs_say() {
        for line in [
            "fleet-sim: listening on http://127.0.0.1:4000",
            "Quarterdeck runs at http://127.0.0.1:4000, over the Fleet at http://127.0.0.1:1. Ctrl-C ends it.",
        ] {
            assert_eq!(address_in(line), Some(SocketAddr::from(([127, 0, 0, 1], 4000))), "{line}");
        }
        assert_eq!(address_in("listening on unix:/run/fleet.sock"), None);
    }
}
