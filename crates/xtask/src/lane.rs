//! Works done side by side: each prints under its name, and the failure of one ends the other.
//!
//! Owns the child processes of a lane while they run. It never decides what runs.

use std::fmt::Display;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::process;

/// Where a work prints, and what ends it early.
pub(crate) struct Lane {
    /// None for a work that has the terminal to itself.
    name: Option<&'static str>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The process that runs now.
    child: Option<Child>,
    stopped: bool,
}

impl Lane {
    /// For a work that nothing runs beside.
    pub(crate) fn alone() -> Self {
        Self { name: None, state: Mutex::default() }
    }

    fn named(name: &'static str) -> Self {
        Self { name: Some(name), state: Mutex::default() }
    }

    /// Prints a line.
    pub(crate) fn say(&self, line: impl Display) {
        match self.name {
            Some(name) => println!("{name:<6} │ {line}"),
            None => println!("{line}"),
        }
    }

    /// Runs a command and shows what it prints.
    pub(crate) fn run(&self, command: &mut Command) -> Result<()> {
        if self.name.is_none() {
            return process::run(command);
        }
        if std::io::stdout().is_terminal() {
            // Cargo sees a pipe and would leave the colours out.
            command.env("CARGO_TERM_COLOR", "always");
        }
        let status = self.supervise(command, |line| self.say(line))?;
        if !status.success() {
            bail!("{} ended with {status}", process::described(command));
        }
        Ok(())
    }

    /// Runs a command whose output matters only when it fails.
    pub(crate) fn run_quietly(&self, command: &mut Command) -> Result<()> {
        let said = Mutex::new(String::new());
        let status = self.supervise(command, |line| {
            let mut said = unpoisoned(&said);
            said.push_str(line);
            said.push('\n');
        })?;
        if !status.success() {
            let said = unpoisoned(&said);
            bail!("{} ended with {status}:\n{}", process::described(command), said.trim_end());
        }
        Ok(())
    }

    /// Runs a command where `stop` finds it, and hands on each line of its output.
    fn supervise(&self, command: &mut Command, on_line: impl Fn(&str) + Sync) -> Result<ExitStatus> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let (stdout, stderr) = {
            let mut state = unpoisoned(&self.state);
            if state.stopped {
                bail!("not started any more: {}", process::described(command));
            }
            let mut child = command.spawn().map_err(|error| process::not_started(command, error))?;
            let pipes = (child.stdout.take(), child.stderr.take());
            state.child = Some(child);
            pipes
        };
        thread::scope(|scope| {
            scope.spawn(|| each_line(stdout, &on_line));
            each_line(stderr, &on_line);
        });
        // Both pipes are closed, so the process has ended or is about to: nobody waits long for the lock.
        let mut state = unpoisoned(&self.state);
        let mut child = state.child.take().context("a lane runs one process at a time")?;
        Ok(child.wait()?)
    }

    /// Ends the process that runs now and lets none start after it.
    fn stop(&self) {
        let mut state = unpoisoned(&self.state);
        state.stopped = true;
        if let Some(child) = &mut state.child {
            // Fails only when it has ended by itself.
            let _ = child.kill();
        }
    }
}

/// Does two works at once. When one fails the other is ended, and the error is the first one's.
pub(crate) fn side_by_side<A: Send, B: Send>(
    (name, work): (&'static str, impl FnOnce(&Lane) -> Result<A> + Send),
    (other_name, other_work): (&'static str, impl FnOnce(&Lane) -> Result<B> + Send),
) -> Result<(A, B)> {
    let (lane, other_lane) = (Lane::named(name), Lane::named(other_name));
    let first_error = Mutex::new(None);
    let (made, other_made) = thread::scope(|scope| {
        let other = scope.spawn(|| watched(&other_lane, &lane, &first_error, other_work));
        let made = watched(&lane, &other_lane, &first_error, work);
        (made, other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    if let Some(error) = unpoisoned(&first_error).take() {
        return Err(error);
    }
    made.zip(other_made).context("a work ended with neither result nor error")
}

fn watched<T>(
    own: &Lane,
    other: &Lane,
    first_error: &Mutex<Option<anyhow::Error>>,
    work: impl FnOnce(&Lane) -> Result<T>,
) -> Option<T> {
    match work(own) {
        Ok(made) => Some(made),
        Err(error) => {
            let was_stopped = unpoisoned(&own.state).stopped;
            own.say(if was_stopped { "ended, because the other failed" } else { "failed" });
            // Before the other is stopped, because that makes it fail too.
            unpoisoned(first_error).get_or_insert(error);
            other.stop();
            None
        }
    }
}

fn each_line(pipe: Option<impl Read>, on_line: &impl Fn(&str)) {
    let Some(pipe) = pipe else { return };
    let mut lines = BufReader::new(pipe);
    let mut line = Vec::new();
    // A pipe that can't be read any more has no more lines; the exit status tells the rest.
    while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        on_line(String::from_utf8_lossy(&line).trim_end());
        line.clear();
    }
}

/// What a panicking thread left is whole: every change under these locks is one assignment.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn both_results_come_back() -> Result<()> {
        let made = side_by_side(("a", |_| Ok(1)), ("b", |lane| lane.run(&mut Command::new("true"))))?;
        assert_eq!(made, (1, ()));
        Ok(())
    }

    #[test]
    fn the_failure_of_one_ends_the_other_and_is_the_one_reported() {
        let begun = Instant::now();
        let outcome = side_by_side(
            ("long", |lane| {
                let outcome = lane.run(Command::new("sleep").arg("600"));
                assert!(lane.run(&mut Command::new("true")).is_err(), "nothing starts after the end");
                outcome
            }),
            ("bad", |_| -> Result<()> { bail!("no such crate") }),
        );
        assert_eq!(outcome.map_err(|error| error.to_string()), Err("no such crate".to_owned()));
        assert!(begun.elapsed() < Duration::from_secs(300));
    }

    #[test]
    fn a_quiet_failure_brings_what_the_program_said() {
        let error = Lane::alone()
            .run_quietly(Command::new("cargo").arg("no-such-command"))
            .map_err(|error| error.to_string());
        assert!(error.is_err_and(|text| text.contains("ended with") && text.contains("no such")));
    }
}
