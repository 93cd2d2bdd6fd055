//! The server as a process: started over the same data folder again and again, and ended without a warning.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use anyhow::{Context, Result, ensure};
use tokio::sync::oneshot;
use tokio::time::{Duration, Instant, sleep, timeout};

/// How long it may take until it says where it listens.
const STARTS_WITHIN: Duration = Duration::from_secs(30);

/// How long a process may take to be gone of which nothing answers any more.
const ENDS_WITHIN: Duration = Duration::from_millis(500);
/// So much is kept of what it said last.
const LAST_LINES: usize = 12;

/// How to start it.
pub(super) struct Program {
    file: PathBuf,
    data: PathBuf,
    fleet: SocketAddr,
    log: PathBuf,
    clock: PathBuf,
}

/// A running one. Dropped, it is killed.
pub(super) struct Server {
    child: Child,
    address: Option<oneshot::Receiver<SocketAddr>>,
    /// Gathers what it says, and tells the last of it once it is gone.
    last_lines: Option<JoinHandle<Vec<String>>>,
}

impl Program {
    pub(super) fn new(file: &Path, data: &Path, fleet: SocketAddr, log: &Path, clock: &Path) -> Self {
        let (file, data, log, clock) = (file.to_owned(), data.to_owned(), log.to_owned(), clock.to_owned());
        Self { file, data, fleet, log, clock }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        // Where a file may not grow, a write is to fail as on a full disk, and not to end the process.
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", r#"trap "" XFSZ; exec "$0" "$@""#])
            .arg(&self.file)
            .args(arguments)
            // Nothing of whoever runs this: no other Fleet, no other folder.
            .env_clear()
            .env("FLEET_ENDPOINT", format!("http://{}", self.fleet))
            .env("QUARTERDECK_LISTEN", "127.0.0.1:0")
            .env("CLOCK_FILE", &self.clock)
            .env("QUARTERDECK_DATA_DIR", &self.data);
        command
    }

    /// A token of an administrator.
    pub(super) fn token(&self) -> Result<String> {
        let arguments = ["token", "create", "--name", "crash", "--role", "admin", "--days", "2"];
        let made = self.command(&arguments).output().context("quarterdeck did not start")?;
        ensure!(made.status.success(), "no token: {}", String::from_utf8_lossy(&made.stderr));
        Ok(String::from_utf8(made.stdout)?.trim().to_owned())
    }

    /// Starts it and waits for nothing: it may be killed before it listens.
    pub(super) fn start(&self) -> Result<Server> {
        let mut log = File::options().create(true).append(true).open(&self.log)?;
        let mut child = self
            .command(&["serve"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("quarterdeck did not start")?;
        let output = child.stdout.take().context("no output")?;
        let errors = child.stderr.take().context("no output")?;
        // Written here: its own files may not grow at times, and then its last words are wanted most.
        let last_lines = std::thread::spawn(move || {
            let mut last = VecDeque::new();
            for line in BufReader::new(errors).lines().map_while(Result::ok) {
                // A log that is not whole says less, and breaks nothing.
                let _ = writeln!(log, "{line}");
                last.push_back(line);
                if last.len() > LAST_LINES {
                    last.pop_front();
                }
            }
            last.into()
        });
        let (say, said) = oneshot::channel();
        // Ends with the process.
        std::thread::spawn(move || {
            let mut say = Some(say);
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(address) = address_in(&line)
                    && let Some(say) = say.take()
                {
                    // Nobody waits for one that was killed meanwhile.
                    let _ = say.send(address);
                }
            }
        });
        Ok(Server { child, address: Some(said), last_lines: Some(last_lines) })
    }
}

impl Server {
    /// Where it listens, once it does; asked once.
    pub(super) async fn address(&mut self) -> Result<SocketAddr> {
        let said = self.address.take().context("it was asked before")?;
        timeout(STARTS_WITHIN, said)
            .await
            .context("quarterdeck does not say where it listens")?
            .context("quarterdeck ended by itself")
    }

    /// How it ended by itself, which it never should, and what it said last. `seems_gone`: it answers no more.
    pub(super) async fn last_words(&mut self, seems_gone: bool) -> Result<Option<String>> {
        let until = Instant::now() + if seems_gone { ENDS_WITHIN } else { Duration::ZERO };
        let status = loop {
            match self.child.try_wait()? {
                Some(status) => break status,
                None if Instant::now() >= until => return Ok(None),
                None => sleep(Duration::from_millis(10)).await,
            }
        };
        let lines = self.last_lines.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        Ok(Some(format!("{status}; its log ends with:\n{}", lines.join("\n"))))
    }

    /// From now on no file of its grows, or all do again: the disk is full, or no longer.
    pub(super) fn fill_disk(&self, is_full: bool) -> Result<()> {
        let most = if is_full { "--fsize=4096:" } else { "--fsize=unlimited:" };
        let set = Command::new("prlimit").arg("--pid").arg(self.child.id().to_string()).arg(most).status();
        ensure!(set.context("prlimit is not there")?.success(), "prlimit did not set the limit");
        Ok(())
    }

    /// SIGKILL, at once.
    pub(super) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("http://")?;
    rest.split(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_first_line_says_where_it_listens() {
        let line = "Quarterdeck runs at http://127.0.0.1:4000, over the Fleet at http://127.0.0.1:1. Ctrl-C ends it.";
        assert_eq!(address_in(line), Some(SocketAddr::from(([127, 0, 0, 1], 4000))));
    }
}
