//! Named steps that all run, whatever becomes of the others, and a summary at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::tally::Tally;
use crate::text;

/// The steps done so far.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

struct Step {
    name: &'static str,
    took: Duration,
    tally: Tally,
    problem: Option<String>,
}

impl Steps {
    /// Runs one step and says whether it went well. What it counts before it fails is kept.
    pub(crate) fn run(&mut self, name: &'static str, work: impl FnOnce(&mut Tally) -> Result<()>) -> bool {
        println!("\n── {name}");
        let begun = Instant::now();
        let mut tally = Tally::default();
        let outcome = work(&mut tally);
        let problem = match outcome {
            Err(error) => Some(format!("{error:#}")),
            Ok(()) if tally.failed > 0 => Some("tests failed".to_owned()),
            Ok(()) => None,
        };
        if let Some(problem) = &problem {
            println!("── {name} failed: {problem}");
        }
        let went_well = problem.is_none();
        self.done.push(Step { name, took: begun.elapsed(), tally, problem });
        went_well
    }

    /// Prints each step's result. Fails if one did.
    pub(crate) fn finish(self) -> Result<()> {
        println!("\n── summary");
        for step in &self.done {
            println!("{}", step.line());
        }
        let took = self.done.iter().map(|step| step.took).sum();
        println!("together {}", text::duration(took));
        let failed: Vec<&str> =
            self.done.iter().filter(|step| step.problem.is_some()).map(|step| step.name).collect();
        if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
    }

    /// All test cases; a step that failed without a failing case counts as one.
    pub(crate) fn tally(&self) -> Tally {
        let mut sum = Tally::default();
        for step in &self.done {
            sum += step.tally;
            if step.problem.is_some() && step.tally.failed == 0 {
                sum.failed += 1;
            }
        }
        sum
    }
}

impl Step {
    fn line(&self) -> String {
        let Tally { passed, failed, skipped } = self.tally;
        let mut line = format!("{:<30} {:>6} {:>12}", self.name, self.verdict(), text::duration(self.took));
        if self.tally != Tally::default() {
            line.push_str(&format!("   {passed} passed, {failed} failed"));
        }
        if skipped > 0 {
            line.push_str(&format!(", {skipped} skipped"));
        }
        line
    }

    fn verdict(&self) -> &'static str {
        if self.problem.is_some() { "FAILED" } else { "ok" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_step_stops_no_other_and_fails_the_whole() {
        let mut steps = Steps::default();
        let first = steps.run("first", |_| bail!("no compiler"));
        let second = steps.run("second", |tally| {
            tally.passed = 3;
            Ok(())
        });
        assert_eq!((first, second), (false, true));
        assert_eq!(steps.tally(), Tally { passed: 3, failed: 1, skipped: 0 });
        assert_eq!(steps.finish().map_err(|error| error.to_string()), Err("failed: first".to_owned()));
    }

    #[test]
    fn failing_cases_fail_their_step() {
        let mut steps = Steps::default();
        steps.run("only", |tally| {
            tally.failed = 2;
            Ok(())
        });
        assert_eq!(steps.tally().failed, 2);
        assert!(steps.finish().is_err());
    }
}
