//! Counting test cases by what the runners print at their end.

use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process;

/// How many test cases ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Runs a test runner, shows what it prints, and counts. A line that says nothing about results counts nothing.
pub(crate) fn count(command: &mut Command, tally: &mut Tally, of: fn(&str) -> Tally) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| process::not_started(command, error))?;
    let mut lines = BufReader::new(child.stdout.take().context("the runner's stdout is a pipe")?);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        *tally += of(text.trim());
        line.clear();
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{} ended with {status}", process::described(command));
    }
    Ok(())
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`: cargo test, and
/// the wasm runner.
pub(crate) fn of_cargo_test(line: &str) -> Tally {
    let mut tally = Tally::default();
    let Some(counts) = line.strip_prefix("test result: ") else { return tally };
    // "ok. 12 passed" and " 0 failed": the last two words.
    for part in counts.split(';') {
        let mut words = part.split_whitespace().rev();
        let (Some(what), Some(Ok(number))) = (words.next(), words.next().map(str::parse::<u64>)) else {
            continue;
        };
        match what {
            "passed" => tally.passed += number,
            "failed" => tally.failed += number,
            "ignored" => tally.skipped += number,
            _ => {}
        }
    }
    tally
}

/// `3 passed (4.2s)`, `1 failed`, `2 skipped`, `1 did not run`: Playwright, one line each.
pub(crate) fn of_playwright(line: &str) -> Tally {
    let mut tally = Tally::default();
    let Some((Ok(number), what)) = line.split_once(' ').map(|(number, what)| (number.parse::<u64>(), what))
    else {
        return tally;
    };
    // "3 passed (4.2s)"; with anything but a duration behind it, it is not the closing line.
    let what = what.split_once(" (").map_or(what, |(what, _)| what);
    match what {
        "passed" => tally.passed = number,
        // Passing at the second try is not passing.
        "failed" | "flaky" | "interrupted" | "did not run" => tally.failed = number,
        "skipped" => tally.skipped = number,
        _ => {}
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_tests_closing_line() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s";
        assert_eq!(of_cargo_test(line), Tally { passed: 12, failed: 2, skipped: 1 });
        assert_eq!(of_cargo_test("test the_result ... ok"), Tally::default());
    }

    #[test]
    fn playwrights_closing_lines() {
        let mut sum = Tally::default();
        for line in [
            "1 failed",
            "[chromium] › a.spec.ts:3:1 › x",
            "2 skipped",
            "1 did not run",
            "5 passed (4.2s)",
            "",
        ] {
            sum += of_playwright(line);
        }
        assert_eq!(sum, Tally { passed: 5, failed: 2, skipped: 2 });
    }

    #[test]
    fn a_runner_is_shown_counted_and_believed() -> Result<()> {
        let mut tally = Tally::default();
        let mut command = Command::new("printf");
        count(command.arg("test result: ok. 3 passed; 0 failed;\n"), &mut tally, of_cargo_test)?;
        assert_eq!(tally.passed, 3);
        assert!(count(&mut Command::new("false"), &mut tally, of_cargo_test).is_err());
        Ok(())
    }
}
